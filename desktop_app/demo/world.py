"""The world of the demonstration: one fixed day, and chance that falls the same every time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import shake_256
from itertools import count
from pathlib import Path

from desktop_app.world import World

MORNING = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
"""09:00 of a working day in Inner Mongolia."""

STEP = timedelta(seconds=2)


def demo_world(home: Path, name: str = "") -> World:
    """Return a world in which two seconds pass with each look at the clock.

    Chance falls otherwise in worlds of another ``name``.

    The same steps give the same records, papers and pictures; only made-up people may live in it,
    because its chance is no secret.
    """
    return World(now=_clock(), random=_dice(name), home=home)


def _clock() -> Callable[[], datetime]:
    ticks = count()
    return lambda: MORNING + STEP * next(ticks)


def _dice(name: str) -> Callable[[int], bytes]:
    throws = count()
    return lambda length: shake_256(f"{name}{next(throws)}".encode()).digest(length)
