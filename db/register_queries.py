"""Questions that every register asks of its table: who is found, which codes, the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db import search
from db.connection import RecordsDatabase, fetch_sql
from db.rows import columns, table_name
from desktop_app.domain.records import Record

FEW = 500
"""Ids in one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterQuestion:
    """Which rows of a table are looked for; what is empty does not narrow.

    ``codes`` are the values wanted of columns; ``named`` is the column of text that is searched
    where the rows are about no person.
    """

    kind: type[Record]
    text: str = ""
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    village_codes: tuple[str, ...] = ()
    named: str = ""


def entry_ids(
    database: RecordsDatabase, question: RegisterQuestion, limit: int | None = None
) -> list[bytes]:
    """Return which rows fit: by the match of the person's name, else the newest first."""
    condition, values = _conditions(question)
    wanted = -1 if limit is None else limit
    if question.text.strip() and "person_id" in columns(question.kind):
        return _of_people(database, question, condition, values, wanted)
    if question.text.strip():
        condition += f" AND r.{question.named} LIKE ? ESCAPE '\\'"
        values.append(_inside(question.text.strip()))
    sql = (
        f"SELECT r.id FROM {table_name(question.kind)} r WHERE r.removed = 0{condition}"  # noqa: S608 - names of ours; values are bound
        " ORDER BY r.id DESC LIMIT ?"
    )
    return [row[0] for row in fetch_sql(database, sql, [*values, wanted])]


def entry_count(database: RecordsDatabase, question: RegisterQuestion) -> int:
    """Return how many rows fit."""
    if question.text.strip():
        return len(entry_ids(database, question))
    condition, values = _conditions(question)
    sql = f"SELECT count(*) FROM {table_name(question.kind)} r WHERE r.removed = 0{condition}"  # noqa: S608 - names of ours; values are bound
    return int(fetch_sql(database, sql, values)[0][0])


def names_of(database: RecordsDatabase, people: Sequence[bytes]) -> dict[bytes, tuple[Any, ...]]:
    """Return by id of a person: id, name, identity number, phone and the day of death."""
    found: dict[bytes, tuple[Any, ...]] = {}
    for first in range(0, len(people), FEW):
        part = people[first : first + FEW]
        sql = (
            "SELECT id, name, citizen_id, phone, died_on FROM person WHERE id IN"  # noqa: S608 - only marks
            f" ({', '.join('?' * len(part))})"
        )
        found |= {row[0]: row for row in fetch_sql(database, sql, list(part))}
    return found


def _of_people(
    database: RecordsDatabase,
    question: RegisterQuestion,
    condition: str,
    values: list[str],
    wanted: int,
) -> list[bytes]:
    table = table_name(question.kind)
    having = (
        f" AND EXISTS (SELECT 1 FROM {table} r WHERE r.person_id = p.id"  # noqa: S608 - names of ours; values are bound
        f" AND r.removed = 0{condition})"
    )
    people = search.find(database, question.text, None, having, tuple(values))
    found: list[bytes] = []
    for first in range(0, len(people), FEW):
        part = people[first : first + FEW]
        sql = (
            f"SELECT r.person_id, r.id FROM {table} r WHERE r.removed = 0"  # noqa: S608 - names of ours; values are bound
            f" AND r.person_id IN ({', '.join('?' * len(part))}){condition} ORDER BY r.id DESC"
        )
        theirs: dict[bytes, list[bytes]] = {person: [] for person in part}
        for person, row in fetch_sql(database, sql, [*part, *values]):
            theirs[person].append(row)
        found += [row for rows in theirs.values() for row in rows]
    return found if wanted < 0 else found[:wanted]


def _conditions(question: RegisterQuestion) -> tuple[str, list[str]]:
    condition, values = "", list[str]()
    for column, wanted in {**question.codes, "village_code": question.village_codes}.items():
        if wanted:
            condition += f" AND r.{column} IN ({', '.join('?' * len(wanted))})"
            values += wanted
    return condition, values


def _inside(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
