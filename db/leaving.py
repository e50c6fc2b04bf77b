"""Takes a village off a desk whose officer no longer works there.

Only what a hub has signed for is taken away; the desk begins a new epoch, because the feeds it
had there are gone with the rest.
"""

import json
from collections.abc import Callable

from db.desk import begin_epoch
from db.exchange_store import own_feeds
from db.journal import Dot, RowKey
from db.merging import Merging, rows_after
from db.merging_rows import starting_points, write_stub
from db.shape import present_shape
from db.sql import SqliteSql

_ABOUT_FEEDS = ("segment", "tail", "receipt", "park", "quarantine")


def unsent_there(sql: SqliteSql, device: bytes, village: str) -> int:
    """Return how many entries of this desk about a village no hub has signed for."""
    return sum(own.unsent for own in own_feeds(sql, device) if own.head.village == village)


def keep_villages(sql: SqliteSql, villages: list[str]) -> None:
    """Write down which villages this desk works in from now on."""
    sql.run("UPDATE desk SET village_codes = ?", (json.dumps(villages),))


def drop_village(
    sql: SqliteSql, merging: Merging, village: str, random: Callable[[int], bytes]
) -> None:
    """Remove the records and the journal of a village; inside a transaction.

    The caller has made sure that nothing there waits for a receipt. A record that one of
    another village points at leaves a row without values. What villages that stay say of a
    record, which it moved to or from, is resolved again.
    """
    left = _entries_elsewhere(sql, village)
    for table in reversed(list(present_shape().values())):
        rows = sql.fetch(f"SELECT id FROM {table.name} WHERE village_code = ?", (village,))  # noqa: S608 - names of ours; values are bound
        for (row,) in rows:
            for name in ("row_version", "conflict", "ahead"):
                sql.run(
                    f"DELETE FROM {name} WHERE table_number = ? AND row = ?",  # noqa: S608 - names of ours; values are bound
                    (table.number, row),
                )
            if _is_pointed_at(sql, table.name, row):
                write_stub(sql, table, row, village)
            else:
                sql.run(f"DELETE FROM {table.name} WHERE id = ?", (row,))  # noqa: S608 - names of ours; values are bound
                sql.run("DELETE FROM person_search WHERE person = ?", (row,))
    for (feed,) in sql.fetch("SELECT id FROM feed WHERE village_code = ?", (village,)):
        for name in _ABOUT_FEEDS:
            sql.run(f"DELETE FROM {name} WHERE feed = ?", (feed,))  # noqa: S608 - names of ours; values are bound
        sql.run("DELETE FROM feed WHERE id = ?", (feed,))
    sql.run("DELETE FROM cursor WHERE village_code = ?", (village,))
    sql.run("DELETE FROM operation")  # its spans name entries that are gone
    begin_epoch(sql.database, random)
    merging.forget()
    for row, dots in left.items():
        merging.resolve_rows([row], dots)


def _entries_elsewhere(sql: SqliteSql, village: str) -> dict[RowKey, list[Dot]]:
    """Return the rows a village has entries about that others have too, and those others."""
    feeds = sql.fetch("SELECT id, head_seq FROM feed WHERE village_code = ?", (village,))
    own = {feed for feed, _ in feeds}
    found: dict[RowKey, list[Dot]] = {}
    for feed, head in feeds:
        for row, _dot in rows_after(sql, feed, 0, head):
            if row not in found:
                found[row] = [dot for dot in starting_points(sql, row) if dot[0] not in own]
    return {row: dots for row, dots in found.items() if dots}


def _is_pointed_at(sql: SqliteSql, name: str, row: bytes) -> bool:
    for table in present_shape().values():
        for column, other in table.references:
            text = f"SELECT 1 FROM {table.name} WHERE {table.columns[column - 1]} = ? LIMIT 1"  # noqa: S608 - names of ours; values are bound
            if other == name and sql.fetch(text, (row,)):
                return True
    return False
