"""One question of a visit: what it asks, what was said last time, and the answer now."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.use_cases.visit_questions import Question
from ui import theme
from ui.icon import paint_icon
from ui.labels import ElidingLabel, label
from ui.pages.visits_answers import CHANGED, OPEN, SAME, Answers
from ui.pages.visits_editor import RowEditor
from ui.pills import Pill

MARK, ASKS, LAST = 36, 144, 212
"""Widths of mark, question and last answer at 100 %."""


class QuestionRow(QFrame):
    """A row of the visit; has the keyboard while it is asked.

    Signals:
        taken: The row got the keyboard.
        answered: An answer was given; the value says whether to go on to the next open row.
        step: Go to the row so many places on.
    """

    taken = Signal(object)
    answered = Signal(bool)
    step = Signal(int)

    def __init__(self, number: int, question: Question, answers: Answers) -> None:
        super().__init__()
        self.number, self.question, self.answers = number, question, answers
        self.editor: RowEditor | None = None
        self.current = False
        self.setObjectName(f"row-{question.field}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._words = label(question.label)
        self._last = label(answers.before(question.field) or "没有登记", tone="text2", wrap=True)
        self._state = ElidingLabel()
        self._pill = Pill("已改", "warn")
        self._answer = QVBoxLayout()
        self._answer.setSpacing(theme.S2)
        line = QHBoxLayout()
        line.setSpacing(theme.S2)
        line.addWidget(self._pill)
        line.addWidget(self._state, 1)
        self._line = QWidget()
        self._line.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        self._line.setFixedHeight(theme.px(34))
        self._answer.addWidget(self._line)
        self._lay_out()
        self.show_state()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4 + theme.px(MARK), theme.px(6), theme.S4, theme.px(7))
        row.setSpacing(theme.S3)
        top = Qt.AlignmentFlag.AlignTop
        for words, width in ((self._words, ASKS - 12), (self._last, LAST - 12)):
            words.setFixedWidth(theme.px(width))
            words.setMinimumHeight(theme.px(34))
            row.addWidget(words, 0, top)
        row.addLayout(self._answer, 1)

    def show_state(self) -> None:
        """Show what the answers say now."""
        field = self.question.field
        state = self.answers.state(field)
        self._pill.setVisible(state == CHANGED)
        self._line.setVisible(not self.current)
        self._state.setText(
            {OPEN: "空格 = 无变化", SAME: "无变化"}.get(state)
            or self.answers.text(field)
            or "没有了"
        )
        theme.set_state(self._state, "tone", {OPEN: "text3", SAME: "accent"}.get(state, ""))
        theme.set_type(
            self._state, theme.SECONDARY if state == OPEN else theme.BODY, state == CHANGED
        )
        theme.set_type(self._words, theme.BODY, self.current)
        words = {OPEN: "还没有问", SAME: "无变化"}.get(state) or f"已改为{self.answers.text(field)}"
        self.setAccessibleName(f"{self.question.label}，{words}")
        self.setAccessibleDescription(f"上次：{self._last.text()}")
        if self.editor is not None:
            self.editor.show_answers()
        self.update()

    def show_current(self, current: bool) -> None:
        """Open the row for an answer, or close it."""
        if current == self.current:
            return
        self.current = current
        if current:
            self.editor = RowEditor(self.question, self.answers)
            self.editor.answered.connect(self._answered)
            self.editor.left.connect(lambda: self.setFocus())
            self.editor.step.connect(self.step.emit)
            self._answer.addWidget(self.editor)
        elif self.editor is not None:
            self._answer.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        self.show_state()

    def _answered(self, on: bool) -> None:
        self.show_state()
        self.answered.emit(on)

    # Qt overrides

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the row that is asked."""
        super().focusInEvent(event)
        self.taken.emit(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Be asked when pressed."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by one key: 空格 is 无变化, a digit picks, Enter goes on."""
        key = event.key()
        back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if key == Qt.Key.Key_Space:
            self.answers.same(self.question.field)
            self._answered(True)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.step.emit(-1 if back else 1)
        elif key in steps:
            self.step.emit(steps[Qt.Key(key)])
        elif not (self.editor is not None and self.editor.take_key(event.text(), key)):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, line and mark."""
        painter = QPainter(self)
        if self.current:
            painter.fillRect(self.rect(), theme.color("hover"))
            painter.fillRect(0, 0, 3, self.height(), theme.color("accent"))
        edge = theme.S4
        painter.fillRect(edge, self.height() - 1, self.width() - 2 * edge, 1, theme.color("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = theme.px(20)
        mark = QRectF(edge + 1, theme.px(6) + (theme.px(34) - size) / 2, size, size)
        self._paint_mark(painter, mark)

    def _paint_mark(self, painter: QPainter, mark: QRectF) -> None:
        state = self.answers.state(self.question.field)
        if state == OPEN:
            ink = "accent" if self.current else "line2"
            painter.setPen(QPen(theme.color(ink), 2 if self.current else 1.4))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(mark)
            painter.setPen(theme.color("accent" if self.current else "text2"))
            painter.setFont(theme.font(theme.NOTE, bold=self.current))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(self.number))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent" if state == SAME else "warn"))
        painter.drawEllipse(mark)
        inner = theme.px(12)
        at = QPointF(mark.center().x() - inner / 2, mark.center().y() - inner / 2)
        paint_icon(painter, at, "check" if state == SAME else "pencil", "surface", inner, 2.6)
