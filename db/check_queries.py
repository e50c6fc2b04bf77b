"""What the checks before payment need, each in one question for all the holders of a month."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql
from db.listing import marks, parts
from desktop_app.domain.codes import text_of
from desktop_app.domain.months import Month
from desktop_app.domain.watch_facts import Held, Listing, Namesake, Spell, Watched

T = TypeVar("T")

_HELD = """
WITH holder AS MATERIALIZED (
  SELECT l.id AS placement_id, l.person_id, l.village_code,
    coalesce(l.started_on, l.agreement_from) AS begins, l.last_day_on AS ends,
    o.title, o.department, o.temporary, p.household_id, p.name, p.citizen_id, p.birth_on, p.sex,
    p.phone, p.account, p.employment_status, p.died_on, p.pension_drawn, p.cadre_kin
  FROM placement l JOIN post o ON o.id = l.post_id JOIN person p ON p.id = l.person_id
  WHERE l.removed = 0 AND p.removed = 0 AND coalesce(l.started_on, l.agreement_from) <= ?2
    AND (l.last_day_on IS NULL OR l.last_day_on >= ?1)
)
"""
_HOLDERS = "SELECT * FROM holder ORDER BY placement_id"
_LISTED = """
SELECT DISTINCT h.person_id, n.person_id, p.name, n.watch_list, n.since, n.until, n.detail,
  n.source, n.as_of, n.id
FROM holder h JOIN listed n ON n.person_id = h.person_id JOIN person p ON p.id = n.person_id
WHERE n.removed = 0 ORDER BY n.id
"""
_KIN = """
SELECT DISTINCT h.person_id, n.person_id, p.name, n.watch_list, n.since, n.until, n.detail,
  n.source, n.as_of, n.id
FROM holder h CROSS JOIN person p ON p.household_id = h.household_id AND p.id <> h.person_id
  CROSS JOIN listed n ON n.person_id = p.id AND n.watch_list = 'cadre_kin'
WHERE n.removed = 0 AND p.removed = 0 ORDER BY n.id
"""
_AWAY = """
SELECT DISTINCT h.person_id, e.scope, e.since,
  CASE WHEN e.returned_on < coalesce(e.until, '9') THEN e.returned_on ELSE e.until END, e.place,
  e.employer, e.id
FROM holder h JOIN employment e ON e.person_id = h.person_id
WHERE e.removed = 0 AND e.form <> '030'
  AND (e.scope IN ('prefecture', 'region', 'province', 'abroad')
    OR e.scope = '' AND e.place_code <> ''
      AND substr(e.place_code, 1, 6) <> substr(h.village_code, 1, 6))
ORDER BY e.id
"""
_ENROLLED = """
SELECT DISTINCT h.person_id, n.scheme, n.since, n.ended_on, n.status, n.office, n.id
FROM holder h JOIN enrolment n ON n.person_id = h.person_id
WHERE n.removed = 0 AND (n.scheme = 'employee_pension' AND n.status IN ('1', 'benefit')
  OR n.scheme = 'flexible_pension' AND n.status = 'benefit')
