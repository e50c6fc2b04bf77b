"""What stands beside the rows of a register: the records of its people, read for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.connection import RecordsDatabase, fetch_sql
from db.rows import table_name
from desktop_app.domain.records import Employment, Enrolment, Person, Placement, Record, Venture

FEW = 500
"""Keys in one question."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Which records belong to a key: their kind, the column with the key, which of them count.

    ``?`` in ``standing`` is the day asked about; the last in ``order`` is the newest.
    """

    kind: type[Record]
    column: str = "person_id"
    standing: str = ""
    order: str = "id"


RUNNING = Beside(Employment, standing="AND (until IS NULL OR until >= ?)", order="since, id")
ON_POST = Beside(
    Placement,
    standing="AND started_on <= ? AND (last_day_on IS NULL OR last_day_on >= ?)",
    order="started_on, id",
)
OPEN_VENTURE = Beside(Venture, standing="AND (closed_on IS NULL OR closed_on >= ?)")
INSURED = Beside(
    Enrolment,
    standing="AND status IN ('1', '2', 'benefit', 'benefit_paused')"
    " AND (ended_on IS NULL OR ended_on >= ?)",
)
HEADS = Beside(Person, "household_id", "AND relation = '01' AND died_on IS NULL")
MEMBERS = Beside(Person, "household_id", "AND died_on IS NULL")


def ids_beside(
    database: RecordsDatabase, beside: Beside, keys: Sequence[bytes], today: str
) -> dict[bytes, list[bytes]]:
    """Return the ids of the records that belong to each key, the newest last."""
    found: dict[bytes, list[bytes]] = {}
    for first in range(0, len(keys), FEW):
        part = keys[first : first + FEW]
        sql = (
            f"SELECT {beside.column}, id FROM {table_name(beside.kind)}"  # noqa: S608 - names of ours
            f" WHERE removed = 0 AND {beside.column} IN ({', '.join('?' * len(part))})"
            f" {beside.standing} ORDER BY {beside.order}"
        )
        values = [*part, *[today] * beside.standing.count("?")]
        for key, id_ in fetch_sql(database, sql, values):
            found.setdefault(key, []).append(id_)
    return found
