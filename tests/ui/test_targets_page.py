"""目标任务 on real records: numbers, the people behind them, and another target by keys."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Employment, Target
from desktop_app.session import Session
from desktop_app.use_cases.form_data import Selection
from desktop_app.use_cases.form_data.targets import target_report
from desktop_app.use_cases.targets import set_target
from printing.form import draw
from printing.forms import built_in_layout
from printing.marks import Mark
from tests.sessions import VILLAGE, keep_person
from tests.ui.conftest import shown_page
from ui import theme
from ui.jobs import Jobs
from ui.pages.person_form import FormDialog
from ui.pages.targets import TargetsPage


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs) -> TargetsPage:
    person = keep_person(session, name="巴雅尔")
    spell = Employment(
        village_code=VILLAGE,
        person_id=person.id,
        form="010",
        scope="province",
        since=date(2026, 3, 1),
    )
    with session.operation("test", "登记") as operation:
        operation.save(spell)
    set_target(session, "150223", "transfer", 2026, 4)
    made = shown_page(qtbot, TargetsPage(session, jobs))
    qtbot.waitUntil(lambda: bool(made.table.records.ids))
    return made


def cells(page: TargetsPage, row: int) -> list[str]:
    model = page.table.records
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def told(page: TargetsPage) -> list[str]:
    found = [page._checks.itemAt(at).widget() for at in range(page._checks.count())]
    return [each.text() for each in found if isinstance(each, QLabel)]


def test_each_measure_stands_beside_its_target_and_adds_up(qtbot: QtBot, page: TargetsPage) -> None:
    assert cells(page, 0)[2:] == ["4", "1", "25%", "3"]
    assert told(page)[0].startswith("对得上：四类转移就业 0 + 0 + 0 + 1 = 1")


def test_a_number_opens_the_people_behind_it(qtbot: QtBot, page: TargetsPage) -> None:
    page.table.selectRow(4)
    qtbot.waitUntil(lambda: len(page.people.records.ids) == 1)
    went: list[tuple[str, object]] = []
    page.go.connect(lambda name, argument: went.append((name, argument)))

    page.people.opened.emit(page.people.records.ids[0])

    assert went == [("people", page.people.records.ids[0])]
    page.table.selectRow(1)
    qtbot.waitUntil(lambda: page.people.records.ids == [])


def test_one_measure_is_told_for_each_area(qtbot: QtBot, page: TargetsPage) -> None:
    page.measures.choose(("transfer",))

    qtbot.waitUntil(lambda: len(page.table.records.ids) == 2)
    assert [cells(page, row)[3] for row in (0, 1)] == ["1", "1"]
    assert told(page) == ["对得上：下一级合计 1，达尔罕茂明安联合旗 1。"]


def test_another_target_is_typed(qtbot: QtBot, page: TargetsPage, session: Session) -> None:
    page.table.selectRow(0)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    dialog.forms[0].set_value("value", 9)
    dialog.save.click()

    qtbot.waitUntil(lambda: [one.value for one in session.find(Target)] == [9])
    qtbot.waitUntil(lambda: cells(page, 0)[2] == "9")


def test_the_chart_on_screen_is_the_one_on_paper(
    qtbot: QtBot, page: TargetsPage, session: Session
) -> None:
    data = target_report(session, Selection(village_code="150223", year=2026)).data
    marks: list[Mark] = []
    draw(built_in_layout("target_report"), data, watch=marks.append)
    boxes = [mark.covers for mark in marks if mark.kind == "code"]  # a ground, then its part
    written = [mark.words for mark in marks if "／" in mark.words]
    wholes = [box for box in boxes if box.width == max(each.width for each in boxes)]
    parts = [box for box in boxes if box not in wholes]

    page.look.click()
    assert page.chart.isVisible()

    assert [one.words for one in page.chart.bars if one.goal] == written == ["1／4（25%）"]
    first, reached = page.chart.places()[0]
    assert reached.width() / first.width() == pytest.approx(0.25)
    assert parts[0].width / wholes[0].width == pytest.approx(0.25)
    assert len(wholes) == len(page.chart.bars)
    assert "转移就业 1／4（25%）" in page.chart.accessibleDescription()


def test_a_chart_without_numbers_says_so(qtbot: QtBot, page: TargetsPage) -> None:
    page.chart.show_bars([])

    assert page.chart.places() == []
    assert page.chart.accessibleDescription() == "还没有下达目标，也没有数；先点“改目标”。"


def test_the_table_comes_back_by_the_same_button(qtbot: QtBot, page: TargetsPage) -> None:
    page.look.click()
    assert page.look.text() == "看表"
    assert page.panes()[0] is not page.table

    page.look.click()

    assert page.table.isVisible()
    assert page.look.text() == "看图"


def test_at_double_size_nobody_scrolls_sideways(
    qtbot: QtBot, session: Session, jobs: Jobs, qapp: QApplication
) -> None:
    theme.apply(qapp, theme.Mode.LIGHT, 2.0)
    page = shown_page(qtbot, TargetsPage(session, jobs), 1218)
    qtbot.waitUntil(lambda: bool(page.table.records.ids), timeout=8000)
    assert page.minimumSizeHint().width() <= 1218
    for table in (page.table, page.people):
        assert table.isVisible()
        assert table.horizontalScrollBar().maximum() == 0
        assert table.height() > 4 * theme.px(theme.ROW)
