"""A bar chart on screen: the figure that `printing.bars` draws on paper."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.domain.bars import Bar
from ui import theme
from ui.painted_words import paint_words

ROW, THICK, GAP = 32, 14, 8
NOTHING = "还没有下达目标，也没有数；先点“改目标”。"
WIDEST_LABEL = 0.4
"""Part of the width that labels may take; numbers take what they need and are never cut."""


class BarChart(QWidget):
    """One bar a row, its label at the left and its numbers at the right.

    ``nothing`` stands in its place as long as there are no bars.
    """

    def __init__(self, title: str, nothing: str = NOTHING, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: tuple[Bar, ...] = ()
        self._nothing = nothing
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars; readers of the screen are told the same numbers."""
        self.bars = tuple(bars)
        told = "；".join(f"{one.label} {one.words}" for one in bars)
        self.setAccessibleDescription(told or self._nothing)
        self.updateGeometry()
        self.update()

    def places(self) -> list[tuple[QRectF, QRectF]]:
        """Return where each bar stands: the whole of it, and the part that is filled."""
        labels, words = self._sides()
        left = labels + theme.px(GAP)
        wide = max(0, self.width() - labels - words - 2 * theme.px(GAP))
        found: list[tuple[QRectF, QRectF]] = []
        for number, one in enumerate(self.bars):
            top = number * theme.px(ROW) + (theme.px(ROW) - theme.px(THICK)) / 2
            whole = QRectF(left, top, wide, theme.px(THICK))
            found.append((whole, QRectF(left, top, wide * float(one.share), theme.px(THICK))))
        return found

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return room for all bars."""
        return QSize(theme.px(420), theme.px(ROW) * max(1, len(self.bars)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw labels, bars and numbers."""
        painter = QPainter(self)
        font = theme.font(theme.SECONDARY)
        if not self.bars:
            paint_words(painter, self.rect(), self._nothing, font, "text2")
        labels, _ = self._sides()
        for number, (one, (whole, reached)) in enumerate(
            zip(self.bars, self.places(), strict=True)
        ):
            painter.fillRect(whole, theme.color("track"))
            painter.fillRect(reached, theme.color("bar"))
            if theme.mode() is theme.Mode.CONTRAST:
                painter.setPen(theme.color("line"))
                painter.drawRect(whole)
            top, high = number * theme.px(ROW), theme.px(ROW)
            left = QRect(0, top, labels, high)
            paint_words(painter, left, one.label, font, "text", Qt.AlignmentFlag.AlignRight)
            begin = int(whole.right()) + theme.px(GAP)
            right = QRect(begin, top, self.width() - begin, high)
            paint_words(painter, right, one.words, font, "text")

    # Inside

    def _sides(self) -> tuple[int, int]:
        """Return how wide the labels and the numbers are."""
        metrics = QFontMetrics(theme.font(theme.SECONDARY))
        labels = max((metrics.horizontalAdvance(one.label) for one in self.bars), default=0)
        words = max((metrics.horizontalAdvance(one.words) for one in self.bars), default=0)
        return min(labels, int(self.width() * WIDEST_LABEL)) + 1, words + 2
