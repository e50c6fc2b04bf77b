"""A bar that shows how far a number has come, with a tick for what was due today."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme


class Meter(QWidget):
    """A bar of ``done`` out of ``goal``; ``due`` puts a tick on it."""

    def __init__(
        self,
        done: float = 0,
        goal: float = 1,
        due: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_numbers(done, goal, due)

    def show_numbers(self, done: float, goal: float, due: float | None = None) -> None:
        """Show other numbers."""
        self._done, self._goal, self._due = done, goal, due
        words = f"{done:g} / {goal:g}"
        self.setAccessibleName(words if due is None else f"{words}，今天应到 {due:g}")
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return room for the bar and its tick."""
        return QSize(theme.px(80), theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, bar and tick."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        high = theme.px(8)
        top = (self.height() - high) / 2
        ground = QRectF(0, top, self.width(), high)
        painter.setBrush(theme.color("track"))
        if theme.mode() is theme.Mode.CONTRAST:
            painter.setPen(theme.color("line"))
        painter.drawRoundedRect(ground.adjusted(0.5, 0, -0.5, 0), high / 2, high / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        share = min(1.0, self._done / self._goal) if self._goal > 0 else 0.0
        if share > 0:
            painter.setBrush(theme.color("bar"))
            width = max(high, self.width() * share)
            painter.drawRoundedRect(QRectF(0, top, width, high), high / 2, high / 2)
        if self._due is not None and self._goal > 0:
            x = round(min(1.0, self._due / self._goal) * (self.width() - 2))
            painter.fillRect(x, 0, 2, self.height(), theme.color("tick"))
