"""Numbered options."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui import theme
from ui.key_cap import paint_cap


class Option(QAbstractButton):
    """One answer: its digit, its words, and 上次 if it was last time's."""

    def __init__(self, words: str, digit: str = "", last: bool = False) -> None:
        super().__init__()
        self.setText(words)
        self._digit, self._last = digit, last
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{words}，上次" if last else words)
        theme.set_type(self)

    def show_digit(self, digit: str) -> None:
        """Show the key that picks this option now, or none."""
        self._digit = digit
        self.updateGeometry()
        self.update()

    def _cap(self) -> int:
        return theme.px(20) + theme.px(8) if self._digit else 0

    def _note(self) -> int:
        if not self._last:
            return 0
        return QFontMetrics(theme.font(theme.NOTE)).horizontalAdvance("上次") + theme.px(12)

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return room for digit, words (bold when picked) and 上次."""
        words = QFontMetrics(theme.font(bold=True)).horizontalAdvance(self.text())
        return QSize(words + self._cap() + self._note() + theme.px(18), theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the option."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, over = self.isChecked(), self.underMouse()
        painter.setPen(QPen(theme.color("accent" if on else "bline"), 2 if on else 1))
        painter.setBrush(theme.color("sel" if on else "hover" if over else "surface"))
        edge = 1.0 if on else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 6, 6)
        left = theme.px(9)
        if self._digit:
            size = theme.px(20)
            cap = QRectF(left, (self.height() - size) / 2, size, size)
            paint_cap(painter, cap, self._digit)
            left += self._cap()
        painter.setFont(theme.font(bold=on))
        painter.setPen(theme.color("accent_h" if on else "text"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(left, 0, self.width(), self.height()), int(flags), self.text())
        if self._last:
            painter.setFont(theme.font(theme.NOTE))
            painter.setPen(theme.color("text2"))
            right = QRect(0, 0, self.width() - theme.px(8), self.height())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(right, int(flags), "上次")
