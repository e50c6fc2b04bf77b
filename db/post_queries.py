"""Questions about posts and papers that need several tables at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql


@dataclass(frozen=True, slots=True)
class Seat:
    """A placement as the list of posts needs it."""

    placement_id: UUID
    post_id: UUID
    name: str
    sex: str
    birth_on: date | None
    citizen_id: str
    died_on: date | None
    notice_to: date | None
    decided_on: date | None
    agreement_from: date | None
    agreement_to: date | None
    started_on: date | None
    last_day_on: date | None


def seats(database: RecordsDatabase, since: date, post: UUID | None = None) -> list[Seat]:
    """Return the placements that run, or ended on ``since`` or later: of all posts, or of one."""
    of_post, values = ("", ()) if post is None else (" AND l.post_id = ?", (post.bytes,))
    rows = fetch_sql(
        database,
        "SELECT l.id, l.post_id, p.name, p.sex, p.birth_on, p.citizen_id, p.died_on, l.notice_to,"  # noqa: S608 - names of ours; values are bound
        " l.decided_on, l.agreement_from, l.agreement_to, l.started_on, l.last_day_on"
        " FROM placement l JOIN person p ON p.id = l.person_id"
        f" WHERE l.removed = 0 AND (l.last_day_on IS NULL OR l.last_day_on >= ?){of_post}"
        " ORDER BY l.id",
        (since.isoformat(), *values),
    )
    return [_seat(row) for row in rows]


def paper_numbers(database: RecordsDatabase, beginning: str) -> list[str]:
    """Return the numbers of papers that begin so, of removed papers too."""
    end = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    rows = fetch_sql(
        database, "SELECT number FROM paper WHERE number >= ? AND number < ?", (beginning, end)
    )
    return [str(row[0]) for row in rows]


def _seat(row: tuple[Any, ...]) -> Seat:
    days = [_day(text) for text in row[6:]]
    return Seat(
        placement_id=UUID(bytes=row[0]),
        post_id=UUID(bytes=row[1]),
        name=row[2],
        sex=row[3],
        birth_on=_day(row[4]),
        citizen_id=row[5],
        died_on=days[0],
        notice_to=days[1],
        decided_on=days[2],
        agreement_from=days[3],
        agreement_to=days[4],
        started_on=days[5],
        last_day_on=days[6],
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
