"""How far a subsidy roll has come, and who is paid what by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_app.domain.dates import told
from desktop_app.domain.money import yuan
from desktop_app.domain.records import RecordId, Roll, RollLine

STEPS = ("草表", "已关账", "公示", "审核", "发放")
DRAFT, CLOSED, NOTICE, APPROVED, PAID, DONE = range(6)

DUE, SENT, FAILED, RECOVER, SETTLED = "due", "paid", "failed", "recover", "settled"
PAYEE_WORDS = {
    DUE: ("待发放", "info"),
    SENT: ("已发放", "ok"),
    FAILED: ("未发出", "bad"),
    RECOVER: ("待追回", "warn"),
    SETTLED: ("不用发", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """What one person gets by a roll: all of their lines together; below zero it is owed back.

    ``state`` is due, paid, failed, recover (待追回) or settled (nothing is to be paid).
    """

    person_id: RecordId
    name: str
    citizen_id: str
    account: str
    bank: str
    lines: tuple[RollLine, ...]
    due_fen: int
    paid_fen: int
    paid_on: date | None
    evidence: str
    failure: str
    state: str

    @property
    def own(self) -> RollLine | None:
        """Return the line of the month itself; none for who is on the roll to be corrected."""
        return next((line for line in self.lines if line.kind == "month"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollState:
    """``step`` counts from 0 among ``STEPS`` and is 5 when all is paid.

    ``sentence`` says what comes next, ``verb`` names the step that does it; a roll that was
    sent back has ``returned``.
    """

    step: int
    days: tuple[str, ...]
    sentence: str
    verb: str
    returned: bool = False


def payees(lines: Sequence[RollLine]) -> list[Payee]:
    """Return what everybody gets by these lines, in the order of the first line of each."""
    by_person: dict[RecordId, list[RollLine]] = {}
    for line in lines:
        by_person.setdefault(line.person_id, []).append(line)
    return [_payee(person, theirs) for person, theirs in by_person.items()]


def roll_state(roll: Roll, lines: Sequence[RollLine], today: date) -> RollState:
    """Return how far a roll has come on a day, and what comes next."""
    if roll.returned_on is not None:
        words = f"{told(roll.returned_on, today)}退回：{roll.return_reason}。改好以后重新关账。"
        return RollState(step=CLOSED, days=_days(roll, ""), sentence=words, verb="", returned=True)
    owed = [one for one in payees(lines) if one.state in (DUE, FAILED, RECOVER)]
    paid = "" if owed or roll.approved_on is None else _last_paid(lines, today)
    step, sentence, verb = _next(roll, owed, today)
    return RollState(step=step, days=_days(roll, paid), sentence=sentence, verb=verb)


def objected(roll: Roll) -> bool:
    """Say whether the last that was written of objections is one, and not how it was settled."""
    lines = roll.objection.strip().splitlines()
    return bool(lines) and " 异议：" in lines[-1]


def _next(roll: Roll, owed: Sequence[Payee], today: date) -> tuple[int, str, str]:
    if roll.approved_on is not None:
        return _payment(owed)
    if roll.notice_to is None:
        return NOTICE, "已经关账，还没有公示。打印公示表，贴出以后登记公示日期。", "登记公示"
    if roll.notice_to >= today:
        days = (roll.notice_to - today).days
        words = f"正在公示，{told(roll.notice_to, today)}期满" + (
            f"，还有 {days} 天。" if days else "。"
        )
        return NOTICE, f"{words}有人提出异议的，登记下来。", "登记异议"
    if objected(roll):
        return NOTICE, "公示期满，有异议还没有处理。", "处理异议"
    return APPROVED, "公示期满，等苏木乡镇或者旗县审核。", "登记审核"


def _payment(owed: Sequence[Payee]) -> tuple[int, str, str]:
    if not owed:
        return DONE, "全部发放完毕。", ""
    failed = sum(one.state == FAILED for one in owed)
    back = sum(one.state == RECOVER for one in owed)
    sent = sum(max(one.due_fen, 0) for one in owed)
    parts = [f"还有 {len(owed)} 人没有发放，共 {yuan(sent)} 元"]
    if failed:
        parts.append(f"其中 {failed} 人没有发出")
    if back:
        parts.append(f"{back} 人要追回")
    return PAID, "，".join(parts) + "。", "登记发放"


def _payee(person_id: RecordId, lines: Sequence[RollLine]) -> Payee:
    first = next((line for line in lines if line.account), lines[0])
    due = sum(line.amount_fen or 0 for line in lines)
    failure = next((line.failure for line in lines if line.failure), "")
    paid_on = lines[0].paid_on if all(line.paid_on for line in lines) else None
    return Payee(
        person_id=person_id,
        name=first.name,
        citizen_id=first.citizen_id,
        account=first.account,
        bank=first.bank,
        lines=tuple(lines),
        due_fen=due,
        paid_fen=sum(line.paid_fen or 0 for line in lines),
        paid_on=paid_on,
        evidence=lines[0].payment_evidence,
        failure=failure,
        state=_payee_state(due, paid_on, failure),
    )


def _payee_state(due: int, paid_on: date | None, failure: str) -> str:
    if paid_on is not None:
        return SENT
    if due == 0:
        return SETTLED
    if failure:
        return FAILED
    return DUE if due > 0 else RECOVER


def _days(roll: Roll, paid: str) -> tuple[str, ...]:
    """Return the words below each step."""
    notice = ""
    if roll.notice_from and roll.notice_to:
        notice = f"{roll.notice_from:%m-%d} 至 {roll.notice_to:%m-%d}"
    closed = f"{roll.closed_on:%m-%d}" if roll.closed_on else ""
    approved = f"{roll.approved_on:%m-%d}" if roll.approved_on else ""
    return "", closed, notice, approved, paid


def _last_paid(lines: Sequence[RollLine], today: date) -> str:
    days = [line.paid_on for line in lines if line.paid_on is not None]
    return f"{max(days):%m-%d}" if days else ""
