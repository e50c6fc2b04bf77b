"""The workbench, driven by keys and buttons on real records."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Person, Snooze, Visit
from desktop_app.session import Session
from desktop_app.use_cases.visits import draft, keep_draft, record_visit, visit_sheet
from tests.sessions import TODAY, Clock, keep_person, keep_post
from tests.ui.conftest import shown_page
from ui.buttons import Button
from ui.jobs import Jobs
from ui.pages.person_form import FormDialog
from ui.pages.workbench import WorkbenchPage
from ui.pages.workbench_list import button_rect

Key = Qt.Key


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs) -> WorkbenchPage:
    return shown_page(qtbot, WorkbenchPage(session, jobs))


@pytest.fixture
def late(session: Session) -> Person:
    """Somebody whose visit is 10 days late."""
    person = keep_person(session, name="乌云其其格")
    sheet = visit_sheet(session, person_id=person.id)
    record_visit(session, replace(sheet.draft, visited_on=TODAY - timedelta(days=100)))
    return person


def words(page: WorkbenchPage) -> list[str]:
    model = page.list.todo
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def asked(page: WorkbenchPage) -> list[tuple[str, object]]:
    heard: list[tuple[str, object]] = []
    page.go.connect(lambda name, argument: heard.append((name, argument)))
    return heard


def test_an_empty_desk_leads_to_the_import(qtbot: QtBot, page: WorkbenchPage) -> None:
    qtbot.waitUntil(lambda: page.head.note.text() == "还没有人员，先导入花名册")
    assert page.empty.isVisible()
    heard = asked(page)
    page._ways[0].click()
    assert heard == [("import", None)]


def test_what_is_due_stands_in_groups(qtbot: QtBot, late: Person, page: WorkbenchPage) -> None:
    qtbot.waitUntil(lambda: page.list.todo.rowCount() > 0)
    assert page.head.title.text() == "11月25日 星期三"
    assert page.head.note.text() == "今天先办 1 件逾期"
    assert words(page)[0] == "逾期 1 件"
    assert words(page)[1].startswith("乌云其其格 100 天没有走访，该去看看了，逾期 10 天，")


def test_enter_opens_the_place_where_it_is_done(
    qtbot: QtBot, session: Session, late: Person, page: WorkbenchPage
) -> None:
    post = keep_post(session, approved_on=None)
    page.refresh()
    qtbot.waitUntil(lambda: page.list.todo.rowCount() == 4)
    heard = asked(page)
    page.focus_first()

    QTest.keyClick(page.list, Key.Key_Return)
    QTest.keyClick(page.list, Key.Key_Down)
    QTest.keyClick(page.list, Key.Key_Return)

    assert heard == [("visits", late.id), ("posts", post.id)]


def test_the_button_of_a_row_does_it(qtbot: QtBot, late: Person, page: WorkbenchPage) -> None:
    qtbot.waitUntil(lambda: page.list.todo.rowCount() > 0)
    heard = asked(page)
    row = page.list.visualRect(page.list.todo.index(1))
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=button_rect(row).center())
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert heard == [("visits", late.id)]


def test_space_shows_the_clause(qtbot: QtBot, late: Person, page: WorkbenchPage) -> None:
    qtbot.waitUntil(lambda: page.list.todo.rowCount() > 0)
    index = page.list.todo.index(1)
    low = page.list.visualRect(index).height()
    QTest.keyClick(page.list, Key.Key_Space)
    assert page.list.todo.explained == 1
    assert page.list.visualRect(page.list.todo.index(1)).height() > low
    QTest.keyClick(page.list, Key.Key_Space)
    assert page.list.todo.explained is None


def test_a_draft_is_resumed_or_thrown_away(
    qtbot: QtBot, session: Session, late: Person, page: WorkbenchPage
) -> None:
    keep_draft(session, visit_sheet(session, person_id=late.id).draft, ["residing"])
    page.refresh()
    qtbot.waitUntil(page.banner.isVisible)
    assert page.banner.text() == (
        "接着上次：乌云其其格的走访填了 1 项（共 7 项），今天 09:00 已存草稿"
    )
    heard = asked(page)
    page.banner.acted.emit()
    assert heard == [("visits", late.id)]
    page.banner.dismissed.emit()
    qtbot.waitUntil(lambda: not page.banner.isVisible())
    assert draft(session) is None


def test_a_wrong_clock_is_told_until_it_is_set_right(
    qtbot: QtBot, session: Session, late: Person, page: WorkbenchPage
) -> None:
    clock = session.world.now
    assert isinstance(clock, Clock)
    clock.pass_days(-3)
    page.refresh()
    qtbot.waitUntil(page.clock.isVisible)
    assert page.clock.text() == "电脑的时间比上次保存还早 3 天，请先校准时间再登记。"
    assert page.clock.property("tone") == "warn"

    clock.pass_days(3)
    page.refresh()

    qtbot.waitUntil(lambda: not page.clock.isVisible())


def test_what_was_done_last_can_be_undone(
    qtbot: QtBot, session: Session, late: Person, page: WorkbenchPage
) -> None:
    said: list[str] = []
    page.toast.connect(lambda text, _undo: said.append(text))
    qtbot.waitUntil(lambda: page.recent.first_button() is not None)
    button = page.recent.first_button()
    assert isinstance(button, Button)
    assert button.accessibleName() == "撤销：乌云其其格的走访"

    button.click()

    qtbot.waitUntil(lambda: said == ["已撤销：乌云其其格的走访"])
    assert session.find(Visit) == []


def test_the_month_is_a_bar_and_a_sentence(qtbot: QtBot, late: Person, page: WorkbenchPage) -> None:
    qtbot.waitUntil(lambda: page.month.title.text() == "11 月进度")
    assert page.month.sentence.text().startswith("比应到少 1 户")
    assert page.month.meter.accessibleName() == "0 / 1，今天应到 1"


def test_ctrl_n_goes_to_the_route(qtbot: QtBot, late: Person, page: WorkbenchPage) -> None:
    heard = asked(page)
    page._new_visit()
    assert heard == [("visits", None)]


def test_a_narrow_window_puts_the_column_below(qtbot: QtBot, page: WorkbenchPage) -> None:
    page.resize(700, 620)
    qtbot.waitUntil(lambda: page.side.y() > page.list.y() + 50)


def test_a_thing_is_put_off_by_keys_and_comes_back(
    qtbot: QtBot, late: Person, page: WorkbenchPage, session: Session
) -> None:
    qtbot.waitUntil(lambda: page.list.current() is not None)
    QTest.keyClick(page, Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    dialog.forms[0].set_value("reason", "雪大，路不通")
    dialog.save.click()

    qtbot.waitUntil(lambda: [one.reason for one in session.find(Snooze)] == ["雪大，路不通"])
    page.refresh()
    qtbot.waitUntil(lambda: "推迟的 1 件" in words(page))

    page.snooze()
    qtbot.waitUntil(lambda: session.find(Snooze) == [])
