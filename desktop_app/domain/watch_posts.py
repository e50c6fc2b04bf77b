"""Checks before payment that need nothing but the records: posts, ages, numbers, accounts."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from desktop_app.domain import divisions
from desktop_app.domain.citizen_id import check_citizen_id, masked
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import turns
from desktop_app.domain.errors import Refused
from desktop_app.domain.holder_rules import age_limit, birth_of
from desktop_app.domain.placement_rules import age_limit_on
from desktop_app.domain.records import Person
from desktop_app.domain.rules import RulePack
from desktop_app.domain.watch_facts import BLOCK, DAY, NOTE, WARN, Held, Told, Watched, overlap


def one_person(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find a second post of one person, in the other line or another village too."""
    for held, other in _pairs(facts, lambda one: one.person_id):
        yield Told(
            held=held,
            severity=BLOCK,
            reason=f"{held.name}同时在两个岗位上：{held.post_title}、{other.post_title}。",
            found=f"{_seat(held)}；{_seat(other)}。",
            advice="保留一个岗位，另一个办退岗；两条线分别发过的，按月核对追回。",
            facts=(other.placement_id,),
        )


def one_household(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find a second post in one household; posts for a time stand apart if the pack says so."""
    apart = pack.holds("check.temporary_posts_apart", facts.month.last)
    for held, other in _pairs(facts, lambda one: one.household_id):
        if held.person_id == other.person_id or (apart and (held.temporary or other.temporary)):
            continue
        yield Told(
            held=held,
            severity=BLOCK,
            reason=f"{held.name}和同户的{other.name}都在岗。",
            found=f"{_seat(held)}；{other.name}：{_seat(other)}。",
            advice="一户只留一个岗位；旗县允许一户多岗的，先请旗县改规则包。",
            facts=(other.placement_id,),
            others=(other.person_id,),
        )


def age(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find the days of the month on which a holder is too young or too old."""
    for held in facts.judged():
        person = Person(citizen_id=held.citizen_id, birth_on=held.birth_on, sex=held.sex)
        first, last = held.first_in(facts.month), held.last_in(facts.month)
        born = birth_of(person)
        if born is None:
            yield _no_age(held)
            continue
        least = pack.clause("post.min_age", first)
        youngest, oldest = turns(born, int(least.value)), age_limit_on(pack, person, last)
        if first < youngest:
            days = first, min(last, youngest - DAY)
            yield replace(_wrong_age(held, born, "还不满", youngest, days), also=(least,))
        elif oldest is not None and oldest <= last:
            most = age_limit(pack, person, last).clause
            days = max(first, oldest), last
            yield replace(_wrong_age(held, born, "已经过了", oldest, days), also=(most,))


def number_repeated(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find two people with one identity number."""
    for held in facts.judged():
        for other in facts.same_number.get(held.person_id, ()):
            yield Told(
                held=held,
                severity=BLOCK,
                reason=f"{held.name}的身份证号也登记在{other.name}名下。",
                found=f"{masked(held.citizen_id)}：{_village(held.village_code)}{held.name}、"
                f"{_village(other.village_code)}{other.name}。",
                advice="对照身份证看是谁的号码；是同一个人登记了两次的，先并到一条，再看占了几个岗位。",
                facts=(other.person_id, held.citizen_id),
                others=(other.person_id,),
            )


def number_wrong(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find numbers that are missing or fail their check digit."""
    for held in facts.judged():
        try:
            check_citizen_id(held.citizen_id)
        except Refused as wrong:
            missing = not held.citizen_id
            yield Told(
                held=held,
                severity=BLOCK,
                reason=f"{held.name}还没有登记身份证号。"
                if missing
                else f"{held.name}的身份证号没有通过校验。",
                found="" if missing else f"{masked(held.citizen_id)}：{wrong}",
                advice="对照身份证补正号码，再发放。",
                facts=(held.citizen_id,),
            )


def shared_account(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find one account for several people; within a family it is only told."""
    for held in facts.judged():
        for other in facts.same_account.get(held.person_id, ()):
            family = held.household_id is not None and held.household_id == other.household_id
            yield Told(
                held=held,
                severity=NOTE if family else BLOCK,
                reason=f"{held.name}的账号和{'同户的' if family else ''}{other.name}是同一个。",
                found=f"账号尾号 {_tail(held.account)}。",
                advice="请换成本人的社保卡（一卡通）账号。"
                if family
                else "核对社保卡是谁的；不是本人的先停发，换成本人账号，查清以前的补贴到了谁手里。",
                facts=(other.person_id, held.account),
                others=(other.person_id,),
            )


def shared_phone(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find one phone of several holders; a family that shares one is only told."""
    least = pack.number("check.shared_phone", facts.month.last)
    for same in _groups(facts.held, lambda one: _plain(one.phone)):
        people = {one.person_id: one for one in same}
        if len(people) < 2:
            continue
        households = {one.household_id or one.person_id for one in same}
        many = len(households) > 1 and len(people) >= least
        names = "、".join(one.name for one in people.values())
        for held in people.values():
            if held.placement_id not in facts.here:
                continue
            others = tuple(id_ for id_ in people if id_ != held.person_id)
            yield Told(
                held=held,
                severity=WARN if many else NOTE,
                reason=f"{len(people)} 个持岗人留的是同一个电话：{names}。",
                found=f"电话尾号 {_tail(held.phone)}，分属 {len(households)} 户。",
                advice="换成本人能接通的电话；分属几户又说不清的，上门看人。",
                facts=(held.phone, *sorted(others)),
                others=others,
            )


def same_name_and_birth(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find two holders of one name and one birthday under different numbers."""
    for held, other in _pairs(facts, lambda one: one.birth_on and (one.name, one.birth_on)):
        if held.person_id == other.person_id or held.citizen_id == other.citizen_id:
            continue
        yield Told(
            held=held,
            severity=WARN,
            reason=f"两个持岗人同名同生日：{held.name}，{held.birth_on}。",
            found=f"{_seat(held)}，{masked(held.citizen_id)}；"
            f"{_seat(other)}，{masked(other.citizen_id)}。",
            advice="对照两张身份证，看是不是同一个人用了两个号码。",
            facts=(other.person_id,),
            others=(other.person_id,),
        )


def after_exit(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find work marked before the first or after the last day on the post."""
    month = facts.month
    for held in facts.judged():
        span = f"{held.begins} 至 {held.ends or '现在'}"
        worked = facts.worked(held, month.first, month.last)
        outside = worked - facts.worked(held, held.begins, held.ends or month.last)
        if outside:
            yield Told(
                held=held,
                severity=BLOCK,
                reason=f"{held.name}不在岗的日子记了 {outside} 天出勤。",
                found=f"在岗 {span}；{month.told}记出勤 {worked} 天。",
                advice="把不在岗的日子改成空白，再算补贴。",
                facts=(month.text, outside, held.begins, held.ends),
                month=month.text,
            )


def _pairs(facts: Watched, key: Callable[[Held], Hashable | None]) -> Iterator[tuple[Held, Held]]:
    """Return each judged placement beside each other one of its group with a day in common."""
    for same in _groups(facts.held, key):
        for held in same:
            if held.placement_id not in facts.here:
                continue
            for other in same:
                if other.placement_id != held.placement_id and _meet(held, other, facts):
                    yield held, other


def _groups(held: Iterable[Held], key: Callable[[Held], Hashable | None]) -> Iterator[list[Held]]:
    """Return the groups of more than one that share what ``key`` gives; nothing is no group."""
    found: defaultdict[Hashable, list[Held]] = defaultdict(list)
    for one in held:
        shared = key(one)
        if shared not in (None, ""):
            found[shared].append(one)
    return (same for same in found.values() if len(same) > 1)


def _meet(one: Held, other: Held, facts: Watched) -> bool:
    first, last = one.first_in(facts.month), one.last_in(facts.month)
    return overlap(other.begins, other.ends, first, last) is not None


def _no_age(held: Held) -> Told:
    return Told(
        held=held,
        severity=BLOCK,
        reason=f"{held.name}没有出生日期，算不出在岗时的年龄。",
        found="身份证号和出生日期都没有登记。",
        advice="先补上身份证号，再发放。",
        facts=("unknown",),
    )


def _wrong_age(held: Held, born: date, words: str, on: date, days: tuple[date, date]) -> Told:
    many = (days[1] - days[0]).days + 1
    return Told(
        held=held,
        severity=BLOCK,
        reason=f"{held.name}在岗的日子里有 {many} 天{words}岗位年龄。",
        found=f"{born} 出生，{on} 到龄；{days[0]} 至 {days[1]} 在岗。",
        advice="到龄以后的日子不发，办退岗；上限不是这个岁数的，先请旗县改规则包。"
        if words == "已经过了"
        else "不满最低年龄的不能在岗，请办退岗，发过的追回。",
        facts=(words, on),
    )


def _seat(held: Held) -> str:
    department = text_of("post_department", held.department)
    return f"{held.post_title}（{department}，{_village(held.village_code)}）{held.begins} 起"


def _village(code: str) -> str:
    """Return the name of a village; its code where a newer book of divisions is needed."""
    try:
        return divisions.village(code).short_name
    except Refused:
        return code


def _plain(text: str) -> str:
    return "".join(text.split())


def _tail(text: str) -> str:
    return _plain(text)[-4:]
