"""What was settled on this desk and what lost, and how far the feeds of each desk reach here."""

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from db import journal
from db.conflict_queries import field_name
from db.connection import RecordsDatabase, fetch_sql
from db.feeds import JournalReader
from db.journal import Entry
from db.resolution import value_at
from db.rows import columns, defaults, from_row, table_name
from desktop_app.domain.records import RECORDS, Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that a settlement left behind: whose desk wrote it, and when by its clock."""

    value: Any
    device: bytes
    at_ms: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """One column settled on this desk, by an operation that stands: the value and what lost."""

    number: int
    kind: type[Record]
    row: UUID
    column: int
    field: str
    value: Any
    at_ms: int
    lost: tuple[Lost, ...]


def settlement_count(database: RecordsDatabase, act: str) -> int:
    """Return how many operations of this act stand."""
    sql = "SELECT count(*) FROM operation WHERE act = ? AND undone_by IS NULL"
    return int(fetch_sql(database, sql, (act,))[0][0])


def settlements(database: RecordsDatabase, act: str, limit: int) -> list[Settlement]:
    """Return what the last operations of this act settled, newest first."""
    rows = fetch_sql(
        database,
        "SELECT number, spans FROM operation WHERE act = ? AND undone_by IS NULL"
        " ORDER BY number DESC LIMIT ?",
        (act, limit),
    )
    reader = JournalReader(database)
    return [
        found
        for number, spans in rows
        for span in journal.unpack(spans)
        for entry in reader.span(*span)
        for found in _settled(database, reader, number, entry)
    ]


def _settled(
    database: RecordsDatabase, reader: JournalReader, number: int, entry: Entry
) -> list[Settlement]:
    header = entry.header
    if header.op != journal.SETTLE:
        return []
    kind = RECORDS[header.table - 1]
    return [
        Settlement(
            number,
            kind,
            UUID(bytes=header.row),
            column,
            field_name(kind, column),
            value,
            header.hlc >> 16,
            tuple(_lost(database, reader, entry, column, value, bases)),
        )
        for column, value, bases in journal.writes(entry)
    ]


def _lost(
    database: RecordsDatabase,
    reader: JournalReader,
    entry: Entry,
    column: int,
    value: Any,
    bases: list[Any],
) -> list[Lost]:
    found = []
    for base in bases:
        dot = reader.dot(entry.feed, base)
        if dot is None:
            continue  # of a village that this desk has left
        written = reader.entry(dot)
        if written.payload is None:
            continue  # erased since
        before = value_at(written, column, defaults(entry.header.table))
        if before != value:
            device = fetch_sql(database, "SELECT device FROM feed WHERE id = ?", (dot[0],))
            found.append(Lost(before, device[0][0], written.header.hlc >> 16))
    return found


def removed_record(database: RecordsDatabase, kind: type[R], id_: UUID) -> R | None:
    """Return a record that was removed, as it was last; ``None`` if it never was here."""
    names = ", ".join(columns(kind))
    rows = fetch_sql(
        database,
        f"SELECT {names} FROM {table_name(kind)} WHERE id = ? AND removed = 1",  # noqa: S608 - names of ours; values are bound
        (id_.bytes,),
    )
    return from_row(kind, rows[0]) if rows else None


def reach_of_desks(database: RecordsDatabase) -> dict[bytes, tuple[int, int]]:
    """Return (entries here, clock of the last in ms) of each desk that wrote about a village."""
    rows = fetch_sql(
        database,
        "SELECT device, sum(head_seq), max(hlc) FROM feed"
        " WHERE length(village_code) = 12 AND head_seq > 0 GROUP BY device",
    )
    return {device: (int(count), int(hlc) >> 16) for device, count, hlc in rows}
