"""Who may be placed on a post: a search box over a list of people."""

from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.records import Post
from desktop_app.session import Session
from desktop_app.use_cases.people import PersonLine
from desktop_app.use_cases.placements import NEEDY, candidates
from ui import theme
from ui.labels import label
from ui.record_table import Column, RecordTable
from ui.search_box import SearchBox

WAIT_MS = 120


class Candidates(QWidget):
    """Who may be placed: a search box over a list of people.

    Signals:
        chosen: Another person is chosen; carries the line or ``None``.
    """

    chosen = Signal(object)

    def __init__(self, session: Session, post: Post, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._post = session, post
        self._lines: dict[UUID, PersonLine] = {}
        self.search = SearchBox("姓名、拼音、证件号片段")
        self.table: RecordTable = RecordTable(_columns(), self._rows)
        self.table.setAccessibleName("可以安置的人")
        self.note = label("", theme.NOTE, tone="text2", wrap=True)
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self.look)
        self.search.textChanged.connect(lambda _: self._wait.start())
        self.search.left.connect(self._to_list)
        self.table.current_changed.connect(lambda _: self.chosen.emit(self.person()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)

    def look(self, chosen: UUID | None = None) -> None:
        """List whom the search box asks for; choose that person if one is named."""
        self._wait.stop()
        text = self.search.text().strip()
        found = candidates(self._session, self._post.id, text)
        self._lines = {one.id: one for one in found}
        self.table.show([one.id for one in found])
        if chosen is not None and self.table.select(chosen):
            self.chosen.emit(self.person())
        if not found:
            self.note.setText("没有找到这样的人。看看有没有打错，或者先到「人员」里登记。")
        elif text:
            self.note.setText(f"找到 {len(found)} 人。")
        else:
            self.note.setText("先列本村没有岗位的劳动力，监测户、脱贫户在前。")

    def person(self) -> PersonLine | None:
        """Return who is chosen."""
        found = self.table.selected_id()
        return self._lines.get(found) if isinstance(found, UUID) else None

    def _rows(self, ids: list[object]) -> list[PersonLine]:
        return [self._lines[id_] for id_ in ids if isinstance(id_, UUID)]

    def _to_list(self) -> None:
        if self._wait.isActive():
            self.look()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the names first."""
        super().resizeEvent(event)
        self.table.setColumnHidden(1, self.width() < theme.px(290))
        self.table.setColumnHidden(2, self.width() < theme.px(215))


def _columns() -> list[Column[PersonLine]]:
    return [
        Column("姓名", 118, lambda one: one.name, stretch=True),
        Column("性别年龄", 82, lambda one: one.sex_and_age),
        Column("情况", 108, _standing, kind="pill", tone=_tone),
    ]


def _standing(one: PersonLine) -> str:
    if one.died:
        return "已去世"
    return f"在{one.post_title}" if one.post_title else one.poverty_text or one.status_text


def _tone(one: PersonLine) -> str:
    if one.died:
        return ""
    return "info" if one.post_title else "soft" if one.poverty in NEEDY else ""
