"""Payment of an approved roll: confirmed person by person, failures with their reason."""

from dataclasses import replace
from datetime import date

from db.operation import Operation
from desktop_app.domain.errors import Refused
from desktop_app.domain.money import yuan
from desktop_app.domain.months import Month
from desktop_app.domain.records import Roll, RollLine
from desktop_app.domain.records.record import RecordId
from desktop_app.domain.roll_steps import SENT, SETTLED, Payee
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.rolls import RollFile, roll_file

__all__ = ["confirm_payments", "keep_failure", "keep_payment", "payable_roll", "record_failure"]


def confirm_payments(
    session: Session,
    roll_id: RecordId,
    person_ids: list[RecordId],
    paid_on: date,
    evidence: str,
) -> RollFile:
    """Keep that people were paid what the roll says, or paid back what they owed, on a voucher.

    ``Refused`` before the approval, for somebody who was paid already, and without a voucher.
    """
    with session.operation("confirm_payments", "登记发放") as operation:
        file = payable_roll(session, operation, roll_id, "登记发放")
        check_voucher(session, file.roll, paid_on, evidence)
        for payee in _chosen(file, person_ids):
            if payee.state in (SENT, SETTLED):
                raise Refused(
                    f"{payee.name}的补贴已经发放，没有再登记。"
                    if payee.state == SENT
                    else f"{payee.name}这个月没有要发的补贴。",
                    advice="请只选还没有发放的人；登记错了的，先撤销那一步。",
                    fields=("person_ids",),
                )
            keep_payment(operation, payee, paid_on, evidence)
    return roll_file(session, roll_id)


def record_failure(
    session: Session, roll_id: RecordId, person_ids: list[RecordId], reason: str
) -> RollFile:
    """Keep that people were not paid, or that the bank sent the money back, and why.

    They stay on the roll to be paid again.
    """
    with session.operation("record_failure", "登记未发") as operation:
        file = payable_roll(session, operation, roll_id, "登记未发")
        if not reason.strip():
            raise Refused(
                "还没有写未发的原因，没有保存。",
                advice="照银行的回单写，例如账号和户名不符、卡已注销。",
                fields=("reason",),
            )
        for payee in _chosen(file, person_ids):
            keep_failure(operation, payee, reason.strip(), session.today())
    return roll_file(session, roll_id)


def payable_roll(session: Session, operation: Operation, roll_id: RecordId, verb: str) -> RollFile:
    """Return an approved roll as it was closed, and name the step after it."""
    file = roll_file(session, roll_id)
    roll = file.roll
    told = f"{village_name(roll.village_code)}{Month.of(roll.month).told}补贴"
    operation.label = f"{verb}：{told}"
    if roll.returned_on is not None or roll.approved_on is None:
        raise Refused(
            f"{told}还没有审核，不能{verb}。",
            advice="先公示、审核，再发放。",
            found=f"{roll.returned_on} 退回。" if roll.returned_on else "",
        )
    if not file.intact:
        raise Refused(
            f"{told}和关账时的摘要对不上，不能{verb}。",
            advice="请先查清是哪一台电脑改的，由旗县决定怎样办。",
        )
    return file


def check_voucher(session: Session, roll: Roll, paid_on: date, evidence: str) -> None:
    """Refuse a payment without a voucher, of tomorrow, or before the approval."""
    if not evidence.strip():
        raise Refused(
            "还没有写发放凭据，没有保存。",
            advice="写上银行回单或者代发批次的名称和号码。",
            fields=("evidence",),
        )
    if paid_on > session.today() or (roll.approved_on and paid_on < roll.approved_on):
        raise Refused(
            f"发放日期 {paid_on} 不对，没有保存。",
            advice=f"发放在审核（{roll.approved_on}）以后，不晚于今天。",
            fields=("paid_on",),
        )


def keep_payment(operation: Operation, payee: Payee, paid_on: date, evidence: str) -> None:
    """Keep that every line of somebody was paid; an earlier failure stays in the notes."""
    for line in payee.lines:
        notes = _noted(line, f"原先未发：{line.failure}") if line.failure else line.notes
        operation.save(
            replace(
                line,
                paid_on=paid_on,
                paid_fen=line.amount_fen,
                payment_evidence=evidence.strip(),
                failure="",
                notes=notes,
            )
        )


def keep_failure(operation: Operation, payee: Payee, reason: str, today: date) -> None:
    """Keep that somebody was not paid; money that came back is paid no more."""
    for line in payee.lines:
        notes = line.notes
        if line.paid_on is not None:
            back = f"{line.paid_on} 发放的 {yuan(line.paid_fen or 0)} 元 {today} 退回"
            notes = _noted(line, back)
        operation.save(
            replace(line, paid_on=None, paid_fen=None, payment_evidence="", failure=reason,
                    notes=notes)
        )  # fmt: skip


def _chosen(file: RollFile, person_ids: list[RecordId]) -> list[Payee]:
    if not person_ids:
        raise Refused("还没有选人，没有保存。", advice="先选已经发放的人。", fields=("person_ids",))
    known = {payee.person_id: payee for payee in file.payees}
    missing = [each for each in person_ids if each not in known]
    if missing:
        raise Refused(
            f"有 {len(missing)} 个人不在这份补贴表里，没有保存。",
            advice="请从这份表的名单里选。",
            fields=("person_ids",),
        )
    return [known[each] for each in dict.fromkeys(person_ids)]


def _noted(line: RollLine, words: str) -> str:
    return "\n".join(part for part in (line.notes, words) if part)
