"""The forms about claims: organiser, claim, people, evidence, calls, decision, payment."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from desktop_app.domain.records import NEW, Claim, ClaimLine, Organiser
from desktop_app.session import Session
from desktop_app.use_cases.claim_checks import check_claim, resubmit_claim, return_claim
from desktop_app.use_cases.claim_decisions import correct_line, decide_claim, pay_claim
from desktop_app.use_cases.claim_lines import (
    GRANTED,
    ClaimedPerson,
    check_by_phone,
    propose_refusal,
    see_evidence,
)
from desktop_app.use_cases.claims import save_claim
from desktop_app.use_cases.organisers import keeping_code, organisers, save_organiser
from desktop_app.use_cases.people_list import village_name
from ui.dialog import Question
from ui.jobs import Jobs
from ui.pages.claims_pane import ClaimFile
from ui.pages.person_form import FormDialog
from ui.record_form import RecordForm

T = TypeVar("T")

_ORGANISER = (
    *("name", "kind", "credit_code", "citizen_id", "agreement_number", "contact", "phone"),
    *("account", "bank", "notes"),
)
_BASIS = "现在的依据（文号）"
_CLAIM = ("organiser_id", "year", "applied_on", "village_code", "number", "notes")


class ClaimDialogs:
    """Opens the forms over a page; what was kept goes to ``done``."""

    def __init__(self, page: QWidget, session: Session, jobs: Jobs) -> None:
        self._page, self._session, self._jobs = page, session, jobs

    def add_claim(self, done: Callable[[Claim], object]) -> FormDialog:
        """Register a claim of an organiser that is known."""
        today = self._session.today()
        code = keeping_code(self._session)
        blank = Claim(village_code=code, year=today.year, applied_on=today)
        note = "先登记申请，再加人或者导入花名册；够不够条件，逐人自动核对。"
        return self._claim("登记输出补助申请", blank, done, note)

    def edit_claim(self, claim: Claim, done: Callable[[Claim], object]) -> FormDialog:
        """Correct a claim that is not decided."""
        dialog = self._claim(f"修改申请 {claim.number}", claim, done, "")
        dialog.only_changes()
        return dialog

    def add_organiser(self, done: Callable[[Organiser], object]) -> FormDialog:
        """Register an organiser."""
        return self._organiser("登记输出组织主体", Organiser(kind="company"), done)

    def edit_organiser(self, one: Organiser, done: Callable[[Organiser], object]) -> FormDialog:
        """Correct what is known of an organiser."""
        dialog = self._organiser(f"{one.name}的资料", one, done)
        dialog.only_changes()
        return dialog

    def see(self, one: ClaimedPerson, done: Callable[[ClaimLine], object]) -> FormDialog:
        """Keep which evidence was seen."""
        names = ("evidence_kind", "evidence_seen_on")
        form = RecordForm(ClaimLine, names, today=self._session.today(), required=names)
        form.set_record(one.line)
        form.set_value("evidence_seen_on", one.line.evidence_seen_on or self._session.today())

        def work() -> Callable[[], ClaimLine]:
            said = form.values()
            return partial(
                see_evidence, self._session, one.id, said["evidence_kind"], said["evidence_seen_on"]
            )

        note = (
            "看过原件才登记；合同、三个月工资、单位证明、村证明，任一种就行（以旗县的要求为准）。"
        )
        return self._open(f"{one.name}的就业佐证", [form], work, done, note=note)

    def call(self, one: ClaimedPerson, done: Callable[[ClaimLine], object]) -> FormDialog:
        """Keep what a spot check by telephone found."""
        names = ("phone_checked_on", "phone_check")
        form = RecordForm(ClaimLine, (*names, "notes"), today=self._session.today(), required=names)
        form.set_record(one.line)
        form.set_value("phone_checked_on", one.line.phone_checked_on or self._session.today())

        def work() -> Callable[[], ClaimLine]:
            said = form.values()
            return partial(
                check_by_phone, self._session, one.id,
                said["phone_checked_on"], said["phone_check"], said["notes"],
            )  # fmt: skip

        note = f"电话 {one.phone or '没有登记'}。问本人在哪里做、哪天去的、谁带去的。"
        return self._open(f"电话抽查：{one.name}", [form], work, done, note=note)

    def decide(self, file: ClaimFile, done: Callable[[Claim], object]) -> FormDialog:
        """Decide a claim: the day, by whom, and on which document where the clauses have ended."""
        form = RecordForm(
            Claim, ("decided_on", "decided_by", "number"), today=self._session.today(),
            required=("decided_on", "decided_by"), wide=("number",),
            help={"number": "标准的依据已到期的，写现在的文号；不写的，一个也不同意"},
        )  # fmt: skip
        _rename(form, "number", _BASIS)
        form.set_value("decided_on", self._session.today())
        form.set_value("decided_by", self._session.officer)

        def work() -> Callable[[], Claim]:
            said = form.values()
            return partial(
                decide_claim, self._session, file.row.id, said["decided_on"], said["decided_by"],
                said["number"],
            )  # fmt: skip

        note = (
            "够条件的同意，不够的和标了拟不同意的不同意，每个人的理由都留下；审定以后只能用更正改。"
        )
        return self._open(
            f"审定{file.row.organiser}的申请", [form], work, done, note=note, verb="审定"
        )

    def refuse(self, one: ClaimedPerson, done: Callable[[ClaimLine], object]) -> FormDialog:
        """Keep why somebody is to be refused at the decision, or that he is not."""
        form = RecordForm(ClaimLine, ("proposed_refusal",))
        form.set_record(one.line)

        def work() -> Callable[[], ClaimLine]:
            reason = form.values()["proposed_refusal"]
            return partial(propose_refusal, self._session, one.id, reason)

        note = "核查的意见，审定的时候照这个理由不同意；空着就是去掉。"
        return self._open(f"拟不同意{one.name}", [form], work, done, note=note)

    def check(self, claim: Claim, done: Callable[[Claim], object]) -> FormDialog:
        """Keep who looked into a claim."""
        names = ("checked_on", "checked_by")
        form = RecordForm(Claim, names, today=self._session.today(), required=names)
        form.set_value("checked_on", claim.checked_on or self._session.today())
        form.set_value("checked_by", claim.checked_by or self._session.officer)

        def work() -> Callable[[], Claim]:
            said = form.values()
            return partial(
                check_claim, self._session, claim.id, said["checked_on"], said["checked_by"]
            )

        note = "嘎查村、苏木乡镇核查过，登记日期和核查人；不够的人，在花名册里逐个标拟不同意。"
        return self._open(f"登记核查 {claim.number}", [form], work, done, note=note)

    def give_back(self, claim: Claim, done: Callable[[Claim], object]) -> FormDialog:
        """Give a claim back to be corrected."""
        names = ("returned_on", "return_reason")
        form = RecordForm(Claim, names, today=self._session.today(), required=names)
        form.set_value("returned_on", self._session.today())

        def work() -> Callable[[], Claim]:
            said = form.values()
            return partial(
                return_claim, self._session, claim.id, said["returned_on"], said["return_reason"]
            )

        note = "缺什么、错在哪里，一次写全；交回来以前不能审定，花名册可以接着改。"
        return self._open(
            f"退回补正 {claim.number}", [form], work, done, note=note, verb="退回补正"
        )

    def take_again(self, claim: Claim, done: Callable[[Claim], object]) -> FormDialog:
        """Take in a claim that came back corrected."""
        form = RecordForm(
            Claim, ("resubmitted_on",), today=self._session.today(), required=("resubmitted_on",)
        )
        form.set_value("resubmitted_on", self._session.today())

        def work() -> Callable[[], Claim]:
            day = form.values()["resubmitted_on"]
            return partial(resubmit_claim, self._session, claim.id, day)

        note = f"{claim.returned_on} 退回：{claim.return_reason}。补齐了再受理。"
        return self._open(f"重新受理 {claim.number}", [form], work, done, note=note)

    def correct(self, one: ClaimedPerson, done: Callable[[ClaimLine], object]) -> FormDialog:
        """Put right one line after the decision."""
        grant = one.line.result != GRANTED
        form = RecordForm(
            ClaimLine, ("notes", "explanation") if grant else ("notes",), required=("notes",),
            help={"explanation": "依据已经到期的，写明现在按哪个文件"}, wide=("explanation",),
        )  # fmt: skip
        _rename(form, "notes", "更正的理由 *")
        if grant:
            _rename(form, "explanation", _BASIS)

        def work() -> Callable[[], ClaimLine]:
            said = form.values()
            basis = said.get("explanation", "")
            return partial(correct_line, self._session, one.id, grant, said["notes"], basis)

        verb = "改为同意" if grant else "改为不同意"
        note = "原来的审定留在说明里；改为同意的，重新核对每一条规则。"
        return self._open(f"更正：{one.name}{verb}", [form], work, done, note=note, verb=verb)

    def pay(self, claim: Claim, done: Callable[[Claim], object]) -> FormDialog:
        """Keep the day of payment."""
        form = RecordForm(Claim, ("paid_on",), today=self._session.today(), required=("paid_on",))
        form.set_value("paid_on", self._session.today())

        def work() -> Callable[[], Claim]:
            day = form.values()["paid_on"]
            return partial(pay_claim, self._session, claim.id, day)

        note = "这里不付钱，只记下哪天发的；照回单填。"
        return self._open(f"登记发放 {claim.number}", [form], work, done, note=note)

    def ask(self, title: str, verb: str, words: str, go_on: Callable[[], object]) -> Question:
        """Ask before something is taken back."""
        question = Question(self._page.window(), title, verb, (("undo-2", words),), dangerous=True)
        question.accepted.connect(go_on)
        question.open()
        return question

    def _claim(
        self, title: str, base: Claim, done: Callable[[Claim], object], note: str
    ) -> FormDialog:
        known = [(str(one.id), one.name) for one in organisers(self._session)]
        names = _CLAIM if base.id == NEW else tuple(n for n in _CLAIM if n != "village_code")
        form = RecordForm(
            Claim,
            names,
            today=self._session.today(),
            choices={"organiser_id": known, "village_code": self._villages()},
            wide=("organiser_id",),
            help={"number": "空着自动编号", "village_code": "负责核查的嘎查村"},
            required=names[:3],
        )
        form.set_record(base)

        def work() -> Callable[[], Claim]:
            return partial(save_claim, self._session, form.record(base))

        return self._open(title, [form], work, done, note=note)

    def _villages(self) -> list[tuple[str, str]]:
        """Return who may check a claim: the villages of this desk, and for an office itself."""
        own = [keeping_code(self._session), *self._session.village_codes]
        return [(code, village_name(code)) for code in dict.fromkeys(own)]

    def _organiser(
        self, title: str, base: Organiser, done: Callable[[Organiser], object]
    ) -> FormDialog:
        form = RecordForm(Organiser, _ORGANISER, required=("name", "kind"))
        form.set_record(base)
        return self._open(
            title,
            [form],
            lambda: partial(save_organiser, self._session, form.record(base)),
            done,
            note="公司填统一社会信用代码，劳务经纪人填身份证号；一个主体只登记一次。",
        )

    def _open(
        self,
        title: str,
        forms: list[RecordForm],
        work: Callable[[], Callable[[], T]],
        done: Callable[[T], object],
        *,
        note: str = "",
        verb: str = "保存",
    ) -> FormDialog:
        dialog = FormDialog(self._page, self._jobs, title, forms, note=note, verb=verb)
        dialog.run(work, done)
        return dialog


def _rename(form: RecordForm, name: str, words: str) -> None:
    """Let a field stand for what this form asks, on screen and for those who hear it."""
    form.fields[name].label.setText(words)
    form.boxes[name].setAccessibleName(words.removesuffix(" *"))
