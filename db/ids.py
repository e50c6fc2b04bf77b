"""Makes UUIDv7 ids (RFC 9562): they sort by the time they were made, on one desk strictly."""

import threading
from collections.abc import Callable
from datetime import datetime
from uuid import UUID


class IdSource:
    """Gives ids from a clock and a source of randomness; safe to use from any thread."""

    def __init__(self, now: Callable[[], datetime], random: Callable[[int], bytes]) -> None:
        self._now, self._random = now, random
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self) -> UUID:
        """Return a new id, greater than every one before."""
        with self._lock:
            wall = int(self._now().timestamp() * 1000) << 12
            self._last = max(self._last + 1, wall)
            moment = self._last
        tail = int.from_bytes(self._random(8)) >> 2
        milliseconds, counter = moment >> 12, moment & 0xFFF
        return UUID(int=milliseconds << 80 | 7 << 76 | counter << 64 | 2 << 62 | tail)
