"""人员: finding people, and what is known of the one that is chosen."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Disclosure, Person
from desktop_app.session import Changes, Session
from desktop_app.use_cases.papers import papers_of
from desktop_app.use_cases.people import (
    person_file,
    remove_person,
    show_citizen_id,
    village_name,
)
from desktop_app.use_cases.print_orders import listed_orders, person_orders, register_orders
from ui.buttons import Button
from ui.dialog import Question
from ui.export_dialog import Exportable, Exporting
from ui.jobs import Jobs
from ui.list_page import ListPage
from ui.page import Hint
from ui.pages import person_pane as pane
from ui.pages.issued_papers import PapersDialog
from ui.pages.people_filters import PeopleFilterRow
from ui.pages.people_list import PeopleList
from ui.pages.person_dialogs import PersonDialogs
from ui.print_menu import PrintMenu
from ui.sheet_import import SheetImporting


class PeoplePage(ListPage[PeopleFilterRow, PeopleList, pane.PersonPane]):
    """The list of people with search and filters, and the pane of one person."""

    name, title, icon = "people", "人员", "users"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._session = session
        period = session.rules.number("visit.period_days", session.today())
        villages = [(code, village_name(code)) for code in session.village_codes]
        filters, listing = PeopleFilterRow(villages, period), PeopleList(session, jobs, period)
        super().__init__(jobs, filters, listing, pane.PersonPane(period), parent)
        self.dialogs = PersonDialogs(self, self, session, jobs)
        self.printing = PrintMenu(self, session, jobs)
        self._head.add_action(Button("打印花名册", icon_name="printer", clicked=self.print_roster))
        offered = [
            Exportable("people", lambda: self.list.ids(self.list.wanted)),
            *map(Exportable, ("households", "visits", "papers", "printouts")),
        ]
        self.exporting = Exporting(self, session, jobs, offered)
        self._head.add_action(self.exporting.button())
        self.importing = SheetImporting(self, session, jobs, "households")
        ways = [("人员花名册", self._import)]
        self._head.add_action(self.importing.button("从表格导入", ways))
        self._head.add_action(
            Button("新增人员", "primary", "user-plus", "Ctrl N", clicked=self.add)
        )
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
        super().refresh(changes)

    def open(self, argument: object = None) -> None:
        """Show a person by id, search for a text, or register somebody for ``"+"``."""
        if isinstance(argument, UUID):
            self.choose(argument)
        elif argument == "+":
            self.add()
        elif isinstance(argument, str):
            self.filters.search_for(argument)

    def leave(self) -> None:
        """Hide a number that is shown."""
        self.pane.number.cover()

    # What people do

    def look(self) -> None:
        """List who the search box and the filters ask for."""
        self.list.look_for(self.filters.wanted())

    def show_chosen(self) -> None:
        """Show the person who is chosen."""
        chosen = self.list.selected()
        try:
            file = None if chosen is None else person_file(self._session, chosen)
        except Refused:
            file = None  # removed meanwhile: the list is read again in a moment
        self.pane.show_file(file, self._session.today().year)

    def act(self) -> None:
        """Edit the person who is chosen."""
        self.do(pane.EDIT)

    def add(self) -> None:
        """Register somebody in a household of their own."""
        self.dialogs.add_person()

    def print_roster(self) -> None:
        """Offer the roster of each village, and what everybody in the list is given."""
        rosters = register_orders(self._session, "labour_roster")
        self.printing.ask([*rosters, *listed_orders(self.list.ids(self.list.wanted))])

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
            pane.PRINT: lambda: self.printing.ask(person_orders(self._session, person.id)),
            pane.PAPERS: partial(self._show_papers, person),
        }
        if verb in away:
            self.go.emit(away[verb], person.id)
        else:
            here[verb]()

    def _show_papers(self, person: Person) -> None:
        read = partial(papers_of, self._session, person.id)
        PapersDialog(self, self._session, self._jobs, person.name, read).open()

    def kept(self, person_id: UUID, words: str) -> None:
        """Say what was kept, and show the person."""
        self.toast.emit(words, True)
        if self.list.selected() != person_id:
            self.choose(person_id)

    # Inside

    def _connect(self) -> None:
        self.list.counted.connect(self._count)
        self.list.import_asked.connect(self._import)
        self.list.add_asked.connect(self.add)
        self.pane.asked.connect(self.do)
        self.pane.person_chosen.connect(self.choose)
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
