"""Questions about the organiser's subsidy that need several tables at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.connection import RecordsDatabase, fetch_sql
from db.listing import marks, parts

_SUMS = """
SELECT c.id, o.name, count(l.id),
  coalesce(sum(l.result = 'granted'), 0), coalesce(sum(l.result = 'refused'), 0),
  coalesce(sum(CASE WHEN l.result = 'granted' THEN l.amount_fen END), 0)
FROM claim c LEFT JOIN organiser o ON o.id = c.organiser_id
LEFT JOIN claim_line l ON l.claim_id = c.id AND l.removed = 0
WHERE c.removed = 0 AND c.id IN ({marks}) GROUP BY c.id
"""
_GRANTS = """
SELECT o.name, c.year FROM claim_line l JOIN person p ON p.id = l.person_id
JOIN claim c ON c.id = l.claim_id LEFT JOIN organiser o ON o.id = c.organiser_id
WHERE l.removed = 0 AND l.result = ? AND l.id <> ? AND c.removed = 0
  AND (p.id = ? OR (p.citizen_id <> '' AND p.citizen_id = ?))
ORDER BY c.year, l.id
"""
_LINES = """
SELECT l.id, p.name, p.citizen_id, p.phone, p.village_code, p.died_on, e.employer, e.job,
  e.place_code, e.place, e.since, e.until
FROM claim_line l JOIN person p ON p.id = l.person_id
LEFT JOIN employment e ON e.id = l.employment_id
WHERE l.removed = 0 AND l.claim_id = ?
ORDER BY p.village_code, p.name COLLATE pinyin, l.id
"""
_TWICE = """
SELECT l.person_id FROM claim_line l JOIN claim c ON c.id = l.claim_id AND c.removed = 0
WHERE l.removed = 0 AND l.result = 'granted' AND l.person_id IS NOT NULL
GROUP BY l.person_id HAVING count(*) > 1 ORDER BY l.person_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuestion:
    """Which claims are looked for; what is empty does not narrow."""

    text: str = ""
    years: tuple[int, ...] = ()
    decided: bool | None = None
    out: bool | None = None


def claim_ids(
    database: RecordsDatabase, question: ClaimQuestion, limit: int | None = None
) -> list[bytes]:
    """Return which claims fit: those to be decided first, then the newest."""
    condition, values = _conditions(question)
    sql = (
        "SELECT c.id FROM claim c LEFT JOIN organiser o ON o.id = c.organiser_id"  # noqa: S608 - our own words
        f" WHERE c.removed = 0{condition}"
        " ORDER BY c.decided_on IS NOT NULL, c.year DESC, c.applied_on DESC, c.id DESC LIMIT ?"
    )
    return [row[0] for row in fetch_sql(database, sql, [*values, -1 if limit is None else limit])]


def claim_sums(database: RecordsDatabase, ids: Sequence[bytes]) -> dict[bytes, tuple[Any, ...]]:
    """Return by claim: id, organiser, lines, granted, refused, and the fen granted."""
    found: dict[bytes, tuple[Any, ...]] = {}
    for part in parts(ids):
        for row in fetch_sql(database, _SUMS.format(marks=marks(part)), part):
            found[row[0]] = row
    return found


def line_rows(database: RecordsDatabase, claim: bytes) -> dict[bytes, tuple[Any, ...]]:
    """Return by id, by village and name, whom the lines of a claim are about and which work."""
    return {row[0]: row for row in fetch_sql(database, _LINES, [claim])}


def lines_of_person(
    database: RecordsDatabase, person: bytes, number: str, line: bytes, result: str
) -> list[tuple[str, int | None]]:
    """Return organiser and year of other lines with this result about the same person or number."""
    rows = fetch_sql(database, _GRANTS, [result, line, person, number])
    return [(name or "", year) for name, year in rows]


def granted_twice(database: RecordsDatabase) -> list[bytes]:
    """Return who was granted more than once, as two desks can do before they meet."""
    return [row[0] for row in fetch_sql(database, _TWICE)]


def _conditions(question: ClaimQuestion) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if text := question.text.strip():
        parts.append("(instr(o.name, ?) OR instr(c.number, ?))")
        values += [text, text]
    if question.years:
        parts.append(f"c.year IN ({', '.join('?' * len(question.years))})")
        values += question.years
    if question.decided is not None:
        parts.append(f"c.decided_on IS {'NOT ' if question.decided else ''}NULL")
    if question.out is not None:
        out = "c.decided_on IS NULL AND c.returned_on IS NOT NULL AND c.resubmitted_on IS NULL"
        parts.append(f"({out})" if question.out else f"NOT ({out})")
    return "".join(f" AND {part}" for part in parts), values
