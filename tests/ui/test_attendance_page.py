"""考勤: the grid is used like a spreadsheet, and what was typed is kept by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Attendance, Placement
from desktop_app.session import Session
from desktop_app.use_cases.attendance import attendance_month
from tests.sessions import VILLAGE, open_test_session
from tests.ui.conftest import shown_page
from tests.use_cases.roll_world import HRSS, closed, keep_village
from ui.jobs import Jobs
from ui.pages.attendance import AttendancePage
from ui.pages.person_form import FormDialog

OCTOBER = "2026-10"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    session.close()


@pytest.fixture
def holders(session: Session) -> list[Placement]:
    return keep_village(session, 3)[1]


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs, holders: list[Placement]) -> AttendancePage:
    page = shown_page(qtbot, AttendancePage(session, jobs))
    session.listen(lambda _: None)
    _settled(qtbot, page)
    return page


def _settled(qtbot: QtBot, page: AttendancePage) -> None:
    qtbot.waitUntil(
        lambda: (
            page.grid.marks.sheet is not None and not page._jobs.busy and not page._soon.isActive()
        ),
        timeout=10_000,
    )


def marks(session: Session) -> list[str]:
    return [row.marks for row in attendance_month(session, VILLAGE, OCTOBER, HRSS).rows]


def go(page: AttendancePage, row: int, day: int) -> None:
    page.grid.setFocus()
    page.grid.setCurrentIndex(page.grid.marks.index(row, day - 1))


def test_keys_mark_days_and_go_on(qtbot: QtBot, page: AttendancePage, session: Session) -> None:
    go(page, 1, 3)

    QTest.keyClicks(page.grid, "h5p")
    assert page.grid.currentIndex().column() == 5
    _settled(qtbot, page)

    assert marks(session)[1][:6] == "11hap1"
    assert len(session.find(Attendance)) == 1


def test_enter_goes_down_and_delete_clears(
    qtbot: QtBot, page: AttendancePage, session: Session
) -> None:
    go(page, 0, 1)
    QTest.keyClick(page.grid, Qt.Key.Key_Delete)
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    assert (page.grid.currentIndex().row(), page.grid.currentIndex().column()) == (1, 1)
    QTest.keyClicks(page.grid, "4")
    _settled(qtbot, page)

    assert (marks(session)[0][0], marks(session)[1][1]) == (" ", "s")


def test_a_row_and_a_column_are_marked_at_once(
    qtbot: QtBot, page: AttendancePage, session: Session
) -> None:
    go(page, 0, 7)
    QTest.keyClick(page.grid, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(page.grid, "x")
    go(page, 2, 1)
    QTest.keyClick(page.grid, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(page.grid, "2")
    _settled(qtbot, page)

    assert [one[6] for one in marks(session)] == ["a", "a", "h"]
    assert marks(session)[2] == "h" * 31
    assert page._head.note.text().startswith("3 人 · 累计出勤 73.5 天")


def test_what_was_typed_is_kept_when_another_page_comes(
    qtbot: QtBot, page: AttendancePage, session: Session
) -> None:
    go(page, 0, 1)
    QTest.keyClicks(page.grid, "5")
    page.leave()
    _settled(qtbot, page)

    assert marks(session)[0][0] == "a"


def test_a_month_is_checked_with_a_name(
    qtbot: QtBot, page: AttendancePage, session: Session
) -> None:
    page.confirm.click()
    dialog = page.findChild(FormDialog)
    assert dialog is not None
    dialog.submit()
    qtbot.waitUntil(lambda: bool(session.find(Attendance)), timeout=10_000)

    assert {one.checked_by for one in session.find(Attendance)} == {"苏日娜"}


def test_a_closed_month_is_corrected_with_a_reason_and_nothing_else_is_kept(
    qtbot: QtBot, page: AttendancePage, session: Session
) -> None:
    closed(session, OCTOBER)
    page.refresh()
    _settled(qtbot, page)
    assert page.said.isVisible()
    go(page, 0, 2)
    QTest.keyClicks(page.grid, "5")
    assert not page._soon.isActive()

    page.confirm.click()
    dialog = page.findChild(FormDialog)
    assert dialog is not None
    dialog.forms[0].set_value("notes", "漏记旷工")
    dialog.submit()
    qtbot.waitUntil(lambda: marks(session)[0][1] == "a", timeout=10_000)

    assert any("漏记旷工" in one.notes for one in session.find(Attendance))


def test_another_month_is_one_key_away_and_the_future_is_not_there(
    qtbot: QtBot, page: AttendancePage
) -> None:
    QTest.keyClick(page.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    _settled(qtbot, page)
    assert page.place.month.text == "2026-11"
    assert page.grid.marks.sheet is not None
    assert page.grid.marks.sheet.until == 25
    page.place.step(1)
    assert page.place.month.text == "2026-11"


def test_everything_fits_the_window_of_an_old_laptop(page: AttendancePage) -> None:
    page.resize(1118, 640)

    assert not page.grid.horizontalScrollBar().isVisible()
    assert page.grid.accessibleName()
    index = page.grid.marks.index(0, 2)
    assert "10月3日" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
