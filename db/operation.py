"""One thing a person did: the only way a record is written.

The rows, the versions of their values, the journal entries and the undo record are written in
one transaction; "已保存" may be said when it has been committed, and not before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from db import journal, search
from db.changes import Changes
from db.connection import RecordsDatabase, fetch_sql
from db.feeds import Change, JournalWriter
from db.journal import Dot
from db.rows import changed, columns, from_row, table_name, table_number, to_row
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, RECORDS, Person, Record

R = TypeVar("R", bound=Record)

_INSERTS = {
    kind: f"INSERT INTO {table_name(kind)} VALUES (?{', ?' * len(columns(kind))})"  # noqa: S608 - names of ours; values are bound
    for kind in RECORDS
}


class Operation:
    """Collects what one thing a person did changes; made by ``Store.operation`` alone.

    ``label`` is how the undo menu calls it; it may be set until the operation ends.
    """

    def __init__(
        self,
        database: RecordsDatabase,
        writer: JournalWriter,
        new_id: Callable[[], UUID],
        label: str,
    ) -> None:
        self.label = label
        self._database, self._writer, self._new_id = database, writer, new_id
        self._connection = database.connection()
        self.journal: list[Change] = []
        self._kinds: set[type[Record]] = set()
        self._ids: set[UUID] = set()

    @property
    def changes(self) -> Changes:
        """Return what was changed so far."""
        return Changes(frozenset(self._kinds), frozenset(self._ids))

    def save(self, record: R) -> R:
        """Keep a record: a new one gets its id, a known one the fields that differ.

        A record that is as it was is not written. ``Refused`` if a known one is gone.
        """
        if record.id == NEW:
            return self._create(changed(record, id=self._new_id()))
        before = self._row(type(record), record.id.bytes)
        after = to_row(record)
        edits = [
            (number, value)
            for number, (old, value) in enumerate(zip(before, after, strict=True), start=1)
            if old != value
        ]
        if edits:
            self._edit(record, edits)
        return record

    def remove(self, record: Record) -> None:
        """Take a record off every list; it stays in the journal and can be brought back."""
        self._edit(record, [(journal.REMOVED_COLUMN, 1)])

    def write(self, kind: type[Record], row: bytes, edits: list[tuple[int, Any]]) -> None:
        """Set columns of a row by their numbers: what undo does."""
        before = from_row(kind, self._row(kind, row, removed=True))
        self._edit(before, edits)

    def _create(self, record: R) -> R:
        kind, row = type(record), to_row(record)
        self._connection.execute(_INSERTS[kind], (*row, 0))
        dot = self._add(record, journal.CREATE, list(row))
        self._connection.execute(
            "INSERT INTO row_version VALUES (?, ?, ?, ?, NULL)",
            (table_number(kind), record.id.bytes, *dot),
        )
        if isinstance(record, Person):
            search.keep_searchable(self._database, record)
        return record

    def _edit(self, record: Record, edits: list[tuple[int, Any]]) -> None:
        kind, row = type(record), record.id.bytes
        names = ("removed", *columns(kind))
        settings = ", ".join(f"{names[number]} = ?" for number, _ in edits)
        self._connection.execute(
            f"UPDATE {table_name(kind)} SET {settings} WHERE id = ?",  # noqa: S608 - names of ours; values are bound
            (*(value for _, value in edits), row),
        )
        bases = versions(self._database, kind, row)
        feed = self._writer.feed(record.village_code)
        payload = [
            [number, value, self._base(feed.id, bases.of(number))] for number, value in edits
        ]
        dot = self._add(record, journal.EDIT, payload)
        bases.edited.update({number: dot for number, _ in edits})
        self._connection.execute(
            "UPDATE row_version SET edited = ? WHERE table_number = ? AND row = ?",
            (journal.pack(bases.edited), table_number(kind), row),
        )
        if isinstance(record, Person):
            search.keep_searchable(
                self._database, from_row(Person, self._row(Person, row, removed=True))
            )

    def _base(self, feed: int, dot: Dot) -> int | list[Any]:
        """Return a base as the journal writes it: a seq of the same feed, or another's key."""
        if dot[0] == feed:
            return dot[1]
        key = fetch_sql(self._database, "SELECT key FROM feed WHERE id = ?", (dot[0],))[0][0]
        return [key, dot[1]]

    def _add(self, record: Record, op: int, payload: Any) -> Dot:
        feed = self._writer.feed(record.village_code)
        feed.seq += 1
        number = table_number(type(record))
        self.journal.append(Change(feed, feed.seq, op, number, record.id.bytes, payload))
        self._kinds.add(type(record))
        self._ids.add(record.id)
        return feed.id, feed.seq

    def _row(self, kind: type[Record], row: bytes, *, removed: bool = False) -> tuple[Any, ...]:
        names = ", ".join(columns(kind))
        sql = f"SELECT {names} FROM {table_name(kind)} WHERE id = ?"  # noqa: S608 - names of ours; values are bound
        if not removed:
            sql += " AND removed = 0"
        rows = fetch_sql(self._database, sql, (row,))
        if not rows:
            raise Refused(
                "这条记录已经不在了，没有写入。", advice="请刷新列表，从现在的记录上再办。"
            )
        return rows[0]


@dataclass(slots=True)
class Versions:
    """Which entry each value of a row came from."""

    created: Dot
    edited: dict[int, Dot]

    def of(self, column: int) -> Dot:
        """Return the entry that wrote a column last."""
        return self.edited.get(column, self.created)


def versions(database: RecordsDatabase, kind: type[Record], row: bytes) -> Versions:
    """Return the versions of a row's values."""
    rows = fetch_sql(
        database,
        "SELECT feed, seq, edited FROM row_version WHERE table_number = ? AND row = ?",
        (table_number(kind), row),
    )
    feed, seq, edited = rows[0]
    found = {} if edited is None else journal.unpack(edited)
    return Versions((feed, seq), {int(column): (dot[0], dot[1]) for column, dot in found.items()})
