"""One line of words on a painter, as rows of lists draw them."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from ui import theme


def paint_words(
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    ink: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Draw a line in the ink of the theme, midway up ``rect``, cut where it is too long."""
    painter.setFont(font)
    painter.setPen(theme.color(ink))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 1)
    painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
