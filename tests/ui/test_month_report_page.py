"""月报 in the window: the same figures and charts as on paper and in Excel, all by keyboard."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Training, Visit
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.month_report import month_report
from desktop_app.use_cases.papers import print_form
from desktop_app.use_cases.targets import set_target
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person, keep_post
from tests.ui.conftest import shown_page
from tests.use_cases.roll_world import closed, keep_holder
from ui.jobs import Jobs
from ui.pages.month_report import BY_AREA, CHARTS, MonthReportPage
from ui.print_menu import PrintDialog
from ui.record_table import RecordTable

OCTOBER, NOVEMBER = "2026-10", "2026-11"


@pytest.fixture(autouse=True)
def village(session: Session) -> None:
    """Keep two visits of October, one of November, a training, a target and a closed roll."""
    people = [keep_person(session, 1), keep_person(session, 2, village_code=OTHER_VILLAGE)]
    with session.operation("test", "登记") as operation:
        days = (date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1))
        for person, day in zip((*people, people[0]), days, strict=True):
            operation.save(Visit(
                village_code=person.village_code, person_id=person.id,
                household_id=person.household_id, visited_on=day, way="home",
            ))  # fmt: skip
        operation.save(Training(
            village_code=VILLAGE, person_id=people[0].id, counted=True, ends_on=days[1]
        ))  # fmt: skip
    set_target(session, VILLAGE, "training", 2026, 4)
    keep_holder(session, keep_post(session, required_days=30), 7)
    closed(session, OCTOBER)


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs) -> MonthReportPage:
    made = shown_page(qtbot, MonthReportPage(session, jobs))
    counted(qtbot, made, OCTOBER)
    return made


def counted(qtbot: QtBot, page: MonthReportPage, month: str, area: str = "") -> None:
    """Wait until the report of that month and area is shown."""
    qtbot.waitUntil(
        lambda: (
            page.report is not None and (page.report.month, page.report.area_code) == (month, area)
        )
    )


def cells(table: RecordTable, key: str) -> list[str]:
    row = table.records.ids.index(key)
    return [
        str(table.records.index(row, column).data())
        for column in range(table.records.columnCount())
    ]


def test_the_month_before_is_shown_at_first_and_its_figures_are_those_counted(
    page: MonthReportPage, session: Session
) -> None:
    assert page.report == month_report(session, OCTOBER)
    assert cells(page.figures, "visits") == ["走访", "走访", "2", "0", "+2", "2", "次"]
    assert cells(page.figures, "roll_fen") == [
        "考勤和补贴", "关账金额", "600.00", "0.00", "+600.00", "600.00", "元"
    ]  # fmt: skip
    assert cells(page.figures, "people")[2:6] == ["3", "—", "—", "—"]
    assert len(page.figures.records.ids) == len(page.report.figures)


def test_months_are_stepped_by_keyboard_and_never_past_this_one(
    qtbot: QtBot, page: MonthReportPage
) -> None:
    QTest.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    counted(qtbot, page, NOVEMBER)
    assert page.report is not None
    assert not page.month.later.isEnabled()
    assert cells(page.figures, "visits")[2:5] == ["1", "2", "-1"]
    assert "数到 11 月 25 日" in page._head.note.text()

    page.month.step(1)
    assert page.month.month.text == NOVEMBER
    QTest.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    counted(qtbot, page, "2026-09")
    assert cells(page.figures, "visits")[2] == "0"


def test_areas_add_up_and_enter_narrows_to_one(qtbot: QtBot, page: MonthReportPage) -> None:
    page.ways.choose((BY_AREA,))
    assert page.places.isVisible()
    assert not page.figures.isVisible()
    assert [cells(page.places, code)[1] for code in (VILLAGE, OTHER_VILLAGE)] == ["1", "1"]

    page.places.select(OTHER_VILLAGE)
    page.places.setFocus()
    QTest.keyClick(page.places, Qt.Key.Key_Return)

    counted(qtbot, page, OCTOBER, OTHER_VILLAGE)
    assert page.places.records.ids == [OTHER_VILLAGE]
    assert cells(page.figures, "roll_fen")[2] == "0.00"


def test_the_charts_say_the_same_as_the_report(page: MonthReportPage) -> None:
    report = page.report
    assert report is not None
    assert list(page.targets.bars) == report.bars_of_targets()
    assert list(page.visits.bars) == report.bars_of_visits()
    assert "技能培训（人次） 1／4（25%）" in page.targets.accessibleDescription()
    assert [one.words for one in page.visits.bars] == ["1／2（50%）", "1／1（100%）"]


def test_the_workbook_has_the_same_figures_as_numbers(
    qtbot: QtBot, page: MonthReportPage, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "月报.xlsx"
    said: list[str] = []
    page.toast.connect(lambda *words: said.append(words[0]))

    page.write(path)

    qtbot.waitUntil(lambda: bool(said))
    book = load_workbook(path)
    assert book.sheetnames == ["月报", "各地", "目标任务", "说明"]
    rows = {row[1]: row for row in book["月报"].iter_rows(min_row=2, values_only=True)}
    report = page.report
    assert report is not None
    for one in report.figures:
        scale = {"元": 100, "天": 2}.get(one.figure.unit, 1)
        numbers = [None if n is None else n / scale
                   for n in (one.month, one.before, one.change, one.year)]  # fmt: skip
        assert list(rows[one.figure.label][3:]) == numbers, one.figure.key
    areas = list(book["各地"].iter_rows(min_row=2, values_only=True))
    assert [row[:3] for row in areas] == [
        (one.name, one.sums["visits"], one.sums["visited"]) for one in report.areas
    ]
    assert ("技能培训（人次）", 4, 1, 25, 0, 1) in set(book["目标任务"].iter_rows(values_only=True))
    (mark,) = (row[1] for row in book["说明"].iter_rows(values_only=True) if row[0] == "账本摘要")
    assert str(mark).startswith(report.ledger.digest)
    with pytest.raises(Refused, match="没有覆盖"):
        call(session, "export_month_report", {"path": str(path), "month": OCTOBER})


def test_it_is_printed_for_the_month_and_area_in_view(
    qtbot: QtBot, page: MonthReportPage, session: Session
) -> None:
    page.areas.choose((VILLAGE,))
    counted(qtbot, page, OCTOBER, VILLAGE)
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PrintDialog)
    order = dialog.order
    assert (order.form, order.month, order.village_code) == ("month_report", OCTOBER, VILLAGE)
    assert "2026年10月人社服务月报" in order.words
    dialog.reject()


def test_the_digest_on_paper_is_checked_in_the_window(
    qtbot: QtBot, page: MonthReportPage, session: Session
) -> None:
    paper = print_form(session, "month_report", month=OCTOBER).papers[0]
    report = page.report
    assert report is not None
    assert report.ledger.digest in page.ledger.text()
    dialog = page.ask_check()
    QTest.keyClicks(dialog.digest, report.ledger.digest.replace(" ", ""))
    dialog.go.click()
    qtbot.waitUntil(lambda: "没有找到编号" in dialog.answer.text())
    assert dialog.isVisible()

    dialog.number.setText(paper.number)
    QTest.keyClick(dialog.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "没有人动过" in dialog.answer.text())

    dialog.digest.setText("0000 1111")
    dialog.go.click()
    qtbot.waitUntil(lambda: "不一致" in dialog.answer.text())
    assert report.ledger.digest in dialog.answer.text()
    dialog.reject()


def test_charts_stand_beside_the_figures_or_in_their_place(
    qtbot: QtBot, page: MonthReportPage
) -> None:
    assert page.panes() == (page.month.earlier, page.figures, page.charts)
    page.ways.choose((BY_AREA,))
    assert page.panes() == (page.month.earlier, page.places)
    page.ways.choose((CHARTS,))
    assert page.panes() == (page.month.earlier, page.charts)
    page.focus_first()
    assert page.charts.hasFocus()

    page.ways.choose(())
    page.resize(600, 640)
    qtbot.waitUntil(lambda: page.panes() == (page.month.earlier, page.figures))
    assert [page.figures.isColumnHidden(column) for column in range(7)].count(True) == 2
    page.ways.choose((CHARTS,))
    assert page.charts.isVisible()
    assert page.check.isVisible()
