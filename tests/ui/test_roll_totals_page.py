"""补贴汇总: the closed rolls of a year three ways, in a table and in Excel, to the cent."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from tests.sessions import VILLAGE, keep_post
from tests.ui.conftest import shown_page
from tests.use_cases.roll_world import AGRICULTURE, closed, keep_holder, keep_village
from ui.jobs import Jobs
from ui.pages.roll_totals import DEPARTMENTS, RollTotalsPage
from ui.print_menu import PrintDialog


def cells(page: RollTotalsPage, row: int) -> list[str]:
    model = page.table.records
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def close_two(session: Session) -> None:
    keep_village(session, 2)
    keep_holder(session, keep_post(session, department=AGRICULTURE, required_days=30), 8)
    closed(session, "2026-09")
    closed(session, "2026-09", AGRICULTURE)


def test_a_year_is_shown_three_ways_and_the_last_row_is_the_sum(
    qtbot: QtBot, session: Session, jobs: Jobs
) -> None:
    close_two(session)
    page = shown_page(qtbot, RollTotalsPage(session, jobs))
    qtbot.waitUntil(lambda: bool(page.table.records.ids))

    assert cells(page, 0) == ["2026年9月", "3", "1800.00", "0.00", "0.00", "1800.00"]
    assert cells(page, 1) == ["合计", "3", "1800.00", "0.00", "0.00", "1800.00"]
    page.ways.choose([DEPARTMENTS])
    qtbot.waitUntil(lambda: len(page.table.records.ids) == 3)
    assert [cells(page, row)[:3] for row in range(3)] == [
        ["农牧部门", "1", "600.00"],
        ["人社部门", "2", "1200.00"],
        ["合计", "3", "1800.00"],
    ]


def test_a_year_without_rolls_says_what_to_do(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    page = shown_page(qtbot, RollTotalsPage(session, jobs))
    qtbot.waitUntil(lambda: page.found is not None)

    assert page._empty.isVisible()
    assert not page.table.isVisible()


def test_the_workbook_has_the_same_sums_as_numbers(
    qtbot: QtBot, session: Session, jobs: Jobs, tmp_path: Path
) -> None:
    close_two(session)
    page = shown_page(qtbot, RollTotalsPage(session, jobs))
    path = tmp_path / "汇总.xlsx"
    said: list[str] = []
    page.toast.connect(lambda *words: said.append(words[0]))

    page.write(path)

    qtbot.waitUntil(lambda: bool(said))
    book = load_workbook(path)
    assert book.sheetnames == ["按月份", "按嘎查村", "按主管部门"]
    for sheet in book:
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        assert rows[-1][:3] == ("2026年", 3, 1800)
        assert sum(float(str(row[2])) for row in rows[:-1]) == 1800
    with pytest.raises(Refused, match="没有覆盖"):
        call(session, "export_totals", {"path": str(path), "year": 2026})


def test_the_year_in_view_is_printed(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    close_two(session)
    page = shown_page(qtbot, RollTotalsPage(session, jobs))
    page.villages.choose((VILLAGE,))
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PrintDialog)
    order = dialog.order
    assert (order.form, order.year, order.village_code) == ("subsidy_totals", 2026, VILLAGE)
    assert "2026年补贴发放汇总表" in order.words
    dialog.reject()
