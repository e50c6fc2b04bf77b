"""Subsidy rolls: closed once, hung out, approved by an office, or sent back and closed anew."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.operation import Operation
from db.roll_queries import RollSum, laid_lines, roll_sums
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import Roll, RollLine
from desktop_app.domain.records.record import RecordId
from desktop_app.domain.roll_lines import digest
from desktop_app.domain.roll_steps import Payee, RollState, payees, roll_state
from desktop_app.domain.rules import refuse_unless_passed
from desktop_app.domain.subsidy_rules import kept_rules
from desktop_app.session import Session
from desktop_app.use_cases.approvals import refuse_unless_approver
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.roll_books import (
    month_of,
    refuse_unknown,
    standing_rolls,
)
from desktop_app.use_cases.roll_drafts import Draft, draft_roll, drafted, refuse_closed

__all__ = [
    "Draft",
    "RollFile",
    "RollMonth",
    "approve_roll",
    "close_roll",
    "draft_roll",
    "object_to_roll",
    "publish_roll",
    "return_roll",
    "roll_file",
    "roll_months",
    "settle_roll_objection",
]

MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class RollFile:
    """A closed roll with its lines, who is paid what, and how far it has come.

    ``intact`` says that nothing in it differs from what was closed; ``twin`` that another desk
    closed the same month as well.
    """

    roll: Roll
    lines: tuple[RollLine, ...]
    payees: tuple[Payee, ...]
    state: RollState
    intact: bool
    twin: bool
    rules: str
    basis: str = ""
    """What was named as today's basis when it was closed past the end of a clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollMonth:
    """A month of the list at the left: open, or closed with its sums in fen.

    ``roll_id`` is none for an open month.
    """

    month: str
    told: str
    roll_id: RecordId | None
    people: int
    total_fen: int
    words: str
    tone: str


def close_roll(
    session: Session,
    village_code: str,
    month: str,
    department: str,
    closed_by: str = "",
    basis: str = "",
) -> Roll:
    """Close a month: its lines, sums and digest are kept together and never change again.

    ``basis`` names by what document is paid now, where a clause is past its end. ``Refused``
    without it, while something of the draft has not passed, and for a month that is closed.
    """
    refuse_unknown(session, village_code, department)
    known = month_of(session, month)
    where = village_name(village_code)
    with session.operation("close_roll", f"{where}{known.told}补贴关账") as operation:
        refuse_closed(session, village_code, known, department)
        draft = drafted(session, village_code, known, department, basis)
        refuse_unless_passed(draft.findings)
        if not draft.lines:
            raise Refused(
                f"{known.told}没有要发补贴的人，不用关账。",
                advice="请看看月份、嘎查村和主管部门选得对不对。",
            )
        _refuse_expired(draft)
        roll = Roll(
            village_code=village_code,
            month=month,
            department=department,
            closed_on=session.today(),
            closed_by=closed_by.strip() or session.officer,
            people=draft.people,
            total_fen=draft.total_fen,
            rules=draft.rules.text(),
        )
        roll = operation.save(replace(roll, sha256=digest(roll, draft.lines)))
        for line in draft.lines:
            operation.save(replace(line, roll_id=roll.id, village_code=village_code))
        return roll


def publish_roll(
    session: Session, roll_id: RecordId, notice_from: date, notice_to: date | None = None
) -> Roll:
    """Keep from when to when a roll hung out; without an end, for the days of the clause."""
    with session.operation("publish_roll", "登记补贴公示") as operation:
        roll = _open_roll(session, operation, roll_id, "登记公示")
        days = session.rules.number("subsidy.notice_days", notice_from)
        ends = notice_to or notice_from + timedelta(days=days - 1)
        if roll.closed_on is not None and notice_from < roll.closed_on:
            raise Refused(
                f"公示开始日期 {notice_from} 早于关账日期 {roll.closed_on}，没有保存。",
                advice="先关账，再把关账的表贴出来公示。",
                fields=("notice_from",),
            )
        if ends < notice_from:
            raise Refused(
                "公示结束日期早于开始日期，没有保存。",
                advice="请对照公示栏改正日期。",
                fields=("notice_from", "notice_to"),
            )
        _refuse_approved(roll)
        return operation.save(replace(roll, notice_from=notice_from, notice_to=ends))


