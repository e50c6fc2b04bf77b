"""How a record becomes a row of its table, and a row a record again."""

import re
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, TypeVar, get_args, get_type_hints
from uuid import UUID

from desktop_app.domain.records import NEW, RECORDS, Record

R = TypeVar("R", bound=Record)
Row = tuple[Any, ...]

_BORDER = re.compile(r"(?<!^)(?=[A-Z])")
"""Between the words of a class name."""


def table_name(kind: type[Record]) -> str:
    """Return the name of the table that holds ``kind``."""
    return _BORDER.sub("_", kind.__name__).lower()


def table_number(kind: type[Record]) -> int:
    """Return the number of the table in the journal: its place in ``RECORDS``, from 1."""
    return RECORDS.index(kind) + 1


def columns(kind: type[Record]) -> tuple[str, ...]:
    """Return the columns of ``kind`` in the order of their numbers in the journal, from 1.

    Number 0 is ``removed`` in every table. New fields are appended to the dataclass, so a
    number never changes its meaning; ``tests/db/wire.json`` pins them.
    """
    return _COLUMNS[kind]


def defaults(number: int) -> Row:
    """Return what a row of a table holds where nothing was written."""
    return to_row(RECORDS[number - 1]())


def to_row(record: Record) -> Row:
    """Return the stored values of ``record``: ints, texts, bytes and ``None``."""
    getter, changes = _PLANS[type(record)]
    values = list(getter(record))
    for place, encode, _decode in changes:
        values[place] = encode(values[place])
    return tuple(values)


def from_row(kind: type[R], row: Sequence[Any]) -> R:
    """Return the record of a row with the columns of ``kind``, in order."""
    _, changes = _PLANS[kind]
    values = list(row)
    for place, _encode, decode in changes:
        values[place] = decode(values[place])
    return kind(**dict(zip(_COLUMNS[kind], values, strict=True)))


def changed(record: R, **values: Any) -> R:
    """Return the record with these values; much faster than ``replace`` does it."""
    kind = type(record)
    copy = object.__new__(kind)
    for name, value in zip(_COLUMNS[kind], _PLANS[kind][0](record), strict=True):
        object.__setattr__(copy, name, value)
    for name, value in values.items():
        object.__setattr__(copy, name, value)
    return copy


def to_stored(value: Any) -> Any:
    """Return one value as the tables and the journal keep it."""
    if isinstance(value, UUID):
        return _from_id(value)
    if isinstance(value, datetime):
        return _from_moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


Change = tuple[int, Callable[[Any], Any], Callable[[Any], Any]]


Plan = tuple[Callable[[Any], tuple[Any, ...]], tuple[Change, ...]]


def _plan(kind: type[Record]) -> Plan:
    names = _COLUMNS[kind]
    hints = get_type_hints(kind)
    changes: list[Change] = []
    for place, name in enumerate(names):
        types = {hints[name], *get_args(hints[name])}
        for wanted, encode, decode in _CHANGES:
            if wanted in types:
                changes.append((place, encode, decode))
    return attrgetter(*names), tuple(changes)


def _from_id(value: UUID) -> bytes | None:
    return None if value == NEW else value.bytes


def _to_id(value: bytes | None) -> UUID:
    return NEW if value is None else UUID(bytes=value)


def _from_day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _to_day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _from_moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat(timespec="milliseconds")


def _to_moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


_CHANGES: tuple[tuple[type, Callable[[Any], Any], Callable[[Any], Any]], ...] = (
    (UUID, _from_id, _to_id),
    (date, _from_day, _to_day),
    (datetime, _from_moment, _to_moment),
    (bool, int, bool),
)

_COLUMNS: dict[type[Record], tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind)) for kind in RECORDS
}
_PLANS: dict[type[Record], Plan] = {kind: _plan(kind) for kind in RECORDS}
