"""A row of widgets that goes on in the next line where it does not fit."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui import theme


class FlowRow(QLayout):
    """Widgets from left to right, line by line.

    With ``first_fills`` the first one takes what its line leaves.
    """

    def __init__(self, parent: QWidget, *, first_fills: bool = False) -> None:
        super().__init__(parent)
        self._first_fills = first_fills
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme.S2)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._items:
            if item.isEmpty():  # hidden
                continue
            wants = self._width(item)
            if not lines or wants > left:
                lines.append([])
                left = width
            lines[-1].append(item)
            left -= wants + self.spacing()
        return lines

    def _width(self, item: QLayoutItem) -> int:
        return item.minimumSize().width() if self._fills(item) else item.sizeHint().width()

    def _fills(self, item: QLayoutItem) -> bool:
        return self._first_fills and item is self._items[0]

    def _height(self, line: list[QLayoutItem]) -> int:
        return max(item.sizeHint().height() for item in line)

    # Qt overrides

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more widget."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many widgets there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Give one of them away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more height than the lines."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that narrow is high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines."""
        lines = self._lines(width)
        return sum(self._height(one) for one in lines) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        """Return one line."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the widest widget."""
        found = QSize()
        for item in self._items:
            found = found.expandedTo(item.minimumSize())
        return found

    def setGeometry(self, rect: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(rect)
        top = rect.y()
        for one in self._lines(rect.width()):
            height = self._height(one)
            widths = [self._width(item) for item in one]
            if self._fills(one[0]):
                taken = sum(widths) + self.spacing() * (len(one) - 1)
                widths[0] += max(0, rect.width() - taken)
            left = rect.x()
            for item, width in zip(one, widths, strict=True):
                item.setGeometry(QRect(QPoint(left, top), QSize(width, height)))
                left += width + self.spacing()
            top += height + self.spacing()
