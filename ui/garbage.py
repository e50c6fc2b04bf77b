"""Garbage collected on the screen's thread alone.

Python looks for garbage cycles on whichever thread happens to allocate, and destroys what it
finds there. A page is full of cycles; a model or a timer destroyed on the data thread while Qt
delivers an event to it on the screen's thread ends the program with a segmentation fault.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class Garbage(QObject):
    """Takes the place of the automatic collection, from its construction to the end.

    It is made on the screen's thread, with the application, and keeps to Python's own measure:
    it collects as often as Python would, but not more often than every second. What no cycle
    holds is freed at once, as ever.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # modules, mostly: they stay to the end and need no looking through
        self._old = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def _collect(self) -> None:
        young, middle, old = (
            seen > most for seen, most in zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if old and self._grown():
            gc.collect()
            self._old = _old_objects()
        elif middle:
            gc.collect(1)
        elif young:
            gc.collect(0)

    def _grown(self) -> bool:
        """Say whether the old objects are a quarter more: a look through all can be felt."""
        return _old_objects() >= self._old * 5 / 4


def _old_objects() -> int:
    return len(gc.get_objects(generation=2))
