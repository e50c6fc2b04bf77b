"""人员: finding people, and what is known of the one that is chosen."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Disclosure, Person
from desktop_app.session import Changes, Session
from desktop_app.use_cases.people import (
    person_file,
    remove_person,
    show_citizen_id,
    village_name,
)
from ui import failures, theme
from ui.buttons import Button
from ui.cards import PageHead
from ui.dialog import Question
from ui.jobs import Jobs
from ui.page import Hint, Page
from ui.pages import person_pane as pane
from ui.pages.people_filters import PeopleFilterRow
from ui.pages.people_list import PeopleList
from ui.pages.person_dialogs import PersonDialogs

NARROW = 980
"""Below this width the pane takes the place of the list."""

T = TypeVar("T")


class PeoplePage(Page):
    """The list of people with search and filters, and the pane of one person."""

    name, title, icon = "people", "人员", "users"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._narrow = self._alone = False
        period = session.rules.number("visit.period_days", session.today())
        villages = [(code, village_name(code)) for code in session.village_codes]
        self.filters = PeopleFilterRow(villages, period)
        self.list = PeopleList(session, jobs, period)
        self.pane = pane.PersonPane(period)
        self.dialogs = PersonDialogs(self, self, session, jobs)
        self._lay_out()
        self._connect()

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys for the search box, or for the list and the pane."""
        if self.filters.search.hasFocus():
            return [("↓", "到名单"), ("Esc", "清空"), ("F6", "换一栏"), ("Ctrl N", "新增人员")]
        enter = "打开" if self._narrow and not self._alone else "编辑"
        return [
            ("/", "搜索"),
            ("↑↓", "选人"),
            ("Enter", enter),
            ("F3", "走访"),
            ("F8", "收起证件号" if self.pane.number.open else "看证件号"),
            ("Ctrl N", "新增人员"),
        ]

    def refresh(self, changes: object = None) -> None:
        """Read the list and the chosen person again; a look at a number changes neither."""
        if isinstance(changes, Changes) and changes.kinds == {Disclosure}:
            return
        before = self.list.selected()
        self.look()
        if self.list.selected() == before:  # else the list has told of another one
            self._show_person()

    def open(self, argument: object = None) -> None:
        """Show a person by id, search for a text, or register somebody for ``"+"``."""
        if isinstance(argument, UUID):
            self.show_person(argument)
        elif argument == "+":
            self.add()
        elif isinstance(argument, str):
            self.filters.search_for(argument)

    def focus_first(self) -> None:
        """Give the keyboard to the list, or to the search when nobody is there."""
        target = self.list.table if self.list.table.records.ids else self.filters.search
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """Return search, list and pane."""
        return self.filters.search, self.list.table, self.pane.visit

    def leave(self) -> None:
        """Hide a number that is shown."""
        self.pane.number.cover()

    # What people do

    def look(self) -> None:
        """List who the search box and the filters ask for."""
        self.list.look_for(self.filters.wanted())

    def show_person(self, person_id: UUID) -> None:
        """Choose a person; filters that hide the person are cleared."""
        if not self.list.select(person_id):
            self.filters.clear()
            self.list.select(person_id)
        self._show_person()
        self._open_pane()

    def add(self) -> None:
        """Register somebody in a household of their own."""
        self.dialogs.add_person()

    def do(self, verb: str) -> None:
        """Do with the chosen person what the pane, its menu or a key asks for."""
        file = self.pane.file
        if file is None:
            return
        person = file.person
        away = {pane.VISIT: "visits", pane.PLACE: "posts", pane.ENROL: "enrolments"}
        here: dict[str, Callable[[], object]] = {
            pane.EDIT: partial(self.dialogs.edit_person, person),
            pane.WORK: partial(self.dialogs.add_work, person),
            pane.END_WORK: partial(self.dialogs.end_work, file),
            pane.HOUSEHOLD: partial(self.dialogs.edit_household, file),
            pane.ADD_MEMBER: partial(self.dialogs.add_member, person),
            pane.REMOVE: partial(self._ask_to_remove, person),
            pane.NUMBER: partial(self._show_number, person),
            pane.PAPER: partial(self.dialogs.issue_paper, file),
        }
        if verb in away:
            self.go.emit(away[verb], person.id)
        else:
            here[verb]()

    def run(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        """Do a use case on the data thread; a refusal is told in the pane."""
        self._jobs.start(self, lambda progress: work(), done, self._failed)

    def kept(self, person_id: UUID, words: str) -> None:
        """Say what was kept, and show the person."""
        self.toast.emit(words, True)
        if self.list.selected() != person_id:
            self.show_person(person_id)

    # Inside

    def _lay_out(self) -> None:
        self._head = PageHead("人员")
        bring_in = Button("从表格导入", icon_name="upload", clicked=self._import)
        self._head.add_action(bring_in)
        self._head.add_action(
            Button("新增人员", "primary", "user-plus", "Ctrl N", clicked=self.add)
        )
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
        self.list.chosen.connect(lambda _: self._show_person())
        self.list.opened.connect(lambda _: self._opened())
        self.list.counted.connect(self._count)
        self.list.import_asked.connect(self._import)
        self.list.add_asked.connect(self.add)
        self.list.clear_asked.connect(self._clear)
        self.pane.asked.connect(self.do)
        self.pane.person_chosen.connect(self.show_person)
        self.pane.closed.connect(self._close_pane)
        self.key("/", self._to_search)
        self.key("F3", lambda: self.do(pane.VISIT))
        self.key("F8", self.pane.number.toggle)
        self.key("Ctrl+E", lambda: self.do(pane.EDIT))
        self.key("Ctrl+N", self.add)

    def _import(self) -> None:
        self.go.emit("import", None)

    def _count(self, shown: int, counts: tuple[int]) -> None:
        (total,) = counts
        words = f"{total:,} 人，筛出 {shown:,} 人" if self.filters.narrows() else f"{total:,} 人"
        self._head.set_note(words if total else "")

    def _show_person(self) -> None:
        chosen = self.list.selected()
        try:
            file = None if chosen is None else person_file(self._session, chosen)
        except Refused:
            file = None  # removed meanwhile: the list is read again in a moment
        self.pane.show_file(file, self._session.today().year)

    def _show_number(self, person: Person) -> None:
        def show(number: str) -> None:
            file = self.pane.file
            if file is not None and file.person.id == person.id and self.isVisible():
                self.pane.number.uncover(number)
                self.hints_changed.emit()

        self.run(lambda: show_citizen_id(self._session, person.id, "人员页"), show)

    def _ask_to_remove(self, person: Person) -> None:
        question = Question(
            self.window(),
            f"移除{person.name}？",
            "移除",
            (
                ("user", "只用于登记错了的人；去世或迁走的人，在编辑里写明。"),
                ("history", "移除后可以用 Ctrl+Z 撤销。"),
            ),
            dangerous=True,
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(lambda: self._remove(person))
        question.open()

    def _remove(self, person: Person) -> None:
        self.run(
            lambda: remove_person(self._session, person.id),
            lambda _: self.toast.emit(f"已移除{person.name}", True),
        )

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self.pane.refusal.show_refusal(words.message, words.advice, words.found, words.basis)

    def _opened(self) -> None:
        if self._narrow and not self._alone:
            self._open_pane()
        else:
            self.do(pane.EDIT)

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
            self.pane.visit.setFocus(Qt.FocusReason.OtherFocusReason)

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
        """Go back to the list with Esc, and from the list to everybody."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._alone:
            self._close_pane()
        elif self.filters.narrows():
            self.filters.clear()
            self.focus_first()
