"""Registering people and correcting what is known of them."""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from db.operation import Operation
from db.people_queries import holds_post, references
from desktop_app.domain import citizen_id
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    NEW,
    Disclosure,
    Employment,
    Household,
    Person,
    RecordId,
)
from desktop_app.session import Session
from desktop_app.use_cases.people_list import (
    PeopleFilter,
    PersonLine,
    count_people,
    find_people,
    person_lines,
    village_name,
)
from desktop_app.use_cases.person_events import HistoryEvent
from desktop_app.use_cases.person_file import HeldPost, PersonFile, person_file

__all__ = [
    "HeldPost",
    "HistoryEvent",
    "PeopleFilter",
    "PersonFile",
    "PersonLine",
    "add_person",
    "count_people",
    "find_people",
    "person_file",
    "person_lines",
    "remove_person",
    "save_person",
    "show_citizen_id",
    "village_name",
]

HEAD = "01"
_MOBILE = re.compile(r"1\d{10}")
_LANDLINE = re.compile(r"(0\d{2,3})?\d{7,8}")
_KEPT_BY = {
    "placement": "安置",
    "visit": "走访",
    "enrolment": "参保",
    "paper": "文书",
    "document": "档案材料",
    "roll_line": "补贴明细",
    "listed": "名单登记",
    "outcome": "核查结论",
    "claim_line": "输出补助明细",
    "training": "培训",
    "consent": "同意书",
    "referral": "推荐",
    "venture": "创业",
    "wage_clue": "欠薪线索",
    "attendee": "参加活动",
    "monitoring": "月度监测",
    "printout": "打印记录",
}
"""How people call the records that keep somebody from being removed."""


def save_person(session: Session, person: Person) -> Person:
    """Keep what was corrected; ``Refused`` names the field that does not stand."""
    with session.operation("save_person", f"修改{person.name.strip()}的资料") as operation:
        before = session.get(Person, person.id)
        home = _home(session, person, before.village_code)
        checked = check_person(session, replace(person, village_code=home))
        return operation.save(checked)


def add_person(session: Session, person: Person, household: Household | None = None) -> Person:
    """Register a person in a household that is kept, or in a new one as its head.

    A new household takes the facts of ``household`` when given.
    """
    with session.operation("add_person", f"登记{person.name.strip()}") as operation:
        home = _home(session, person, person.village_code)
        checked = check_person(session, replace(person, village_code=home))
        if checked.household_id == NEW:
            checked = _in_new_household(operation, checked, household)
        return operation.save(checked)


def remove_person(session: Session, person_id: RecordId) -> None:
    """Take off the lists somebody registered by mistake, with a household left empty.

    Refused for people with visits, placements, insurance or papers: their history stays.
    """
    name = session.get(Person, person_id).name
    with session.operation("remove_person", f"移除{name}") as operation:
        person = session.get(Person, person_id)
        _refuse_when_needed(session, person)
        for employment in session.find(Employment, person_id=person_id):
            operation.remove(employment)
        operation.remove(person)
        others = session.find(Person, household_id=person.household_id)
        if person.household_id != NEW and not others:
            for household in session.many(Household, [person.household_id]):
                operation.remove(household)


def show_citizen_id(session: Session, person_id: RecordId, occasion: str = "") -> str:
    """Return the whole identity number, and keep that it was looked at."""
    person = session.get(Person, person_id)
    if not person.citizen_id:
        raise Refused(
            f"{person.name}还没有登记身份证号。",
            advice="打开编辑，对照身份证补上。",
            fields=("citizen_id",),
        )
    with session.operation("show_citizen_id", f"查看{person.name}的证件号") as operation:
        operation.save(
            Disclosure(
                village_code=person.village_code,
                person_id=person.id,
                shown_at=session.now(),
                occasion=occasion,
            )
        )
    return person.citizen_id


def check_person(session: Session, person: Person) -> Person:
    """Return the person as it may be kept, with what follows from the number filled in."""
    name = " ".join(person.name.split())
    if not name:
        raise Refused("还没有填姓名。", advice="请填上身份证上的姓名。", fields=("name",))
    checked = replace(person, name=name, phone=_phone(person.phone))
    if checked.citizen_id.strip():
        checked = _with_number(checked)
        _refuse_twice(session, checked)
    _check_days(checked, session.today())
    _refuse_second_head(session, checked)
    return checked


