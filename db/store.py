"""The records of one data folder: reading them, and the operations that change them."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from db.changes import Changes
from db.connection import RecordsDatabase, fetch_sql
from db.desk import Desk, read_desk
from db.rows import from_row, to_stored
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Record

if TYPE_CHECKING:
    from db.operation import Operation
    from db.writing import Writing

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
        new_id: Callable[[], UUID],
    ) -> None:
        self.database = database
        self.random = random
        self.now, self.new_id = now, new_id
        self._listeners: list[Callable[[Changes], object]] = []
        self._making = Lock()
        self._made: Writing | None = None
        self.desk: Desk = read_desk(database)

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

    def tell(self, changes: Changes) -> None:
        """Tell every listener what changed; nothing named means that anything may have."""
        for listener in list(self._listeners):
            listener(changes)

    def transaction(self, batch: int | None = None) -> AbstractContextManager[None]:
        """Hold several operations together: all of them are kept, or none.

        Those that name no batch of their own belong to ``batch``.
        """
        return self._writing.transaction(batch)

    def attempt(self) -> AbstractContextManager[None]:
        """Inside a transaction: what is written in the block is taken back when it raises."""
        return self._writing.attempt()

    def operation(
        self, act: str, label: str, *, batch: int | None = None, undoes: int | None = None
    ) -> "AbstractContextManager[Operation]":
        """Do one thing: ``act`` is the name of the use case, ``label`` what people read.

        Outside a ``transaction`` it commits by itself. An operation that changes nothing
        leaves no trace. ``undoes`` names the operation that this one takes back.
        """
        return self._writing.operation(act, label, batch, undoes)

    def taking_in(self) -> AbstractContextManager[tuple[set[type[Record]], set[UUID]]]:
        """Let entries of other desks change the records, as ``Writing.taking_in`` says."""
        return self._writing.taking_in()

    def reread_desk(self) -> None:
        """Read the desk again: its epoch or its villages changed."""
        self.desk = read_desk(self.database)

    @property
    def _writing(self) -> "Writing":
        """Return what writes: one for all threads, or two would number the same entries."""
        from db.writing import Writing  # what writes is loaded when something is written

        with self._making:
            if self._made is None:
                self._made = Writing(self)
            return self._made

    def next_batch(self) -> int:
        """Return a number for operations that are undone together."""
        rows = fetch_sql(self.database, "SELECT coalesce(max(batch), 0) + 1 FROM operation")
        return int(rows[0][0])

    def prepare(self) -> None:
        """Load now what whole records and writing need, rather than when somebody waits."""
        from db import query_texts  # noqa: F401 - loaded here, used by the first question

        _ = self._writing

    def close(self) -> None:
        """Close the connections of every thread; none of them may be at work."""
        self.database.close_everywhere()
