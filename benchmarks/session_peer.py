"""A peer beside ours: SQLite's session extension carries the same rows and the same edits.

It writes plain files and knows no author, no right, no conflict and no receipt; the tables, their
indexes and ``synchronous = FULL`` are ours, and its bytes are pressed with zstd-9.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import apsw
import zstandard

from benchmarks.exchange_floor import TABLES, Rows, open_plainly
from benchmarks.measure import Amount, seconds
from db.connection import fetch_sql
from db.folder import RECORDS
from db.name_order import COLLATION, compare_names

PRESSED = 9


def beside_a_session(folder: Path, desk: Path, rows: Rows, edits: int) -> Iterator[Amount]:
    """Measure a first exchange of the rows of a desk, and edits of telephones, by changesets."""
    folder.mkdir()
    shape = _shape(desk)
    giver, taker = _empty(folder / "giver.db", shape), _empty(folder / "taker.db", shape)
    for what, write in (
        (f"首次同步 {len(rows['person'])} 人的全部记录", lambda: _insert(giver, rows)),
        (f"{edits} 处单项修改", lambda: _edit(giver, rows, edits)),
    ):
        changes = _recorded(giver, write)
        carried = zstandard.ZstdCompressor(PRESSED).compress(changes)
        taken = seconds(partial(_apply, taker, carried))
        yield Amount(f"SQLite 会话扩展，{what}，读入", taken * 1000, 0, "ms")
        yield Amount("  字节", len(carried) / 1000, 0, "KB")
    for each in (giver, taker):
        each.close()


def _shape(desk: Path) -> list[str]:
    """Return the statements that make the tables of a desk and their indexes."""
    database = open_plainly(desk / RECORDS)
    found = fetch_sql(
        database,
        "SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index')"
        " AND sql IS NOT NULL ORDER BY rowid",
    )
    database.close_everywhere()
    return [text for name, text in found if name in TABLES]


def _empty(path: Path, shape: list[str]) -> apsw.Connection:
    made = apsw.Connection(str(path))
    made.create_collation(COLLATION, compare_names)
    made.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    for text in shape:
        made.execute(text)
    return made


def _recorded(giver: apsw.Connection, write: Callable[[], object]) -> bytes:
    """Return the changeset of what is written meanwhile."""
    session = apsw.Session(giver, "main")
    session.attach()
    with giver:
        write()
    changes = session.changeset()
    session.close()
    return changes


def _insert(giver: apsw.Connection, rows: Rows) -> None:
    for name, found in rows.items():
        marks = ", ".join("?" * len(found[0]))
        giver.executemany(f"INSERT INTO {name} VALUES ({marks})", found)  # noqa: S608 - names of ours; values are bound


def _edit(giver: apsw.Connection, rows: Rows, edits: int) -> None:
    people = [
        (number.to_bytes(4).hex(), row[0]) for number, row in enumerate(rows["person"][:edits])
    ]
    giver.executemany("UPDATE person SET phone = ? WHERE id = ?", people)
    giver.executemany("UPDATE person_search SET digits = ? WHERE person = ?", people)


def _apply(taker: apsw.Connection, carried: bytes) -> None:
    apsw.Changeset.apply(zstandard.ZstdDecompressor().decompress(carried), taker)
