"""参保: what is due, who is in which scheme, and what was paid."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.records import Enrolment, Household, Person
from desktop_app.session import Changes, Session
from desktop_app.use_cases.enrolments import (
    NORMAL,
    enrolment_lines,
    enrolments_of,
    save_enrolment,
)
from desktop_app.use_cases.people import person_lines
from ui import failures, theme
from ui.buttons import Button
from ui.cards import PageHead
from ui.jobs import Jobs
from ui.page import Hint, Page
from ui.pages import enrolments_pane as pane
from ui.pages.enrolments_dialogs import EnrolmentDialogs
from ui.pages.enrolments_filters import EnrolmentFilterRow
from ui.pages.enrolments_list import EnrolmentList
from ui.pages.enrolments_words import can_pay

NARROW = 980
"""Below this width the pane takes the place of the list."""

T = TypeVar("T")


class EnrolmentsPage(Page):
    """The list of enrolments with search and filters, and the pane of one."""

    name, title, icon = "enrolments", "参保", "shield-check"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._narrow = self._alone = False
        self.filters = EnrolmentFilterRow()
        self.list = EnrolmentList(session, jobs)
        self.pane = pane.EnrolmentPane()
        self.dialogs = EnrolmentDialogs(self, session, jobs)
        self._lay_out()
        self._connect()

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys for the search box, or for the list and the pane."""
        if self.filters.search.hasFocus():
            return [("↓", "到名单"), ("Esc", "清空"), ("F6", "换一栏"), ("Ctrl N", "登记参保")]
        one = self.pane.shown
        pays = one is not None and can_pay(one)
        keys = [("Esc", "回名单")] if self._alone else [("/", "搜索"), ("↑↓", "选一份")]
        if self._narrow and not self._alone:
            keys.append(("Enter", "打开"))
        elif pays:
            keys += [("Enter", "登记缴费"), ("Ctrl E", "修改")]
        elif one is not None:
            keys.append(("Enter", "修改"))
        return [*keys, ("F6", "换一栏"), ("Ctrl N", "登记参保")]

    def refresh(self, changes: object = None) -> None:
        """Read the list and the chosen enrolment again."""
        if isinstance(changes, Changes) and not changes.touches(Enrolment, Person, Household):
            return
        before = self.list.selected()
        self.look()
        if self.list.selected() == before:  # else the list has told of another one
            self._show_chosen()

    def open(self, argument: object = None) -> None:
        """Show an enrolment by id, or those of a person; somebody without one is enrolled."""
        if not isinstance(argument, UUID):
            return
        if enrolment_lines(self._session, [argument]):
            self.show_enrolment(argument)
        elif theirs := enrolments_of(self._session, argument):
            self.show_enrolment(theirs[0].id)
        else:
            self.add(argument)

    def focus_first(self) -> None:
        """Give the keyboard to what is in view: the pane, the list, or the search without one."""
        listed = self.list.table if self.list.table.records.ids else self.filters.search
        target = self.pane.first() if self._alone else listed
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """Return search, list and the first button of the pane."""
        return self.filters.search, self.list.table, self.pane.first()

    # What people do

    def look(self) -> None:
        """List what the search box and the filters ask for."""
        self.list.look_for(self.filters.wanted())

    def show_enrolment(self, enrolment_id: UUID) -> None:
        """Choose an enrolment; filters that hide it are cleared."""
        if not self.list.select(enrolment_id):
            self.filters.clear()
            self.list.select(enrolment_id)
        self._show_chosen()
        self._open_pane()

    def add(self, person_id: UUID | None = None) -> None:
        """Register an enrolment, of a person given or of one that is searched for."""
        self.dialogs.add(partial(self._kept, "已登记{}的{}"), person_id)

    def do(self, verb: str) -> None:
        """Do with the chosen enrolment what the pane or a key asks for."""
        one = self.pane.shown
        if one is None:
            return
        self.pane.refusal.hide()
        resumed = replace(one.enrolment, status=NORMAL)
        acts: dict[str, Callable[[], object]] = {
            pane.PAY: partial(self.dialogs.pay, one, partial(self._kept, "已登记{}的{}缴费")),
            pane.EDIT: partial(self.dialogs.edit, one, partial(self._kept, "已保存{}的{}")),
            pane.END: partial(self.dialogs.end, one, partial(self._kept, "已终止{}的{}")),
            pane.PAUSE: partial(self.dialogs.pause, one, partial(self._save, "已暂停{}的{}")),
            pane.RESUME: partial(self._save, "已恢复{}的{}", resumed),
            pane.MORE: partial(self.add, one.person_id),
            pane.PERSON: partial(self.go.emit, "people", one.person_id),
        }
        acts[verb]()

    # Inside

    def _lay_out(self) -> None:
        self._head = PageHead("参保")
        self._head.add_action(Button("登记参保", "primary", "plus", "Ctrl N", clicked=self.add))
        below = QHBoxLayout()
        below.setSpacing(theme.S4)
        below.addWidget(self.list, 700)
        below.addWidget(self.pane, 402)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(self._head)
        column.addWidget(self.filters)
        column.addLayout(below, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self.look)
        self.filters.search.left.connect(self._to_list)
        self.list.chosen.connect(lambda _: self._show_chosen())
        self.list.opened.connect(lambda _: self._opened())
        self.list.counted.connect(self._count)
        self.list.add_asked.connect(self.add)
        self.list.clear_asked.connect(self._clear)
        self.pane.asked.connect(self.do)
        self.pane.enrolment_chosen.connect(self.show_enrolment)
        self.pane.closed.connect(self._close_pane)
        self.key("/", self._to_search)
        self.key("Ctrl+E", partial(self.do, pane.EDIT))
        self.key("Ctrl+N", self.add)

    def _count(self, shown: int, counts: tuple[int, int, int]) -> None:
        total, overdue, soon = counts
        parts = [f"{total:,} 份"]
        if self.filters.narrows():
            parts.append(f"筛出 {shown:,} 份")
        parts.append(f"逾期 {overdue:,} 份")
        # Read each time: the county may have chosen other days in 设置 meanwhile.
        days = self._session.rules.number("enrolment.warn_days", self._session.today())
        parts.append(f"{days} 天内到期 {soon:,} 份")
        self._head.set_note(" · ".join(parts) if total else "")
        self.counted.emit(overdue + soon, overdue > 0)

    def _show_chosen(self) -> None:
        chosen = self.list.selected()
        found = [] if chosen is None else enrolment_lines(self._session, [chosen])
        if not found:  # nothing is chosen, or it was removed meanwhile
            self.pane.show_enrolment(None)
        else:
            one = found[0]
            people = person_lines(self._session, [one.person_id])
            theirs = enrolments_of(self._session, one.person_id)
            self.pane.show_enrolment(one, people[0] if people else None, theirs)
        self.hints_changed.emit()

    def _save(self, words: str, enrolment: Enrolment) -> None:
        self._run(partial(save_enrolment, self._session, enrolment), partial(self._kept, words))

    def _run(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        self._jobs.start(self, lambda progress: work(), done, self._failed)

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self.pane.refusal.show_refusal(words.message, words.advice, words.found, words.basis)

    def _kept(self, words: str, enrolment: Enrolment) -> None:
        self.look()
        self.show_enrolment(enrolment.id)
        if (one := self.pane.shown) is not None:
            self.toast.emit(words.format(one.name, one.scheme_text), True)

    def _opened(self) -> None:
        one = self.pane.shown
        if self._narrow and not self._alone:
            self._open_pane()
        elif one is not None:
            self.do(pane.PAY if can_pay(one) else pane.EDIT)

    def _to_search(self) -> None:
        self._alone = False
        self._arrange()
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def _to_list(self) -> None:
        self.filters.search.ask_now()
        self.focus_first()

    def _clear(self) -> None:
        self.filters.clear()
        self.filters.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_pane(self) -> None:
        self._alone = self._narrow
        self._arrange()
        if self._alone:
            self.pane.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_pane(self) -> None:
        self._alone = False
        self._arrange()
        self.focus_first()

    def _arrange(self) -> None:
        self.list.setVisible(not self._alone)
        self.filters.setVisible(not self._alone)
        self.pane.setVisible(not self._narrow or self._alone)
        self.pane.offer_way_back(self._narrow)
        self.hints_changed.emit()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the pane take the place of the list where both do not fit."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW)
        if narrow != self._narrow:
            self._narrow, self._alone = narrow, False
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list with Esc, and from the list to everything."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._alone:
            self._close_pane()
        elif self.filters.narrows():
            self.filters.clear()
            self.focus_first()
