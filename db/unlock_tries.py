"""Slows down wrong passphrases; it never locks for good and never wipes.

The count lies beside the keys, not in them: a slip of the finger must not rewrite the file on
which all records depend. Who can edit the count can also copy the keys and guess elsewhere,
so it only stops a person at the keyboard.
"""

import math
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

TRIES = "tries.json"
FREE, LONGEST = 2, 300
"""Wrong tries without a wait, and the longest wait in seconds."""


class Tries(msgspec.Struct, frozen=True):
    """The wrong tries since the last right one, and when the last of them was."""

    failed: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    def wait(self) -> int:
        """Return the seconds to wait after the last wrong try: 2, 4, 8 … 300."""
        over = self.failed - FREE
        return min(LONGEST, 2 ** min(over, 10)) if over > 0 else 0


def wait_seconds(folder: Path, now: datetime) -> int:
    """Return how long the next try must wait.

    A clock that was set back starts the wait anew, so that a laptop with an empty clock
    battery is not shut out until its clock has caught up.
    """
    tries = _read(folder)
    wait = tries.wait()
    if not wait:
        return 0
    if now < tries.at:
        _write(folder, Tries(tries.failed, now.astimezone(UTC)))
        return wait
    left = wait - (now - tries.at).total_seconds()
    return max(0, math.ceil(left))


def count_wrong(folder: Path, now: datetime) -> int:
    """Count one wrong try and return the seconds to wait now.

    Call it before the passphrase is tried: a program killed in between has counted it.
    """
    tries = Tries(min(_read(folder).failed + 1, 1_000_000), now.astimezone(UTC))
    _write(folder, tries)
    return tries.wait()


def forget_wrong(folder: Path) -> None:
    """Begin anew after a right try."""
    with suppress(OSError):
        (folder / TRIES).unlink(missing_ok=True)


def _read(folder: Path) -> Tries:
    try:
        tries = msgspec.json.decode((folder / TRIES).read_bytes()[:1000], type=Tries)
    except (OSError, ValueError, msgspec.DecodeError):
        return Tries()
    return tries if tries.at.tzinfo else Tries(tries.failed)


def _write(folder: Path, tries: Tries) -> None:
    # A full disk must not keep people from reading their records, so a count that cannot be
    # written is let go.
    with suppress(OSError):
        part = folder / f"{TRIES}.part"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(tries))
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / TRIES)
