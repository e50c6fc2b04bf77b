"""Questions about work away from home: the last spell of each person, and all days worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import search
from db.connection import RecordsDatabase, fetch_sql
from db.listing import fitting, how_many, marks, of_people_found, parts

_SPELL, _NEWEST = "employment e", "e.since DESC, e.id DESC"
_POST = "030"
_GONE = "(SELECT id FROM person WHERE died_on IS NOT NULL AND died_on < ?)"
_LATEST = (
    "NOT EXISTS (SELECT 1 FROM employment l WHERE l.removed = 0 AND l.person_id = e.person_id"
    " AND (coalesce(l.since, ''), l.id) > (coalesce(e.since, ''), e.id){posts})"
)
_DAYS_OF_YEAR = (
    "(SELECT sum(1 + julianday(min(coalesce(l.until, ?), ?)) - julianday(max(l.since, ?)))"
    " FROM employment l WHERE l.removed = 0 AND l.person_id = e.person_id"
    " AND l.since <= ? AND (l.until IS NULL OR l.until >= ?)) >= ?"
)
_ORGANISED = """
SELECT e.person_id, max(e.id) FROM employment e
WHERE e.removed = 0 AND e.channel = 'market' AND (e.until IS NULL OR e.until >= ?)
  AND e.scope IN ('prefecture', 'region', 'province') AND e.person_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM claim_line l
    WHERE l.removed = 0 AND l.person_id = e.person_id AND l.result <> 'refused')
GROUP BY e.person_id
"""
_SPELLS = """
SELECT e.person_id, e.since, e.until FROM employment e
WHERE e.removed = 0 AND e.person_id IN ({marks})
"""
_LINES = """
SELECT e.id, e.person_id, p.name, p.sex, p.birth_on, p.citizen_id, p.phone, p.village_code,
  p.poverty_status, p.died_on
FROM employment e JOIN person p ON p.id = e.person_id
WHERE e.removed = 0 AND e.id IN ({marks})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferQuestion:
    """Whose last spell of work is looked for; what is empty does not narrow.

    ``running`` asks for spells that go on after ``today``; ``undecided`` for those whose people
    came home and have no next departure. ``worked_days`` leaves out whose spells of this year
    come to fewer days together, however they overlap.
    """

    today: str
    text: str = ""
    scopes: tuple[str, ...] = ()
    village_codes: tuple[str, ...] = ()
    running: bool | None = None
    undecided: bool = False
    posts: bool = False
    worked_days: int = 0


def latest_spells(
    database: RecordsDatabase, question: TransferQuestion, limit: int | None = None
) -> list[bytes]:
    """Return the last spell of each person: by the match of the text, else newest first."""
    condition, values = _conditions(question)
    if search.name_key(question.text):
        return of_people_found(database, _SPELL, question.text, condition, values, _NEWEST, limit)
    return fitting(database, _SPELL, condition, values, _NEWEST, limit)


def latest_spell_count(database: RecordsDatabase, question: TransferQuestion) -> int:
    """Return how many last spells fit."""
    if search.name_key(question.text):
        return len(latest_spells(database, question))
    return how_many(database, _SPELL, *_conditions(question))


def spell_days(
    database: RecordsDatabase, people: Sequence[bytes]
) -> dict[bytes, list[tuple[str | None, str | None]]]:
    """Return first and last day of every spell of these people, by person."""
    found: dict[bytes, list[tuple[str | None, str | None]]] = {}
    for part in parts(people):
        for person, since, until in fetch_sql(database, _SPELLS.format(marks=marks(part)), part):
            found.setdefault(person, []).append((since, until))
    return found


def organised_spells(database: RecordsDatabase, since: str) -> list[bytes]:
    """Return a spell each of those whom organisers took beyond their county, if not over before.

    Who stands on a claim that was not refused is left out.
    """
    return [row[1] for row in fetch_sql(database, _ORGANISED, [since])]


def line_rows(database: RecordsDatabase, ids: Sequence[bytes]) -> dict[bytes, tuple[Any, ...]]:
    """Return by id of a spell what a list shows of its person."""
    found: dict[bytes, tuple[Any, ...]] = {}
    for part in parts(ids):
        for row in fetch_sql(database, _LINES.format(marks=marks(part)), part):
            found[row[0]] = row
    return found


def _conditions(question: TransferQuestion) -> tuple[str, list[Any]]:
    posts = "" if question.posts else f" AND l.form <> '{_POST}'"
    parts = [f"e.person_id NOT IN {_GONE}"]
    values: list[Any] = [question.today]
    if not question.posts:
        parts.append(f"e.form <> '{_POST}'")
    for column, wanted in (("scope", question.scopes), ("village_code", question.village_codes)):
        if wanted:
            parts.append(f"e.{column} IN ({marks(wanted)})")
            values += wanted
    if question.running is not None:
        runs = "(e.until IS NULL OR e.until > ?)"
        parts.append(runs if question.running else f"NOT {runs}")
        values.append(question.today)
    if question.undecided:
        parts.append("e.until <= ? AND e.returned_on IS NOT NULL AND e.leaves_on IS NULL")
        values.append(question.today)
    if question.worked_days:
        first = f"{question.today[:4]}-01-01"
        parts.append(_DAYS_OF_YEAR)
        values += [question.today, question.today, first, question.today, first]
        values.append(question.worked_days)
    parts.append(_LATEST.format(posts=posts))  # last: it looks at other rows
    return "".join(f" AND {part}" for part in parts), values
