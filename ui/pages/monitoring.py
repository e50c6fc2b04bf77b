"""月度监测: who is asked this month, 无变化 with one key, and the month's end."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.domain.months import Month
from desktop_app.domain.records import Household, Monitoring, Person, Snapshot, Visit
from desktop_app.session import Changes, Session
from desktop_app.use_cases.exporting.gate import Secrecy
from desktop_app.use_cases.exporting.kinds import Wanted, found_ids, kind_named
from desktop_app.use_cases.found_books import export_monitored
from desktop_app.use_cases.monitoring import (
    OPEN,
    MonitoringFilter,
    find_monitored,
    monitor_unchanged,
    monitoring_lines,
    stale_facts,
)
from desktop_app.use_cases.snapshots import MonthSheet, close_month, month_sheet
from ui.buttons import Button
from ui.export_dialog import Exportable, Exporting
from ui.jobs import Jobs
from ui.list_page import ListPage
from ui.page import Hint
from ui.pages import monitoring_pane as pane
from ui.pages.monitoring_list import MonitoringFilterRow, MonitoringList
from ui.pages.month_dialog import month_question

_SHOWN = (Monitoring, Visit, Person, Household, Snapshot)


class MonitoringPage(ListPage[MonitoringFilterRow, MonitoringList, pane.MonitoringPane]):
    """The people of a month with search and filters, and the pane of one."""

    name, title, icon = "monitoring", "月度监测", "clipboard-list"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._session = session
        filters, listing = MonitoringFilterRow(session), MonitoringList(session, jobs)
        super().__init__(jobs, filters, listing, pane.MonitoringPane(), parent)
        offered = [
            Exportable(name="监测名单", own=self._export),
            Exportable("monitoring", self._registered),
        ]
        self.exporting = Exporting(self, session, jobs, offered)
        self._head.add_action(self.exporting.button())
        self._head.add_action(Button("本月快照", clicked=self.show_month))
        self.list.counted.connect(self._count)
        self.list.add_asked.connect(partial(self.go.emit, "visits", None))
        self.pane.asked.connect(self.do)
        self.key("Ctrl+H", partial(self.do, pane.HOUSEHOLD))
        self.key("Ctrl+E", partial(self.do, pane.CHANGED))

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys for the search box, or for the list and the pane."""
        if self.filters.search.hasFocus():
            return [("↓", "到名单"), ("Esc", "清空"), ("F6", "换一栏")]
        one = self.pane.shown
        keys = [("/", "搜索"), ("↑↓", "选一个人")]
        if one is not None and one.state == OPEN:
            keys += [("Enter", "无变化"), ("Ctrl H", "全户无变化")]
        return [*keys, ("Ctrl E", "有变化"), ("F6", "换一栏")]

    def refresh(self, changes: object = None) -> None:
        """Read the list and the chosen person again."""
        if not isinstance(changes, Changes) or changes.touches(*_SHOWN):
            super().refresh(changes)

    def open(self, argument: object = None) -> None:
        """Show somebody by id."""
        if isinstance(argument, UUID):
            self.choose(argument)

    # What people do

    def look(self) -> None:
        """List what the search box and the filters ask for."""
        self.list.look_for(self.filters.wanted())

    def show_chosen(self) -> None:
        """Show the person that is chosen, with what is old in the household."""
        chosen, month = self.list.selected(), self.filters.wanted().month
        found = [] if chosen is None else monitoring_lines(self._session, [chosen], month)
        if not found:
            self.pane.show_person(None)
        else:
            one = found[0]
            stale = stale_facts(self._session, one.household_id) if one.household_id.int else []
            months = self._session.rules.number("monitoring.stale_months", self._session.today())
            self.pane.show_person(one, stale, months)
        self.hints_changed.emit()

    def act(self) -> None:
        """Say that nothing changed for the chosen person."""
        if self.pane.shown is not None and self.pane.shown.state == OPEN:
            self.do(pane.UNCHANGED)

    def do(self, verb: str) -> None:
        """Do with the chosen person what the pane or a key asks for."""
        one = self.pane.shown
        if one is None:
            return
        self.pane.refusal.hide()
        if verb == pane.CHANGED:
            self.go.emit("visits", one.id)
        elif verb == pane.PERSON:
            self.go.emit("people", one.id)
        elif one.state == OPEN:
            self._unchanged([one.id] if verb == pane.UNCHANGED else self._household(one.id))

    def show_month(self) -> None:
        """Show the month of the villages chosen, one after another, and offer to close it."""
        wanted = self.filters.wanted()
        for village in reversed(wanted.village_codes or self._session.village_codes):
            self.run(partial(month_sheet, self._session, village, wanted.month), self._show_sheet)

    # Inside

    def _export(self, path: str, secrecy: Secrecy) -> str:
        """Write the list in view: whom the month asks, and what they said."""
        wanted = self.list.wanted
        return export_monitored(
            self._session, path, wanted, secrecy=secrecy, replace=True
        ).sentence()

    def _registered(self) -> Sequence[UUID]:
        """Return what was registered in the month in view."""
        wanted = self.list.wanted
        month = wanted.month or Month.around(self._session.today()).text
        found = Wanted(
            text=wanted.text, village_codes=wanted.village_codes, codes={"month": (month,)}
        )
        return found_ids(self._session, kind_named("monitoring"), found)

    def _household(self, person_id: UUID) -> list[UUID]:
        household = self._session.get(Person, person_id).household_id
        members = {one.id for one in self._session.find(Person, household_id=household)}
        wanted = self.filters.wanted()
        every = MonitoringFilter(month=wanted.month, state=OPEN)
        return [id_ for id_ in find_monitored(self._session, every) if id_ in members]

    def _unchanged(self, people: list[UUID]) -> None:
        month, following = self.filters.wanted().month, self._next(set(people))
        done = partial(self._kept, following)
        self.run(partial(monitor_unchanged, self._session, people, month), done)

    def _next(self, gone: set[UUID]) -> UUID | None:
        """Return who follows in the list and is not asked yet."""
        ids = [id_ for id_ in self.list.table.records.ids if isinstance(id_, UUID)]
        chosen = self.list.selected()
        begins = ids.index(chosen) if chosen in ids else 0
        return next((id_ for id_ in ids[begins:] if id_ not in gone), None)

    def _kept(self, following: UUID | None, count: int) -> None:
        self.look()
        if following is not None:
            self.list.select(following)
        self.show_chosen()
        self.toast.emit(f"已登记 {count} 人无变化", True)

    def _show_sheet(self, sheet: MonthSheet) -> None:
        question = month_question(self.window(), sheet)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if sheet.snapshot is None:
            question.accepted.connect(partial(self._close, sheet))
        question.open()

    def _close(self, sheet: MonthSheet) -> None:
        work = partial(close_month, self._session, sheet.village_code, sheet.month)
        self.run(work, self._closed)

    def _closed(self, snapshot: Snapshot) -> None:
        self.toast.emit(f"{Month.of(snapshot.month).told}已经关账", None)
        self.refresh()

    def _count(self, shown: int, counts: tuple[int, int]) -> None:
        every, left = counts
        parts = [f"应问 {every:,} 人", f"已问 {every - left:,} 人", f"还差 {left:,} 人"]
        self._head.set_note(" · ".join(parts) if every else "")
        self.counted.emit(left, False)
