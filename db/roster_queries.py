"""Questions that the import of a roster asks about the households it may touch."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql
from db.listing import marks


class Member(NamedTuple):
    """Who lives in a household: as much as the import needs to know."""

    household: UUID
    name: str
    citizen_id: str
    relation: str


def members(database: RecordsDatabase, village_codes: Sequence[str]) -> list[Member]:
    """Return the members of every household of these villages."""
    sql = (
        "SELECT household_id, name, citizen_id, relation FROM person"  # noqa: S608 - marks only
        " WHERE removed = 0 AND household_id IS NOT NULL"
        f" AND village_code IN ({marks(village_codes)})"
    )
    rows = fetch_sql(database, sql, tuple(village_codes))
    return [Member(UUID(bytes=home), *rest) for home, *rest in rows]


def visited_households(database: RecordsDatabase, village_codes: Sequence[str]) -> set[UUID]:
    """Return the households of these villages that a visit speaks of."""
    sql = (
        "SELECT DISTINCT household_id FROM visit"  # noqa: S608 - marks only
        " WHERE removed = 0 AND household_id IS NOT NULL"
        f" AND village_code IN ({marks(village_codes)})"
    )
    return {UUID(bytes=row[0]) for row in fetch_sql(database, sql, tuple(village_codes))}
