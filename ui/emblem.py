"""The sign of the program: a tent on a hill under the sun."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ui import theme

GROUND, HILL, SUN, TENT = "#0B6A74", "#4FA6AB", "#F2C46D", "#FFFFFF"
"""A sign has its colours of its own: it is the same in every look."""


def paint_emblem(painter: QPainter, rect: QRectF) -> None:
    """Draw the sign into a square."""
    side = rect.width()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.setPen(Qt.PenStyle.NoPen)
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(0, 0, side, side), side * 0.22, side * 0.22)
    painter.fillPath(frame, QColor(GROUND))
    painter.setBrush(QColor(SUN))
    painter.drawEllipse(QPointF(side * 0.68, side * 0.32), side * 0.11, side * 0.11)
    hill = QPainterPath(QPointF(0, side * 0.70))
    hill.cubicTo(side * 0.3, side * 0.60, side * 0.62, side * 0.92, side, side * 0.74)
    hill.lineTo(side, side)
    hill.lineTo(0, side)
    hill.closeSubpath()
    painter.fillPath(hill.intersected(frame), QColor(HILL))
    paint_tent(painter, QRectF(side * 0.22, side * 0.42, side * 0.38, side * 0.33), TENT, GROUND)
    painter.restore()


def paint_tent(painter: QPainter, rect: QRectF, cloth: str | QColor, door: str | QColor) -> None:
    """Draw a felt tent with its door."""
    x, y, wide, high = rect.x(), rect.y(), rect.width(), rect.height()
    eaves = y + high * 0.46
    tent = QPainterPath(QPointF(x, eaves))
    tent.quadTo(x + wide * 0.30, y + high * 0.06, x + wide / 2, y)
    tent.quadTo(x + wide * 0.70, y + high * 0.06, x + wide, eaves)
    tent.lineTo(x + wide * 0.96, y + high)
    tent.lineTo(x + wide * 0.04, y + high)
    tent.closeSubpath()
    painter.fillPath(tent, QColor(cloth))
    opening = QPainterPath()
    opening.addRoundedRect(
        QRectF(x + wide * 0.38, y + high * 0.56, wide * 0.24, high * 0.46), 1.5, 1.5
    )
    painter.fillPath(opening, QColor(door))


def emblem_icon() -> QIcon:
    """Return the sign for the task bar, in the sizes that systems ask for."""
    made = QIcon()
    for side in (16, 32, 48, 64, 128, 256):
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_emblem(painter, QRectF(0, 0, side, side))
        painter.end()
        made.addPixmap(picture)
    return made


class Emblem(QWidget):
    """The sign on a window."""

    def __init__(self, side: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setFixedSize(self.sizeHint())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return the square it takes."""
        return QSize(theme.px(self._side), theme.px(self._side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign."""
        paint_emblem(QPainter(self), QRectF(self.rect()))
