"""汇总: every number opens its list, and the sentence says how the classes add up."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Employment
from desktop_app.session import Session
from desktop_app.use_cases.employments import save_employment
from tests.sessions import OTHER_VILLAGE, keep_person
from tests.ui.conftest import shown, shown_page
from ui.jobs import Jobs
from ui.pages.transfers_report import TransferReportPage
from ui.pages.transfers_tabs import TransfersTabs


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs) -> TransferReportPage:
    bater = keep_person(session, 1, name="巴特尔", poverty_status="lifted")
    wuyun = keep_person(session, 2, name="乌云", village_code=OTHER_VILLAGE)
    keep_person(session, 3, name="宝音", employment_status="11")
    keep_person(session, 4, name="图雅", poverty_status="lifted", employment_status="5")
    for person, code in ((bater, "110105"), (wuyun, "150203")):
        save_employment(
            session,
            Employment(person_id=person.id, place_code=code, since=date(2026, 3, 1), form="010"),
        )
    made = shown_page(qtbot, TransferReportPage(session, jobs))
    qtbot.waitUntil(lambda: made.report is not None)
    qtbot.waitUntil(lambda: bool(made._whose.text()))
    return made


def names(page: TransferReportPage) -> list[str]:
    """Return who is listed."""
    model = page.people.records
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def test_the_sentence_says_how_the_classes_add_up(page: TransferReportPage) -> None:
    assert page._told.text() == (
        "旗县内 0 + 盟市内跨旗县 1 + 自治区内跨盟市 0 + 跨省 1 = 四类合计 2；"
        "另列境外 0、地域不明 1。逐人另数一遍是 3 人，相符。"
    )
    assert page._whose.text() == "合计 · 四类合计　2 人"
    assert names(page) == ["巴特尔", "乌云"]


def test_arrows_choose_a_number_and_its_people_are_listed(
    qtbot: QtBot, page: TransferReportPage
) -> None:
    QTest.keyClick(page.classes, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: page._whose.text() == "合计 · 跨省　1 人")
    assert names(page) == ["巴特尔"]
    page.classes.choose(0, 7)
    qtbot.waitUntil(lambda: "地域不明　1 人" in page._whose.text())
    assert names(page) == ["宝音"]
    assert page.classes.framed

    page.covered.choose(0, 3)
    qtbot.waitUntil(lambda: page._whose.text() == "脱贫人口 · 没有在业的　1 人")
    assert names(page) == ["图雅"]
    assert page.covered.framed
    assert not page.classes.framed


def test_a_row_of_a_village_lists_only_its_people(qtbot: QtBot, page: TransferReportPage) -> None:
    codes = page.classes.records.ids
    page.classes.choose(codes.index(OTHER_VILLAGE), 5)
    qtbot.waitUntil(lambda: names(page) == ["乌云"])
    page.place.choose((OTHER_VILLAGE,))
    qtbot.waitUntil(lambda: page.report is not None and page.report.area == OTHER_VILLAGE)
    assert page.report is not None
    assert page.report.sum.four == 1


def test_a_year_is_counted_instead_of_today(qtbot: QtBot, page: TransferReportPage) -> None:
    page.when.choose(("2025",))
    qtbot.waitUntil(lambda: page.report is not None and page.report.year == 2025)

    assert page.report is not None
    assert page.report.people == 0
    assert page._head.note.text() == "2025 年度"


def test_somebody_behind_a_number_is_opened(qtbot: QtBot, page: TransferReportPage) -> None:
    page.people.setFocus()
    with qtbot.waitSignal(page.go) as told:
        QTest.keyClick(page.people, Qt.Key.Key_Return)

    assert told.args is not None
    assert told.args[0] == "people"
    assert ("Enter", "打开人员资料") in page.hints()


def test_numbers_stand_over_people_where_it_is_narrow(
    qtbot: QtBot, session: Session, jobs: Jobs
) -> None:
    page = shown_page(qtbot, TransferReportPage(session, jobs), width=700)
    qtbot.waitUntil(lambda: page.report is not None)

    assert page.people.mapTo(page, page.people.rect().topLeft()).y() > page.classes.y()
    assert page._below.direction() == page._below.Direction.TopToBottom


def test_the_three_tabs_open(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    tabs = TransfersTabs(session, jobs)
    shown(qtbot, tabs)
    tabs.refresh()
    for name in ("claims", "report", "away"):
        tabs.go_to(name)
        assert tabs.page.name == name
        assert tabs.hints()
