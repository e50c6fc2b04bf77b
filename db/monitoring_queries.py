"""Whom a month asks about, who was asked, and what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import search
from db.connection import RecordsDatabase, fetch_sql
from db.listing import fitting, how_many, marks, parts
from db.month_queries import NEEDY as KINDS

NEEDY = tuple(status for kind in KINDS.values() for status in kind)
ACTIVE = ("", "1")
_ASKED = (
    "p.id {} IN (SELECT m.person_id FROM monitoring m WHERE m.removed = 0 AND m.month = ?"
    " AND m.person_id IS NOT NULL"
    " UNION SELECT v.person_id FROM visit v WHERE v.removed = 0 AND v.person_id IS NOT NULL"
    " AND v.visited_on BETWEEN ? AND ?)"
)
_SOME_LIFTED = "p.poverty_status NOT IN ('', 'general')"
"""The words of the index ``person_needy``, so that it is used."""

_LABOUR = (
    " AND p.birth_on BETWEEN ? AND ? AND p.work_capacity NOT IN ('lost', 'none')"
    " AND p.in_school IN ('', 'none')"
)
_LINES = """
SELECT p.id, p.household_id, p.name, p.village_code, p.employment_status, p.phone,
  (SELECT m.changed FROM monitoring m WHERE m.person_id = p.id AND m.month = ? AND m.removed = 0
    ORDER BY m.id DESC LIMIT 1),
  (SELECT v.changed FROM visit v WHERE v.person_id = p.id AND v.removed = 0
    AND v.visited_on BETWEEN ? AND ? ORDER BY v.visited_on DESC, v.id DESC LIMIT 1),
  max(
    coalesce((SELECT max(m.asked_on) FROM monitoring m
      WHERE m.person_id = p.id AND m.removed = 0), ''),
    coalesce((SELECT max(v.visited_on) FROM visit v
      WHERE v.person_id = p.id AND v.removed = 0), '')),
  (SELECT e.employer FROM employment e WHERE e.person_id = p.id AND e.removed = 0
    AND e.until IS NULL ORDER BY e.since DESC LIMIT 1)
FROM person p WHERE p.removed = 0 AND p.id IN ({marks})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringQuestion:
    """Whom a month asks about: days are ISO texts; no villages means all.

    ``labour_born`` asks for the labour force between two birthdays instead of the needy.
    ``asked`` is whether they were asked already, or none for both.
    """

    month: str
    first: str
    last: str
    text: str = ""
    village_codes: tuple[str, ...] = ()
    labour_born: tuple[str, str] | None = None
    asked: bool | None = None


def monitored_ids(
    database: RecordsDatabase, question: MonitoringQuestion, limit: int | None = None
) -> list[bytes]:
    """Return who fits: the best matches of the text first, else household by household."""
    condition, values = _conditions(question)
    if search.name_key(question.text):
        return search.find(database, question.text, limit, condition, tuple(values))
    order = "p.village_code, p.household_id, p.relation, p.id"
    return fitting(database, "person p", condition, values, order, limit)


def monitored_count(database: RecordsDatabase, question: MonitoringQuestion) -> int:
    """Return how many fit."""
    if search.name_key(question.text):
        return len(monitored_ids(database, question))
    return how_many(database, "person p", *_conditions(question))


def line_rows(
    database: RecordsDatabase, ids: Sequence[bytes], question: MonitoringQuestion
) -> dict[bytes, tuple[Any, ...]]:
    """Return by id what a list shows.

    A row is id, household, name, village, status, phone, what changed by word and by visit of
    the month, the day they were asked last, and the employer.
    """
    found: dict[bytes, tuple[Any, ...]] = {}
    days = (question.month, question.first, question.last)
    for part in parts(ids):
        sql = _LINES.format(marks=marks(part))
        found |= {row[0]: row for row in fetch_sql(database, sql, [*days, *part])}
    return found


def _conditions(question: MonitoringQuestion) -> tuple[str, list[str]]:
    condition, values = " AND p.died_on IS NULL", list[str]()
    if question.labour_born is None:
        condition += f" AND {_SOME_LIFTED} AND p.poverty_status IN ({', '.join('?' * len(NEEDY))})"
        values += NEEDY
    else:
        condition += _LABOUR
        values += question.labour_born
    if question.village_codes:
        condition += f" AND p.village_code IN ({', '.join('?' * len(question.village_codes))})"
        values += question.village_codes
    if question.asked is not None:
        condition += f" AND {_ASKED.format('' if question.asked else 'NOT')}"
        values += [question.month, question.first, question.last]
    return condition, values
