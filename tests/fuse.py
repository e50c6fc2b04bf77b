"""A fuse that kills its process at a statement to its database, also just before or after COMMIT.

A kill by the clock seldom falls between two statements; one of these always does.
"""

import os
import random
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from db.sql import Sql, Values

LIT = signal.SIGUSR1
"""The signal that lights the fuse of a process."""


class Fuse:
    """Counts statements once it is lit; at the last one it kills the group of its process."""

    def __init__(self, seed: int) -> None:
        self._chance, self._left = random.Random(seed), -1
        signal.signal(LIT, self._light)

    def burn(self, _text: str = "") -> None:
        """Count a statement."""
        if self._left > 0:
            self._left -= 1
            if self._left == 0:
                os.killpg(0, signal.SIGKILL)

    def _light(self, _signal: int, _frame: object) -> None:
        self._left = self._chance.randint(1, self._chance.choice((20, 100, 400)))


class FusedSql:
    """The database of a hub; its process can die at any statement."""

    def __init__(self, sql: Sql, burn: Callable[[], None]) -> None:
        self._sql, self._burn = sql, burn
        self.lock = sql.lock

    def fetch(self, text: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a question."""
        self._burn()
        return self._sql.fetch(text, values)

    def run(self, text: str, values: Values = ()) -> int:
        """Run a statement; return how many rows it touched."""
        self._burn()
        return self._sql.run(text, values)

    def run_many(self, text: str, rows: Iterable[Values]) -> None:
        """Run a statement for each of ``rows``."""
        self._burn()
        self._sql.run_many(text, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, durably, or nothing."""
        with self._sql.transaction():
            yield
            self._burn()
        self._burn()

    def scrub(self) -> None:
        """Leave nothing in the files of what was overwritten."""
        self._sql.scrub()
