"""补贴汇总: what the closed rolls of a year come to, by month, village and line of funding."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from desktop_app.domain.money import exact_yuan
from desktop_app.domain.records import Roll, RollLine
from desktop_app.session import Changes, Session
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.print_orders import PrintOrder
from desktop_app.use_cases.roll_totals import RollTotal, RollTotals, export_totals, roll_totals
from printing.form_names import FORMS
from ui import theme
from ui.buttons import Button
from ui.cards import Card, PageHead
from ui.empty_state import EmptyState
from ui.file_places import ask_for_place
from ui.filter_button import FilterButton
from ui.flow_row import FlowRow
from ui.jobs import Jobs
from ui.page import Hint, Page
from ui.print_menu import PrintMenu
from ui.record_table import Column, Id, RecordTable

YEARS_BACK = 4
MONTHS, VILLAGES, DEPARTMENTS = "months", "villages", "departments"
WAYS = ((MONTHS, "按月份"), (VILLAGES, "按嘎查村"), (DEPARTMENTS, "按主管部门"))
PAPER = "subsidy_totals"
FILES = "Excel 工作簿 (*.xlsx)"


class RollTotalsPage(Page):
    """The sums of a year in one table, the whole in its last row."""

    name, title, icon = "totals", "补贴汇总", "wallet"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.found: RollTotals | None = None
        self._by_place: dict[Id, RollTotal] = {}
        self.printing = PrintMenu(self, session, jobs)
        self._head = PageHead(self.title)
        self._head.add_action(
            Button("打印", icon_name="printer", key="Ctrl P", clicked=self.print_out)
        )
        self._head.add_action(
            Button("导出 Excel", icon_name="download", key="Ctrl E", clicked=self.ask_to_write)
        )
        self.key("Ctrl+E", self.ask_to_write)
        self.key("Ctrl+P", self.print_out)
        this = session.today().year
        years = [(str(this - back), f"{this - back} 年") for back in range(YEARS_BACK)]
        self.years = FilterButton("年度", years, single=True, none="今年")
        villages = [(code, village_name(code)) for code in session.village_codes]
        self.villages = FilterButton("嘎查村", villages, single=True, none="全部嘎查村")
        self.ways = FilterButton("分列", list(WAYS[1:]), single=True, none=WAYS[0][1])
        self.table = RecordTable(_columns(), self._rows)
        self.table.too_narrow = ((3, 640),)  # what is corrected, before the months and their sums
        self.table.setAccessibleName("补贴汇总")
        self._lay_out()
        for button in (self.years, self.villages):
            button.changed.connect(self.refresh)
        self.ways.changed.connect(self._show_lines)

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys of the table."""
        return [
            ("↑↓", "选一行"), ("F6", "换一栏"), ("Ctrl P", "打印"), ("Ctrl E", "导出 Excel"),
        ]  # fmt: skip

    def refresh(self, changes: object = None) -> None:
        """Add up again where a roll changed."""
        if isinstance(changes, Changes) and not changes.touches(Roll, RollLine):
            return
        work = partial(roll_totals, self._session, self._year(), "".join(self.villages.values()))
        self._jobs.start(self, lambda _: work(), self._show, self.refused.emit)

    def focus_first(self) -> None:
        """Give the keyboard to the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """Return the filters and the table."""
        return self.years, self.table

    # What people do

    def print_out(self) -> None:
        """Offer the sums of the year on paper, all three ways."""
        village = "".join(self.villages.values())
        about = village_name(village) if village else "全部嘎查村"
        words = f"{self._year()}年{FORMS[PAPER]} · {about}"
        self.printing.ask(
            [PrintOrder(form=PAPER, words=words, village_code=village, year=self._year())]
        )

    def ask_to_write(self) -> None:
        """Ask for a file and write the sums of the year to it, all three ways."""
        name = f"{self._year()}年补贴汇总.xlsx"
        ask_for_place(self, "导出补贴汇总", name, FILES, self.write)

    def write(self, path: Path) -> None:
        """Write the workbook; whoever was asked for the file agreed to replace it."""
        village = "".join(self.villages.values())
        work = partial(export_totals, self._session, str(path), self._year(), village, replace=True)
        self._jobs.start(
            self, lambda _: work(), lambda kept: self.toast.emit(f"已导出：{kept}", None),
            self.refused.emit,
        )  # fmt: skip

    # Inside

    def _lay_out(self) -> None:
        filters = QWidget()
        row = FlowRow(filters)
        for button in (self.years, self.villages, self.ways):
            row.addWidget(button)
        card = Card(padding=0)
        card.body.setContentsMargins(1, 1, 1, 1)
        self._views = QStackedLayout()
        self._views.addWidget(self.table)
        self._empty = EmptyState(
            "wallet",
            "这一年还没有关账的补贴",
            "在公益岗位的补贴发放里把月份关账以后，这里就有合计。",
        )
        self._views.addWidget(self._empty)
        card.body.addLayout(self._views)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(self._head)
        column.addWidget(filters)
        column.addWidget(card, 1)

    def _year(self) -> int:
        return int("".join(self.years.values()) or self._session.today().year)

    def _show(self, found: RollTotals) -> None:
        self.found = found
        whole = found.whole
        closed, paid = exact_yuan(whole.total_fen), exact_yuan(whole.paid_fen)
        self._head.set_note(f"{whole.name}关账 {closed} 元，已发 {paid} 元")
        self._show_lines()

    def _show_lines(self) -> None:
        if self.found is None:
            return
        way = "".join(self.ways.values()) or MONTHS
        ways = {
            MONTHS: self.found.by_month,
            VILLAGES: self.found.by_village,
            DEPARTMENTS: self.found.by_department,
        }
        lines = ways[way]
        shown = [*lines, replace(self.found.whole, name="合计")] if lines else []
        self._by_place = dict(enumerate(shown))
        self._views.setCurrentWidget(self.table if lines else self._empty)
        self.table.show(list(self._by_place))

    def _rows(self, ids: list[Id]) -> Sequence[RollTotal]:
        return [self._by_place[one] for one in ids]


def _columns() -> list[Column[RollTotal]]:
    return [
        Column("名称", 130, lambda one: one.name, stretch=True),
        Column("人次", 64, lambda one: f"{one.people:,}", kind="number"),
        Column("关账金额（元）", 116, lambda one: exact_yuan(one.total_fen), kind="number"),
        Column("其中更正（元）", 116, lambda one: exact_yuan(one.corrected_fen), kind="number"),
        Column("实发（元）", 116, lambda one: exact_yuan(one.paid_fen), kind="number"),
        Column(
            "未发（元）", 116, lambda one: exact_yuan(one.total_fen - one.paid_fen), kind="number"
        ),
    ]
