"""Why a person fits a vacancy, or not: trade, place, pay, age, schooling, health.

A hard condition that fails leaves a person out; the others only order the list. Whatever is not
known counts for nothing, and is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_app.domain.citizen_id import age_on
from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.holder_rules import birth_of
from desktop_app.domain.money import yuan
from desktop_app.domain.records import Person, Training, Vacancy

LOCAL, AWAY, FLEXIBLE, WILLING = "local", "away", "flexible", "willing"
_SICK = ("3",)
_LOST = ("lost", "none")
_NOT_STUDYING = ("", "none")
_SCHOOLING = ("90", "80", "70", "60", "40", "30", "20", "10")
"""文化程度 from least to most; 高中 and 中专 stand side by side."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against; ``hard`` ones leave a person out when they fail."""

    fits: bool
    hard: bool
    points: int
    text: str


def reasons(
    vacancy: Vacancy, scope: str, person: Person, trainings: Sequence[Training], today: date
) -> tuple[Reason, ...]:
    """Return what speaks for and against a person; ``scope`` is how far from home the work is."""
    found = (
        _alive(person),
        _able(person),
        _age(vacancy, person, today),
        _schooling(vacancy, person),
        _trade(vacancy, person, trainings),
        _place(vacancy, scope, person),
        _pay(vacancy, person),
    )
    return tuple(one for one in found if one is not None)


def fits(found: Sequence[Reason]) -> bool:
    """Say whether no hard condition fails."""
    return all(one.fits or not one.hard for one in found)


def points(found: Sequence[Reason]) -> int:
    """Return by how much a person fits; more is better."""
    return sum(one.points for one in found if one.fits)


def _alive(person: Person) -> Reason | None:
    if person.died_on is None:
        return None
    return Reason(False, True, 0, "已经登记死亡。")


def _able(person: Person) -> Reason | None:
    if person.work_capacity in _LOST:
        return Reason(
            False, True, 0, f"劳动能力：{text_of('work_capacity', person.work_capacity)}。"
        )
    if person.in_school not in _NOT_STUDYING:
        return Reason(False, True, 0, f"还在上学：{text_of('in_school', person.in_school)}。")
    if person.health in _SICK:
        return Reason(False, False, 0, "患有大病，先问本人能不能干。")
    return None


def _age(vacancy: Vacancy, person: Person, today: date) -> Reason | None:
    if vacancy.youngest is None and vacancy.oldest is None:
        return None
    asked = _asked_age(vacancy)
    born = birth_of(person)
    if born is None:
        return Reason(False, False, 0, f"要求 {asked}，这个人没有出生日期。")
    age = age_on(born, today)
    young = vacancy.youngest is not None and age < vacancy.youngest
    old = vacancy.oldest is not None and age > vacancy.oldest
    return Reason(not (young or old), True, 1, f"{age} 周岁，要求 {asked}。")


def _asked_age(vacancy: Vacancy) -> str:
    if vacancy.oldest is None:
        return f"满 {vacancy.youngest} 周岁"
    if vacancy.youngest is None:
        return f"不超过 {vacancy.oldest} 周岁"
    return f"{vacancy.youngest}～{vacancy.oldest} 周岁"


def _schooling(vacancy: Vacancy, person: Person) -> Reason | None:
    if vacancy.education not in _SCHOOLING:
        return None
    asked = text_of("education", vacancy.education)
    if person.education not in _SCHOOLING:
        return Reason(False, False, 0, f"要求{asked}，这个人没有登记文化程度。")
    enough = _level(person.education) >= _level(vacancy.education)
    return Reason(enough, True, 1, f"{text_of('education', person.education)}，要求{asked}。")


def _level(education: str) -> int:
    return _SCHOOLING.index("60" if education == "40" else education)


def _trade(vacancy: Vacancy, person: Person, trainings: Sequence[Training]) -> Reason | None:
    if not vacancy.trade:
        return None
    trade = code_list("trade").code(vacancy.trade)
    words = (trade.text, *trade.aliases) if trade else (vacancy.trade,)
    learnt = [
        one
        for one in trainings
        if one.trade == vacancy.trade and one.result in ("finished", "certified")
    ]
    if learnt:
        said = "取得证书" if learnt[0].certificate_number else "结业"
        return Reason(True, False, 4, f"学过{words[0]}，已{said}。")
    for label, text in (("技能特长", person.skills), ("意向岗位", person.wanted_job)):
        if any(word in text for word in words):
            return Reason(True, False, 3, f"{label}写着“{text}”，招的是{words[0]}。")
    return Reason(False, False, 0, f"招{words[0]}，这个人没有登记会这一样。")


def _place(vacancy: Vacancy, scope: str, person: Person) -> Reason | None:
    if vacancy.flexible and person.job_intention == FLEXIBLE:
        return Reason(True, False, 3, "愿意灵活就业，这是灵活就业岗位。")
    where = text_of("transfer_scope", scope)
    if person.wanted_place:
        same = person.wanted_place == scope
        wish = text_of("transfer_scope", person.wanted_place)
        return Reason(same, False, 2, f"想在{wish}干，岗位在{where or '地域不明的地方'}。")
    if person.job_intention == LOCAL:
        return Reason(
            scope == "county", False, 2, f"愿意在本地就业，岗位在{where or '地域不明的地方'}。"
        )
    if person.job_intention == AWAY:
        return Reason(
            scope not in ("", "county"),
            False,
            2,
            f"愿意外出就业，岗位在{where or '地域不明的地方'}。",
        )
    if person.job_intention == WILLING:
        return Reason(True, False, 1, "有就业意愿，去向没有定。")
    return None


def _pay(vacancy: Vacancy, person: Person) -> Reason | None:
    most = vacancy.pay_to_fen or vacancy.pay_from_fen
    if person.wanted_monthly_fen is None or most is None:
        return None
    wish, offered = yuan(person.wanted_monthly_fen), yuan(most)
    text = f"期望每月 {wish} 元，岗位最多 {offered} 元。"
    return Reason(most >= person.wanted_monthly_fen, False, 2, text)
