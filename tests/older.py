"""Programs of before: what each of them knew of the records, and files as it left them.

A version is how many steps (``db.migrations``) the files of a program have taken. What it knew is
read from the steps themselves, so nothing here can drift from what was once given out.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from db import fitting, models, operation, query_texts, rows, shape, undo
from db.connection import RecordsDatabase, fetch_sql
from db.folder import BACKUPS, RECORDS
from db.migrations import STEPS, migrate, step_text
from db.name_order import COLLATION, compare_names
from db.rows import table_name
from desktop_app.domain.records import RECORDS as KINDS
from desktop_app.domain.records import Record

ALONE, EXCHANGING, NEWEST = 1, 2, len(STEPS)
"""The program without an exchange, the first one with it, and today's."""

_OF_THE_EXCHANGE = (
    *("conflict", "park", "quarantine", "receipt", "office"),
    *("cursor", "exchange", "packet", "ahead"),
)
"""The tables that came with the exchange."""

Columns = Mapping[type[Record], tuple[str, ...]]


def make_records_of(version: int, folder: Path, key: bytes = b"") -> RecordsDatabase:
    """Return a new records file as the program of a version made it."""
    (folder / BACKUPS).mkdir(parents=True)
    database = RecordsDatabase(folder / RECORDS, key, key[:16])
    migrate(database, lambda: None, STEPS[:version])
    return database


def step_back(database: RecordsDatabase) -> None:
    """Leave a file of the first program with an exchange as the one without would have.

    Nothing of it is lost: what came with the exchange has to be empty. The shape that is left
    is held against that of a new file.
    """
    for name in _OF_THE_EXCHANGE:
        assert fetch_sql(database, f"SELECT * FROM {name}") == [], name  # noqa: S608 - names of ours
    assert fetch_sql(database, "SELECT 1 FROM feed WHERE applied_seq <> head_seq") == []
    connection = database.connection()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DROP INDEX feed_village")
    connection.execute("ALTER TABLE feed DROP COLUMN applied_seq")
    for name in _OF_THE_EXCHANGE:
        connection.execute(f"DROP TABLE {name}")
    connection.execute(f"PRAGMA user_version = {ALONE}")
    connection.execute("COMMIT")
    assert shape_of_file(connection) == shape_of_file(new_file(ALONE))


@contextmanager
def program_of(version: int) -> Iterator[None]:
    """Let everything inside run as the program of a version: it knows what that one knew."""
    with ExitStack() as changed:
        if version < NEWEST:
            for name, where, what in _knowledge(version):
                changed.enter_context(patch.object(where, name, what))
        yield


@cache
def shape_of(version: int) -> shape.Shape:
    """Return what a program knew of the records, as the exchange asks for it."""
    with program_of(version):
        return shape.present_shape()


@cache
def columns_of(version: int) -> Columns:
    """Return the columns of each kind of record; none of those that came later."""
    connection = new_file(version)
    found = {
        kind: {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table_name(kind)})")}
        for kind in KINDS
    }
    return {
        kind: tuple(name for name in rows.columns(kind) if name in found[kind]) for kind in KINDS
    }


def new_file(version: int) -> sqlite3.Connection:
    """Return a file in memory that has taken so many steps, and holds nothing."""
    connection = sqlite3.connect(":memory:")
    connection.create_collation(COLLATION, compare_names)
    for step in STEPS[:version]:
        connection.executescript(step_text(step))
    return connection


def shape_of_file(connection: Any) -> set[tuple[str, str]]:
    """Return the tables and indexes of a file, each with the text that made it."""
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {(name, " ".join(text.split())) for name, text in found.fetchall()}


@cache
def _knowledge(version: int) -> tuple[tuple[str, Any, Any], ...]:
    """Return what stands otherwise in the program of a version: name, module, value."""
    known = columns_of(version)
    there = {kind: names for kind, names in known.items() if names}
    tables = {table_name(kind) for kind in there}
    with patch.object(rows, "_COLUMNS", known):
        plans = {kind: rows._plan(kind) for kind in there}
    inserts = {
        kind: f"INSERT INTO {table_name(kind)} ({', '.join(names)}, removed)"  # noqa: S608 - names of ours
        f" VALUES (?{', ?' * len(names)})"
        for kind, names in there.items()
    }
    return (
        ("_COLUMNS", rows, known),
        ("_PLANS", rows, plans),
        ("_INSERTS", operation, inserts),
        ("_models", models, {}),
        ("_texts", query_texts, {}),
        ("_checks", fitting, cache(fitting._checks.__wrapped__)),
        ("REFERENCES", undo, tuple(each for each in undo.REFERENCES if each[1] in tables)),
    )
