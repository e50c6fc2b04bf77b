"""What was done on this desk, as steps: an import of many people is one step."""

from dataclasses import dataclass
from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql
from desktop_app.domain.records import RECORDS, Record


@dataclass(frozen=True, slots=True)
class Step:
    """One operation, or all operations of one batch.

    ``number`` is that of its newest operation and ``depth`` 0 for a thing done, 1 for its
    undo, 2 for its redo, and so on.
    """

    number: int
    act: str
    label: str
    at: str
    batch: int | None
    count: int
    depth: int
    undone: bool


_STEPS = """
SELECT s.*, CASE WHEN s.batch IS NULL THEN 1 ELSE (
  SELECT count(*) FROM operation WHERE batch = s.batch
) END, (
  WITH RECURSIVE chain(link) AS (
    SELECT s.undoes UNION ALL
    SELECT operation.undoes FROM operation JOIN chain ON operation.number = chain.link
  ) SELECT count(link) FROM chain
)
FROM (
  SELECT max(number) AS number, act, label, at, batch, undoes, undone_by
  FROM operation WHERE number > ?
  GROUP BY coalesce(batch, -number) ORDER BY max(number) DESC LIMIT ?
) s ORDER BY s.number DESC
"""


def steps(database: RecordsDatabase, after: int, limit: int) -> list[Step]:
    """Return the last steps after operation number ``after``, newest first."""
    return [
        Step(number, act, label, at, batch, count, depth, by is not None)
        for number, act, label, at, batch, _undoes, by, count, depth in fetch_sql(
            database, _STEPS, (after, limit)
        )
    ]


def numbers_of_batch(database: RecordsDatabase, batch: int) -> list[int]:
    """Return the operations of a batch that are not undone, newest first."""
    sql = "SELECT number FROM operation WHERE batch = ? AND undone_by IS NULL ORDER BY number DESC"
    return [row[0] for row in fetch_sql(database, sql, (batch,))]


def last_number(database: RecordsDatabase) -> int:
    """Return the number of the newest operation; 0 before the first."""
    rows = fetch_sql(database, "SELECT coalesce(max(number), 0) FROM operation")
    return int(rows[0][0])


def join_into_batch(database: RecordsDatabase, after: int, batch: int) -> None:
    """Make all operations after a number one batch; call it in the transaction that made them."""
    database.connection().execute("UPDATE operation SET batch = ? WHERE number > ?", (batch, after))


def creator_of(database: RecordsDatabase, kind: type[Record], row: UUID) -> bytes | None:
    """Return the user who created a record; ``None`` if it is not in force here."""
    from db.feeds import JournalReader  # what reads entries is not needed to open the desk

    found = fetch_sql(
        database,
        "SELECT feed, seq FROM row_version WHERE table_number = ? AND row = ? AND feed > 0",
        (RECORDS.index(kind) + 1, row.bytes),
    )
    return JournalReader(database).entry(found[0]).header.user if found else None
