"""核查: what the checks before payment found, why, what to do, and what came of it."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.domain.months import Month
from desktop_app.domain.records import (
    Attendance,
    Employment,
    Enrolment,
    Household,
    Listed,
    Outcome,
    Person,
    Placement,
    Post,
    Rulebook,
    Venture,
)
from desktop_app.domain.watch_facts import Hit
from desktop_app.session import Changes, Session
from desktop_app.use_cases.checks import CheckReport, check_village
from desktop_app.use_cases.exporting.gate import Secrecy
from desktop_app.use_cases.found_books import export_checks
from ui.buttons import Button
from ui.export_dialog import Exportable, Exporting
from ui.jobs import Job, Jobs
from ui.list_page import ListPage
from ui.page import Hint
from ui.pages import checks_pane as pane
from ui.pages.checks_dialogs import CheckDialogs
from ui.pages.checks_list import CheckFilterRow, CheckList
from ui.pages.checks_lists import ListImporting
from ui.sheet_import import SheetImporting
from ui.why_dialog import WhyDialog

_LOOKED_AT = (
    *(Person, Household, Post, Placement, Attendance, Employment, Enrolment, Venture),
    *(Listed, Outcome, Rulebook),
)


class ChecksPage(ListPage[CheckFilterRow, CheckList, pane.CheckPane]):
    """The hits of a month with search and filters, and the pane of one.

    The villages of the desk are checked once on the data thread; filters only choose among
    what was found.
    """

    name, title, icon = "checks", "核查", "shield-check"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._session = session
        self.report: CheckReport | None = None
        self._checking: Job[CheckReport] | None = None
        filters, listing = CheckFilterRow(session), CheckList(session, jobs)
        super().__init__(jobs, filters, listing, pane.CheckPane(), parent)
        self.dialogs = CheckDialogs(self, session, jobs)
        self.ages = Button("导入过的名单", clicked=self.show_lists)
        found = Exportable(name="核查结果", own=self._export)
        offered = [found, *map(Exportable, ("watch-results", "watch-lists"))]
        self.exporting = Exporting(self, session, jobs, offered)
        self._head.add_action(self.exporting.button())
        self._head.add_action(self.ages)
        self.importing = SheetImporting(self, session, jobs, "watch_list")
        self.lists = ListImporting(self, session, jobs)
        ways = [("部门交来的名单", self.ask_for_list)]
        bring_in = self.importing.button("导入名单", ways, "本软件导出的名单")
        bring_in.set_kind("primary")
        self._head.add_action(bring_in)
        self.list.counted.connect(self._count)
        self.list.add_asked.connect(self.ask_for_list)
        self.pane.asked.connect(self.do)

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys for the search box, or for the list and the pane."""
        if self.filters.search.hasFocus():
            return [("↓", "到名单"), ("Esc", "清空"), ("F6", "换一栏")]
        keys = [("/", "搜索"), ("↑↓", "选一条")]
        if self.pane.shown is not None:
            keys.append(("Enter", "打开" if self._narrow and not self._alone else "为什么"))
        return [*keys, ("F6", "换一栏")]

    def refresh(self, changes: object = None) -> None:
        """Check again where something changed that the checks look at."""
        if not isinstance(changes, Changes) or changes.touches(*_LOOKED_AT):
            self.report = None
            super().refresh(changes)

    def open(self, argument: object = None) -> None:
        """Show the hits of a month, such as ``2026-11``, or of a person by id."""
        if isinstance(argument, str):
            month = "" if argument == Month.around(self._session.today()).text else argument
            self.filters.months.choose((month,) if month else ())
        elif isinstance(argument, UUID):
            person = self._session.many(Person, [argument])
            self.filters.search_for(person[0].name if person else "")

    # What people do

    def look(self) -> None:
        """List what the filters ask for; another month is checked first."""
        wanted = self.filters.wanted()
        if self.report is not None and self.report.month == self.filters.month():
            self.list.look_for(wanted)
            return
        if self._checking is not None:
            self._checking.cancel()
        self._head.set_note(f"正在核查{Month.of(self.filters.month()).told}…")
        work = partial(check_village, self._session, "", self.filters.month())
        self._checking = self._jobs.start(
            self, lambda progress: work(), self._checked, self._failed
        )

    def show_chosen(self) -> None:
        """Show the hit that is chosen."""
        self.pane.show_hit(self.list.hit(self.list.selected()))
        self.hints_changed.emit()

    def act(self) -> None:
        """Say why the chosen hit was found."""
        self.do(pane.WHY)

    def do(self, verb: str) -> None:
        """Do with the chosen hit what the pane or a key asks for."""
        hit = self.pane.shown
        if hit is None:
            return
        self.pane.refusal.hide()
        acts: dict[str, Callable[[], object]] = {
            pane.WHY: partial(self._show_why, hit),
            pane.PERSON: partial(self.go.emit, "people", hit.person_id),
            pane.POST: partial(self.go.emit, "posts", hit.person_id),
        }
        act = acts.get(verb) or partial(self._settle, hit, verb)
        act()

    def ask_for_list(self) -> None:
        """Take in a list of an office."""
        self.lists.ask(self.lists.kinds[0])

    def show_lists(self) -> None:
        """Show which lists were taken in and how old they are."""
        limit = self._session.rules.number("check.list_age_days", self._session.today())
        lists = () if self.report is None else self.report.lists
        question = self.dialogs.show_ages(lists, limit)
        question.accepted.connect(self.ask_for_list)
        question.open()

    # Inside

    def _export(self, path: str, secrecy: Secrecy) -> str:
        """Write the hits in view, with or without a conclusion."""
        hits = self.list.ids(self.list.wanted)
        month = self.filters.month()
        return export_checks(
            self._session, path, month, hits=hits, secrecy=secrecy, replace=True
        ).sentence()

    def _checked(self, report: CheckReport) -> None:
        self.report = report
        self.list.take(report.hits)
        old = sum(one.old for one in report.lists)
        self.ages.setText(f"导入过的名单（{old} 份旧了）" if old else "导入过的名单")
        self.list.look_for(self.filters.wanted())
        self.show_chosen()

    def _show_why(self, hit: Hit) -> None:
        dialog = WhyDialog(self, f"{hit.name}：{hit.title}", [hit.finding()])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _settle(self, hit: Hit, result: str) -> None:
        self.dialogs.settle(hit, self.filters.month(), result, partial(self._settled, hit))

    def _settled(self, hit: Hit, outcome: Outcome) -> None:
        self.toast.emit(f"{hit.name}：已记下“{pane.VERBS[outcome.result]}”", True)
        self.refresh()

    def _count(self, shown: int, counts: tuple[int, int, int]) -> None:
        if self.report is None:
            return
        blocking, look, settled = counts
        parts = [f"{Month.of(self.report.month).told}查了 {self.report.checked:,} 个持岗人"]
        parts += [f"先处理再发 {blocking:,} 条", f"待核实 {look:,} 条", f"已有结论 {settled:,} 条"]
        self._head.set_note(" · ".join(parts))
        self.counted.emit(blocking, blocking > 0)
