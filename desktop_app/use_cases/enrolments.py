"""Insurance enrolments: keeping them, payments, and their end."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from db.operation import Operation
from desktop_app.domain.dates import EARLIEST_YEAR, LATEST_YEAR
from desktop_app.domain.enrolment_rules import (
    DRAWING,
    PAYING,
    RESIDENT_PENSION,
    EnrolmentFacts,
    enrolment_findings,
    enrolment_warnings,
    next_due,
)
from desktop_app.domain.errors import Refused
from desktop_app.domain.insurance_amounts import Reckoned, reckon
from desktop_app.domain.insurance_arrears import Arrears, arrears
from desktop_app.domain.records import NEW, Enrolment, Person, RecordId, labels
from desktop_app.domain.rules import Finding, refuse_unless_passed
from desktop_app.session import Session
from desktop_app.use_cases.enrolment_list import (
    ENDED,
    NORMAL,
    NOT_ENROLLED,
    OVERDUE,
    PAUSED,
    SOON,
    EnrolmentFilter,
    EnrolmentLine,
    count_enrolments,
    enrolment_lines,
    enrolments_of,
    find_enrolments,
)

__all__ = [
    "ENDED",
    "NORMAL",
    "NOT_ENROLLED",
    "OVERDUE",
    "PAUSED",
    "SOON",
    "EnrolmentFilter",
    "EnrolmentLine",
    "count_enrolments",
    "end_enrolment",
    "enrolment_lines",
    "enrolments_of",
    "find_enrolments",
    "outlook",
    "record_payment",
    "save_enrolment",
    "switch_scheme",
]

JOINED_EMPLOYEES = "1407"
"""参加职工养老保险：居民养老终止的原因."""

_DAYS = ("since", "paid_until", "next_due_on", "ended_on")
_ACTS = {PAUSED: "暂停参保", ENDED: "终止参保", NORMAL: "恢复参保"}


def save_enrolment(session: Session, enrolment: Enrolment) -> Enrolment:
    """Keep an enrolment whose rules pass; the day of the next payment follows when left blank."""
    with session.operation("save_enrolment", _label(session, enrolment)) as operation:
        return _keep(session, operation, enrolment)


def record_payment(
    session: Session,
    enrolment_id: RecordId,
    paid_until: date,
    evidence: str,
    next_due_on: date | None = None,
) -> Enrolment:
    """Keep up to which day is paid, on what receipt seen today; the next day to pay follows."""
    name = _name_of(session, session.get(Enrolment, enrolment_id).person_id)
    with session.operation("record_payment", f"登记缴费：{name}") as operation:
        before = session.get(Enrolment, enrolment_id)
        _check_payment(before, paid_until, evidence)
        paid = replace(
            before,
            status=NORMAL if before.status in ("", NOT_ENROLLED) else before.status,
            paid_until=paid_until,
            evidence=evidence.strip(),
            seen_on=session.today(),
            next_due_on=next_due_on,
        )
        return _keep(session, operation, paid)


def end_enrolment(
    session: Session, enrolment_id: RecordId, ended_on: date, stop_reason: str = ""
) -> Enrolment:
    """Keep the day on which an enrolment ended, and why; nothing is to be paid after it."""
    name = _name_of(session, session.get(Enrolment, enrolment_id).person_id)
    with session.operation("end_enrolment", f"终止参保：{name}") as operation:
        before = session.get(Enrolment, enrolment_id)
        ended = replace(before, status=ENDED, ended_on=ended_on, stop_reason=stop_reason)
        return _keep(session, operation, ended)


def switch_scheme(session: Session, enrolment_id: RecordId, wish: Enrolment) -> Enrolment:
    """End an enrolment the day before ``wish`` begins, and begin that one: no day in both.

    A gap cannot come of it either. ``Refused``, with nothing written, where a rule forbids one
    of the two.
    """
    name = _name_of(session, session.get(Enrolment, enrolment_id).person_id)
    with session.operation("switch_scheme", f"换险种：{name}") as operation:
        before = session.get(Enrolment, enrolment_id)
        _check_switch(before, wish)
        last = cast("date", wish.since) - timedelta(days=1)
        joined = wish.scheme in ("flexible_pension", "employee_pension")
        reason = JOINED_EMPLOYEES if joined and before.scheme == RESIDENT_PENSION else ""
        _keep(
            session,
            operation,
            replace(before, status=ENDED, ended_on=last, stop_reason=reason),
        )
        return _keep(session, operation, replace(wish, id=NEW, person_id=before.person_id))


@dataclass(frozen=True, slots=True)
class Outlook:
    """How an enrolment stands today: what is in arrears, what it may cost, what to ask about."""

    arrears: Arrears | None
    reckoned: Reckoned
    warnings: tuple[Finding, ...]


def outlook(session: Session, enrolment_id: RecordId) -> Outlook:
    """Return how an enrolment stands today; amounts are 测算, never binding."""
    one, today = session.get(Enrolment, enrolment_id), session.today()
    facts = EnrolmentFacts(enrolment=one, today=today, person=session.get(Person, one.person_id))
    return Outlook(
        arrears(session.rules, one, today),
        reckon(session.rules, one, today, session.county_code),
        enrolment_warnings(session.rules, facts),
    )


def _label(session: Session, enrolment: Enrolment) -> str:
    name = _name_of(session, enrolment.person_id)
    if enrolment.id == NEW:
        return f"登记参保：{name}"
    before = session.get(Enrolment, enrolment.id)
    changed = before.status != enrolment.status
    return f"{_ACTS.get(enrolment.status, '修改参保') if changed else '修改参保'}：{name}"


def _name_of(session: Session, person_id: RecordId) -> str:
    if person_id == NEW:
        raise Refused("还没有选人。", advice="先按姓名找到要参保的人。", fields=("person_id",))
    return session.get(Person, person_id).name


def _keep(session: Session, operation: Operation, enrolment: Enrolment) -> Enrolment:
    """Check against what is on record now, and keep it."""
    person = session.get(Person, enrolment.person_id)
    _check_words(enrolment)
    _check_days(enrolment)
    _check_amount(enrolment)
    _check_alive(person, enrolment)
    others = session.find(Enrolment, person_id=person.id)
    before = next((one for one in others if one.id == enrolment.id), None)
    facts = EnrolmentFacts(
        enrolment=enrolment,
        today=session.today(),
        person=person,
        others=tuple(one for one in others if one.id != enrolment.id),
    )
    refuse_unless_passed(enrolment_findings(session.rules, facts))
    due_on = _due_on(enrolment, before)
    return operation.save(replace(enrolment, village_code=person.village_code, next_due_on=due_on))


def _due_on(enrolment: Enrolment, before: Enrolment | None) -> date | None:
    """Return the day typed by hand, or the one that follows; none where nothing is to be paid."""
    if enrolment.status not in PAYING or enrolment.ended_on is not None:
        return None
    follows = next_due(enrolment.rhythm, enrolment.paid_until, enrolment.scheme)
    if enrolment.next_due_on is None:
        return follows
    if before is not None and enrolment.next_due_on == before.next_due_on:
        followed = next_due(before.rhythm, before.paid_until, before.scheme)
        if followed == before.next_due_on:
            return follows
    return enrolment.next_due_on


def _check_words(enrolment: Enrolment) -> None:
    if not enrolment.scheme:
        raise Refused("还没有选险种。", advice="先选参加的是哪一种保险。", fields=("scheme",))
    if enrolment.status == ENDED and enrolment.ended_on is None:
        raise Refused(
            "选了终止参保，还没有填终止日期。",
            advice="填终止的那一天；还没有终止的，改选别的状态。",
            fields=("ended_on",),
        )
    if enrolment.ended_on is not None and enrolment.status != ENDED:
        raise Refused(
            f"填了终止日期 {enrolment.ended_on}，参保状态却不是终止参保。",
            advice="已经终止的，状态选终止参保；没有终止的，清掉终止日期。",
            fields=("status", "ended_on"),
        )


def _check_days(enrolment: Enrolment) -> None:
    """Refuse a mistyped year before anything is reckoned from it."""
    for name in _DAYS:
        day = getattr(enrolment, name)
        if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise Refused(
                f"{labels(Enrolment)[name].text}的年份 {day.year} 不对，没有保存。",
                advice=f"年份在 {EARLIEST_YEAR} 到 {LATEST_YEAR} 之间，请对照凭据再看一遍。",
                fields=(name,),
            )


def _check_amount(enrolment: Enrolment) -> None:
    if enrolment.grade_fen is not None and enrolment.grade_fen < 0:
        raise Refused(
            "缴费档次不能小于 0，没有保存。",
            advice="填每期缴多少元；不知道的空着。",
            fields=("grade_fen",),
        )


def _check_alive(person: Person, enrolment: Enrolment) -> None:
    if person.died_on is None or enrolment.status == ENDED:
        return
    raise Refused(
        f"不能保存：{person.name}已经登记死亡。",
        advice="请核对是不是选错了人；原来的参保只能办终止。登记有误的，先改正死亡日期。",
        fields=("person_id",),
        found=f"登记的死亡日期是 {person.died_on}。",
    )


def _check_switch(before: Enrolment, wish: Enrolment) -> None:
    if before.ended_on is not None or before.status == ENDED:
        raise Refused(
            "原来那一份已经终止，不用再换。", advice="请直接登记新的参保。", fields=("scheme",)
        )
    if wish.scheme == before.scheme:
        raise Refused(
            "换的还是原来的险种。", advice="只改档次、周期的，用修改。", fields=("scheme",)
        )
    if wish.since is None:
        raise Refused(
            "还没有填新险种从哪一天开始。",
            advice="填新险种的参保日期；原来的在前一天终止，中间不重复也不断。",
            fields=("since",),
        )


def _check_payment(before: Enrolment, paid_until: date, evidence: str) -> None:
    if before.ended_on is not None or before.status == ENDED:
        raise Refused(
            f"不能登记缴费：这份参保已经终止。{before.ended_on or ''}",
            advice="重新参保的，另外登记一份。",
            fields=("paid_until",),
        )
    if before.status in DRAWING:
        raise Refused(
            "不能登记缴费：这份参保登记的是正在领取待遇。",
            advice="还在缴费的，先把参保状态改成正常参保。",
            fields=("paid_until",),
        )
    if not evidence.strip():
        raise Refused(
            "还没有写缴费凭据。",
            advice="写上凭据的名称和号码，例如“电子缴款凭证 尾号 2031”；没有凭据的先不登记。",
            fields=("evidence",),
        )
    if before.paid_until is not None and paid_until <= before.paid_until:
        raise Refused(
            f"原来已经缴至 {before.paid_until}，这次填的 {paid_until} 没有往后。",
            advice="填这次缴费管到的最后一天；原来登记错了的，用修改来改正。",
            fields=("paid_until",),
        )
