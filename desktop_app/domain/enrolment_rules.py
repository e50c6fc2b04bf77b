"""Insurance enrolments: what may stand side by side, and when the next payment is due.

The program collects no money and states no official amount; it only says what was found.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from desktop_app.domain.citizen_id import age_on
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import add_months, month_end
from desktop_app.domain.holder_rules import birth_of
from desktop_app.domain.records import NEW, Enrolment, Person
from desktop_app.domain.rules import Clause, Finding, RulePack

ACTIVE = ("", "1")
DRAWING = ("benefit", "benefit_paused")
PAYING = (*ACTIVE, "2")
"""Whoever paused still has a payment to be reminded of, if a day is known."""

ACCIDENT = "accident"
RESIDENT_PENSION = "resident_pension"
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
    findings = [_dates(pack, facts), *_age(pack, facts)]
    for key, schemes in _EXCLUSIVE:
        clause = pack.clause(key, facts.today)
        if clause.value is not False and facts.enrolment.scheme in schemes:
            findings.append(_alone(clause, schemes, facts))
    return tuple(findings)


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


def _finding(
    clause: Clause,
    *,
    failed: str = "",
    passed: str = "",
    found: str = "",
    advice: str = "",
    fields: tuple[str, ...] = (),
) -> Finding:
    return Finding(
        rule=clause.key,
        title=clause.title,
        passed=not failed,
        message=f"不能保存：{failed}" if failed else passed,
        found=found,
        basis=clause.cited(),
        advice=advice if failed else "",
        fields=fields if failed else (),
    )