ORDER BY n.id
"""
_VENTURES = """
SELECT DISTINCT h.person_id, 'venture', v.registered_on, v.closed_on, v.name, '', v.id
FROM holder h JOIN venture v ON v.person_id = h.person_id
WHERE v.removed = 0 AND v.registered_on IS NOT NULL ORDER BY v.id
"""
_SHARED = """
SELECT DISTINCT h.person_id, p.id, p.name, p.village_code, p.household_id
FROM holder h CROSS JOIN person p ON p.{column} = h.{column} AND p.id <> h.person_id
WHERE p.removed = 0 AND p.{column} <> '' ORDER BY p.id
"""
_MARKS = """
SELECT h.placement_id, t.marks FROM holder h
JOIN attendance t ON t.placement_id = h.placement_id AND t.month = ?3
WHERE t.removed = 0 ORDER BY t.confirmed_on IS NOT NULL, t.confirmed_on, t.id
"""


def watched(
    database: RecordsDatabase,
    month: Month,
    villages: Sequence[str],
    placements: Iterable[UUID] | None = None,
) -> Watched:
    """Return what the checks of a month look at.

    The placements of ``villages`` are judged, or those of ``placements``; the holders of the
    whole desk are there to be compared with.
    """
    days = (month.first.isoformat(), month.last.isoformat())

    def ask(text: str, *more: str) -> list[tuple[Any, ...]]:
        return fetch_sql(database, _HELD + text, (*days, *more))

    held = tuple(_held(row) for row in ask(_HOLDERS))
    chosen = None if placements is None else frozenset(placements)
    enrolled = ask(_ENROLLED)
    return Watched(
        month=month,
        held=held,
        here=frozenset(
            one.placement_id
            for one in held
            if (one.village_code in villages if chosen is None else one.placement_id in chosen)
        ),
        listed=_by_person(ask(_LISTED), _listing),
        kin=_by_person(ask(_KIN), _listing),
        away=_by_person(ask(_AWAY), _spell(_away_words)),
        insured=_by_person([row for row in enrolled if row[4] == "1"], _spell(_scheme_words)),
        drawing=_by_person([row for row in enrolled if row[4] == "benefit"], _spell(_scheme_words)),
        businesses=_by_person(ask(_VENTURES), _spell(lambda row: f"登记的市场主体：{row[4]}")),
        same_number=_by_person(ask(_SHARED.format(column="citizen_id")), _namesake),
        same_account=_by_person(ask(_SHARED.format(column="account")), _namesake),
        marks={UUID(bytes=key): marks for key, marks in ask(_MARKS, month.text)},
    )


def list_dates(database: RecordsDatabase) -> list[tuple[str, date | None, str, int]]:
    """Return each list that was taken in: its kind, newest day, source and how many it names."""
    rows = fetch_sql(
        database,
        "SELECT watch_list, as_of, source, count(DISTINCT person_id) FROM listed"
        " WHERE removed = 0 GROUP BY watch_list, as_of, source"
        " ORDER BY watch_list, as_of DESC, source",
    )
    return [(kind, _day(as_of), source, many) for kind, as_of, source, many in rows]


def people_by_number(
    database: RecordsDatabase, numbers: Sequence[str]
) -> dict[str, list[tuple[UUID, str, str]]]:
    """Return the people known here by their identity numbers: id, name and village of each."""
    found: defaultdict[str, list[tuple[UUID, str, str]]] = defaultdict(list)
    for some in parts(numbers):
        rows = fetch_sql(
            database,
            "SELECT citizen_id, id, name, village_code FROM person"  # noqa: S608 - names of ours; values are bound
            f" WHERE removed = 0 AND citizen_id IN ({marks(some)}) ORDER BY id",
            some,
        )
        for number, id_, name, village in rows:
            found[number].append((UUID(bytes=id_), name, village))
    return dict(found)


def _held(row: tuple[Any, ...]) -> Held:
    return Held(
        placement_id=UUID(bytes=row[0]),
        person_id=UUID(bytes=row[1]),
        village_code=row[2],
        begins=date.fromisoformat(row[3]),
        ends=_day(row[4]),
        post_title=row[5],
        department=row[6],
        temporary=bool(row[7]),
        household_id=UUID(bytes=row[8]) if row[8] else None,
        name=row[9],
        citizen_id=row[10],
        birth_on=_day(row[11]),
        sex=row[12],
        phone=row[13],
        account=row[14],
        status=row[15],
        died_on=_day(row[16]),
        pension_drawn=bool(row[17]),
        cadre_kin=bool(row[18]),
    )


def _listing(row: tuple[Any, ...]) -> Listing:
    return Listing(
        person_id=UUID(bytes=row[1]),
        name=row[2],
        watch_list=row[3],
        since=_day(row[4]),
        until=_day(row[5]),
        detail=row[6],
        source=row[7],
        as_of=_day(row[8]),
    )


def _spell(words: Callable[[tuple[Any, ...]], str]) -> Callable[[tuple[Any, ...]], Spell]:
    def read(row: tuple[Any, ...]) -> Spell:
        return Spell(
            person_id=UUID(bytes=row[0]),
            kind=row[1],
            since=_day(row[2]),
            until=_day(row[3]),
            words=words(row),
        )

    return read


def _away_words(row: tuple[Any, ...]) -> str:
    place = "".join(part for part in (row[4], row[5]) if part)
    return f"登记外出务工：{place or text_of('transfer_scope', row[1])}"


def _scheme_words(row: tuple[Any, ...]) -> str:
    office = f"（{row[5]}）" if row[5] else ""
    status = text_of("enrolment_status", row[4])
    return f"登记参保：{text_of('insurance_scheme', row[1])}{office}，{status}"


def _namesake(row: tuple[Any, ...]) -> Namesake:
    return Namesake(
        holder_id=UUID(bytes=row[0]),
        person_id=UUID(bytes=row[1]),
        name=row[2],
        village_code=row[3],
        household_id=UUID(bytes=row[4]) if row[4] else None,
    )


def _by_person(
    rows: Iterable[tuple[Any, ...]], read: Callable[[tuple[Any, ...]], T]
) -> Mapping[UUID, tuple[T, ...]]:
    found: defaultdict[UUID, list[T]] = defaultdict(list)
    for row in rows:
        found[UUID(bytes=row[0])].append(read(row))
    return {key: tuple(some) for key, some in found.items()}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
