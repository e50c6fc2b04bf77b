"""A table of any number of rows, of which only the pages on screen are read."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QWidget,
)

from ui import theme
from ui.record_cells import RecordCells
from ui.record_model import Column, Id, Index, RecordModel, Row

__all__ = ["Column", "Id", "Index", "RecordModel", "RecordTable", "Row"]


class RecordTable(QTableView):
    """A list to choose from, by pointer or keys; 200,000 ids are fine.

    ``too_narrow`` tells, by the number of a column, below which width of the table it is left
    out: nobody scrolls sideways.

    Signals:
        opened: A row was opened with Enter or a double click; carries its id.
        current_changed: Another row is current; carries its id, or ``None``.
    """

    too_narrow: Sequence[tuple[int, int]] = ()

    opened = Signal(object)
    current_changed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        fetch: Callable[[list[Id]], Sequence[Row]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.records: RecordModel[Row] = RecordModel(columns, fetch, self)
        self.hovered = -1
        self._quiet = False
        self._delegate = RecordCells(self)
        self.setModel(self.records)
        self.setItemDelegate(self._delegate)
        self._behave()
        self.rescale()
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _behave(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.doubleClicked.connect(self._open)

    def rescale(self) -> None:
        """Set heights and widths for the present text scale."""
        self._delegate.rescale()
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
        head = self.horizontalHeader()
        theme.set_type(head, theme.SECONDARY)
        head.setFixedHeight(theme.px(theme.TABLE_HEAD))
        for number, column in enumerate(self.columns):
            fill = column.stretch
            how = QHeaderView.ResizeMode.Stretch if fill else QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(number, how)
            head.resizeSection(number, theme.px(column.width))
        if not any(column.stretch for column in self.columns):
            head.setStretchLastSection(True)

    def show(self, ids: Sequence[Id] | None = None) -> None:
        """List these ids and keep the selection by id; without ids, just appear."""
        if ids is None:
            super().show()
            return
        before = self.selected_id()
        self._quiet = True
        self.records.show(ids)
        self._quiet = False
        kept = before is not None and self.select(before)
        if not kept and self.records.ids:
            self.select(self.records.ids[0])  # told once, below
        if self.selected_id() != before:
            self.current_changed.emit(self.selected_id())

    def select(self, record_id: Id) -> bool:
        """Make the row of an id current; say whether it is in the list."""
        number = self.records.place(record_id)
        if number is None:
            return False
        self._quiet = True
        self.setCurrentIndex(self.records.index(number, 0))
        self._quiet = False
        self.scrollTo(self.currentIndex())
        return True

    def selected_id(self) -> Id | None:
        """Return the id of the current row, or ``None``."""
        number = self.currentIndex().row()
        return self.records.ids[number] if 0 <= number < len(self.records.ids) else None

    def reread(self, ids: Sequence[Id]) -> None:
        """Read these rows again; nothing else moves."""
        self.records.reread(ids)

    def underline(self, characters: int) -> None:
        """Underline the first characters of the first column: what a search matched."""
        self._delegate.prefix = characters
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.records.ids[index.row()])

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        if not self._quiet:
            self.current_changed.emit(self.selected_id())

    def _hover(self, number: int) -> None:
        if number != self.hovered:
            self.hovered = number
            self.viewport().update()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; go to first and last row with Home and End."""
        key, last = event.key(), len(self.records.ids) - 1
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and last >= 0:
            self.selectRow(0 if key == Qt.Key.Key_Home else last)
            self.scrollTo(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Remember the row under the pointer."""
        super().mouseMoveEvent(event)
        point: QPoint = event.position().toPoint()
        self._hover(self.rowAt(point.y()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns for which there is no room."""
        for column, needs in self.too_narrow:
            self.setColumnHidden(column, self.width() < theme.px(needs))
        super().resizeEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_delegate"):
            self.rescale()
