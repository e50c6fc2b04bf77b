"""What clocks may decide, and what they may not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import msgspec

from db import journal
from db.forms import is_well_formed
from db.journal import Dot as LocalDot
from db.journal import Entry
from db.resolution import RowState, resolve
from db.row_history import History
from tests.simulation.facts import CREATE, ENTER, LEAVE, Dot, Fact, RowKey

PULL = timedelta(minutes=10)
"""How far other clocks may pull one's own past the wall."""
COLUMNS = 64
"""More than any table has."""
YEAR = 365 * 24 * 3600 * 1000 << 16


def depend_on_clocks(facts: Iterable[Fact], refused: Collection[Dot], dice: Random) -> list[str]:
    """Find rows that come to something else when every desk's clock is off by another amount.

    Which head is shown may differ, and which of two creations of one row counts.
    """
    rows: dict[RowKey, list[Fact]] = {}
    offsets: dict[bytes, int] = {}
    for fact in facts:
        rows.setdefault(fact.row, []).append(fact)
        offsets.setdefault(fact.device, dice.randrange(50) * YEAR)
    wrong = []
    for row, found in rows.items():
        if len({fact.header.op for fact in found} & {CREATE, ENTER}) and _roots(found) == 1:
            moved = [_at_another_time(fact, offsets[fact.device]) for fact in found]
            if _outcome(found, refused) != _outcome(moved, refused):
                wrong.append(f"row {row[0]} {row[1].hex()} depends on clocks")
    return wrong[:3]


def _roots(facts: Iterable[Fact]) -> int:
    return sum(fact.header.op in (CREATE, ENTER) for fact in facts)


def _at_another_time(fact: Fact, later: int) -> Fact:
    header = msgspec.structs.replace(fact.header, hlc=fact.header.hlc + later)
    return replace(fact, header=header)


def _outcome(facts: list[Fact], refused: Collection[Dot]) -> Any:
    """Return what a row comes to by the engine, but for the order of its heads."""
    state, keys = _resolved(facts, refused)

    def named(lists: Mapping[int, list[LocalDot]]) -> Any:
        return {column: frozenset((keys[f], s) for f, s in dots) for column, dots in lists.items()}

    parked = {(keys[feed], seq): why for (feed, seq), (why, _) in state.parked.items()}
    return state.root, state.gone, named(state.heads), named(state.conflicts), parked


def _read(fact: Fact) -> Any:
    whole = fact.payload is None or is_well_formed(fact.header.op, fact.payload)
    return fact.payload if whole else journal.NONSENSE


def _resolved(facts: list[Fact], refused: Collection[Dot]) -> tuple[RowState, list[bytes]]:
    places = {fact.key: journal.Place(fact.device, fact.village, fact.epoch) for fact in facts}
    keys = list(places)
    numbers = {key: number for number, key in enumerate(keys)}
    entries = {
        (numbers[fact.key], fact.header.seq): Entry(numbers[fact.key], fact.header, _read(fact))
        for fact in facts
    }
    history = History(
        *facts[0].row,
        entries,
        frozenset((numbers[f.key], f.header.seq) for f in facts if f.dot in refused),
        lambda number: places[keys[number]],
        numbers.get,
    )
    return resolve(history, lambda _column, _value: None, COLUMNS), keys


def pulled_too_far(
    facts: Mapping[Dot, Fact], honest: Collection[bytes], latest: datetime
) -> list[str]:
    """Find stamps of honest desks beyond what their clocks, ``latest`` of all, could have said.

    Only who replaces a value of the far future is stamped above it.
    """
    most = int((latest + PULL).timestamp() * 1000) + 1 << 16
    wrong = []
    for fact in facts.values():
        if fact.device not in honest or fact.header.act == "wrong" or fact.payload is None:
            continue
        below = [facts[dot].header.hlc for dot in fact.builds_on() if dot in facts]
        if fact.header.op in (CREATE, LEAVE, ENTER):
            below = []
        if fact.header.hlc > max([most, *(stamp + 1 for stamp in below)]):
            wrong.append(f"entry {fact.key.hex()[:6]} {fact.header.seq} is of the far future")
    return wrong[:3]


def stamped_below(facts: Mapping[Dot, Fact], honest: Collection[bytes]) -> list[str]:
    """Find changes by honest desks that are not stamped above what they replace."""
    wrong = []
    for fact in facts.values():
        if fact.device not in honest or fact.header.act == "wrong":
            continue
        replaced = [facts.get(dot) for _, _, dots in fact.writes() for dot in dots]
        stamps = [below.header.hlc for below in replaced if below and below.row == fact.row]
        if fact.header.hlc <= min(max(stamps, default=0), journal.LATEST - 1):
            wrong.append(f"entry {fact.key.hex()[:6]} {fact.header.seq} is older than its base")
    return wrong[:3]
