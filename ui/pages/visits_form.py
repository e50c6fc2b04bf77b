"""The form of one visit: who, how, seven questions, and the two ways to end."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from desktop_app.use_cases.visits import Member, VisitSheet
from ui import failures, theme
from ui.buttons import Button
from ui.cards import Card, ScrollColumn
from ui.code_box import ChoiceBox
from ui.date_box import DateBox
from ui.icon import IconLabel
from ui.labels import ElidingLabel, label, line
from ui.meter import Meter
from ui.pages.visits_answers import Answers
from ui.pages.visits_options import Flow
from ui.pages.visits_row import ASKS, LAST, MARK, QuestionRow
from ui.pills import Pill
from ui.refusal_card import RefusalCard

IDLE = ("待业", "未就业", "失业", "从未就业")


class VisitForm(Card):
    """One visit while it is filled.

    Signals:
        edited: Something was answered; a draft is worth keeping.
        member_chosen: Another person of the household is to be visited.
        save_asked: The visit is to be kept.
        said: A sentence about what is still missing.
    """

    edited = Signal()
    member_chosen = Signal(UUID)
    save_asked = Signal()
    said = Signal(str)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self._today = today
        self.answers: Answers | None = None
        self.rows: list[QuestionRow] = []
        self.body.setSpacing(0)
        self._build_head()
        self._build_facts()
        self._build_titles()
        self.column = ScrollColumn(0)
        self.body.addWidget(self.column, 1)
        self.refusal = RefusalCard()
        self.body.addWidget(self.refusal)
        self._build_foot()

    # Showing

    def show_answers(self, answers: Answers) -> None:
        """Take another visit."""
        self.answers = None
        self.refusal.hide()
        self._show_head(answers.sheet)
        self.way.set_choices(answers.sheet.ways)
        self.purpose.set_choices(answers.sheet.purposes)
        self.way.set_value(answers.visit.way)
        self.purpose.set_value(answers.visit.purpose)
        self.informant.setText(answers.visit.informant)
        self.day.set_value(answers.visit.visited_on)
        self.answers = answers
        self._show_rows(answers)
        self._show_progress()

    def focus_open_row(self, after: QuestionRow | None = None) -> None:
        """Give the keyboard to the next open row, or to the save button if all are done."""
        if self.answers is None:
            return
        still = set(self.answers.open_rows())
        start = self.rows.index(after) + 1 if after in self.rows else 0
        for row in [*self.rows[start:], *self.rows[:start]]:
            if row.question.field in still:
                row.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest_same(self) -> None:
        """Answer every open row with 无变化, and offer to save."""
        if self.answers is None:
            return
        self.answers.rest_same()
        self._open(None)
        for row in self.rows:
            row.show_state()
        self._edited()
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_save(self) -> None:
        """Ask to keep the visit, or say what is missing."""
        if self.answers is None:
            return
        faults = self.answers.faults
        missing = self.answers.open_rows()
        if faults:
            field, words = next(iter(faults.items()))
            self.said.emit(words)
            self.focus_fields((field,))
        elif missing:
            self.said.emit(f"还有 {len(missing)} 项没有问；都没变的话按 Ctrl+Enter，再保存")
            self.focus_open_row()
        else:
            self.save_asked.emit()

    def show_failure(self, error: Exception) -> None:
        """Say why the visit was not kept, and go where it can be put right."""
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)
        self.focus_fields(words.fields)

    def focus_fields(self, fields: tuple[str, ...]) -> None:
        """Give the keyboard to the first of these fields that is on the form."""
        facts: dict[str, QWidget] = {
            "visited_on": self.day,
            "way": self.way,
            "purpose": self.purpose,
            "informant": self.informant,
        }
        for field in fields:
            if field in facts:
                facts[field].setFocus(Qt.FocusReason.OtherFocusReason)
                return
            for row in self.rows:
                within = {one.field for one in row.answers.along(row.question.field)}
                if field == row.question.field or field in within:
                    row.setFocus(Qt.FocusReason.OtherFocusReason)
                    if row.editor is not None:
                        row.editor.focus_field(field)
                    return

    def set_way(self, way: str) -> None:
        """Say by which way the visit is."""
        self.way.set_value(way)
        self._described()

    # Building

    def _build_head(self) -> None:
        self._name = label("", theme.CARD_TITLE, bold=True)
        self._facts = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._status = Pill("")
        self._last = label("", theme.SECONDARY, tone="text2")
        row = QHBoxLayout()
        row.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S2)
        row.setSpacing(theme.S3)
        row.addWidget(self._name)
        row.addWidget(self._facts, 1)
        row.addWidget(self._status)
        row.addWidget(IconLabel("history", "text2", 16))
        row.addWidget(self._last)
        self.body.addLayout(row)
        self._members = QWidget()
        self._flow = Flow(self._members)
        holder = QHBoxLayout()
        holder.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        holder.addWidget(self._members)
        self.body.addLayout(holder)

    def _build_facts(self) -> None:
        self.way, self.purpose = ChoiceBox(optional=False), ChoiceBox(optional=False)
        self.informant, self.day = QLineEdit(), DateBox(today=self._today)
        self.way.changed.connect(self._described)
        self.purpose.changed.connect(self._described)
        self.informant.textEdited.connect(self._described)
        self.day.changed.connect(self._described)
        row = QHBoxLayout()
        row.setContentsMargins(theme.S4, 0, theme.S4, theme.S3)
        row.setSpacing(theme.S2)
        for words, box, width in (
            ("方式", self.way, 116),
            ("事由", self.purpose, 168),
            ("受访人", self.informant, 120),
            ("日期", self.day, 150),
        ):
            name = label(words, theme.SECONDARY, tone="text2")
            name.setBuddy(box)
            box.setAccessibleName(words)
            box.setMinimumWidth(theme.px(84))
            box.setMaximumWidth(theme.px(width))
            row.addWidget(name)
            row.addWidget(box, 1)
            row.addSpacing(theme.S2)
        row.addStretch(0)
        self.informant.setToolTip("本人不在家时，写明由谁说明情况")
        self.body.addLayout(row)

    def _build_titles(self) -> None:
        head = QFrame()
        head.setObjectName("visit-titles")
        head.setProperty("role", "tablehead")
        head.setStyleSheet(
            f"QFrame#visit-titles {{ background: {theme.current().surface2}; border: 0;"
            f" border-top: 1px solid {theme.current().line};"
            f" border-bottom: 1px solid {theme.current().line}; }}"
        )
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.S4 + theme.px(MARK), 0, theme.S4, 0)
        row.setSpacing(theme.S3)
        for words, width in (("问什么", ASKS - 12), ("上次怎么说", LAST - 12), ("这次", 0)):
            title = label(words, theme.SECONDARY, tone="text2")
            if width:
                title.setFixedWidth(theme.px(width))
            row.addWidget(title, 0 if width else 1)
        head.setFixedHeight(theme.px(32))
        self.body.addWidget(head)

    def _build_foot(self) -> None:
        self.body.addWidget(line())
        self._meter = Meter()
        self._meter.setFixedWidth(theme.px(120))
        self._progress = label("", theme.SECONDARY, tone="text2")
        self.rest = Button("其余都无变化", key="Ctrl Enter", clicked=self.rest_same)
        self.save = Button("保存，下一户", "primary", key="F9", clicked=self.ask_save)
        row = QHBoxLayout()
        row.setContentsMargins(theme.S4, theme.S2 + 2, theme.S4, theme.S2 + 2)
        row.setSpacing(theme.S3)
        row.addWidget(self._meter)
        row.addWidget(self._progress)
        row.addStretch(1)
        row.addWidget(self.rest)
        row.addWidget(self.save)
        self.body.addLayout(row)

    # Inside

    def _show_head(self, sheet: VisitSheet) -> None:
        person = sheet.person
        self._name.setText(person.name)
        age = f"{person.age} 岁" if person.age is not None else ""
        place = " ".join(part for part in (sheet.village, sheet.household.group_name) if part)
        facts = (person.sex, age, place, person.phone)
        self._facts.setText(" · ".join(part for part in facts if part))
        self._status.setVisible(bool(person.status))
        self._status.show_status(person.status, "warn" if person.status in IDLE else "")
        self._last.setText(sheet.last_text)
        self._show_members(sheet.members, person.id)

    def _show_members(self, members: tuple[Member, ...], chosen: UUID) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._flow.addWidget(_note(f"这一户 {len(members)} 人"))
        for one in members:
            age = f" {one.age} 岁" if one.age is not None else ""
            button = Button(f"{one.relation} {one.name}{age}".strip(), "filter", small=True)
            theme.set_state(button, "active", one.id == chosen)
            button.setAccessibleDescription("正在走访" if one.id == chosen else "改为走访此人")
            if one.id != chosen:
                button.clicked.connect(lambda _=False, id_=one.id: self.member_chosen.emit(id_))
            self._flow.addWidget(button)
        self._members.updateGeometry()

    def _show_rows(self, answers: Answers) -> None:
        column = self.column.column
        while (item := column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.rows = [
            QuestionRow(number, question, answers)
            for number, question in enumerate(answers.rows, start=1)
        ]
        for row in self.rows:
            row.taken.connect(self._open)
            row.answered.connect(lambda on, row=row: self._answered(row, on))
            row.step.connect(lambda step, row=row: self._step(row, step))
            column.addWidget(row)
        column.addStretch(1)
        first = next(iter(answers.open_rows()), "")
        self._open(next((row for row in self.rows if row.question.field == first), None))

    def _open(self, row: QuestionRow | None) -> None:
        for one in self.rows:
            one.show_current(one is row)
        self._show_progress()
        if row is not None:
            self.column.ensureWidgetVisible(row, 0, theme.px(60))

    def _answered(self, row: QuestionRow, on: bool) -> None:
        self._edited()
        if on:
            self.focus_open_row(row)

    def _step(self, row: QuestionRow, step: int) -> None:
        place = self.rows.index(row) + step
        if place == len(self.rows):
            self.save.setFocus(Qt.FocusReason.TabFocusReason)
        elif place >= 0:
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _described(self) -> None:
        if self.answers is None:
            return
        self.answers.describe(
            way=self.way.value(),
            purpose=self.purpose.value(),
            informant=self.informant.text().strip(),
            visited_on=self.day.value(),
        )
        self._edited()

    def _edited(self) -> None:
        self._show_progress()
        if self.answers is not None and self.answers.touched:
            self.edited.emit()

    def _show_progress(self) -> None:
        if self.answers is None:
            return
        total, left = len(self.answers.rows), len(self.answers.open_rows())
        self._meter.show_numbers(total - left, total)
        current = next((row for row in self.rows if row.current), None)
        words = f"第 {current.number} 项，共 {total} 项" if current else f"共 {total} 项"
        self._progress.setText(words if left else f"{total} 项都问过了")
        self.rest.setEnabled(left > 0)


def _note(words: str) -> QWidget:
    made = label(words, theme.SECONDARY, tone="text2")
    made.setMinimumHeight(theme.px(theme.SMALL_BUTTON))
    return made
