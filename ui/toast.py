"""A toast: one sentence about what was just done, and its way back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui import theme
from ui.buttons import Button
from ui.icon import IconLabel
from ui.labels import ElidingLabel

SECONDS = 6
Way = tuple[str, str]
"""What the way back is called, and its key."""
UNDO: Way = ("撤销", "Ctrl Z")
REDO: Way = ("重做", "Ctrl Y")


class Toast(QFrame):
    """Floats over the title row for six seconds; a newer one replaces it.

    Signals:
        undone: 撤销 was chosen.
    """

    undone = Signal()

    def __init__(self, parent: QWidget, top: int = 64) -> None:
        super().__init__(parent)
        self._room = parent
        self.setProperty("role", "toast")
        self._top = top
        self._undo: Callable[[], object] | None = None
        self._icon = IconLabel("circle-check", "surface", 18)
        self._text = ElidingLabel(tone="inverse")
        self.undo_button = Button("撤销", "inverse", key="Ctrl Z", small=True, clicked=self.undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, 0, theme.S2, 0)
        row.setSpacing(theme.S2)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self.undo_button)
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(self._end)
        parent.installEventFilter(self)
        self.hide()

    def show_text(
        self, text: str, undo: Callable[[], object] | None = None, way: Way = UNDO
    ) -> None:
        """Say what was done; with ``undo`` offer the way back, and call it as ``way`` does."""
        self._text.setText(text)
        self._undo = undo
        self.undo_button.set_words(*way)
        self.undo_button.setVisible(undo is not None)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def text(self) -> str:
        """Return the sentence shown last."""
        return self._text.text()

    def undo(self) -> None:
        """Do what 撤销 promises, once."""
        undo, self._undo = self._undo, None
        self.hide()
        self._timer.stop()
        if undo is not None:
            undo()
            self.undone.emit()

    def _end(self) -> None:
        if self.underMouse() or self.undo_button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _place(self) -> None:
        room = self._room.width()
        words = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 2
        button = self.undo_button.sizeHint().width() + theme.S2 if self._undo else theme.S2
        width = min(words + button + theme.px(18) + theme.S4 + 2 * theme.S2, room - 2 * theme.S5)
        self.setGeometry((room - width) // 2, self._top, width, theme.px(44))

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the window changes."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while the pointer rests here."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count again from the start."""
        super().leaveEvent(event)
        self._timer.start()
