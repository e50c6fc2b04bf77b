"""The quiet ground of the windows before the desk: sky, hills and tents."""

import itertools

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget

from ui import theme
from ui.emblem import paint_tent

_HILLS = (
    (0.78, (0.70, 0.735, 0.665, 0.715, 0.625, 0.668)),
    (0.64, (0.758, 0.715, 0.735, 0.83, 0.80, 0.72)),
    (0.48, (0.80, 0.765, 0.77, 0.845, 0.83, 0.815)),
    (0.14, (0.872, 0.905, 0.922, 0.905, 0.88, 0.873)),
)
"""How much of the ground shines through, and the heights of a hill at six places."""

_TENTS = ((0.151, 0.852, 44), (0.199, 0.870, 32), (0.856, 0.834, 36))


class Landscape(QWidget):
    """Paints the ground once for each size and look; ``note`` stands at its foot."""

    def __init__(self, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = note
        self._drawn: QPixmap | None = None
        self._look = theme.mode()

    def set_note(self, note: str) -> None:
        """Show another sentence at the foot."""
        self._note = note
        self._drawn = None
        self.update()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint again for the new size."""
        super().resizeEvent(event)
        self._drawn = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the ground."""
        if self._drawn is None or self._look is not theme.mode():
            self._drawn, self._look = self._paint(), theme.mode()
        QPainter(self).drawPixmap(0, 0, self._drawn)

    def _paint(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if theme.mode() is theme.Mode.CONTRAST:
            painter.fillRect(self.rect(), theme.color("bg"))
        else:
            self._view(painter, float(self.width()), float(self.height()))
        self._foot(painter)
        painter.end()
        return made

    def _view(self, painter: QPainter, wide: float, high: float) -> None:
        sky = QLinearGradient(0, 0, 0, high * 0.7)
        sky.setColorAt(0, theme.mix("info_s", "soft", 0.45))
        sky.setColorAt(1, theme.mix("warn_s", "bg", 0.55))
        painter.fillRect(QRectF(0, 0, wide, high), sky)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.mix("badge", "warn_s", 0.45))
        painter.drawEllipse(QPointF(wide * 0.79, high * 0.56), high * 0.044, high * 0.044)
        dark = theme.mode() is theme.Mode.DARK
        for number, (share, heights) in enumerate(_HILLS):
            hill = theme.mix("accent", "bg", share)
            if number == len(_HILLS) - 1:
                self._tents(painter, wide, high)
                near = ("sel", "softline", 0.3) if dark else ("accent_p", "softline", 0.22)
                hill = theme.mix(*near)
            painter.fillPath(_hill(wide, high, heights), hill)

    def _tents(self, painter: QPainter, wide: float, high: float) -> None:
        door = theme.mix("accent", "surface", 0.2)
        for x, y, side in _TENTS:
            rect = QRectF(wide * x - side / 2, high * y - side * 0.75, side, side * 0.75)
            dark = theme.mode() is theme.Mode.DARK
            cloth = theme.mix("text2", "bg", 0.4) if dark else theme.mix("surface", "warn_s", 0.3)
            paint_tent(painter, rect, cloth, door)

    def _foot(self, painter: QPainter) -> None:
        painter.setFont(theme.font(theme.SECONDARY))
        contrast = theme.mode() is theme.Mode.CONTRAST
        painter.setPen(theme.color("text") if contrast else QColor(Qt.GlobalColor.white))
        foot = QRectF(0, self.height() - theme.px(52), self.width(), theme.px(40))
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self._note)


def _hill(wide: float, high: float, heights: tuple[float, ...]) -> QPainterPath:
    """Return a soft line through the heights, closed at the foot."""
    step = wide / (len(heights) - 1)
    points = [QPointF(number * step, height * high) for number, height in enumerate(heights)]
    path = QPainterPath(points[0])
    for before, after in itertools.pairwise(points):
        middle = (before.x() + after.x()) / 2
        path.cubicTo(QPointF(middle, before.y()), QPointF(middle, after.y()), after)
    path.lineTo(wide, high)
    path.lineTo(0, high)
    path.closeSubpath()
    return path


def lift(widget: QWidget) -> None:
    """Give a window that floats on the ground its shadow; with high contrast it has a line."""
    if theme.mode() is theme.Mode.CONTRAST:
        return
    shadow = QGraphicsDropShadowEffect(widget)
    shadow.setBlurRadius(32)
    shadow.setOffset(0, 8)
    ink = theme.color("text") if theme.mode() is theme.Mode.LIGHT else QColor(0, 0, 0)
    ink.setAlphaF(0.18 if theme.mode() is theme.Mode.LIGHT else 0.5)
    shadow.setColor(ink)
    widget.setGraphicsEffect(shadow)
