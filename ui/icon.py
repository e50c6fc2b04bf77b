"""Lucide icons in the colours of the theme."""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from ui import theme

STROKE = 1.75


def icon(name: str, color: str = "text", size: int = 18, gap: int = 0) -> QIcon:
    """Return an icon for buttons and menus; disabled it is drawn in the note colour.

    ``gap`` is room kept free at its right.
    """
    made = QIcon()
    made.addPixmap(_beside(pixmap(name, color, size), gap))
    made.addPixmap(_beside(pixmap(name, "text3", size), gap), QIcon.Mode.Disabled)
    return made


def _beside(drawn: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return drawn
    ratio = drawn.devicePixelRatio()
    made = QPixmap(drawn.width() + round(gap * ratio), drawn.height())
    made.fill(Qt.GlobalColor.transparent)
    made.setDevicePixelRatio(ratio)
    painter = QPainter(made)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return made


def pixmap(name: str, color: str = "text", size: int = 18, stroke: float = STROKE) -> QPixmap:
    """Return an icon ``size`` pixels wide, sharp on the densest screen here.

    ``color`` is the name of a token, or a colour such as ``#FFFFFF``.
    """
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return _drawn(name, theme.current()[color], size, ratio, stroke)


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, ratio: float, stroke: float) -> QPixmap:
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _renderer(name, colour, stroke).render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str, stroke: float) -> QSvgRenderer:
    text = (files("ui") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    text = text.replace("currentColor", colour)
    text = text.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    return QSvgRenderer(QByteArray(text.encode()))


def paint_icon(
    painter: QPainter, at: QPointF, name: str, color: str, size: int, stroke: float = STROKE
) -> None:
    """Draw an icon with its upper left corner at ``at``."""
    rect = QRectF(at, QSize(size, size).toSizeF())
    _renderer(name, theme.current()[color], stroke).render(painter, rect)


class IconLabel(QWidget):
    """One icon, repainted in the right colour when the theme changes."""

    def __init__(
        self, name: str, color: str = "text2", size: int = 18, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._color, self._size = name, color, size
        self.setFixedSize(theme.px(size), theme.px(size))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_icon(self, name: str, color: str | None = None) -> None:
        """Show another icon, in another colour if one is given."""
        self._name = name
        self._color = color or self._color
        self.update()

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        paint_icon(painter, QPointF(0, 0), self._name, self._color, self.width())
