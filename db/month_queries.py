"""What villages come to in a month: what was done between two days, what stands on the last.

Every count is told once, here, by village: the report of a month, its snapshot and the totals of
an office are sums of the same numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from db.connection import RecordsDatabase, fetch_sql
from db.target_queries import COUNTINGS, Counting

NEEDY: Mapping[str, tuple[str, ...]] = {
    "lifted": ("lifted", "lifted_no_policy"),
    "watched": ("unstable", "edge", "sudden"),
    "cleared": ("unstable_cleared", "edge_cleared", "sudden_cleared"),
}
"""The 脱贫（监测）类别 that are counted together: lifted, at risk, no longer at risk."""

_DAY = "BETWEEN b.first AND b.last"
_MONTH = "BETWEEN substr(b.first, 1, 7) AND substr(b.last, 1, 7)"
_PEOPLE = "count(DISTINCT p.person_id)"
_SEATS = "coalesce(sum(p.headcount), 0)"
_ALIVE = "(p.died_on IS NULL OR p.died_on > b.last)"
_DEAD = "(SELECT * FROM person INDEXED BY person_gone WHERE died_on IS NOT NULL)"
_PENSION = "p.scheme IN ('resident_pension', 'flexible_pension', 'employee_pension')"

DONE: Mapping[str, Counting] = {
    "visits": Counting("count(*)", "visit", f"p.visited_on {_DAY}"),
    "visited": Counting("count(DISTINCT p.household_id)", "visit", f"p.visited_on {_DAY}"),
    "at_home": Counting("count(*)", "visit", f"p.visited_on {_DAY} AND p.way = 'home'"),
    "monitored": Counting(
        "count(DISTINCT hex(p.person_id) || p.month)", "monitoring", f"p.month {_MONTH}"
    ),
    "died": Counting("count(*)", _DEAD, f"p.died_on {_DAY}"),
    "approved": Counting(_SEATS, "post", f"p.approved_on {_DAY}"),
    "applied": Counting("count(*)", "placement", f"p.applied_on {_DAY}"),
    "started": Counting("count(*)", "placement", f"p.started_on {_DAY}"),
    "exits": Counting("count(*)", "placement", f"p.last_day_on {_DAY}"),
    "pension": COUNTINGS["pension"],
    "injury": COUNTINGS["injury"],
    "ended": Counting("count(*)", "enrolment", f"p.ended_on {_DAY}"),
    "left": Counting(_PEOPLE, "employment", f"p.since {_DAY} AND p.form <> '030'"),
    "came_back": Counting(_PEOPLE, "employment", f"p.until {_DAY} AND p.form <> '030'"),
    "training": COUNTINGS["training"],
    "wage_clues_new": Counting("count(*)", "wage_clue", f"p.reported_on {_DAY}"),
    "events": Counting("count(*)", "event", f"p.held_on {_DAY}"),
}
"""What is counted from the first day to the last."""

PEOPLE = ("people", "households", *NEEDY)
"""Who lives there, by the kinds of today: of a month gone by only its snapshot knows them."""

STANDING: Mapping[str, Counting] = {
    "posts": COUNTINGS["posts"],
    "holders": Counting(
        _PEOPLE,
        "placement",
        "p.started_on <= b.last AND (p.last_day_on IS NULL OR p.last_day_on >= b.last)",
    ),
    "pensions": Counting(
        _PEOPLE,
        "enrolment",
        f"{_PENSION} AND p.status IN ('', '1', '2') AND (p.since IS NULL OR p.since <= b.last)"
        " AND (p.ended_on IS NULL OR p.ended_on > b.last)",
    ),
    "trained": Counting(
        "count(*)",
        "training",
        "p.counted = 1 AND p.ends_on BETWEEN substr(b.last, 1, 4) || '-01-01' AND b.last",
    ),
    "wage_clues": Counting(
        "count(*)",
        "wage_clue",
        "p.reported_on <= b.last AND (p.closed_on IS NULL OR p.closed_on > b.last)",
    ),
}
"""What stands on the last day."""

_BOUNDS = "WITH b AS (SELECT ? AS first, ? AS last, ? AS area, ? AS beyond) "
_INSIDE = "p.village_code >= b.area AND p.village_code < b.beyond"
_PEOPLE_BY_KIND = f"""
{_BOUNDS}
SELECT p.village_code, p.poverty_status, count(*) FROM b, person p
WHERE p.removed = 0 AND {_INSIDE} AND {_ALIVE} GROUP BY p.village_code, p.poverty_status
"""  # noqa: S608 - our own words
_HOUSEHOLDS = Counting("count(*)", "household", "1")
_OPEN_ROLLS = f"""
{_BOUNDS}
SELECT DISTINCT p.village_code, o.department FROM b, placement p JOIN post o ON o.id = p.post_id
WHERE p.removed = 0 AND o.removed = 0 AND {_INSIDE} AND p.started_on <= b.last
  AND (p.last_day_on IS NULL OR p.last_day_on >= b.first)
  AND NOT EXISTS (SELECT 1 FROM roll r WHERE r.removed = 0 AND r.returned_on IS NULL
    AND r.month = substr(b.last, 1, 7) AND r.village_code = p.village_code
    AND r.department = o.department)
ORDER BY p.village_code, o.department
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """From which ISO day to which, and of which area: a beginning of village codes, "" for all."""

    first: str
    last: str
    area: str = ""

    @property
    def values(self) -> tuple[str, str, str, str]:
        """Return the bounds as the queries take them."""
        return self.first, self.last, self.area, f"{self.area}~"


def counts_of(
    database: RecordsDatabase, between: Between, countings: Mapping[str, Counting]
) -> dict[str, dict[str, int]]:
    """Return by the name of each count what each village comes to; none is left out as 0."""
    found: dict[str, dict[str, int]] = {}
    for name, of in countings.items():
        sql = (
            f"{_BOUNDS}SELECT p.village_code, {of.what} FROM b, {of.table} p"  # noqa: S608 - our own words
            f" WHERE p.removed = 0 AND {_INSIDE} AND {of.condition} GROUP BY p.village_code"
        )
        found[name] = {code: int(n) for code, n in fetch_sql(database, sql, between.values) if n}
    return found


def people_counts(database: RecordsDatabase, between: Between) -> dict[str, dict[str, int]]:
    """Return by the names of ``PEOPLE`` who lives in each village on the last day."""
    found = counts_of(database, between, {"households": _HOUSEHOLDS})
    found |= {name: {} for name in ("people", *NEEDY)}
    for code, status, number in fetch_sql(database, _PEOPLE_BY_KIND, between.values):
        for name in ("people", *(kind for kind, of in NEEDY.items() if status in of)):
            found[name][code] = found[name].get(code, 0) + int(number)
    return found


def open_rolls(database: RecordsDatabase, between: Between) -> list[tuple[str, str]]:
    """Return where somebody was on a post and no roll is closed: village and line of funding."""
    return [(code, of) for code, of in fetch_sql(database, _OPEN_ROLLS, between.values)]
