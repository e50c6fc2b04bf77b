"""A key drawn as a small cap, for hints and buttons."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme


class KeyCap(QWidget):
    """Shows a key such as ``Enter``, ``F9`` or 空格."""

    def __init__(self, key: str, on_accent: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._on_accent = key, on_accent
        theme.set_type(self, theme.NOTE)
        self.setAccessibleName(key)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return the key's width and a height of 20 at 100 %."""
        width = self.fontMetrics().horizontalAdvance(self._key) + theme.px(12)
        return QSize(max(width, theme.px(20)), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_cap(painter, QRectF(self.rect()), self._key, self._on_accent)


def paint_cap(painter: QPainter, rect: QRectF, key: str, on_accent: bool = False) -> None:
    """Draw a key cap into ``rect``."""
    line = theme.color("onaccent" if on_accent else "bline")
    ground = theme.color("accent_p" if on_accent else "surface")
    if theme.mode() is theme.Mode.DARK and on_accent:
        ground = theme.color("accent_h")
    painter.setPen(QPen(line, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(theme.font(theme.NOTE))
    painter.setPen(theme.color("onaccent" if on_accent else "text2"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key)
