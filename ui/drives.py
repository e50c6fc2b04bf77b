"""The sticks in this computer, looked for away from the screen while somebody may want one."""

import logging
from collections.abc import Callable, Sequence
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.use_cases.sticks import Drive, drives
from ui.bell import on_screen

log = logging.getLogger(__name__)

EVERY_MS = 3000


class DriveWatch(QObject):
    """Looks every few seconds between ``start`` and ``stop``, on a thread of its own.

    Signals:
        found: Other sticks are there, or one has another size now; carries the drives.
    """

    found = Signal(object)

    def __init__(
        self, look: Callable[[], Sequence[Drive]] = drives, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.drives: tuple[Drive, ...] | None = None
        self._look_up = look
        self._looking = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._ring = on_screen(self, self._settle)

    def start(self) -> None:
        """Look now, and again every few seconds."""
        if not self._timer.isActive():
            self._timer.start()
            self._look()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _look(self) -> None:
        if not self._looking:  # a bad stick can hold up the system for minutes
            self._looking = True
            # A look that hangs must not keep the program from ending.
            Thread(
                target=_run, args=(self._look_up, self._ring), name="drives", daemon=True
            ).start()

    def _settle(self, there: tuple[Drive, ...]) -> None:
        self._looking = False
        if there != self.drives:
            self.drives = there
            self.found.emit(there)


def _run(look: Callable[[], Sequence[Drive]], ring: Callable[[tuple[Drive, ...]], None]) -> None:
    try:
        there = tuple(look())
    except Exception:
        log.exception("sticks could not be listed")
        there = ()
    ring(there)
