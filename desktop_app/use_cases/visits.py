"""Visits: carry forward what was said last time, ask only for changes, keep what was found."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from db import drafts, visit_queries
from desktop_app.domain.citizen_id import age_on
from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.dates import short
from desktop_app.domain.divisions import village
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Household, Person, Visit, labels
from desktop_app.domain.rules import refuse_unless_passed
from desktop_app.domain.visit_rules import visit_findings
from desktop_app.session import Session
from desktop_app.use_cases.visit_drafts import Draft, draft, drop_draft, keep_draft, screen
from desktop_app.use_cases.visit_memory import OF_THE_PERSON, Known, known_before, settled
from desktop_app.use_cases.visit_questions import Question, changed_fields, questions

__all__ = [
    "Draft",
    "Member",
    "RouteLine",
    "VisitSheet",
    "draft",
    "drop_draft",
    "keep_draft",
    "record_visit",
    "route",
    "visit_sheet",
]

HEAD = "01"
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household, as the head of a visit shows them."""

    id: UUID
    name: str
    relation: str
    sex: str
    age: int | None
    status: str
    phone: str


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """All that a visit begins with; ``draft`` is what is known, dated today.

    ``last`` is the last visit of this person, ``last_text`` says when and how it was.
    """

    household: Household
    village: str
    members: tuple[Member, ...]
    person: Member
    last: Visit | None
    last_text: str
    draft: Visit
    questions: tuple[Question, ...]
    ways: tuple[tuple[str, str], ...]
    purposes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A household of the route; ``due`` is done, never, overdue, soon or ''."""

    household_id: UUID
    person_id: UUID
    head_name: str
    village: str
    group_name: str
    members: int
    last_visit_on: date | None
    due: str
    due_text: str


def visit_sheet(
    session: Session, household_id: UUID = NEW, person_id: UUID | None = None
) -> VisitSheet:
    """Return what a visit of a household begins with.

    The answers of the last visit of the person are carried forward, brought up to date by
    what was registered since; without a person it is the head of the household.
    """
    household, people, person = _found(session, household_id, person_id or NEW)
    today = session.today()
    known = known_before(session, household, person, today)
    members = tuple(_member(one, today) for one in people)
    return VisitSheet(
        household=household,
        village=village(household.village_code).short_name,
        members=members,
        person=_member(person, today),
        last=known.last,
        last_text=_last_text(known.last, today),
        draft=replace(
            known.answers, visited_on=today, way="home", purpose="routine", informant="本人"
        ),
        questions=questions(known.answers, today),
        ways=_choices("visit_way", today),
        purposes=_choices("visit_purpose", today),
    )


def record_visit(session: Session, visit: Visit) -> Visit:
    """Keep a visit, and what it says about the person, as one operation.

    The village and what changed are worked out here; a code left empty means as before. Of the
    person, ``visited_on``, ``way`` and the answers; ``Refused`` where a rule forbids it.
    """
    with session.operation("record_visit", "走访") as operation:
        household, person = _whom(session, visit.household_id, visit.person_id)
        operation.label = f"{person.name}的走访"
        day = visit.visited_on or session.today()
        known = known_before(session, household, person, day, visit.id)
        visit = settled(visit, household, person, known.answers)
        _check(session, visit, known)
        before = known.last or known.answers
        kept = operation.save(replace(visit, changed=changed_fields(before, visit)))
        told = _told(kept, known.answers)
        if told and not _seen_later(session, kept):
            operation.save(replace(person, **told))
        drafts.drop(session.store.database, screen(person.id))
    return kept


def route(session: Session, text: str = "", limit: int = 200) -> list[RouteLine]:
    """Return the households to visit: those done today, then the longest unvisited first.

    With a text, the households of the people that are found by it.
    """
    database, today = session.store.database, session.today()
    visited = visit_queries.visited_on(database, today)
    if text.strip():
        ids = visit_queries.households_of_people(database, text, limit)
        days = visit_queries.last_visits(database, ids)
        stops = [(id_, days.get(id_)) for id_ in ids]
    else:
        stops = [(id_, today) for id_ in visited]
        stops += visit_queries.never_visited(database, limit)
        if len(stops) < limit:
            stops += visit_queries.longest_unvisited(database, limit, before=today)
    homes = visit_queries.homes(database, [id_ for id_, _ in stops])
    period = session.rules.number("visit.period_days", today)
    done = set(visited)
    return [
        _route_line(homes[id_], last, today, period, done=id_ in done)
        for id_, last in stops
        if id_ in homes
    ]


def _whom(session: Session, household_id: UUID, person_id: UUID) -> tuple[Household, Person]:
    """Return the household and whom the visit is to; without a person, the head."""
    if person_id == NEW:
        household, _, head = _found(session, household_id, person_id)
        return household, head
    person = session.get(Person, person_id)
    if household_id not in {NEW, person.household_id}:
        raise _elsewhere()
    return session.get(Household, person.household_id), person


def _elsewhere() -> Refused:
    return Refused("走访对象不在这一户。", advice="请从这一户的人里选一个。", fields=("person_id",))


def _found(
    session: Session, household_id: UUID, person_id: UUID
) -> tuple[Household, list[Person], Person]:
    """Return the household, its living members with the head first, and whom the visit is to."""
    if household_id == NEW and person_id == NEW:
        raise Refused(
            "没有写明走访哪一户。", advice="请先选一户或者一个人。", fields=("person_id",)
        )
    if household_id == NEW:
        household_id = session.get(Person, person_id).household_id
    household = session.get(Household, household_id)
    people = sorted(session.find(Person, household_id=household_id), key=_head_first)
    living = [person for person in people if person.died_on is None]
    for person in people if person_id != NEW else living:
        if person_id in {NEW, person.id}:
            return household, living, person
    if person_id == NEW:
        raise Refused("这一户没有登记在世的人。", advice="请先在「人员」里登记这一户的人。")
    raise _elsewhere()


def _head_first(person: Person) -> tuple[bool, str, bytes]:
    return person.relation != HEAD, person.relation or "~", person.id.bytes


def _check(session: Session, visit: Visit, known: Known) -> None:
    _refuse_unknown_codes(visit, known.answers)
    if visit.promise and visit.promise_due_on is None:
        raise Refused(
            "答应办的事没有写办结期限。",
            advice="请写上哪天以前办完；到期前会在工作台提醒。",
            fields=("promise_due_on",),
            found=visit.promise,
        )
    same_promise = (visit.promise, visit.promise_due_on) == (
        known.answers.promise,
        known.answers.promise_due_on,
    )
    refuse_unless_passed(
        [
            finding
            for finding in visit_findings(session.rules, visit, session.today())
            if not (same_promise and finding.rule == "visit.promise_after_visit")
        ]
    )


def _refuse_unknown_codes(visit: Visit, known: Visit) -> None:
    for name, label in labels(Visit).items():
        value = getattr(visit, name)
        if not label.codes or value == getattr(known, name):
            if name == "way" and not value:
                raise Refused(
                    "没有写明走访方式。", advice="请选入户、电话、微信等一种。", fields=("way",)
                )
            continue
        if value and value not in code_list(label.codes):
            raise Refused(
                f"{label.text}没有“{value}”这一项。", advice="请从列出的选项里选。", fields=(name,)
            )


def _seen_later(session: Session, visit: Visit) -> bool:
    assert visit.visited_on is not None  # noqa: S101 - the rules refuse a visit without a day
    return visit_queries.has_later_visit(
        session.store.database, visit.person_id, after=visit.visited_on, but=visit.id
    )


def _told(visit: Visit, known: Visit) -> dict[str, Any]:
    """Return the facts of the person that were answered otherwise than known."""
    return {
        name: getattr(visit, name)
        for name in OF_THE_PERSON
        if getattr(visit, name) != getattr(known, name)
    }


def _member(person: Person, today: date) -> Member:
    return Member(
        id=person.id,
        name=person.name,
        relation=text_of("relation", person.relation),
        sex=text_of("sex", person.sex),
        age=age_on(person.birth_on, today) if person.birth_on else None,
        status=text_of("employment_status", person.employment_status),
        phone=person.phone,
    )


def _last_text(last: Visit | None, today: date) -> str:
    if last is None or last.visited_on is None:
        return "还没有走访过，以下是登记资料"
    days = (today - last.visited_on).days
    ago = "今天" if days == 0 else f"{days} 天前"
    way = text_of("visit_way", last.way)
    return f"上次 {short(last.visited_on)}（{ago}）" + (f" · {way}" if way else "")


def _choices(name: str, today: date) -> tuple[tuple[str, str], ...]:
    return tuple((code.value, code.text) for code in code_list(name).choices(today))


def _route_line(
    home: visit_queries.Home, last: date | None, today: date, period: int, *, done: bool
) -> RouteLine:
    due, words = _due(last, today, period, done=done)
    return RouteLine(
        household_id=home.id,
        person_id=home.head_id,
        head_name=home.head_name,
        village=village(home.village_code).short_name,
        group_name=home.group_name,
        members=home.members,
        last_visit_on=last,
        due=due,
        due_text=words,
    )


def _due(last: date | None, today: date, period: int, *, done: bool) -> tuple[str, str]:
    if done:
        return "done", "今天已走访"
    if last is None:
        return "never", "没走访过"
    days = (today - last).days
    if days > period:
        return "overdue", f"逾期 {days - period} 天"
    if days == period:
        return "soon", "今天到期"
    return ("soon" if days >= period - SOON_DAYS else ""), f"{days} 天没走访"
