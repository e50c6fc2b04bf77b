"""A table of numbers in which each cell can be chosen, by pointer or arrows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from ui import theme
from ui.record_cells import RecordCells
from ui.record_model import Index
from ui.record_table import Column, Id, RecordTable, Row
from ui.row_ground import room_and_state


class NumberCells(RecordCells):
    """Cells, with a frame around the number that is chosen."""

    # Qt overrides

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell, and a frame where it is the one chosen."""
        super().paint(painter, option, index)
        table = self._table
        framed = isinstance(table, NumberTable) and table.framed
        if framed and index == table.currentIndex() and index.column() > 0:
            rect, _ = room_and_state(option)
            painter.save()
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(rect.adjusted(2, 2, -3, -4), 4, 4)
            painter.restore()


class NumberTable(RecordTable):
    """Rows of numbers; the first column names the row.

    Signals:
        cell_chosen: A number was chosen; carries the id of the row and the place of the column.
    """

    cell_chosen = Signal(object, int)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        fetch: Callable[[list[Id]], Sequence[Row]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(columns, fetch, parent)
        self.framed = False
        self._delegate = NumberCells(self)
        self.setItemDelegate(self._delegate)
        self.selectionModel().currentChanged.connect(self._choose)

    def choose(self, row: int, column: int) -> None:
        """Choose a number by its place."""
        self.setCurrentIndex(self.records.index(row, column))

    def frame(self, framed: bool) -> None:
        """Say whether the number whose people are listed stands here."""
        self.framed = framed
        self.viewport().update()

    def _choose(self, now: QModelIndex, before: QModelIndex) -> None:
        self.viewport().update()
        if now.isValid() and now.column() > 0 and not self._quiet:
            self.cell_chosen.emit(self.records.ids[now.row()], now.column())
