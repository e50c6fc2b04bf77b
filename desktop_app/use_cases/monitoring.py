"""月度监测: who is asked this month, 无变化 with one key, and what nobody looked at for long.

Whoever was visited in the month was asked: only what changed is typed, on the visit page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from db.monitoring_queries import (
    MonitoringQuestion,
    line_rows,
    monitored_count,
    monitored_ids,
)
from db.staleness import written_ms
from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import (
    NEW,
    Household,
    Monitoring,
    Person,
    RecordId,
    Snapshot,
    Visit,
    labels,
)
from desktop_app.session import Session
from desktop_app.use_cases.people_list import labour_born, village_name
from desktop_app.world import SHANGHAI

OPEN, SAME, CHANGED = "open", "same", "changed"
CHECKED = ("phone", "employment_status", "work_capacity", "health", "job_intention",
           "training_wish", "poverty_status", "in_school")  # fmt: skip
"""The facts of a person that a household sheet tells the age of."""

BY_VISIT = frozenset({"employment_status", "job_intention", "training_wish"})
"""Those that every visit asks for: a visit confirms them even where nothing changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringFilter:
    """Whom a list of the month shows; ``state`` is open, done or nothing for both."""

    month: str = ""
    village_codes: tuple[str, ...] = ()
    state: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringLine:
    """What a list shows of somebody who is asked.

    ``state`` is open, same or changed; ``changed`` says in words what did.
    """

    id: RecordId
    household_id: RecordId
    name: str
    village: str
    status_text: str
    employer: str
    phone: str
    state: str
    changed: str
    asked_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleFact:
    """A fact of a member that nobody wrote or confirmed for some months."""

    person_id: RecordId
    name: str
    label: str
    value: str
    as_of: date
    months: int


def find_monitored(
    session: Session, wanted: MonitoringFilter | None = None, limit: int | None = None
) -> list[RecordId]:
    """Return the ids of those whom a month asks about, household by household."""
    question = _question(session, wanted or MonitoringFilter())
    return [UUID(bytes=found) for found in monitored_ids(session.store.database, question, limit)]


def count_monitored(session: Session, wanted: MonitoringFilter | None = None) -> int:
    """Return how many fit."""
    return monitored_count(session.store.database, _question(session, wanted or MonitoringFilter()))


def monitoring_lines(
    session: Session, ids: Sequence[RecordId], month: str = ""
) -> list[MonitoringLine]:
    """Return what a list of the month shows of these people, in this order."""
    question = _question(session, MonitoringFilter(month=month))
    rows = line_rows(session.store.database, [id_.bytes for id_ in ids], question)
    return [_line(rows[id_.bytes]) for id_ in ids if id_.bytes in rows]


def monitor_unchanged(
    session: Session,
    person_ids: Sequence[RecordId],
    month: str = "",
    way: str = "phone",
    informant: str = "",
) -> int:
    """Keep that nothing changed for these people in a month; return for how many it is new.

    Who was asked already is passed over. ``Refused``, with nothing written, for a month to
    come, a month that was closed, and the dead.
    """
    asked = _month(session, month)
    if code_list("visit_way").code(way) is None:
        raise Refused(f"走访方式里没有「{way}」。", advice="请选一种方式。", fields=("way",))
    if not person_ids:
        raise Refused("还没有选人，没有写入。", advice="先在名单里选人，再按无变化。")
    with session.operation("monitor_unchanged", "") as operation:
        people = [session.get(Person, id_) for id_ in dict.fromkeys(person_ids)]
        for person in people:
            _refuse_dead(person)
            refuse_closed(session, person.village_code, asked)
        lines = monitoring_lines(session, [one.id for one in people], asked.text)
        done = {line.id for line in lines if line.state != OPEN}
        new = [person for person in people if person.id not in done]
        for person in new:
            operation.save(
                Monitoring(
                    village_code=person.village_code,
                    person_id=person.id,
                    month=asked.text,
                    asked_on=session.today(),
                    way=way,
                    informant=informant.strip(),
                )
            )
        named = people[0].name if len(people) == 1 else f"{people[0].name}等 {len(people)} 人"
        operation.label = f"{asked.told}无变化：{named}"
    return len(new)


