"""走访: the route on the left, one visit on the right, one key for 无变化."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Household, Person, Visit
from desktop_app.session import Changes, Session
from desktop_app.use_cases.print_orders import register_orders, visit_orders
from desktop_app.use_cases.visits import (
    Draft,
    RouteLine,
    VisitSheet,
    draft,
    keep_draft,
    record_visit,
    route,
    visit_sheet,
)
from ui import theme
from ui.buttons import Button
from ui.cards import Card, PageHead
from ui.empty_state import EmptyState
from ui.jobs import Jobs
from ui.page import Hint, Page
from ui.pages.visits_answers import Answers
from ui.pages.visits_form import VisitForm
from ui.pages.visits_route import RouteCard
from ui.pages.visits_row import QuestionRow
from ui.print_menu import PrintMenu
from ui.sheet_import import SheetImporting

NARROW = 980
"""Below this width the route hides while a visit is filled."""

KEEP_AFTER = 800
"""Milliseconds of rest after which a draft is kept."""


class VisitsPage(Page):
    """Fills one visit after another along the route."""

    name, title, icon = "visits", "走访", "footprints"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.printing = PrintMenu(self, session, jobs)
        self._wanted: UUID | None = None
        self._saving = self._loading = self._eager = False
        # Narrow until a width is known: a wide layout would widen a small window.
        self._narrow = True
        self.route, self.form = RouteCard(), VisitForm(session.today())
        self._keeper = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._keeper.timeout.connect(self.keep_draft)
        self._lay_out()
        self.form.set_narrow(True)
        self._show_form(filled=False)
        self._connect()

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys of a row, or of the route."""
        focus = self.focusWidget()
        if isinstance(focus, QuestionRow):
            return [
                ("空格", "无变化"),
                ("1—9", "选答案"),
                ("Enter", "下一项"),
                ("Shift Enter", "上一项"),
                ("Ctrl Enter", "其余都无变化"),
                ("F9", "保存，下一户"),
                ("Esc", "存草稿退出"),
            ]
        if focus in {self.route.view, self.route.search}:
            return [("↑↓", "选一户"), ("Enter", "开始走访"), ("/", "找一户"), ("F6", "换栏")]
        return [
            ("Ctrl Enter", "其余都无变化"),
            ("F9", "保存，下一户"),
            ("Esc", "回到这一项"),
            ("F6", "换栏"),
        ]

    def refresh(self, changes: object = None) -> None:
        """Read the route again; a visit that is being filled stays as it is."""
        if isinstance(changes, Changes) and not changes.touches(Visit, Household, Person):
            return
        self.look_for(self.route.search.text())
        answers = self.form.answers
        if answers is not None and not answers.touched and not self._loading:
            self._load(answers.sheet.household.id, answers.sheet.person.id, focus=False)

    def open(self, argument: object = None) -> None:
        """Begin the visit of a person; ``None`` shows the route."""
        if isinstance(argument, UUID):
            self.keep_draft()
            self._load(NEW, argument, focus=True)

    def focus_first(self) -> None:
        """Give the keyboard to the open question, or to the route."""
        if self.form.answers is not None and self.form.isVisible():
            self.form.focus_open_row()
        elif self._loading:
            self.setFocus()  # the route would choose its first household, not the one asked for
        else:
            self.route.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """Return the route and the form."""
        current = next((row for row in self.form.rows if row.current), self.form.save)
        return (self.route.view, current)

    def leave(self) -> None:
        """Keep what was typed."""
        self.keep_draft()

    # What people do

    def look_for(self, text: str) -> None:
        """Show the route, or the households that a text finds."""
        self._jobs.start(self, lambda _: route(self._session, text), self._show_route)

    def keep_draft(self) -> None:
        """Keep what was typed so far, if anything was."""
        self._keeper.stop()
        answers = self.form.answers
        if answers is None or not answers.touched:
            return
        visit, done = answers.visit, sorted(answers.done)
        self._jobs.start(self, lambda _: keep_draft(self._session, visit, done), lambda _: None)

    def save(self) -> None:
        """Keep the visit and begin that of the next household."""
        answers = self.form.answers
        if answers is None or self._saving:
            return
        self._keeper.stop()
        self._saving = True
        visit, name = answers.visit, answers.sheet.person.name
        self._jobs.start(
            self,
            lambda _: record_visit(self._session, visit),
            lambda kept: self._saved(kept, name),
            self._not_saved,
        )

    def put_away(self) -> None:
        """Keep the draft and go back to the route."""
        if self.form.answers is not None and self.form.answers.touched:
            self.keep_draft()
            name = self.form.answers.sheet.person.name
            self.toast.emit(f"{name}的走访已存成草稿，随时可以接着填", None)
        self._show_form(filled=not self._narrow)
        self.route.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_out(self) -> None:
        """Offer the papers of the last visit of whom the form is about, and the registers."""
        answers = self.form.answers
        own = [] if answers is None else visit_orders(self._session, answers.sheet.person.id)
        self.printing.ask([*own, *register_orders(self._session, "visit_register")])

    # Inside

    def _lay_out(self) -> None:
        self.head = PageHead("走访")
        self.head.add_action(Button("换一户", icon_name="search", key="/", clicked=self._to_search))
        self.head.add_action(
            Button("打印", icon_name="printer", key="Ctrl P", clicked=self.print_out)
        )
        self.importing = SheetImporting(self, self._session, self._jobs, "visits")
        self.head.add_action(self.importing.button())
        self.head.add_action(Button("电话走访", icon_name="phone", clicked=self._by_phone))
        blank = Card(padding=0)
        self.blank = EmptyState(
            "footprints",
            "选一户开始走访",
            "左边按最久没去的排在前面；Enter 开始，空格表示没有变化。",
        )
        blank.body.addWidget(self.blank)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(blank)
        self._stack.addWidget(self.form)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.S4)
        self._row.addWidget(self.route, 240)
        self._row.addWidget(holder, 862)
        self._holder = holder
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(self.head)
        column.addLayout(self._row, 1)

    def _connect(self) -> None:
        self.route.searched.connect(self.look_for)
        self.route.chosen.connect(self._chosen)
        self.route.opened.connect(self._begin)
        self.form.edited.connect(lambda: self._keeper.start())
        self.form.member_chosen.connect(self.open)
        self.form.save_asked.connect(self.save)
        self.form.said.connect(lambda words: self.toast.emit(words, None))
        self.key("Ctrl+Return", self.form.rest_same)
        self.key("Ctrl+Enter", self.form.rest_same)
        self.key("F9", self.form.ask_save)
        self.key("Ctrl+N", self._to_search)
        self.key("Ctrl+P", self.print_out)

    def _show_route(self, lines: list[RouteLine]) -> None:
        answers = self.form.answers
        self.route.show_lines(lines, answers.sheet.household.id if answers else None)
        done = sum(one.due == "done" for one in lines)
        late = sum(one.due == "overdue" for one in lines)
        note = f"今天走访了 {done} 户" if done else "今天还没有走访"
        self.head.set_note(f"{note}，还有 {late} 户逾期" if late else note)
        self.counted.emit(late, False)
        self._begin_first()

    def _begin_first(self) -> None:
        """Show the first household to visit where there is room beside the route."""
        lines = self.route.model.lines
        if self.form.answers is None and lines and not self._narrow and not self._loading:
            first = next((one for one in lines if one.due != "done"), lines[0])
            self._load(first.household_id, None, focus=False)

    def _chosen(self, line: RouteLine) -> None:
        answers = self.form.answers
        if answers is None or answers.sheet.household.id != line.household_id:
            self.keep_draft()
            self._load(line.household_id, None, focus=False)

    def _begin(self) -> None:
        if self._loading:
            self._eager = True  # the row was chosen a moment ago; its visit is being read
        elif self.form.answers is not None:
            self._show_form(filled=True)
            self.form.focus_open_row()

    def _load(self, household_id: UUID, person_id: UUID | None, *, focus: bool) -> None:
        self._wanted = person_id or household_id
        self._loading, self._eager = True, False

        def read() -> tuple[VisitSheet, Draft | None]:
            sheet = visit_sheet(self._session, household_id, person_id)
            return sheet, draft(self._session, sheet.person.id)

        wanted = self._wanted
        self._jobs.start(
            self,
            lambda _: read(),
            lambda found: self._show(*found, focus=focus) if wanted == self._wanted else None,
            lambda error: self._not_loaded(error) if wanted == self._wanted else None,
        )

    def _show(self, sheet: VisitSheet, kept: Draft | None, *, focus: bool) -> None:
        self._loading = False
        asked = QApplication.focusWidget()
        focus = focus or self._eager or (asked is not None and self.form.column.isAncestorOf(asked))
        answers = Answers(sheet, kept.visit, kept.answered) if kept else Answers(sheet)
        self.form.show_answers(answers)
        self.route.choose(sheet.household.id)
        if not self._narrow or focus:
            self._show_form(filled=True)
        if focus:
            self.form.focus_open_row()
        self.hints_changed.emit()

    def _show_form(self, *, filled: bool) -> None:
        self._stack.setCurrentIndex(int(filled and self.form.answers is not None))
        self.route.setVisible(not self._narrow or not filled)
        self._holder.setVisible(not self._narrow or filled)

    def _saved(self, kept: Visit, name: str) -> None:
        self.toast.emit(f"已保存{name}的走访", True)
        self._saving = False
        self.form.answers = None
        following = self.route.next_after(kept.household_id)
        if following is not None:
            self._load(following.household_id, None, focus=True)
        else:
            self._show_form(filled=False)
            self.blank.say("这一路都走访完了", "可以按 / 找别的户，或者回工作台。", "circle-check")
            self.route.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_saved(self, error: Exception) -> None:
        self._saving = False
        self.form.show_failure(error)

    def _not_loaded(self, error: Exception) -> None:
        self._loading = False
        if isinstance(error, Refused):
            self.form.answers = None
            self.blank.say(str(error), error.advice, "circle-alert")
            self._stack.setCurrentIndex(0)
        else:
            self.refused.emit(error)

    def _to_search(self) -> None:
        self._show_form(filled=not self._narrow)
        self.route.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.route.search.selectAll()

    def _by_phone(self) -> None:
        if self.form.answers is not None:
            self.form.set_way("phone")
            self.form.focus_open_row()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show either the route or the visit where both do not fit."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self.form.set_narrow(narrow)
            self._show_form(filled=self.form.answers is not None)
            self._begin_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the draft and leave with Esc, look for a household with /."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif event.text() == "/":
            self._to_search()
        else:
            super().keyPressEvent(event)
