"""补贴发放: a month is drafted, closed, hung out, approved and paid on one page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Placement, Roll, RollLine
from desktop_app.session import Session
from desktop_app.use_cases.attendance import confirm_attendance, correct_attendance
from desktop_app.use_cases.exporting.gate import Secrecy
from desktop_app.use_cases.exporting.register import Look
from desktop_app.use_cases.rolls import approve_roll, publish_roll, roll_file
from tests.sessions import VILLAGE, Clock, open_test_session
from tests.ui.conftest import shown_page
from tests.use_cases.roll_world import HRSS, OFFICE, closed, keep_village
from tests.use_cases.test_roll_bank import account, bank_book
from ui.dialog import Question
from ui.jobs import Jobs
from ui.pages import rolls_pane as pane
from ui.pages.person_form import FormDialog
from ui.pages.rolls import RollsPage
from ui.pdf_preview import PdfPreview
from ui.why_dialog import WhyDialog

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
def page(qtbot: QtBot, session: Session, jobs: Jobs, holders: list[Placement]) -> RollsPage:
    page = shown_page(qtbot, RollsPage(session, jobs))
    _settle(qtbot, page)
    return page


def _settle(qtbot: QtBot, page: RollsPage) -> None:
    qtbot.waitUntil(lambda: bool(page.months) and not page._jobs.busy, timeout=10_000)


def _again(qtbot: QtBot, page: RollsPage) -> None:
    page.refresh()
    _settle(qtbot, page)


def _fill(qtbot: QtBot, page: RollsPage, **values: object) -> None:
    """Fill the form that is open, and keep it."""
    dialog = next(one for one in page.window().findChildren(FormDialog) if one.isVisible())
    for name, value in values.items():
        dialog.forms[0].set_value(name, value)
    dialog.submit()
    qtbot.waitUntil(lambda: not _is_open(page), timeout=10_000)
    _settle(qtbot, page)


def _is_open(page: QWidget) -> bool:
    return any(one.isVisible() for one in page.window().findChildren(FormDialog))


def test_a_draft_says_what_it_comes_to_and_what_stops_it(page: RollsPage) -> None:
    assert page.place.month.text == OCTOBER
    assert page.pane.figure.text() == "1800.00 元"
    assert page.pane.parts.text() == "3 人"
    assert "考勤没有核对" in page.pane.said.text()
    assert not page.pane.next.isEnabled()
    assert not page.export.isEnabled()


def test_another_month_is_chosen_by_arrows(qtbot: QtBot, page: RollsPage) -> None:
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    _settle(qtbot, page)

    assert page.pane.title_of_month.text().startswith("2026年9月")


def test_a_month_goes_from_its_draft_to_the_last_payment(
    qtbot: QtBot, page: RollsPage, session: Session
) -> None:
    confirm_attendance(session, VILLAGE, OCTOBER, HRSS, "乌兰")
    _again(qtbot, page)
    page.do(pane.NEXT)
    _fill(qtbot, page, notes="内乡振发〔2026〕示范1号")
    assert "依据 内乡振发〔2026〕示范1号" in page.pane.parts.text()
    assert page.pane.next.text() == "登记公示"

    page.do(pane.NEXT)
    _fill(qtbot, page)
    clock = session.world.now
    assert isinstance(clock, Clock)
    clock.pass_days(7)
    _again(qtbot, page)
    assert page.pane.next.text() == "登记审核"
    page.do(pane.NEXT)
    _fill(qtbot, page, approved_by=OFFICE, approved_on=session.today())
    assert page.pane.next.text() == "登记发放"

    page.pane.table.select(1)
    page.do(pane.FAILED)
    _fill(qtbot, page, failure="账号和户名不符")
    page.do(pane.NEXT)
    _fill(qtbot, page, payment_evidence="回单 01", paid_on=session.today())
    assert page.pane.sentence.text() == "还有 1 人没有发放，共 600 元，其中 1 人没有发出。"
    page.do(pane.NEXT)
    _fill(qtbot, page, payment_evidence="回单 02", paid_on=session.today())

    assert page.pane.sentence.text() == "全部发放完毕。"
    assert sum(line.paid_fen or 0 for line in session.find(RollLine)) == 180_000
    assert not page.pane.back.isVisible()


def test_a_correction_is_in_view_and_says_why(
    qtbot: QtBot, page: RollsPage, session: Session, holders: list[Placement]
) -> None:
    closed(session, "2026-09")
    correct_attendance(session, holders[0].id, "2026-09", "1" * 27, "旷工三天")
    _again(qtbot, page)
    assert page.pane.figure.text() == "1740.00 元"
    assert "其中更正 -60 元" in page.pane.parts.text()

    page.pane.table.select(3)
    page.pane.table.setFocus()
    QTest.keyClick(page.pane.table, Qt.Key.Key_Return)
    dialog = page.window().findChild(WhyDialog)
    assert dialog is not None

    words = " ".join(one.message for one in dialog.list.findings)
    assert "2026年9月已列 600 元，按现在的登记应为 540 元，扣回 60 元" in words
    dialog.close()


def test_a_closed_roll_is_printed_and_written_with_the_figure_of_the_screen(
    qtbot: QtBot, page: RollsPage, session: Session, tmp_path: Path
) -> None:
    page.ask_for_file()
    assert page.window().findChild(PdfPreview) is None
    closed(session, OCTOBER)
    _again(qtbot, page)

    page.print_out("subsidy_summary")
    qtbot.waitUntil(lambda: page.window().findChild(PdfPreview) is not None, timeout=20_000)
    preview = page.window().findChild(PdfPreview)
    assert preview is not None
    preview.close()
    where = tmp_path / "十月.xlsx"
    file = roll_file(session, session.find(Roll)[0].id)
    page.exporting.write(page.roll_book(file), where, Look(), Secrecy())
    qtbot.waitUntil(where.exists, timeout=10_000)
    _settle(qtbot, page)

    rows = list(load_workbook(where, data_only=True)["汇总表"].iter_rows(values_only=True))
    assert f"{rows[-1][4]:.2f} 元" == page.pane.figure.text() == "1800.00 元"


def test_a_roll_is_sent_back_with_a_reason(qtbot: QtBot, page: RollsPage, session: Session) -> None:
    closed(session, OCTOBER)
    _again(qtbot, page)
    page.do(pane.RETURN)
    _fill(qtbot, page, return_reason="考勤不对")

    assert session.find(Roll)[0].return_reason == "考勤不对"
    assert page.pane.draft is not None


def test_a_bank_file_is_shown_beside_the_roll_and_what_equals_is_kept(
    qtbot: QtBot, page: RollsPage, session: Session, tmp_path: Path
) -> None:
    roll = closed(session, OCTOBER)
    publish_roll(session, roll.id, session.today())
    with qtbot.waitSignal(page.toast) as told:
        page.read_bank()
    assert "还没有审核" in told.args[0]
    clock = session.world.now
    assert isinstance(clock, Clock)
    clock.pass_days(8)
    approve_roll(session, roll.id, session.today(), OFFICE)
    _again(qtbot, page)
    rows = [(1, "乌云1", account(1), 600, "成功", ""), (2, "乌云2", account(2), 60, "成功", "")]
    path = bank_book(tmp_path / "回单.xlsx", rows)
    file = page.pane.file
    assert file is not None

    page.dialogs.compare(file, path, page.refresh, page.refused.emit)
    qtbot.waitUntil(lambda: page.window().findChild(Question) is not None, timeout=20_000)
    question = page.window().findChild(Question)
    assert question is not None
    question.go.click()
    _fill(qtbot, page, payment_evidence="回单", paid_on=session.today())

    paid = {line.name for line in session.find(RollLine) if line.paid_on is not None}
    assert paid == {"乌云1"}
