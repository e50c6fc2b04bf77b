"""Conflicts and entries without force, told and decided by ids: what ``nutag do`` calls."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_type_hints

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import RecordId
from desktop_app.session import Session
from desktop_app.use_cases import conflicts, set_aside, settled
from desktop_app.use_cases.conflicts import REMOVED, Conflict
from desktop_app.use_cases.set_aside import Aside


@dataclass(frozen=True, slots=True)
class SideLine:
    """One of the values; numbers of people are masked."""

    side: int
    text: str
    who: str
    at: datetime
    occasion: str
    mine: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A value on which desks do not agree; ``suggestion`` is a side, or none."""

    id: RecordId
    kind: str
    field: str
    village_code: str
    whose: str
    label: str
    before: str
    sides: tuple[SideLine, ...]
    suggestion: int | None
    why: str
    must_be_person: bool


@dataclass(frozen=True, slots=True)
class LoserLine:
    """A value that was not chosen on this desk."""

    id: RecordId
    field_number: int
    whose: str
    label: str
    chosen: str
    text: str
    who: str
    settled_at: datetime
    restorable: bool


@dataclass(frozen=True, slots=True)
class AsideLine:
    """An entry without force: ``entry`` names it, ``reason`` says why, ``advice`` what to do."""

    entry: str
    what: str
    whose: str
    village: str
    who: str
    at: datetime
    values: tuple[tuple[str, str], ...]
    reason: str
    advice: str
    decided: bool


def open_conflicts(session: Session) -> list[ConflictLine]:
    """Return everything on which desks do not agree, by village."""
    return [_conflict_line(each) for each in conflicts.conflicts(session)]


def settle_conflict(
    session: Session, id: RecordId, field: str, side: int | None = None, value: Any = None
) -> None:
    """Settle a conflict with the value of a side, or without one with another ``value``.

    Where a record was removed, ``field`` is ``removed`` and a side must be named.
    """
    found = _conflict(session, id, field)
    if side is not None:
        chosen = next((each for each in found.sides if each.index == side), None)
        if chosen is None:
            raise Refused(
                f"没有第 {side} 个值。",
                advice=f"可以写 0 到 {len(found.sides) - 1}，见 open_conflicts。",
                fields=("side",),
            )
        conflicts.settle(session, found, chosen.value)
        return
    conflicts.settle(session, found, _typed(found, value))


def lost_values(session: Session) -> list[LoserLine]:
    """Return the values that were not chosen on this desk, newest settlement first."""
    return [
        LoserLine(
            id=each.id,
            field_number=each.column,
            whose=each.whose,
            label=each.label,
            chosen=each.chosen,
            text=each.text,
            who=each.who,
            settled_at=each.settled_at,
            restorable=each.restorable,
        )
        for each in settled.settled(session)
    ]


def restore_lost_value(session: Session, id: RecordId, field_number: int) -> None:
    """Write the value again that lost last in a field; it can be undone."""
    found = next(
        (
            each
            for each in settled.settled(session)
            if each.id == id and each.column == field_number and each.restorable
        ),
        None,
    )
    if found is None:
        raise Refused("这一项没有可以找回的值。", advice="能找回的见 lost_values。")
    settled.restore_loser(session, found)


def parked_entries(session: Session) -> list[AsideLine]:
    """Return the entries that will count when what they need is here."""
    return [_aside_line(each) for each in set_aside.parked(session)]


def quarantined_entries(session: Session) -> list[AsideLine]:
    """Return the entries that may not count; those that wait for a decision first."""
    return [_aside_line(each) for each in set_aside.quarantined(session)]


def adopt_entry(session: Session, entry: str) -> None:
    """Register on this desk what a quarantined entry says."""
    set_aside.adopt(session, _aside(session, entry))


def refuse_entry(session: Session, entry: str) -> None:
    """Leave a quarantined entry without force; it stays in the list."""
    set_aside.refuse(session, _aside(session, entry))


def _conflict(session: Session, id_: RecordId, field: str) -> Conflict:
    for each in conflicts.conflicts(session):
        if each.id == id_ and field == (REMOVED if each.removal else each.field):
            return each
    raise Refused("这一项没有待确认的不一致，没有改动。", advice="待确认的见 open_conflicts。")


def _typed(conflict: Conflict, value: Any) -> Any:
    import msgspec

    if conflict.removal:
        raise Refused("移除和保留只能选一边，没有改动。", advice="请写 side，见 open_conflicts。")
    try:
        return msgspec.convert(value, get_type_hints(conflict.kind)[conflict.field])
    except msgspec.ValidationError as error:
        raise Refused(
            f"{conflict.label}的值写得不对，没有改动。",
            advice="日期写成 2026-11-25，编号要写全；或者写 side 选一边。",
            fields=("value",),
        ) from error


def _conflict_line(one: Conflict) -> ConflictLine:
    return ConflictLine(
        id=one.id,
        kind=one.kind.__name__,
        field=REMOVED if one.removal else one.field,
        village_code=one.village_code,
        whose=one.whose,
        label=one.label,
        before=one.before,
        sides=tuple(
            SideLine(each.index, each.text, each.who, each.at, each.occasion, each.mine, each.shown)
            for each in one.sides
        ),
        suggestion=one.suggestion,
        why=one.why,
        must_be_person=one.must_be_person,
    )


def _name(one: Aside) -> str:
    feed, seq = one.source.dot
    return f"{feed}.{seq}"


def _aside(session: Session, entry: str) -> Aside:
    for each in set_aside.quarantined(session):
        if _name(each) == entry:
            return each
    raise Refused(f"没有叫「{entry}」的条目，没有改动。", advice="条目见 quarantined_entries。")


def _aside_line(one: Aside) -> AsideLine:
    return AsideLine(
        entry=_name(one),
        what=one.what,
        whose=one.whose,
        village=one.village,
        who=one.who,
        at=one.at,
        values=one.values,
        reason=one.reason,
        advice=one.advice,
        decided=one.decided,
    )
