"""参保: what is due, who is in which scheme, and what was paid."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_app.domain.records import Enrolment, Household, Person
from desktop_app.session import Changes, Session
from desktop_app.use_cases.enrolments import (
    NORMAL,
    enrolment_lines,
    enrolments_of,
    outlook,
    save_enrolment,
)
from desktop_app.use_cases.people import person_lines
from desktop_app.use_cases.print_orders import enrolment_orders, register_orders
from ui.buttons import Button
from ui.export_dialog import Exportable, Exporting
from ui.jobs import Jobs
from ui.list_page import ListPage
from ui.page import Hint
from ui.pages import enrolments_pane as pane
from ui.pages.enrolments_dialogs import EnrolmentDialogs
from ui.pages.enrolments_filters import EnrolmentFilterRow
from ui.pages.enrolments_list import EnrolmentList
from ui.pages.enrolments_words import can_pay
from ui.print_menu import PrintMenu
from ui.sheet_import import SheetImporting


class EnrolmentsPage(ListPage[EnrolmentFilterRow, EnrolmentList, pane.EnrolmentPane]):
    """The list of enrolments with search and filters, and the pane of one."""

    name, title, icon = "enrolments", "参保", "shield-check"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._session = session
        filters, listing = EnrolmentFilterRow(), EnrolmentList(session, jobs)
        super().__init__(jobs, filters, listing, pane.EnrolmentPane(), parent)
        self.dialogs = EnrolmentDialogs(self, session, jobs)
        self.printing = PrintMenu(self, session, jobs)
        self._head.add_action(
            Button("打印", icon_name="printer", key="Ctrl P", clicked=self.print_out)
        )
        offered = [Exportable("enrolments", lambda: self.list.ids(self.list.wanted))]
        self.exporting = Exporting(self, session, jobs, offered)
        self._head.add_action(self.exporting.button())
        self.importing = SheetImporting(self, session, jobs, "enrolments")
        self._head.add_action(self.importing.button())
        self._head.add_action(Button("登记参保", "primary", "plus", "Ctrl N", clicked=self.add))
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
        if not isinstance(changes, Changes) or changes.touches(Enrolment, Person, Household):
            super().refresh(changes)

    def open(self, argument: object = None) -> None:
        """Show an enrolment by id, or those of a person; somebody without one is enrolled."""
        if not isinstance(argument, UUID):
            return
        if enrolment_lines(self._session, [argument]):
            self.choose(argument)
        elif theirs := enrolments_of(self._session, argument):
            self.choose(theirs[0].id)
        else:
            self.add(argument)

    # What people do

    def look(self) -> None:
        """List what the search box and the filters ask for."""
        self.list.look_for(self.filters.wanted())

    def show_chosen(self) -> None:
        """Show the enrolment that is chosen, with all of the person."""
        chosen = self.list.selected()
        found = [] if chosen is None else enrolment_lines(self._session, [chosen])
        if not found:  # nothing is chosen, or it was removed meanwhile
            self.pane.show_enrolment(None)
        else:
            one = found[0]
            people = person_lines(self._session, [one.person_id])
            theirs = enrolments_of(self._session, one.person_id)
            stands = outlook(self._session, one.id)
            self.pane.show_enrolment(one, people[0] if people else None, theirs, stands)
        self.hints_changed.emit()

    def act(self) -> None:
        """Register a payment of what is chosen, or correct it."""
        one = self.pane.shown
        if one is not None:
            self.do(pane.PAY if can_pay(one) else pane.EDIT)

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
            pane.SWITCH: partial(self.dialogs.switch, one, partial(self._kept, "已换成{}的{}")),
            pane.MORE: partial(self.add, one.person_id),
            pane.PERSON: partial(self.go.emit, "people", one.person_id),
        }
        acts[verb]()

    def print_out(self) -> None:
        """Offer the form of the chosen enrolment, and the register of each village."""
        one = self.pane.shown
        own = [] if one is None else enrolment_orders(self._session, one.id)
        self.printing.ask([*own, *register_orders(self._session, "enrolment_register")])

    # Inside

    def _connect(self) -> None:
        self.list.counted.connect(self._count)
        self.list.add_asked.connect(self.add)
        self.pane.asked.connect(self.do)
        self.pane.enrolment_chosen.connect(self.choose)
        self.key("Ctrl+E", partial(self.do, pane.EDIT))
        self.key("Ctrl+N", self.add)
        self.key("Ctrl+P", self.print_out)

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

    def _save(self, words: str, enrolment: Enrolment) -> None:
        self.run(partial(save_enrolment, self._session, enrolment), partial(self._kept, words))

    def _kept(self, words: str, enrolment: Enrolment) -> None:
        self.look()
        self.choose(enrolment.id)
        if (one := self.pane.shown) is not None:
            self.toast.emit(words.format(one.name, one.scheme_text), True)
