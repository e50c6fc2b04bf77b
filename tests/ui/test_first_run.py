"""The first-run wizard, with the keyboard alone."""

import os
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.domain import divisions
from desktop_app.domain.errors import Refused
from desktop_app.domain.recovery_code import make_recovery
from desktop_app.use_cases.set_up import SetUp
from tests.ui.conftest import shown, write
from ui.first_run import DONE, PASSPHRASE, RECOVERY, FirstRun
from ui.jobs import Jobs
from ui.pdf_preview import PdfPreview
from ui.print_log import PrintLog

# Popups ask for more than a screen that is not there can give.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Key = Qt.Key
GOOD = "copper lantern walrus 81"
COUNTY = "150223"


class Maker:
    """What the wizard asks the rest of the program for."""

    def __init__(self) -> None:
        self.groups = make_recovery(os.urandom)
        self.made: list[tuple[SetUp, str]] = []
        self.printed: list[list[str]] = []
        self.finished: list[str] = []
        self.training = 0
        self.refusal: Refused | None = None
        self.log = PrintLog()

    def create(self, wish: SetUp, passphrase: str) -> list[str]:
        if self.refusal is not None:
            raise self.refusal
        self.made.append((wish, passphrase))
        return self.groups

    def print_recovery(self, groups: list[str]) -> bytes:
        from printing.recovery_sheet import recovery_sheet

        self.printed.append(groups)
        return recovery_sheet(groups, "苏日娜", ["查干哈达嘎查"], date(2026, 11, 25))

    def start_training(self) -> None:
        self.training += 1


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
def wizard(qtbot: QtBot, jobs: Jobs, maker: Maker) -> Iterator[FirstRun]:
    made = FirstRun(
        jobs, maker.create, maker.print_recovery, maker.finished.append, maker.start_training,
        log=lambda: maker.log,
    )  # fmt: skip
    shown(qtbot, made)
    yield made
    made.close()


def _type(wizard: FirstRun, text: str) -> QLineEdit:
    focus = wizard.focusWidget()
    assert isinstance(focus, QLineEdit)
    write(focus, text)
    return focus


def _choose_places(wizard: FirstRun, qtbot: QtBot) -> None:
    assert wizard.place.county.edit.hasFocus() or wizard.place.county.hasFocus()
    write(wizard.place.county.edit, divisions.county(COUNTY).name)
    completer = wizard.place.county.completer()
    assert completer is not None
    popup = completer.popup()
    QTest.keyClick(popup, Key.Key_Down)
    QTest.keyClick(popup, Key.Key_Return)
    assert not popup.isVisible()
    wizard.activateWindow()  # where there is no screen, a popup keeps the window inactive
    qtbot.waitUntil(wizard.isActiveWindow)
    assert wizard.place.county_code() == COUNTY
    wizard.place.finder.setFocus()
    QTest.keyClick(wizard.place.finder, Key.Key_Down)
    assert wizard.place.list.hasFocus()
    QTest.keyClick(wizard.place.list, Key.Key_Space)
    QTest.keyClick(wizard.place.list, Key.Key_Down)
    QTest.keyClick(wizard.place.list, Key.Key_Space)


def _to_passphrase(wizard: FirstRun, qtbot: QtBot) -> None:
    _choose_places(wizard, qtbot)
    wizard.place.finder.setFocus()
    QTest.keyClick(wizard.place.finder, Key.Key_Return)
    assert wizard.step == 1
    QTest.keyClick(_type(wizard, "苏日娜"), Key.Key_Return)
    assert wizard.step == PASSPHRASE


def _to_recovery(wizard: FirstRun, qtbot: QtBot) -> None:
    _to_passphrase(wizard, qtbot)
    QTest.keyClick(_type(wizard, GOOD), Key.Key_Return)
    QTest.keyClick(_type(wizard, GOOD), Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.step == RECOVERY, timeout=10_000)


def test_walks_from_the_village_to_the_desk(wizard: FirstRun, maker: Maker, qtbot: QtBot) -> None:
    _to_recovery(wizard, qtbot)
    wish, passphrase = maker.made[0]
    villages = tuple(one.code for one in divisions.villages(COUNTY)[:2])
    assert wish == SetUp(officer="苏日娜", county_code=COUNTY, village_codes=villages)
    assert passphrase == GOOD
    step = wizard.recovery
    step.boxes[0].setFocus()
    for place in step.asked:
        _type(wizard, maker.groups[place].lower())
    for box in (step.kept, step.known):
        box.setFocus()
        QTest.keyClick(box, Key.Key_Space)
    assert wizard.next_button.isEnabled()
    wizard.next_button.setFocus()
    QTest.keyClick(wizard.next_button, Key.Key_Space)
    assert wizard.step == DONE
    assert wizard.done.import_button.hasFocus()
    QTest.keyClick(wizard.done.import_button, Key.Key_Space)
    assert maker.finished == ["import"]
    assert wizard.recovery.groups() == []
    assert wizard.passphrase.boxes.value() == ""


