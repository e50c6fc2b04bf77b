"""A search box over a short list of people, to choose one."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.use_cases.people import PersonLine
from ui import theme
from ui.labels import label
from ui.record_table import Column, Id, RecordTable
from ui.search_box import SearchBox

NOT_FOUND = "没有找到这样的人。看看有没有打错，或者先到「人员」里登记。"


class PersonFinder(QWidget):
    """A search box over a list of people.

    ``find`` returns those whom a text means, and what to say of them.

    Signals:
        chosen: Another person is chosen; carries the line or ``None``.
    """

    chosen = Signal(object)

    def __init__(
        self,
        hint: str,
        name: str,
        columns: Sequence[Column[PersonLine]],
        find: Callable[[str], tuple[Sequence[PersonLine], str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._find = find
        self._lines: dict[UUID, PersonLine] = {}
        self.search = SearchBox(hint)
        self.table: RecordTable = RecordTable(columns, self._rows)
        self.table.setAccessibleName(name)
        self.note = label("", theme.NOTE, tone="text2", wrap=True)
        self.search.asked.connect(self.look)
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
        self.search.rest()
        found, words = self._find(self.search.wanted())
        self._lines = {one.id: one for one in found}
        self.table.show([one.id for one in found])
        self.note.setText(words)
        if chosen is not None and self.table.select(chosen):
            self.chosen.emit(self.person())

    def person(self) -> PersonLine | None:
        """Return who is chosen."""
        found = self.table.selected_id()
        return self._lines.get(found) if isinstance(found, UUID) else None

    def _rows(self, ids: list[Id]) -> list[PersonLine]:
        return [self._lines[id_] for id_ in ids if isinstance(id_, UUID)]

    def _to_list(self) -> None:
        self.search.ask_now()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
