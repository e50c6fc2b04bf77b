"""What the window needs to know of a session, and how it shows it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from desktop_app.domain import divisions

Step = Callable[[], str]
"""Undo or redo: does it on the data thread and returns what it was called."""


class Desk(Protocol):
    """What the window needs to know of a session."""

    @property
    def officer(self) -> str:
        """Return who works here."""

    @property
    def village_codes(self) -> tuple[str, ...]:
        """Return the villages of the officer."""

    @property
    def training(self) -> bool:
        """Say whether the people are made up."""

    def now(self) -> datetime:
        """Return the moment in the offices' time zone."""

    def listen(self, callback: Callable[..., object], /) -> Callable[[], None]:
        """Call back after each commit, on the writing thread; return how to stop."""


def villages_words(codes: Sequence[str]) -> str:
    """Return the officer's villages in a few characters."""
    if not codes:
        return ""
    first = divisions.village(codes[0]).short_name
    first = first.removesuffix("村") if first.endswith("嘎查村") else first
    return first if len(codes) == 1 else f"{first}等 {len(codes)} 村"
