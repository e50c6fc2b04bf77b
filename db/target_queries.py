"""How far an area has come, measure by measure: counts by village, and who is behind each."""

from collections.abc import Mapping
from dataclasses import dataclass

from db.connection import RecordsDatabase, fetch_sql

_ENDED = "(p.ended_on IS NULL OR p.ended_on >= b.first)"
_BEGUN = f"p.since BETWEEN b.first AND b.last AND {_ENDED} AND p.status <> '0'"
_OPEN_VENTURE = "p.started_on <= b.last AND (p.closed_on IS NULL OR p.closed_on > b.last)"
_HELD = (
    "SELECT p.person_id FROM b, placement p WHERE p.removed = 0 AND p.started_on <= b.last"
    " AND (p.last_day_on IS NULL OR p.last_day_on >= b.last)"
)


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted of which rows ``p`` of a table, between ``b.first`` and ``b.last``.

    ``people`` is another query for those behind the number, where the rows do not name them.
    """

    what: str
    table: str
    condition: str
    people: str = ""


COUNTINGS: Mapping[str, Counting] = {
    "training": Counting(
        "count(*)", "training", "p.counted = 1 AND p.ends_on BETWEEN b.first AND b.last"
    ),
    "ventures": Counting("count(*)", "venture", f"{_OPEN_VENTURE} AND p.incubator <> ''"),
    "venture_jobs": Counting(
        "coalesce(sum(p.employs), 0)", "venture", f"{_OPEN_VENTURE} AND p.employs > 0"
    ),
    "posts": Counting(
        "coalesce(sum(p.headcount), 0)",
        "post",
        "p.approved_on <= b.last AND (p.abolished_on IS NULL OR p.abolished_on > b.last)",
        _HELD,
    ),
    "pension": Counting(
        "count(DISTINCT p.person_id)",
        "enrolment",
        f"p.scheme IN ('resident_pension', 'flexible_pension', 'employee_pension') AND {_BEGUN}",
    ),
    "injury": Counting(
        "count(DISTINCT p.person_id)", "enrolment", f"p.scheme = 'injury' AND {_BEGUN}"
    ),
}
"""The measures that records of their own are counted for."""

_BOUNDS = "WITH b AS (SELECT ? AS first, ? AS last) "


def measure_counts(
    database: RecordsDatabase, measure: str, *, first: str, last: str
) -> dict[str, int]:
    """Return the count of a measure by village code, between two ISO days."""
    of = COUNTINGS[measure]
    sql = (
        f"{_BOUNDS}SELECT p.village_code, {of.what} FROM b, {of.table} p"  # noqa: S608 - our own words
        f" WHERE p.removed = 0 AND {of.condition} GROUP BY p.village_code"
    )
    return {code: int(count) for code, count in fetch_sql(database, sql, (first, last))}


def measure_people(
    database: RecordsDatabase, measure: str, *, first: str, last: str, area: str
) -> list[bytes]:
    """Return who is behind the count of a measure in an area, by village and name."""
    of = COUNTINGS[measure]
    counted = of.people or (
        f"SELECT p.person_id FROM b, {of.table} p WHERE p.removed = 0 AND {of.condition}"  # noqa: S608 - our own words
    )
    sql = (
        f"{_BOUNDS}SELECT w.id FROM person w WHERE w.removed = 0"  # noqa: S608 - our own words
        f" AND w.village_code >= ? AND w.village_code < ? AND w.id IN ({counted})"
        " ORDER BY w.village_code, w.name COLLATE pinyin, w.id"
    )
    return [row[0] for row in fetch_sql(database, sql, (first, last, area, f"{area}~"))]