def test_every_step_says_what_is_missing(wizard: FirstRun, maker: Maker, qtbot: QtBot) -> None:
    assert wizard.lacks.text() == "选好旗县区就能继续"
    assert not wizard.next_button.isEnabled()
    _to_passphrase(wizard, qtbot)
    assert wizard.lacks.text() == "写好口令就能继续"
    first, second = wizard.passphrase.boxes.first, wizard.passphrase.boxes.second
    write(first, "suruna1234")
    assert wizard.lacks.text() == "口令再长一点就能继续"
    assert wizard.passphrase.boxes.meter.words() == "太弱"
    first.selectAll()
    write(first, GOOD)
    assert wizard.lacks.text() == "再写一遍口令就能继续"
    write(second, "copper lamp")
    assert wizard.passphrase.boxes.second_field.error
    assert maker.made == []


def test_a_name_of_the_officer_is_no_passphrase(wizard: FirstRun, qtbot: QtBot) -> None:
    _to_passphrase(wizard, qtbot)
    write(wizard.passphrase.boxes.first, "苏日娜苏日娜19850302")
    assert not wizard.next_button.isEnabled()
    assert "容易被猜到" in wizard.passphrase.boxes.advice.text()


def test_back_keeps_the_answers_until_the_folder_is_made(wizard: FirstRun, qtbot: QtBot) -> None:
    _to_passphrase(wizard, qtbot)
    wizard.back_button.setFocus()
    QTest.keyClick(wizard.back_button, Key.Key_Space)
    assert wizard.officer.officer() == "苏日娜"
    wizard.back()
    assert len(wizard.place.village_codes()) == 2
    assert "2 个嘎查村" in wizard.place.summary()
    wizard.go(PASSPHRASE)
    QTest.keyClick(_type(wizard, GOOD), Key.Key_Return)
    QTest.keyClick(_type(wizard, GOOD), Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.step == RECOVERY, timeout=10_000)
    assert not wizard.back_button.isVisible()
    wizard.back()
    assert wizard.step == RECOVERY


def test_the_code_is_covered_while_it_is_asked_back(
    wizard: FirstRun, maker: Maker, qtbot: QtBot
) -> None:
    _to_recovery(wizard, qtbot)
    step = wizard.recovery
    assert [one.text() for one in step._labels] == maker.groups
    step.boxes[0].setFocus()
    assert maker.groups[0] not in [one.text() for one in step._labels]
    write(step.boxes[0], "2222")
    if maker.groups[step.asked[0]] != "2222":
        assert "不对" in wizard.lacks.text()
        assert step.boxes[0].property("error") is True
    step.print_button.setFocus()
    assert [one.text() for one in step._labels] == maker.groups


def test_prints_the_recovery_sheet(wizard: FirstRun, maker: Maker, qtbot: QtBot) -> None:
    _to_recovery(wizard, qtbot)
    assert wizard.recovery.print_button.hasFocus()
    QTest.keyClick(wizard.recovery.print_button, Key.Key_Space)
    qtbot.waitUntil(lambda: bool(wizard.findChildren(PdfPreview)), timeout=10_000)
    assert maker.printed == [maker.groups]
    preview = wizard.findChildren(PdfPreview)[0]
    assert preview.sending._log is maker.log, "the sheet goes on record in the folder just made"
    preview.printed.emit()
    assert wizard.recovery.printed.accessibleName().startswith("已打印")
    preview.close()


def test_a_refusal_stays_on_the_page(wizard: FirstRun, maker: Maker, qtbot: QtBot) -> None:
    maker.refusal = Refused("这里是U盘，不能放资料。", advice="请换一个文件夹。")
    _to_passphrase(wizard, qtbot)
    for _ in range(2):
        QTest.keyClick(_type(wizard, GOOD), Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.passphrase.said.isVisible(), timeout=10_000)
    assert wizard.passphrase.said.text() == "这里是U盘，不能放资料。请换一个文件夹。"
    assert wizard.step == PASSPHRASE
    assert wizard.next_button.isEnabled()


def test_one_click_opens_the_training_village(wizard: FirstRun, maker: Maker, qtbot: QtBot) -> None:
    QTest.mouseClick(wizard.place.practice, Qt.MouseButton.LeftButton)
    assert maker.training == 1


def test_finds_a_village_by_a_part_of_its_name(wizard: FirstRun, qtbot: QtBot) -> None:
    step = wizard.place
    step.county.set_value(COUNTY)
    step.county.changed.emit()
    wanted = divisions.villages(COUNTY)[5]
    write(step.finder, wanted.short_name)
    codes = [step.list.item(n).data(Qt.ItemDataRole.UserRole) for n in range(step.list.count())]
    assert wanted.code in codes
    if len(codes) == 1:
        QTest.keyClick(step.finder, Key.Key_Return)
        assert step.village_codes() == (wanted.code,)
