"""Makes UUIDv7 ids (RFC 9562): they sort by the time they were made, on one desk strictly.

The id of what never changes also names its content: nobody can write another row under it.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from db.journal import pack

TAIL = 62
"""The bits of an id behind its moment and its form."""


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


def sealed(row: bytes, salt: bytes, values: Sequence[Any]) -> bytes:
    """Return the id, of the moment of ``row``, that a new row with these values has.

    ``salt`` is that of its entry: once it is erased, the id tells nothing of the values.
    """
    moment = int.from_bytes(row) >> TAIL
    digest = blake2b(pack([moment.to_bytes(9), salt, values]), digest_size=8).digest()
    return (moment << TAIL | int.from_bytes(digest) >> 2).to_bytes(16)
