"""The exchange in the whole program: its sign, its page, and that it ends with the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.app import Program
from tests.sessions import made_up_world
from ui import theme
from ui.exchange_loop import ExchangeLoop
from ui.shell import Shell


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    """Run the program on a training village."""
    made = Program(made_up_world(tmp_path))
    made.begin(None, training=True)
    qtbot.waitUntil(lambda: made.ready)
    yield made
    window = made.window
    made.end()
    if window is not None:
        window.deleteLater()
        qtbot.waitUntil(lambda: not isValid(window))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)


def shell(program: Program) -> Shell:
    assert isinstance(program.window, Shell)
    return program.window


def loop(program: Program) -> ExchangeLoop:
    assert program.loop is not None
    return program.loop


def test_the_sign_tells_and_leads_to_the_page(qtbot: QtBot, program: Program) -> None:
    sign = shell(program).top.sign
    qtbot.waitUntil(lambda: sign.since.text() == "练习的内容不送出", timeout=8000)
    assert sign.state.text() == "已保存在本机"
    QTest.mouseClick(sign, Qt.MouseButton.LeftButton)
    assert shell(program).page.name == "sync"
    shell(program).go("workbench")
    sign.setFocus()
    QTest.keyClick(sign, Qt.Key.Key_Return)
    assert shell(program).page.name == "sync"


def test_the_page_stands_before_the_settings(program: Program) -> None:
    assert [*shell(program).navigation.items][-2:] == ["sync", "settings"]


def test_practice_is_never_exchanged(qtbot: QtBot, program: Program) -> None:
    began: list[bool] = []
    loop(program).began.connect(lambda: began.append(True))
    loop(program).timer.timeout.emit()
    assert not loop(program).running
    assert began == []


def test_locking_ends_the_exchange_and_another_begins(qtbot: QtBot, program: Program) -> None:
    before = loop(program)
    assert before.timer.isActive()
    shell(program).lock()
    qtbot.waitUntil(lambda: program.ready, timeout=8000)
    assert not before.timer.isActive()
    before.timer.timeout.emit()
    assert not before.running
    assert loop(program) is not before
    assert loop(program).timer.isActive()


def test_another_text_size_keeps_the_exchange_going(qtbot: QtBot, program: Program) -> None:
    before, window = loop(program), shell(program)
    program._lay_out_again("scale")
    assert shell(program) is not window
    assert loop(program) is before
    assert before.timer.isActive()
