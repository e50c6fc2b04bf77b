"""外出务工: who works where, since when, for how many months, and what comes next."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_app.domain.records import Employment, Person
from desktop_app.session import Changes, Session
from desktop_app.use_cases.print_orders import register_orders
from desktop_app.use_cases.transfers import (
    AWAY,
    latest_of_person,
    transfer_file,
    transfer_lines,
)
from ui.buttons import Button
from ui.export_dialog import Exportable, Exporting
from ui.jobs import Jobs
from ui.list_page import ListPage
from ui.page import Hint
from ui.pages import transfers_pane as pane
from ui.pages.transfers_dialogs import GO, TransferDialogs
from ui.pages.transfers_list import TransferFilterRow, TransferList
from ui.print_menu import PrintMenu
from ui.sheet_import import SheetImporting


class TransfersPage(ListPage[TransferFilterRow, TransferList, pane.TransferPane]):
    """The list of those who work away with search and filters, and the pane of one."""

    name, title, icon = "away", "外出务工", "plane"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._session = session
        filters, listing = TransferFilterRow(session), TransferList(session, jobs)
        super().__init__(jobs, filters, listing, pane.TransferPane(), parent)
        self.dialogs = TransferDialogs(self, session, jobs)
        self.printing = PrintMenu(self, session, jobs)
        self._head.add_action(Button("打印台账", icon_name="printer", clicked=self.print_out))
        offered = [Exportable("transfers", lambda: self.list.ids(self.list.wanted))]
        self.exporting = Exporting(self, session, jobs, offered)
        self._head.add_action(self.exporting.button())
        self.importing = SheetImporting(self, session, jobs, "transfers")
        self._head.add_action(self.importing.button())
        self._head.add_action(Button(GO, "primary", "plus", "Ctrl N", clicked=self.add))
        self.list.counted.connect(self._count)
        self.list.add_asked.connect(self.add)
        self.pane.asked.connect(self.do)
        self.key("Ctrl+E", partial(self.do, pane.EDIT))
        self.key("Ctrl+N", self.add)

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys for the search box, or for the list and the pane."""
        if self.filters.search.hasFocus():
            return [("↓", "到名单"), ("Esc", "清空"), ("F6", "换一栏"), ("Ctrl N", GO)]
        keys = [("Esc", "回名单")] if self._alone else [("/", "搜索"), ("↑↓", "选一个人")]
        if self._narrow and not self._alone:
            keys.append(("Enter", "打开"))
        elif self.pane.shown is not None:
            keys += [("Enter", self._first_act()), ("Ctrl E", "修改")]
        return [*keys, ("F6", "换一栏"), ("Ctrl N", GO)]

    def refresh(self, changes: object = None) -> None:
        """Read the list and the chosen person again."""
        if not isinstance(changes, Changes) or changes.touches(Employment, Person):
            super().refresh(changes)

    def open(self, argument: object = None) -> None:
        """Show a spell by id, or the last one of a person; somebody without one is registered."""
        if not isinstance(argument, UUID):
            return
        if transfer_lines(self._session, [argument]):
            self.choose(argument)
        elif last := latest_of_person(self._session, argument):
            self.choose(last)
        else:
            self.add(argument)

    # What people do

    def look(self) -> None:
        """List what the search box and the filters ask for."""
        self.list.look_for(self.filters.wanted())

    def show_chosen(self) -> None:
        """Show the work of whoever is chosen."""
        chosen = self.list.selected()
        there = chosen is not None and transfer_lines(self._session, [chosen])
        self.pane.show_file(transfer_file(self._session, chosen) if chosen and there else None)
        self.hints_changed.emit()

    def act(self) -> None:
        """Register the return of who is away, or that somebody goes again."""
        if self.pane.shown is not None:
            self.do(pane.RETURN if self.pane.shown.line.state == AWAY else pane.AGAIN)

    def add(self, person_id: UUID | None = None) -> None:
        """Register work away, of a person given or of one that is searched for."""
        self.dialogs.add(partial(self._kept, "已登记{}外出"), person_id)

    def do(self, verb: str) -> None:
        """Do with the chosen spell what the pane or a key asks for."""
        if self.pane.shown is None:
            return
        self.pane.refusal.hide()
        one = self.pane.shown.line
        acts: dict[str, Callable[[], object]] = {
            pane.RETURN: partial(self.dialogs.come_home, one, partial(self._kept, "已登记{}返乡")),
            pane.DEPART: partial(self.dialogs.depart, one, partial(self._kept, "已登记{}下次外出")),
            pane.EDIT: partial(self.dialogs.edit, one, partial(self._kept, "已保存{}的外出")),
            pane.AGAIN: partial(self.add, one.person_id),
            pane.PERSON: partial(self.go.emit, "people", one.person_id),
        }
        acts[verb]()

    def print_out(self) -> None:
        """Offer the register of each village for this year."""
        self.printing.ask(register_orders(self._session, "transfer_register"))

    # Inside

    def _first_act(self) -> str:
        shown = self.pane.shown
        return "登记返乡" if shown is not None and shown.line.state == AWAY else GO

    def _count(self, shown: int, counts: tuple[int, int, int]) -> None:
        total, away, undecided = counts
        parts = [f"{total:,} 人", f"在外 {away:,} 人"]
        if self.filters.narrows():
            parts.insert(1, f"筛出 {shown:,} 人")
        if undecided:
            parts.append(f"返乡后没有下一步 {undecided:,} 人")
        self._head.set_note(" · ".join(parts) if total else "")
        self.counted.emit(undecided, False)

    def _kept(self, words: str, employment: Employment) -> None:
        self.look()
        self.choose(employment.id)
        name = self._session.get(Person, employment.person_id).name
        self.toast.emit(words.format(name), True)
