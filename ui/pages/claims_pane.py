"""The pane beside the claims: the organiser, the sums, and the people one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from desktop_app.domain.codes import text_of
from desktop_app.domain.money import yuan
from desktop_app.domain.records import Claim, Organiser
from desktop_app.domain.transfer_rules import expired
from desktop_app.use_cases.claim_lines import GRANTED, REFUSED, ClaimedPerson
from desktop_app.use_cases.claims import ClaimRow, ClaimSum
from desktop_app.use_cases.people_list import village_name
from ui import theme
from ui.buttons import Button, IconButton
from ui.empty_state import EmptyState
from ui.flow_row import FlowRow
from ui.icon import icon
from ui.labels import ElidingLabel, label, line
from ui.pages.claims_list import state_tone
from ui.pages.person_facts import FactGrid, Section
from ui.pills import Pill
from ui.record_pane import RecordPane
from ui.record_table import Column, Id, RecordTable

DECIDE, PUT_ON, IMPORT, PAY = "decide", "put_on", "import", "pay"
EVIDENCE, PHONE, DROP, WHY, CORRECT = "evidence", "phone", "drop", "why", "correct"
REFUSE, CHECK, RETURN, RESUBMIT = "refuse", "check", "return", "resubmit"
EDIT, EXPORT, REMOVE, ORGANISER, PRINT = "edit", "export", "remove", "organiser", "print"

_MENU: Sequence[tuple[str, str, str]] = (
    (EDIT, "修改申请…", "pencil"),
    (CHECK, "登记核查…", "clipboard-list"),
    (RETURN, "退回补正…", "undo-2"),
    (RESUBMIT, "重新受理…", "file-text"),
    (ORGANISER, "主体资料…", "landmark"),
    (EXPORT, "导出花名册…", "download"),
    (PRINT, "打印…", "printer"),
    (PAY, "登记发放…", "wallet"),
    (REMOVE, "撤回申请…", "trash-2"),
)
_ROWS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """A claim with its organiser, its people and what they come to."""

    row: ClaimRow
    organiser: Organiser
    people: tuple[ClaimedPerson, ...]
    sums: tuple[ClaimSum, ...]
    may_decide: bool

    @property
    def decided(self) -> bool:
        """Say whether the claim was decided."""
        return self.row.claim.decided_on is not None


class ClaimPane(RecordPane):
    """A claim, or a word about choosing one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        help = "在左边选一份申请，这里逐人显示够不够条件。"
        super().__init__(EmptyState("wallet", "还没有选中", help), parent)
        self.shown: ClaimFile | None = None
        # A roster is long: let it scroll here, not the whole page with it.
        self.scrolling.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.scrolling.setMinimumHeight(theme.px(200))
        self._fill_top()
        self._fill_inside()

    def show_file(self, file: ClaimFile | None) -> None:
        """Show a claim, or nothing."""
        if file is None or self.shown is None or file.row.id != self.shown.row.id:
            self.refusal.hide()
        self.shown = file
        self.show_record(file is not None)
        if file is None:
            return
        self._name.setText(file.row.organiser)
        self._state.show_status(file.row.state, state_tone(file.row))
        self._who.setText(f"{file.row.claim.number} · {file.row.claim.year} 年度")
        self._show_verbs(file)
        self._out.setText(_returned(file.row.claim))
        self._out.setVisible(file.row.claim.is_out)
        self._facts.show_facts(_facts(file), ("主体", "核查", "审定"))
        self._sums.title.setText("同意的补助" if file.decided else "照现在的资料，可以同意的")
        self._told.setText(_sum_words(file))
        self._lines.title.setText(f"花名册 {len(file.people)} 人")
        self.people.show([one.id for one in file.people])
        self._fit_people(len(file.people))

    def chosen_person(self) -> ClaimedPerson | None:
        """Return whose line is chosen in the roster."""
        found = self.people.selected_id()
        return next((one for one in self._people() if one.id == found), None)

    def first(self) -> QWidget:
        """Return what takes the keyboard: the roster, or the button while it is empty."""
        return self.people if self._people() else self.put_on

    def _people(self) -> tuple[ClaimedPerson, ...]:
        return () if self.shown is None else self.shown.people

    def _show_verbs(self, file: ClaimFile) -> None:
        still, out = not file.decided, file.row.claim.is_out
        self.decide.setVisible(still and not out and file.may_decide)
        acts_of_one = (self.evidence, self.phone, self.drop, self.refuse)
        for button in (self.put_on, self.take_in, *acts_of_one):
            button.setVisible(still)
        self.correct.setVisible(not still and file.may_decide)
        self.acts[PAY].setEnabled(file.decided and file.row.claim.paid_on is None)
        for verb in (CHECK, RETURN):
            self.acts[verb].setEnabled(still and not out)
        self.acts[RESUBMIT].setEnabled(still and out)
        self.acts[EDIT].setEnabled(still)
        self.acts[REMOVE].setEnabled(still)

    def _fill_top(self) -> None:
        # A company's name is long: wrapped, it would ask for the height of its narrowest.
        self._name = ElidingLabel("", theme.PAGE_TITLE, bold=True)
        self._who = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._state = Pill("")
        self.decide = Button("审定", "primary", "check", clicked=self.ask(DECIDE))
        self.put_on = Button("加人", icon_name="user-plus", clicked=self.ask(PUT_ON))
        self.take_in = Button("导入花名册", icon_name="upload", clicked=self.ask(IMPORT))
        self.more = IconButton("ellipsis", "更多要办的事", clicked=self._open_menu)
        self.more.setMinimumSize(theme.px(theme.BUTTON), theme.px(theme.BUTTON))
        self.menu = QMenu(self)
        self.acts = {verb: self.menu.addAction(words, self.ask(verb)) for verb, words, _ in _MENU}
        name = QHBoxLayout()
        name.setSpacing(theme.S2)
        name.addWidget(self.back)
        name.addWidget(self._name, 1)
        name.addWidget(self._state)
        name.addWidget(self.more)
        verbs = QWidget()
        row = FlowRow(verbs)
        for button in (self.decide, self.put_on, self.take_in):
            row.addWidget(button)
        self.top.addLayout(name)
        self.top.addWidget(self._who)
        self.top.addWidget(verbs)

    def _open_menu(self) -> None:
        for verb, _, sign in _MENU:  # made anew each time, in the colours of the present look
            self.acts[verb].setIcon(icon(sign, "text2", theme.px(16)))
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _fill_inside(self) -> None:
        self._facts, self._sums, self._lines = FactGrid(), Section(""), Section("")
        self._told = label("", theme.SECONDARY, wrap=True)
        self._sums.body.addWidget(self._told)
        self.people = RecordTable(self._columns(), self._rows)
        self.people.setAccessibleName("花名册")
        self.people.opened.connect(lambda _: self.asked.emit(WHY))
        self._lines.body.addWidget(self.people)
        acts = QWidget()
        row = FlowRow(acts)
        self.why = Button("为什么", "text", small=True, key="Enter", clicked=self.ask(WHY))
        self.evidence = Button("登记佐证", "text", small=True, clicked=self.ask(EVIDENCE))
        self.phone = Button("电话抽查", "text", small=True, clicked=self.ask(PHONE))
        self.drop = Button("去掉", "text", small=True, clicked=self.ask(DROP))
        self.refuse = Button("拟不同意", "text", small=True, clicked=self.ask(REFUSE))
        self.correct = Button("更正", "text", small=True, clicked=self.ask(CORRECT))
        acts_of_one = (self.why, self.evidence, self.phone, self.drop, self.refuse, self.correct)
        for button in acts_of_one:
            row.addWidget(button)
        self._lines.body.addWidget(acts)
        self._out = label("", theme.SECONDARY, tone="bad", wrap=True)
        for part in (self._out, self._facts, line(), self._sums, line(), self._lines):
            self.inside.addWidget(part)
        self.inside.addStretch(1)

    def _fit_people(self, number: int) -> None:
        rows = max(2, min(number, _ROWS_SHOWN))
        self.people.setFixedHeight(theme.px(theme.TABLE_HEAD) + rows * theme.px(theme.ROW) + 2)

    def _columns(self) -> list[Column[ClaimedPerson]]:
        return [
            Column("姓名", 84, lambda one: one.name),
            Column("地域", 100, lambda one: one.scope_text or "不明", stretch=True),
            Column("月数", 48, lambda one: str(_months(one)), kind="number"),
            Column("结果", 82, lambda one: one.result_text, kind="pill", tone=person_tone),
        ]

    def _rows(self, ids: list[Id]) -> list[ClaimedPerson]:
        known = {one.id: one for one in self._people()}
        return [known[id_] for id_ in ids if id_ in known]  # type: ignore[index] # ids of lines


