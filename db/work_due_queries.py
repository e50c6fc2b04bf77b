"""What waits in the registers: each question answered from an index or a small table."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that waits: its id, whose it is, what it is called, where, and since when."""

    id: UUID
    who: str
    what: str
    village_code: str
    on: date


@dataclass(frozen=True, slots=True)
class OpenRoll:
    """A village and department with holders in a month whose subsidies were not closed."""

    village_code: str
    department: str
    people: int


_CLUES = """
SELECT c.id, p.name, c.employer, c.village_code, c.reported_on
FROM wage_clue c JOIN person p ON p.id = c.person_id
WHERE c.removed = 0 AND c.handed_on IS NULL AND c.reported_on IS NOT NULL
ORDER BY c.reported_on LIMIT ?
"""
_TRAININGS = """
SELECT t.id, p.name, t.course || t.trade, t.village_code, t.begins_on
FROM training t JOIN person p ON p.id = t.person_id
WHERE t.removed = 0 AND t.result IN ('wished', 'enrolled', '') AND t.begins_on BETWEEN ? AND ?
ORDER BY t.begins_on LIMIT ?
"""
_REFERRALS = """
SELECT r.id, p.name, v.title, r.village_code, r.offered_on
FROM referral r JOIN person p ON p.id = r.person_id JOIN vacancy v ON v.id = r.vacancy_id
WHERE r.removed = 0 AND r.result IN ('offered', 'contacted') AND r.offered_on <= ?
ORDER BY r.offered_on LIMIT ?
"""
_VACANCIES = """
SELECT v.id, e.name, v.title, v.village_code, v.open_until
FROM vacancy v JOIN employer e ON e.id = v.employer_id
WHERE v.removed = 0 AND v.open_until BETWEEN ? AND ? ORDER BY v.open_until LIMIT ?
"""
_ROLLS_TO_APPROVE = """
SELECT r.id, '', r.month || ' ' || r.department, r.village_code, r.closed_on
FROM roll r WHERE r.removed = 0 AND r.closed_on IS NOT NULL AND r.approved_on IS NULL
  AND r.returned_on IS NULL ORDER BY r.closed_on LIMIT ?
"""
_CLAIMS_TO_DECIDE = """
SELECT c.id, o.name, c.number, c.village_code, c.applied_on
FROM claim c JOIN organiser o ON o.id = c.organiser_id
WHERE c.removed = 0 AND c.decided_on IS NULL AND c.applied_on IS NOT NULL
  AND (c.returned_on IS NULL OR c.resubmitted_on IS NOT NULL)
ORDER BY c.applied_on LIMIT ?
"""
_CLAIMS_RETURNED = """
SELECT c.id, o.name, c.return_reason, c.village_code, c.returned_on
FROM claim c JOIN organiser o ON o.id = c.organiser_id
WHERE c.removed = 0 AND c.decided_on IS NULL AND c.returned_on IS NOT NULL
  AND c.resubmitted_on IS NULL
ORDER BY c.returned_on LIMIT ?
"""
_OPEN_ROLLS = """
SELECT l.village_code, s.department, count(DISTINCT l.person_id)
FROM placement l JOIN post s ON s.id = l.post_id
WHERE l.removed = 0 AND l.started_on <= ? AND (l.last_day_on IS NULL OR l.last_day_on >= ?)
  AND NOT EXISTS (
    SELECT 1 FROM roll r WHERE r.removed = 0 AND r.month = ? AND r.returned_on IS NULL
      AND r.village_code = l.village_code AND r.department = s.department
  )
GROUP BY l.village_code, s.department ORDER BY l.village_code, s.department
"""


def clues_not_handed(database: RecordsDatabase, limit: int) -> list[Waiting]:
    """Return the clues of unpaid wages that were not handed over, the oldest first."""
    return _waiting(database, _CLUES, (limit,))


def trainings_beginning(
    database: RecordsDatabase, first: date, last: date, limit: int
) -> list[Waiting]:
    """Return the trainings that begin between two days."""
    return _waiting(database, _TRAININGS, (first.isoformat(), last.isoformat(), limit))


def referrals_unanswered(database: RecordsDatabase, before: date, limit: int) -> list[Waiting]:
    """Return the referrals without an answer that were made up to a day."""
    return _waiting(database, _REFERRALS, (before.isoformat(), limit))


def vacancies_closing(
    database: RecordsDatabase, first: date, last: date, limit: int
) -> list[Waiting]:
    """Return the vacancies whose last day lies between two days."""
    return _waiting(database, _VACANCIES, (first.isoformat(), last.isoformat(), limit))


def rolls_to_approve(database: RecordsDatabase, limit: int) -> list[Waiting]:
    """Return the subsidy rolls that were closed and wait for an office."""
    return _waiting(database, _ROLLS_TO_APPROVE, (limit,))


def claims_to_decide(database: RecordsDatabase, limit: int) -> list[Waiting]:
    """Return the claims of organisers that wait for an office."""
    return _waiting(database, _CLAIMS_TO_DECIDE, (limit,))


def claims_returned(database: RecordsDatabase, limit: int) -> list[Waiting]:
    """Return the claims that were given back for correction, with the reason and the day."""
    return _waiting(database, _CLAIMS_RETURNED, (limit,))


def open_rolls(database: RecordsDatabase, month: str, first: date, last: date) -> list[OpenRoll]:
    """Return where people were on posts in a month that was not closed."""
    rows = fetch_sql(database, _OPEN_ROLLS, (last.isoformat(), first.isoformat(), month))
    return [OpenRoll(village, department, int(people)) for village, department, people in rows]


def _waiting(database: RecordsDatabase, sql: str, values: tuple[object, ...]) -> list[Waiting]:
    return [
        Waiting(UUID(bytes=id_), who, what, village, date.fromisoformat(on))
        for id_, who, what, village, on in fetch_sql(database, sql, values)
    ]
