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
from db.feeds import Change, JournalReader, JournalWriter
from db.ids import sealed
from db.journal import Dot
from db.merging_batch import ASIDE, NOWHERE, read_edited
from db.resolution import SECOND
from db.rows import changed, columns, from_row, table_name, table_number, to_row
from desktop_app.domain.errors import Refused
from desktop_app.domain.frozen import FROZEN_FIELDS, NEVER_REMOVED
from desktop_app.domain.records import NEW, RECORDS, Person, Record

R = TypeVar("R", bound=Record)
VILLAGE_PLACE = 1
"""Where the village stands among the values of every row."""

_INSERTS = {
    kind: f"INSERT INTO {table_name(kind)} ({', '.join(columns(kind))}, removed)"  # noqa: S608 - names of ours; values are bound
    f" VALUES (?{', ?' * len(columns(kind))})"
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
        self._reader = JournalReader(database)
        self.journal: list[Change] = []
        self._kinds: set[type[Record]] = set()
        self._ids: set[UUID] = set()

    @property
    def changes(self) -> Changes:
        """Return what was changed so far."""
        return Changes(frozenset(self._kinds), frozenset(self._ids))

    def save(self, record: R) -> R:
        """Keep a record: a new one gets its id, a known one the fields that differ.

        A record that is as it was is not written; one with another village moves there.
        ``Refused`` if a known one is gone.
        """
        if record.id == NEW:
            return self._create(record)
        before = self._row(type(record), record.id.bytes)
        if before[VILLAGE_PLACE] != record.village_code:
            return self._move(from_row(type(record), before), record)
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

    def _move(self, record: R, moved: R) -> R:
        """Take a record out of its village and into another one, as it is there.

        ``Refused`` while desks do not agree on one of its values: a move carries one of each.
        """
        kind, row = type(record), record.id.bytes
        if kind in FROZEN_FIELDS:
            raise _frozen()
        found = versions(self._database, kind, row)
        if any(len(found.heads(column)) > 1 for column in found.edited if column >= 0):
            raise Refused(
                "这条记录有两边不一致的内容，还没有确认，所以没有迁出。",
                advice="请先在「同步」里确认，再办迁移。",
            )
        number = self._moves(found.created) + 1
        feed = self._writer.feed(record.village_code)
        seen = [
            [column, self._base(feed.id, found.of(column))]
            for column in (journal.REMOVED_COLUMN, *found.columns())
        ]
        aside = [*found.edited.get(ASIDE, []), *self._passed_over(record, number)]
        leave = self._add(record, journal.LEAVE, [number, moved.village_code, seen])
        self._update(kind, row, list(enumerate(to_row(moved), start=1)))
        enter = self._add(moved, journal.ENTER, [number, record.village_code, list(to_row(moved))])
        self._connection.execute(
            "UPDATE row_version SET feed = ?, seq = ?, edited = ?"
            " WHERE table_number = ? AND row = ?",
            (
                *enter,
                journal.pack({ASIDE: [*aside, leave]}),
                table_number(kind),
                row,
            ),
        )
        self._keep_searchable(moved)
        return moved

    def _passed_over(self, record: Record, move: int) -> list[Dot]:
        """Take other creations of a record, in its village, off the list: it leaves with one."""
        if move != 1:  # it came by an arrival, so they are off the list already
            return []
        found = fetch_sql(
            self._database,
            "SELECT feed, seq FROM park JOIN feed ON feed.id = park.feed"
            " WHERE table_number = ? AND row = ? AND reason = ? AND village_code = ?",
            (table_number(type(record)), record.id.bytes, SECOND, record.village_code),
        )
        self._connection.executemany("DELETE FROM park WHERE feed = ? AND seq = ?", found)
        return found

    def _moves(self, root: Dot) -> int:
        """Return how often a row has moved."""
        entry = self._reader.entry(root)
        return int(entry.payload[0]) if entry.header.op == journal.ENTER else 0

    def _create(self, record: R) -> R:
        kind, new, salt = type(record), self._new_id(), b""
        if kind in FROZEN_FIELDS:
            salt = self._writer.salt()
            new = UUID(bytes=sealed(new.bytes, salt, to_row(record)[1:]))
        record = changed(record, id=new)
        row = to_row(record)
        self._connection.execute(_INSERTS[kind], (*row, 0))
        dot = self._add(record, journal.CREATE, list(row), salt=salt)
        self._connection.execute(
            "INSERT INTO row_version VALUES (?, ?, ?, ?, NULL)",
            (table_number(kind), record.id.bytes, *dot),
        )
        if isinstance(record, Person):
            search.keep_searchable(self._database, record)
        return record

    def _edit(self, record: Record, edits: list[tuple[int, Any]]) -> None:
        kind, row = type(record), record.id.bytes
        _refuse_frozen(kind, edits)
        self._update(kind, row, edits)
        found = versions(self._database, kind, row)
        feed = self._writer.feed(record.village_code)
        touched = {column for column, _ in edits}
        if (journal.REMOVED_COLUMN, 1) in edits:
            removal, *edits = sorted(edits, key=lambda edit: edit[0])
            seen = [
                [column, self._base(feed.id, dot)]
                for column in found.columns()
                for dot in found.heads(column)
            ]
            payload: list[Any] = [self._base(feed.id, found.of(removal[0])), seen]
            self._keep_version(record, found, [removal[0]], journal.REMOVE, payload)
        if edits:
            payload = [
                [number, value, self._base(feed.id, found.of(number))] for number, value in edits
            ]
            self._keep_version(record, found, [n for n, _ in edits], journal.EDIT, payload)
        if journal.REMOVED_COLUMN in found.edited:
            self._tell_removal(record, found, anew=journal.REMOVED_COLUMN in touched)
        self._keep_searchable(record)

    def settle(self, record: Record, values: dict[int, Any]) -> None:
        """Settle columns on which two desks do not agree: the value replaces every head.

        A removal under which others changed something has one head: it is taken back by an
        edit, or confirmed by a removal that knows of the changes.
        """
        kind, row = type(record), record.id.bytes
        found = versions(self._database, kind, row)
        removed = journal.REMOVED_COLUMN
        if removed in values and len(found.heads(removed)) == 1:
            self._edit(record, [(removed, values[removed])])
            values = {column: value for column, value in values.items() if column != removed}
            found = versions(self._database, kind, row)
        if not values:
            return
        feed = self._writer.feed(record.village_code)
        payload = [
            [column, value, [self._base(feed.id, dot) for dot in found.heads(column)]]
            for column, value in values.items()
        ]
        self._update(kind, row, list(values.items()))
        self._keep_version(record, found, list(values), journal.SETTLE, payload)
        if removed in found.edited and removed not in values:
            self._tell_removal(record, found, anew=False)
        self._keep_searchable(record)

    def _update(self, kind: type[Record], row: bytes, edits: list[tuple[int, Any]]) -> None:
        """Set columns of a row by their numbers."""
        names = ("removed", *columns(kind))
        settings = ", ".join(f"{names[number]} = ?" for number, _ in edits)
        self._connection.execute(
            f"UPDATE {table_name(kind)} SET {settings} WHERE id = ?",  # noqa: S608 - names of ours; values are bound
            (*(value for _, value in edits), row),
        )

    def _keep_version(
        self,
        record: Record,
        found: "Versions",
        written: list[int],
        op: int,
        payload: Any,
    ) -> None:
        """Add an entry and note it as a head of the columns it writes."""
        number, row = table_number(type(record)), record.id.bytes
        above = self._clock_above([dot for column in written for dot in found.heads(column)])
        dot = self._add(record, op, payload, above)
        for column in written:
            if op == journal.SETTLE:
                found.edited[column] = dot
            else:
                found.replace_shown(column, dot)
        if op == journal.SETTLE:
            self._close_conflicts(record, written)
        self._connection.execute(
            "UPDATE row_version SET edited = ? WHERE table_number = ? AND row = ?",
            (journal.pack(found.edited), number, row),
        )

    def _tell_removal(self, record: Record, found: "Versions", *, anew: bool) -> None:
        """Note, or no longer, that something was changed which a removal does not know of."""
        heads = found.heads(journal.REMOVED_COLUMN)
        if len(heads) > 1:
            return
        if anew:
            self._close_conflicts(record, [journal.REMOVED_COLUMN])
        elif self._reader.entry(heads[0]).header.op == journal.REMOVE:
            self._connection.execute(
                "INSERT OR IGNORE INTO conflict (table_number, row, col, village_code)"
                " VALUES (?, ?, ?, ?)",
                (
                    table_number(type(record)),
                    record.id.bytes,
                    journal.REMOVED_COLUMN,
                    record.village_code,
                ),
            )

    def _close_conflicts(self, record: Record, columns_settled: list[int]) -> None:
        number, row = table_number(type(record)), record.id.bytes
        self._connection.executemany(
            "DELETE FROM conflict WHERE table_number = ? AND row = ? AND col = ?",
            [(number, row, column) for column in columns_settled],
        )

    def _clock_above(self, dots: list[Dot]) -> int:
        """Return the latest clock of those of ``dots`` that may be stamped above this desk's."""
        clock = self._writer.clock
        earlier = {feed.id for feed in self._writer.feeds if feed.hlc <= clock}
        others = [dot for dot in dots if dot[0] not in earlier and dot != (0, 0)]
        return max((self._reader.entry(dot).header.hlc for dot in others), default=0)

    def _keep_searchable(self, record: Record) -> None:
        if isinstance(record, Person):
            row = record.id.bytes
            search.keep_searchable(
                self._database, from_row(Person, self._row(Person, row, removed=True))
            )

    def _base(self, feed: int, dot: Dot) -> int | list[Any]:
        """Return a base as the journal writes it: a seq of the same feed, or another's key."""
        if dot[0] == feed:
            return dot[1]
        key = fetch_sql(self._database, "SELECT key FROM feed WHERE id = ?", (dot[0],))[0][0]
        return [key, dot[1]]

    def _add(self, record: Record, op: int, payload: Any, above: int = 0, salt: bytes = b"") -> Dot:
        feed = self._writer.feed(record.village_code)
        feed.seq += 1
        number = table_number(type(record))
        row = record.id.bytes
        self.journal.append(Change(feed, feed.seq, op, number, row, payload, above, salt))
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
            raise _gone()
        return rows[0]


def _refuse_frozen(kind: type[Record], edits: list[tuple[int, Any]]) -> None:
    """Refuse to touch what never changes, as every other desk would."""
    still = FROZEN_FIELDS.get(kind)
    if still is None:
        return
    names = columns(kind)
    removed = kind in NEVER_REMOVED and any(n == journal.REMOVED_COLUMN for n, _ in edits)
    if removed or any(names[number - 1] in still for number, _ in edits if number > 0):
        raise _frozen()


def _frozen() -> Refused:
    return Refused(
        "这条记录已经定下来，不能再改，没有写入。",
        advice="关账以后发现错了的，改正考勤或者协议，差额列在下一个月的更正里。",
    )


def _gone() -> Refused:
    return Refused("这条记录已经不在了，没有写入。", advice="请刷新列表，从现在的记录上再办。")


@dataclass(slots=True)
class Versions:
    """Which entry each value of a row came from: a dot a column, or several where desks differ."""

    created: Dot
    edited: dict[int, Any]

    def of(self, column: int) -> Dot:
        """Return the entry whose value of a column is shown."""
        return self.heads(column)[0]

    def heads(self, column: int) -> list[Dot]:
        """Return every entry whose value of a column was not replaced, the shown one first."""
        found = self.edited.get(column, self.created)
        return found if isinstance(found, list) else [found]

    def columns(self) -> list[int]:
        """Return the columns that were changed since the row came to be."""
        return sorted(column for column in self.edited if column > journal.REMOVED_COLUMN)

    def replace_shown(self, column: int, dot: Dot) -> None:
        """Put an entry in the place of the shown one."""
        others = self.heads(column)[1:]
        self.edited[column] = [dot, *others] if others else dot


def versions(database: RecordsDatabase, kind: type[Record], row: bytes) -> Versions:
    """Return the versions of a row's values."""
    rows = fetch_sql(
        database,
        "SELECT feed, seq, edited FROM row_version WHERE table_number = ? AND row = ?",
        (table_number(kind), row),
    )
    if not rows or rows[0][:2] == NOWHERE:  # erased, or nothing about it is in force here
        raise _gone()
    feed, seq, edited = rows[0]
    return Versions((feed, seq), read_edited(edited))
