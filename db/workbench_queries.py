"""What waits to be done, and the numbers beside it: each question answered from an index."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql


@dataclass(frozen=True, slots=True)
class Promise:
    """Something promised on the last visit of a person."""

    person_id: UUID
    name: str
    village_code: str
    words: str
    due_on: date
    visited_on: date | None


@dataclass(frozen=True, slots=True)
class DueEnrolments:
    """Enrolments of one village and scheme that are due on one day; ``name`` is of the first."""

    id: UUID
    name: str
    village_code: str
    scheme: str
    due_on: date
    count: int


@dataclass(frozen=True, slots=True)
class WaitingPost:
    """A post that was proposed and not approved yet."""

    id: UUID
    title: str
    village_code: str
    headcount: int
    proposed_on: date | None


@dataclass(frozen=True, slots=True)
class Rounds:
    """How many households there are, and how their last visits stand to two days."""

    households: int
    never: int
    overdue: int
    due_today: int


def promises(database: RecordsDatabase, until: date, limit: int) -> list[Promise]:
    """Return what was promised up to a due day, earliest first; a later visit replaces one."""
    rows = fetch_sql(
        database,
        """
        SELECT v.person_id, p.name, v.village_code, v.promise, v.promise_due_on, v.visited_on
        FROM open_promise o JOIN visit v ON v.id = o.visit_id
        JOIN person p ON p.id = v.person_id AND p.removed = 0 AND p.died_on IS NULL
        WHERE o.due_on <= ? ORDER BY o.due_on, o.visit_id LIMIT ?
        """,
        (until.isoformat(), limit),
    )
    return [
        Promise(UUID(bytes=id_), name, village, words, date.fromisoformat(due), _day(visited))
        for id_, name, village, words, due, visited in rows
    ]


def due_enrolments(database: RecordsDatabase, until: date, limit: int) -> list[DueEnrolments]:
    """Return the first ``limit`` enrolments that are due up to a day, by day, village, scheme."""
    rows = fetch_sql(
        database,
        """
        SELECT min(id), name, village_code, scheme, next_due_on, count(*) FROM (
          SELECT e.id, p.name, e.village_code, e.scheme, e.next_due_on
          FROM enrolment e JOIN person p ON p.id = e.person_id AND p.removed = 0
          WHERE e.removed = 0 AND e.next_due_on <= ? AND e.ended_on IS NULL
            AND p.died_on IS NULL AND e.status NOT IN ('4', 'benefit', 'benefit_paused')
          ORDER BY e.next_due_on, e.id LIMIT ?
        ) GROUP BY next_due_on, village_code, scheme
        """,
        (until.isoformat(), limit),
    )
    return [
        DueEnrolments(UUID(bytes=id_), name, village, scheme, date.fromisoformat(due), count)
        for id_, name, village, scheme, due, count in rows
    ]


def waiting_posts(database: RecordsDatabase) -> list[WaitingPost]:
    """Return the posts that wait for approval, the first proposed first."""
    rows = fetch_sql(
        database,
        "SELECT id, title, village_code, headcount, proposed_on FROM post"
        " WHERE removed = 0 AND approved_on IS NULL AND abolished_on IS NULL"
        " ORDER BY proposed_on, id",
    )
    return [
        WaitingPost(UUID(bytes=id_), title, village, count, _day(day))
        for id_, title, village, count, day in rows
    ]


def rounds(database: RecordsDatabase, due_day: date) -> Rounds:
    """Count the households, those never visited, and those last visited before or on a day."""
    day = due_day.isoformat()
    visited, overdue, due_today = fetch_sql(
        database,
        """
        SELECT (SELECT count(*) FROM last_visit),
          (SELECT count(*) FROM last_visit WHERE visited_on < ?),
          (SELECT count(*) FROM last_visit WHERE visited_on = ?)
        """,
        (day, day),
    )[0]
    households = _count(database, "household")
    return Rounds(households, max(0, households - visited), overdue, due_today)


def households_visited(database: RecordsDatabase, first: date, last: date) -> int:
    """Count the households visited between two days, both counted."""
    rows = fetch_sql(
        database,
        "SELECT count(DISTINCT household_id) FROM visit"
        " WHERE visited_on BETWEEN ? AND ? AND removed = 0",
        (first.isoformat(), last.isoformat()),
    )
    return int(rows[0][0])


def counts(database: RecordsDatabase) -> dict[str, int]:
    """Count people, those who work away, those without work, and those on posts."""
    statuses = dict(
        fetch_sql(
            database,
            "SELECT employment_status, count(*) FROM person INDEXED BY person_working"
            " WHERE removed = 0 GROUP BY employment_status",
        )
    )
    placed = fetch_sql(
        database,
        "SELECT count(DISTINCT person_id) FROM placement"
        " WHERE removed = 0 AND last_day_on IS NULL AND started_on IS NOT NULL",
    )
    return {
        "people": sum(statuses.values()),
        "away": statuses.get("11", 0),
        "idle": sum(statuses.get(code, 0) for code in ("4", "5", "6", "9")),
        "placed": int(placed[0][0]),
    }


def last_saved_at(database: RecordsDatabase) -> str | None:
    """Return the moment of the newest operation, or none."""
    rows = fetch_sql(database, "SELECT at FROM operation ORDER BY number DESC LIMIT 1")
    return str(rows[0][0]) if rows else None


def newest_of_last(database: RecordsDatabase, count: int) -> str | None:
    """Return the latest moment at which one of the last ``count`` operations was kept, or none."""
    sql = "SELECT max(at) FROM (SELECT at FROM operation ORDER BY number DESC LIMIT ?)"
    found = fetch_sql(database, sql, (count,))[0][0]
    return None if found is None else str(found)


def _count(database: RecordsDatabase, table: str) -> int:
    sql = f"SELECT count(*) FROM {table} WHERE removed = 0"  # noqa: S608 - our own names
    return int(fetch_sql(database, sql)[0][0])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
