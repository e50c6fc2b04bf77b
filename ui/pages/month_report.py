"""月报: what was done in a month, beside the month before, with charts; printed and exported."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.months import Month
from desktop_app.session import Session
from desktop_app.use_cases.month_books import export_month_report
from desktop_app.use_cases.month_report import AreaLine, MonthReport, ReportedFigure, month_report
from desktop_app.use_cases.print_orders import PrintOrder
from printing.form_names import FORMS
from ui import failures, theme
from ui.bar_chart import BarChart
from ui.buttons import Button
from ui.cards import Card, PageHead, ScrollColumn
from ui.file_places import ask_for_place
from ui.filter_button import FilterButton
from ui.flow_row import FlowRow
from ui.jobs import Jobs
from ui.labels import label, line
from ui.layouts import empty
from ui.list_page import NARROW
from ui.page import Hint, Page
from ui.pages.ledger_dialog import LedgerDialog
from ui.pages.month_place import MonthStep
from ui.pages.month_tables import SPARED, area_columns, figure_columns
from ui.pages.transfers_report import areas_of
from ui.print_menu import PrintMenu
from ui.record_table import Id, RecordTable
from ui.refusal_card import RefusalCard

REPORT = "month_report"
BY_AREA, CHARTS = "areas", "charts"
WAYS = ((BY_AREA, "按地方"), (CHARTS, "看图"))
FILES = "Excel 工作簿 (*.xlsx)"
NO_TARGETS = "今年还没有下达目标，也没有数。"


class MonthReportPage(Page):
    """The figures of a month beside the charts and the digest of the journal; or its areas."""

    name, title, icon = "month", "月报", "calendar"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.report: MonthReport | None = None
        self.printing = PrintMenu(self, session, jobs)
        self._head = PageHead(self.title)
        self._head.add_action(
            Button("打印", icon_name="printer", key="Ctrl P", clicked=self.print_out)
        )
        self._head.add_action(
            Button("导出 Excel", icon_name="download", key="Ctrl E", clicked=self.ask_to_write)
        )
        self.month = MonthStep(session.today())
        self.areas = FilterButton("地方", areas_of(session.village_codes), single=True)
        self.ways = FilterButton("分列", WAYS, single=True, none="按指标")
        self.figures: RecordTable = RecordTable(figure_columns(), self._figure_rows)
        self.figures.setAccessibleName("本月的数")
        self.places: RecordTable = RecordTable(area_columns(), self._area_rows)
        self.places.setAccessibleName("各地情况")
        self.views, self._notes = QStackedWidget(), QVBoxLayout()
        self.targets = BarChart("完成数与目标数", NO_TARGETS)
        self.visits = BarChart("走访到的户与总户数")
        self.ledger = label("", theme.SECONDARY, tone="text2", wrap=True)
        self.ledger.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.check = Button("核对纸上的账本摘要", icon_name="shield-check", clicked=self.ask_check)
        self.refusal = RefusalCard()
        self._lay_out()
        self._follow()

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys of the month, the table and the paper."""
        keys = [("Ctrl ←", "上一个月"), ("Ctrl →", "下一个月"), ("Ctrl P", "打印"),
                ("Ctrl E", "导出 Excel"), ("F6", "换一栏")]  # fmt: skip
        return [("Enter", "只看这个地方"), *keys] if self._way() == BY_AREA else keys

    def refresh(self, changes: object = None) -> None:
        """Count again; the whole county takes a moment, so the numbers come when ready."""
        work = partial(month_report, self._session, self.month.month.text, self._area())
        self._jobs.start(self, lambda _: work(), self._show, self._failed)

    def focus_first(self) -> None:
        """Give the keyboard to the table, or to the charts where they stand alone."""
        self.panes()[1].setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """Return the filters, and the table and the charts as far as they are in view."""
        shown = [] if self._way() == CHARTS else [self.views.currentWidget()]
        return self.month.earlier, *shown, *([] if self._pictures.isHidden() else [self.charts])

    # What people do

    def print_out(self) -> None:
        """Offer the report of the month on paper."""
        told = self.month.month.told
        area = self.report.area if self.report is not None else ""
        self.printing.ask([
            PrintOrder(
                form=REPORT, words=f"{told}{FORMS[REPORT]} · {area}",
                village_code=self._area(), month=self.month.month.text,
            )
        ])  # fmt: skip

    def ask_to_write(self) -> None:
        """Ask for a file and write the report to it."""
        ask_for_place(self, "导出月报", f"{self.month.month.told}月报.xlsx", FILES, self.write)

    def write(self, path: Path) -> None:
        """Write the workbook; whoever was asked for the file agreed to replace it."""
        work = partial(
            export_month_report, self._session, str(path), self.month.month.text, self._area(),
            replace=True,
        )  # fmt: skip
        self._jobs.start(
            self, lambda _: work(), lambda kept: self.toast.emit(f"已导出：{kept}", None),
            self.refused.emit,
        )  # fmt: skip

    def ask_check(self) -> LedgerDialog:
        """Ask for the number and the digest of a printed report, and compare it."""
        dialog = LedgerDialog(self.window(), self._session, self._jobs)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    # Inside

    def _area(self) -> str:
        return "".join(self.areas.values())

    def _way(self) -> str:
        return "".join(self.ways.values())

    def _follow(self) -> None:
        self.month.changed.connect(self.refresh)
        self.areas.changed.connect(self.refresh)
        self.ways.changed.connect(self._settle)
        self.places.opened.connect(lambda code: self.areas.choose((str(code),)))
        self.key("Ctrl+Left", partial(self.month.step, -1))
        self.key("Ctrl+Right", partial(self.month.step, 1))
        self.key("Ctrl+P", self.print_out)
        self.key("Ctrl+E", self.ask_to_write)

    def _lay_out(self) -> None:
        filters = QWidget()
        row = FlowRow(filters)
        row.addWidget(self.month)
        row.addWidget(self.areas)
        row.addWidget(self.ways)
        self.areas.setVisible(len(self._session.village_codes) > 1)
        self._numbers, self._pictures = self._number_card(), self._chart_card()
        below = QHBoxLayout()
        below.setSpacing(theme.S4)
        below.addWidget(self._numbers, 720)
        below.addWidget(self._pictures, 400)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        for part in (self._head, filters, self.refusal):
            column.addWidget(part)
        column.addLayout(below, 1)

    def _number_card(self) -> Card:
        card = Card(padding=0)
        card.body.setSpacing(0)
        card.body.setContentsMargins(1, 1, 1, 1)
        for table in (self.figures, self.places):
            self.views.addWidget(table)
        card.body.addWidget(self.views, 1)
        card.body.addWidget(line())
        self._notes.setContentsMargins(theme.S3, theme.S2, theme.S3, theme.S2)
        card.body.addLayout(self._notes)
        return card

    def _chart_card(self) -> Card:
        card = Card(padding=0)
        card.body.setContentsMargins(1, 1, 1, 1)
        self.charts = ScrollColumn()
        self.charts.setAccessibleName("图和账本摘要")
        self.charts.column.setContentsMargins(theme.S3, theme.S3, theme.S3, theme.S3)
        for chart in (self.targets, self.visits):
            self.charts.column.addWidget(label(chart.accessibleName(), theme.SECONDARY, bold=True))
            self.charts.column.addWidget(chart)
        self.charts.column.addWidget(line())
        self.charts.column.addWidget(self.ledger)
        self.charts.column.addWidget(self.check, 0, Qt.AlignmentFlag.AlignLeft)
        self.charts.column.addStretch(1)
        card.body.addWidget(self.charts)
        return card

    def _settle(self) -> None:
        """Show the figures, beside them the charts where both fit; or the areas; or the charts."""
        way, wide = self._way(), self.width() >= theme.px(NARROW)
        self._numbers.setVisible(way != CHARTS)
        self._pictures.setVisible(way == CHARTS or (not way and wide))
        self.views.setCurrentWidget(self.places if way == BY_AREA else self.figures)
        for column in SPARED:
            self.figures.setColumnHidden(column, not wide)
        self.hints_changed.emit()

    def _show(self, report: MonthReport) -> None:
        self.refusal.hide()
        self.report = report
        month = Month.of(report.month)
        until = "" if report.over else f"，数到 {report.until.month} 月 {report.until.day} 日"
        self._head.set_note(f"{report.area} · {month.told}{until}")
        self.figures.show([one.figure.key for one in report.figures])
        self.places.show([one.code for one in report.areas])
        self.targets.show_bars(report.bars_of_targets())
        self.visits.show_bars(report.bars_of_visits())
        mark = report.ledger
        self.ledger.setText(
            f"账本摘要 {mark.digest}（{mark.feeds} 本账、{mark.entries:,} 条记录）。"
            "打印月报时印在纸上；以后拿纸来核对，就知道当时的记录有没有被人动过。"
        )
        empty(self._notes)
        for note in report.notes:
            self._notes.addWidget(label(note, theme.SECONDARY, tone="text2", wrap=True))

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)

    def _figure_rows(self, ids: list[Id]) -> Sequence[ReportedFigure]:
        figures = () if self.report is None else self.report.figures
        known = {one.figure.key: one for one in figures}
        return [known[str(id_)] for id_ in ids]

    def _area_rows(self, ids: list[Id]) -> Sequence[AreaLine]:
        known = {} if self.report is None else {one.code: one for one in self.report.areas}
        return [known[str(id_)] for id_ in ids]

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the charts to 看图 where they do not fit beside the figures."""
        super().resizeEvent(event)
        self._settle()
