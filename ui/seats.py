"""The seats of a post: taken, on the way, empty."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

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


class Seats(QWidget):
    """The seats as squares; over eight as 「12 / 15」."""

    def __init__(
        self, total: int = 0, taken: int = 0, pending: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.set_type(self, theme.SECONDARY)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_seats(total, taken, pending)

    def show_seats(self, total: int, taken: int, pending: int = 0) -> None:
        """Show other numbers."""
        self._numbers = (total, taken, pending)
        words = seats_text(total, taken, pending)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return room for every seat, or for the numbers."""
        total, taken, _pending = self._numbers
        if total > MOST:
            width = self.fontMetrics().horizontalAdvance(f"{taken} / {total}") + 2
            return QSize(width, theme.px(20))
        return QSize(max(1, total) * theme.px(18), theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the seats."""
        painter = QPainter(self)
        total, taken, pending = self._numbers
        if total > MOST:
            painter.setFont(self.font())
            painter.setPen(theme.color("text"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, f"{taken} / {total}")
            return
        paint_seats(painter, 0, (self.height() - theme.px(14)) / 2, total, taken, pending)