def object_to_roll(session: Session, roll_id: RecordId, objection: str) -> Roll:
    """Keep an objection to a roll that hangs out; it is to be settled before the approval."""
    with session.operation("object_to_roll", "登记补贴公示异议") as operation:
        roll = _open_roll(session, operation, roll_id, "登记异议")
        words = _said(objection, "objection", "谁、对哪一个人、提了什么意见")
        _refuse_approved(roll)
        if roll.notice_from is None:
            raise Refused(
                "还没有公示，不能登记异议。", advice="先登记公示日期。", fields=("objection",)
            )
        said = _with(roll.objection, f"{session.today()} 异议：{words}")
        return operation.save(replace(roll, objection=said))


def settle_roll_objection(session: Session, roll_id: RecordId, outcome: str) -> Roll:
    """Keep how the objections to a roll were settled; a wrong roll is sent back instead."""
    with session.operation("settle_roll_objection", "处理补贴公示异议") as operation:
        roll = _open_roll(session, operation, roll_id, "处理异议")
        words = _said(outcome, "objection", "查了什么、结果怎样、怎样答复的")
        if not roll.objection.strip():
            raise Refused("这份补贴表没有登记过异议。", advice="不用处理。")
        said = _with(roll.objection, f"{session.today()} 处理：{words}")
        return operation.save(replace(roll, objection=said))


def approve_roll(session: Session, roll_id: RecordId, approved_on: date, approved_by: str) -> Roll:
    """Keep that an office approved a roll, which may then be paid.

    ``Refused`` for who closed it, before the notice has ended without open objection, and for a
    roll that differs from what was closed or has a twin.
    """
    with session.operation("approve_roll", "审核补贴表") as operation:
        roll = _open_roll(session, operation, roll_id, "审核")
        refuse_unless_approver(session, roll)
        _refuse_approved(roll)
        _refuse_unready(session, roll_file(session, roll_id), approved_on)
        who = _said(approved_by, "approved_by", "审核单位或者审核人")
        return operation.save(replace(roll, approved_on=approved_on, approved_by=who))


def return_roll(session: Session, roll_id: RecordId, reason: str) -> Roll:
    """Send a roll back: it counts no more, its month is open, and it is closed anew.

    After the approval only an office may; ``Refused`` once something was paid, or when a later
    roll has corrections of the month already: what is wrong then comes as 更正.
    """
    with session.operation("return_roll", "退回补贴表") as operation:
        roll = _open_roll(session, operation, roll_id, "退回")
        words = _said(reason, "return_reason", "退回的原因")
        if roll.approved_on is not None:
            refuse_unless_approver(session, roll)
        lines = session.find(RollLine, roll_id=roll.id)
        if any(line.paid_on is not None for line in lines):
            raise Refused(
                "已经发放过的补贴表不能退回。",
                advice="错了的，改正考勤或者协议，差额列在下一个月的更正里。",
            )
        if not _twins(session, roll):
            _refuse_corrected(session, roll)
        return operation.save(replace(roll, returned_on=session.today(), return_reason=words))


def roll_file(session: Session, roll_id: RecordId) -> RollFile:
    """Return a roll with its lines as they were closed, and whether they still are."""
    roll = session.get(Roll, roll_id)
    lines = tuple(sorted(session.find(RollLine, roll_id=roll.id), key=_place))
    kept = kept_rules(roll.rules)
    return RollFile(
        roll=roll,
        lines=lines,
        payees=tuple(payees(lines)),
        state=roll_state(roll, lines, session.today()),
        intact=digest(roll, lines) == roll.sha256,
        twin=bool(_twins(session, roll)),
        rules=kept.pack,
        basis=kept.confirmed,
    )


def roll_months(session: Session, village_code: str, department: str) -> list[RollMonth]:
    """Return the months of a village and department, the newest first.

    From the present one back to the first that was closed, at least six and at most 24.
    """
    refuse_unknown(session, village_code, department)
    now = Month.around(session.today())
    rolls = {one.month: one for one in standing_rolls(session, village_code, department)}
    known = [Month.of(text) for text in rolls]
    back = min(max([5, *(one.until(now) for one in known)]), MONTHS_SHOWN - 1)
    sums = {one.roll_id: one for one in roll_sums(session.store.database, now.plus(-back), now)}
    months = [now.plus(-step) for step in range(back + 1)]
    return [_roll_month(session, month, rolls.get(month.text), sums) for month in months]


def _roll_month(
    session: Session, month: Month, roll: Roll | None, sums: dict[RecordId, RollSum]
) -> RollMonth:
    if roll is None:
        over = month.last < session.today()
        words, tone = ("未关账", "warn") if over else ("本月", "")
        return RollMonth(month=month.text, told=month.told, roll_id=None, people=0, total_fen=0,
                         words=words, tone=tone)  # fmt: skip
    known = sums[roll.id]
    words, tone = _month_words(roll, known)
    return RollMonth(month=month.text, told=month.told, roll_id=roll.id, people=known.people,
                     total_fen=known.total_fen, words=words, tone=tone)  # fmt: skip


