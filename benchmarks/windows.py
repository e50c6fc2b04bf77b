"""Watches a window until it shows what it is for: lists with rows, painted."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

PATIENCE = 60.0


class PaintWatch(QObject):
    """Notes which widgets were painted since it began."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.painted: set[QObject] = set()
        app.installEventFilter(self)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note paint events, and let all events pass."""
        if event.type() == QEvent.Type.Paint:
            self.painted.add(watched)
        return False


def run_until(app: QApplication, reached: Callable[[], bool]) -> None:
    """Let the window live until ``reached``; fail rather than wait for ever."""
    end = time.monotonic() + PATIENCE
    while not reached():
        app.processEvents()
        if time.monotonic() > end:
            message = "the window did not get ready"
            raise TimeoutError(message)


def list_is_painted(page: QWidget, watch: PaintWatch) -> bool:
    """Say whether a list on the page has rows and was painted."""
    return any(
        view.model() is not None
        and view.model().rowCount() > 0
        and view.viewport() in watch.painted
        for view in page.findChildren(QAbstractItemView)
        if view.isVisible()
    )
