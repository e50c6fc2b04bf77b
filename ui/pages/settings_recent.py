"""最近办的事: the last steps, and the way back from the newest."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.session import Session
from desktop_app.use_cases.history import Undoable, undo, undoable
from ui import theme
from ui.buttons import Button
from ui.cards import Card
from ui.jobs import Jobs
from ui.labels import ElidingLabel, label
from ui.layouts import empty
from ui.pages.settings_section import Section

WORDS = "打开以后最近的 20 步，从新到旧撤销。已经打印、开具的，只能作废或者更正。"
NOTHING = "打开以后还没有办过事；办过的会列在这里。"


class RecentSection(Section):
    """The last steps since unlocking."""

    name, title, icon = "recent", "最近办的事", "history"

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self._session, self._jobs = session, jobs
        self.undo_button: Button | None = None
        self.steps: list[Undoable] = []
        self.card = Card("最近办的事")
        self.card.body.addWidget(label(WORDS, theme.SECONDARY, tone="text2", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.S1)
        self.card.body.addLayout(self._rows)
        self.column.addWidget(self.card)
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Read the steps again."""
        self._jobs.start(self, lambda _: undoable(self._session), self.show_steps)

    def focus_first(self) -> None:
        """Begin with the way back, if there is one."""
        wanted = self.undo_button or self
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def undo(self) -> None:
        """Take the newest step back."""
        newest = self.steps[0].operation_id
        self._jobs.start(
            self,
            lambda progress: undo(self._session, newest, progress),
            self._undone,
            self.refused.emit,
        )

    def show_steps(self, steps: list[Undoable]) -> None:
        """Show other steps; the keyboard stays on 撤销 where it was."""
        kept = self.undo_button is not None and self.undo_button.hasFocus()
        self._clear()
        self.steps = steps
        today = self._session.today()
        for place, step in enumerate(steps):
            self._rows.addWidget(self._row(step, newest=place == 0, today=today))
        if not steps:
            self._rows.addWidget(label(NOTHING, theme.SECONDARY, tone="text2", wrap=True))
        if kept:
            self.focus_first()

    def _undone(self, name: str) -> None:
        self.toast.emit(f"已撤销：{name}", None)
        self.refresh()

    def _clear(self) -> None:
        empty(self._rows)
        self.undo_button = None

    def _row(self, step: Undoable, *, newest: bool, today: date) -> QWidget:
        made = QWidget()
        made.setMinimumHeight(theme.px(theme.SMALL_BUTTON))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S3)
        at = f"{step.at:%H:%M}"
        when = at if step.at.date() == today else f"{step.at.month}月{step.at.day}日 {at}"
        clock = label(when, theme.SECONDARY, tone="text2")
        clock.setFixedWidth(theme.px(104))
        row.addWidget(clock)
        row.addWidget(ElidingLabel(step.label), 1)
        if step.why_not:
            row.addWidget(ElidingLabel(step.why_not, theme.NOTE, tone="text2"), 1)
        elif newest:
            self.undo_button = Button("撤销", "outline", "undo-2", small=True, clicked=self.undo)
            self.undo_button.setAccessibleName(f"撤销：{step.label}")
            row.addWidget(self.undo_button)
        return made
