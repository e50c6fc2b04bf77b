"""汇总: the four classes that add up, who is covered, and the people behind each number."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain import divisions
from desktop_app.domain.codes import text_of
from desktop_app.domain.records import Employment, Household, Person, Placement
from desktop_app.session import Changes, Session
from desktop_app.use_cases.people import PersonLine, person_lines, village_name
from desktop_app.use_cases.transfer_report import (
    ABROAD,
    ALL,
    CLASSES,
    FOUR,
    IDLE,
    TOTAL,
    UNKNOWN,
    WORKING,
    ClassCounts,
    Covered,
    TransferReport,
    transfer_people,
    transfer_report,
)
from ui import failures, theme
from ui.cards import Card, PageHead
from ui.filter_button import FilterButton
from ui.flow_row import FlowRow
from ui.jobs import Jobs
from ui.labels import ElidingLabel, label, line
from ui.list_page import NARROW
from ui.listing import rows_by
from ui.number_table import NumberTable
from ui.page import Hint, Page
from ui.record_table import Column, Id, RecordTable
from ui.refusal_card import RefusalCard

YEARS_BACK = 4
_NUMBERS = (*CLASSES, FOUR, ABROAD, UNKNOWN, TOTAL)
_PARTS = (ALL, WORKING, IDLE)
_LOOKED_AT = (Employment, Person, Household, Placement)
_SUM = "sum"


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which number was chosen: how the report names it, of which area, and how people do."""

    number: str
    area: str
    title: str


class TransferReportPage(Page):
    """The classes by place and the coverage, beside the people behind the chosen number."""

    name, title, icon = "report", "汇总", "table"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.report: TransferReport | None = None
        self._asked: _Asked | None = None
        self._head = PageHead(self.title)
        self._make_filters()
        self.classes = NumberTable(_class_columns(), self._class_rows)
        self.classes.setAccessibleName("四类人数")
        self.covered = NumberTable(_covered_columns(), self._covered_rows)
        self.covered.setAccessibleName("覆盖情况")
        self.people = RecordTable(_people_columns(), rows_by(partial(person_lines, session)))
        self.people.setAccessibleName("数字后面的人")
        self._told = label("", theme.SECONDARY, tone="text2", wrap=True)
        self._whose = ElidingLabel("", theme.SECONDARY, bold=True)
        self.refusal = RefusalCard()
        self._lay_out()
        self.classes.cell_chosen.connect(self._choose_class)
        self.covered.cell_chosen.connect(self._choose_covered)
        self.people.opened.connect(lambda person: self.go.emit("people", person))

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys for the numbers, or for the people."""
        if self.people.hasFocus():
            return [("↑↓", "选一个人"), ("Enter", "打开人员资料"), ("F6", "换一栏")]
        return [("↑↓←→", "选一个数，看后面的人"), ("F6", "换一栏")]

    def refresh(self, changes: object = None) -> None:
        """Count again."""
        if isinstance(changes, Changes) and not changes.touches(*_LOOKED_AT):
            return
        asked = self._when()
        self._jobs.start(
            self,
            lambda _: transfer_report(self._session, self._area(), **asked),
            self._show,
            self._failed,
        )

    def focus_first(self) -> None:
        """Give the keyboard to the numbers."""
        self.classes.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """Return the filters, both tables of numbers, and the people."""
        return self.when, self.classes, self.covered, self.people

    # Inside

    def _make_filters(self) -> None:
        this = self._session.today().year
        years = [(str(this - back), f"{this - back} 年度") for back in range(YEARS_BACK)]
        self.when = FilterButton("时间", years, single=True, none="今天")
        self.place = FilterButton("地方", areas_of(self._session.village_codes), single=True)
        for button in (self.when, self.place):
            button.changed.connect(self.refresh)

    def _lay_out(self) -> None:
        filters = QWidget()
        row = FlowRow(filters)
        row.addWidget(self.when)
        row.addWidget(self.place)
        numbers = Card(padding=0)
        numbers.body.setSpacing(0)
        numbers.body.setContentsMargins(1, 1, 1, theme.S2)
        numbers.body.addWidget(self.classes, 1)
        numbers.body.addWidget(line())
        numbers.body.addWidget(self.covered)
        self._told.setContentsMargins(theme.S3, theme.S2, theme.S3, 0)
        numbers.body.addWidget(line())
        numbers.body.addWidget(self._told)
        people = Card(padding=0)
        people.body.setSpacing(0)
        people.body.setContentsMargins(1, theme.S2, 1, 1)
        self._whose.setContentsMargins(theme.S3, 0, theme.S3, theme.S2)
        people.body.addWidget(self._whose)
        people.body.addWidget(self.people, 1)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing(theme.S4)
        self._below.addWidget(numbers, 700)
        self._below.addWidget(people, 402)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        for part in (self._head, filters, self.refusal):
            column.addWidget(part)
        column.addLayout(self._below, 1)
        rows = theme.px(theme.TABLE_HEAD) + 4 * theme.px(theme.ROW) + 2
        self.covered.setFixedHeight(rows)
        least = theme.px(theme.TABLE_HEAD) + 3 * theme.px(theme.ROW)
        self.classes.setMinimumHeight(least)
        self.people.setMinimumHeight(least)

    def _area(self) -> str:
        return "".join(self.place.values())

    def _when(self) -> dict[str, Any]:
        year = "".join(self.when.values())
        return {"year": int(year)} if year else {}

    def _show(self, report: TransferReport) -> None:
        self.refusal.hide()
        self.report = report
        self._head.set_note(f"{report.year} 年度" if report.year else f"{report.on} 这一天")
        self._told.setText(_reconciled(report))
        self._fit_told()
        self.classes.show([_SUM, *(one.code for one in report.places)])
        self.covered.show([one.key for one in (*report.covered, report.homes)])
        if self._asked is None:
            self.classes.choose(0, _NUMBERS.index(FOUR) + 1)
        else:
            self._list(self._asked)

    def _choose_class(self, row: str, column: int) -> None:
        self._frame(self.classes)
        number = _NUMBERS[column - 1]
        area = self._area() if row == _SUM else row
        title = f"{self._class_rows([row])[0].name} · {_title(number)}"
        self._list(_Asked(number, area, title))

    def _choose_covered(self, row: str, column: int) -> None:
        if column > len(_PARTS):
            return
        self._frame(self.covered)
        title = f"{self._covered_rows([row])[0].title} · {_COVERED_TITLES[column - 1]}"
        self._list(_Asked(f"{row}:{_PARTS[column - 1]}", self._area(), title))

    def _frame(self, chosen: NumberTable) -> None:
        for table in (self.classes, self.covered):
            table.frame(table is chosen)

    def _list(self, asked: _Asked) -> None:
        self._asked = asked
        when = self._when()
        self._jobs.start(
            self,
            lambda _: transfer_people(self._session, asked.number, asked.area, **when),
            partial(self._show_people, asked),
            self._failed,
        )

    def _show_people(self, asked: _Asked, people: list[UUID]) -> None:
        if asked == self._asked:
            unit = "户，列的是户主" if asked.number.startswith("homes") else "人"
            self._whose.setText(f"{asked.title}　{len(people):,} {unit}")
            self.people.show(people)

    def _fit_told(self) -> None:
        """Keep the sentence as high as it is at its width: a layout takes that of its narrowest."""
        if self._told.text():
            self._told.setFixedHeight(self._told.heightForWidth(self._told.width()))

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)

    def _class_rows(self, ids: list[Id]) -> list[ClassCounts]:
        known = {} if self.report is None else {one.code: one for one in self.report.places}
        if self.report is not None:
            known[_SUM] = self.report.sum
        return [known[str(id_)] for id_ in ids]

    def _covered_rows(self, ids: list[Id]) -> list[Covered]:
        all_ = () if self.report is None else (*self.report.covered, self.report.homes)
        known = {one.key: one for one in all_}
        return [known[str(id_)] for id_ in ids]

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand numbers and people one below the other where both do not fit side by side."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW)
        ways = QBoxLayout.Direction
        self._below.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        self._fit_told()


_COVERED_TITLES = ("能劳动的", "在业的", "没有在业的")


def _reconciled(report: TransferReport) -> str:
    """Say how the classes add up, and to what they were held."""
    whole = report.sum
    parts = [
        f"{text_of('transfer_scope', scope)} {number:,}"
        for scope, number in zip(CLASSES, whole.classes, strict=True)
    ]
    told = (
        f"{' + '.join(parts)} = 四类合计 {whole.four:,}；另列境外 {whole.abroad:,}、"
        f"地域不明 {whole.unknown:,}。"
    )
    if report.balanced:
        return f"{told}逐人另数一遍是 {report.people:,} 人，相符。"
    return f"{told}逐人另数一遍是 {report.people:,} 人，不相符，请到「设置」里检查数据。"


def _title(number: str) -> str:
    words = {FOUR: "四类合计", TOTAL: "全部", UNKNOWN: "地域不明"}
    return words.get(number) or text_of("transfer_scope", number)


def areas_of(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the townships where there are several, and the villages of the desk."""
    townships = dict.fromkeys(code[:9] for code in codes)
    found: list[tuple[str, str]] = []
    if len(townships) > 1:
        found = [
            (one.code, one.name)
            for county in dict.fromkeys(code[:6] for code in codes)
            for one in divisions.townships(county)
            if one.code in townships
        ]
    return found if len(codes) > 40 else [*found, *((code, village_name(code)) for code in codes)]


