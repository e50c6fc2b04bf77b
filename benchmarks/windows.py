"""Watches a window until it shows what it is for: a list painted with its rows."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

PATIENCE = 60.0


class PaintWatch(QObject):
    """Notes when a window was painted while what it is for was ``there``.

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
        if painting and not self.painted:
            self.painted = self._there()
        return False


def run_until(app: QApplication, watch: PaintWatch) -> None:
    """Let the window live until it was painted; fail rather than wait for ever."""
    end = time.monotonic() + PATIENCE
    while not watch.painted:
        app.processEvents()
        if time.monotonic() > end:
            message = "the window did not get ready"
            raise TimeoutError(message)
