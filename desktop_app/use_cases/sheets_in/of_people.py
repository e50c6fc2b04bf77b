"""What a row about somebody does: enrolments, work, trainings, visits, lists, households."""

from dataclasses import replace

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
from desktop_app.spreadsheets.record_row import RecordRow
from desktop_app.use_cases.employments import save_employment
from desktop_app.use_cases.enrolments import save_enrolment
from desktop_app.use_cases.households import save_household
from desktop_app.use_cases.past_visits import keep_past_visit
from desktop_app.use_cases.people import HEAD, add_person
from desktop_app.use_cases.sheets_in.looking_up import Work, told
from desktop_app.use_cases.trainings import save_training

Pair = tuple[Record | None, Record]
"""A record before and after its row; ``None`` before, where the row makes it."""


def enrolment(work: Work, row: RecordRow) -> Pair:
    """Keep an enrolment; known by person, scheme and first day."""
    person = work.person(row)
    known = work.session.find(Enrolment, person_id=person.id)
    before = work.known(known, row, ("scheme", "since"))
    wish = replace(before or Enrolment(person_id=person.id), **told(row))
    return before, wish if wish == before else save_enrolment(work.session, wish)


def employment(work: Work, row: RecordRow) -> Pair:
    """Keep a spell of work; known by person, first day and employer."""
    person = work.person(row)
    known = work.session.find(Employment, person_id=person.id)
    before = work.known(known, row, ("since", "employer"))
    wish = replace(before or Employment(person_id=person.id), **told(row))
    return before, wish if wish == before else save_employment(work.session, wish)


def training(work: Work, row: RecordRow) -> Pair:
    """Keep a training; known by person, trade, course and days."""
    person = work.person(row)
    known = work.session.find(Training, person_id=person.id)
    before = work.known(known, row, ("trade", "course", "begins_on", "wished_on"))
    wish = replace(before or Training(person_id=person.id), **told(row))
    return before, wish if wish == before else save_training(work.session, wish)


def visit(work: Work, row: RecordRow) -> Pair:
    """Keep a visit as it was; known by person, day and purpose."""
    person = work.person(row)
    known = work.session.find(Visit, person_id=person.id)
    before = work.known(known, row, ("visited_on", "purpose"))
    wish = replace(before or Visit(person_id=person.id), **told(row))
    return before, wish if wish == before else keep_past_visit(work.session, wish)


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
