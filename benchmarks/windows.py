"""Watches a window until it shows what it is for: a list painted with its rows."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

PATIENCE_MS = 60_000


class PaintWatch(QObject):
    """Notes when a window was painted while what it is for was ``there``, and ends the loop.

    It watches the window alone: an event filter on the application would run Python for every
    event of every object, and looking for widgets would make Python objects of all of them;
    no program does either when it starts.
    """

    def __init__(self, window: QWidget, there: Callable[[], bool] = lambda: True) -> None:
        super().__init__()
        self.painted = False
        self._there = there
        window.installEventFilter(self)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the painting of the window or of a part of it, and let all events pass."""
        painting = event.type() in {QEvent.Type.Paint, QEvent.Type.UpdateRequest}
        if painting and not self.painted and self._there():
            self.painted = True
            QApplication.exit(0)  # the loop ends after this event, so after the painting
        return False


def run_until(app: QApplication, watch: PaintWatch) -> None:
    """Let the window live until it was painted; fail rather than wait for ever."""
    patience = QTimer(singleShot=True, interval=PATIENCE_MS)
    patience.timeout.connect(lambda: app.exit(1))
    patience.start()
    if not watch.painted and app.exec() != 0:
        message = "the window did not get ready"
        raise TimeoutError(message)
    patience.stop()
