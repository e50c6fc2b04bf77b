"""How the cells of a record table are painted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from ui import theme
from ui.pills import paint_pill, pill_width
from ui.record_model import Index
from ui.row_ground import room_and_state

if TYPE_CHECKING:
    from ui.record_table import RecordTable

EDGE = 12


class RecordCells(QStyledItemDelegate):
    """Paints every cell: ground, accent bar, pill or text, line."""

    def __init__(self, table: "RecordTable") -> None:
        super().__init__(table)
        self._table = table
        self.prefix = 0
        self.rescale()

    def rescale(self) -> None:
        """Make the fonts again for a new text scale."""
        self._body, self._bold = theme.font(), theme.font(bold=True)
        self._small, self._note = theme.font(theme.SECONDARY), theme.font(theme.NOTE)
        self._metrics = {id(font): QFontMetrics(font) for font in self._fonts()}

    def _fonts(self) -> tuple[QFont, ...]:
        return self._body, self._bold, self._small, self._note

    def font_of(self, kind: str, bold: bool) -> QFont:
        """Return the font of a cell."""
        if bold:
            return self._bold
        return self._small if kind in {"id", "date"} else self._body

    # Qt overrides

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the fixed height of a row."""
        return QSize(theme.px(80), theme.px(theme.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        rect, state = room_and_state(option)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = index.row() == self._table.hovered
        ground = "sel" if selected else "hover" if hovered else "surface"
        painter.save()
        painter.fillRect(rect, theme.color(ground))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("line"))
        first = index.column() == 0
        if selected and first:
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), theme.color("accent"))
        column = self._table.columns[index.column()]
        text = str(index.data() or "")
        tone = self._table.records.tone(index)
        inner = rect.adjusted(EDGE, 0, -EDGE // 2, -1)
        if column.kind == "pill":
            self._pill(painter, inner, text, tone)
        else:
            bold = first and selected
            self._text(painter, inner, text, column.kind, tone, bold)
            if first and self.prefix:
                self._underline(painter, inner, text, bold)
        painter.restore()

    def _pill(self, painter: QPainter, inner: QRect, text: str, tone: str) -> None:
        if not text:
            return
        painter.setFont(self._note)
        high = theme.px(22)
        width = min(pill_width(self._metrics[id(self._note)], text), inner.width())
        top = inner.y() + (inner.height() - high) / 2
        paint_pill(painter, QRectF(inner.x(), top, width, high), text, tone)

    def _text(
        self, painter: QPainter, inner: QRect, text: str, kind: str, tone: str, bold: bool
    ) -> None:
        bad = tone in {"bad", "warn"}
        font = self._bold if bad and kind != "id" else self.font_of(kind, bold)
        painter.setFont(font)
        painter.setPen(theme.color(tone or ("text2" if kind == "id" else "text")))
        side = Qt.AlignmentFlag.AlignRight if kind == "number" else Qt.AlignmentFlag.AlignLeft
        shown = text
        if kind == "text":
            metrics = self._metrics[id(font)]
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), shown)

    def _underline(self, painter: QPainter, inner: QRect, text: str, bold: bool) -> None:
        metrics = self._metrics[id(self.font_of("text", bold))]
        width = min(metrics.horizontalAdvance(text[: self.prefix]), inner.width())
        base = inner.y() + (inner.height() + metrics.height()) // 2 - 1
        painter.fillRect(inner.x(), base, width, 2, theme.color("accent"))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Offer the whole text of a cell that had to be cut."""
        if not index.isValid():
            return False
        text, column = str(index.data() or ""), self._table.columns[index.column()]
        metrics = self._metrics[id(self.font_of(column.kind, bold=True))]
        room = self._table.columnWidth(index.column()) - EDGE - EDGE // 2
        cut = metrics.horizontalAdvance(text) > room
        QToolTip.showText(event.globalPos(), text if cut else "", view)
        return True
