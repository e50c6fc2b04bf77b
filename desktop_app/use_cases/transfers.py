"""Work away from home: whose spells there are, how long each person worked, what comes next."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from db.transfer_queries import (
    TransferQuestion,
    latest_spell_count,
    latest_spells,
    line_rows,
    organised_spells,
    spell_days,
)
from desktop_app.domain.citizen_id import age_on, masked
from desktop_app.domain.codes import text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.income import income_words
from desktop_app.domain.places import place_words
from desktop_app.domain.records import Employment, Person, RecordId
from desktop_app.domain.rules import RulePack
from desktop_app.domain.work_months import DAYS, WorkedYear, worked_year
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name

AWAY, RETURNED, UNDECIDED = "away", "returned", "undecided"
REACHED, SHORT = "reached", "short"
MIN_MONTHS, COUNTS_POSTS = "transfer.min_months", "transfer.counts_posts"

_BATCH = 500
_TRY = 8
"""How many times as many rows as are wanted are looked at before all are."""

_MONTH, _FEBRUARY = 30, 28


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFilter:
    """Whose last spell of work is looked for; what is empty does not narrow.

    ``state`` is ``away``, ``returned``, or ``undecided`` for those who came home and have no
    next departure; ``months`` is ``reached`` or ``short`` of what the subsidy asks in this year.
    """

    text: str = ""
    scopes: tuple[str, ...] = ()
    village_codes: tuple[str, ...] = ()
    state: str = ""
    months: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLine:
    """What a list shows of the last spell of a person; ``citizen_id`` is masked.

    ``state`` is ``away`` while it runs, ``returned`` after it; ``months`` are those of this year.
    """

    id: RecordId
    person_id: RecordId
    name: str
    sex_and_age: str
    citizen_id: str
    phone: str
    village: str
    poverty_text: str
    scope: str
    scope_text: str
    place: str
    work: str
    state: str
    state_text: str
    months: int
    income: str
    employment: Employment


@dataclass(frozen=True, slots=True)
class TransferFile:
    """All spells of a person, newest first, and what they come to in this year and the last."""

    line: TransferLine
    spells: tuple[Employment, ...]
    years: tuple[tuple[int, WorkedYear], ...]


def find_transfers(
    session: Session, wanted: TransferFilter | None = None, limit: int | None = None
) -> list[RecordId]:
    """Return the last spell of each person that fits: best matches first, else newest first."""
    wanted = wanted or TransferFilter()
    question = _question(session, wanted)
    if not wanted.months:
        found = latest_spells(session.store.database, question, limit)
        return [UUID(bytes=each) for each in found]
    few = None if limit is None else limit * _TRY
    kept = _by_months(session, latest_spells(session.store.database, question, few), wanted)
    if limit is not None and len(kept) < limit:
        kept = _by_months(session, latest_spells(session.store.database, question), wanted)
    return kept[:limit]


def count_transfers(session: Session, wanted: TransferFilter | None = None) -> int:
    """Return how many last spells fit."""
    wanted = wanted or TransferFilter()
    if wanted.months:
        return len(find_transfers(session, wanted))
    return latest_spell_count(session.store.database, _question(session, wanted))


def transfer_lines(session: Session, ids: Sequence[RecordId]) -> list[TransferLine]:
    """Return what a list shows of these spells, in this order; those gone are left out."""
    database, today = session.store.database, session.today()
    rows = line_rows(database, [id_.bytes for id_ in ids])
    days = spell_days(database, [row[1] for row in rows.values()])
    pack, lines = session.rules, []
    for one in session.many(Employment, ids):
        if (row := rows.get(one.id.bytes)) is not None:
            worked = _worked(pack, today, row[9], days.get(row[1], []), today.year)
            lines.append(_line(pack, today, one, row, worked.months))
    return lines


def transfer_file(session: Session, employment_id: RecordId) -> TransferFile:
    """Return everything about the work of the person a spell belongs to."""
    lines = transfer_lines(session, [employment_id])
    if not lines:
        raise Refused("这一段外出已经不在了。", advice="请回到名单，重新选一个。")
    spells = session.find(Employment, person_id=lines[0].person_id)
    ordered = sorted(spells, key=lambda one: (one.since or date.min, one.id), reverse=True)
    this = session.today().year
    return TransferFile(
        lines[0],
        tuple(ordered),
        tuple((year, person_year(session, lines[0].person_id, year)) for year in (this, this - 1)),
    )


def person_year(session: Session, person_id: RecordId, year: int) -> WorkedYear:
    """Return how long a person worked in a year, up to today or the day of death."""
    died = session.get(Person, person_id).died_on
    days = spell_days(session.store.database, [person_id.bytes]).get(person_id.bytes, [])
    return _worked(session.rules, session.today(), str(died) if died else None, days, year)


def latest_of_person(session: Session, person_id: RecordId) -> RecordId | None:
    """Return the last spell of a person, as the list would show it."""
    spells = session.find(Employment, person_id=person_id)
    newest = max(spells, key=lambda one: (one.since or date.min, one.id), default=None)
    return None if newest is None else newest.id


def six_months_reached(session: Session, since: date) -> list[tuple[RecordId, date]]:
    """Return a spell of each whom an organiser took, and the day the months of the subsidy filled.

    Only days from ``since`` on, of the present year. Whoever stands on a claim is left out.
    """
    months = session.rules.number(MIN_MONTHS, session.today())
    ids = organised_spells(session.store.database, since.isoformat())
    reached = ((spell, worked.reached(months)) for spell, worked in _worked_of(session, ids))
    return [(spell, day) for spell, day in reached if day is not None and day >= since]


def returned_undecided(session: Session) -> list[tuple[RecordId, date]]:
    """Return the last spell of each who came home so long ago that the next step is to be asked.

    The day beside it is the one from which it is due.
    """
    today = session.today()
    wait = timedelta(days=session.rules.number("transfer.next_step_days", today))
    ids = find_transfers(session, TransferFilter(state=UNDECIDED))
    return [
        (one.id, one.returned_on + wait)
        for one in session.many(Employment, ids)
        if one.returned_on is not None and one.returned_on + wait <= today
    ]


def spell_place(employment: Employment) -> str:
    """Return where the work is, as exactly as it is known."""
    named = place_words(employment.place_code)
    if not named or employment.place.startswith(named):
        return employment.place
    return f"{named}　{employment.place}".strip()


def _question(session: Session, wanted: TransferFilter) -> TransferQuestion:
    if wanted.state not in ("", AWAY, RETURNED, UNDECIDED):
        raise Refused(
            f"不认识的外出情况“{wanted.state}”。",
            advice="写 away（在外）、returned（已返乡）或 undecided（返乡后没有下一步）。",
        )
    if wanted.months not in ("", REACHED, SHORT):
        raise Refused(
            f"不认识的月数条件“{wanted.months}”。", advice="写 reached（已满）或 short（未满）。"
        )
    today = session.today()
    running = {AWAY: True, RETURNED: False}.get(wanted.state)
    return TransferQuestion(
        today=today.isoformat(),
        text=wanted.text,
        scopes=wanted.scopes,
        village_codes=wanted.village_codes,
        running=running,
        undecided=wanted.state == UNDECIDED,
        posts=session.rules.holds(COUNTS_POSTS, today),
        worked_days=_days_at_least(session, today) if wanted.months == REACHED else 0,
    )


def _days_at_least(session: Session, today: date) -> int:
    """Return the fewest days in which the months of the subsidy can be full.

    A month has 30 days or more but one, the February of the year.
    """
    months = session.rules.number(MIN_MONTHS, today)
    return min(_MONTH, session.rules.number(DAYS, today)) * months - (_MONTH - _FEBRUARY)


def _by_months(session: Session, ids: Sequence[bytes], wanted: TransferFilter) -> list[RecordId]:
    least = session.rules.number(MIN_MONTHS, session.today())
    return [
        spell
        for spell, worked in _worked_of(session, ids)
        if (worked.months >= least) == (wanted.months == REACHED)
    ]


def _worked_of(session: Session, ids: Sequence[bytes]) -> Iterator[tuple[RecordId, WorkedYear]]:
    """Yield the year of each person, read a batch at a time."""
    database, pack, today = session.store.database, session.rules, session.today()
    for first in range(0, len(ids), _BATCH):
        rows = line_rows(database, ids[first : first + _BATCH])
        days = spell_days(database, [row[1] for row in rows.values()])
        for id_ in ids[first : first + _BATCH]:
            if (row := rows.get(id_)) is not None:
                theirs = days.get(row[1], [])
                yield UUID(bytes=id_), _worked(pack, today, row[9], theirs, today.year)


def _worked(
    pack: RulePack,
    today: date,
    died: str | None,
    days: Iterable[tuple[str | None, str | None]],
    year: int,
) -> WorkedYear:
    spells = [(_day(since), _day(until)) for since, until in days]
    return worked_year(pack, spells, year, min(today, _day(died) or today))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _line(
    pack: RulePack, today: date, one: Employment, row: tuple[Any, ...], months: int
) -> TransferLine:
    _, person, name, sex, birth, number, phone, village_code, poverty, died = row
    runs = (one.until is None or one.until > today) and died is None
    age = "" if birth is None else age_on(date.fromisoformat(birth), today)
    sex_words = text_of("sex", sex) if sex in {"1", "2"} else ""
    unit = one.income_unit if one.income_fen is not None else ""
    income = one.income_fen if one.income_fen is not None else one.monthly_fen
    return TransferLine(
        id=one.id,
        person_id=UUID(bytes=person),
        name=name,
        sex_and_age=f"{sex_words} {age}".strip(),
        citizen_id=masked(number) if number else "",
        phone=phone,
        village=village_name(village_code),
        poverty_text=text_of("poverty_status", poverty),
        scope=one.scope,
        scope_text=text_of("transfer_scope", one.scope) or "地域不明",
        place=spell_place(one),
        work=" ".join(part for part in (one.employer, one.job) if part),
        state=AWAY if runs else RETURNED,
        state_text=_state_words(one, today, runs=runs, died=died is not None),
        months=months,
        income=income_words(pack, income, unit, one.since or today),
        employment=one,
    )


def _state_words(one: Employment, today: date, *, runs: bool, died: bool) -> str:
    if died:
        return "已故"
    if runs:
        return "旗县内在业" if one.scope == "county" else "在外"
    if one.leaves_on is not None and one.leaves_on >= today:
        return f"拟 {one.leaves_on:%m-%d} 外出"
    return "已返乡" if one.returned_on is not None else "已结束"
