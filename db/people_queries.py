"""Questions about people that need several tables at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import search
from db.connection import RecordsDatabase, fetch_sql
from db.listing import fitting, how_many, marks, parts
from db.rows import columns, table_name
from desktop_app.domain.records import RECORDS, Disclosure, Employment

ABOUT_PEOPLE = tuple(
    table_name(kind)
    for kind in RECORDS
    if "person_id" in columns(kind) and kind not in (Disclosure, Employment)
)
"""The tables whose rows are about a person, and keep a person from being removed."""

_ON_POST = (
    "EXISTS (SELECT 1 FROM placement l WHERE l.person_id = p.id AND l.removed = 0"
    " AND coalesce(l.started_on, l.agreement_from) <= ?"
    " AND (l.last_day_on IS NULL OR l.last_day_on >= ?))"
)
_VISITED = (
    "(EXISTS (SELECT 1 FROM visit v WHERE v.household_id = p.household_id AND v.removed = 0"
    " AND v.visited_on > ?) OR EXISTS (SELECT 1 FROM visit v WHERE v.person_id = p.id"
    " AND v.removed = 0 AND v.visited_on > ?))"
)
LABOUR = (
    "p.died_on IS NULL AND p.birth_on BETWEEN ? AND ?"
    " AND p.work_capacity NOT IN ('lost', 'none') AND p.in_school IN ('', 'none')"
)
_LINES = """
SELECT p.id, p.household_id, p.name, p.relation, p.sex, p.birth_on, p.citizen_id, p.phone,
  p.village_code, p.employment_status, p.poverty_status, p.died_on, p.notes,
  max(
    coalesce((SELECT max(v.visited_on) FROM visit v
      WHERE v.household_id = p.household_id AND v.removed = 0), ''),
    coalesce((SELECT max(v.visited_on) FROM visit v
      WHERE v.person_id = p.id AND v.removed = 0), '')),
  (SELECT o.title FROM placement l JOIN post o ON o.id = l.post_id
    WHERE l.person_id = p.id AND l.removed = 0
    AND coalesce(l.started_on, l.agreement_from) <= ?
    AND (l.last_day_on IS NULL OR l.last_day_on >= ?)
    ORDER BY l.started_on DESC LIMIT 1)
FROM person p WHERE p.removed = 0 AND p.id IN ({marks})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleQuestion:
    """Who is looked for; days are ISO texts, empty means: whoever.

    ``visited_by`` asks for those not visited since that day; ``born`` for the labour force
    between two birthdays.
    """

    today: str
    text: str = ""
    village_codes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    poverty: tuple[str, ...] = ()
    on_post: bool | None = None
    not_visited_since: str = ""
    labour_born: tuple[str, str] | None = None


def person_ids(
    database: RecordsDatabase, question: PeopleQuestion, limit: int | None = None
) -> list[bytes]:
    """Return who fits: the best matches of the text first, else by village and name."""
    condition, values = _conditions(question)
    if search.name_key(question.text):
        return search.find(database, question.text, limit, condition, tuple(values))
    order = "p.village_code, p.name COLLATE pinyin, p.id"
    return fitting(database, "person p", condition, values, order, limit)


def person_count(database: RecordsDatabase, question: PeopleQuestion) -> int:
    """Return how many people fit."""
    if search.name_key(question.text):
        return len(person_ids(database, question))
    return how_many(database, "person p", *_conditions(question))


def line_rows(
    database: RecordsDatabase, ids: Sequence[bytes], today: str
) -> dict[bytes, tuple[Any, ...]]:
    """Return by id what a list shows of these people."""
    found: dict[bytes, tuple[Any, ...]] = {}
    for part in parts(ids):
        sql = _LINES.format(marks=marks(part))
        for row in fetch_sql(database, sql, [today, today, *part]):
            found[row[0]] = row
    return found


def references(database: RecordsDatabase, person: bytes) -> dict[str, int]:
    """Return how many live records of each table point at a person.

    Left out are looks at the number, and the work that is removed together with a person.
    """
    found: dict[str, int] = {}
    for table in ABOUT_PEOPLE:
        sql = f"SELECT count(*) FROM {table} WHERE person_id = ? AND removed = 0"  # noqa: S608 - names of ours; values are bound
        found[table] = int(fetch_sql(database, sql, [person])[0][0])
    return found


def holds_post(database: RecordsDatabase, person: bytes, today: str) -> str:
    """Return the title of the post that a person holds on a day, or nothing."""
    row = line_rows(database, [person], today).get(person)
    return str(row[-1] or "") if row else ""


def _conditions(question: PeopleQuestion) -> tuple[str, list[str]]:
    parts: list[str] = []
    values: list[str] = []
    for column, wanted in (
        ("village_code", question.village_codes),
        ("employment_status", question.statuses),
        ("poverty_status", question.poverty),
    ):
        if wanted:
            parts.append(f"p.{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    if question.on_post is not None:
        parts.append(_ON_POST if question.on_post else f"NOT {_ON_POST}")
        values += [question.today] * 2
    if question.not_visited_since:
        parts.append(f"p.died_on IS NULL AND NOT {_VISITED}")
        values += [question.not_visited_since] * 2
    if question.labour_born is not None:
        parts.append(LABOUR)
        values += question.labour_born
    return "".join(f" AND {part}" for part in parts), values
