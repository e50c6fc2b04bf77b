"""The exchange by network that goes on by itself, on a thread of its own."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.domain.errors import AppError
from desktop_app.domain.progress import Progress
from ui.bell import on_screen
from ui.jobs import Job, Jobs

log = logging.getLogger(__name__)

FIRST_MS, AFTER_CHANGE_MS, EVERY_MS = 5_000, 20_000, 5 * 60_000
LEAST_PAUSE_MS, MOST_PAUSE_MS = 30_000, 15 * 60_000


class ExchangeLoop(QObject):
    """Exchanges with the office whenever it can be reached; stands still until it is joined.

    The data thread is never held up: waiting for the network happens on another one, and what
    is written is written in short transactions. It opens no window and asks nothing.

    Signals:
        began: An exchange begins.
        ended: An exchange is over; carries the report, or the exception that stopped it.
    """

    began = Signal()
    ended = Signal(object)

    def __init__(
        self,
        exchange: Callable[[Progress], object],
        ready: Callable[[], bool],
        listen: Callable[[Callable[..., object]], Callable[[], None]],
        parent: QObject | None = None,
    ) -> None:
        """``ready`` says whether there is an office with an address to exchange with."""
        super().__init__(parent)
        self._exchange, self._ready = exchange, ready
        self._jobs = Jobs(self)
        self._job: Job[object] | None = None
        self._stopped = False
        self.pause_ms = 0
        """How long it rests after the last failure; 0 after a success."""
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self._try)
        self._stop_listening = listen(on_screen(self, self._soon))

    def start(self) -> None:
        """Begin soon, and go on for as long as the desk is open."""
        self.timer.start(FIRST_MS)

    @property
    def running(self) -> bool:
        """Say whether an exchange goes on now."""
        return self._job is not None

    def now(self) -> Job[object]:
        """Exchange at once, because somebody asked; return the work that does it."""
        if self._job is None:
            self._begin()
        assert self._job is not None  # noqa: S101 - just begun
        return self._job

    def stop(self) -> None:
        """Stop what runs and wait for its thread; the records can be closed then."""
        if not self._stopped:
            self._stopped = True
            self.timer.stop()
            self._stop_listening()
            self._jobs.close()

    def _soon(self, _changes: object) -> None:
        """Send what was just written, unless the network has failed lately."""
        waiting = self.timer.isActive() and self.timer.remainingTime() <= AFTER_CHANGE_MS
        if not self._stopped and not self.pause_ms and self._job is None and not waiting:
            self.timer.start(AFTER_CHANGE_MS)

    def _try(self) -> None:
        if self._job is None and not self._stopped and self._ready():
            self._begin()
        elif not self._stopped:
            self.timer.start(EVERY_MS)

    def _begin(self) -> None:
        self.timer.stop()
        self.began.emit()
        self._job = self._jobs.start(self, self._exchange, self._done, self._failed)
        self._job.ended.connect(self._over)

    def _over(self) -> None:
        self._job = None
        if not self._stopped:
            self.timer.start(self.pause_ms or EVERY_MS)

    def _done(self, report: object) -> None:
        self.pause_ms = 0
        self.ended.emit(report)

    def _failed(self, error: Exception) -> None:
        self.pause_ms = min(MOST_PAUSE_MS, max(LEAST_PAUSE_MS, 2 * self.pause_ms))
        if not isinstance(error, AppError):
            log.error("exchange stopped", exc_info=error)
        self.ended.emit(error)
