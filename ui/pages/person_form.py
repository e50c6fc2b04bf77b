"""A dialog around forms: saves away from the screen, and teaches where it is refused."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refused
from ui import failures, theme
from ui.buttons import Button
from ui.cards import ScrollColumn
from ui.dialog import Question, name_dialog
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import label, line
from ui.record_form import RecordForm
from ui.refusal_card import RefusalCard

T = TypeVar("T")


class FormDialog(QDialog):
    """One or more forms with 保存 below; Esc asks before typed words are given up.

    ``work`` reads the forms here and returns what to do on the data thread; ``ways_out`` gives
    buttons that lead out of a refusal.
    """

    def __init__(
        self,
        parent: QWidget,
        jobs: Jobs,
        title: str,
        forms: Sequence[RecordForm],
        *,
        note: str = "",
        verb: str = "保存",
    ) -> None:
        super().__init__(parent.window())
        self._jobs, self.forms = jobs, list(forms)
        self._work: Callable[[], Callable[[], object]] | None = None
        self._done: Callable[[object], object] | None = None
        self.ways_out: Callable[[Refused], Sequence[QWidget]] = lambda refusal: ()
        self._touched = False
        self._before: list[object] | None = None
        name_dialog(self, title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.refusal = RefusalCard()
        self.save = Button(verb, "primary", key="Ctrl Enter", clicked=self.submit)
        self.save.setAutoDefault(False)
        self.cancel = Button("取消", clicked=self.reject)
        self.cancel.setAutoDefault(False)
        self._lay_out(title, note)
        for form in self.forms:
            form.changed.connect(self._touch)
            form.submitted.connect(self.submit)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):  # also beside the forms
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)
        self.ring = FocusRing(self)

    def run(self, work: Callable[[], Callable[[], T]], done: Callable[[T], object]) -> None:
        """Open, and when 保存 is chosen do ``work``; ``done`` gets its answer."""
        self._work = work
        self._done = done  # type: ignore[assignment]
        self.open()
        self.forms[0].focus_first()

    def only_changes(self) -> None:
        """From now on 保存 just closes where nothing differs: then there is no step to undo."""
        self._before = self._written()

    def _written(self) -> list[object]:
        boxes = [box for form in self.forms for box in form.boxes.values()]
        return [(box.value(), box.problem()) for box in boxes]

    def submit(self) -> None:
        """Save what was typed, or show where it does not stand."""
        if self._work is None or not self.save.isEnabled():
            return
        if self._written() == self._before:
            self.leave()
            return
        self.refusal.hide()
        for form in self.forms:
            form.clear_errors()
        try:
            act = self._work()
        except Refused:
            self._bring_into_view()  # the form has said it below each field
            return
        self.save.setEnabled(False)
        self._jobs.start(self, lambda progress: act(), self._kept, self._refused)

    def _kept(self, answer: object) -> None:
        if self._done is not None:
            self._done(answer)
        self._touched = False
        self.accept()

    def _refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)
        for form in self.forms:
            form.show_errors(words.fields, words.message)
        if isinstance(error, Refused):
            for way in self.ways_out(error):
                self.refusal.add_way(way)
        self._bring_into_view()

    def leave(self) -> None:
        """Close without asking: the person goes on elsewhere."""
        self._touched = False
        self.reject()

    def _bring_into_view(self) -> None:
        for form in self.forms:
            for field in form.fields.values():
                if field.error:
                    self._scroll.ensureWidgetVisible(field, 0, theme.px(24))
                    return

    def _touch(self) -> None:
        self._touched = True

    def _lay_out(self, title: str, note: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S4, 0, theme.S4)
        column.setSpacing(theme.S3)
        head = QVBoxLayout()
        head.setContentsMargins(theme.S5, 0, theme.S5, 0)
        head.addWidget(label(title, theme.CARD_TITLE, bold=True, wrap=True))
        if note:
            head.addWidget(label(note, theme.SECONDARY, tone="text2", wrap=True))
        column.addLayout(head)
        head.addWidget(self.refusal)
        column.addWidget(line())
        self._scroll = ScrollColumn(theme.S2)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its boxes have the keyboard
        inside = self._scroll.column
        inside.setContentsMargins(theme.S5, theme.S1, theme.S5, theme.S1)
        for form in self.forms:
            inside.addWidget(form)
        inside.addStretch(1)
        column.addWidget(self._scroll, 1)
        column.addWidget(line())
        self.feet = feet = QHBoxLayout()
        feet.setContentsMargins(theme.S5, 0, theme.S5, 0)
        feet.setSpacing(theme.S2)
        hint = "Enter 到下一项。打 * 的要填，别的知道多少填多少。"
        feet.addWidget(label(hint, theme.NOTE, tone="text3", wrap=True), 1)
        feet.addWidget(self.cancel)
        feet.addWidget(self.save)
        column.addLayout(feet)

    def _fit(self) -> None:
        """Take as much room as the forms want and the window has."""
        window = self.parentWidget()
        wanted = sum(form.sizeHint().height() for form in self.forms) + theme.px(190)
        room = window.height() - theme.px(48) if window is not None else wanted
        width = min(theme.px(720), window.width() - theme.px(48)) if window else theme.px(720)
        self.resize(width, max(theme.px(320), min(wanted, room)))

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Take the room first: Qt then puts the dialog in the middle."""
        self._fit()
        super().showEvent(event)

    def reject(self) -> None:
        """Close; ask first when something was typed."""
        if not self._touched:
            super().reject()
            return
        question = Question(
            self,
            "不保存就关掉？",
            "不保存",
            (("pencil", "刚才填的内容会丢掉，原来的资料不变。"),),
            dangerous=True,
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(self.leave)
        question.open()
