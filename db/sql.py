"""The few things that the exchange asks of a database, so that SQLite and PostgreSQL both do.

Texts use ``?`` for values and only SQL that both understand.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from db.connection import RecordsDatabase
from db.failures import told

Values = Sequence[Any]


class Sql(Protocol):
    """A database that runs portable SQL, one connection a thread."""

    lock: str
    """What ends a SELECT that must hold its rows: `` FOR UPDATE`` where that exists."""

    def fetch(self, text: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a question."""

    def run(self, text: str, values: Values = ()) -> int:
        """Run a statement; return how many rows it touched."""

    def run_many(self, text: str, rows: Iterable[Values]) -> None:
        """Run a statement for each of ``rows``."""

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all that is written inside, durably, or nothing; not nested."""

    def scrub(self) -> None:
        """Leave nothing in the files of what was overwritten; outside a transaction."""


class SqliteSql:
    """The records file, or a hub's file, as ``Sql``."""

    lock = ""

    def __init__(self, database: RecordsDatabase) -> None:
        self.database = database

    def fetch(self, text: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a question."""
        with told():
            rows: list[tuple[Any, ...]] = (
                self.database.connection().execute(text, values).fetchall()
            )
        return rows

    def run(self, text: str, values: Values = ()) -> int:
        """Run a statement; return how many rows it touched."""
        with told():
            return int(self.database.connection().execute(text, values).rowcount)

    def run_many(self, text: str, rows: Iterable[Values]) -> None:
        """Run a statement for each of ``rows``."""
        with told():
            self.database.connection().executemany(text, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, durably, or nothing."""
        connection = self.database.connection()
        with told():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def scrub(self) -> None:
        """Leave nothing in the files of what was overwritten; outside a transaction.

        The records file overwrites what is deleted (``secure_delete``); this empties its log.
        """
        self.fetch("PRAGMA wal_checkpoint(TRUNCATE)")
