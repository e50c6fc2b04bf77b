"""Questions about attendance and subsidy rolls, each for a whole village and line of funding."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql
from db.listing import marks, parts
from db.rows import columns, from_row
from desktop_app.domain.months import Month
from desktop_app.domain.records import RollLine
from desktop_app.domain.subsidy import Holder, Terms

_HOLDERS = """
SELECT l.id, l.person_id, p.name, p.citizen_id, o.title, p.account, p.bank, l.started_on,
  l.last_day_on, p.died_on, l.stop_month, o.standard_fen, o.standard_period, o.required_days,
  l.agreement_from, l.agreement_to
FROM placement l JOIN post o ON o.id = l.post_id JOIN person p ON p.id = l.person_id
WHERE l.removed = 0 AND o.removed = 0 AND p.removed = 0
  AND (l.last_day_on IS NULL OR l.last_day_on >= ?)
  AND o.village_code = ? AND l.village_code = ? AND o.department = ?
ORDER BY l.id
"""
_AGREEMENTS = """
SELECT a.placement_id, a.begins_on, a.ends_on, a.standard_fen, a.standard_period, a.required_days
FROM agreement a
WHERE a.removed = 0 AND a.placement_id IN ({marks}) AND a.begins_on IS NOT NULL
  AND a.ends_on IS NOT NULL
ORDER BY a.begins_on, a.id
"""
_SHEETS = """
SELECT t.id, t.placement_id, t.month, t.marks, t.confirmed_on, t.checked_by
FROM attendance t WHERE t.removed = 0 AND t.village_code = ? AND t.month >= ? AND t.month <= ?
ORDER BY t.confirmed_on IS NULL, t.confirmed_on DESC, t.id
"""
_APPRAISALS = """
SELECT a.placement_id, a.month, a.result, a.told_on FROM appraisal a
WHERE a.removed = 0 AND a.village_code = ? AND a.month >= ? AND a.month <= ? AND a.result <> ''
ORDER BY a.id
"""
_LINES = """
SELECT {columns} FROM roll r JOIN roll_line n ON n.roll_id = r.id
WHERE r.removed = 0 AND n.removed = 0 AND r.returned_on IS NULL
  AND r.village_code = ? AND r.department = ?
ORDER BY r.month, n.id
"""
_TOTALS = """
SELECT r.id, r.village_code, r.department, r.month, count(DISTINCT n.person_id),
  coalesce(sum(n.amount_fen), 0), coalesce(sum(n.paid_fen), 0),
  coalesce(sum(CASE WHEN n.kind = 'correction' THEN n.amount_fen END), 0),
  coalesce(sum(n.failure <> '' AND n.paid_on IS NULL), 0),
  coalesce(sum(n.paid_on IS NULL), 0),
  coalesce(sum(CASE WHEN n.kind = 'month' THEN n.worked_halves END), 0)
FROM roll r LEFT JOIN roll_line n ON n.roll_id = r.id AND n.removed = 0
WHERE r.removed = 0 AND r.returned_on IS NULL AND r.month >= ? AND r.month <= ?
GROUP BY r.id ORDER BY r.month, r.village_code, r.department, r.id
"""


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A month of attendance as it is kept; ``others`` counts further ones of the same month."""

    id: UUID
    placement_id: UUID
    month: str
    marks: str
    confirmed_on: date | None
    checked_by: str
    others: int = 0


@dataclass(frozen=True, slots=True)
class RollSum:
    """What one valid roll comes to, in fen, and how many of its lines are not paid.

    ``halves`` are the half days worked in its month; corrections of others are not among them.
    """

    roll_id: UUID
    village_code: str
    department: str
    month: str
    people: int
    total_fen: int
    paid_fen: int
    corrected_fen: int
    failed: int
    unpaid: int
    halves: int


def holders(
    database: RecordsDatabase, village_code: str, department: str, since: date
) -> dict[UUID, Holder]:
    """Return who holds, or held on ``since`` or later, a post of a village and department."""
    values = (since.isoformat(), village_code, village_code, department)
    rows = fetch_sql(database, _HOLDERS, values)
    agreed: dict[bytes, list[tuple[Any, ...]]] = {}
    for part in parts([row[0] for row in rows]):
        for one in fetch_sql(database, _AGREEMENTS.format(marks=marks(part)), part):
            agreed.setdefault(one[0], []).append(one[1:])
    found = (_holder(row, agreed.get(row[0], [])) for row in rows)
    return {one.placement_id: one for one in found}


def sheets(
    database: RecordsDatabase, village_code: str, first: Month, last: Month
) -> dict[tuple[UUID, str], KeptSheet]:
    """Return the attendance of a village by placement and month; a checked one comes first."""
    found: dict[tuple[UUID, str], KeptSheet] = {}
    for row in fetch_sql(database, _SHEETS, (village_code, first.text, last.text)):
        if row[1] is None:
            continue
        key = UUID(bytes=row[1]), str(row[2])
        kept = found.get(key)
        if kept is not None:
            found[key] = replace(kept, others=kept.others + (kept.marks != row[3]))
            continue
        found[key] = KeptSheet(UUID(bytes=row[0]), *key, row[3], _day(row[4]), row[5])
    return found


def appraisals(
    database: RecordsDatabase, village_code: str, first: Month, last: Month
) -> dict[tuple[UUID, str], tuple[str, bool]]:
    """Return the result of each appraised month by placement, and whether it was told."""
    rows = fetch_sql(database, _APPRAISALS, (village_code, first.text, last.text))
    return {
        (UUID(bytes=row[0]), str(row[1])): (str(row[2]), row[3] is not None)
        for row in rows
        if row[0] is not None
    }


def laid_lines(database: RecordsDatabase, village_code: str, department: str) -> list[RollLine]:
    """Return the lines of every valid roll of a village and department, oldest month first."""
    names = ", ".join(f"n.{name}" for name in columns(RollLine))
    rows = fetch_sql(database, _LINES.format(columns=names), (village_code, department))
    return [from_row(RollLine, row) for row in rows]


def roll_sums(database: RecordsDatabase, first: Month, last: Month) -> list[RollSum]:
    """Return what each valid roll of these months comes to."""
    rows = fetch_sql(database, _TOTALS, (first.text, last.text))
    return [RollSum(UUID(bytes=row[0]), *row[1:]) for row in rows]


def _holder(row: tuple[Any, ...], agreed: list[tuple[Any, ...]]) -> Holder:
    standard: tuple[int | None, str, int | None] = row[11], row[12], row[13]
    terms = [_terms(one, standard) for one in agreed]
    begins, ends = _day(row[14]), _day(row[15])
    # The placement carries the newest dates; one signed before agreements were kept has no other.
    if begins and ends and all(one.begins_on != begins for one in terms):
        terms.append(Terms(begins, ends, *standard))
    return Holder(
        placement_id=UUID(bytes=row[0]),
        person_id=UUID(bytes=row[1]),
        name=row[2],
        citizen_id=row[3],
        post_title=row[4],
        account=row[5],
        bank=row[6],
        terms=tuple(sorted(terms, key=lambda one: one.begins_on)),
        first=_day(row[7]),
        last=_day(row[8]),
        died_on=_day(row[9]),
        stop_month=row[10],
    )


def _terms(row: tuple[Any, ...], standard: tuple[int | None, str, int | None]) -> Terms:
    """Return the terms of an agreement; what it leaves open is the post's."""
    begins, ends, amount, period, required = row
    if amount is None:
        amount, period = standard[:2]
    return Terms(
        date.fromisoformat(begins),
        date.fromisoformat(ends),
        amount,
        period,
        standard[2] if required is None else required,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
