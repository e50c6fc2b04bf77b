"""Entries that do not count: those that wait, and those a person must decide on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from db import conflict_queries, journal
from db.conflict_queries import SetAside
from db.rows import columns, from_row
from desktop_app.domain.errors import Refused
from desktop_app.domain.exchange_words import OPERATIONS, reason_sentence
from desktop_app.domain.records import NEW, RecordId
from desktop_app.session import Changes, Session
from desktop_app.use_cases.desk_names import UNKNOWN_DESK, desk_names
from desktop_app.use_cases.exchange import moment
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.record_words import field_words, kind_words, value_words, whose

HIDDEN = ("id", "village_code")


@dataclass(frozen=True, slots=True)
class Aside:
    """An entry without force: what it would do, who wrote it, why it waits, and what to do.

    ``decided`` says that a person left it so.
    """

    source: SetAside
    what: str
    whose: str
    village: str
    who: str
    at: datetime
    values: tuple[tuple[str, str], ...]
    reason: str
    advice: str
    decided: bool


def parked(session: Session) -> list[Aside]:
    """Return the entries that will count when what they need is here."""
    names = desk_names(session)
    return [_aside(session, one, names) for one in conflict_queries.parked(session.store.database)]


def quarantined(session: Session) -> list[Aside]:
    """Return the entries that may not count; those that wait for a decision first."""
    names = desk_names(session)
    found = conflict_queries.quarantined(session.store.database)
    return sorted((_aside(session, one, names) for one in found), key=lambda one: one.decided)


def adopt(session: Session, aside: Aside) -> None:
    """Register on this desk what a quarantined entry says; ``Refused`` where that cannot be."""
    source = aside.source
    with session.operation("adopt_entry", f"采用{aside.whose}的{aside.what}") as operation:
        kind = source.kind
        if kind is None or not source.values:
            raise Refused(f"{aside.what}不能采用。", advice="请按现在的情况，在那条记录里直接办。")
        if source.op == journal.CREATE:
            row = [value for _, value in source.values]
            operation.save(replace(from_row(kind, row), id=NEW))
        elif source.op in (journal.EDIT, journal.SETTLE):
            numbers = {name: place for place, name in enumerate(columns(kind), start=1)}
            edits = [(numbers[name], value) for name, value in source.values if name in numbers]
            operation.write(kind, source.row.bytes, edits)
        else:
            raise Refused(f"{aside.what}不能采用。", advice="请按现在的情况，在那条记录里直接办。")
        _decide(session, aside)


def refuse(session: Session, aside: Aside) -> None:
    """Leave a quarantined entry without force; it stays in the list."""
    with session.store.transaction():
        _decide(session, aside)
    session.store.tell(Changes(ids=frozenset({RecordId(bytes=aside.source.row.bytes)})))


def _decide(session: Session, aside: Aside) -> None:
    at = session.now().isoformat()
    conflict_queries.leave_aside(session.store.database, aside.source.dot, at)


def _aside(session: Session, one: SetAside, names: Mapping[bytes, str]) -> Aside:
    reason, advice = reason_sentence(one.reason)
    kind = one.kind
    values = (
        ()
        if kind is None
        else tuple(
            (field_words(kind, name), value_words(session, kind, name, value))
            for name, value in one.values
            if name not in HIDDEN and value not in (None, "", 0)
        )
    )
    said = dict(one.values).get("name") or dict(one.values).get("title")
    return Aside(
        source=one,
        what=f"{kind_words(kind)}（{OPERATIONS.get(one.op, '新程序的做法')}）",
        whose=str(said) if said else "" if kind is None else whose(session, kind, one.row),
        village=village_name(one.village_code),
        who=names.get(one.device, UNKNOWN_DESK),
        at=moment(one.at_ms),
        values=values,
        reason=reason,
        advice=advice,
        decided=one.decided,
    )
