"""All of one conflict: every value with who, when and on what occasion, and what the rule says."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.session import Session
from desktop_app.use_cases.conflicts import Conflict, Side, settle
from ui import theme
from ui.buttons import Button
from ui.dialog import fit, name_dialog
from ui.focus_ring import FocusRing
from ui.icon import IconLabel
from ui.jobs import Jobs
from ui.labels import label, line
from ui.pages.person_form import FormDialog
from ui.pages.sync_inbox_model import in_order
from ui.pills import Pill
from ui.record_form import RecordForm

HIDDEN_DIFFERENCE = "遮住的几位里有不一样的。请对照材料或者问本人，用「另填」写下核对过的号码。"


class ConflictDialog(QDialog):
    """Choose one of the values, or write another; closing leaves all as it is.

    ``done`` is called with the sentence of what was settled, ``failed`` with what stopped it.
    """

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        jobs: Jobs,
        conflict: Conflict,
        done: Callable[[str], object],
        failed: Callable[[Exception], object],
    ) -> None:
        super().__init__(parent.window())
        self._session, self._jobs, self._conflict = session, jobs, conflict
        self._done, self._failed = done, failed
        name_dialog(self, f"{conflict.whose}的{conflict.label}")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(520))
        self._group = QButtonGroup(self)
        self.use = Button("用选中的", "primary", clicked=self._use)
        self.leave = Button("先都留着", clicked=self.reject)
        self.other = Button("另填", "outline", "pencil", clicked=self.write_another)
        self.other.setVisible(not conflict.removal)
        for button in (self.use, self.leave, self.other):
            button.setAutoDefault(False)
        self._lay_out()
        self._group.idClicked.connect(lambda _: self.use.setEnabled(True))
        self.ring = FocusRing(self)
        fit(self)
        self._choose_first()

    def option(self, index: int) -> QRadioButton:
        """Return the button of the value with this index."""
        found = self._group.button(index)
        if not isinstance(found, QRadioButton):
            raise TypeError(index)
        return found

    def write_another(self) -> FormDialog:
        """Ask for a value that none of the desks wrote."""
        form = RecordForm(self._conflict.kind, (self._conflict.field,), columns=1)
        title = f"{self._conflict.whose}的{self._conflict.label}"
        dialog = FormDialog(self, self._jobs, title, [form], note="写下核对以后的。", verb="用这个")

        def work() -> Callable[[], object]:
            value = form.values()[self._conflict.field]
            return lambda: settle(self._session, self._conflict, value)

        dialog.run(work, lambda _: self._settled())
        return dialog

    # Inside

    def _use(self) -> None:
        chosen = self._group.checkedId()
        value: Any = next(side.value for side in self._conflict.sides if side.index == chosen)
        self.use.setEnabled(False)
        self._jobs.start(
            self,
            lambda _: settle(self._session, self._conflict, value),
            lambda _: self._settled(),
            self._not_settled,
        )

    def _settled(self) -> None:
        self._done(settled_words(self._conflict))
        self.accept()

    def _not_settled(self, error: Exception) -> None:
        self.reject()
        self._failed(error)

    def _choose_first(self) -> None:
        """Choose what the rule says; nothing where only a person may say."""
        wanted = None if self._conflict.must_be_person else self._conflict.suggestion
        self.use.setEnabled(wanted is not None)
        first = in_order(self._conflict)[0].index if wanted is None else wanted
        if wanted is not None:
            self.option(wanted).setChecked(True)
        self.option(first).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        conflict = self._conflict
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S5, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        title = f"{conflict.whose}的{conflict.label}，用哪个？"
        column.addWidget(label(title, theme.CARD_TITLE, bold=True, wrap=True))
        before = f"{conflict.village} · 两边分开以前是：{conflict.before}"
        column.addWidget(label(before, theme.SECONDARY, tone="text2", wrap=True))
        for side in in_order(conflict):
            column.addWidget(self._side(side))
        column.addWidget(_why(conflict))
        column.addWidget(line())
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.addWidget(
            label("没用的值也留着，以后能找回。", theme.NOTE, tone="text2", wrap=True), 1
        )
        feet.addWidget(self.other)
        feet.addWidget(self.leave)
        feet.addWidget(self.use)
        column.addLayout(feet)

    def _side(self, side: Side) -> QWidget:
        card = QFrame()
        card.setProperty("role", "sunk")
        option = QRadioButton(side.text)
        theme.set_type(option, theme.BODY, bold=True)
        below = (
            f"{'本机 · ' if side.mine else ''}{side.who} · "
            f"{side.at.month}月{side.at.day}日 {side.at:%H:%M} {side.occasion}"
        )
        option.setAccessibleName(f"{side.text}，{below}")
        self._group.addButton(option, side.index)
        head = QHBoxLayout()
        head.setSpacing(theme.S2)
        head.addWidget(option, 1)
        if side.shown:
            head.addWidget(Pill("现在显示", "soft"))
        if side.index == self._conflict.suggestion:
            head.addWidget(Pill("建议", "info"))
        inside = QVBoxLayout(card)
        inside.setContentsMargins(theme.S3, theme.S2, theme.S3, theme.S2)
        inside.setSpacing(theme.S1)
        inside.addLayout(head)
        inside.addWidget(label(below, theme.NOTE, tone="text2", wrap=True))
        return card


def settled_words(conflict: Conflict) -> str:
    """Return what was settled, in a sentence."""
    return f"已确认{conflict.whose}的{conflict.label}"


def _why(conflict: Conflict) -> QWidget:
    made = QFrame()
    made.setProperty("role", "banner")
    made.setProperty("tone", "warn" if conflict.must_be_person else "info")
    row = QHBoxLayout(made)
    row.setContentsMargins(theme.S3, theme.S2, theme.S3, theme.S2)
    row.setSpacing(theme.S2)
    tone = "warn" if conflict.must_be_person else "info"
    row.addWidget(IconLabel("info", tone, 16), 0, Qt.AlignmentFlag.AlignTop)
    texts = {side.text for side in conflict.sides}
    values = {repr(side.value) for side in conflict.sides}
    words = HIDDEN_DIFFERENCE if len(texts) < len(values) else conflict.why
    row.addWidget(label(words, theme.SECONDARY, wrap=True), 1)
    return made
