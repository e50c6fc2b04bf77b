"""A box to search in, which waits until one stops typing."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import theme
from ui.icon import icon

WAIT_MS = 60


class SearchBox(QLineEdit):
    """A box to search in; Down and Enter go on to the list.

    Signals:
        asked: Something else is looked for now.
        left: The person wants to go on to the list.
    """

    asked = Signal()
    left = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        theme.set_type(self)
        self.setClearButtonEnabled(True)
        self.addAction(
            icon("search", "text2", theme.px(18)), QLineEdit.ActionPosition.LeadingPosition
        )
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self.asked)
        self.textChanged.connect(lambda _: self._wait.start())

    def wanted(self) -> str:
        """Return what is looked for."""
        return self.text().strip()

    def ask_now(self) -> None:
        """Look for what was typed without waiting for the next key."""
        if self._wait.isActive():
            self.rest()
            self.asked.emit()

    def rest(self) -> None:
        """Wait no longer: what was typed is looked for already."""
        self._wait.stop()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the list with Down or Enter; empty the box with Esc, then leave it."""
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
