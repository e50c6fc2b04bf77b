"""电脑与证书: the desks of the office, for those who look after them."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.use_cases.desk_names import OfficeDesk
from ui import theme
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.labels import ElidingLabel, label, line
from ui.pages.sync_places import age
from ui.record_table import Column, Id, RecordTable

INVITE = "发邀请、停用电脑、改管的嘎查村，都在旗县的汇集点（服务器）上办。"
HOW = (
    "停用一台电脑：在汇集点上运行 nutag hub revoke --desk 电脑 --reason lost。"
    "停用以前送到的都算数，以后写的会放在「不算数的」里，由人决定用不用。"
    "还有多少没送出，要看汇集点上的 nutag hub status。"
)

SHOWN = 4
"""Desks that are in view on the smallest window; the table scrolls to the others."""


class DesksView(QFrame):
    """The desks with their certificates, and how one is invited or cut off.

    Signals:
        back: The exchange itself is wanted again.
    """

    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._desks: dict[Id, OfficeDesk] = {}
        self._now: datetime | None = None
        self.title = ElidingLabel("电脑与证书", theme.CARD_TITLE, bold=True)
        self.back_button = Button("回到同步", "outline", "arrow-left", clicked=self.back.emit)
        self.table = RecordTable(self._columns(), self._rows)
        self.table.setAccessibleName("电脑与证书")
        self.table.too_narrow = ((3, 860), (5, 740))
        self.table.setMinimumHeight(theme.px(theme.TABLE_HEAD + SHOWN * theme.ROW))
        self.nothing = EmptyState(
            "landmark", "还没有别的电脑", "旗县发出邀请、电脑登记以后，会列在这里。"
        )
        head = QHBoxLayout()
        head.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S3)
        head.addWidget(self.title, 1)
        head.addWidget(self.back_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S3)
        foot.setSpacing(theme.S1)
        foot.addWidget(label(INVITE, theme.SECONDARY, wrap=True))
        foot.addWidget(label(HOW, theme.NOTE, tone="text2", wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1)
        column.addWidget(line())
        column.addLayout(foot)

    def show_desks(self, desks: Sequence[OfficeDesk], now: datetime) -> None:
        """List these desks."""
        self._now = now
        self._desks = {desk.name: desk for desk in desks}
        stopped = sum(desk.revoked for desk in desks)
        more = f"，{stopped} 台已停用" if stopped else ""
        self.title.setText(f"电脑与证书 · {len(desks)} 台{more}")
        self.table.show(list(self._desks))
        self.table.setVisible(bool(desks))
        self.nothing.setVisible(not desks)

    def first(self) -> QWidget:
        """Return what gets the keyboard."""
        return self.table if self._desks else self.back_button

    def _rows(self, ids: list[Id]) -> list[OfficeDesk]:
        return [self._desks[name] for name in ids]

    def _columns(self) -> list[Column[OfficeDesk]]:
        return [
            Column("谁", 130, lambda desk: desk.officer + ("（本机）" if desk.mine else "")),
            Column(
                "证书",
                90,
                lambda desk: "已停用" if desk.revoked else "有效",
                kind="pill",
                tone=lambda desk: "bad" if desk.revoked else "ok",
            ),
            Column("电脑", 100, lambda desk: desk.name, kind="id"),
            Column("身份", 100, lambda desk: desk.role),
            Column("管哪里", 200, lambda desk: desk.places, stretch=True),
            Column("这里收到", 110, lambda desk: f"{desk.entries:,} 条", kind="number"),
            Column("最后一条", 120, self._last),
        ]

    def _last(self, desk: OfficeDesk) -> str:
        if desk.last_written is None or self._now is None:
            return "还没有收到"
        return age(desk.last_written, self._now)
