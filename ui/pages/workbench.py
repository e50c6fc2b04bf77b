"""工作台: the draft to resume, what is due, how the month stands, what was done last."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.domain.records import NEW, Snooze
from desktop_app.session import Session
from desktop_app.use_cases.history import undo
from desktop_app.use_cases.snoozing import snooze_todo, wake_todo
from desktop_app.use_cases.visit_drafts import Draft, drop_draft
from desktop_app.use_cases.workbench import Todo, Workbench, workbench
from ui import theme
from ui.banner import Banner
from ui.buttons import Button
from ui.cards import Card, PageHead, ScrollColumn
from ui.empty_state import EmptyState
from ui.jobs import Jobs
from ui.page import Hint, Page
from ui.pages.person_form import FormDialog
from ui.pages.workbench_list import TodoList
from ui.pages.workbench_side import CountsCard, MonthCard, RecentCard
from ui.record_form import RecordForm

NARROW = 980
"""Below this width the right column goes below the list."""

PAGES = {"visit": "visits", "post": "posts", "enrolment": "enrolments"}
"""Which page does a thing, for the record it is about."""

TABS = {
    "route": ("visits", ""),
    "monitoring": ("registers", "monitoring"),
    "rolls": ("posts", "rolls"),
    "claims": ("transfers", "claims"),
    "transfers": ("transfers", "away"),
    **{name: ("work", name) for name in ("wages", "trainings", "referrals", "vacancies")},
}
"""Which page does a thing, and under which tab."""

_WEEKDAYS = "一二三四五六日"


class WorkbenchPage(Page):
    """The first page of the day."""

    read_on_return = True
    name, title, icon = "workbench", "工作台", "layout-dashboard"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._draft: Draft | None = None
        self._lay_out()
        self._connect()

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys of the list."""
        return [
            ("↑↓", "选一件"),
            ("Enter", "办理"),
            ("空格", "看依据"),
            ("Ctrl T", "推迟"),
            ("F6", "换栏"),
            ("Ctrl N", "新走访"),
            ("Ctrl Z", "撤销"),
        ]

    def refresh(self, changes: object = None) -> None:
        """Read everything again: it is one quick question."""
        self._jobs.start(self, lambda _: workbench(self._session), self.show_workbench)

    def focus_first(self) -> None:
        """Give the keyboard to the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """Return the list and what was done last."""
        undo_button = self.recent.first_button()
        return (self.list,) if undo_button is None else (self.list, undo_button)

    # What people do

    def show_workbench(self, found: Workbench) -> None:
        """Show what was read."""
        today = self._session.today()
        self.head.title.setText(f"{today.month}月{today.day}日 星期{_WEEKDAYS[today.weekday()]}")
        self.head.set_note(found.headline)
        self._show_clock(found.clock)
        self._show_draft(found.draft, today)
        self.list.show_workbench(found)
        self._show_empty(found)
        self.month.show_month(found.month, today.month)
        self.numbers.show_counts(found.counts)
        self.recent.show_recent(found)
        overdue, now = found.totals["overdue"], found.totals["today"]
        self.counted.emit(overdue + now, overdue + now > 0)

    def do(self, todo: Todo) -> None:
        """Open the page where a thing is done."""
        if todo.target in TABS:
            page, tab = TABS[todo.target]
            about = todo.target_id if todo.target_id != NEW else None
            self.go.emit(page, (tab, about) if tab else None)
        else:
            self.go.emit(PAGES[todo.target], todo.target_id)

    def snooze(self) -> None:
        """Put the chosen thing off until a day, or let one that was put off come back."""
        todo = self.list.current()
        if todo is None:
            return
        if todo.group == "snoozed":
            self._start(partial(wake_todo, self._session, todo.key), "不再推迟")
            return
        today = self._session.today()
        form = RecordForm(
            Snooze, ("until", "reason"), today=today, required=("until", "reason"), wide=("reason",)
        )
        form.set_value("until", today + timedelta(days=7))

        def work() -> Callable[[], Snooze]:
            said = form.values()
            return lambda: snooze_todo(self._session, todo.key, **said)

        note = f"{todo.who} · {todo.what}。推迟的排在最下面，到那一天会回来。"
        dialog = FormDialog(self, self._jobs, "推迟这件事", [form], note=note, verb="推迟")
        dialog.run(work, lambda _: self.toast.emit("已推迟", True))

    def resume(self) -> None:
        """Go on with the draft."""
        if self._draft is not None:
            self.go.emit("visits", self._draft.visit.person_id)

    def forget(self) -> None:
        """Throw the draft away."""
        kept = self._draft
        if kept is None:
            return
        self._jobs.start(
            self,
            lambda _: drop_draft(self._session, kept.visit.person_id),
            lambda _: self.refresh(),
        )

    def undo(self, operation_id: int) -> None:
        """Take one step back."""
        self._jobs.start(
            self,
            lambda progress: undo(self._session, operation_id, progress),
            lambda name: self.toast.emit(f"已撤销：{name}", None),
            self.refused.emit,
        )

    # Inside

    def _lay_out(self) -> None:
        self.head = PageHead("工作台")
        self.head.add_action(Button("新走访", "primary", "plus", "Ctrl N", clicked=self._new_visit))
        self.clock = Banner(tone="warn")
        self.clock.hide()
        self.banner = Banner(icon_name="history")
        self.banner.hide()
        self.list = TodoList()
        self.empty = EmptyState("circle-check")
        self._ways = (
            Button("导入花名册", "primary", "upload", clicked=lambda: self.go.emit("import", None)),
            Button("看走访路线", "outline", "footprints", clicked=self._new_visit),
        )
        for way in self._ways:
            self.empty.add_button(way)
        card = Card(padding=0)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(holder)
        self.month, self.numbers, self.recent = MonthCard(), CountsCard(), RecentCard()
        self.side = ScrollColumn(theme.S4)
        for one in (self.month, self.recent, self.numbers):
            self.side.column.addWidget(one)
        self.side.column.addStretch(1)
        self._row: QBoxLayout = QHBoxLayout()
        self._row.setSpacing(theme.S5)
        self._row.addWidget(card, 728)
        self._row.addWidget(self.side, 366)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(self.head)
        column.addWidget(self.clock)
        column.addWidget(self.banner)
        column.addLayout(self._row, 1)

    def _connect(self) -> None:
        self.banner.acted.connect(self.resume)
        self.banner.dismissed.connect(self.forget)
        self.list.asked.connect(self.do)
        self.recent.undo_asked.connect(self.undo)
        self.key("Ctrl+N", self._new_visit)
        self.key("Ctrl+T", self.snooze)

    def _start(self, work: Callable[[], object], done: str) -> None:
        self._jobs.start(
            self, lambda _: work(), lambda _: self.toast.emit(done, True), self.refused.emit
        )

    def _new_visit(self) -> None:
        self.go.emit("visits", None)

    def _show_clock(self, problem: str) -> None:
        """Warn above all else: what is kept at a wrong time stays so."""
        self.clock.setVisible(bool(problem))
        if problem:
            self.clock.say(problem, "warn")

    def _show_draft(self, kept: Draft | None, today: date) -> None:
        self._draft = kept
        if kept is None:
            self.banner.hide()
            return
        days = (today - kept.kept_at.date()).days
        named = {0: "今天", 1: "昨天"}.get(days, f"{kept.kept_at.month}月{kept.kept_at.day}日")
        words = f"接着上次：{kept.sentence}，{named} {kept.kept_at:%H:%M} 已存草稿"
        self.banner.say(words, "info", "接着填", "不用了")

    def _show_empty(self, found: Workbench) -> None:
        nobody = not found.counts["people"]
        if nobody:
            self.empty.say(
                "还没有人员", "先导入旗县发来的花名册，到期的事会自动排在这里。", "users"
            )
        else:
            self.empty.say(
                "眼前没有要办的事", "到期的走访、协议、缴费会自动排在这里。", "circle-check"
            )
        self._ways[0].setVisible(nobody)
        self._ways[1].setVisible(not nobody)
        self._stack.setCurrentIndex(0 if found.todo else 1)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the right column below the list where both do not fit."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)
