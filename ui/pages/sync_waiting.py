"""What has no receipt yet, by kind of record, and for how long."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.use_cases.exchange import REMIND_AFTER_DAYS, SyncState, Waiting
from ui import theme
from ui.empty_state import EmptyState
from ui.icon import IconLabel
from ui.labels import ElidingLabel, label, line, set_tone
from ui.layouts import empty
from ui.meter import Meter
from ui.pages.sync_places import age

CALM = f"超过 {REMIND_AFTER_DAYS} 天没送出会提醒；本机数据不会丢，也不影响继续工作。"
LATE = f"已经超过 {REMIND_AFTER_DAYS} 天没有送出。插上U盘，或连上网络后按 F5。"
SHOWN = 5


class WaitingCard(QFrame):
    """The kinds of records that wait, oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.title = ElidingLabel("", theme.CARD_TITLE, bold=True)
        self._age = label("等了多久", theme.NOTE, tone="text2")
        head = QHBoxLayout()
        head.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S3)
        head.addWidget(self.title, 1)
        head.addWidget(self._age)
        self.rows = QWidget()
        self._grid = QGridLayout(self.rows)
        self._grid.setContentsMargins(theme.S4, theme.S2, theme.S4, theme.S2)
        self._grid.setHorizontalSpacing(theme.S3)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(3, 2)
        self.nothing = EmptyState(
            "circle-check", "没有要送的", "新记的事会先存在本机，再列到这里。"
        )
        self.foot = ElidingLabel(CALM, theme.NOTE, tone="text2")
        self._foot_icon = IconLabel("info", "info", 16)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.S4, theme.S2, theme.S4, theme.S2)
        foot.setSpacing(theme.S2)
        foot.addWidget(self._foot_icon)
        foot.addWidget(self.foot, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.rows)
        column.addWidget(self.nothing, 1)
        column.addStretch(1)
        column.addWidget(line())
        column.addLayout(foot)

    def show_state(self, state: SyncState, now: datetime) -> None:
        """Show what waits now."""
        empty(self._grid)
        waiting = state.waiting
        self.title.setText(f"没送出的 {state.numbers.unsent:,} 条" if waiting else "没送出的")
        for place, one in enumerate(waiting[:SHOWN]):
            self._row(place, one, now, (now - waiting[0].oldest).total_seconds())
        rest = waiting[SHOWN:]
        if rest:
            words = f"还有 {len(rest)} 类，共 {sum(one.count for one in rest):,} 条"
            self._grid.addWidget(label(words, theme.NOTE, tone="text2"), SHOWN, 1, 1, 4)
        self.rows.setVisible(bool(waiting))
        self._age.setVisible(bool(waiting))
        self.nothing.setVisible(not waiting)
        late = state.numbers.days_unsent > REMIND_AFTER_DAYS
        self.foot.setText(LATE if late else CALM)
        set_tone(self.foot, "warn" if late else "text2")
        self._foot_icon.set_icon("triangle-alert" if late else "info", "warn" if late else "info")

    def _row(self, place: int, one: Waiting, now: datetime, longest: float) -> None:
        since = age(one.oldest, now)
        words = label(since, theme.SECONDARY, tone="text2")
        if (now.date() - one.oldest.date()).days >= 2:
            set_tone(words, "warn")
        bar = Meter((now - one.oldest).total_seconds(), longest or 1)
        bar.setAccessibleName(f"{one.words} {one.count} 条，最早的 {since}")
        self._grid.setRowMinimumHeight(place, theme.px(32))
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(IconLabel(one.icon, "text2", 20), place, 0, middle)
        self._grid.addWidget(ElidingLabel(one.words), place, 1, middle)
        self._grid.addWidget(label(f"{one.count:,} 条", bold=True), place, 2, middle)
        self._grid.addWidget(bar, place, 3, middle)
        self._grid.addWidget(words, place, 4, middle)
