"""The seats of a post: taken, on the way, empty."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui import theme

MOST = 8


def seats_text(total: int, taken: int, pending: int = 0) -> str:
    """Say the seats in words."""
    empty = max(0, total - taken - pending)
    return f"名额 {total}，在岗 {taken}，办理中 {pending}，空缺 {empty}"


def paint_seats(
    painter: QPainter, left: float, top: float, total: int, taken: int, pending: int = 0
) -> None:
    """Draw at most eight seats, filled, ringed or dotted."""
    size, step = theme.px(14), theme.px(18)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number in range(min(total, MOST)):
        pen = QPen(theme.color("bar"), 1.5)
        ground = "bar"
        if number >= taken + pending:
            pen = QPen(theme.color("line2"), 1.5)
            pen.setStyle(Qt.PenStyle.DotLine)
            ground = "surface"
        elif number >= taken:
            ground = "soft"
        painter.setPen(pen)
        painter.setBrush(theme.color(ground))
        rect = QRectF(left + number * step + 1, top + 1, size - 2, size - 2)
        painter.drawRoundedRect(rect, 3, 3)
    painter.restore()
