"""The stored entries about one row, and which of them say the same.

A desk that finds a feed cut short at the hub writes again what it has of it, as its author may
have lost it. If the author had not, both come: one thing was said, and it stands in two feeds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from db import journal
from db.journal import Dot, Entry, Place


@dataclass(frozen=True, slots=True)
class History:
    """Entries about one row that are stored here, and what is needed to read them.

    ``again`` names entries that are not among them since another says the same: that one.
    """

    table: int
    row: bytes
    entries: Mapping[Dot, Entry]
    refused: frozenset[Dot]
    places: Callable[[int], Place]
    feed_of: Callable[[bytes], int | None]
    again: Mapping[Dot, Dot] = field(default_factory=dict)

    def bases(self, entry: Entry) -> list[tuple[int, Dot | None]]:
        """Return ``(column, the entry it builds on)``; ``None`` where its feed is not here."""
        return [(column, self.dot(entry.feed, base)) for column, base in journal.bases(entry)]

    def dot(self, feed: int, base: Any) -> Dot | None:
        """Return the entry that a base names, seen from a feed."""
        dot = journal.dot_of(feed, base, self.feed_of)
        return dot if dot is None else self.again.get(dot, dot)

    def village(self, dot: Dot) -> str:
        """Return the village that an entry is about."""
        return self.places(dot[0]).village

    def rank(self, dot: Dot) -> tuple[int, bytes, bytes, int]:
        """Return what decides which head is shown: the clock first, then names."""
        place = self.places(dot[0])
        return self.entries[dot].header.hlc, place.device, place.epoch, dot[1]


def once(history: History) -> History:
    """Return a history in which each thing that was said stands once.

    Entries say the same if they have one salt, village, clock and content, and build on the same.
    A refused one says nothing.
    """
    several = _with_one_salt(history)
    if not several:
        return history
    again: dict[Dot, Dot] = {}
    while (found := _again(replace(history, again=again), several)) != again:
        again = found  # what builds on one thing in two places may be one thing as well
    rest = {dot: entry for dot, entry in history.entries.items() if dot not in again}
    return replace(history, entries=rest, again=again)


def _again(history: History, several: list[list[Dot]]) -> dict[Dot, Dot]:
    """Return entries that say what one before them says: that one."""
    found: dict[Dot, Dot] = {}
    for dots in several:
        first: dict[bytes, Dot] = {}
        for dot in dots:
            same = first.setdefault(_said(history, dot), dot)
            if same != dot:
                found[dot] = same
    return found


def _with_one_salt(history: History) -> list[list[Dot]]:
    """Return the entries that share their salt with another one, those of each salt by rank."""
    by_salt: dict[bytes, list[Dot]] = {}
    for dot, entry in history.entries.items():
        if dot not in history.refused and entry.salt and isinstance(entry.payload, list):
            by_salt.setdefault(entry.salt, []).append(dot)
    return [sorted(dots, key=history.rank) for dots in by_salt.values() if len(dots) > 1]


def _said(history: History, dot: Dot) -> bytes:
    entry = history.entries[dot]

    def named(base: Any) -> Any:
        return history.dot(entry.feed, base) or [entry.feed, base]

    header, village = entry.header, history.village(dot)
    payload = journal.with_bases(header.op, entry.payload, named)
    return journal.pack([village, header.hlc, header.op, payload])