def _counted(read: Callable[[ClassCounts], int]) -> Callable[[ClassCounts], str]:
    return lambda one: f"{read(one):,}"


def _of_class(at: int) -> Callable[[ClassCounts], str]:
    return _counted(lambda one: one.classes[at])


def _class_columns() -> list[Column[ClassCounts]]:
    names = ("旗县内", "跨旗县", "跨盟市", "跨省")
    return [
        Column("", 110, lambda one: one.name, stretch=True),
        *(Column(name, 60, _of_class(at), kind="number") for at, name in enumerate(names)),
        Column("四类合计", 76, _counted(lambda one: one.four), kind="number"),
        Column("境外", 48, _counted(lambda one: one.abroad), kind="number"),
        Column("不明", 48, _counted(lambda one: one.unknown), kind="number"),
        Column("全部", 56, _counted(lambda one: one.total), kind="number"),
    ]


def _covered_columns() -> list[Column[Covered]]:
    return [
        Column("覆盖", 180, lambda one: one.title, stretch=True),
        Column("能劳动的", 100, lambda one: f"{one.all:,}", kind="number"),
        Column("在业的", 90, lambda one: f"{one.working:,}", kind="number"),
        Column("没有在业的", 100, lambda one: f"{one.all - one.working:,}", kind="number"),
        Column("在业占", 84, _share, kind="number"),
    ]


def _share(one: Covered) -> str:
    return f"{one.working * 1000 // one.all / 10:.1f}%" if one.all else "—"


def _people_columns() -> list[Column[PersonLine]]:
    return [
        Column("姓名", 92, lambda one: one.name),
        Column("性别年龄", 76, lambda one: one.sex_and_age),
        Column("嘎查村", 110, lambda one: one.village, stretch=True),
        Column("就业状态", 96, lambda one: one.status_text),
    ]
