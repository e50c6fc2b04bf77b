"""What the rules of data quality need, each in one question for all the people of some villages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql
from db.rows import columns, from_row, table_name
from db.search import pinyin
from desktop_app.domain.quality_facts import QualityFacts
from desktop_app.domain.records import Employment, Household, Person, Record

R = TypeVar("R", bound=Record)

_REPEATED = """
SELECT p.citizen_id, p.name FROM person p
WHERE p.removed = 0 AND p.citizen_id <> '' AND p.citizen_id IN (
  SELECT citizen_id FROM person WHERE removed = 0 AND citizen_id <> ''
  GROUP BY citizen_id HAVING count(*) > 1)
ORDER BY p.citizen_id, p.id
"""
_ON_POST = """
SELECT DISTINCT l.person_id FROM placement l JOIN person p ON p.id = l.person_id
WHERE l.removed = 0 AND p.village_code IN ({some})
  AND coalesce(l.started_on, l.agreement_from) <= ?
  AND (l.last_day_on IS NULL OR l.last_day_on >= ?)
"""
_MEDICAL = """
SELECT n.person_id, n.scheme FROM enrolment n JOIN person p ON p.id = n.person_id
WHERE n.removed = 0 AND n.status = '1' AND n.scheme IN ('resident_medical', 'employee_medical')
  AND p.village_code IN ({some}) AND (n.ended_on IS NULL OR n.ended_on >= ?)
"""
_HELPED = """
SELECT DISTINCT p.household_id FROM person p
WHERE p.removed = 0 AND p.village_code IN ({some}) AND (
  EXISTS (SELECT 1 FROM employment e WHERE e.person_id = p.id AND e.removed = 0
    AND (e.until IS NULL OR e.until >= ?))
  OR EXISTS (SELECT 1 FROM placement l WHERE l.person_id = p.id AND l.removed = 0
    AND coalesce(l.started_on, l.agreement_from) IS NOT NULL
    AND (l.last_day_on IS NULL OR l.last_day_on >= ?))
  OR EXISTS (SELECT 1 FROM venture v WHERE v.person_id = p.id AND v.removed = 0
    AND (v.closed_on IS NULL OR v.closed_on >= ?))
  OR EXISTS (SELECT 1 FROM training t WHERE t.person_id = p.id AND t.removed = 0
    AND t.ends_on >= date(?, '-1 year')))
"""


def quality_facts(database: RecordsDatabase, villages: Sequence[str], today: date) -> QualityFacts:
    """Return the living people of these villages, and what is registered about them."""
    day = today.isoformat()

    def ask(text: str, *more: str) -> list[tuple[Any, ...]]:
        some = ", ".join("?" * len(villages))
        return fetch_sql(database, text.format(some=some), (*villages, *more))

    people = tuple(_read(ask(_every(Person, "AND died_on IS NULL")), Person))
    works = _read(ask(_every(Employment, "AND (until IS NULL OR until >= ?)"), day), Employment)
    homes = _read(ask(_every(Household)), Household)
    repeated = fetch_sql(database, _REPEATED)
    medical: defaultdict[UUID, set[str]] = defaultdict(set)
    for id_, scheme in ask(_MEDICAL, day):
        medical[UUID(bytes=id_)].add(scheme)
    return QualityFacts(
        today=today,
        people=people,
        sounds={name: pinyin(name) for name in {one.name for one in people}},
        households={one.id: one for one in homes},
        same_number=_grouped((number, name) for number, name in repeated),
        work=_grouped((one.person_id, one) for one in works),
        on_post=frozenset(UUID(bytes=row[0]) for row in ask(_ON_POST, day, day)),
        medical={id_: frozenset(some) for id_, some in medical.items()},
        helped=frozenset(UUID(bytes=row[0]) for row in ask(_HELPED, day, day, day, day) if row[0]),
        members=_grouped((one.household_id, one) for one in people if one.household_id.int),
    )


K = TypeVar("K")
V = TypeVar("V")


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(some) for key, some in found.items()}


def _every(kind: type[Record], more: str = "") -> str:
    return (
        f"SELECT {', '.join(columns(kind))} FROM {table_name(kind)}"  # noqa: S608 - names of ours; values are bound
        f" WHERE removed = 0 AND village_code IN ({{some}}) {more} ORDER BY id"
    )


def _read(rows: Iterable[tuple[Any, ...]], kind: type[R]) -> list[R]:
    return [from_row(kind, row) for row in rows]
