"""Whether what an entry writes can be a row here: foreign bytes are held against the record types.

An entry that does not fit is set aside like one that may not count; it never stops the others.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, get_args, get_type_hints
from uuid import UUID

from db import journal
from db.ids import sealed
from db.journal import CREATE, EDIT, ENTER, Entry
from db.rows import columns, table_number, to_stored
from db.shape import Shape
from desktop_app.domain.frozen import FROZEN_FIELDS
from desktop_app.domain.records import RECORDS

MALFORMED, FROZEN = "malformed", "frozen"
ID, VILLAGE = 1, 2
"""The columns that an entry cannot change: they say which row it is."""

LARGEST = 1 << 47
"""No sum of money or count is so large: that many of them can still be added up in a table."""

YEARS = range(1000, 9000)
"""Of days and moments: what is reckoned from them stays within the calendar."""

SEALED = frozenset(map(table_number, FROZEN_FIELDS))
"""The tables whose rows are named by their content, by number."""

_REMEMBERED = 4_096
Check = Callable[[Any], bool]


def flaw(shape: Shape, village: str, entry: Entry) -> str:
    """Return "" for an entry of a feed about ``village`` that can be written to its table.

    Else the code of why not. What never changes is written once: under its id no other row fits.
    """
    if not _fits(shape, village, entry):
        return MALFORMED
    header, payload = entry.header, entry.payload
    if header.table not in SEALED or header.op != CREATE or payload is None:
        return ""
    return "" if sealed(header.row, entry.salt, payload[1:]) == header.row else FROZEN


def _fits(shape: Shape, village: str, entry: Entry) -> bool:
    header, payload = entry.header, entry.payload
    if payload is journal.NONSENSE:
        return False
    if header.table not in shape or payload is None:
        return True
    checks = _checks(header.table)
    if header.op in (CREATE, ENTER):
        values = payload if header.op == CREATE else payload[2]
        return _whole(values, checks, header.row, village)
    said = payload if header.op == EDIT else journal.writes(entry)
    return all(_one(column, value, checks) for column, value, _ in said)


def _one(column: int, value: Any, checks: Sequence[Check]) -> bool:
    if column == journal.REMOVED_COLUMN:
        return _is_flag(value)
    return column > len(checks) or (column > VILLAGE and checks[column - 1](value))


def _whole(values: Sequence[Any], checks: tuple[Check, ...], row: bytes, village: str) -> bool:
    if len(values) < VILLAGE or values[ID - 1] != row or values[VILLAGE - 1] != village:
        return False
    left = _left_to_check(checks, tuple(map(type, values[: len(checks)])))
    return left is not None and all(check(values[place]) for place, check in left)


@lru_cache(_REMEMBERED)
def _left_to_check(
    checks: tuple[Check, ...], kinds: tuple[type, ...]
) -> tuple[tuple[int, Check], ...] | None:
    """Return what is left to look at in rows with values of these types; ``None``: cannot fit.

    Most columns are text, of which the type says all.
    """
    places = list(enumerate(zip(checks, kinds, strict=False)))
    if any(check is _is_text and kind is not str for _, (check, kind) in places):
        return None
    return tuple((place, check) for place, (check, _) in places if check is not _is_text)


@cache
def _checks(table: int) -> tuple[Check, ...]:
    """Return, for each column of a table, what says whether a value can stand there."""
    kind = RECORDS[table - 1]
    hints = get_type_hints(kind)
    return tuple(_check(hints[name]) for name in columns(kind))


def _check(hint: Any) -> Check:
    kinds = {hint, *get_args(hint)}
    for kind, check in _KINDS:
        if kind in kinds:
            optional = type(None) in kinds or kind is UUID
            return _or_none(check) if optional else check
    message = f"no check for {hint}"
    raise TypeError(message)


def _or_none(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _is_text(value: Any) -> bool:
    return type(value) is str


def _is_flag(value: Any) -> bool:
    return type(value) is int and value in (0, 1)


def _is_whole_number(value: Any) -> bool:
    return type(value) is int and -LARGEST < value < LARGEST


def _is_id(value: Any) -> bool:
    return type(value) is bytes and len(value) == 16


def _is_day(value: Any) -> bool:
    return type(value) is str and len(value) == 10 and _stands_for(date, value)


def _is_moment(value: Any) -> bool:
    return type(value) is str and len(value) <= 40 and _stands_for(datetime, value)


def _stands_for(kind: type[date], value: str) -> bool:
    """Say whether a text is exactly what this program writes for some day or moment."""
    try:
        found = kind.fromisoformat(value)
        return found.year in YEARS and to_stored(found) == value
    except (ValueError, OverflowError):
        return False


_KINDS: tuple[tuple[type, Check], ...] = (
    (UUID, _is_id),
    (datetime, _is_moment),
    (date, _is_day),
    (bool, _is_flag),
    (int, _is_whole_number),
    (str, _is_text),
)
