"""目标任务: how far an area has come, the people behind each number, and how it adds up."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.codes import code_list
from desktop_app.domain.records import Target
from desktop_app.session import Session
from desktop_app.use_cases.people import person_lines
from desktop_app.use_cases.print_orders import PrintOrder
from desktop_app.use_cases.targets import (
    TargetLine,
    TargetSheet,
    area_name,
    areas_within,
    measure_sheet,
    people_behind,
    set_target,
    target_bars,
    target_sheet,
)
from printing.form_names import FORMS
from ui import failures, theme
from ui.bar_chart import BarChart
from ui.buttons import Button
from ui.cards import Card, PageHead, ScrollColumn
from ui.export_dialog import Exportable, Exporting
from ui.filter_button import FilterButton
from ui.flow_row import FlowRow
from ui.jobs import Jobs
from ui.labels import ElidingLabel, label, line
from ui.layouts import empty
from ui.listing import rows_by
from ui.page import Hint, Page
from ui.pages.people_words import status_tone, status_words
from ui.pages.person_form import FormDialog
from ui.pages.targets_table import TargetTable
from ui.print_menu import PrintMenu
from ui.record_form import RecordForm
from ui.record_table import Column, RecordTable
from ui.refusal_card import RefusalCard

YEARS_BACK = 4
NARROW = 900
SHOWN = 4
"""Rows that are in view on the smallest window; the tables scroll to the others."""
REPORT = "target_report"
T = TypeVar("T")


class TargetsPage(Page):
    """The measures of an area beside the people behind the chosen number."""

    name, title, icon = "targets", "目标任务", "clipboard-list"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._head = PageHead(self.title)
        self.edit = Button("改目标", "primary", "pencil", "Enter", clicked=self.act)
        self.printing = PrintMenu(self, session, jobs)
        self._head.add_action(
            Button("打印", icon_name="printer", key="Ctrl P", clicked=self.print_out)
        )
        self.exporting = Exporting(self, session, jobs, [Exportable("targets")])
        self._head.add_action(self.exporting.button())
        self._head.add_action(self.edit)
        self._make_filters()
        self.table, self.people = TargetTable(), self._people_table()
        self.chart = BarChart("完成数与目标数")
        self.views = self._views()
        self.look = Button("看图", clicked=self.turn)
        self._checks, self._count = QVBoxLayout(), ElidingLabel("", theme.SECONDARY, bold=True)
        self._basis = label("", theme.NOTE, tone="text2", wrap=True)
        self.refusal = RefusalCard()
        self._lay_out()
        self.table.current_changed.connect(lambda _: self._show_people())
        self.table.opened.connect(lambda _: self.act())
        self.people.opened.connect(lambda id_: self.go.emit("people", id_))

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys of the table."""
        return [("↑↓", "选一个数"), ("Enter", "改目标"), ("F6", "到名单"), ("Ctrl PgDn", "换一页")]

    def refresh(self, changes: object = None) -> None:
        """Count again; numbers of the whole county take a moment, so they come when ready."""
        area, measure = "".join(self.areas.values()), "".join(self.measures.values())
        year = int("".join(self.years.values()) or 0)
        if measure:
            work = partial(measure_sheet, self._session, measure, area, year)
            self._start(work, self._show_areas)
        else:
            self._start(partial(target_sheet, self._session, area, year), self._show_sheet)

    def focus_first(self) -> None:
        """Give the keyboard to the table or the chart."""
        self.views.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """Return the table or the chart, and the people behind the number."""
        return self.views.currentWidget(), self.people

    # What people do

    def act(self) -> None:
        """Type another target for the chosen measure and area."""
        one = self.table.line()
        if one is None:
            return
        form = RecordForm(
            Target,
            ("value", "basis"),
            today=self._session.today(),
            required=("value",),
            wide=("basis",),
            help={"basis": one.reference or "写下达这个目标的文件"},
        )
        form.set_record(Target(value=one.target, basis=one.basis))

        def work() -> Callable[[], Target]:
            said = form.values()
            keep = partial(set_target, self._session, one.area_code, one.measure, self._year())
            return partial(keep, **said)

        title = f"{one.area}的目标：{one.label}"
        note = "目标由旗县下达，同步以后各台电脑都看得到；完成数从记录里数，不用填。"
        dialog = FormDialog(self, self._jobs, title, [form], note=note, verb="保存目标")
        dialog.run(work, self._kept)

    def print_out(self) -> None:
        """Offer what the chosen area reached, on paper."""
        area = "".join(self.areas.values())
        words = f"{FORMS[REPORT]} · {area_name(area or self._session.county_code)}"
        self.printing.ask(
            [PrintOrder(form=REPORT, words=words, village_code=area, year=self._year())]
        )

    def turn(self) -> None:
        """Show the chart in place of the table, or the table again."""
        self.views.setCurrentIndex(1 - self.views.currentIndex())
        self.look.setText("看表" if self.views.currentIndex() else "看图")

    # Inside

    def _year(self) -> int:
        return int("".join(self.years.values()) or self._session.today().year)

    def _make_filters(self) -> None:
        this_year = self._session.today().year
        years = [
            (str(each), f"{each} 年") for each in range(this_year + 1, this_year - YEARS_BACK, -1)
        ]
        self.years = FilterButton("年度", years, single=True, none="今年")
        county = self._session.county_code
        places = areas_within(self._session, county)
        inside = [(code, area_name(code)) for code in places]
        for township in places:
            codes = areas_within(self._session, township)
            inside += [(code, area_name(code)) for code in codes]
        self.areas = FilterButton("区域", inside, single=True, none=area_name(county))
        measures = [(code.value, code.text) for code in code_list("measure").codes]
        self.measures = FilterButton("指标", measures, single=True, none="全部指标")
        for button in (self.years, self.areas, self.measures):
            button.changed.connect(self.refresh)

    def _people_table(self) -> RecordTable:
        columns = [
            Column("姓名", 96, lambda one: one.name),
            Column("性别年龄", 74, lambda one: one.sex_and_age),
            Column("嘎查村", 110, lambda one: one.village, stretch=True),
            Column("就业状态", 106, status_words, kind="pill", tone=status_tone),
        ]
        table: RecordTable = RecordTable(columns, rows_by(partial(person_lines, self._session)))
        table.setAccessibleName("数字背后的人")
        return table

    def _views(self) -> QStackedWidget:
        """Return the table and, behind it, the chart of the same numbers, which scrolls."""
        around = ScrollColumn()
        around.setAccessibleName(self.chart.accessibleName())
        around.column.setContentsMargins(theme.S3, theme.S3, theme.S3, theme.S3)
        around.column.addWidget(self.chart)
        around.column.addStretch(1)
        views = QStackedWidget()
        views.addWidget(self.table)
        views.addWidget(around)
        return views

    def _lay_out(self) -> None:
        row = QWidget()
        flow = FlowRow(row)
        for button in (self.years, self.areas, self.measures):
            flow.addWidget(button)
        flow.addWidget(self.look)
        left, right = Card(padding=0), Card(padding=0)
        left.body.setSpacing(0)
        left.body.setContentsMargins(1, 1, 1, 1)
        left.body.addWidget(self.views, 1)
        left.body.addWidget(line())
        self._checks.setContentsMargins(theme.S3, theme.S2, theme.S3, theme.S2)
        left.body.addLayout(self._checks)
        top = QVBoxLayout()
        top.setContentsMargins(theme.S3, theme.S3, theme.S3, theme.S2)
        top.addWidget(self._count)
        top.addWidget(self._basis)
        right.body.setSpacing(0)
        right.body.setContentsMargins(1, 1, 1, 1)
        right.body.addLayout(top)
        right.body.addWidget(line())
        right.body.addWidget(self.people, 1)
        self.table.setMinimumHeight(theme.px(theme.TABLE_HEAD + SHOWN * theme.ROW))
        self.people.setMinimumHeight(theme.px(theme.TABLE_HEAD + SHOWN * theme.ROW))
        self._below = below = QHBoxLayout()
        below.setSpacing(theme.S4)
        below.addWidget(left, 700)
        below.addWidget(right, 440)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        for part in (self._head, row, self.refusal):
            column.addWidget(part)
        column.addLayout(below, 1)

    def _start(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        self._jobs.start(self, lambda _progress: work(), done, self._failed)

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)

    def _show_sheet(self, sheet: TargetSheet) -> None:
        self.table.show_lines(sheet.lines, by_area=False)
        self.chart.show_bars(target_bars(sheet.lines))
        self._told(sheet.lines[0].area, [(check.sentence, check.holds) for check in sheet.checks])

    def _show_areas(self, lines: list[TargetLine]) -> None:
        self.table.show_lines(lines, by_area=True)
        self.chart.show_bars(target_bars(lines, by_area=True))
        inside = sum(one.done or 0 for one in lines[1:])
        words = f"下一级合计 {inside:,}，{lines[0].area} {lines[0].done or 0:,}。"
        checks = (
            [(words, inside == lines[0].done)] if lines[1:] and lines[0].done is not None else []
        )
        self._told(lines[0].label, checks)

    def _told(self, about: str, checks: list[tuple[str, bool]]) -> None:
        self.refusal.hide()
        self._head.set_note(f"{self._year()} 年 · {about}")
        empty(self._checks)
        for sentence, holds in checks:
            words = f"{'对得上' if holds else '对不上'}：{sentence}"
            tone = "" if holds else "bad"
            self._checks.addWidget(label(words, theme.SECONDARY, tone=tone, wrap=True))
        self._show_people()

    def _show_people(self) -> None:
        one = self.table.line()
        self.edit.setEnabled(one is not None)
        if one is None:
            self.people.show([])
            return
        self._basis.setText(one.basis or one.reference or "还没有下达目标。")
        work = partial(people_behind, self._session, one.measure, one.area_code, self._year())
        self._start(work, partial(self._show_found, one))

    def _show_found(self, one: TargetLine, people: list[UUID]) -> None:
        if one == self.table.line():
            self.people.show(people)
            self._count.setText(f"{one.area} · {one.label}：{len(people):,} 人")

    def _kept(self, target: Target) -> None:
        self.toast.emit(f"已保存目标 {target.value or 0:,}", True)
        self.refresh()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the people below the numbers where they do not fit side by side."""
        super().resizeEvent(event)
        down = self.width() < theme.px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight
        self._below.setDirection(way)
