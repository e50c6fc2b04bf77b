"""Insurance enrolments: what may stand side by side, and when the next payment is due.

The program collects no money and states no official amount; it only says what was found.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from desktop_app.domain.citizen_id import age_on
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import add_months, month_end, turns
from desktop_app.domain.holder_rules import FEMALE, birth_of, sex_of
from desktop_app.domain.records import NEW, Enrolment, Person
from desktop_app.domain.rules import Clause, Finding, RulePack, finding

ACTIVE = ("", "1")
DRAWING = ("benefit", "benefit_paused")
PAYING = (*ACTIVE, "2")
"""Whoever paused still has a payment to be reminded of, if a day is known."""

ACCIDENT = "accident"
RESIDENT_PENSION, FLEXIBLE_PENSION = "resident_pension", "flexible_pension"
NOT_IN_SCHOOL = ("", "none", "before_preschool", "preschool")
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}

_EXCLUSIVE = (
    ("enrolment.one_pension", ("resident_pension", "flexible_pension", "employee_pension")),
    ("enrolment.one_medical", ("resident_medical", "employee_medical")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentFacts:
    """What the rules look at: the enrolment, its person and that person's other enrolments."""

    enrolment: Enrolment
    today: date
    person: Person | None = None
    others: tuple[Enrolment, ...] = ()


def enrolment_findings(pack: RulePack, facts: EnrolmentFacts) -> tuple[Finding, ...]:
    """Return what the rules found about an enrolment that is about to be kept."""
    findings = [_dates(pack, facts), *_age(pack, facts), *_student(pack, facts)]
    for key, schemes in _EXCLUSIVE:
        clause = pack.clause(key, facts.today)
        if clause.value is not False and facts.enrolment.scheme in schemes:
            findings.append(_alone(clause, schemes, facts))
    return tuple(findings)


def enrolment_warnings(pack: RulePack, facts: EnrolmentFacts) -> tuple[Finding, ...]:
    """Return what the officer should ask the insurance office about; it keeps nobody out."""
    person, one = facts.person, facts.enrolment
    born = birth_of(person) if person else None
    if person is None or born is None or one.status not in PAYING or one.ended_on is not None:
        return ()
    if one.scheme == FLEXIBLE_PENSION and one.since is not None:
        key = "pension.first_age_" + ("female" if sex_of(person) == FEMALE else "male")
        clause, age = pack.clause(key, one.since), age_on(born, one.since)
        late = f"参保时 {age} 周岁，首次参保要在 {clause.value} 周岁以前。"
        return (_warning(clause, late),) if age >= int(clause.value) else ()
    if one.scheme == RESIDENT_PENSION:
        clause = pack.clause("pension.claim_age", facts.today)
        reached = turns(born, int(clause.value))
        words = f"{reached} 满 {clause.value} 周岁，可以办理领取待遇。"
        return (_warning(clause, words),) if reached <= facts.today else ()
    return ()


def next_due(rhythm: str, paid_until: date | None, scheme: str = "") -> date | None:
    """Return the last day to pay the next period, or none when it cannot be known.

    Periods are those of the calendar, and a period is paid within itself; an accident
    insurance is renewed before it runs out.
    """
    months = MONTHS.get(rhythm)
    if months is None or paid_until is None:
        return None
    if scheme == ACCIDENT:
        return paid_until
    begins = paid_until + timedelta(days=1)
    first_month = (begins.month - 1) // months * months + 1
    return month_end(add_months(date(begins.year, first_month, 1), months - 1))


def due_state(enrolment: Enrolment, today: date, warn_days: int) -> str:
    """Return overdue, soon, "" (not yet) or none (nothing is to be paid, or no day is known)."""
    due = enrolment.next_due_on or next_due(
        enrolment.rhythm, enrolment.paid_until, enrolment.scheme
    )
    if due is None or enrolment.ended_on is not None or enrolment.status not in PAYING:
        return "none"
    if due < today:
        return "overdue"
    return "soon" if due <= today + timedelta(days=warn_days) else ""


