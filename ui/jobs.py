"""The data thread: long work away from the screen, results back on it."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from desktop_app.domain.errors import Cancelled
from desktop_app.domain.progress import Progress

log = logging.getLogger(__name__)

T = TypeVar("T")


class Job(QObject, Generic[T]):
    """One piece of long work.

    Signals:
        ended: The work is over, whichever way; comes after ``done`` or ``failed``.
    """

    ended = Signal()
    _settled = Signal(object)

    def __init__(
        self,
        parent: QObject,
        owner: QObject,
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        super().__init__(parent)
        self.progress = Progress()
        self._owner, self._done, self._failed = owner, done, failed
        # Queued, or a job that ends at once calls back before start() returns.
        self._settled.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop; it stops at its next item and takes everything back."""
        self.progress.cancel()

    def follow(self, future: "Future[T]") -> None:
        """Settle here when ``future`` ends on the data thread."""
        future.add_done_callback(self._report)

    def _report(self, future: "Future[T]") -> None:
        if isValid(self):  # else the window closed while the work ran
            self._settled.emit(future)

    @Slot(object)
    def _settle(self, future: "Future[T]") -> None:
        error = None if future.cancelled() else future.exception()
        if not isValid(self._owner):
            log.info("job ended after its page was closed")
        elif future.cancelled() or isinstance(error, Cancelled):
            log.info("job cancelled")
        elif error is None:
            self._done(future.result())
        elif isinstance(error, Exception):
            self._failed(error)
        self.ended.emit()
        self.deleteLater()


class Jobs(QObject):
    """The data thread. SQLite has one writer, so this has one worker.

    Signals:
        failed: A job without its own ``failed`` raised this exception.
    """

    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="data")
        self._running: list[Job[object]] = []

    def start(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> Job[T]:
        """Run ``work`` on the data thread, then ``done`` here if ``owner`` lives."""
        job: Job[T] = Job(self, owner, done, failed or self.failed.emit)
        self._running.append(job)  # type: ignore[arg-type] # jobs of any result
        job.ended.connect(self._forget)
        job.follow(self._worker.submit(work, job.progress))
        return job

    @property
    def busy(self) -> bool:
        """Say whether work waits, runs, or has not been told about yet."""
        return bool(self._running)

    def close(self) -> None:
        """Cancel what waits and what runs, and wait for the thread to end."""
        for job in self._running:
            job.cancel()
        self._worker.shutdown(wait=True, cancel_futures=True)

    @Slot()
    def _forget(self) -> None:
        ended = self.sender()
        self._running = [job for job in self._running if job is not ended]
