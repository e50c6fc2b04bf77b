"""The pane beside the list: the enrolment that is chosen, and all others of the person."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.codes import text_of
from desktop_app.domain.money import yuan
from desktop_app.domain.records import Enrolment
from desktop_app.use_cases.enrolments import PAUSED, EnrolmentLine, Outlook
from desktop_app.use_cases.people import PersonLine
from ui import theme
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.labels import ElidingLabel, label, line
from ui.pages.enrolments_words import (
    DUE_ICONS,
    amount_words,
    can_pause,
    can_pay,
    can_switch,
    due_tone,
    outlook_words,
)
from ui.pages.person_facts import FactGrid, Section
from ui.pills import Pill
from ui.record_pane import RecordPane

PAY, EDIT, PAUSE, RESUME, END, MORE, SWITCH, PERSON = (
    "pay",
    "edit",
    "pause",
    "resume",
    "end",
    "more",
    "switch",
    "person",
)
_WIDE = ("险种", "缴费档次", "缴费凭据", "备注")


class EnrolmentPane(RecordPane):
    """One enrolment with its person, or a word about choosing one.

    Signals:
        enrolment_chosen: Another enrolment of the person was chosen; carries its id.
    """

    enrolment_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        help = "在左边选一份参保，这里显示缴费和这个人的全部参保。"
        super().__init__(EmptyState("shield-check", "还没有选中", help), parent)
        self.shown: EnrolmentLine | None = None
        self._fill_top()
        self._fill_inside()

    def show_enrolment(
        self,
        one: EnrolmentLine | None,
        person: PersonLine | None = None,
        all_of_person: Sequence[EnrolmentLine] = (),
        stands: Outlook | None = None,
    ) -> None:
        """Show an enrolment with its person, or nothing."""
        if one is None or self.shown is None or one.id != self.shown.id:
            self.refusal.hide()
        self.shown = one
        self.show_record(one is not None)
        if one is None:
            return
        self.called.setText(one.name)
        self._who.setText(_who(one, person))
        self._due.show_status(one.due_text, due_tone(one), DUE_ICONS.get(due_tone(one), ""))
        self._facts.show_facts(_facts(one), _WIDE)
        self._stands.show_rows([] if stands is None else _told(stands))
        self._person.show_facts(_person_facts(one, person), ("证件号",))
        self.pay.setVisible(can_pay(one))
        self.pause.setVisible(can_pause(one))
        self.resume.setVisible(one.status == PAUSED and not one.died)
        self.end.setVisible(one.enrolment.ended_on is None)
        self.again.setEnabled(not one.died)
        self.other.setVisible(can_switch(one))
        self._all.title.setText(f"{one.name}的参保 {len(all_of_person)} 份")
        self._all.show_rows([self._row(each) for each in all_of_person])

    def first(self) -> QWidget:
        """Return the button that takes the keyboard."""
        return self.edit if self.pay.isHidden() else self.pay

    def _fill_inside(self) -> None:
        self._facts, self._person = FactGrid(), FactGrid()
        self._stands, self._all = Section("缴费情况"), Section("")
        self.again = Button("再登记一份", "text", small=True, clicked=self.ask(MORE))
        self.other = Button("换险种", "text", small=True, clicked=self.ask(SWITCH))
        self._all.head.addWidget(self.other)
        self._all.head.addWidget(self.again)
        about = Section("联系")
        about.head.addWidget(Button("打开人员资料", "text", small=True, clicked=self.ask(PERSON)))
        about.body.addWidget(self._person)
        for part in (self._facts, self._stands, line(), self._all, line(), about):
            self.inside.addWidget(part)
        self.inside.addStretch(1)

    def _fill_top(self) -> None:
        self._who = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._due = Pill("")
        self.pay = Button("登记缴费", "primary", "wallet", "Enter", clicked=self.ask(PAY))
        self.edit = Button("修改", clicked=self.ask(EDIT))
        self.pause = Button("暂停", clicked=self.ask(PAUSE))
        self.resume = Button("恢复", clicked=self.ask(RESUME))
        self.resume.hide()  # never beside 暂停: both would widen the window
        self.end = Button("终止", clicked=self.ask(END))
        name = QHBoxLayout()
        name.setSpacing(theme.S2)
        name.addWidget(self.back)
        name.addWidget(self.called, 1)
        name.addWidget(self._due)
        verbs = QHBoxLayout()
        verbs.setSpacing(theme.S2)
        for button in (self.pay, self.edit, self.pause, self.resume, self.end):
            verbs.addWidget(button)
        verbs.addStretch(1)
        self.top.addLayout(name)
        self.top.addWidget(self._who)
        self.top.addLayout(verbs)

    def _row(self, one: EnrolmentLine) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        if self.shown is not None and one.id == self.shown.id:
            what: QWidget = ElidingLabel(one.scheme_text, theme.SECONDARY, bold=True)
            what.setContentsMargins(theme.px(6), 0, 0, 0)
            row.addWidget(what, 1)
        else:
            what = Button(one.scheme_text, "text", small=True, clicked=self._choose(one.id))
            what.setAccessibleDescription("看这一份参保")
            row.addWidget(what)
            row.addStretch(1)
        row.addWidget(Pill(one.due_text, due_tone(one), DUE_ICONS.get(due_tone(one), "")))
        made.setFixedHeight(theme.px(theme.SMALL_BUTTON))
        return made

    def _choose(self, enrolment_id: UUID) -> Callable[[], None]:
        return lambda: self.enrolment_chosen.emit(enrolment_id)


def _who(one: EnrolmentLine, person: PersonLine | None) -> str:
    age = "" if person is None or person.age is None else f"{person.sex_and_age} 岁"
    return " · ".join(part for part in (age, one.village, "已故" if one.died else "") if part)


def _facts(one: EnrolmentLine) -> list[tuple[str, str]]:
    record = one.enrolment
    facts = [
        ("险种", one.scheme_text),
        ("参保状态", one.status_text),
        ("缴费周期", one.rhythm_text),
        ("缴费档次", amount_words(one)),
        ("参保日期", str(record.since or "")),
        ("已缴至", str(one.paid_until or "还没有缴过")),
        ("缴费期限", str(one.next_due_on or "")),
        ("终止日期", str(record.ended_on or "")),
        ("参保身份", text_of("insured_kind", record.identity_kind)),
        ("缴费基数", "" if record.base_fen is None else f"{yuan(record.base_fen)} 元/月"),
        ("缴费凭据", _evidence(record)),
        ("停保原因", text_of("stop_reason", record.stop_reason)),
        ("备注", record.notes),
    ]
    return [(name, value) for name, value in facts if value]


def _told(stands: Outlook) -> list[QWidget]:
    rows: list[QWidget] = []
    for sentence, tone, basis in outlook_words(stands):
        rows.append(label(sentence, theme.SECONDARY, tone=tone, wrap=True))
        if basis:
            rows.append(label(f"依据：{basis}", theme.NOTE, tone="text2", wrap=True))
    return rows


def _evidence(record: Enrolment) -> str:
    seen = f"（{record.seen_on} 查看）" if record.seen_on and record.evidence else ""
    return record.evidence + seen


def _person_facts(one: EnrolmentLine, person: PersonLine | None) -> list[tuple[str, str]]:
    phone = "" if person is None else person.phone
    return [("电话", phone or "没有登记"), ("证件号", one.citizen_id or "没有登记")]
