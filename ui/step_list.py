"""The steps of the wizard at its left: done, current, to come."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.icon import paint_icon


class StepList(QWidget):
    """Names with a line of what was decided below each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: list[tuple[str, str]] = []
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[tuple[str, str]], current: int) -> None:
        """Show (name, words) of each step; those before ``current`` are done."""
        self._steps, self._current = list(steps), current
        self.setAccessibleName(f"第 {current + 1} 步，共 {len(steps)} 步：{steps[current][0]}")
        self.updateGeometry()
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return 64 pixels a step."""
        return QSize(theme.px(200), theme.px(64) * max(1, len(self._steps)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw links, circles and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(self._steps)):
            self._mark(painter, number)
            self._words(painter, number)

    def _mark(self, painter: QPainter, number: int) -> None:
        radius, high = theme.px(12), theme.px(64)
        middle = QPointF(radius + 1, number * high + radius + 1)
        done, now = number < self._current, number == self._current
        if number + 1 < len(self._steps):
            ink = "accent" if done else "line2"
            top = middle.y() + radius + 2
            painter.fillRect(
                QRectF(middle.x() - 1, top, 2, high - 2 * radius - 4), theme.color(ink)
            )
        painter.setPen(QPen(theme.color("accent" if done or now else "line2"), 2 if now else 1.5))
        painter.setBrush(theme.color("accent" if done else "surface"))
        painter.drawEllipse(middle, radius - 0.5, radius - 0.5)
        if done:
            size = theme.px(14)
            corner = QPointF(middle.x() - size / 2, middle.y() - size / 2)
            paint_icon(painter, corner, "check", "onaccent", size, 2.6)
            return
        painter.setFont(theme.font(theme.SECONDARY, bold=now))
        painter.setPen(theme.color("accent" if now else "text3"))
        box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number + 1))

    def _words(self, painter: QPainter, number: int) -> None:
        name, below = self._steps[number]
        left, top, now = theme.px(37), number * theme.px(64), number == self._current
        room = self.width() - left
        for text, font, ink, y in (
            (name, theme.font(theme.BODY, bold=now), "text", top + theme.px(2)),
            (below, theme.font(theme.NOTE), "text2", top + theme.px(23)),
        ):
            painter.setFont(font)
            painter.setPen(theme.color(ink))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            box = QRectF(left, y, room, theme.px(22))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)
