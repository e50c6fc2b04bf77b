"""Rules of data quality about households, work, insurance and posts."""

from collections.abc import Iterator

from desktop_app.domain.citizen_id import sex
from desktop_app.domain.codes import text_of
from desktop_app.domain.quality_facts import HEAD, SPOUSE, QualityFacts, Wrong
from desktop_app.domain.quality_person import NOT_IN_SCHOOL
from desktop_app.domain.records import Person
from desktop_app.domain.rules import Clause, RulePack

AT_RISK = ("unstable", "edge", "sudden")
ABLE = ("ordinary", "skilled", "weak")
NONE, WEAK = ("none", "lost"), ("weak",)
HEALTHY = "1"
RESIDENT, EMPLOYEE = "resident_medical", "employee_medical"


def no_head(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Ask for a head in each household."""
    for home, members in facts.homes():
        if not _of(members, HEAD):
            yield Wrong(
                person=members[0],
                message=f"户 {home.number} 没有户主：{_names(members)}。",
                advice="问清谁是户主，把他的与户主关系改成户主。",
                fields=("relation",),
            )


def two_heads(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find a second head in a household."""
    yield from _twice(facts, HEAD, "户主", "只留一个户主，别的人改成和他的关系。")


def two_spouses(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find a second spouse in a household."""
    yield from _twice(facts, SPOUSE, "配偶", "配偶只有一个；儿媳、女婿等改成相应的关系。")


def same_sex_couple(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find a head and a spouse of one sex by their numbers."""
    for _, members in facts.homes():
        for head in _of(members, HEAD):
            for spouse in _of(members, SPOUSE):
                if _sex(facts, head) and _sex(facts, head) == _sex(facts, spouse):
                    yield Wrong(
                        person=spouse,
                        message=f"{spouse.name}是配偶，和户主{head.name}的身份证号同为"
                        f"{text_of('sex', _sex(facts, head))}性。",
                        advice="核对两个人的身份证号和与户主关系。",
                        fields=("citizen_id", "relation"),
                    )


def place_without_time(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find work with a place and no beginning."""
    for person in facts.people:
        for work in facts.work.get(person.id, ()):
            if (work.place or work.place_code) and work.since is None:
                place = work.place or work.place_code
                yield Wrong(
                    person=person,
                    message=f"{person.name}有务工地“{place}”，没有开始日期。",
                    advice="问清从什么时候开始，在就业里补上。",
                )


def time_without_place(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find work with a beginning and no place."""
    for person in facts.people:
        for work in facts.work.get(person.id, ()):
            if work.since is not None and not (work.place or work.place_code):
                yield Wrong(
                    person=person,
                    message=f"{person.name}从 {work.since} 起就业，没有工作地点。",
                    advice="问清在哪里上班，在就业里补上。",
                )


def both_medical(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find who is in both medical schemes."""
    for person in facts.people:
        if {RESIDENT, EMPLOYEE} <= facts.medical.get(person.id, frozenset()):
            yield Wrong(
                person=person,
                message=f"{person.name}的居民医保和职工医保都是正常参保。",
                advice="以参保凭证为准，留一种，另一种终止。",
            )


def no_medical(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find who is in neither medical scheme."""
    for person in facts.people:
        if not {RESIDENT, EMPLOYEE} & facts.medical.get(person.id, frozenset()):
            yield Wrong(
                person=person,
                message=f"{person.name}没有登记居民医保，也没有登记职工医保。",
                advice="问清参加哪一种，在参保里登记；确实没有参加的动员参保。",
            )


def idle_healthy(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find healthy people of working age without a school who count as none or weak."""
    ages = _labour_ages(pack, facts)
    least, most = (int(one.value) for one in ages)
    for person in facts.people:
        age = facts.age(person)
        fit = person.health == HEALTHY and person.in_school in NOT_IN_SCHOOL
        if fit and person.work_capacity in NONE + WEAK and age is not None and least <= age <= most:
            yield Wrong(
                person=person,
                message=f"{person.name} {age} 周岁、健康、不在校，劳动能力却是"
                f"{text_of('work_capacity', person.work_capacity)}。",
                advice="核对健康状况和劳动能力，改正一项。",
                fields=("work_capacity", "health"),
                also=ages,
            )


def none_away(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find people without capacity who work away."""
    yield from _away(facts, NONE)


def weak_away(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find people of weak capacity who work away."""
    yield from _away(facts, WEAK)


def young_on_post(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find holders of a post who are too young."""
    clause = pack.clause("post.min_age", facts.today)
    for person in facts.people:
        age = facts.age(person)
        if person.id in facts.on_post and age is not None and age < int(clause.value):
            yield Wrong(
                person=person,
                message=f"{person.name} {age} 周岁，登记了公益性岗位。",
                advice="核对身份证号；确实不满的办退岗。",
                also=(clause,),
            )


def not_helped(pack: RulePack, facts: QualityFacts) -> Iterator[Wrong]:
    """Find households at risk with labour in which nobody works, trades, learns or has a loan."""
    ages = _labour_ages(pack, facts)
    least, most = (int(one.value) for one in ages)
    for home, members in facts.homes():
        risk = home.kind in AT_RISK or any(one.poverty_status in AT_RISK for one in members)
        able = [
            one
            for one in members
            if one.work_capacity in ABLE and least <= (facts.age(one) or 0) <= most
        ]
        if risk and able and home.id not in facts.helped:
            yield Wrong(
                person=able[0],
                message=f"户 {home.number} 有风险、有劳动力，没有产业、就业、金融、公益岗帮扶。",
                advice="已经有的补登记；没有的列入帮扶。",
                also=ages,
            )


def _labour_ages(pack: RulePack, facts: QualityFacts) -> tuple[Clause, Clause]:
    """Return the clauses of the lowest and the highest working age."""
    on = facts.today
    return pack.clause("quality.labour_from", on), pack.clause("quality.labour_to", on)


def _away(facts: QualityFacts, capacities: tuple[str, ...]) -> Iterator[Wrong]:
    for person in facts.people:
        works = facts.work.get(person.id, ())
        away = any(one.scope not in ("", "county") for one in works)
        if person.work_capacity in capacities and (away or person.employment_status == "11"):
            capacity = text_of("work_capacity", person.work_capacity)
            yield Wrong(
                person=person,
                message=f"{person.name}的劳动能力是{capacity}，却登记外出务工。",
                advice="核对劳动能力和务工情况，改正一项。",
                fields=("work_capacity", "employment_status"),
            )


def _twice(facts: QualityFacts, relation: str, words: str, advice: str) -> Iterator[Wrong]:
    for home, members in facts.homes():
        same = _of(members, relation)
        for person in same[1:]:
            yield Wrong(
                person=person,
                message=f"户 {home.number} 有 {len(same)} 个{words}：{_names(same)}。",
                advice=advice,
                fields=("relation",),
            )


def _of(members: tuple[Person, ...], relation: str) -> tuple[Person, ...]:
    return tuple(one for one in members if one.relation == relation)


def _names(members: tuple[Person, ...]) -> str:
    return "、".join(one.name for one in members)


def _sex(facts: QualityFacts, person: Person) -> str:
    number = facts.number(person)
    return sex(number) if number else ""
