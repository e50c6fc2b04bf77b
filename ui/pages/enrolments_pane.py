"""The pane beside the list: the enrolment that is chosen, and all others of the person."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.use_cases.enrolments import PAUSED, EnrolmentLine
from desktop_app.use_cases.people import PersonLine
from ui import theme
from ui.buttons import Button, IconButton
from ui.cards import Card, ScrollColumn
from ui.empty_state import EmptyState
from ui.labels import ElidingLabel, label, line
from ui.pages.enrolments_words import DUE_ICONS, amount_words, can_pause, can_pay, due_tone
from ui.pages.person_facts import FactGrid, Section
from ui.pills import Pill
from ui.refusal_card import RefusalCard

PAY, EDIT, PAUSE, RESUME, END, MORE, PERSON = (
    "pay",
    "edit",
    "pause",
    "resume",
    "end",
    "more",
    "person",
)
_WIDE = ("险种", "缴费档次", "缴费凭据", "备注")


class EnrolmentPane(Card):
    """One enrolment with its person, or a word about choosing one.

    Signals:
        asked: Something is to be done with the enrolment; carries what.
        enrolment_chosen: Another enrolment of the person was chosen; carries its id.
        closed: The person wants to go back to the list.
    """

    asked = Signal(str)
    enrolment_chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self.shown: EnrolmentLine | None = None
        self.refusal = RefusalCard()
        self._pages = QStackedLayout()
        self._pages.addWidget(
            EmptyState(
                "shield-check", "还没有选中", "在左边选一份参保，这里显示缴费和这个人的全部参保。"
            )
        )
        self._pages.addWidget(self._enrolment())
        self.body.addLayout(self._pages)

    def show_enrolment(
        self,
        one: EnrolmentLine | None,
        person: PersonLine | None = None,
        all_of_person: Sequence[EnrolmentLine] = (),
    ) -> None:
        """Show an enrolment with its person, or nothing."""
        if one is None or self.shown is None or one.id != self.shown.id:
            self.refusal.hide()
        self.shown = one
        self._pages.setCurrentIndex(0 if one is None else 1)
        if one is None:
            return
        self._name.setText(one.name)
        self._who.setText(_who(one, person))
        self._due.show_status(one.due_text, due_tone(one), DUE_ICONS.get(due_tone(one), ""))
        self._facts.show_facts(_facts(one), _WIDE)
        self._person.show_facts(_person_facts(one, person), ("证件号",))
        self.pay.setVisible(can_pay(one))
        self.pause.setVisible(can_pause(one))
        self.resume.setVisible(one.status == PAUSED and not one.died)
        self.end.setVisible(one.enrolment.ended_on is None)
        self.again.setEnabled(not one.died)
        self._all.title.setText(f"{one.name}的参保 {len(all_of_person)} 份")
        self._all.show_rows([self._row(each) for each in all_of_person])

    def offer_way_back(self, offered: bool) -> None:
        """Show the button back to the list, where pane and list do not fit side by side."""
        self._back.setVisible(offered)

    def first(self) -> QWidget:
        """Return the button that takes the keyboard."""
        return self.edit if self.pay.isHidden() else self.pay

    def _enrolment(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(line())
        scroll = ScrollColumn(theme.S2)
        inside = scroll.column
        inside.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S4)
        self._facts, self._person = FactGrid(), FactGrid()
        self._all = Section("")
        self.again = Button("再登记一份", "text", small=True, clicked=self._ask(MORE))
        self._all.head.addWidget(self.again)
        about = Section("联系")
        about.head.addWidget(Button("打开人员资料", "text", small=True, clicked=self._ask(PERSON)))
        about.body.addWidget(self._person)
        for part in (self.refusal, self._facts, line(), self._all, line(), about):
            inside.addWidget(part)
        inside.addStretch(1)
        column.addWidget(scroll, 1)
        return made

    def _head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S3)
        column.setSpacing(theme.S2)
        self._back = IconButton("arrow-left", "回到名单", clicked=self.closed.emit)
        self._back.hide()
        self._name = label("", theme.PAGE_TITLE, bold=True, wrap=True)
        self._who = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._due = Pill("")
        self.pay = Button("登记缴费", "primary", "wallet", "Enter", clicked=self._ask(PAY))
        self.edit = Button("修改", clicked=self._ask(EDIT))
        self.pause = Button("暂停", clicked=self._ask(PAUSE))
        self.resume = Button("恢复", clicked=self._ask(RESUME))
        self.resume.hide()  # never beside 暂停: both would widen the window
        self.end = Button("终止", clicked=self._ask(END))
        name = QHBoxLayout()
        name.setSpacing(theme.S2)
        name.addWidget(self._back)
        name.addWidget(self._name, 1)
        name.addWidget(self._due)
        verbs = QHBoxLayout()
        verbs.setSpacing(theme.S2)
        for button in (self.pay, self.edit, self.pause, self.resume, self.end):
            verbs.addWidget(button)
        verbs.addStretch(1)
        column.addLayout(name)
        column.addWidget(self._who)
        column.addLayout(verbs)
        return head

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

    def _ask(self, verb: str) -> Callable[[], None]:
        return partial(self.asked.emit, verb)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


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
        ("缴费凭据", record.evidence),
        ("备注", record.notes),
    ]
    return [(name, value) for name, value in facts if value]


def _person_facts(one: EnrolmentLine, person: PersonLine | None) -> list[tuple[str, str]]:
    phone = "" if person is None else person.phone
    return [("电话", phone or "没有登记"), ("证件号", one.citizen_id or "没有登记")]
