"""Notices when nobody has touched keyboard or pointer for a while."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.InputMethod,
    QEvent.Type.TouchBegin,
}


class Idle(QObject):
    """Counts the time since the last touch in any window of the program.

    Touches reach a window of the system first, so only those windows that had the focus are
    watched: a filter on the application would run for every event of every widget.

    Signals:
        reached: Nobody did anything for so many minutes.
        lock_asked: Ctrl+L in a dialog, where no shortcut of the window behind it works.
    """

    reached = Signal()
    lock_asked = Signal()

    def __init__(self, minutes: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.reached.emit)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
            self._watch(app.focusWindow())
        self.set_minutes(minutes)

    def set_minutes(self, minutes: float) -> None:
        """Wait so long from now on; 0 waits for ever."""
        self._timer.stop()
        self._timer.setInterval(round(minutes * 60_000))
        if minutes > 0:
            self._timer.start()

    def begin_again(self) -> None:
        """Count from now on, as if somebody had touched something."""
        self._timer.start()

    def stop(self) -> None:
        """Stop counting for good."""
        self._timer.stop()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.disconnect(self._watch)

    def _watch(self, window: QWindow | None) -> None:
        """Take the focus coming or going as a touch, and notice the touches that follow."""
        self._touch()
        if window is not None:
            window.installEventFilter(self)  # a filter that is there already only moves ahead

    def _touch(self) -> None:
        if self._timer.isActive():
            self._timer.start()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin again at every sign of life."""
        if event.type() in _SIGNS_OF_LIFE:
            self._touch()
        if isinstance(event, QKeyEvent) and _asks_to_lock(event):
            self.lock_asked.emit()
            return True
        return False


def _asks_to_lock(event: QKeyEvent) -> bool:
    pressed = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_L
    return pressed and event.modifiers() == Qt.KeyboardModifier.ControlModifier
