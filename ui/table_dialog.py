"""A list in a window of its own, with what can be done about the chosen line."""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.progress import Progress
from ui import failures, theme
from ui.buttons import Button
from ui.dialog import name_dialog
from ui.empty_state import EmptyState
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import label
from ui.record_table import Column, Id, RecordTable
from ui.refusal_card import RefusalCard

Line = TypeVar("Line")
Done = TypeVar("Done")


class TableDialog(QDialog, Generic[Line]):
    """Lists what ``read`` returns by id; ``judge`` is told which line is chosen, or none.

    What is refused is told above the list. Closed, the dialog is gone.
    """

    def __init__(
        self,
        parent: QWidget,
        jobs: Jobs,
        title: str,
        name: str,
        columns: Sequence[Column[Line]],
        *,
        read: Callable[[], Mapping[Id, Line]],
        judge: Callable[[Line | None], object],
        nothing: EmptyState | None = None,
    ) -> None:
        """Take the ``name`` of the list for screen readers, and what an empty one says."""
        super().__init__(parent.window())
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name_dialog(self, title)
        self._window = parent.window()
        self._jobs, self._read, self._judge = jobs, read, judge
        self._lines: Mapping[Id, Line] = {}
        self.table: RecordTable = RecordTable(columns, self._rows)
        self.table.setAccessibleName(name)
        self.table.current_changed.connect(lambda _: self._judge(self.chosen()))
        self.refusal = RefusalCard()
        self.nothing = nothing
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.S5, theme.S4, theme.S5, theme.S4)
        self.column.setSpacing(theme.S3)
        self.column.addWidget(label(title, theme.CARD_TITLE, bold=True, wrap=True))
        self.column.addWidget(self.refusal)
        self.column.addWidget(self.table, 1)
        if nothing is not None:
            self.column.addWidget(nothing, 1)

    def finish(self, buttons: Sequence[Button], width: int = 760, height: int = 480) -> None:
        """Put the buttons at the foot, fit into the window (pixels at 100 %), and read the list."""
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.addStretch(1)
        for button in buttons:
            button.setAutoDefault(False)
            feet.addWidget(button)
        self.column.addLayout(feet)
        room = self._window.size()
        self.resize(
            min(theme.px(width), room.width() - theme.px(48)),
            min(theme.px(height), room.height() - theme.px(48)),
        )
        self.ring = FocusRing(self)
        self.look()

    def look(self) -> None:
        """Read the list again."""
        self._lines = self._read()
        ids = list(self._lines)
        self.table.show(ids)
        self.table.reread(ids)
        if self.nothing is not None:
            self.table.setVisible(bool(ids))
            self.nothing.setVisible(not ids)
        self._judge(self.chosen())
        self.table.setFocus()

    def chosen(self) -> Line | None:
        """Return the line the cursor is on."""
        found = self.table.selected_id()
        return None if found is None else self._lines.get(found)

    def start(
        self, work: Callable[[Progress], Done], done: Callable[[Done], object] | None = None
    ) -> None:
        """Work off the window's thread; without ``done`` the list is read again afterwards."""
        self._jobs.start(self, work, done or (lambda _: self.look()), self._failed)

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)

    def _rows(self, ids: Sequence[Id]) -> Sequence[Line]:
        return [self._lines[each] for each in ids]
