"""One month of subsidies: what it comes to in large figures, how far it is, and every line."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop_app.domain.attendance import days_text
from desktop_app.domain.codes import text_of
from desktop_app.domain.money import exact_yuan, yuan
from desktop_app.domain.months import Month
from desktop_app.domain.records import RecordId, RollLine
from desktop_app.domain.roll_steps import PAYEE_WORDS, STEPS, Payee
from desktop_app.domain.rules import Finding
from desktop_app.use_cases.rolls import Draft, RollFile
from ui import theme
from ui.banner import Banner
from ui.buttons import Button
from ui.cards import Card
from ui.labels import ElidingLabel, label, line
from ui.record_table import Column, Id, RecordTable
from ui.stepper import Stepper

CORRECTION = "correction"
LARGE_FIGURE, LARGE = 28, 1.5
WHY, NEXT, PRINT, EXPORT, RETURN, FAILED = "why", "next", "print", "export", "return", "failed"
STOPPED = "有 {count} 件事要先处理，才能关账：{first}"
TAMPERED = "这份表和关账时的摘要对不上：不能审核和发放，请先查清是哪一台电脑改的。"
TWIN = "同一个月有两份关账的补贴表，是两台电脑各关的。看清哪一份对，把另一份退回。"


class RollPane(Card):
    """Shows a draft or a closed roll, with the button of its next step.

    Signals:
        asked: A button was pressed; carries its verb.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.draft: Draft | None = None
        self.file: RollFile | None = None
        self._lines: dict[Id, RollLine] = {}
        self._payees: dict[RecordId, Payee] = {}
        self.title_of_month = label("", theme.CARD_TITLE, bold=True)
        self.figure = label("", LARGE_FIGURE, bold=True)
        self.figure.setObjectName("total")
        self.parts = ElidingLabel("", theme.SECONDARY, tone="text2")
        self.steps = Stepper()
        self.sentence = label("", theme.SECONDARY, wrap=True)
        self.said = Banner()
        self.next = Button("", "primary", clicked=lambda: self.asked.emit(NEXT))
        self.back = Button("退回", "danger", clicked=lambda: self.asked.emit(RETURN))
        self.failed = Button("这个人未发", clicked=lambda: self.asked.emit(FAILED))
        self.why = Button("为什么", key="Enter", clicked=lambda: self.asked.emit(WHY))
        self.table = RecordTable(self._columns(), self._fetch)
        self.table.setAccessibleName("补贴明细")
        self.table.opened.connect(lambda _: self.asked.emit(WHY))
        self._lay_out()

    # Showing

    def show_draft(self, draft: Draft) -> None:
        """Show what a month would be closed with, and what stops it."""
        self.draft, self.file = draft, None
        corrected = draft.corrected_fen
        self._head(draft.month, draft.department, draft.people, draft.total_fen, corrected)
        self.steps.show_steps([(name, "") for name in STEPS], 0, "info")
        stops = draft.blocking
        if not draft.lines:
            self.sentence.setText("这个月没有要发补贴的人。")
        elif stops:
            self.sentence.setText("金额是测算；考勤、协议改了，马上跟着变。")
        else:
            self.sentence.setText("都核对过了，可以关账。关账以后这些数不再变。")
        self.said.setVisible(bool(stops and draft.lines))
        if stops:
            words = STOPPED.format(count=len(stops), first=stops[0].message)
            self.said.say(words, "warn", "看一看")
        self._offer("关账", enabled=bool(draft.lines) and not stops)
        self.back.hide()
        self.failed.hide()
        self._show_lines(draft.lines, ())

    def show_file(self, file: RollFile) -> None:
        """Show a closed roll and what comes next."""
        self.draft, self.file = None, file
        roll, state = file.roll, file.state
        corrected = sum(one.amount_fen or 0 for one in file.lines if one.kind == CORRECTION)
        self._head(roll.month, roll.department, roll.people or 0, roll.total_fen or 0, corrected)
        self.steps.show_steps(list(zip(STEPS, state.days, strict=True)), state.step, "info")
        self.sentence.setText(state.sentence)
        if file.basis:
            self.parts.setText(f"{self.parts.text()} · 依据 {file.basis}")
        wrong = TAMPERED if not file.intact else TWIN if file.twin else ""
        self.said.setVisible(bool(wrong))
        if wrong:
            self.said.say(wrong, "bad")
        self._offer(state.verb, enabled=file.intact)
        paid = any(one.paid_on is not None for one in file.payees)
        self.back.setVisible(not state.returned and not paid)
        self.failed.setVisible(roll.approved_on is not None and not state.returned)
        self._show_lines(file.lines, file.payees)

    def current(self) -> RollLine | None:
        """Return the line that is chosen."""
        chosen = self.table.selected_id()
        return None if chosen is None else self._lines.get(chosen)

    def findings(self) -> tuple[Finding, ...]:
        """Return what was looked at for a draft."""
        return () if self.draft is None else self.draft.findings

    # Inside

    def _head(self, month: str, department: str, people: int, total: int, corrected: int) -> None:
        told = Month.of(month).told
        self.title_of_month.setText(f"{told} · {text_of('post_department', department)}")
        self.figure.setText(f"{exact_yuan(total)} 元")
        parts = [f"{people} 人"]
        if corrected:
            parts.append(f"其中更正 {yuan(corrected)} 元")
        self.parts.setText(" · ".join(parts))

    def _offer(self, verb: str, *, enabled: bool) -> None:
        self.next.setVisible(bool(verb))
        self.next.setText(verb)
        self.next.setEnabled(enabled)

    def _show_lines(self, lines: Sequence[RollLine], payees: Sequence[Payee]) -> None:
        self._lines = dict(enumerate(lines))
        self._payees = {one.person_id: one for one in payees}
        self.table.show(list(self._lines))
        self.why.setEnabled(bool(lines))

    def _fetch(self, ids: list[Id]) -> list[RollLine]:
        return [self._lines[one] for one in ids if one in self._lines]

    def _columns(self) -> list[Column[RollLine]]:
        return [
            Column("姓名", 96, lambda one: one.name),
            Column("岗位", 96, lambda one: one.post_title, stretch=True),
            Column("标准（元）", 88, _standard, kind="number"),
            Column("出勤 / 规定", 96, _days, kind="number"),
            Column("金额（元）", 92, _amount, kind="number", tone=_amount_tone),
            Column("种类", 108, _kind, kind="pill", tone=_kind_tone),
            Column("发放", 84, self._paid, kind="pill", tone=self._paid_tone),
        ]

    def _paid(self, one: RollLine) -> str:
        payee = self._payees.get(one.person_id)
        if self.file is None or self.file.roll.approved_on is None or payee is None:
            return ""
        return PAYEE_WORDS[payee.state][0]

    def _paid_tone(self, one: RollLine) -> str:
        payee = self._payees.get(one.person_id)
        return "" if payee is None else PAYEE_WORDS[payee.state][1]

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme.S2)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title_of_month)
        names.addWidget(self.parts)
        first.addLayout(names, 1)
        first.addWidget(self.figure)
        acts = QHBoxLayout()
        acts.setSpacing(theme.S2)
        if theme.scale() > LARGE:  # beside the buttons it would be a column of single words
            acts.addStretch(1)
            self.body.addWidget(self.sentence)
        else:
            acts.addWidget(self.sentence, 1)
        for button in (self.why, self.failed, self.back, self.next):
            acts.addWidget(button)
        self.said.hide()
        self.body.insertLayout(0, first)
        self.body.insertWidget(1, self.steps)
        self.body.addLayout(acts)
        self.body.addWidget(self.said)
        self.body.addWidget(line())
        self.body.addWidget(self.table, 1)


def _standard(one: RollLine) -> str:
    if one.standard_fen is None:
        return ""
    return f"{yuan(one.standard_fen)}{'/年' if one.standard_period == 'year' else ''}"


def _days(one: RollLine) -> str:
    if one.worked_halves is None:
        return ""
    return f"{days_text(one.worked_halves)} / {one.required_days or '–'}"


def _amount(one: RollLine) -> str:
    return "没有标准" if one.amount_fen is None else exact_yuan(one.amount_fen)


def _amount_tone(one: RollLine) -> str:
    return "bad" if one.amount_fen is None or one.amount_fen < 0 else ""


def _kind(one: RollLine) -> str:
    if one.kind == CORRECTION:
        return f"更正 {Month.of(one.for_month).number}月"
    return "当月"


def _kind_tone(one: RollLine) -> str:
    return "warn" if one.kind == CORRECTION else ""
