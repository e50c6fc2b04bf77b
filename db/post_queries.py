"""Questions about posts and papers that need several tables at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql
from desktop_app.domain.records import Person, Placement

_DAYS = (
    *("applied_on", "reviewed_on", "checked_on", "notice_from", "notice_to", "objected_on"),
    *("objection_settled_on", "decided_on", "agreement_from", "agreement_to", "trained_on"),
    *("started_on", "insured_from", "insured_to", "last_day_on", "exit_approved_on"),
    *("exit_notice_on", "exit_received_on", "recovered_on", "vacancy_reported_on"),
)
_WORDS = ("exit_reason", "exit_notice_way", "recover_fen", "village_code")
_COLUMNS = ", ".join(f"l.{name}" for name in (*_DAYS, *_WORDS))


@dataclass(frozen=True, slots=True)
class Seat:
    """A placement as lists and due days need it, with whose it is.

    ``placement`` holds the ids, the days and what is known of the exit; ``person`` the name and
    what the age follows from. The rest of both is blank.
    """

    placement: Placement
    person: Person
    post_title: str


def seats(database: RecordsDatabase, since: date, post: UUID | None = None) -> list[Seat]:
    """Return the placements that run, or ended on ``since`` or later: of all posts, or of one."""
    of_post, values = ("", ()) if post is None else (" AND l.post_id = ?", (post.bytes,))
    rows = fetch_sql(
        database,
        "SELECT l.id, l.post_id, p.id, p.name, p.sex, p.birth_on, p.citizen_id, p.died_on,"  # noqa: S608 - names of ours; values are bound
        f" s.title, {_COLUMNS}"
        " FROM placement l JOIN person p ON p.id = l.person_id JOIN post s ON s.id = l.post_id"
        " WHERE l.removed = 0 AND l.declined_on IS NULL"
        f" AND (l.last_day_on IS NULL OR l.last_day_on >= ?){of_post}"
        " ORDER BY l.id",
        (since.isoformat(), *values),
    )
    return [_seat(row) for row in rows]


def last_paper_number(database: RecordsDatabase, beginning: str) -> str:
    """Return the highest number of papers that begin so, of removed papers too, or nothing.

    Behind the beginning stands a running number of four digits or more, then always as much.
    """
    end = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    rows = fetch_sql(
        database,
        "SELECT number FROM paper WHERE number >= ? AND number < ?"
        " ORDER BY length(number) DESC, number DESC LIMIT 1",
        (beginning, end),
    )
    return str(rows[0][0]) if rows else ""


def _seat(row: Sequence[Any]) -> Seat:
    placement, post, person, name, sex, born, number, died, title, *rest = row
    given = zip(_DAYS, rest, strict=False)
    days: dict[str, Any] = {key: _read_day(text) for key, text in given if text is not None}
    words: dict[str, Any] = dict(zip(_WORDS, rest[len(_DAYS) :], strict=True))
    return Seat(
        Placement(
            id=UUID(bytes=placement),
            post_id=UUID(bytes=post),
            person_id=UUID(bytes=person),
            **days,
            **words,
        ),
        Person(
            id=UUID(bytes=person),
            name=name,
            sex=sex,
            birth_on=_day(born),
            citizen_id=number,
            died_on=_day(died),
        ),
        title,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else _read_day(text)


@lru_cache(maxsize=4096)
def _read_day(text: str) -> date:
    """Read a day; the days of many placements are the same few."""
    return date.fromisoformat(text)