def _with_number(person: Person) -> Person:
    """Bring the number to its form and take sex and birthday from it."""
    number = citizen_id.check_citizen_id(person.citizen_id)
    birth, sex = citizen_id.birth_on(number), citizen_id.sex(number)
    if person.birth_on not in (None, birth):
        raise Refused(
            f"出生日期填的是 {person.birth_on}，身份证号里是 {birth}。",
            advice="对照身份证再看一遍；出生日期可以留空，由身份证号得出。",
            fields=("birth_on", "citizen_id"),
        )
    if person.sex in {"1", "2"} and person.sex != sex:
        raise Refused(
            "填的性别和身份证号不一致。",
            advice="对照身份证再看一遍；性别可以留空，由身份证号得出。",
            fields=("sex", "citizen_id"),
        )
    return replace(person, citizen_id=number, birth_on=birth, sex=sex)


def _refuse_twice(session: Session, person: Person) -> None:
    others = session.find(Person, citizen_id=person.citizen_id)
    other = next((one for one in others if one.id != person.id), None)
    if other is not None:
        whose = "她" if other.sex == "2" else "他"
        raise Refused(
            f"这个身份证号已经登记为「{other.name}」（{village_name(other.village_code)}）。",
            advice=f"打开{whose}的资料，不用重新登记。",
            fields=("citizen_id",),
        )


def _check_days(person: Person, today: date) -> None:
    for field, day, what in (
        ("birth_on", person.birth_on, "出生日期"),
        ("died_on", person.died_on, "死亡日期"),
    ):
        if day is not None and day > today:
            raise Refused(
                f"{what} {day} 还没有到。", advice="对照证件或证明再看一遍。", fields=(field,)
            )
    if person.died_on and person.birth_on and person.died_on < person.birth_on:
        raise Refused(
            f"死亡日期 {person.died_on} 早于出生日期 {person.birth_on}。",
            advice="对照证件和证明，看哪一个填错了。",
            fields=("died_on", "birth_on"),
        )


def _refuse_second_head(session: Session, person: Person) -> None:
    if person.relation != HEAD or person.household_id == NEW:
        return
    heads = session.find(Person, household_id=person.household_id, relation=HEAD)
    other = next((one for one in heads if one.id != person.id), None)
    if other is not None:
        raise Refused(
            f"这一户的户主已经是{other.name}。",
            advice=f"换户主时，先打开{other.name}的资料，改成与新户主的关系，再改这里。",
            fields=("relation",),
        )


def _phone(text: str) -> str:
    """Bring one or more numbers to their form; rosters often give two for a person."""
    plain = re.sub(r"[\s\-—()]", "", unicodedata.normalize("NFKC", text))
    numbers = [number for number in re.split(r"[/、,;]+", plain) if number]
    if not all(_MOBILE.fullmatch(one) or _LANDLINE.fullmatch(one) for one in numbers):
        raise Refused(
            f"联系电话“{text.strip()}”不像一个电话号码。",
            advice="手机号是 1 开头的 11 位数字；座机写区号加号码，例如 0472-1234567。",
            fields=("phone",),
        )
    return "、".join(numbers)


def _home(session: Session, person: Person, village_code: str) -> str:
    """Return the village: that of the household, else one of the officer's."""
    if person.household_id != NEW:
        return session.get(Household, person.household_id).village_code
    if village_code not in session.village_codes:
        raise Refused(
            "还没有选嘎查村。", advice="请从自己负责的嘎查村里选一个。", fields=("village_code",)
        )
    return village_code


def _in_new_household(operation: Operation, person: Person, household: Household | None) -> Person:
    facts = household or Household(phone=person.phone, address=person.address)
    kept = operation.save(replace(facts, id=NEW, village_code=person.village_code))
    return replace(person, household_id=kept.id, relation=person.relation or HEAD)


def _refuse_when_needed(session: Session, person: Person) -> None:
    database, key = session.store.database, person.id.bytes
    post = holds_post(database, key, session.today().isoformat())
    if post:
        raise Refused(
            f"不能移除：{person.name}现在还在{post}岗位上。",
            advice=f"先办完{post}退岗；人去世或迁走的，在编辑里写明，不用移除。",
        )
    kept = {_KEPT_BY[table]: count for table, count in references(database, key).items() if count}
    if kept:
        what = "、".join(f"{name} {count} 条" for name, count in kept.items())
        raise Refused(
            f"不能移除：{person.name}有{what}记录。",
            advice="移除只用于登记错了的人；人去世的，在编辑里填死亡日期，记录都会留着。",
            found=what,
        )
