"""What two desks wrote differently: shown with who and when, settled by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from db import conflict_queries
from db.conflict_queries import Head, OpenConflict
from db.journal import REMOVED_COLUMN
from db.rows import to_stored
from desktop_app.domain.errors import Refused
from desktop_app.domain.exchange_words import act_words
from desktop_app.domain.records import Person, Record, RecordId
from desktop_app.domain.roles import OFFICE_FIELDS
from desktop_app.session import Session
from desktop_app.use_cases.approvals import refuse_unless_approver
from desktop_app.use_cases.conflict_rules import Suggestion, must_be_person, suggest
from desktop_app.use_cases.desk_names import UNKNOWN_DESK, desk_names
from desktop_app.use_cases.exchange import moment
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.record_words import field_words, kind_words, value_words, whose

REMOVED = "removed"
KEEP, REMOVE = 0, 1


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values, as people read it and as it is stored.

    ``mine`` says that this desk wrote it, ``shown`` that it is what every list shows now.
    """

    index: int
    text: str
    value: Any
    who: str
    at: datetime
    occasion: str
    mine: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value on which desks do not agree.

    ``suggestion`` is the index of a side and ``why`` says why, or why there is none;
    ``must_be_person`` is for identity, bank, money and death: nothing is chosen beforehand.
    """

    kind: type[Record]
    id: RecordId
    column: int
    field: str
    village_code: str
    village: str
    whose: str
    label: str
    before: str
    sides: tuple[Side, ...]
    suggestion: int | None
    why: str
    must_be_person: bool

    @property
    def removal(self) -> bool:
        """Say whether one desk removed the record while another worked on it."""
        return self.column == REMOVED_COLUMN


def conflicts(session: Session) -> list[Conflict]:
    """Return everything on which desks do not agree, by village."""
    names = desk_names(session)
    found = conflict_queries.open_conflicts(session.store.database)
    return [_conflict(session, one, names) for one in found]


def settle(session: Session, conflict: Conflict, value: Any) -> None:
    """Settle a conflict with the value of a side, or with another one that a person typed.

    ``Refused`` if it was settled meanwhile.
    """
    stored = to_stored(value)
    if conflict.field in OFFICE_FIELDS.get(conflict.kind, ()):
        refuse_unless_approver(session, session.get(conflict.kind, conflict.id))
    with session.operation("settle_conflict", f"确认{conflict.whose}的{conflict.label}") as op:
        if not conflict_queries.open_conflict(
            session.store.database, conflict.kind, conflict.id, conflict.column
        ):
            raise Refused("这一条刚才已经确认过了。", advice="不用再办，待确认里会少一条。")
        record = conflict.kind(id=conflict.id, village_code=conflict.village_code)
        op.settle(record, {conflict.column: stored})


def _conflict(session: Session, one: OpenConflict, names: Mapping[bytes, str]) -> Conflict:
    removal = one.column == REMOVED_COLUMN
    sides = _removal_sides(session, one, names) if removal else _sides(session, one, names)
    person_only = removal or must_be_person(one.kind, one.field)
    suggestion = Suggestion(None, REMOVAL) if removal else suggest(one.kind, one.field, sides)
    label = "要不要留下" if removal else field_words(one.kind, one.field)
    if one.kind is not Person and not removal:
        label = f"{kind_words(one.kind)} · {label}"
    before = "在" if removal else value_words(session, one.kind, one.field, one.before)
    return Conflict(
        kind=one.kind,
        id=one.row,
        column=one.column,
        field=one.field,
        village_code=one.village_code,
        village=village_name(one.village_code),
        whose=whose(session, one.kind, one.row),
        label=label,
        before=before,
        sides=sides,
        suggestion=suggestion.index,
        why=suggestion.why,
        must_be_person=person_only,
    )


REMOVAL = "一边移除了，另一边还在用。只能由人来定：确实要移除，还是留下。"


def _sides(session: Session, one: OpenConflict, names: Mapping[bytes, str]) -> tuple[Side, ...]:
    return tuple(
        _side(session, place, head, names, value_words(session, one.kind, one.field, head.value))
        for place, head in enumerate(one.heads)
    )


def _removal_sides(
    session: Session, one: OpenConflict, names: Mapping[bytes, str]
) -> tuple[Side, ...]:
    """Return the removal, and all changes under it as one side: they stay or go together."""
    removal = next((head for head in one.heads if head.column == 0 and head.value), one.heads[0])
    others = [head for head in one.heads if head is not removal]
    gone = replace(_side(session, 0, removal, names, "移除"), value=REMOVE, shown=True)
    if not others:
        return (gone,)
    latest = max(others, key=lambda head: head.at_ms)
    kept = _side(session, 1, latest, names, _changes(session, one.kind, others))
    return gone, replace(kept, value=KEEP, shown=False)


def _changes(session: Session, kind: type[Record], heads: Sequence[Head]) -> str:
    parts = []
    for head in heads:
        if head.column != REMOVED_COLUMN:
            field = conflict_queries.field_name(kind, head.column)
            words = value_words(session, kind, field, head.value)
            parts.append(f"{field_words(kind, field)}改为{words}")
    return f"留下（{'，'.join(parts)}）" if parts else "留下"


def _side(session: Session, place: int, head: Head, names: Mapping[bytes, str], text: str) -> Side:
    mine = head.device == session.store.desk.device
    return Side(
        index=place,
        text=text,
        value=head.value,
        who=names.get(head.device, UNKNOWN_DESK),
        at=moment(head.at_ms),
        occasion=act_words(head.act),
        mine=mine,
        shown=place == 0,
    )


HEADS = ("嘎查村", "谁的", "哪一项", "原来", "本机", "另一边", "建议")


def export_conflicts(found: Sequence[Conflict], path: Path) -> int:
    """Write the conflicts as an Excel list, numbers masked; return how many there are."""
    from desktop_app.spreadsheets.book import keep_book, list_book

    lines = []
    for one in found:
        mine = [side for side in one.sides if side.mine]
        others = [side for side in one.sides if not side.mine]
        place = [one.village, one.whose, one.label, one.before]
        lines.append([*place, _told(mine), _told(others), one.why])
    keep_book(list_book([("待确认", HEADS, lines)]), path)
    return len(found)


def _told(sides: Sequence[Side]) -> str:
    return "；".join(
        f"{side.text}（{side.who}，{side.at.month}月{side.at.day}日{side.occasion}）"
        for side in sides
    )
