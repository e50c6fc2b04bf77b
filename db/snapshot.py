"""The records as they are, for a desk that begins with many villages: no replay of the journal.

A snapshot goes with the runs of the same feeds. The runs are verified as always; the rows are
what a desk of the office made of them, and ``db.replay`` proves them when there is time.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import zstandard

from db import journal, search
from db.merging_batch import PERSON, SEARCHED, read_edited
from db.shape import Table, present_shape
from db.sql import SqliteSql
from desktop_app.domain.errors import Refused

ROWS = 2_000
"""Rows in one piece: some hundred kilobytes."""
LARGEST_PIECE = 16 << 20

VILLAGE = 1
"""Where the village stands among the values of every row."""

_FEEDS, _VERSIONS = "feed", "row_version"
_ALL_VERSIONS = "SELECT table_number, row, feed, seq, edited FROM row_version"
_OPEN = {"conflict": 4, "park": 6, "quarantine": 6, "ahead": 2}
"""Tables of what is open, and how many columns each has."""


def state_pieces(sql: SqliteSql, villages: Sequence[str]) -> Iterator[bytes]:
    """Yield the rows of these villages and all that is known of their versions."""
    marks = ", ".join("?" * len(villages))
    feeds = sql.fetch(
        "SELECT id, key, applied_seq FROM feed WHERE head_seq > 0"  # noqa: S608 - only marks
        f" AND village_code IN ({marks})",
        villages,
    )
    yield _pack(_FEEDS, [list(row) for row in feeds])
    for table in present_shape().values():
        names = ", ".join((*table.columns, "removed"))
        rows = f"FROM {table.name} WHERE village_code IN ({marks})"
        yield from _pieces(sql, table.name, f"SELECT {names} {rows}", villages)
        yield from _pieces(
            sql,
            _VERSIONS,
            f"{_ALL_VERSIONS} WHERE table_number = ? AND row IN (SELECT id {rows})",
            [table.number, *villages],
        )
    here = f"village_code IN ({marks})"
    yield from _pieces(sql, "conflict", f"SELECT * FROM conflict WHERE {here}", villages)  # noqa: S608 - only marks
    for name in ("park", "quarantine"):
        text = f"SELECT * FROM {name} WHERE feed IN (SELECT id FROM feed WHERE {here})"  # noqa: S608 - names of ours; values are bound
        yield from _pieces(sql, name, text, villages)
    yield from _pieces(sql, "ahead", "SELECT * FROM ahead", ())


def take_state(sql: SqliteSql, pieces: Iterable[bytes], villages: Collection[str]) -> int:
    """Write the rows of a snapshot into records that have none of these villages; return them.

    The runs it goes with have been taken before, in the same transaction. What its giver did not
    know of the records is left to resolve (``Merging.look_ahead``). ``Refused`` where it has rows
    of another village, feeds that are not here, or what only a newer program can read.
    """
    tables = {table.name: table for table in present_shape().values()}
    numbers: dict[int, int] = {}
    written = 0
    for piece in pieces:
        name, rows = _unpack(piece)
        if name == _FEEDS:
            numbers = _match_feeds(sql, rows)
        elif name in tables:
            if any(row[VILLAGE] not in villages for row in rows):
                raise _strange()
            written += len(rows)
            _write_rows(sql, tables[name], [_whole(tables[name], row) for row in rows])
        elif name == _VERSIONS:
            sql.run_many(
                "INSERT INTO row_version (table_number, row, feed, seq, edited)"
                " VALUES (?, ?, ?, ?, ?)",
                [_version(row, numbers) for row in rows],
            )
        else:
            _write_open(sql, name, rows, numbers)
    return written


def _pieces(sql: SqliteSql, name: str, text: str, values: Sequence[Any]) -> Iterator[bytes]:
    cursor = sql.database.connection().execute(text, values)
    while rows := cursor.fetchmany(ROWS):
        yield _pack(name, [list(row) for row in rows])


def _pack(name: str, rows: list[list[Any]]) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(journal.pack([name, rows]))


def _unpack(piece: bytes) -> tuple[str, list[list[Any]]]:
    if not 0 < zstandard.get_frame_parameters(piece).content_size <= LARGEST_PIECE:
        raise _strange()
    name, rows = journal.unpack(zstandard.ZstdDecompressor().decompress(piece))
    return name, rows


def _match_feeds(sql: SqliteSql, rows: list[list[Any]]) -> dict[int, int]:
    """Return the numbers of the feeds here by those of the sender."""
    numbers: dict[int, int] = {0: 0}
    for theirs, key, applied in rows:
        found = sql.fetch("SELECT id, head_seq FROM feed WHERE key = ?", (key,))
        if not found or found[0][1] < applied:
            raise _strange()
        numbers[theirs] = found[0][0]
        sql.run("UPDATE feed SET applied_seq = ? WHERE id = ?", (applied, found[0][0]))
    return numbers


def _whole(table: Table, row: list[Any]) -> list[Any]:
    """Return a row of every column, where an older program knew fewer."""
    *values, removed = row
    if len(values) > len(table.columns):
        raise _newer()
    return [*table.whole(values), removed]


def _write_rows(sql: SqliteSql, table: Table, rows: list[list[Any]]) -> None:
    sql.run_many(table.insert, rows)
    if table.number == PERSON:
        sql.run_many(
            "INSERT OR REPLACE INTO person_search VALUES (?, ?, ?, ?)",
            [search.search_row(row[0], *(row[column - 1] for column in SEARCHED)) for row in rows],
        )


def _version(row: list[Any], numbers: dict[int, int]) -> tuple[Any, ...]:
    table, key, feed, seq, edited = row
    moved: dict[int, Any] = {}
    for column, found in read_edited(edited).items():
        if isinstance(found, list):
            moved[column] = [(numbers.get(at, 0), place) for at, place in found]
        else:
            moved[column] = (numbers.get(found[0], 0), found[1])
    return table, key, numbers.get(feed, 0), seq, journal.pack(moved) if moved else None


def _write_open(sql: SqliteSql, name: str, rows: list[list[Any]], numbers: dict[int, int]) -> None:
    if name not in _OPEN:
        raise _newer()
    if name in ("park", "quarantine"):
        rows = [[numbers[row[0]], *row[1:]] for row in rows if row[0] in numbers]
    marks = ", ".join("?" * _OPEN[name])
    sql.run_many(f"INSERT OR IGNORE INTO {name} VALUES ({marks})", rows)  # noqa: S608 - a name of ours; values are bound


def _newer() -> Refused:
    return Refused(
        "这个快照是更新版本的程序导出的，这台电脑上的程序读不全，没有读入任何内容。",
        advice="请先更新这台电脑上的程序，再读入；也可以用网络从旗县收取。",
    )


def _strange() -> Refused:
    return Refused(
        "这个快照和里面的日志对不上，没有读入任何内容。",
        advice="请旗县的办公电脑重新导出一次快照，再读入。",
    )
