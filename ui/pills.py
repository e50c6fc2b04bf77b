"""Pills: one word about a status, in a tone."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.icon import paint_icon


class Pill(QWidget):
    """One word or short phrase; tones '', info, ok, warn, bad, soft."""

    def __init__(
        self, text: str, tone: str = "", icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text, self._tone, self._icon = text, tone, icon_name
        theme.set_type(self, theme.NOTE)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_status(self, text: str, tone: str = "", icon_name: str = "") -> None:
        """Show another word."""
        self._text, self._tone, self._icon = text, tone, icon_name
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return the width of the words and a height of 22 at 100 %."""
        return QSize(pill_width(self.fontMetrics(), self._text, self._icon), theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = QPainter(self)
        painter.setFont(self.font())
        paint_pill(painter, QRectF(self.rect()), self._text, self._tone, self._icon)


def pill_width(metrics: QFontMetrics, text: str, icon_name: str = "") -> int:
    """Return how wide a pill with this text is."""
    extra = theme.px(14) + theme.px(5) if icon_name else 0
    return metrics.horizontalAdvance(text) + theme.px(16) + extra


def paint_pill(
    painter: QPainter, rect: QRectF, text: str, tone: str = "", icon_name: str = ""
) -> None:
    """Draw a pill into ``rect`` with the painter's font."""
    ink, ground, line = theme.current().tone(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color(line), 1))
    painter.setBrush(theme.color(ground))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    left = theme.px(8)
    if icon_name:
        size = theme.px(14)
        at = QPointF(rect.x() + left, rect.y() + (rect.height() - size) / 2)
        paint_icon(painter, at, icon_name, ink, size, 2)
        left += size + theme.px(5)
    painter.setPen(theme.color(ink))
    inner = rect.adjusted(left, 0, -theme.px(6), 0)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    shown = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, int(inner.width()) + 1
    )
    painter.drawText(inner, flags, shown)
    painter.restore()
