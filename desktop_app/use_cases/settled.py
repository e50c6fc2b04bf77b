"""What was settled here, and the values that lost: each can be brought back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db import settlement_queries
from db.journal import REMOVED_COLUMN
from desktop_app.domain.records import Record, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.desk_names import UNKNOWN_DESK, desk_names
from desktop_app.use_cases.exchange import moment
from desktop_app.use_cases.record_words import field_words, kind_words, value_words, whose

ACT = "settle_conflict"
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Loser:
    """A value that was not chosen; ``restorable`` unless it is a removal."""

    kind: type[Record]
    id: RecordId
    column: int
    whose: str
    label: str
    chosen: str
    text: str
    value: Any
    who: str
    written_at: datetime
    settled_at: datetime
    restorable: bool


def settled_count(session: Session) -> int:
    """Return how many conflicts were settled on this desk."""
    return settlement_queries.settlement_count(session.store.database, ACT)


def settled(session: Session, limit: int = SHOWN) -> list[Loser]:
    """Return the values that lost on this desk, newest settlement first."""
    names = desk_names(session)
    return [
        Loser(
            kind=one.kind,
            id=one.row,
            column=one.column,
            whose=whose(session, one.kind, one.row),
            label=_label(one.kind, one.field, one.column),
            chosen=_words(session, one.kind, one.field, one.column, one.value),
            text=_words(session, one.kind, one.field, one.column, lost.value),
            value=lost.value,
            who=names.get(lost.device, UNKNOWN_DESK),
            written_at=moment(lost.at_ms),
            settled_at=moment(one.at_ms),
            restorable=one.column != REMOVED_COLUMN,
        )
        for one in settlement_queries.settlements(session.store.database, ACT, limit)
        for lost in one.lost
    ]


def restore_loser(session: Session, lost: Loser) -> None:
    """Write a value that lost again, as an ordinary change that can be undone."""
    with session.operation("restore_value", f"找回{lost.whose}的{lost.label}") as operation:
        operation.write(lost.kind, lost.id.bytes, [(lost.column, lost.value)])


def _label(kind: type[Record], field: str, column: int) -> str:
    return f"{kind_words(kind)} · {'去留' if column == 0 else field_words(kind, field)}"


def _words(session: Session, kind: type[Record], field: str, column: int, value: Any) -> str:
    if column == REMOVED_COLUMN:
        return "移除" if value else "留下"
    return value_words(session, kind, field, value)
