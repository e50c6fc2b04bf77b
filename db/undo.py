"""Takes an operation back by writing the values of before as a new operation."""

from dataclasses import dataclass
from typing import Any

from db import journal
from db.connection import fetch_sql
from db.feeds import JournalReader
from db.journal import Entry
from db.operation import Operation
from db.resolution import value_at
from db.rows import columns, defaults, table_name
from db.store import Store
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import RECORDS, Record

UNDO = "undo"

REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("household", "person", "household_id"),
    ("household", "visit", "household_id"),
    ("person", "employment", "person_id"),
    ("person", "visit", "person_id"),
    ("person", "placement", "person_id"),
    ("person", "enrolment", "person_id"),
    ("person", "paper", "person_id"),
    ("post", "placement", "post_id"),
    ("placement", "paper", "placement_id"),
    ("placement", "agreement", "placement_id"),
    ("placement", "attendance", "placement_id"),
    ("placement", "appraisal", "placement_id"),
    ("placement", "roll_line", "placement_id"),
)
"""(table, table that points at it, by this column): nothing is taken away under a live row."""

CHANGED_SINCE = "「{label}」之后，同一条记录又改过，所以没有撤销。"
HOW_ELSE = "请打开这条记录，直接改成正确的内容。"


@dataclass(frozen=True, slots=True)
class Done:
    """One operation of this desk, as the undo menu and 工作台 show it."""

    number: int
    act: str
    label: str
    at: str
    batch: int | None
    undoes: int | None
    undone_by: int | None


def recent(store: Store, limit: int, *, since: int = 0) -> list[Done]:
    """Return the last operations after number ``since``, newest first."""
    sql = """
        SELECT number, act, label, at, batch, undoes, undone_by FROM operation
        WHERE number > ? ORDER BY number DESC LIMIT ?
    """
    return [Done(*found) for found in fetch_sql(store.database, sql, (since, limit))]


def take_back(store: Store, number: int, label: str) -> None:
    """Undo one operation, or refuse if one of its values was changed since."""
    found = fetch_sql(
        store.database, "SELECT label, spans, undone_by FROM operation WHERE number = ?", (number,)
    )
    if not found or found[0][2] is not None:
        raise Refused("这一步已经撤销过了。", advice="可以撤销再往前的一步。")
    reader = JournalReader(store.database)
    entries = [entry for span in journal.unpack(found[0][1]) for entry in reader.span(*span)]
    with store.operation(UNDO, label, undoes=number) as operation:
        for entry in reversed(entries):
            _reverse(store, reader, operation, entry, found[0][0])


def _reverse(
    store: Store, reader: JournalReader, operation: Operation, entry: Entry, label: str
) -> None:
    if entry.payload is None:
        raise Refused(
            f"「{label}」写下的内容已经按规定清除，不能撤销。",
            advice="需要的话，请重新登记。",
        )
    if entry.header.op in (journal.LEAVE, journal.ENTER):
        raise Refused(
            f"「{label}」已经把记录迁到别的嘎查村，不能撤销。",
            advice="如果迁错了，请再办一次迁移，迁回来。",
        )
    kind = RECORDS[entry.header.table - 1]
    if entry.header.op == journal.CREATE:
        _reverse_creation(store, operation, kind, entry, label)
        return
    now, known = _row(store, kind, entry.header.row), defaults(entry.header.table)
    before: list[tuple[int, Any]] = []
    for column, value, bases in journal.writes(entry):
        if now[column] != value:
            raise Refused(CHANGED_SINCE.format(label=label), advice=HOW_ELSE)
        replaced = reader.dot(entry.feed, bases[0])
        assert replaced is not None  # noqa: S101 - this desk wrote upon it
        before.append((column, value_at(reader.entry(replaced), column, known)))
    if (journal.REMOVED_COLUMN, 1) in before:
        _refuse_if_used(store, kind, entry.header.row, label)
    operation.write(kind, entry.header.row, before)


def _reverse_creation(
    store: Store, operation: Operation, kind: type[Record], entry: Entry, label: str
) -> None:
    written = (0, *entry.payload, *defaults(entry.header.table)[len(entry.payload) :])
    if _row(store, kind, entry.header.row) != written:
        raise Refused(CHANGED_SINCE.format(label=label), advice=HOW_ELSE)
    _refuse_if_used(store, kind, entry.header.row, label)
    operation.write(kind, entry.header.row, [(journal.REMOVED_COLUMN, 1)])


def _refuse_if_used(store: Store, kind: type[Record], row: bytes, label: str) -> None:
    for table, pointing, column in REFERENCES:
        if table == table_name(kind) and fetch_sql(
            store.database,
            f"SELECT 1 FROM {pointing} WHERE {column} = ? AND removed = 0 LIMIT 1",  # noqa: S608 - names of ours; values are bound
            (row,),
        ):
            raise Refused(
                f"「{label}」之后，别的记录用到了它，所以没有撤销。",
                advice="请先撤销后来的那几步，再撤销这一步。",
            )


def _row(store: Store, kind: type[Record], row: bytes) -> tuple[Any, ...]:
    """Return a row as it is, ``removed`` first: edits that were undone leave no mark on it."""
    names = ", ".join(columns(kind))
    sql = f"SELECT removed, {names} FROM {table_name(kind)} WHERE id = ?"  # noqa: S608 - names of ours; values are bound
    return fetch_sql(store.database, sql, (row,))[0]
