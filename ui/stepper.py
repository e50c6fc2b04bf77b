"""Nine fixed steps on one line: done, current, to come."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.icon import paint_icon


class Stepper(QWidget):
    """Steps as (name, text below); those before ``current`` are done."""

    def __init__(
        self,
        steps: Sequence[tuple[str, str]] = (),
        current: int = 0,
        tone: str = "warn",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._steps: list[tuple[str, str]] = []
        self._current, self._tone = 0, tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_steps(steps, current, tone)

    def show_steps(
        self, steps: Sequence[tuple[str, str]], current: int, tone: str = "warn"
    ) -> None:
        """Show ``steps``; ``current`` counts from 0, ``tone`` colours its date."""
        self._steps, self._current, self._tone = list(steps), current, tone
        if 0 <= current < len(steps):
            self.setAccessibleName(
                f"共 {len(steps)} 步，现在第 {current + 1} 步：{steps[current][0]}"
            )
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return room for 76 pixels a step at 100 %."""
        return QSize(theme.px(76) * max(1, len(self._steps)), theme.px(76))

    def minimumSizeHint(self) -> QSize:
        """Let steps come closer, never lower."""
        return QSize(theme.px(56) * max(1, len(self._steps)), theme.px(76))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw links, circles and words."""
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(self._steps)):
            self._link(painter, number)
        for number in range(len(self._steps)):
            self._circle(painter, number)
            self._words(painter, number)

    def _middle(self, number: int) -> QPointF:
        width = self.width() / len(self._steps)
        return QPointF((number + 0.5) * width, theme.px(16))

    def _link(self, painter: QPainter, number: int) -> None:
        if number == 0:
            return
        gap, y = theme.px(18), self._middle(number).y()
        done = number <= self._current
        pen = QPen(QColor(theme.color("accent" if done else "line2")), 2 if done else 1.5)
        if not done:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(
            QPointF(self._middle(number - 1).x() + gap, y),
            QPointF(self._middle(number).x() - gap, y),
        )

    def _circle(self, painter: QPainter, number: int) -> None:
        at, done, now = self._middle(number), number < self._current, number == self._current
        size = theme.px(14)
        ground = "accent" if done else "soft" if now else "surface"
        painter.setPen(QPen(theme.color("accent" if done or now else "line2"), 2 if now else 1.5))
        painter.setBrush(theme.color(ground))
        radius = theme.px(13 if now else 12) - 0.5
        painter.drawEllipse(at, radius, radius)
        if done:
            corner = QPointF(at.x() - size / 2, at.y() - size / 2)
            paint_icon(painter, corner, "check", "onaccent", size, 2.6)
            return
        painter.setFont(theme.font(theme.SECONDARY if now else theme.NOTE, bold=now))
        painter.setPen(theme.color("accent_h" if now else "text3"))
        box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number + 1))

    def _words(self, painter: QPainter, number: int) -> None:
        name, below = self._steps[number]
        width, now = self.width() / len(self._steps), number == self._current
        left, middle = number * width, int(Qt.AlignmentFlag.AlignCenter)
        painter.setFont(theme.font(theme.SECONDARY, bold=now))
        ink = "accent_h" if now else "text" if number < self._current else "text3"
        painter.setPen(theme.color(ink))
        painter.drawText(QRectF(left, theme.px(33), width, theme.px(22)), middle, name)
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.color(self._tone if now else "text3"))
        painter.drawText(QRectF(left, theme.px(54), width, theme.px(20)), middle, below)