def stale_facts(session: Session, household_id: RecordId) -> list[StaleFact]:
    """Return what nobody wrote or confirmed for longer than the rule pack allows, oldest first."""
    today = session.today()
    months = session.rules.number("monitoring.stale_months", today)
    session.get(Household, household_id)
    found: list[StaleFact] = []
    for person in session.find(Person, household_id=household_id):
        if person.died_on is None:
            found += _stale_of(session, person, today, months)
    return sorted(found, key=lambda one: one.as_of)


def refuse_closed(session: Session, village: str, month: Month) -> None:
    """Refuse to write about a month that was closed for a village."""
    if session.find(Snapshot, village_code=village, month=month.text):
        raise Refused(
            f"{village_name(village)} {month.told}已经关账，不能再改，没有写入。",
            advice="请在下个月里登记；和关账时不一样的，下个月的快照会列成更正。",
            fields=("month",),
        )


def _month(session: Session, month: str) -> Month:
    today = Month.around(session.today())
    asked = Month.of(month) if month else today
    if asked > today:
        raise Refused(
            f"{asked.told}还没有到，没有写入。", advice="请选本月或以前的月份。", fields=("month",)
        )
    return asked


def _refuse_dead(person: Person) -> None:
    if person.died_on is not None:
        raise Refused(
            f"{person.name}已经登记死亡，不用监测，没有写入。",
            advice="登记有误的，先改正人员资料里的死亡日期。",
            fields=("person_ids",),
        )


def _question(session: Session, wanted: MonitoringFilter) -> MonitoringQuestion:
    month = _month(session, wanted.month)
    if wanted.state not in ("", OPEN, "done"):
        raise Refused(f"不认识的监测情况“{wanted.state}”。", advice="写 open 或 done。")
    needy = session.rules.holds("monitoring.needy_only", month.last)
    return MonitoringQuestion(
        month=month.text,
        first=month.first.isoformat(),
        last=month.last.isoformat(),
        text=wanted.text,
        village_codes=wanted.village_codes,
        labour_born=None if needy else labour_born(session.today()),
        asked={"": None, OPEN: False, "done": True}[wanted.state],
    )


def _line(row: tuple[Any, ...]) -> MonitoringLine:
    id_, household, name, village, status, phone, said, seen, asked, employer = row
    changed = said or seen or ""
    state = OPEN if said is None and seen is None else CHANGED if changed else SAME
    return MonitoringLine(
        id=UUID(bytes=id_),
        household_id=UUID(bytes=household) if household else NEW,
        name=name,
        village=village_name(village),
        status_text=text_of("employment_status", status),
        employer=employer or "",
        phone=phone,
        state=state,
        changed="、".join(_words(changed)),
        asked_on=date.fromisoformat(asked) if asked else None,
    )


def _words(changed: str) -> list[str]:
    named = labels(Visit)
    return [named[name].text if name in named else name for name in changed.split(",") if name]


def _stale_of(session: Session, person: Person, today: date, months: int) -> list[StaleFact]:
    written = written_ms(session.store.database, person)
    seen = [visit.visited_on for visit in session.find(Visit, person_id=person.id)]
    seen += [one.asked_on for one in session.find(Monitoring, person_id=person.id)]
    confirmed = max((day for day in seen if day is not None), default=None)
    found = []
    for name in CHECKED:
        if name not in written:
            continue
        as_of = datetime.fromtimestamp(written[name] / 1000, UTC).astimezone(SHANGHAI).date()
        if confirmed is not None and name in BY_VISIT:
            as_of = max(as_of, confirmed)
        age = Month.around(as_of).until(Month.around(today))
        if age > months:
            found.append(_stale(person, name, as_of, age))
    return found


def _stale(person: Person, name: str, as_of: date, age: int) -> StaleFact:
    label, value = labels(Person)[name], str(getattr(person, name))
    return StaleFact(
        person_id=person.id,
        name=person.name,
        label=label.text,
        value=text_of(label.codes, value) or "没有登记",
        as_of=as_of,
        months=age,
    )
