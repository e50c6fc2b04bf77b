"""Payments of a roll confirmed from the bank's own file: equal to the cent, or listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop_app.domain.money import yuan
from desktop_app.domain.progress import Progress
from desktop_app.domain.records.record import RecordId
from desktop_app.domain.roll_steps import SENT as PAID
from desktop_app.domain.roll_steps import SETTLED, Payee
from desktop_app.session import Session
from desktop_app.spreadsheets.bank_file import BankRow, bank_rows
from desktop_app.spreadsheets.reader import BANK, read_sheet
from desktop_app.use_cases.roll_payments import (
    check_voucher,
    keep_failure,
    keep_payment,
    payable_roll,
)
from desktop_app.use_cases.rolls import roll_file

__all__ = ["BankCheck", "BankLine", "confirm_bank_file", "read_bank_file"]

EQUAL, NOT_SENT, DIFFERS, STRANGER, TWICE, BEFORE = (
    "equal", "failed", "differs", "stranger", "twice", "paid",
)  # fmt: skip
WORDS = {
    EQUAL: "相符",
    NOT_SENT: "银行未发出",
    DIFFERS: "金额不符",
    STRANGER: "表上没有这个人",
    TWICE: "文件里重复",
    BEFORE: "以前已经发放",
}


@dataclass(frozen=True, slots=True)
class BankLine:
    """What one row of the file is on the roll, and a sentence about it.

    ``state`` is equal, failed, differs, stranger, twice or paid (confirmed before).
    """

    row: BankRow
    person_id: RecordId | None
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class BankCheck:
    """A bank's file beside a roll; ``missing`` are the names of those still due it leaves out."""

    lines: tuple[BankLine, ...]
    missing: tuple[str, ...]

    def of(self, state: str) -> tuple[BankLine, ...]:
        """Return the lines of one state."""
        return tuple(line for line in self.lines if line.state == state)

    def summary(self) -> str:
        """Say what the file holds in one sentence."""
        parts = [f"{WORDS[state]} {len(found)} 人" for state in WORDS if (found := self.of(state))]
        parts += [f"文件里没有 {len(self.missing)} 人"] if self.missing else []
        return "，".join(parts) + "。" if parts else "文件里没有一个人。"


def read_bank_file(session: Session, roll_id: RecordId, path: str) -> BankCheck:
    """Compare a bank's file with a closed roll; nothing is kept."""
    rows = bank_rows(read_sheet(Path(path), Progress(), kind=BANK).rows)
    return _compared(rows, roll_file(session, roll_id).payees)


def confirm_bank_file(
    session: Session, roll_id: RecordId, path: str, paid_on: date, evidence: str
) -> BankCheck:
    """Keep the payments that equal the roll, and the failures with the bank's reason.

    Amounts that differ, strangers and repetitions are listed and change nothing.
    """
    rows = bank_rows(read_sheet(Path(path), Progress(), kind=BANK).rows)
    with session.operation("confirm_bank_file", "按银行回单登记发放") as operation:
        file = payable_roll(session, operation, roll_id, "按银行回单登记发放")
        check_voucher(session, file.roll, paid_on, evidence)
        found = _compared(rows, file.payees)
        known = {one.person_id: one for one in file.payees}
        for line in (*found.of(EQUAL), *found.of(NOT_SENT)):
            payee = known[line.person_id] if line.person_id else None
            if payee is not None and line.state == EQUAL:
                keep_payment(operation, payee, paid_on, evidence)
            elif payee is not None:
                reason = line.row.reason or "银行没有写原因"
                keep_failure(operation, payee, reason, session.today())
    return found


def _compared(rows: Sequence[BankRow], payees: Sequence[Payee]) -> BankCheck:
    lines: list[BankLine] = []
    met: set[RecordId] = set()
    for row in rows:
        payee = _payee(row, payees)
        lines.append(_line(row, payee, met))
        if payee is not None:
            met.add(payee.person_id)
    due = (one for one in payees if one.state not in (PAID, SETTLED) and one.due_fen > 0)
    missing = tuple(one.name for one in due if one.person_id not in met)
    return BankCheck(tuple(lines), missing)


def _line(row: BankRow, payee: Payee | None, met: set[RecordId]) -> BankLine:
    told = row.name or row.account[-4:]
    if payee is None:
        return BankLine(row, None, STRANGER, f"第 {row.row} 行 {told}：表上没有这个人。")
    state, words = EQUAL, f"{payee.name} {yuan(payee.due_fen)} 元，相符。"
    if payee.person_id in met:
        state, words = TWICE, f"第 {row.row} 行 {payee.name}：文件里出现了两次。"
    elif payee.state == PAID and row.sent:
        state, words = BEFORE, f"{payee.name}：{payee.paid_on} 已经登记发放。"
    elif not row.sent:
        state, words = NOT_SENT, f"{payee.name}：{row.reason or '没有写原因'}。"
    elif row.fen != payee.due_fen:
        paid = "没有金额" if row.fen is None else f"{yuan(row.fen)} 元"
        words = f"第 {row.row} 行 {payee.name}：银行{paid}，表上 {yuan(payee.due_fen)} 元。"
        state = DIFFERS
    elif row.account and payee.account and row.account != payee.account:
        state = DIFFERS
        words = f"第 {row.row} 行 {payee.name}：账号和表上的不一样（尾号 {row.account[-4:]}）。"
    return BankLine(row, payee.person_id, state, words)


def _payee(row: BankRow, payees: Sequence[Payee]) -> Payee | None:
    """Return whom a row is about: by number, then account, then a name that only one has."""
    for wanted, field in ((row.number, "citizen_id"), (row.account, "account"), (row.name, "name")):
        found = [one for one in payees if wanted and getattr(one, field) == wanted]
        if len(found) == 1:
            return found[0] if not row.name or found[0].name == row.name else None
    return None
