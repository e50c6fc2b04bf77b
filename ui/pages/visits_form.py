"""The form of one visit: who, how, seven questions, and the two ways to end."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import failures, theme
from ui.buttons import Button
from ui.cards import Card, ScrollColumn
from ui.labels import label, line
from ui.layouts import empty
from ui.meter import Meter
from ui.pages.visits_answers import Answers
from ui.pages.visits_head import VisitHead, VisitTop
from ui.pages.visits_row import ASKS, LAST, MARK, QuestionRow
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
        self.answers: Answers | None = None
        self.rows: list[QuestionRow] = []
        self.body.setSpacing(0)
        self.head_row = VisitHead()
        self.top = VisitTop(today)
        self.top.changed.connect(self._described)
        self.top.member_chosen.connect(self.member_chosen)
        self.body.addWidget(self.head_row)
        self.body.addWidget(self.top)
        self._build_titles()
        self.column = ScrollColumn(0)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.column.column.addLayout(self._rows)
        self.column.column.addStretch(1)
        self.body.addWidget(self.column, 1)
        self.refusal = RefusalCard()
        self.body.addWidget(self.refusal)
        self._build_foot()

    # Showing

    def show_answers(self, answers: Answers) -> None:
        """Take another visit."""
        self.answers = None
        self.refusal.hide()
        self.head_row.show_sheet(answers.sheet)
        self.top.show_visit(answers.sheet, answers.visit)
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
        for field in fields:
            if field in self.top.boxes:
                self.top.boxes[field].setFocus(Qt.FocusReason.OtherFocusReason)
                return
            for row in self.rows:
                within = {one.field for one in row.answers.along(row.question.field)}
                if field == row.question.field or field in within:
                    row.setFocus(Qt.FocusReason.OtherFocusReason)
                    if row.editor is not None:
                        row.editor.focus_field(field)
                    # Once the refusal has taken its room.
                    QTimer.singleShot(50, self, lambda row=row: self._reveal(row))
                    return

    def set_narrow(self, narrow: bool) -> None:
        """Let household and circumstances scroll with the questions where space lacks."""
        place = 0 if narrow else 1
        where = self.column.column if narrow else self.body
        where.insertWidget(place, self.top)
        where.insertWidget(place + 1, self.titles)

    def set_way(self, way: str) -> None:
        """Say by which way the visit is."""
        self.top.way.set_value(way)
        self._described()

    # Building

    def _build_titles(self) -> None:
        head = _Titles()
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
        self.titles = head

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

    def _show_rows(self, answers: Answers) -> None:
        empty(self._rows)
        self.rows = [
            QuestionRow(number, question, answers)
            for number, question in enumerate(answers.rows, start=1)
        ]
        for row in self.rows:
            row.taken.connect(self._open)
            row.answered.connect(lambda on, row=row: self._answered(row, on))
            row.step.connect(lambda step, row=row: self._step(row, step))
            self._rows.addWidget(row)
        first = next(iter(answers.open_rows()), "")
        self._open(next((row for row in self.rows if row.question.field == first), None))

    def _open(self, row: QuestionRow | None) -> None:
        for one in self.rows:
            one.show_current(one is row)
        self._show_progress()
        if row is not None:
            # The row gets its height only when the layout has run.
            QTimer.singleShot(0, self, lambda: self._reveal(row))

    def _reveal(self, row: QuestionRow) -> None:
        if row not in self.rows:
            return
        at = row.mapTo(self.column.widget(), QPoint(0, 0)).y()
        high = min(row.height() + theme.px(48), self.column.viewport().height())
        bar = self.column.verticalScrollBar()
        if at < bar.value():
            bar.setValue(at)
        elif at + high > bar.value() + self.column.viewport().height():
            bar.setValue(at + high - self.column.viewport().height())

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
        self.answers.describe(**self.top.values())
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


class _Titles(QWidget):
    """The ground of the column titles."""

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and lines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface2"))
        for y in (0, self.height() - 1):
            painter.fillRect(0, y, self.width(), 1, theme.color("line"))
