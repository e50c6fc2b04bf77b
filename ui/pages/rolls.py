"""补贴发放: the months at the left; one month, its lines and its next step at the right."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refused
from desktop_app.domain.money import yuan
from desktop_app.domain.months import Month
from desktop_app.domain.records import (
    Agreement,
    Appraisal,
    Attendance,
    Outcome,
    Person,
    Placement,
    Post,
    RecordId,
    Roll,
    RollLine,
)
from desktop_app.domain.rules import findings_of
from desktop_app.session import Changes, Session
from desktop_app.use_cases.exporting.gate import Secrecy
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.print_orders import PrintOrder, usual_copies
from desktop_app.use_cases.roll_exports import export_roll
from desktop_app.use_cases.rolls import (
    Draft,
    RollFile,
    RollMonth,
    draft_roll,
    roll_file,
    roll_months,
)
from ui import theme
from ui.buttons import Button
from ui.cards import Card, PageHead
from ui.export_dialog import Exportable, Exporting
from ui.jobs import Job, Jobs
from ui.page import Hint, Page
from ui.pages import rolls_pane as pane
from ui.pages.month_place import MonthPlace
from ui.pages.rolls_dialogs import RollDialogs
from ui.print_menu import PrintMenu
from ui.record_table import Column, Id, RecordTable
from ui.sheet_import import SheetImporting
from ui.why_dialog import WhyDialog

LARGE = 1.5
"""Above this text scale the months go without their sums."""

PAPERS = {
    "subsidy_summary": "汇总表",
    "subsidy_notice": "公示表",
    "subsidy_roster": "发放花名册",
}
_LOOKED_AT = (
    *(Attendance, Agreement, Appraisal, Outcome, Person, Placement, Post, Roll, RollLine),
)

Found = tuple[list[RollMonth], Draft | RollFile | None]


class RollsPage(Page):
    """The rolls of a village and a line of funding, one a month."""

    name, title, icon = "rolls", "补贴发放", "wallet"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.months: list[RollMonth] = []
        self._reading: Job[Found] | None = None
        self._showing = False
        self.place = MonthPlace(session.village_codes, session.today(), with_month=False)
        self.pane = pane.RollPane()
        self.dialogs = RollDialogs(self, session, jobs)
        self.printing = PrintMenu(self, session, jobs)
        self.list = RecordTable(_month_columns(), self._fetch)
        self.list.setAccessibleName("月份")
        self._lay_out()
        self.place.changed.connect(self.refresh)
        self.list.current_changed.connect(self._choose)
        self.pane.asked.connect(self.do)
        self.pane.said.acted.connect(self._show_findings)

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys of the months, or of the lines."""
        if self.pane.table.hasFocus():
            return [("↑↓", "选人"), ("Enter", "为什么"), ("F6", "换栏")]
        return [("↑↓", "选月份"), ("F6", "换栏"), ("Ctrl P", "打印"), ("Ctrl E", "导出 Excel")]

    def refresh(self, changes: object = None) -> None:
        """Read the months and the chosen one again."""
        if isinstance(changes, Changes) and not changes.touches(*_LOOKED_AT):
            return
        if self._reading is not None:
            self._reading.cancel()
        where = self.place.where
        self._reading = self._jobs.start(
            self, lambda _: self._read(*where), partial(self._show, where), self.refused.emit
        )

    def open(self, argument: object = None) -> None:
        """Show a roll by its id, or a month by (village, month, department)."""
        match argument:
            case UUID():
                for roll in self._session.many(Roll, [argument]):
                    self.place.go_to(Month.of(roll.month), roll.village_code, roll.department)
            case (str(village), str(month), str(department)):
                self.place.go_to(Month.of(month), village, department)

    def focus_first(self) -> None:
        """Give the keyboard to the months."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """Return the months, the lines and the next step."""
        return self.list, self.pane.table, self.pane.next

    # What people do

    def do(self, verb: str) -> None:
        """Do with the month what a button or a key asks for."""
        if verb == pane.WHY:
            self._why()
        elif verb == pane.NEXT:
            self._next()
        elif self.pane.file is not None:
            file = self.pane.file
            if verb == pane.RETURN:
                self.dialogs.send_back(file, partial(self._done, "已退回，月份重新打开"))
            elif verb == pane.FAILED:
                self._fail(file)

    def print_out(self, form: str) -> None:
        """Show a paper of the closed roll as it will be printed."""
        file = self._closed_file()
        if file is None:
            return
        told = Month.of(file.roll.month).told
        order = PrintOrder(form=form, words=f"{told}补贴{PAPERS[form]}", ids=(file.roll.id,))
        self.printing.print_out(order, usual_copies(self._session)[form])

    def ask_for_file(self) -> None:
        """Ask how and where the workbook of the closed roll is to be written."""
        file = self._closed_file()
        if file is not None:
            self.exporting.ask(self.roll_book(file))

    def roll_book(self, file: RollFile) -> Exportable:
        """Return the workbook of a closed roll, by its official head."""
        where = village_name(file.roll.village_code)
        name = f"{where}{Month.of(file.roll.month).told}补贴表"
        return Exportable(name=name, own=partial(self._export, file.roll.id))

    def _export(self, roll_id: RecordId, path: str, secrecy: Secrecy) -> str:
        written = export_roll(self._session, roll_id, path, secrecy=secrecy, replace=True)
        return f"已导出：{Path(written).name}"

    def read_bank(self) -> None:
        """Confirm payments from the bank's own file, once the month is approved."""
        file = self.pane.file
        if file is None or file.roll.approved_on is None:
            self.toast.emit("这个月还没有审核。登记审核以后，再读银行回单。", None)
            return
        self.dialogs.bank(file, partial(self._done, "已按银行回单登记"), self.refused.emit)

    # Inside

    def _next(self) -> None:
        if self.pane.draft is not None:
            done = partial(self._done, "已关账")
            self.dialogs.close(self.pane.draft, done, self.refused.emit)
            return
        file = self.pane.file
        if file is None:
            return
        steps: dict[str, Callable[[], object]] = {
            "登记公示": lambda: self.dialogs.publish(file, partial(self._done, "公示已登记")),
            "登记异议": lambda: self.dialogs.objection(
                file, partial(self._done, "异议已登记"), settled=False
            ),
            "处理异议": lambda: self.dialogs.objection(
                file, partial(self._done, "异议处理已登记"), settled=True
            ),
            "登记审核": lambda: self.dialogs.approve(file, partial(self._done, "审核已登记")),
            "登记发放": lambda: self.dialogs.pay(file, partial(self._done, "发放已登记")),
        }
        steps[file.state.verb]()

    def _why(self) -> None:
        one = self.pane.current()
        if one is None:
            return
        words = (
            "没有补贴标准，算不出来。" if one.amount_fen is None else f"{yuan(one.amount_fen)} 元"
        )
        findings = findings_of(one.explanation)
        title = f"{one.name} {Month.of(one.for_month).told}补贴"
        dialog = WhyDialog(self, title, findings, words=words)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show_findings(self) -> None:
        dialog = WhyDialog(self, "关账以前的核对", self.pane.findings())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _fail(self, file: RollFile) -> None:
        one = self.pane.current()
        payee = next(
            (each for each in file.payees if one and each.person_id == one.person_id), None
        )
        if payee is not None:
            self.dialogs.fail(file, payee, partial(self._done, "未发的原因已登记"))

    def _closed_file(self) -> RollFile | None:
        if self.pane.file is None:
            self.toast.emit("这个月还没有关账。关账以后再打印和导出。", None)
        return self.pane.file

    def _done(self, words: str, _: object) -> None:
        self.refresh()
        self.toast.emit(words, None)

    def _read(self, village: str, month: str, department: str) -> Found:
        months = roll_months(self._session, village, department)
        roll_id = next((one.roll_id for one in months if one.month == month), None)
        if roll_id is not None:
            return months, roll_file(self._session, roll_id)
        try:
            return months, draft_roll(self._session, village, month, department)
        except Refused:
            return months, None  # closed by another desk between the two questions

    def _show(self, where: tuple[str, str, str], found: Found) -> None:
        if where != self.place.where:
            return
        self.months, shown = found
        self._showing = True
        self.list.show([one.month for one in self.months])
        self.list.select(self.place.month.text)
        self._showing = False
        if isinstance(shown, RollFile):
            self.pane.show_file(shown)
        elif shown is not None:
            self.pane.show_draft(shown)
        for button in (self.paper, self.export):
            button.setEnabled(isinstance(shown, RollFile))
        late = [one for one in self.months if one.tone == "bad"]
        closed = sum(one.roll_id is not None for one in self.months)
        self._head.set_note(
            f"{closed} 个月已关账" + (f" · {len(late)} 个月有没发出的" if late else "")
        )
        self.counted.emit(len(late), bool(late))

    def _choose(self, chosen: object) -> None:
        month = next((one for one in self.months if one.month == chosen), None)
        if self._showing or month is None:
            return
        if month.month != self.place.month.text:
            self.place.go_to(Month.of(month.month))

    def _fetch(self, ids: list[Id]) -> list[RollMonth]:
        known: dict[Id, RollMonth] = {one.month: one for one in self.months}
        return [known[one] for one in ids if one in known]

    # Building

    def _lay_out(self) -> None:
        self._head = PageHead("补贴发放")
        menu = QMenu(self)
        for form, words in PAPERS.items():
            menu.addAction(words).triggered.connect(partial(self._printed, form))
        self.paper = Button("打印", icon_name="printer", key="Ctrl P")
        self.paper.clicked.connect(
            lambda: menu.popup(self.paper.mapToGlobal(self.paper.rect().bottomLeft()))
        )
        self.export = Button("导出 Excel", icon_name="download", clicked=self.ask_for_file)
        offered = [*map(Exportable, ("subsidies", "rolls"))]
        self.exporting = Exporting(self, self._session, self._jobs, offered)
        registers = self.exporting.button("导出台账")
        self.importing = SheetImporting(self, self._session, self._jobs, "subsidies_paid")
        self.paid = self.importing.button("导入实发", [("银行回单", self.read_bank)])
        for button in (registers, self.paid, self.export, self.paper):
            self._head.add_action(button)
        months = Card(padding=0)
        months.body.setContentsMargins(1, 1, 1, 1)
        months.body.addWidget(self.list)
        below = QHBoxLayout()
        below.setSpacing(theme.S4)
        large = theme.scale() > LARGE
        self.list.setColumnHidden(1, large)
        below.addWidget(months, 400 if large else 296)
        below.addWidget(self.pane, 806)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self._head)
        column.addWidget(self.place)
        column.addLayout(below, 1)
        self.key("Ctrl+P", self.paper.click)
        self.key("Ctrl+E", self.ask_for_file)

    def _printed(self, form: str, _: bool = False) -> None:
        self.print_out(form)


def _total(one: RollMonth) -> str:
    return "" if one.roll_id is None else yuan(one.total_fen)


def _month_columns() -> list[Column[RollMonth]]:
    return [
        Column("月份", 96, lambda one: one.told, stretch=True),
        Column(
            "金额（元）", 92, lambda one: yuan(one.total_fen) if one.roll_id else "", kind="number"
        ),
        Column("状态", 92, lambda one: one.words, kind="pill", tone=lambda one: one.tone),
    ]
