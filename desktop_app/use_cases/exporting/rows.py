"""The rows of an export: a record and what stands beside it, read for some hundreds at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from db.export_queries import (
    HEADS,
    INSURED,
    MEMBERS,
    ON_POST,
    OPEN_VENTURE,
    RUNNING,
    Beside,
    ids_beside,
)
from db.listing import parts
from db.rows import table_name
from desktop_app.domain.records import (
    NEW,
    Attendee,
    Claim,
    Employer,
    Employment,
    Event,
    Household,
    Organiser,
    Paper,
    Person,
    Placement,
    Post,
    Record,
    RecordId,
    Referral,
    Roll,
    Training,
    Vacancy,
)
from desktop_app.session import Session
from desktop_app.use_cases.targets import lines_of

Row = dict[str, Any]
"""The records of a row by what they are to it: ``person``, ``household``, ``employment`` …"""

LINKED: Mapping[str, type[Record]] = {
    "placement": Placement,
    "person": Person,
    "household": Household,
    "post": Post,
    "claim": Claim,
    "roll": Roll,
    "vacancy": Vacancy,
    "employer": Employer,
    "event": Event,
    "organiser": Organiser,
    "paper": Paper,
    "employment": Employment,
}
"""What a record names by its id: the field ``person_id`` leads to ``person``."""

_NEWEST: Mapping[str, tuple[str, Beside]] = {
    "head": ("household", HEADS),
    "employment": ("person", RUNNING),
    "training": ("person", Beside(Training)),
    "placement": ("person", ON_POST),
    "venture": ("person", OPEN_VENTURE),
}
"""The newest record of its kind: whose it is, and which count."""

_ALL: Mapping[str, tuple[str, Beside]] = {
    "members": ("household", MEMBERS),
    "enrolments": ("person", INSURED),
    "trainings": ("person", Beside(Training)),
    "referrals": ("person", Beside(Referral)),
    "attended": ("person", Beside(Attendee)),
}
"""All records of a kind."""

_THROUGH: Mapping[str, tuple[str, str]] = {"events": ("attended", "event")}
"""What a list of records names by their ids: the events somebody was at."""

_COUNTED: Mapping[str, tuple[str, Callable[[Session, Sequence[Any]], Sequence[Any]]]] = {
    "reached": ("target", lines_of),
}
"""What is counted over other records for some records at once: whose it is, and by what."""

_OWNERS: Mapping[str, str] = {
    "person": "placement",
    "household": "person",
    "post": "placement",
    "employer": "vacancy",
    "organiser": "claim",
}
"""Whose link leads to a record that the register's own does not name."""


def rows_of(
    session: Session, base: type[Record], ids: Sequence[RecordId], beside: Sequence[str]
) -> Iterator[Row]:
    """Yield a row for each id, in this order, with the records named in ``beside``.

    What is not there is none. ``base`` is found under its own name.
    """
    name = table_name(base)
    steps = _steps(base, beside)
    for some in parts(ids):
        rows: list[Row] = [{name: record, "": record} for record in session.many(base, some)]
        for each, owner in steps:
            _join(session, rows, each, owner)
        yield from rows


def _steps(base: type[Record], beside: Sequence[str]) -> list[tuple[str, str]]:
    """Return what is read in which order, and from whose record each is found."""
    known = {table_name(base): "", "": ""}
    steps: list[tuple[str, str]] = []

    def reach(name: str) -> None:
        if name in known:
            return
        owner = _owner(base, name)
        reach(owner)
        known[name] = owner
        steps.append((name, owner))

    for each in beside:
        reach(each)
    return steps


def _owner(base: type[Record], name: str) -> str:
    fields = base.__dataclass_fields__
    if f"{name}_id" in fields:
        return ""
    if name in _ALL:
        return _ALL[name][0]
    if name in _THROUGH:
        return _THROUGH[name][0]
    if name in _COUNTED:
        return _COUNTED[name][0]
    return _NEWEST[name][0] if name in _NEWEST else _OWNERS[name]


def _join(session: Session, rows: Sequence[Row], name: str, owner: str) -> None:
    if name in _ALL:
        _all(session, rows, name)
    elif name in _THROUGH:
        _through(session, rows, name)
    elif name in _COUNTED:
        _counted(session, rows, name)
    elif owner and name in _NEWEST:
        _newest(session, rows, name)
    else:
        _linked(session, rows, name, owner)


def _linked(session: Session, rows: Sequence[Row], name: str, owner: str) -> None:
    field = f"{name}_id"
    ids = [getattr(row[owner], field, NEW) for row in rows]
    found = {one.id: one for one in session.many(LINKED[name], list(dict.fromkeys(ids)))}
    for row, id_ in zip(rows, ids, strict=True):
        row[name] = found.get(id_)


def _newest(session: Session, rows: Sequence[Row], name: str) -> None:
    owner, beside = _NEWEST[name]
    groups = _groups(session, rows, owner, beside)
    last = {key: RecordId(bytes=ids[-1]) for key, ids in groups.items()}
    found = {one.id: one for one in session.many(beside.kind, list(last.values()))}
    for row in rows:
        row[name] = found.get(last.get(_key(row, owner), NEW))


def _all(session: Session, rows: Sequence[Row], name: str) -> None:
    owner, beside = _ALL[name]
    groups = _groups(session, rows, owner, beside)
    ids = [RecordId(bytes=one) for some in groups.values() for one in some]
    found = {one.id.bytes: one for one in session.many(beside.kind, ids)}
    for row in rows:
        row[name] = [found[one] for one in groups.get(_key(row, owner), [])]


def _through(session: Session, rows: Sequence[Row], name: str) -> None:
    listed, link = _THROUGH[name]
    ids = {getattr(one, f"{link}_id") for row in rows for one in row[listed]}
    found = {one.id: one for one in session.many(LINKED[link], sorted(ids))}
    for row in rows:
        linked = [getattr(one, f"{link}_id") for one in row[listed]]
        row[name] = [found[id_] for id_ in linked if id_ in found]


def _counted(session: Session, rows: Sequence[Row], name: str) -> None:
    owner, count = _COUNTED[name]
    found = count(session, [row[owner] for row in rows])
    for row, one in zip(rows, found, strict=True):
        row[name] = one


def _groups(
    session: Session, rows: Sequence[Row], owner: str, beside: Beside
) -> dict[bytes, list[bytes]]:
    keys = list(dict.fromkeys(_key(row, owner) for row in rows))
    return ids_beside(session.store.database, beside, keys, session.today().isoformat())


def _key(row: Row, owner: str) -> bytes:
    record: Record | None = row.get(owner)
    return NEW.bytes if record is None else record.id.bytes
