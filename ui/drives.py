"""The sticks in this computer, looked for away from the screen while somebody may want one."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from desktop_app.use_cases.sticks import Drive, drives

EVERY_MS = 3000


class DriveWatch(QObject):
    """Looks every few seconds between ``start`` and ``stop``, on a thread of its own.

    Signals:
        found: Other sticks are there, or one has another size now; carries the drives.
    """

    found = Signal(object)
    _looked = Signal(object)

    def __init__(
        self,
        look: Callable[[], Sequence[Drive]] = drives,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.drives: tuple[Drive, ...] | None = None
        self._look_up = look
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drives")
        self._looking = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._looked.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Look now, and again every few seconds."""
        if not self._timer.isActive():
            self._timer.start()
            self._look()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _look(self) -> None:
        if not self._looking:  # a bad stick can hold up the system for a long time
            self._looking = True
            self._worker.submit(self._look_up).add_done_callback(self._report)

    def _report(self, future: "Future[Sequence[Drive]]") -> None:
        if isValid(self):
            self._looked.emit(future)

    @Slot(object)
    def _settle(self, future: "Future[Sequence[Drive]]") -> None:
        self._looking = False
        drives = tuple(future.result())
        if drives != self.drives:
            self.drives = drives
            self.found.emit(drives)
