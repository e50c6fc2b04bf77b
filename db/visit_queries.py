"""Which household was visited when, and what was said there before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql
from db.listing import marks, parts
from db.search import find

Stop = tuple[UUID, date | None]
"""A household and the day of its last visit."""


@dataclass(frozen=True, slots=True)
class Home:
    """A household as a line of the route: where, its head, how many live there."""

    id: UUID
    village_code: str
    group_name: str
    head_id: UUID
    head_name: str
    members: int


_NEVER = """
SELECT id, NULL FROM household h WHERE removed = 0 AND NOT EXISTS (
  SELECT 1 FROM last_visit l WHERE l.household_id = h.id
) ORDER BY village_code, number, id LIMIT ?
"""

_OLDEST = """
SELECT household_id, visited_on FROM last_visit WHERE visited_on < ?
ORDER BY visited_on, household_id LIMIT ?
"""


def never_visited(database: RecordsDatabase, limit: int) -> list[Stop]:
    """Return households that nobody visited yet, in the order of the register."""
    return _stops(fetch_sql(database, _NEVER, (limit,)))


def longest_unvisited(database: RecordsDatabase, limit: int, *, before: date) -> list[Stop]:
    """Return households last visited before a day, the longest ago first."""
    return _stops(fetch_sql(database, _OLDEST, (before.isoformat(), limit)))


def visited_on(database: RecordsDatabase, day: date) -> list[UUID]:
    """Return the households visited on a day, in the order of the visits."""
    rows = fetch_sql(
        database,
        "SELECT household_id FROM visit WHERE visited_on = ? AND removed = 0"
        " AND household_id IS NOT NULL GROUP BY household_id ORDER BY max(id)",
        (day.isoformat(),),
    )
    return [UUID(bytes=row[0]) for row in rows]


def households_of_people(database: RecordsDatabase, text: str, limit: int) -> list[UUID]:
    """Return the households of the people that are found by a text, best matches first."""
    found: dict[bytes, None] = {}
    people = find(database, text, limit)
    homes = dict(
        fetch_sql(
            database,
            f"SELECT id, household_id FROM person WHERE id IN ({marks(people)})",  # noqa: S608 - names of ours; values are bound
            people,
        )
    )
    for person in people:
        if homes.get(person):
            found[homes[person]] = None
    return [UUID(bytes=home) for home in found]


def last_visits(database: RecordsDatabase, households: Sequence[UUID]) -> dict[UUID, date]:
    """Return the day of the last visit of each of these households that had one."""
    keys = [home.bytes for home in households]
    sql = (
        "SELECT household_id, visited_on FROM last_visit"  # noqa: S608 - marks only
        f" WHERE household_id IN ({marks(keys)})"
    )
    return {
        UUID(bytes=home): date.fromisoformat(day) for home, day in fetch_sql(database, sql, keys)
    }


def homes(database: RecordsDatabase, households: Sequence[UUID]) -> dict[UUID, Home]:
    """Return the lines of these households; one where nobody lives any more is left out."""
    found: dict[UUID, Home] = {}
    for keys in parts([home.bytes for home in households]):
        sql = (
            "SELECT h.id, h.village_code, h.group_name, p.id, p.name, count(*),"  # noqa: S608 - names of ours; values are bound
            " min(CASE p.relation WHEN '01' THEN '' ELSE p.relation || '~' END || hex(p.id))"
            " FROM household h JOIN person p ON p.household_id = h.id AND p.removed = 0"
            f" AND p.died_on IS NULL WHERE h.removed = 0 AND h.id IN ({marks(keys)})"
            " GROUP BY h.id"
        )
        for home, village, group, head, name, members, _order in fetch_sql(database, sql, keys):
            id_ = UUID(bytes=home)
            found[id_] = Home(id_, village, group, UUID(bytes=head), name, members)
    return found


def last_visit_of(
    database: RecordsDatabase, person: UUID, *, until: date, but: UUID
) -> UUID | None:
    """Return the id of the last visit of a person up to a day, leaving one visit out."""
    rows = fetch_sql(
        database,
        "SELECT id FROM visit WHERE person_id = ? AND removed = 0 AND visited_on <= ? AND id <> ?"
        " ORDER BY visited_on DESC, id DESC LIMIT 1",
        (person.bytes, until.isoformat(), but.bytes),
    )
    return UUID(bytes=rows[0][0]) if rows else None


def has_later_visit(database: RecordsDatabase, person: UUID, *, after: date, but: UUID) -> bool:
    """Say whether a person was seen after a day too, leaving one visit out."""
    sql = (
        "SELECT 1 FROM visit WHERE person_id = ? AND removed = 0 AND visited_on > ? AND id <> ?"
        " LIMIT 1"
    )
    return bool(fetch_sql(database, sql, (person.bytes, after.isoformat(), but.bytes)))


def _stops(rows: list[tuple[bytes, str | None]]) -> list[Stop]:
    return [(UUID(bytes=home), date.fromisoformat(day) if day else None) for home, day in rows]
