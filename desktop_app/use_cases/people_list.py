"""Finding people, and what a list shows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from db.people_queries import PeopleQuestion, line_rows, person_count, person_ids
from desktop_app.domain.citizen_id import age_on, masked
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import add_years
from desktop_app.domain.divisions import village
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, RecordId
from desktop_app.session import Session

LABOUR_AGES = (16, 59)
"""The ages, first and last, that the registers of the labour force count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """Who is looked for; what is empty does not narrow.

    ``posts`` asks for those who hold a post (or hold none), ``not_visited_days`` for those
    whose household was not visited for so many days, ``labour_only`` for the labour force.
    """

    text: str = ""
    village_codes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    poverty: tuple[str, ...] = ()
    posts: bool | None = None
    not_visited_days: int | None = None
    labour_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """What a list shows of a person; ``citizen_id`` is masked."""

    id: RecordId
    household_id: RecordId
    name: str
    sex: str
    age: int | None
    citizen_id: str
    phone: str
    village_code: str
    village: str
    relation: str
    status: str
    status_text: str
    poverty: str
    poverty_text: str
    post_title: str
    last_visit_on: date | None
    days_since_visit: int | None
    died: bool
    notes: str

    @property
    def sex_and_age(self) -> str:
        """Return both in a few characters: 女 46."""
        sex = text_of("sex", self.sex) if self.sex in {"1", "2"} else ""
        return f"{sex} {'' if self.age is None else self.age}".strip()


def find_people(
    session: Session, wanted: PeopleFilter | None = None, limit: int | None = None
) -> list[RecordId]:
    """Return the ids of those who fit: best matches first, else by village and name."""
    question = _question(session, wanted or PeopleFilter())
    return [UUID(bytes=found) for found in person_ids(session.store.database, question, limit)]


def count_people(session: Session, wanted: PeopleFilter | None = None) -> int:
    """Return how many people fit."""
    return person_count(session.store.database, _question(session, wanted or PeopleFilter()))


def person_lines(session: Session, ids: Sequence[RecordId]) -> list[PersonLine]:
    """Return what a list shows of these people, in this order; those gone are left out."""
    today = session.today()
    keys = [id_.bytes for id_ in ids]
    rows = line_rows(session.store.database, keys, today.isoformat())
    return [_line(rows[key], today) for key in keys if key in rows]


def village_name(code: str) -> str:
    """Return what people call a village; a code of no known village stands for itself."""
    try:
        return village(code).short_name
    except Refused:
        return code


def _question(session: Session, wanted: PeopleFilter) -> PeopleQuestion:
    today = session.today()
    since = ""
    if wanted.not_visited_days is not None:
        since = (today - timedelta(days=wanted.not_visited_days)).isoformat()
    return PeopleQuestion(
        today=today.isoformat(),
        text=wanted.text,
        village_codes=wanted.village_codes,
        statuses=wanted.statuses,
        poverty=wanted.poverty,
        on_post=wanted.posts,
        not_visited_since=since,
        labour_born=labour_born(today) if wanted.labour_only else None,
    )


def labour_born(today: date) -> tuple[str, str]:
    """Return the birthdays (ISO) between which one is of working age on a day."""
    youngest, oldest = LABOUR_AGES
    first = add_years(today, -(oldest + 1)) + timedelta(days=1)
    return first.isoformat(), add_years(today, -youngest).isoformat()


def _line(row: tuple[Any, ...], today: date) -> PersonLine:
    (id_, household, name, relation, sex, birth, number, phone, village_code) = row[:9]
    status, poverty, died, notes, visited, post = row[9:]
    last_visit = date.fromisoformat(visited) if visited else None
    return PersonLine(
        id=UUID(bytes=id_),
        household_id=UUID(bytes=household) if household else NEW,
        name=name,
        sex=sex,
        age=age_on(date.fromisoformat(birth), today) if birth else None,
        citizen_id=masked(number) if number else "",
        phone=phone,
        village_code=village_code,
        village=village_name(village_code),
        relation=text_of("relation", relation),
        status=status,
        status_text=text_of("employment_status", status),
        poverty=poverty,
        poverty_text=text_of("poverty_status", poverty),
        post_title=post or "",
        last_visit_on=last_visit,
        days_since_visit=(today - last_visit).days if last_visit else None,
        died=died is not None,
        notes=notes,
    )
