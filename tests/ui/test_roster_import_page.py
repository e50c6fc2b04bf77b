"""The roster page, driven by keys and buttons on real files and records."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Household, Person
from desktop_app.session import Session
from desktop_app.use_cases.history import undo, undoable
from tests.rosters import Made, number_of, plain_roster
from tests.sessions import OTHER_VILLAGE
from tests.ui.conftest import shown_page
from ui.jobs import Jobs
from ui.labels import ElidingLabel
from ui.pages.roster_import import RosterImportPage
from ui.pages.roster_import_steps import CHOOSE, PREVIEW, RESULT, VILLAGES
from ui.progress_dialog import ProgressDialog

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
A, B, C = (number_of(order) for order in (11, 22, 33))


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs) -> RosterImportPage:
    return shown_page(qtbot, RosterImportPage(session, jobs))


def roster(*rows: tuple[str, str, str], village: str = "巴音哈拉嘎查") -> Made:
    made = plain_roster()
    for name, number, phone in rows:
        made.add(嘎查村=village, 姓名=name, 身份证号=number, 联系电话=phone)
    return made


def read(qtbot: QtBot, page: RosterImportPage, path: Path, step: int = PREVIEW) -> None:
    page.go_to(CHOOSE)
    page.choose.path.setFocus()
    page.choose.path.setText(str(path))
    QTest.keyClick(page.choose.path, Key.Key_Return)
    qtbot.waitUntil(lambda: page.step == step, timeout=20_000)
    # A slow machine shows how far it is; where there is no screen the window must be called back.
    qtbot.waitUntil(lambda: not page.findChildren(ProgressDialog), timeout=20_000)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)


def press(page: RosterImportPage, key: Qt.Key, how: Qt.KeyboardModifier = CTRL) -> None:
    QTest.keyClick(QApplication.focusWidget() or page, key, how)


def words(page: RosterImportPage) -> str:
    shown = [one for one in page.findChildren(QLabel) if one.isVisible()]
    return "\n".join(one.text() for one in shown)


def listed(page: RosterImportPage) -> list[list[str]]:
    model = page.rows.table.records
    columns = range(model.columnCount())
    return [
        [str(model.data(model.index(row, at))) for at in columns] for row in range(model.rowCount())
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "花名册.xlsx"


def test_it_says_what_it_understands_and_takes_the_keyboard(page: RosterImportPage) -> None:
    assert page.choose.browse.hasFocus()
    for kind in ("普通花名册", "劳动力资源登记台帐", "防返贫监测家庭成员表"):
        assert kind in words(page)


def test_a_roster_is_taken_in_and_back_by_keys_alone(
    qtbot: QtBot, page: RosterImportPage, session: Session, path: Path
) -> None:
    read(qtbot, page, roster(("乌云", A, "13800000001"), ("巴图", B[:17], "")).write(path))

    assert page.rows.table.hasFocus()
    assert page.rows.go.text() == "导入 1 人"
    assert listed(page)[0][:3] == ["乌云", "2", f"{A[:6]}********{A[-4:]}"]
    assert session.find(Person) == []

    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: page.step == RESULT, timeout=20_000)
    assert "新增 1 人" in words(page)
    assert [one.name for one in session.find(Person)] == ["乌云"]
    assert [step.label for step in undoable(session)] == ["导入 1 人"]

    page.done.undo.setFocus()
    QTest.keyClick(page.done.undo, Key.Key_Return)
    qtbot.waitUntil(lambda: session.find(Person) == [], timeout=20_000)
    assert session.find(Household) == []
    qtbot.waitUntil(lambda: "已撤销整批" in words(page), timeout=20_000)
    assert not page.done.undo.isVisible()


def test_a_batch_undone_elsewhere_is_no_longer_called_saved(
    qtbot: QtBot, page: RosterImportPage, session: Session, path: Path
) -> None:
    read(qtbot, page, roster(("乌云", A, "13800000001")).write(path))
    page.take_in()
    qtbot.waitUntil(lambda: page.step == RESULT, timeout=20_000)

    page.refresh()
    assert "新增 1 人" in words(page)
    undo(session)
    page.refresh()

    assert "已撤销整批" in words(page)


def test_what_changes_is_shown_field_by_field(
    qtbot: QtBot, page: RosterImportPage, path: Path
) -> None:
    read(qtbot, page, roster(("乌云", A, "13800000001"), ("其木格", C, "")).write(path))
    page.take_in()
    qtbot.waitUntil(lambda: page.step == RESULT, timeout=20_000)
    read(qtbot, page, roster(("乌云", A, "13800000009"), ("其木格", C, "")).write(path))

    assert page.rows.state == "changed"
    assert listed(page)[0][3] == "联系电话 13800000001 → 13800000009"
    for part in ("项目", "原来", "导入后", "13800000001", "13800000009"):
        assert part in words(page)
    press(page, Key.Key_3, Qt.KeyboardModifier.NoModifier)
    assert page.rows.state == "same"
    assert [row[0] for row in listed(page)] == ["其木格"]
    press(page, Key.Key_1, Qt.KeyboardModifier.NoModifier)
    assert "没有新增的人" in words(page)


def test_a_problem_says_what_to_do_and_hides_the_number(
    qtbot: QtBot, page: RosterImportPage, path: Path
) -> None:
    read(qtbot, page, roster(("巴图", B[:17], "")).write(path))

    assert page.rows.state == "refused"
    assert listed(page) == [["巴图", "2", "C列“身份证号”", "身份证号只有 17 位。"]]
    assert "在最后补上校验码（可能是 X）。" in words(page)
    assert B[:17] not in words(page)
    assert not page.rows.go.isEnabled()
    press(page, Key.Key_Return)
    assert page.step == PREVIEW


def test_villages_that_are_unclear_are_asked_for(
    qtbot: QtBot, page: RosterImportPage, session: Session, path: Path
) -> None:
    read(qtbot, page, roster(("乌云", A, ""), village="东河组").write(path), VILLAGES)
    box = page.villages.boxes["东河组"]
    assert box.hasFocus() or box.edit.hasFocus()

    box.set_value(OTHER_VILLAGE)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: page.step == PREVIEW, timeout=20_000)
    page.take_in()
    qtbot.waitUntil(lambda: page.step == RESULT, timeout=20_000)
    assert session.find(Person)[0].village_code == OTHER_VILLAGE


def test_a_village_left_open_keeps_its_rows_out(
    qtbot: QtBot, page: RosterImportPage, path: Path
) -> None:
    read(qtbot, page, roster(("乌云", A, ""), village="东河组").write(path), VILLAGES)
    page.villages.go.click()
    qtbot.waitUntil(lambda: page.step == PREVIEW, timeout=20_000)

    assert "还没有对上" in listed(page)[0][3]
    page.rows.villages.click()
    assert page.step == VILLAGES


def test_a_broken_file_gets_one_sentence(
    qtbot: QtBot, page: RosterImportPage, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    page.read(broken)
    qtbot.waitUntil(page.refusal.isVisible, timeout=20_000)

    assert "没有读入" in page.refusal.title.text()
    assert page.step == CHOOSE


def test_escape_goes_back_and_writes_nothing(
    qtbot: QtBot, page: RosterImportPage, session: Session, path: Path
) -> None:
    read(qtbot, page, roster(("乌云", A, "")).write(path))
    press(page, Key.Key_Escape, Qt.KeyboardModifier.NoModifier)

    assert page.step == CHOOSE
    assert session.find(Person) == []


def test_a_dropped_file_is_read(qtbot: QtBot, page: RosterImportPage, path: Path) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(roster(("乌云", A, "")).write(path)))])
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    qtbot.waitUntil(lambda: page.step == PREVIEW, timeout=20_000)


def test_a_copied_file_or_place_is_pasted(qtbot: QtBot, page: RosterImportPage, path: Path) -> None:
    roster(("乌云", A, "")).write(path)
    QApplication.clipboard().setText(str(path))
    press(page, Key.Key_V)
    assert page.choose.path.value() == str(path)
    assert page.choose.path.hasFocus()

    page.go_to(CHOOSE)
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(path))])
    QApplication.clipboard().setMimeData(copied)
    press(page, Key.Key_V)
    qtbot.waitUntil(lambda: page.step == PREVIEW, timeout=20_000)
    # The clipboard lives longer than Python, and would end what Python made with a crash.
    QApplication.clipboard().clear()


def test_a_pasted_place_may_have_quotes_or_be_an_address(
    qtbot: QtBot, page: RosterImportPage, path: Path
) -> None:
    roster(("乌云", A, "")).write(path)
    for text in (f'"{path}"', QUrl.fromLocalFile(str(path)).toString()):
        page.go_to(CHOOSE)
        page.choose.path.setText(text)
        page.choose.read.click()
        qtbot.waitUntil(lambda: page.step == PREVIEW, timeout=20_000)


def test_the_list_of_problems_is_written(
    qtbot: QtBot, page: RosterImportPage, path: Path, tmp_path: Path
) -> None:
    read(qtbot, page, roster(("巴图", B[:17], "")).write(path))
    with qtbot.waitSignal(page.toast, timeout=20_000) as said:
        page.export(tmp_path / "问题.xlsx")

    assert said.args == ["1 行写到了 问题.xlsx", None]
    assert (tmp_path / "问题.xlsx").read_bytes().startswith(b"PK")


def test_cancelling_leaves_nothing(
    qtbot: QtBot, page: RosterImportPage, session: Session, path: Path
) -> None:
    rows = [(f"乌云{'甲乙丙丁'[at % 4]}", number_of(at), "") for at in range(1, 800)]
    read(qtbot, page, roster(*rows).write(path))
    page.take_in()
    running = [one for one in page.findChildren(ProgressDialog) if one.cancel_button.isEnabled()]
    running[-1].cancel()
    qtbot.waitUntil(lambda: not page.findChildren(ProgressDialog), timeout=20_000)

    assert page.step in {PREVIEW, RESULT}
    if page.step == PREVIEW:
        assert session.find(Person) == session.find(Household) == []  # type: ignore[comparison-overlap]


def test_a_narrow_window_shows_the_details_alone(
    qtbot: QtBot, page: RosterImportPage, path: Path
) -> None:
    page.resize(700, 640)
    read(qtbot, page, roster(("乌云", A, "")).write(path))
    assert not page.rows.details.isVisible()
    assert page.hints()[0] == ("Enter", "看这一行")

    press(page, Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert page.rows.details.isVisible()
    assert not page.rows.table.isVisible()
    assert page.hints()[0] == ("Esc", "回到名单")
    QTest.keyClick(page, Key.Key_Escape)
    assert page.rows.table.isVisible()
    assert page.step == PREVIEW


def test_data_is_never_markup(qtbot: QtBot, page: RosterImportPage, path: Path) -> None:
    read(qtbot, page, roster(("<b>乌云</b>", A, "")).write(path))

    for shown in page.findChildren(QLabel):
        plain = shown.textFormat() == Qt.TextFormat.PlainText
        assert plain or isinstance(shown, ElidingLabel), shown.text()
