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

    It is made on the screen's thread, with the application. What no cycle holds is freed at
    once, as ever.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()


def collect_due() -> None:
    """Collect the generation whose turn it is, by the thresholds of the automatic collection."""
    due = [
        generation
        for generation, (seen, most) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if seen > most
    ]
    if due:
        gc.collect(max(due))
