"""The opened part of a row: options to pick, words to write, and what is asked along."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refused
from desktop_app.domain.money import parse_yuan, yuan
from desktop_app.use_cases.visit_questions import Question
from ui import theme
from ui.date_box import read_day
from ui.flow_row import FlowRow
from ui.labels import label
from ui.pages.visits_answers import Answers
from ui.pages.visits_options import Option

WRITE, NONE = "改写", "没有了"
DONE = {"promise": "已办好"}
KEYS = "1234567890-="
"""The keys of the options, left to right on the keyboard."""

TERMS = ((7, "7 天内"), (15, "15 天内"), (30, "30 天内"))


class AnswerEdit(QLineEdit):
    """A line to write in; Esc gives the keyboard back to the row, Enter goes on.

    Signals:
        left: Esc was pressed.
        finished: Enter was pressed.
    """

    left = Signal()
    finished = Signal()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Esc and Enter for the row."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class RowEditor(QWidget):
    """Everything that can be answered in one row.

    Signals:
        answered: An answer was given; the value says whether the row has nothing more to ask.
        left: The keyboard goes back to the row.
        step: Go so many rows on.
    """

    answered = Signal(bool)
    left = Signal()
    step = Signal(int)

    def __init__(self, question: Question, answers: Answers) -> None:
        super().__init__()
        self.question, self.answers = question, answers
        self.parts: dict[str, _Part] = {}
        self.active = question.field
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S2)
        self._add(question, 0)
        self.show_answers()

    def show_answers(self) -> None:
        """Show the picked options, and the parts that make sense now."""
        along = {one.field: one for one in self.answers.along(self.question.field)}
        for field in [name for name in self.parts if name not in along]:
            if field != self.question.field:
                part = self.parts.pop(field)
                self._column.removeWidget(part)
                part.hide()
                part.deleteLater()
        for field, one in along.items():
            if field not in self.parts:
                self._add(one, [self.question.field, *along].index(field))
        self.parts = {name: self.parts[name] for name in [self.question.field, *along]}
        if self.active not in self.parts:
            self.active = self.question.field
        for field, part in self.parts.items():
            part.show_value(active=field == self.active)

    def take_key(self, text: str, key: int) -> bool:
        """Do what a digit or ← → means for the active part; say whether it meant anything."""
        order = list(self.parts)
        place = order.index(self.active)
        if key in {Qt.Key.Key_Right, Qt.Key.Key_Left}:
            step = 1 if key == Qt.Key.Key_Right else -1
            self.active = order[(place + step) % len(order)]
            self.show_answers()
            return True
        return len(text) == 1 and self.parts[self.active].pick(text)

    def focus_field(self, field: str) -> None:
        """Give the keyboard to the line of a field, where there is one."""
        if field in self.parts:
            self.active = field
            self.parts[field].write()

    def _add(self, question: Question, place: int) -> None:
        part = _Part(question, self.answers)
        part.answered.connect(partial(self._answered, question.field))
        part.left.connect(self.left.emit)
        part.finished.connect(partial(self._finished, question.field))
        self.parts[question.field] = part
        self._column.insertWidget(place, part)

    def _answered(self, field: str) -> None:
        self.show_answers()
        order = list(self.parts)
        after = order[order.index(field) + 1 :]
        if after and self.parts[field].question.kind == "code":
            self.active = after[0]
            self.show_answers()
            self.parts[after[0]].write()
        self.answered.emit(not after and self.parts[field].question.kind == "code")

    def _finished(self, field: str) -> None:
        order = list(self.parts)
        after = order[order.index(field) + 1 :]
        if after:
            self.focus_field(after[0])
        else:
            self.left.emit()
            self.step.emit(1)


class _Part(QWidget):
    """One question within a row."""

    answered = Signal()
    left = Signal()
    finished = Signal()

    def __init__(self, question: Question, answers: Answers) -> None:
        super().__init__()
        self.question, self.answers = question, answers
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._flow = FlowRow(self)
        self.options: list[tuple[str, Option]] = []
        self.edit: AnswerEdit | None = None
        if question.within:
            self._flow.addWidget(self._title())
        getattr(self, f"_build_{question.kind}")()

    def _title(self) -> QWidget:
        unit = f"（{self.question.unit}）" if self.question.unit else ""
        title = label(f"{self.question.label}{unit}", theme.SECONDARY, tone="text2")
        title.setMinimumHeight(theme.px(34))
        return title

    def _build_code(self) -> None:
        last = getattr(self.answers.known, self.question.field)
        for value, words in self.question.choices:
            self._option(value, words, last=bool(last) and value == last)

    def _build_text(self) -> None:
        if not self.question.within:
            self._option(WRITE, WRITE)
            if getattr(self.answers.known, self.question.field):
                self._option(NONE, DONE.get(self.question.field, NONE))
        self._line(300)

    def _build_money(self) -> None:
        self._line(96)

    def _build_date(self) -> None:
        for days, words in TERMS:
            self._option(str(days), words)
        self._line(120).setPlaceholderText("年-月-日")

    def _option(self, value: str, words: str, last: bool = False) -> None:
        option = Option(words, last=last)
        option.clicked.connect(lambda: self._picked(value))
        self.options.append((value, option))
        self._flow.addWidget(option)

    def _line(self, width: int) -> AnswerEdit:
        edit = AnswerEdit()
        edit.setObjectName(f"edit-{self.question.field}")
        edit.setFixedWidth(theme.px(width))
        edit.setAccessibleName(self.question.label)
        edit.textEdited.connect(self._written)
        edit.left.connect(self.left.emit)
        edit.finished.connect(self.finished.emit)
        self._flow.addWidget(edit)
        self.edit = edit
        return edit

    def pick(self, key: str) -> bool:
        """Pick the option of a key; say whether there is one."""
        place = KEYS.find(key)
        if not 0 <= place < len(self.options):
            return False
        self._picked(self.options[place][0])
        return True

    def write(self) -> None:
        """Give the keyboard to the line, with the old words ready to be replaced."""
        if self.edit is not None:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edit.selectAll()

    def show_value(self, active: bool) -> None:
        """Show the answer, and the digits if they mean this part."""
        value = getattr(self.answers.visit, self.question.field)
        for place, (code, option) in enumerate(self.options):
            option.setChecked(self.question.kind == "code" and code == value)
            option.show_digit(KEYS[place : place + 1] if active else "")
        if self.edit is not None and not self.edit.hasFocus():
            self.edit.setText(_shown(value, self.question.kind))
        self.updateGeometry()

    def _picked(self, value: str) -> None:
        if value == WRITE:
            self.write()
            return
        if self.question.kind == "date":
            day = self.answers.visit.visited_on or date.max - timedelta(days=31)
            self._set(day + timedelta(days=int(value)))
        else:
            self._set("" if value == NONE else value)

    def _written(self, text: str) -> None:
        try:
            value = self._read(text)
        except Refused as error:
            assert self.edit is not None  # noqa: S101 - it is what was written in
            self.answers.faults[self.question.field] = f"{error}{error.advice}"
            theme.set_state(self.edit, "error", True)
            self.edit.setToolTip(f"{error}{error.advice}")
            return
        self._set(value)

    def _read(self, text: str) -> str | int | date | None:
        if self.question.kind == "text":
            return text.strip()
        if not text.strip():
            return None
        if self.question.kind == "money":
            return parse_yuan(text)
        return read_day(text, self.answers.sheet.draft.visited_on or date.min)

    def _set(self, value: str | int | date | None) -> None:
        if self.edit is not None:
            theme.set_state(self.edit, "error", False)
            self.edit.setToolTip("")
            if not self.edit.hasFocus():
                self.edit.setText(_shown(value, self.question.kind))
        self.answers.set(self.question.field, value)
        self.answered.emit()


def _shown(value: object, kind: str) -> str:
    if not value:
        return ""
    return yuan(int(str(value))) if kind == "money" else str(value)
