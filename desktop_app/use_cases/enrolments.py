"""Insurance enrolments: keeping them, payments, and their end."""

from dataclasses import replace
from datetime import date

from db.operation import Operation
from desktop_app.domain.dates import EARLIEST_YEAR, LATEST_YEAR
from desktop_app.domain.enrolment_rules import (
    DRAWING,
    PAYING,
    EnrolmentFacts,
    enrolment_findings,
    next_due,
)
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Enrolment, Person, RecordId, labels
from desktop_app.domain.rules import refuse_unless_passed
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
    "record_payment",
    "save_enrolment",
]

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
    """Keep up to which day is paid, on what receipt; the next day to pay follows."""
    name = _name_of(session, session.get(Enrolment, enrolment_id).person_id)
    with session.operation("record_payment", f"登记缴费：{name}") as operation:
        before = session.get(Enrolment, enrolment_id)
        _check_payment(before, paid_until, evidence)
        paid = replace(
            before,
            status=NORMAL if before.status in ("", NOT_ENROLLED) else before.status,
            paid_until=paid_until,
            evidence=evidence.strip(),
            next_due_on=next_due_on,
        )
        return _keep(session, operation, paid)


def end_enrolment(session: Session, enrolment_id: RecordId, ended_on: date) -> Enrolment:
    """Keep the day on which an enrolment ended; nothing is to be paid after it."""
    name = _name_of(session, session.get(Enrolment, enrolment_id).person_id)
    with session.operation("end_enrolment", f"终止参保：{name}") as operation:
        before = session.get(Enrolment, enrolment_id)
        return _keep(session, operation, replace(before, status=ENDED, ended_on=ended_on))


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
