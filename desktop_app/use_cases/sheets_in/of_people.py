"""What a row about somebody does: enrolments, work, trainings, visits, lists, households."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    NEW,
    Employment,
    Enrolment,
    Household,
    Listed,
    Person,
    Record,
    Training,
    Visit,
)
from desktop_app.session import Session
from desktop_app.spreadsheets.record_row import RecordRow
from desktop_app.use_cases.employments import save_employment
from desktop_app.use_cases.enrolments import save_enrolment
from desktop_app.use_cases.households import save_household
from desktop_app.use_cases.past_visits import keep_past_visit
from desktop_app.use_cases.people import HEAD, add_person
from desktop_app.use_cases.sheets_in.looking_up import Pair, Take, Work, told
from desktop_app.use_cases.trainings import save_training

R = TypeVar("R", bound=Record)


def _of_a_person(kind: type[R], keys: tuple[str, ...], save: Callable[[Session, R], R]) -> Take:
    """Return what keeps a record of the row's person, which is known by ``keys``."""

    def take(work: Work, row: RecordRow) -> Pair:
        person = work.person(row)
        before = work.known(work.session.find(kind, person_id=person.id), row, keys)
        wish = replace(before or kind(person_id=person.id), **told(row))  # type: ignore[call-arg] # kinds about a person
        return before, wish if wish == before else save(work.session, wish)

    return take


enrolment = _of_a_person(Enrolment, ("scheme", "since"), save_enrolment)
employment = _of_a_person(Employment, ("since", "employer"), save_employment)
training = _of_a_person(Training, ("trade", "course", "begins_on", "wished_on"), save_training)
visit = _of_a_person(Visit, ("visited_on", "purpose"), keep_past_visit)


def listed(work: Work, row: RecordRow) -> Pair:
    """Keep that somebody stands on an office's list; known by person, list and detail."""
    person = work.person(row)
    kind = row.text("watch_list")
    if not kind:
        raise Refused("没有写是哪一种名单。", advice="请补上，再导入。", fields=("watch_list",))
    known = work.session.find(Listed, person_id=person.id, watch_list=kind)
    before = work.known(known, row, ("detail",))
    new = Listed(person_id=person.id, village_code=person.village_code, source="导入")
    wish = replace(before or new, **told(row))
    if wish.as_of is not None and wish.as_of > work.session.today():
        raise Refused("名单的日期晚于今天。", advice="写部门出名单的日期。", fields=("as_of",))
    if wish == before:
        return before, wish
    with work.session.operation("import_watch_list", f"名单：{person.name}") as operation:
        return before, operation.save(wish)


def household(work: Work, row: RecordRow) -> Pair:
    """Keep a household; known by its number, else by its head, who is registered with it."""
    code, facts = work.village_needed(row), told(row)
    before, head = _home(work, row, code)
    if before is not None:
        work.refuse_twice(before, row)
        wish = replace(before, **facts)
        return before, wish if wish == before else save_household(work.session, wish)
    name, number = row.text("head.name"), row.text("head.citizen_id")
    if not name or head is not None or not (number or facts.get("number")):
        raise Refused(
            "看不出是哪一户：没有写户主，或者户编号和户主身份证号都没有。",
            advice="请补上户主姓名，还有户编号或者户主身份证号，再导入。",
            fields=("head.name", "number"),
        )
    person = Person(name=name, citizen_id=number, village_code=code, relation=HEAD)
    kept = add_person(work.session, person, Household(**facts))
    return None, work.session.get(Household, kept.household_id)


def _home(work: Work, row: RecordRow, code: str) -> tuple[Household | None, Person | None]:
    """Return the household of a row, and its head where the number is known here."""
    session, number = work.session, row.text("number")
    people = session.find(Person, citizen_id=row.text("head.citizen_id") or "?")
    head = people[0] if len(people) == 1 else None
    found = session.find(Household, village_code=code, number=number) if number else []
    if len(found) > 1:
        raise Refused(
            f"本机有 {len(found)} 户都是户编号 {number}。",
            advice="先在「人员」里改正户编号，再导入。",
            fields=("number",),
        )
    if found:
        return found[0], head
    if head is None or head.household_id == NEW:
        return None, head
    home = session.get(Household, head.household_id)
    if number and home.number and home.number != number:
        raise Refused(
            f"户主登记在户编号 {home.number} 的一户，表里写的是 {number}。",
            advice="请核对户编号，再导入。",
            fields=("number",),
        )
    return home, head
