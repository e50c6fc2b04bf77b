"""Rules of placement about the person: number, life, age, capacity, pension, kin."""

from dataclasses import dataclass
from datetime import date

from desktop_app.domain.citizen_id import age_on, birth_on, check_citizen_id, masked, sex
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import turns
from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_facts import Answer, PlacementFacts, no, ok
from desktop_app.domain.records import Person
from desktop_app.domain.rules import Clause, RulePack

MALE, FEMALE = "1", "2"
LOST_CAPACITY = "lost"


def identity(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Ask for a known number whose check digit holds."""
    person = facts.person
    if not person.citizen_id:
        return no(
            f"{person.name}还没有登记身份证号。",
            "人员资料里身份证号是空的。",
            "请对照身份证补上号码，再安置。",
            "person_id",
        )
    try:
        check_citizen_id(person.citizen_id)
    except Refused as wrong:
        return no(
            f"{person.name}的身份证号没有通过校验。",
            f"登记的号码是 {masked(person.citizen_id)}。{wrong}",
            wrong.advice or "请对照身份证改正号码，再安置。",
            "person_id",
        )
    return ok("身份证号通过校验。", masked(person.citizen_id))


def living(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Refuse whose death is registered."""
    person = facts.person
    if person.died_on is None:
        return ok("没有登记死亡。")
    return no(
        f"{person.name}已经登记死亡。",
        f"登记的死亡日期是 {person.died_on}。",
        "请核对是不是选错了人；如果登记有误，先改正人员资料里的死亡日期。",
        "person_id",
    )


def min_age(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Ask for the lowest age on the first day."""
    born, on = birth_of(facts.person), facts.begins_on
    limit = pack.number("post.min_age", on)
    if born is None:
        return _no_birth(facts.person)
    age = age_on(born, on)
    found = f"{born} 出生，{on} 上岗时 {age} 周岁。"
    if age >= limit:
        return ok(f"年龄已满 {limit} 周岁。", found)
    return no(
        f"{facts.person.name}还没有满 {limit} 周岁。",
        found,
        f"{turns(born, limit)} 满 {limit} 周岁以后再安置；或者换别的人。",
        "person_id",
    )


def max_age(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Refuse who has reached the age limit on the first day."""
    born, on = birth_of(facts.person), facts.begins_on
    if born is None:
        return _no_birth(facts.person)
    limit = age_limit(pack, facts.person, on).years
    age, reached = age_on(born, on), turns(born, limit)
    found = f"{born} 出生，{on} 上岗时 {age} 周岁，岗位年龄上限 {limit} 周岁。"
    if age >= limit:
        return no(
            f"{facts.person.name}已经到了岗位年龄上限 {limit} 周岁。",
            found,
            "请换别的人；如果旗县的上限不是这个岁数，先请旗县改规则包。",
            "person_id",
        )
    ends = facts.placement.agreement_to
    if ends is not None and reached <= ends:
        found += f"协议期内 {reached} 到龄，到那天要办退岗。"
    return ok(f"没有到年龄上限 {limit} 周岁。", found)


def capacity(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Refuse a lost capacity for work."""
    person = facts.person
    capacity = text_of("work_capacity", person.work_capacity) or "没有登记"
    if person.work_capacity != LOST_CAPACITY:
        return ok("没有登记为丧失劳动力。", f"劳动能力：{capacity}。")
    return no(
        f"{person.name}登记为{capacity}，不能胜任岗位。",
        f"劳动能力：{capacity}。",
        "请换别的人；如果身体已经恢复，先在走访里改正劳动能力。",
        "person_id",
    )


def pension(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Refuse who draws a pension."""
    if not facts.person.pension_drawn:
        return ok("没有登记领取养老待遇。")
    return no(
        f"{facts.person.name}已经领取养老待遇。",
        "人员资料里“已领取养老待遇”是“是”。",
        "请换别的人；如果只是城乡居民基础养老金、旗县允许安置，先请旗县改规则包。",
        "person_id",
    )


def cadre_kin(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Refuse marked near kin of village cadres."""
    if not facts.person.cadre_kin:
        return ok("没有登记为嘎查村干部近亲属。")
    return no(
        f"{facts.person.name}是嘎查村干部的近亲属。",
        "人员资料里“嘎查村干部近亲属”是“是”。",
        "请换别的人；如果登记有误，先改正人员资料。",
        "person_id",
    )


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """The years that end a post, and the clause that says so."""

    years: int
    clause: Clause


def age_limit(pack: RulePack, person: Person, on: date) -> AgeLimit:
    """Return the limit for the sex; take the lower limit of both while the sex is not known."""
    known = sex_of(person)
    sexes = [name for value, name in ((MALE, "male"), (FEMALE, "female")) if known in ("", value)]
    limits = [pack.clause(f"post.max_age.{name}", on) for name in sexes]
    clause = min(limits, key=lambda one: int(one.value))
    return AgeLimit(int(clause.value), clause)


def sex_of(person: Person) -> str:
    """Return the sex as registered or as the number tells; empty while it is not known."""
    if person.sex in (MALE, FEMALE):
        return person.sex
    try:
        return sex(check_citizen_id(person.citizen_id))
    except Refused:
        return ""


def birth_of(person: Person) -> date | None:
    """Trust the identity number more than a typed birthday."""
    try:
        return birth_on(check_citizen_id(person.citizen_id))
    except Refused:
        return person.birth_on


def _no_birth(person: Person) -> Answer:
    return no(
        f"{person.name}没有出生日期，算不出年龄。",
        "人员资料里出生日期和身份证号都没有。",
        "请先补上身份证号或出生日期。",
        "person_id",
    )
