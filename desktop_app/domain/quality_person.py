"""Rules of data quality about one person: numbers, codes, health, telephone."""

import re
from collections.abc import Callable, Iterator

from desktop_app.domain.citizen_id import birth_on, check_citizen_id, masked, sex
from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.near_people import near_people
from desktop_app.domain.quality_facts import FEMALE, MALE, QualityFacts, Wrong
from desktop_app.domain.records import Person
from desktop_app.domain.rules import RulePack

NOT_IN_SCHOOL = ("", "none")
_MOBILE = re.compile(r"1[3-9]\d{9}|0\d{9,11}")
_BETWEEN = re.compile(r"[、,，;；/ ]+")
_ODD_NAME = re.compile(r"\d|[?？*]")

Rule = Callable[[RulePack, QualityFacts], Iterator[Wrong]]


def number_wrong(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find numbers that are missing, or whose date or check digit is wrong."""
    for person in facts.people:
        if not person.citizen_id:
            message = f"{person.name}没有登记身份证号。"
            yield _wrong(person, message, "对照身份证补上号码。", "citizen_id")
            continue
        if facts.number(person) and birth_on(facts.number(person)) <= facts.today:
            continue
        try:
            check_citizen_id(person.citizen_id, today=facts.today)
        except Refused as refused:
            message = f"{person.name}的身份证号不对：{refused}"
            yield _wrong(person, message, refused.advice or "对照身份证改正。", "citizen_id")


def number_repeated(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find numbers that stand under two people of the desk."""
    for person in facts.people:
        names = facts.same_number.get(person.citizen_id, ()) if person.citizen_id else ()
        if names:
            message = (
                f"{masked(person.citizen_id)} 登记在 {len(names)} 个人名下：{'、'.join(names)}。"
            )
            yield _wrong(
                person, message, "同一个人登记了两次的留一条，号码写错的改正。", "citizen_id"
            )


def near_same(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find two people who may be one that was registered twice."""
    for near in near_people(facts.people, lambda name: facts.sounds.get(name, name)):
        two = near.first, near.second
        numbers = "、".join(masked(one.citizen_id) or "没有号码" for one in two)
        names = f"{near.first.name}和{near.second.name}"
        message = f"{names}像是同一个人：{near.why}（{numbers}）。"
        yield _wrong(
            near.second, message, "对照两张身份证：是一个人的留一条，不是的不用改。", "citizen_id"
        )


def sex_differs(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find a sex that the number contradicts."""
    for person, number in _numbered(facts):
        if person.sex in (MALE, FEMALE) and person.sex != sex(number):
            written, known = text_of("sex", person.sex), text_of("sex", sex(number))
            message = f"{person.name}的性别写的是{written}，身份证号是{known}。"
            yield _wrong(person, message, "对照身份证改正性别或者号码。", "sex", "citizen_id")


def birth_differs(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find a birthday that the number contradicts."""
    for person, number in _numbered(facts):
        if person.birth_on is not None and person.birth_on != birth_on(number):
            message = (
                f"{person.name}的出生日期写的是 {person.birth_on}，身份证号是 {birth_on(number)}。"
            )
            yield _wrong(person, message, "以身份证为准改正出生日期。", "birth_on")


def schooling(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Ask for one of both: what was learned, or where one is learning."""
    for person in facts.people:
        learned = bool(person.education)
        learning = person.in_school not in NOT_IN_SCHOOL
        if learned == learning:
            told = "都填了" if learned else "都没有填"
            message = f"{person.name}的文化程度和在校生状况{told}。"
            advice = "在校的只填在校生状况，不在校的只填文化程度。"
            yield _wrong(person, message, advice, "education", "in_school")


def code_rule(field: str, list_name: str, *, empty: bool = False) -> Rule:
    """Return a rule that asks for a value of the code list; ``empty`` says that none is wrong."""

    def rule(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
        codes = code_list(list_name)
        for person in facts.people:
            value = str(getattr(person, field))
            if value in codes or (not value and not empty):
                continue
            told = f"“{value}”不在名单里" if value else "没有填"
            message = f"{person.name}的{codes.title}{told}。"
            yield _wrong(person, message, f"从{codes.title}的名单里选一项。", field)

    return rule


def health_empty(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Ask for a state of health."""
    for person in facts.people:
        if not person.health:
            message = f"{person.name}的健康状况没有填。"
            yield _wrong(person, message, "问清健康状况，填上。", "health")


def phone_wrong(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Ask for numbers of eleven digits where there are any."""
    for person in facts.people:
        parts = [part for part in _BETWEEN.split(person.phone.strip()) if part]
        odd = [part for part in parts if not _MOBILE.fullmatch(part.replace("-", ""))]
        if odd:
            message = f"{person.name}的电话 {odd[0]} 不是 11 位的号码。"
            yield _wrong(person, message, "问清号码改正；没有电话的空着。", "phone")


def name_odd(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find names with digits or of one character."""
    for person in facts.people:
        name = person.name.strip()
        if len(name) < 2 or _ODD_NAME.search(name):
            message = f"“{name or '空'}”不像一个姓名。"
            yield _wrong(person, message, "对照身份证改正姓名。", "name")


def _numbered(facts: QualityFacts) -> Iterator[tuple[Person, str]]:
    """Return the people whose number is right."""
    for person in facts.people:
        number = facts.number(person)
        if number:
            yield person, number


def _wrong(person: Person, message: str, advice: str, *fields: str) -> Wrong:
    return Wrong(person=person, message=message, advice=advice, fields=fields)
