"""Numbered options that flow over as many lines as they need."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QSizePolicy, QWidget

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


class Flow(QLayout):
    """Lays widgets side by side and goes on in the next line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def _arrange(self, rect: QRect, move: bool) -> int:
        x, y, high, gap = rect.x(), rect.y(), 0, theme.S2
        for item in self._items:
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, high = rect.x(), y + high + gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + gap
            high = max(high, size.height())
        return y + high - rect.y()

    # Qt overrides

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more widget."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many widgets there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one item, or none past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Give one item away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at a width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest widget."""
        found = QSize(0, 0)
        for item in self._items:
            found = found.expandedTo(item.minimumSize())
        return found
