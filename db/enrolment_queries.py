"""Questions about enrolments that need the person as well, or come in the order of their days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import search
from db.connection import RecordsDatabase, fetch_sql
from db.listing import fitting, how_many, marks, of_people_found, parts
from desktop_app.domain.enrolment_rules import PAYING

_ROWS, _DUE_FIRST = "enrolment e", "e.next_due_on IS NULL, e.next_due_on, e.id"
_DUE = (
    "e.next_due_on >= ? AND e.next_due_on <= ? AND e.ended_on IS NULL AND e.status IN ({marks})"
    " AND EXISTS (SELECT 1 FROM person d WHERE d.id = e.person_id AND d.died_on IS NULL"
    " AND d.removed = 0)"
)
_LINES = """
SELECT e.id, e.person_id, p.name, p.citizen_id, e.village_code, p.died_on
FROM enrolment e JOIN person p ON p.id = e.person_id
WHERE e.removed = 0 AND e.id IN ({marks})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentQuestion:
    """Which enrolments are looked for; what is empty does not narrow.

    ``due`` asks for those to be paid from the first of two ISO days up to the second.
    """

    text: str = ""
    schemes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    due: tuple[str, str] | None = None


def enrolment_ids(
    database: RecordsDatabase, question: EnrolmentQuestion, limit: int | None = None
) -> list[bytes]:
    """Return which fit: by the match of the text, else what is due first, without a day last."""
    if search.name_key(question.text):
        return of_people_found(
            database, _ROWS, question.text, *_conditions(question), _DUE_FIRST, limit
        )
    if question.due is None and (question.schemes or question.statuses):
        return _by_reading_all(database, question, limit)
    condition, values = _conditions(question)
    found: list[bytes] = []
    # Two walks along one index: those with a day, then those without.
    for known in ("IS NOT NULL",) if question.due else ("IS NOT NULL", "IS NULL"):
        left = None if limit is None else limit - len(found)
        if left != 0:
            one = f" AND e.next_due_on {known}{condition}"
            found += fitting(database, _ROWS, one, values, "e.next_due_on, e.id", left)
    return found


def _by_reading_all(
    database: RecordsDatabase, question: EnrolmentQuestion, limit: int | None
) -> list[bytes]:
    condition, values = _conditions(question)
    # The plus keeps off the index: looking up each row for a rare scheme takes five times longer.
    sql = (
        "SELECT e.id FROM enrolment e WHERE +e.removed = 0"  # noqa: S608 - our own words
        f"{condition} ORDER BY {_DUE_FIRST} LIMIT ?"
    )
    return [row[0] for row in fetch_sql(database, sql, [*values, -1 if limit is None else limit])]


def enrolment_count(database: RecordsDatabase, question: EnrolmentQuestion) -> int:
    """Return how many fit."""
    if search.name_key(question.text):
        return len(enrolment_ids(database, question))
    return how_many(database, _ROWS, *_conditions(question))


def line_rows(database: RecordsDatabase, ids: Sequence[bytes]) -> dict[bytes, tuple[Any, ...]]:
    """Return by id whose enrolments these are: id, person, name, number, village, death."""
    found: dict[bytes, tuple[Any, ...]] = {}
    for part in parts(ids):
        for row in fetch_sql(database, _LINES.format(marks=marks(part)), part):
            found[row[0]] = row
    return found


def _conditions(question: EnrolmentQuestion) -> tuple[str, list[str]]:
    parts: list[str] = []
    values: list[str] = []
    for column, wanted in (("scheme", question.schemes), ("status", question.statuses)):
        if wanted:
            parts.append(f"e.{column} IN ({marks(wanted)})")
            values += wanted
    if question.due is not None:
        parts.append(_DUE.format(marks=marks(PAYING)))
        values += [*question.due, *PAYING]
    return "".join(f" AND {part}" for part in parts), values