def _dates(pack: RulePack, facts: EnrolmentFacts) -> Finding:
    one, message = facts.enrolment, ""
    fields: tuple[str, ...] = ()
    if one.since and one.ended_on and one.ended_on < one.since:
        message, fields = "终止日期早于参保日期。", ("ended_on", "since")
    elif one.ended_on and one.ended_on > facts.today:
        message, fields = "终止日期还没有到。", ("ended_on",)
    elif one.since and one.paid_until and one.paid_until < one.since:
        message, fields = "已缴至的日期早于参保日期。", ("paid_until", "since")
    days = [f"{day}" if day else "没有填" for day in (one.since, one.paid_until, one.ended_on)]
    return _finding(
        pack.clause("enrolment.dates_in_order", facts.today),
        failed=message,
        passed="参保、缴费、终止的日期先后没有问题。",
        found="参保 {}，已缴至 {}，终止 {}。".format(*days),
        advice="请对照缴费凭据改正日期。",
        fields=fields,
    )


def _age(pack: RulePack, facts: EnrolmentFacts) -> tuple[Finding, ...]:
    born = birth_of(facts.person) if facts.person else None
    on = facts.enrolment.since or facts.today
    if facts.enrolment.scheme != RESIDENT_PENSION or born is None:
        return ()
    limit, age = pack.number("enrolment.min_age", on), age_on(born, on)
    finding = _finding(
        pack.clause("enrolment.min_age", on),
        failed=f"参保时还没有满 {limit} 周岁。" if age < limit else "",
        passed=f"参保时已满 {limit} 周岁。",
        found=f"{born} 出生，{on} 参保时 {age} 周岁。",
        advice=f"满 {limit} 周岁、不是在校学生以后再参保；或者核对参保日期。",
        fields=("since",),
    )
    return (finding,)


def _student(pack: RulePack, facts: EnrolmentFacts) -> tuple[Finding, ...]:
    clause, person = pack.clause("enrolment.not_student", facts.today), facts.person
    mine = facts.enrolment
    if clause.value is False or mine.scheme != RESIDENT_PENSION or mine.status not in PAYING:
        return ()
    school = text_of("in_school", person.in_school) if person else ""
    studies = bool(school) and person is not None and person.in_school not in NOT_IN_SCHOOL
    finding = _finding(
        clause,
        failed="在校学生不参加城乡居民养老保险。" if studies else "",
        passed="没有登记为在校学生。",
        found=f"在校生状况：{school or '没有登记'}。",
        advice="毕业以后再参保；已经不上学的，先改正人员资料里的在校生状况。",
        fields=("scheme",),
    )
    return (finding,)


def _warning(clause: Clause, words: str) -> Finding:
    advice = "请先问旗县社会保险经办机构，再告诉本人。"
    return replace(_finding(clause, failed=words, advice=advice), message=words)


def _alone(clause: Clause, schemes: tuple[str, ...], facts: EnrolmentFacts) -> Finding:
    mine = facts.enrolment
    for other in facts.others:
        if other.scheme in schemes and _same_time(mine, other):
            called = text_of("insurance_scheme", other.scheme)
            return _finding(
                clause,
                failed=f"已经参加了{called}，不能同时再参一份。",
                found=f"{called} · 参保 {other.since or '日期没有填'}，没有终止。",
                advice=f"先办{called}的暂停或终止，再登记这一份；或者改原来那一份。",
                fields=("scheme",),
            )
    return _finding(clause, passed="没有重复参保。")


def _same_time(mine: Enrolment, other: Enrolment) -> bool:
    """Say whether both are paid or drawn in the same days; a paused one does not count."""
    if other.id == mine.id != NEW or not (_counts(mine) and _counts(other)):
        return False
    begins = max(mine.since or date.min, other.since or date.min)
    ends = min(mine.ended_on or date.max, other.ended_on or date.max)
    return begins < ends


def _counts(one: Enrolment) -> bool:
    return one.status in ACTIVE or one.status in DRAWING


def _finding(clause: Clause, *, failed: str = "", **told: Any) -> Finding:
    return finding(clause, failed=f"不能保存：{failed}" if failed else "", **told)
