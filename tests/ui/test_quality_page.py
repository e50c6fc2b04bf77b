"""The page of data quality, driven by keys and buttons on real records."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Person
from desktop_app.session import Session
from tests.sessions import keep_person
from tests.ui.conftest import shown_page
from ui.jobs import Jobs
from ui.pages.quality import QualityPage


@pytest.fixture
def person(session: Session) -> Person:
    return keep_person(session, 1, name="白满仓", phone="12345", ethnicity="02", education="70",
                       work_capacity="ordinary", health="")  # fmt: skip


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs, person: Person) -> QualityPage:
    page = shown_page(qtbot, QualityPage(session, jobs))
    # The rules run first; the list is then counted by a job of its own.
    qtbot.waitUntil(lambda: page._head.note.text().startswith("检查了"), timeout=8000)
    return page


def titles(page: QualityPage) -> list[str]:
    model = page.list.table.records
    return [str(model.index(row, 1).data()) for row in range(len(model.ids))]


def test_faults_stand_kind_by_kind_with_what_to_do(page: QualityPage) -> None:
    assert titles(page) == ["健康状况没有填", "手机号不是 11 位", "两种医保都没有"]
    assert page._head.note.text() == "检查了 1 人 · 1 人有问题 · 3 条"
    assert page.pane.shown is not None
    assert page.pane.shown.message == "白满仓的健康状况没有填。"


def test_enter_opens_the_person_and_what_is_mended_leaves_the_list(
    qtbot: QtBot, page: QualityPage, session: Session, person: Person
) -> None:
    page.list.table.setFocus()
    with qtbot.waitSignal(page.go) as asked:
        QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert asked.args == ["people", person.id]

    with session.operation("test", "改正") as operation:
        operation.save(replace(person, health="1"))
    page.refresh()
    qtbot.waitUntil(lambda: page.report is not None, timeout=8000)

    assert titles(page) == ["手机号不是 11 位", "两种医保都没有"]


def test_filters_choose_among_what_was_found(page: QualityPage) -> None:
    page.filters.rules.choose(("quality.phone_wrong",))
    assert titles(page) == ["手机号不是 11 位"]
    page.filters.search_for("没有这样的人")
    assert titles(page) == []


def test_the_list_goes_out_as_excel(qtbot: QtBot, page: QualityPage, tmp_path: Path) -> None:
    out = tmp_path / "清单.xlsx"
    with qtbot.waitSignal(page.toast, timeout=8000) as told:
        page.write(out)

    assert told.args is not None
    assert told.args[0] == "已导出 3 条，还有一张统计表"
    assert load_workbook(out).sheetnames == ["错误清单", "统计表"]
    with qtbot.waitSignal(page.refused, timeout=8000):
        page.write(out)
