"""What lists ask of a table: which rows fit, in an order, how many, and those of people found."""

from collections.abc import Sequence
from typing import Any, TypeVar

from db import search
from db.connection import RecordsDatabase, fetch_sql

FEW = 500
"""Ids in one question."""

T = TypeVar("T")


def fitting(
    database: RecordsDatabase,
    rows: str,
    condition: str,
    values: Sequence[Any],
    order: str,
    limit: int | None = None,
) -> list[bytes]:
    """Return the ids of at most ``limit`` rows in force.

    ``rows`` names a table and its letter ("visit v"), ``condition`` begins with AND or is empty.
    """
    letter = rows[-1]
    sql = (
        f"SELECT {letter}.id FROM {rows} WHERE {letter}.removed = 0{condition}"  # noqa: S608 - words of this room; values are bound
        f" ORDER BY {order} LIMIT ?"
    )
    return [row[0] for row in fetch_sql(database, sql, [*values, -1 if limit is None else limit])]


def how_many(database: RecordsDatabase, rows: str, condition: str, values: Sequence[Any]) -> int:
    """Return how many rows in force fit."""
    sql = f"SELECT count(*) FROM {rows} WHERE {rows[-1]}.removed = 0{condition}"  # noqa: S608 - words of this room; values are bound
    return int(fetch_sql(database, sql, [*values])[0][0])


def of_people_found(
    database: RecordsDatabase,
    rows: str,
    text: str,
    condition: str,
    values: Sequence[Any],
    order: str,
    limit: int | None = None,
) -> list[bytes]:
    """Return the rows of the people whom a text finds, the best match first."""
    letter = rows[-1]
    theirs = f"FROM {rows} WHERE {letter}.removed = 0{condition} AND {letter}.person_id"
    people = search.find(
        database, text, limit, f" AND EXISTS (SELECT 1 {theirs} = p.id)", tuple(values)
    )
    found: list[bytes] = []
    for part in parts(people):
        sql = f"SELECT {letter}.person_id, {letter}.id {theirs} IN ({marks(part)}) ORDER BY {order}"
        of_person: dict[bytes, list[bytes]] = {person: [] for person in part}
        for person, row in fetch_sql(database, sql, [*values, *part]):
            of_person[person].append(row)
        found += [row for each in of_person.values() for row in each]
    return found if limit is None else found[:limit]


def parts(ids: Sequence[T]) -> list[list[T]]:
    """Return ids in as many lists as it takes to ask for a few at a time."""
    return [list(ids[first : first + FEW]) for first in range(0, len(ids), FEW)]


def marks(values: Sequence[object]) -> str:
    """Return the marks that stand for values in a statement."""
    return ", ".join("?" * len(values))
