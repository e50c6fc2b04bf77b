"""Questions that every register asks of its table: who is found, which codes, the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.connection import RecordsDatabase, fetch_sql
from db.listing import fitting, how_many, marks, of_people_found, parts
from db.rows import columns, table_name
from desktop_app.domain.records import Record


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
    rows, order = f"{table_name(question.kind)} r", "r.id DESC"
    if question.text.strip() and "person_id" in columns(question.kind):
        return of_people_found(database, rows, question.text, condition, values, order, limit)
    if question.text.strip():
        condition += f" AND r.{question.named} LIKE ? ESCAPE '\\'"
        values.append(_inside(question.text.strip()))
    return fitting(database, rows, condition, values, order, limit)


def entry_count(database: RecordsDatabase, question: RegisterQuestion) -> int:
    """Return how many rows fit."""
    if question.text.strip():
        return len(entry_ids(database, question))
    return how_many(database, f"{table_name(question.kind)} r", *_conditions(question))


def names_of(database: RecordsDatabase, people: Sequence[bytes]) -> dict[bytes, tuple[Any, ...]]:
    """Return by id of a person: id, name, identity number, phone and the day of death."""
    found: dict[bytes, tuple[Any, ...]] = {}
    for part in parts(people):
        sql = (
            "SELECT id, name, citizen_id, phone, died_on FROM person WHERE id IN"  # noqa: S608 - only marks
            f" ({marks(part)})"
        )
        found |= {row[0]: row for row in fetch_sql(database, sql, part)}
    return found


def _conditions(question: RegisterQuestion) -> tuple[str, list[str]]:
    condition, values = "", list[str]()
    for column, wanted in {**question.codes, "village_code": question.village_codes}.items():
        if wanted:
            condition += f" AND r.{column} IN ({marks(wanted)})"
            values += wanted
    return condition, values


def _inside(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
