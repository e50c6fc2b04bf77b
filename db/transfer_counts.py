"""How many people work away, by class and village, who is covered, and who is behind each number.

A person counts once: by the spell that began last among those that ran between two days. So the
classes can never add up to more than the people.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from db.connection import RecordsDatabase, fetch_sql
from db.listing import marks
from db.people_queries import LABOUR

_AWAY, _POST = "11", "030"
_GONE = "(SELECT id FROM person WHERE died_on IS NOT NULL AND died_on < ?)"
_RUNNING = "(e.since IS NULL OR e.since <= ?) AND (e.until IS NULL OR e.until >= ?)"
_PICKED = """
SELECT e.person_id AS person_id, e.scope AS scope, e.village_code AS village_code,
  max(coalesce(e.since, '')) AS newest
FROM employment e INDEXED BY employment_spell
WHERE e.removed = 0 AND {running}
  AND e.person_id NOT IN {gone}{more}
GROUP BY e.person_id
"""
_RUNS = (
    f"EXISTS (SELECT 1 FROM employment e WHERE e.removed = 0 AND e.person_id = p.id AND {_RUNNING})"  # noqa: S608 - our own words
)
_ON_POST = (
    "EXISTS (SELECT 1 FROM placement l WHERE l.removed = 0 AND l.person_id = p.id"
    " AND coalesce(l.started_on, l.agreement_from) <= ?"
    " AND (l.last_day_on IS NULL OR l.last_day_on >= ?))"
)
_WORKS = f"(p.employment_status IN ('1', '2', '11') OR {_RUNS} OR {_ON_POST})"
_SOME_LIFTED = "p.removed = 0 AND p.died_on IS NULL AND p.poverty_status NOT IN ('', 'general')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """When people are counted and where: ISO days, a beginning of village codes, with posts or not.

    First and last day are the same for a count on a day.
    """

    first: str
    last: str
    area: str = ""
    posts: bool = False


def scope_counts(database: RecordsDatabase, span: Span) -> dict[tuple[str, str], int]:
    """Return how many people worked, by village code and class; class "" is not known."""
    picked, values = _picked(span)
    sql = f"SELECT village_code, scope, count(*) FROM ({picked}) GROUP BY village_code, scope"  # noqa: S608 - our own words
    return {(code, scope): number for code, scope, number in fetch_sql(database, sql, values)}


def scope_totals(
    database: RecordsDatabase, span: Span, scopes: Sequence[str]
) -> tuple[int, dict[str, int]]:
    """Return how many people worked at all, and how many in each of these classes."""
    picked, values = _picked(span)
    sums = "".join(", coalesce(sum(scope = ?), 0)" for _ in scopes)
    sql = f"SELECT count(*){sums} FROM ({picked})"  # noqa: S608 - our own words
    row = fetch_sql(database, sql, [*scopes, *values])[0]
    return int(row[0]), dict(zip(scopes, row[1:], strict=True))


def scope_people(
    database: RecordsDatabase, span: Span, scopes: Sequence[str], known: Sequence[str] = ()
) -> list[bytes]:
    """Return who worked in these classes, by village and name.

    With ``known``, also who worked in a class that is none of these.
    """
    picked, values = _picked(span)
    others = f" OR w.scope NOT IN ({marks(known)})" if known else ""
    sql = (
        f"SELECT p.id FROM ({picked}) w JOIN person p ON p.id = w.person_id"  # noqa: S608 - our own words
        f" WHERE w.scope IN ({marks(scopes)}){others}"
        " ORDER BY p.village_code, p.name COLLATE pinyin, p.id"
    )
    return [row[0] for row in fetch_sql(database, sql, [*values, *scopes, *known])]


def untold_counts(database: RecordsDatabase, span: Span) -> dict[str, int]:
    """Return by village code how many are said to work away without any work that runs."""
    sql = f"SELECT p.village_code, count(*) FROM person p WHERE {_untold(span.area)} GROUP BY 1"  # noqa: S608 - our own words
    return dict(fetch_sql(database, sql, _untold_values(span)))


def untold_people(database: RecordsDatabase, span: Span) -> list[bytes]:
    """Return who is said to work away today without any work that runs, by village and name."""
    sql = (
        f"SELECT p.id FROM person p WHERE {_untold(span.area)}"  # noqa: S608 - our own words
        " ORDER BY p.village_code, p.name COLLATE pinyin, p.id"
    )
    return [row[0] for row in fetch_sql(database, sql, _untold_values(span))]


def coverage_counts(
    database: RecordsDatabase, span: Span, born: tuple[str, str]
) -> dict[str, tuple[int, int]]:
    """Return by 脱贫（监测）类别 how many are in the labour force, and how many of them work."""
    condition, values = _covered(span, born)
    sql = (
        f"SELECT p.poverty_status, count(*), sum({_WORKS}) FROM person p"  # noqa: S608 - our own words
        f" WHERE {condition} GROUP BY p.poverty_status"
    )
    rows = fetch_sql(database, sql, [span.last, span.first] * 2 + values)
    return {status: (number, working) for status, number, working in rows}


def coverage_people(
    database: RecordsDatabase,
    span: Span,
    born: tuple[str, str],
    poverty: Sequence[str],
    works: bool | None,
) -> list[bytes]:
    """Return the labour force of these 脱贫（监测）类别: all, those at work, or the others."""
    condition, values = _covered(span, born)
    if works is not None:
        condition += f" AND {'' if works else 'NOT '}{_WORKS}"
        values += [span.last, span.first] * 2
    sql = (
        f"SELECT p.id FROM person p WHERE {condition}"  # noqa: S608 - our own words
        f" AND p.poverty_status IN ({marks(poverty)})"
        " ORDER BY p.village_code, p.name COLLATE pinyin, p.id"
    )
    return [row[0] for row in fetch_sql(database, sql, [*values, *poverty])]


def relocated_counts(database: RecordsDatabase, span: Span) -> tuple[int, int]:
    """Return how many relocated households there are, and in how many somebody works."""
    sql = (
        f"SELECT count(*), coalesce(sum({_home_works()}), 0) FROM household h WHERE {_moved(span)}"  # noqa: S608 - our own words
    )
    values = [*[span.last, span.first] * 2, *_between(span.area)]
    row = fetch_sql(database, sql, values)[0]
    return int(row[0]), int(row[1])


def relocated_people(database: RecordsDatabase, span: Span, works: bool | None) -> list[bytes]:
    """Return the heads (or the first member) of relocated households: all, or by work."""
    condition, values = _moved(span), [*_between(span.area)]
    if works is not None:
        condition += f" AND {'' if works else 'NOT '}{_home_works()}"
        values += [span.last, span.first] * 2
    sql = (
        "SELECT (SELECT p.id FROM person p WHERE p.household_id = h.id AND p.removed = 0"  # noqa: S608 - our own words
        " AND p.died_on IS NULL ORDER BY p.relation = '01' DESC, p.id LIMIT 1)"
        f" FROM household h WHERE {condition} ORDER BY h.village_code, h.number, h.id"
    )
    return [row[0] for row in fetch_sql(database, sql, values) if row[0] is not None]


def _picked(span: Span) -> tuple[str, list[str]]:
    more = "" if span.posts else f" AND e.form <> '{_POST}'"
    values = [span.last, span.first, span.first]
    if span.area:
        more += " AND e.village_code >= ? AND e.village_code < ?"
        values += _between(span.area)
    return _PICKED.format(running=_RUNNING, gone=_GONE, more=more), values


def _untold(area: str) -> str:
    place = " AND p.village_code >= ? AND p.village_code < ?" if area else ""
    return (
        f"p.removed = 0 AND p.employment_status = '{_AWAY}'{place}"  # noqa: S608 - our own words
        " AND p.id NOT IN (SELECT id FROM person WHERE died_on IS NOT NULL)"
        " AND p.id NOT IN (SELECT e.person_id FROM employment e WHERE e.removed = 0"
        f" AND e.person_id IS NOT NULL AND {_RUNNING})"
    )


def _untold_values(span: Span) -> list[str]:
    return [*_between(span.area), span.last, span.first]


def _covered(span: Span, born: tuple[str, str]) -> tuple[str, list[str]]:
    place = " AND p.village_code >= ? AND p.village_code < ?" if span.area else ""
    return f"{_SOME_LIFTED} AND {LABOUR}{place}", [*born, *_between(span.area)]


def _moved(span: Span) -> str:
    place = " AND h.village_code >= ? AND h.village_code < ?" if span.area else ""
    return f"h.removed = 0 AND h.relocated = 1{place}"


def _home_works() -> str:
    return (
        "EXISTS (SELECT 1 FROM person p WHERE p.household_id = h.id AND p.removed = 0"  # noqa: S608 - our own words
        f" AND p.died_on IS NULL AND {_WORKS})"
    )


def _between(area: str) -> list[str]:
    """Return the bounds of all village codes that begin so."""
    return [area, f"{area}~"] if area else []
