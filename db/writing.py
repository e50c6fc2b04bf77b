"""The operations that change the records of a data folder, one writer at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from db.changes import Changes
from db.failures import told
from db.feeds import JournalWriter
from db.journal import pack
from db.operation import Operation
from db.store import Store
from desktop_app.domain.records import Record


class Writing:
    """Writes the records of a store; usable from any thread."""

    def __init__(self, store: Store) -> None:
        self._store, self._database = store, store.database
        self._lock = threading.RLock()
        self._writer: JournalWriter | None = None
        self._thread: int | None = None
        self._batch: int | None = None
        self._kinds: set[type[Record]] = set()
        self._ids: set[UUID] = set()
        self._journal = JournalWriter(store.database, store.desk, store.random, store.now)

    @contextmanager
    def transaction(self, batch: int | None = None) -> Iterator[None]:
        """Hold several operations together, as ``Store.transaction`` says."""
        with self._lock:
            if self._writer is not None:  # the lock lets its own thread in again
                message = "transactions do not nest"
                raise RuntimeError(message)
            self._batch = batch
            try:
                with told():
                    yield from self._write()
            finally:
                self._batch = None
            changes = Changes(frozenset(self._kinds), frozenset(self._ids))
            self._forget()
        if changes.ids:  # one transaction is told once, however many operations it held
            self._store.tell(changes)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Take back what is written inside alone, as ``Store.attempt`` says."""
        writer = self._writer
        if writer is None or self._thread != threading.get_ident():
            message = "an attempt is made inside a transaction"
            raise RuntimeError(message)
        connection = self._database.connection()
        heads, kinds, ids = writer.heads(), set(self._kinds), set(self._ids)
        connection.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK TO attempt")
                connection.execute("RELEASE attempt")
            writer.back_to(heads)
            self._kinds, self._ids = kinds, ids
            raise
        connection.execute("RELEASE attempt")

    @contextmanager
    def taking_in(self) -> Iterator[tuple[set[type[Record]], set[UUID]]]:
        """Hold the write lock and one transaction in which entries of others change the records.

        What the caller adds to the yielded changes is told when it is kept.
        """
        kinds: set[type[Record]] = set()
        ids: set[UUID] = set()
        with self._lock, told():
            connection = self._database.connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield kinds, ids
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                self._store.reread_desk()
                self._journal.forget(self._store.desk)
        if ids:
            self._store.tell(Changes(frozenset(kinds), frozenset(ids)))

    def _write(self) -> Iterator[None]:
        connection = self._database.connection()
        connection.execute("BEGIN IMMEDIATE")
        self._forget()
        try:
            self._writer = self._journal
            self._thread = threading.get_ident()
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
            self._writer = self._thread = None

    def _forget(self) -> None:
        self._kinds.clear()
        self._ids.clear()

    @contextmanager
    def operation(
        self, act: str, label: str, batch: int | None, undoes: int | None
    ) -> Iterator[Operation]:
        """Do one thing, as ``Store.operation`` says."""
        if self._thread != threading.get_ident():
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
        operation = Operation(self._database, writer, self._store.new_id, label)
        yield operation
        if not operation.journal:
            return
        spans = writer.append(act, operation.journal)
        connection = self._database.connection()
        number = connection.execute(
            "INSERT INTO operation (act, label, at, batch, spans, undoes)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                act,
                operation.label,
                self._store.now().isoformat(timespec="milliseconds"),
                batch if batch is not None else self._batch,
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
