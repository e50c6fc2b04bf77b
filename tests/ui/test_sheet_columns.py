"""Saying what the columns of an office's sheet are: in the window, by keyboard, once."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Person, RollLine, Training
from desktop_app.session import Session
from tests.sessions import keep_person
from tests.ui.conftest import shown_page, write
from tests.use_cases.roll_world import keep_village
from tests.use_cases.sheets_in.made import Sheet, write_book, write_sheet
from tests.use_cases.test_roll_payments import approved
from ui.code_box import ChoiceBox
from ui.jobs import Jobs
from ui.pages.register_page import RegisterPage
from ui.pages.rolls import RollsPage
from ui.pages.work_trainings import training_register
from ui.sheet_columns import SheetColumns
from ui.sheet_import import SheetImport

HEADS = ["谁", "证", "学的啥", "谁管"]


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs) -> RegisterPage:
    made = RegisterPage(training_register(), session, jobs)
    return shown_page(qtbot, made)


def dialog_of(qtbot: QtBot, kind: type[QDialog]) -> QDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind), timeout=60_000)
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    qtbot.waitUntil(found.isActiveWindow, timeout=20_000)
    return found


def columns_of(qtbot: QtBot) -> SheetColumns:
    found = dialog_of(qtbot, SheetColumns)
    assert isinstance(found, SheetColumns)
    return found


def rows_of(qtbot: QtBot) -> SheetImport:
    found = dialog_of(qtbot, SheetImport)
    assert isinstance(found, SheetImport)
    return found


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def say(box: ChoiceBox, words: str) -> None:
    """Type words into a box and go on; the list that drops down needs a real screen."""
    box.edit.setText(words)
    QTest.keyClick(box.edit, Qt.Key.Key_Return)


def odd(session: Session, path: Path, course: str, number: int) -> Path:
    person = keep_person(session, number)
    return write_sheet(path, HEADS, [[person.name, person.citizen_id, course, "王主任"]])


def test_columns_are_said_by_keyboard_and_the_next_sheet_is_known(
    qtbot: QtBot, session: Session, jobs: Jobs, tmp_path: Path, page: RegisterPage
) -> None:
    page.importing.read(odd(session, tmp_path / "一月.xlsx", "电焊班", 1))
    dialog = columns_of(qtbot)
    assert not dialog.go.isEnabled()
    assert "还缺：身份证号" in dialog.lacks.text()
    assert focused() in (dialog.grid.boxes[1], dialog.grid.boxes[1].edit)

    for place, words in enumerate(("姓名", "身份证号", "培训班"), start=1):
        assert focused() in (dialog.grid.boxes[place], dialog.grid.boxes[place].edit)
        say(dialog.grid.boxes[place], words)
    assert focused() in (dialog.grid.boxes[4], dialog.grid.boxes[4].edit)
    dialog.name.setFocus()
    dialog.name.selectAll()
    write(dialog.name, "培训学校的表")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    rows = rows_of(qtbot)
    assert rows.go.text() == "导入 1 行"
    assert session.find(Training) == []
    with qtbot.waitSignal(rows.taken, timeout=60_000):
        QTest.keyClick(rows.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one.course for one in session.find(Training)] == ["电焊班"]

    page.importing.read(odd(session, tmp_path / "二月.xlsx", "家政班", 2))
    again = rows_of(qtbot)
    assert "照「培训学校的表」的对应读的" in again.words.text()


def test_one_field_is_held_by_one_column(
    qtbot: QtBot, session: Session, jobs: Jobs, tmp_path: Path, page: RegisterPage
) -> None:
    page.importing.read(odd(session, tmp_path / "a.xlsx", "电焊班", 1))
    dialog = columns_of(qtbot)
    say(dialog.grid.boxes[1], "培训班")
    assert dialog.grid.boxes[1].value() == "course"
    marks = [one for one in dialog.findChildren(QLabel) if one.text() == "没有认出"]
    assert [one.isVisible() for one in marks] == [False, True, True, True]

    say(dialog.grid.boxes[2], "培训班")

    assert [dialog.grid.boxes[place].value() for place in (1, 2)] == ["", "course"]
    assert not dialog.go.isEnabled()


def test_words_that_are_no_field_are_not_passed_over_in_silence(
    qtbot: QtBot, session: Session, jobs: Jobs, tmp_path: Path, page: RegisterPage
) -> None:
    page.importing.read(odd(session, tmp_path / "a.xlsx", "电焊班", 1))
    dialog = columns_of(qtbot)
    say(dialog.grid.boxes[2], "身份证号")
    dialog.grid.boxes[3].edit.setText("学的东西")

    dialog.submit()

    assert "没有「学的东西」这一项" in dialog.refusal.title.text()
    assert dialog.isVisible()


def test_the_columns_may_be_said_again_from_the_rows(
    qtbot: QtBot, session: Session, jobs: Jobs, tmp_path: Path, page: RegisterPage
) -> None:
    person = keep_person(session, 1)
    heads = ["姓名", "身份证号", "培训班"]
    file = write_sheet(tmp_path / "a.xlsx", heads, [[person.name, person.citizen_id, "电焊班"]])
    page.importing.read(file)
    rows = rows_of(qtbot)

    QTest.keyClick(rows.columns, Qt.Key.Key_Space)

    dialog = columns_of(qtbot)
    assert [box.value() for box in dialog.grid.boxes.values()] == [
        "person.name",
        "person.citizen_id",
        "course",
    ]
    dialog.grid.boxes[3].set_value("trade")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "照「a」的对应读的" in rows_of(qtbot).words.text()


def test_the_worksheet_and_the_row_of_the_header_are_chosen(
    qtbot: QtBot, session: Session, jobs: Jobs, tmp_path: Path, page: RegisterPage
) -> None:
    one, two = keep_person(session, 1), keep_person(session, 2)
    heads = ["姓名", "身份证号", "培训班"]
    page.importing.read(
        write_book(
            tmp_path / "a.xlsx",
            Sheet("甲村", heads, [[one.name, one.citizen_id, "电焊班"]]),
            Sheet("乙村", heads, [[two.name, two.citizen_id, "家政班"]]),
        )
    )
    dialog = columns_of(qtbot)
    assert focused() in (dialog.sheet, dialog.sheet.edit)
    assert "先选是哪一个" in dialog.words.text()

    say(dialog.sheet, "乙村")
    qtbot.waitUntil(lambda: dialog.opened.rows.name == "乙村", timeout=60_000)
    dialog.row.setFocus()
    dialog.row.selectAll()
    write(dialog.row, "2")
    QTest.keyClick(dialog.row, Qt.Key.Key_Tab)

    qtbot.waitUntil(lambda: not dialog.refusal.isHidden(), timeout=20_000)
    assert "第 2 行不能当表头" in dialog.refusal.title.text()
    assert dialog.row.value() == 1
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "工作表「乙村」" in rows_of(qtbot).words.text()


def test_what_was_said_can_be_forgotten(
    qtbot: QtBot, session: Session, jobs: Jobs, tmp_path: Path, page: RegisterPage
) -> None:
    file = odd(session, tmp_path / "a.xlsx", "电焊班", 1)
    page.importing.read(file)
    dialog = columns_of(qtbot)
    for place, field in ((1, "person.name"), (2, "person.citizen_id"), (3, "course")):
        dialog.grid.boxes[place].set_value(field)
    dialog.grid.boxes[3].changed.emit()
    dialog.submit()
    rows = rows_of(qtbot)
    QTest.keyClick(rows.columns, Qt.Key.Key_Space)
    again = columns_of(qtbot)
    assert not again.forget.isHidden()

    again.forget.setFocus()
    QTest.keyClick(again.forget, Qt.Key.Key_Space)

    qtbot.waitUntil(again.forget.isHidden, timeout=20_000)
    assert [box.value() for box in again.grid.boxes.values()] == ["", "", "", ""]


def test_what_holds_for_the_whole_sheet_is_said_below_its_columns(
    qtbot: QtBot, session: Session, jobs: Jobs, tmp_path: Path
) -> None:
    keep_village(session, 1)
    approved(session)
    (line,) = session.find(RollLine)
    person = session.get(Person, line.person_id)
    file = write_sheet(
        tmp_path / "代发.xlsx",
        ["2026年10月公益性岗位补贴发放表"],
        [["姓名", "身份证号", "实发"], [person.name, person.citizen_id, 600]],
    )
    page = shown_page(qtbot, RollsPage(session, jobs))
    page.importing.read(file)
    dialog = columns_of(qtbot)
    assert dialog.grid.every["roll.month"].value() == "2026-10"
    assert dialog.go.isEnabled()
    assert not dialog.grid.every["paid_on"].isHidden()

    dialog.grid.boxes[3].setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert focused() in _inside(dialog.grid.every["place.village"])
    dialog.grid.every["paid_on"].set_value("没发")
    dialog.submit()
    assert "“没发”不是一个日期" in dialog.refusal.title.text()
    dialog.grid.every["paid_on"].set_value("2026.12.3")
    dialog.grid.every["payment_evidence"].set_value("回单 7")
    dialog.submit()

    rows = rows_of(qtbot)
    with qtbot.waitSignal(rows.taken, timeout=60_000):
        QTest.keyClick(rows.go, Qt.Key.Key_Space)
    (paid,) = session.find(RollLine)
    assert (str(paid.paid_on), paid.payment_evidence) == ("2026-12-03", "回单 7")


def test_a_month_may_be_said_to_stand_for_a_day(
    qtbot: QtBot, session: Session, jobs: Jobs, tmp_path: Path, page: RegisterPage
) -> None:
    person = keep_person(session, 1)
    heads = ["姓名", "身份证号", "培训班", "开班日期"]
    row = [person.name, person.citizen_id, "电焊班", "2026年3月"]
    page.importing.read(write_sheet(tmp_path / "a.xlsx", heads, [row]))
    dialog = columns_of(qtbot)
    assert dialog.months.isVisible()

    dialog.months.setFocus()
    QTest.keyClick(dialog.months, Qt.Key.Key_Space)
    QTest.keyClick(dialog.months, Qt.Key.Key_Return)
    assert focused() is dialog.name
    dialog.submit()

    rows = rows_of(qtbot)
    assert "开班日期 2026-03-01" in str(rows.table.records.index(0, 3).data())


def _inside(box: QWidget) -> tuple[QWidget, ...]:
    return (box, box.edit) if isinstance(box, ChoiceBox) else (box,)
