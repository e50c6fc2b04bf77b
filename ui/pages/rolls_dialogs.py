"""The steps of a roll that ask something: closing, the notice, the approval, payments."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop_app.domain.money import exact_yuan
from desktop_app.domain.months import Month
from desktop_app.domain.records import RecordId, Roll, RollLine
from desktop_app.domain.roll_steps import DUE, FAILED, RECOVER, Payee
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.roll_bank import (
    BEFORE,
    EQUAL,
    BankCheck,
    confirm_bank_file,
    read_bank_file,
)
from desktop_app.use_cases.roll_payments import confirm_payments, record_failure
from desktop_app.use_cases.rolls import (
    Draft,
    RollFile,
    approve_roll,
    close_roll,
    object_to_roll,
    publish_roll,
    return_roll,
    settle_roll_objection,
)
from ui.dialog import Question
from ui.file_places import ask_for_file
from ui.jobs import Jobs
from ui.pages.person_form import FormDialog
from ui.record_form import RecordForm

Done = Callable[[Any], object]
FILES = "Excel 工作簿 (*.xlsx *.xlsm)"
SHOWN = 10
_KEPT = "关账以后，人数和金额不再变；以后改了考勤或者协议，差额列入下一个月的更正。"
_BACK = "退回以后这份表不算数，月份重新打开，改好再关账。"


class RollDialogs:
    """Opens the forms over the page of rolls."""

    def __init__(self, page: QWidget, session: Session, jobs: Jobs) -> None:
        self._page, self._session, self._jobs = page, session, jobs

    def close(self, draft: Draft, done: Done, failed: Done) -> QDialog:
        """Ask once more before a month is closed; past the end of a clause, by what document."""
        month = Month.of(draft.month).told
        if draft.rules.expired:
            return self._close_by(draft, done)
        question = Question(
            self._page.window(),
            f"{village_name(draft.village_code)} {month}：关账？",
            "关账",
            (("lock", _KEPT),),
            subtitle=f"{draft.people} 人，共 {exact_yuan(draft.total_fen)} 元。",
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        where = draft.village_code, draft.month, draft.department
        question.accepted.connect(
            lambda: self._jobs.start(
                self._page, lambda _: close_roll(self._session, *where), done, failed
            )
        )
        question.open()
        return question

    def _close_by(self, draft: Draft, done: Done) -> FormDialog:
        form = RecordForm(Roll, ("notes",), required=("notes",))
        form.fields["notes"].label.setText("现在的依据（文号）*")
        form.boxes["notes"].setAccessibleName("现在的依据")
        where = draft.village_code, draft.month, draft.department

        def work() -> Callable[[], Roll]:
            basis = str(form.values()["notes"])
            return lambda: close_roll(self._session, *where, basis=basis)

        title = f"{village_name(draft.village_code)} {Month.of(draft.month).told}：关账？"
        note = (
            f"{draft.people} 人，共 {exact_yuan(draft.total_fen)} 元。依据已到期：先向旗县确认"
            f"现在按哪个文件发补贴。{_KEPT}"
        )
        dialog = FormDialog(self._page, self._jobs, title, [form], note=note, verb="关账")
        dialog.run(work, done)
        return dialog

    def publish(self, file: RollFile, done: Done) -> FormDialog:
        """Ask from when the notice hangs; its end follows from the clause."""
        form = self._form(("notice_from", "notice_to"), ("notice_from",))
        form.set_value("notice_from", self._session.today())
        note = "结束日期不填，就按规则里的公示天数算。"

        def keep(said: dict[str, Any]) -> Roll:
            return publish_roll(self._session, file.roll.id, said["notice_from"], said["notice_to"])

        return self._run(file, "登记公示", form, keep, done, note)

    def objection(self, file: RollFile, done: Done, *, settled: bool) -> FormDialog:
        """Ask what was objected, or how it was settled."""
        form = self._form(("objection",), ("objection",))
        act = settle_roll_objection if settled else object_to_roll
        verb = "处理异议" if settled else "登记异议"

        def keep(said: dict[str, Any]) -> Roll:
            return act(self._session, file.roll.id, said["objection"])

        return self._run(file, verb, form, keep, done)

    def approve(self, file: RollFile, done: Done) -> FormDialog:
        """Ask who approved the roll, and when."""
        form = self._form(("approved_on", "approved_by"), ("approved_on", "approved_by"))
        form.set_value("approved_on", self._session.today())

        def keep(said: dict[str, Any]) -> Roll:
            return approve_roll(
                self._session, file.roll.id, said["approved_on"], said["approved_by"]
            )

        return self._run(file, "登记审核", form, keep, done)

    def send_back(self, file: RollFile, done: Done) -> FormDialog:
        """Ask why a roll is sent back."""
        form = self._form(("return_reason",), ("return_reason",))

        def keep(said: dict[str, Any]) -> Roll:
            return return_roll(self._session, file.roll.id, said["return_reason"])

        return self._run(file, "退回", form, keep, done, _BACK)

    def pay(self, file: RollFile, done: Done) -> FormDialog:
        """Ask for the day and the voucher on which everybody still due was paid."""
        owed = [one for one in file.payees if one.state in (DUE, FAILED, RECOVER)]
        due = [one for one in owed if one.state == DUE] or owed
        form = self._voucher()
        people = [one.person_id for one in due]
        note = f"{len(due)} 人，共 {exact_yuan(sum(one.due_fen for one in due))} 元。"

        def keep(said: dict[str, Any]) -> RollFile:
            return confirm_payments(
                self._session, file.roll.id, people, said["paid_on"], said["payment_evidence"]
            )

        return self._run(file, "登记发放", form, keep, done, note)

    def fail(self, file: RollFile, payee: Payee, done: Done) -> FormDialog:
        """Ask why one person was not paid."""
        form = RecordForm(RollLine, ("failure",), required=("failure",))
        people: list[RecordId] = [payee.person_id]

        def keep(said: dict[str, Any]) -> RollFile:
            return record_failure(self._session, file.roll.id, people, said["failure"])

        return self._run(file, f"{payee.name}未发", form, keep, done, "他还在表上，改好以后再发。")

    def bank(self, file: RollFile, done: Done, failed: Done) -> QFileDialog:
        """Ask for the bank's file, show what it says beside the roll, then keep what equals."""
        return ask_for_file(
            self._page,
            "选择银行回单",
            FILES,
            lambda path: self.compare(file, str(path), done, failed),
        )

    def compare(self, file: RollFile, path: str, done: Done, failed: Done) -> None:
        """Read a bank's file, and show it beside the roll."""
        self._jobs.start(
            self._page,
            lambda _: read_bank_file(self._session, file.roll.id, path),
            lambda found: self._show_bank(file, path, found, done),
            failed,
        )

    # Inside

    def _show_bank(self, file: RollFile, path: str, found: BankCheck, done: Done) -> None:
        odd = [one.words for one in found.lines if one.state not in (EQUAL, BEFORE)]
        odd += [f"{name}：文件里没有。" for name in found.missing]
        lines = [("triangle-alert", words) for words in odd[:SHOWN]]
        if len(odd) > SHOWN:
            lines.append(("circle-alert", f"另外还有 {len(odd) - SHOWN} 处。"))
        question = Question(
            self._page.window(),
            "银行回单和补贴表对照",
            "登记相符的和未发出的",
            lines,
            note="金额或者账号不符的只列出来，不登记。",
            subtitle=found.summary(),
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(lambda: self._keep_bank(file, path, done))
        question.open()

    def _keep_bank(self, file: RollFile, path: str, done: Done) -> None:
        form = self._voucher()

        def keep(said: dict[str, Any]) -> BankCheck:
            return confirm_bank_file(
                self._session, file.roll.id, path, said["paid_on"], said["payment_evidence"]
            )

        self._run(file, "按银行回单登记", form, keep, done)

    def _voucher(self) -> RecordForm:
        form = RecordForm(
            RollLine,
            ("paid_on", "payment_evidence"),
            today=self._session.today(),
            required=("paid_on", "payment_evidence"),
            help={"payment_evidence": "银行回单或者代发批次的名称和号码"},
        )
        form.set_value("paid_on", self._session.today())
        return form

    def _form(self, fields: tuple[str, ...], required: tuple[str, ...]) -> RecordForm:
        return RecordForm(Roll, fields, today=self._session.today(), required=required)

    def _run(
        self,
        file: RollFile,
        verb: str,
        form: RecordForm,
        keep: Callable[[dict[str, Any]], object],
        done: Done,
        note: str = "",
    ) -> FormDialog:
        title = f"{Month.of(file.roll.month).told}补贴：{verb}"
        dialog = FormDialog(self._page, self._jobs, title, [form], note=note, verb=verb[:4])
        dialog.run(lambda: partial(keep, form.values()), done)
        return dialog