def person_tone(one: ClaimedPerson) -> str:
    """Return the tone of what was decided, or would be."""
    if one.line.result == GRANTED:
        return "ok"
    if one.line.result == REFUSED or one.line.proposed_refusal:
        return "bad"
    if one.answer.passed:
        return "info"
    return "warn" if expired(one.answer.findings) else ""


def _facts(file: ClaimFile) -> list[tuple[str, str]]:
    claim, who = file.row.claim, file.organiser
    decided = f"{claim.decided_on} {claim.decided_by}" if claim.decided_on else ""
    number = who.credit_code or ("身份证已登记" if who.citizen_id else "")
    kind = text_of("organiser_kind", who.kind)
    facts = [
        ("主体", " · ".join(part for part in (kind, number) if part)),
        ("联系", " ".join(part for part in (who.contact, who.phone) if part)),
        ("协议编号", who.agreement_number),
        ("嘎查村", village_name(claim.village_code)),
        ("申请日期", str(claim.applied_on or "")),
        ("重新受理", str(claim.resubmitted_on or "")),
        ("核查", f"{claim.checked_on} {claim.checked_by}" if claim.checked_on else ""),
        ("发放日期", str(claim.paid_on or "")),
        ("审定", decided),
    ]
    return [(name, value) for name, value in facts if value]


def _returned(claim: Claim) -> str:
    return f"{claim.returned_on} 退回补正，还没有交回来：{claim.return_reason}"


def _sum_words(file: ClaimFile) -> str:
    *classes, whole = file.sums
    parts = [
        f"{text_of('transfer_scope', one.scope)} {one.people} 人 {yuan(one.amount_fen)} 元"
        for one in classes
        if one.people
    ]
    told = "；".join([*parts, f"合计 {whole.people} 人 {yuan(whole.amount_fen)} 元"]) + "。"
    waiting = 0 if file.decided else sum(expired(one.answer.findings) for one in file.people)
    if waiting:
        told += f"另有 {waiting} 人只缺现在的依据：标准已经到期，审定时写明文号才能同意。"
    return told


def _months(one: ClaimedPerson) -> int:
    return (one.line.months or 0) if one.kept else one.answer.months