def _month_words(roll: Roll, known: RollSum) -> tuple[str, str]:
    if roll.approved_on is not None:
        if known.failed:
            return f"{known.failed} 笔未发出", "bad"
        return ("待发放", "info") if known.unpaid else ("已发放", "ok")
    if roll.notice_to is not None:
        return "公示和审核", "info"
    return "已关账", "info"


def _open_roll(session: Session, operation: Operation, roll_id: RecordId, verb: str) -> Roll:
    """Return a roll that stands, and name the step after it."""
    roll = session.get(Roll, roll_id)
    told = f"{village_name(roll.village_code)}{Month.of(roll.month).told}补贴表"
    operation.label = f"{verb}：{told}"
    if roll.returned_on is not None:
        raise Refused(
            f"{told}已经退回，不能{verb}。",
            advice="请改好以后重新关账，在新的表上办。",
            found=f"{roll.returned_on} 退回：{roll.return_reason}",
        )
    return roll


def _refuse_approved(roll: Roll) -> None:
    if roll.approved_on is not None:
        raise Refused(
            f"这份补贴表 {roll.approved_on} 已经审核。",
            advice="不用再办；审核错了的，由审核单位退回。",
        )


def _refuse_unready(session: Session, file: RollFile, approved_on: date) -> None:
    roll = file.roll
    if not file.intact:
        raise Refused(
            "这份补贴表和关账时的摘要对不上，不能审核。",
            advice="请退回，由嘎查村重新关账；并且查一查是哪一台电脑改的。",
        )
    if file.twin:
        raise Refused(
            "同一个月有两份关账的补贴表，不能审核。",
            advice="先看清哪一份是对的，把另一份退回。",
        )
    if approved_on > session.today():
        raise Refused(
            f"审核日期 {approved_on} 还没有到，没有保存。",
            advice="请填审核的那一天。",
            fields=("approved_on",),
        )
    clause = session.rules.clause("subsidy.notice_before_approval", approved_on)
    over = roll.notice_to is not None and roll.notice_to < approved_on
    if clause.value and not over:
        ends = f"公示到 {roll.notice_to}。" if roll.notice_to else "还没有登记公示。"
        raise Refused(
            "公示还没有期满，不能审核。",
            advice="公示期满的第二天起审核。",
            found=ends,
            basis=clause.cited(),
            fields=("approved_on",),
        )
    if file.state.verb == "处理异议":
        raise Refused(
            "有异议还没有处理，不能审核。", advice="先登记怎样处理的；表错了的，退回重做。"
        )


def _refuse_expired(draft: Draft) -> None:
    rules = draft.rules
    if rules.expired and not rules.confirmed:
        raise Refused(
            "依据已到期，没有关账。",
            advice="先向旗县确认现在按哪个文件发补贴，关账时写明文号。",
            basis=rules.cited(rules.expired[0]),
            fields=("basis",),
        )


def _refuse_corrected(session: Session, roll: Roll) -> None:
    """Refuse while another roll has corrections of this month: they would stand alone."""
    laid = laid_lines(session.store.database, roll.village_code, roll.department)
    other = next(
        (one for one in laid if one.for_month == roll.month and one.roll_id != roll.id), None
    )
    if other is not None:
        told = Month.of(session.get(Roll, other.roll_id).month).told
        raise Refused(
            f"{told}的补贴表里已经有{Month.of(roll.month).told}的更正，不能再退回。",
            advice=f"先退回 {told}的补贴表；已经发放了的，改正考勤或者协议，差额再列入更正。",
        )


def _twins(session: Session, roll: Roll) -> list[Roll]:
    rolls = standing_rolls(session, roll.village_code, roll.department)
    return [one for one in rolls if one.month == roll.month and one.id != roll.id]


def _said(text: str, field: str, what: str) -> str:
    if not text.strip():
        raise Refused(f"还没有写{what}，没有保存。", advice="请写清楚再保存。", fields=(field,))
    return text.strip()


def _with(before: str, line: str) -> str:
    return "\n".join(part for part in (before.strip(), line) if part)


def _place(line: RollLine) -> tuple[bool, str, str, str, RecordId]:
    return line.kind != "month", line.for_month, line.post_title, line.name, line.id
