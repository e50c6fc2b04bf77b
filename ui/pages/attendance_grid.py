"""The grid of a month, used like a spreadsheet: arrows walk, keys mark one day or many."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from desktop_app.domain.attendance import ABSENT, HALF, LEAVE, NO_DUTY, SICK, WORKED
from ui import theme
from ui.pages.attendance_model import TOTALS, AttendanceModel

KEYS = {
    "1": WORKED, "√": WORKED, "v": WORKED,
    "2": HALF, "/": HALF, "h": HALF,
    "3": LEAVE, "p": LEAVE,
    "4": SICK, "s": SICK,
    "5": ABSENT, "a": ABSENT, "x": ABSENT,
    "0": NO_DUTY,
}  # fmt: skip
"""Which key sets which mark; full-width and capital signs count too."""

DAY, TOTAL, SUM, NOTE, NAME = 21, 32, 40, 104, 128
"""Widths at 100 %: 31 days, totals and notes fit a window of 1366 pixels."""


class AttendanceGrid(QTableView):
    """People down, days across; the names stay in view while the days scroll.

    Signals:
        marked: Marks were typed.
        refused: Nothing of what was chosen can be marked.
    """

    marked = Signal()
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks = AttendanceModel()
        self.setModel(self.marks)
        self.setObjectName("attendance")
        self.setAccessibleName("考勤")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setProperty("role", "days")
            head.setSectionsClickable(True)
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            head.setMinimumSectionSize(1)
            theme.set_type(head, theme.NOTE)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        theme.set_type(self, theme.SECONDARY)
        self.marks.modelReset.connect(self._measure)

    def mark_chosen(self, mark: str) -> None:
        """Set a mark on every chosen day; with one day chosen, go on to the next."""
        places = [
            (index.row(), index.column() + 1)
            for index in self.selectedIndexes()
            if index.column() < self.marks.month.days
        ]
        if not self.marks.mark(places, mark):
            self.refused.emit()
            return
        self.marked.emit()
        if len(places) == 1:
            self._onward()

    def chosen_people(self) -> list[int]:
        """Return the rows in which something is chosen."""
        return sorted({index.row() for index in self.selectedIndexes()})

    def choose_row(self) -> None:
        """Choose all days of the current person."""
        self.selectRow(self.currentIndex().row())

    def choose_column(self) -> None:
        """Choose the current day of everybody."""
        self.selectColumn(self.currentIndex().column())

    def begin(self) -> None:
        """Choose the first day that can be marked, where none is chosen."""
        if not self.currentIndex().isValid() and self.marks.rowCount():
            self.setCurrentIndex(self.marks.index(0, 0))

    def _onward(self) -> None:
        now = self.currentIndex()
        if now.column() + 1 < self.marks.month.days:
            self.setCurrentIndex(self.marks.index(now.row(), now.column() + 1))

    def _measure(self) -> None:
        head, days = self.horizontalHeader(), self.marks.month.days
        widths = [DAY] * days + [TOTAL] * (len(TOTALS) - 2) + [SUM, NOTE]
        for column, width in enumerate(widths[: self.marks.columnCount()]):
            head.resizeSection(column, theme.px(width))
        head.setStretchLastSection(True)
        head.setFixedHeight(theme.px(theme.SMALL_BUTTON))
        self.verticalHeader().setFixedWidth(theme.px(NAME))
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.SMALL_BUTTON))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark with digits, letters and signs; clear with Delete; choose rows and columns."""
        mark = KEYS.get(event.text().lower()) if event.text() else None
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if key == Qt.Key.Key_Space and (shift or control):
            (self.choose_row if shift else self.choose_column)()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space):
            self.mark_chosen(NO_DUTY)
        elif mark is not None and not control:
            self.mark_chosen(mark)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._down()
        else:
            super().keyPressEvent(event)

    def _down(self) -> None:
        """Go to the same day of the next person."""
        now = self.currentIndex()
        below = self.marks.index(min(now.row() + 1, self.marks.rowCount() - 1), now.column())
        chosen = QItemSelection(below, below)
        self.setCurrentIndex(below)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
