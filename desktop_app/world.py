"""What comes from outside: the clock, randomness and places on disk. Tests bring their own."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The time of the offices; China has had no summer time since 1991."""


@dataclass(frozen=True, slots=True)
class World:
    """The outside as the program sees it.

    ``now`` returns an aware moment, ``random`` that many bytes; ``home`` is where settings and
    the data folder lie unless another is named.
    """

    now: Callable[[], datetime]
    random: Callable[[int], bytes]
    home: Path

    def today(self) -> date:
        """Return the day in the offices' time zone."""
        return self.now().astimezone(SHANGHAI).date()


def real_world() -> World:
    """Return the world of a running program."""
    from platformdirs import user_data_path

    return World(
        now=lambda: datetime.now(UTC),
        random=os.urandom,
        home=user_data_path("nutag-desk", appauthor=False),
    )
