"""The records of one data folder: reading them, and the operations that change them."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql
from db.desk import Desk, read_desk
from db.failures import told
from db.feeds import JournalWriter
from db.journal import pack
from db.operation import Changes, NewIds, Operation
from db.rows import from_row, to_stored
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Record

R = TypeVar("R", bound=Record)
FEW = 500
"""Ids in one question; SQLite takes at most 32,766 values."""


class Store:
    """Reads and writes the records; usable from any thread, one writer at a time."""

    def __init__(
        self,
        database: RecordsDatabase,
        *,
        random: Callable[[int], bytes],
        now: Callable[[], datetime],
        new_id: NewIds,
    ) -> None:
        self.database = database
        self.random = random
        self._now, self._new_id = now, new_id
        self._lock = threading.RLock()
        self._writer: JournalWriter | None = None
        self._writing_thread: int | None = None
        self._kinds: set[type[Record]] = set()
        self._ids: set[UUID] = set()
        self._listeners: list[Callable[[Changes], object]] = []
        self.desk: Desk = read_desk(database)
        self._journal = self._new_journal()

    # Reading

    def get(self, kind: type[R], id_: UUID) -> R:
        """Return a record; ``Refused`` if it is gone."""
        found = self.many(kind, [id_])
        if not found:
            raise Refused("这条记录已经不在了。", advice="请刷新列表，从现在的记录上再办。")
        return found[0]

    def many(self, kind: type[R], ids: Sequence[UUID]) -> list[R]:
        """Return the records of these ids that are there, in the order of ``ids``."""
        from db.query_texts import text_of_many

        found: dict[UUID, R] = {}
        for first in range(0, len(ids), FEW):
            keys = [id_.bytes for id_ in ids[first : first + FEW]]
            for row in fetch_sql(self.database, text_of_many(kind, len(keys)), keys):
                record = from_row(kind, row)
                found[record.id] = record
        return [found[id_] for id_ in ids if id_ in found]

    def find(self, kind: type[R], **equal: Any) -> list[R]:
        """Return the records whose fields have these values, oldest first."""
        from db.query_texts import text_of_find

        stored = {name: to_stored(value) for name, value in equal.items()}
        asked = tuple((name, value is None) for name, value in stored.items())
        values = [value for value in stored.values() if value is not None]
        text = text_of_find(kind, asked)
        return [from_row(kind, row) for row in fetch_sql(self.database, text, values)]

    # Writing

    def listen(self, callback: Callable[[Changes], object]) -> Callable[[], None]:
        """Call ``callback`` after every commit, on the thread that wrote; return how to stop."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold several operations together: all of them are kept, or none."""
        with self._lock:
            if self._writer is not None:  # the lock lets its own thread in again
                message = "transactions do not nest"
                raise RuntimeError(message)
            with told():
                yield from self._write()
            changes = Changes(frozenset(self._kinds), frozenset(self._ids))
            self._forget()
        if changes.ids:  # one transaction is told once, however many operations it held
            self.tell(changes)

    def _write(self) -> Iterator[None]:
        connection = self.database.connection()
        connection.execute("BEGIN IMMEDIATE")
        self._forget()
        try:
            self._writer = self._journal
            self._writing_thread = threading.get_ident()
            yield
            self._writer.finish()
            connection.execute("COMMIT")
        except BaseException:
            self._forget()
            self._journal.forget()
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        finally:
            self._writer = self._writing_thread = None

    def tell(self, changes: Changes) -> None:
        """Tell every listener what changed; nothing named means that anything may have."""
        for listener in list(self._listeners):
            listener(changes)

    def _forget(self) -> None:
        self._kinds.clear()
        self._ids.clear()

    @contextmanager
    def operation(
        self, act: str, label: str, *, batch: int | None = None, undoes: int | None = None
    ) -> Iterator[Operation]:
        """Do one thing: ``act`` is the name of the use case, ``label`` what people read.

        Outside a ``transaction`` it commits by itself. An operation that changes nothing
        leaves no trace. ``undoes`` names the operation that this one takes back.
        """
        if self._writing_thread != threading.get_ident():
            with self.transaction(), self._operation(act, label, batch, undoes) as operation:
                yield operation
        else:
            with self._operation(act, label, batch, undoes) as operation:
                yield operation

    @contextmanager
    def _operation(
        self, act: str, label: str, batch: int | None, undoes: int | None
    ) -> Iterator[Operation]:
        writer = self._writer
        assert writer is not None  # noqa: S101 - only called inside a transaction
        operation = Operation(self.database, writer, self._new_id, label)
        yield operation
        if not operation.journal:
            return
        spans = writer.append(act, operation.journal)
        connection = self.database.connection()
        number = connection.execute(
            "INSERT INTO operation (act, label, at, batch, spans, undoes)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                act,
                operation.label,
                self._now().isoformat(timespec="milliseconds"),
                batch,
                pack(spans),
                undoes,
            ),
        ).lastrowid
        if undoes is not None:
            connection.execute(
                "UPDATE operation SET undone_by = ? WHERE number = ?", (number, undoes)
            )
        changes = operation.changes
        self._kinds |= changes.kinds
        self._ids |= changes.ids

    def next_batch(self) -> int:
        """Return a number for operations that are undone together."""
        rows = fetch_sql(self.database, "SELECT coalesce(max(batch), 0) + 1 FROM operation")
        return int(rows[0][0])

    def reread_desk(self) -> None:
        """Take the desk as it is now, after its epoch or officer changed."""
        self.desk = read_desk(self.database)
        self._journal = self._new_journal()

    def _new_journal(self) -> JournalWriter:
        return JournalWriter(self.database, self.desk, self.random, self._now)

    def close(self) -> None:
        """Close the connections of every thread; none of them may be at work."""
        self.database.close_everywhere()
