"""The data thread: long work away from the screen, results back on it.

The thread holds nothing that has a C++ side but what the work itself uses, and it lets go of
that before it rings: pages, dialogs and jobs end on the screen's thread only.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop_app.domain.errors import Cancelled
from desktop_app.domain.progress import Progress
from ui.bell import on_screen

log = logging.getLogger(__name__)

T = TypeVar("T")


class Job(QObject, Generic[T]):
    """One piece of long work, as its page holds it.

    Signals:
        ended: The work is over, whichever way; comes after ``done`` or ``failed``.
    """

    # It has no parent and keeps no page: while a child is being destroyed, what it keeps is let
    # go of, and were the last hold on its parent among that, both would destroy the child.

    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.progress = Progress()

    def cancel(self) -> None:
        """Ask the work to stop; it stops at its next item and takes everything back."""
        self.progress.cancel()


@dataclass
class _Waiting(Generic[T]):
    """Who waits for a job."""

    job: Job[T]
    owner: QObject
    done: Callable[[T], object]
    failed: Callable[[Exception], object]

    def tell(self, result: Any, error: BaseException | None) -> None:
        """Tell the page what came of the work."""
        if not isValid(self.owner):
            log.info("job ended after its page was closed")
        elif isinstance(error, Cancelled):
            log.info("job cancelled")
        elif error is None:
            self.done(result)
        elif isinstance(error, Exception):
            self.failed(error)


@dataclass
class _Order:
    """What the data thread is asked to do, and what came of it."""

    work: Callable[[Progress], object]
    progress: Progress
    result: object = None
    error: BaseException | None = None


@dataclass
class _Desk:
    """What the screen and the data thread share."""

    worker: ThreadPoolExecutor
    orders: dict[int, _Order] = field(default_factory=dict)

    def close(self) -> None:
        """Cancel what waits and what runs, wait for the thread, and forget all of it."""
        for order in list(self.orders.values()):
            order.progress.cancel()
        self.worker.shutdown(wait=True, cancel_futures=True)
        self.orders.clear()


class Jobs(QObject):
    """The data thread. SQLite has one writer, so this has one worker.

    Signals:
        failed: A job without its own ``failed`` raised this exception.
    """

    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = _Desk(ThreadPoolExecutor(max_workers=1, thread_name_prefix="data"))
        self._waiting: dict[int, _Waiting[Any]] = {}
        self._started = 0
        self._closed = False
        self._ring = on_screen(self, self._settle)
        # A partial: PySide holds the owner of a bound method only weakly.
        self.destroyed.connect(partial(_Desk.close, self._desk))

    def start(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> Job[T]:
        """Run ``work`` on the data thread, then ``done`` here if ``owner`` lives.

        After ``close`` nothing is run: a page that is about to go may still ask, so the job is
        cancelled at birth. It calls neither ``done`` nor ``failed``, and soon says ``ended``.
        """
        job: Job[T] = Job()
        self._started += 1
        self._waiting[self._started] = _Waiting(job, owner, done, failed or self.failed.emit)
        if self._closed:
            log.info("job refused: the window is closing")
            job.cancel()
            self._ring(self._started)
        else:
            self._desk.orders[self._started] = _Order(work, job.progress)
            self._desk.worker.submit(_carry_out, self._desk.orders, self._started, self._ring)
        return job

    @property
    def busy(self) -> bool:
        """Say whether work waits, runs, or has not been told about yet."""
        return bool(self._waiting)

    def close(self) -> None:
        """Cancel what waits and what runs, and wait for the thread to end.

        What has not been told by now is not told any more, as the records behind it close
        next: the jobs only say ``ended``.
        """
        self._closed = True
        self._desk.close()
        waiting, self._waiting = self._waiting, {}
        for one in waiting.values():
            one.job.ended.emit()

    def _settle(self, number: int) -> None:
        waiting = self._waiting.pop(number, None)
        if waiting is None:
            return  # closing has ended it
        order = self._desk.orders.pop(number, None)
        try:
            if order is not None:  # else it came after closing
                waiting.tell(order.result, order.error)
        finally:
            waiting.job.ended.emit()


def _carry_out(orders: dict[int, _Order], number: int, ring: Callable[[int], None]) -> None:
    """Do the work of an order and leave in it what came of it. On the data thread.

    No name here holds the work, its result or its exception: each may hold the last reference
    to a page, and after the ring the screen's thread alone lets go of them.
    """
    try:
        orders[number].result = orders[number].work(orders[number].progress)
    except BaseException as error:  # noqa: BLE001 - told on the screen's thread
        orders[number].error = error
    ring(number)
