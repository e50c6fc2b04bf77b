"""The bare floor of the exchange: the same rows in the same tables, and nothing else.

One connection with the settings of the records file (SQLCipher, WAL, FULL, foreign keys), one
transaction, ``executemany`` per table. Indexes and the table of search are there, since a desk
needs them; journal and versions are not, since a bare program has none.
"""

import shutil
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from benchmarks.exchange_child import KEY
from benchmarks.measure import seconds
from db.connection import RecordsDatabase, fetch_sql
from db.folder import RECORDS, make_records

TABLES = ("household", "person", "visit", "person_search")
RUNS = 3

Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(folder: Path) -> Rows:
    """Return the rows of a desk, in the order in which it wrote them."""
    database = open_plainly(folder / RECORDS)
    found = {
        name: fetch_sql(
            database,
            f"SELECT * FROM {name}"  # noqa: S608 - names of ours
            + ("" if name == "person_search" else " ORDER BY rowid"),
        )
        for name in TABLES
    }
    database.close_everywhere()
    return found


def inserting(place: Path, rows: Rows) -> tuple[float, float]:
    """Return the seconds of writing rows into an empty file, and those of the processor.

    Each is the middle of some runs.
    """
    runs = [seconds_of_inserting(place / f"floor{run}", rows) for run in range(RUNS)]
    return median(taken for taken, _ in runs), median(busy for _, busy in runs)


def seconds_of_inserting(folder: Path, rows: Rows) -> tuple[float, float]:
    """Return the seconds of writing rows into an empty file once, and those of the processor."""
    database = make_records(folder, KEY, KEY[:16])
    connection = database.connection()

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        for name, found in rows.items():
            marks = ", ".join("?" * len(found[0]))
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", found)  # noqa: S608 - names of ours; values are bound
        connection.execute("COMMIT")

    busy = process_time()
    taken = seconds(write)
    busy = process_time() - busy
    database.close_everywhere()
    shutil.rmtree(folder)
    return taken, busy


def updating(place: Path, folder: Path, count: int, *, whole: bool = False) -> tuple[float, float]:
    """Return the seconds of changing ``count`` telephones in a copy of a desk's file, bare.

    ``whole`` keeps what is found and what each value goes back to as well, as a desk must. The
    second number is the processor's; each is the middle of some runs.
    """
    runs = [_seconds_of_updating(place, folder, count, whole=whole) for _ in range(RUNS)]
    return median(taken for taken, _ in runs), median(busy for _, busy in runs)


def _seconds_of_updating(
    place: Path, folder: Path, count: int, *, whole: bool
) -> tuple[float, float]:
    copy = shutil.copy(folder / RECORDS, place / "floor.db")
    database = open_plainly(Path(copy))
    people = fetch_sql(
        database,
        "SELECT phone, citizen_id || ' ' || phone, id FROM person ORDER BY id LIMIT ?",
        (count,),
    )
    work = [
        (
            "UPDATE person SET phone = ? WHERE id = ?",
            [(phone[::-1], row) for phone, _, row in people],
        ),
        (
            "UPDATE person_search SET digits = ? WHERE person = ?",
            [(digits[:-2] + digits[:-3:-1], row) for _, digits, row in people],
        ),
        (
            "UPDATE row_version SET edited = ? WHERE table_number = 2 AND row = ?",
            [(bytes(7), row) for _, _, row in people],
        ),
    ]
    connection = database.connection()

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        for text, values in work if whole else work[:1]:
            connection.executemany(text, values)
        connection.execute("COMMIT")

    busy = process_time()
    taken = seconds(write)
    busy = process_time() - busy
    database.close_everywhere()
    for each in place.glob("floor.db*"):
        each.unlink()
    return taken, busy


def pages_of(place: Path, folder: Path, tables: tuple[str, ...]) -> dict[str, int]:
    """Return the bytes of the pages that tables with their indexes fill in a desk's file.

    They are what a copy of the file has free when the tables are dropped from it.
    """
    copy = Path(shutil.copy(folder / RECORDS, place / "pages.db"))
    database = open_plainly(copy)
    connection = database.connection()
    connection.execute("PRAGMA foreign_keys = OFF")
    size = int(connection.execute("PRAGMA page_size").fetchone()[0])
    found, free = {}, connection.execute("PRAGMA freelist_count").fetchone()[0]
    for name in tables:
        connection.execute(f"DROP TABLE {name}")
        now = connection.execute("PRAGMA freelist_count").fetchone()[0]
        found[name], free = (now - free) * size, now
    database.close_everywhere()
    for each in place.glob("pages.db*"):
        each.unlink()
    return found


def open_plainly(file: Path) -> RecordsDatabase:
    """Open a records file without anything around it."""
    return RecordsDatabase(file, KEY, KEY[:16])
