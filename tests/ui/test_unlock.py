"""The unlock window, with the keyboard alone."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.keys import Cost
from desktop_app.domain.errors import Refused
from desktop_app.domain.recovery_code import make_recovery
from desktop_app.session import Session
from desktop_app.use_cases.set_up import (
    SetUp,
    create_folder,
    folder_card,
    open_folder,
    open_with_recovery,
)
from tests.sessions import VILLAGE, made_up_world
from tests.ui.conftest import shown, write
from ui.jobs import Jobs
from ui.unlock import Unlock

Key = Qt.Key
RIGHT, FRESH = "tangerine kettle 47", "copper lantern walrus 81"
_numbers = count(7)
CODE = make_recovery(lambda length: bytes(next(_numbers) % 240 for _ in range(length)))


class Folder:
    """A data folder that opens with one passphrase or code."""

    def __init__(self) -> None:
        self.opened: list[object] = []
        self.wait = 0
        self.fresh = ""

    def unlock(self, passphrase: str) -> str:
        if passphrase != RIGHT:
            self.wait = 1
            raise Refused("口令不对，请 1 秒后再试。", advice="看看大写锁定。")
        return "session"

    def recover(self, code: str, fresh: str) -> str:
        if code.split() != CODE:
            raise Refused("恢复码对不上。", advice="请对照那张纸。", fields=("recovery",))
        self.fresh = fresh
        return "recovered"


@pytest.fixture
def folder() -> Folder:
    return Folder()


@pytest.fixture
def window(qtbot: QtBot, jobs: Jobs, folder: Folder) -> Iterator[Unlock]:
    made = Unlock(
        jobs,
        "苏日娜",
        ["查干哈达嘎查", "南河沿村"],
        folder.unlock,
        folder.opened.append,
        recover=folder.recover,
        wait=lambda: folder.wait,
    )
    shown(qtbot, made)
    yield made
    QApplication.clipboard().clear()


def test_opens_with_the_passphrase(window: Unlock, folder: Folder, qtbot: QtBot) -> None:
    box = window.card.box
    assert box.hasFocus()
    write(box, RIGHT)
    assert RIGHT not in box.displayText()
    QTest.keyClick(box, Key.Key_Return)
    qtbot.waitUntil(lambda: folder.opened == ["session"])
    assert box.text() == ""


def test_a_wrong_try_waits_and_keeps_the_text(window: Unlock, folder: Folder, qtbot: QtBot) -> None:
    write(window.card.box, "wrong")
    QTest.keyClick(window.card.box, Key.Key_Return)
    qtbot.waitUntil(lambda: window.card.said.isVisible())
    assert window.card.said.text() == "口令不对，请 1 秒后再试。"
    assert window.card.go.text() == "请等 1 秒"
    assert not window.card.go.isEnabled()
    QTest.keyClick(window.card.box, Key.Key_Return)
    qtbot.waitUntil(lambda: window.card.go.isEnabled(), timeout=4000)
    assert window.card.box.selectedText() != ""
    assert folder.opened == []


def test_asks_for_a_passphrase_first(window: Unlock, qtbot: QtBot) -> None:
    QTest.keyClick(window.card.box, Key.Key_Return)
    assert window.card.said.text() == "先写口令，再解锁。"


def test_warns_of_the_caps_lock(window: Unlock, qtbot: QtBot) -> None:
    write(window.card.box, "a")
    assert not window.card.said.isVisible()
    QTest.keyClicks(window.card.box, "B")
    assert window.card.said.isVisible()
    assert "大写锁定" in window.card.said.text()
    QTest.keyClicks(window.card.box, "b")
    assert not window.card.said.isVisible()


def test_shows_the_passphrase_when_asked(window: Unlock, qtbot: QtBot) -> None:
    write(window.card.box, "abc")
    QTest.keyClick(window.card.box, Key.Key_V, Qt.KeyboardModifier.AltModifier)
    assert window.card.box.displayText() == "abc"
    QTest.keyClick(window.card.box, Key.Key_V, Qt.KeyboardModifier.AltModifier)
    assert window.card.box.displayText() != "abc"


def _to_recovery(window: Unlock) -> None:
    window.card.forgot.setFocus()
    QTest.keyClick(window.card.forgot, Key.Key_Space)


def test_opens_with_the_recovery_code_and_a_new_passphrase(
    window: Unlock, folder: Folder, qtbot: QtBot
) -> None:
    _to_recovery(window)
    for group in CODE:
        focus = window.focusWidget()
        assert focus is not None
        write(focus, group.lower())
    assert window.recovery.go.isEnabled()
    assert window.recovery.code.boxes[-1].hasFocus()
    QTest.keyClick(window.recovery.code.boxes[-1], Key.Key_Return)
    fresh = window.recovery.fresh
    assert fresh.first.hasFocus()
    write(fresh.first, "short")
    assert not window.recovery.go.isEnabled()
    fresh.first.selectAll()
    write(fresh.first, FRESH)
    QTest.keyClick(fresh.first, Key.Key_Return)
    assert fresh.second.hasFocus()
    write(fresh.second, FRESH)
    QTest.keyClick(fresh.second, Key.Key_Return)
    qtbot.waitUntil(lambda: folder.opened == ["recovered"])
    assert folder.fresh == FRESH
    assert fresh.first.text() == ""


def test_names_the_group_that_is_mistyped(window: Unlock, qtbot: QtBot) -> None:
    _to_recovery(window)
    swapped = CODE[0][:-1] + ("A" if CODE[0][-1] != "A" else "B")
    write(window.recovery.code.boxes[0], swapped)
    assert window.recovery.said.text().startswith("恢复码第 1 组输错了")
    assert window.recovery.code.boxes[0].property("error") is True


def test_dashes_typed_between_groups_do_not_count(window: Unlock) -> None:
    _to_recovery(window)
    for letter in "-".join(CODE):
        focus = window.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, letter)
    assert window.recovery.code.value().split() == CODE


def test_takes_a_pasted_code(window: Unlock, qtbot: QtBot) -> None:
    _to_recovery(window)
    QApplication.clipboard().setText("-".join(CODE))
    QTest.keyClick(window.recovery.code.boxes[0], Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.recovery.code.value().split() == CODE
    assert window.recovery.go.isEnabled()


def test_a_wrong_code_leads_back_to_it(window: Unlock, folder: Folder, qtbot: QtBot) -> None:
    _to_recovery(window)
    other = make_recovery(lambda length: bytes([3] * length))
    window.recovery.code.fill(" ".join(other))
    QTest.keyClick(window.recovery.code.boxes[-1], Key.Key_Return)
    for box in (window.recovery.fresh.first, window.recovery.fresh.second):
        write(box, FRESH)
        QTest.keyClick(box, Key.Key_Return)
    qtbot.waitUntil(lambda: "对不上" in window.recovery.said.text())
    assert window.recovery.step() == 0
    assert folder.opened == []


def test_waits_from_the_start_when_the_last_tries_were_wrong(
    qtbot: QtBot, jobs: Jobs, folder: Folder
) -> None:
    made = Unlock(jobs, "苏日娜", [], folder.unlock, folder.opened.append, wait=lambda: 8)
    shown(qtbot, made)
    assert made.card.go.text() == "请等 8 秒"
    assert not made.card.forgot.isVisible()


def test_a_real_folder_opens_by_its_code_and_then_by_the_new_passphrase(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path
) -> None:
    world, data = made_up_world(tmp_path), tmp_path / "data"
    wish = SetUp(officer="苏日娜", county_code="150223", village_codes=(VILLAGE,))
    session, groups = create_folder(data, wish, RIGHT, world, Cost(8, 1, 1))
    session.close()
    opened: list[Session] = []

    def locked() -> Unlock:
        card = folder_card(data, world.now())
        made = Unlock(
            jobs,
            card.officer,
            card.villages,
            lambda passphrase: open_folder(data, passphrase, world),
            opened.append,
            recover=lambda code, fresh: open_with_recovery(data, code, fresh, world),
            wait=lambda: folder_card(data, world.now()).wait_seconds,
        )
        shown(qtbot, made)
        return made

    window = locked()
    write(window.card.box, "not this one")
    QTest.keyClick(window.card.box, Key.Key_Return)
    qtbot.waitUntil(window.card.said.isVisible, timeout=10_000)
    assert window.card.said.text().startswith("口令不对")
    _to_recovery(window)
    window.recovery.code.fill(" ".join(groups))
    QTest.keyClick(window.recovery.code.boxes[-1], Key.Key_Return)
    for box in (window.recovery.fresh.first, window.recovery.fresh.second):
        write(box, FRESH)
        QTest.keyClick(box, Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=20_000)
    assert opened[0].officer == "苏日娜"
    opened[0].close()
    again = locked()
    write(again.card.box, FRESH)
    QTest.keyClick(again.card.box, Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened) == 2, timeout=20_000)
    opened[1].close()
