"""The window around the pages: navigation, search, undo, lock, practice mark."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Person
from desktop_app.session import Changes
from desktop_app.use_cases.exchange import Sign
from tests.sessions import keep_person, open_test_session
from tests.ui.conftest import shown
from ui import theme
from ui.failure_dialog import FailureDialog
from ui.jobs import Jobs
from ui.key_help import KeyHelp
from ui.navigation import Navigation
from ui.page import Door, Hint, Page
from ui.shell import Shell
from ui.top_bar import TrainingMark

# Popups ask for more than a screen that is not there can give.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=timezone(timedelta(hours=8)))


class Desk:
    """A session as far as the window looks."""

    officer = "苏日娜"
    village_codes = ("150223102200", "150223102201")

    def __init__(self, training: bool = False) -> None:
        self.training = training
        self.callbacks: list[Callable[..., object]] = []

    def now(self) -> datetime:
        return NOW

    def listen(self, callback: Callable[..., object], /) -> Callable[[], None]:
        self.callbacks.append(callback)
        return lambda: self.callbacks.remove(callback)


class Place(Page):
    """A page that remembers what was asked of it."""

    def __init__(self, name: str, title: str) -> None:
        self.name, self.title = name, title
        super().__init__()
        self.asked: list[object] = []
        self.read: list[object] = []
        self.left = 0
        self.first, self.second = QPushButton("一"), QPushButton("二")
        column = QVBoxLayout(self)
        column.addWidget(self.first)
        column.addWidget(self.second)
        self.key("Ctrl+N", lambda: self.asked.append("new"))

    def hints(self) -> list[Hint]:
        return [("Enter", f"打开{self.title}")]

    def refresh(self, changes: object = None) -> None:
        self.read.append(changes)

    def open(self, argument: object = None) -> None:
        self.asked.append(argument)

    def focus_first(self) -> None:
        self.first.setFocus()

    def panes(self) -> list[QPushButton]:
        return [self.first, self.second]

    def leave(self) -> None:
        self.left += 1


NAMES = (
    ("workbench", "工作台"), ("people", "人员"), ("visits", "走访"),
    ("import", "导入"), ("settings", "设置"),
)  # fmt: skip


def doors(pages: Sequence[Page]) -> list[Door]:
    """Return doors that lead to pages that are made already."""
    return [Door(page.name, page.title, page.icon, partial(_itself, page)) for page in pages]


def _itself(page: Page) -> Page:
    return page


class Window:
    """A shell with its pages, and what it did."""

    def __init__(
        self,
        jobs: Jobs,
        training: bool = False,
        minutes: float = 10,
        sign: Callable[[], Sign] | None = None,
    ) -> None:
        self.desk, self.locked, self.steps = Desk(training), 0, ["走访：乌云其其格"]
        self.pages = {name: Place(name, title) for name, title in NAMES}
        self.shell = Shell(
            self.desk,
            jobs,
            doors(list(self.pages.values())),
            self._lock,
            undo=self._undo,
            redo=lambda: "走访：乌云其其格",
            idle_minutes=minutes,
            last_saved=NOW,
            sign=sign,
        )

    def _lock(self) -> None:
        self.locked += 1

    def _undo(self) -> str:
        if not self.steps:
            raise Refused("没有可以撤销的步骤。", advice="只能撤销这次打开以后的步骤。")
        return self.steps.pop()


@pytest.fixture
def window(qtbot: QtBot, jobs: Jobs) -> Iterator[Window]:
    made = Window(jobs)
    shown(qtbot, made.shell)
    yield made
    made.shell.close_down() if made.desk.callbacks else None


def test_number_keys_walk_through_the_pages(window: Window, qtbot: QtBot) -> None:
    shell = window.shell
    for place, (name, _title) in enumerate(NAMES, 1):
        QTest.keyClick(shell, Key(Key.Key_0 + place), Ctrl)
        assert shell.page.name == name
        assert shell.navigation.items[name].isChecked()
        assert window.pages[name].first.hasFocus()
    QTest.keyClick(shell, Key.Key_1, Ctrl)
    QTest.keyClick(shell, Key.Key_0, Ctrl)
    assert shell.page.name == "settings"
    assert window.pages["workbench"].left == 2


def test_the_keys_of_a_page_work_only_in_view(window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(window.shell, Key.Key_N, Ctrl)
    QTest.keyClick(window.shell, Key.Key_2, Ctrl)
    QTest.keyClick(window.shell, Key.Key_N, Ctrl)
    assert window.pages["workbench"].asked == ["new"]
    assert window.pages["people"].asked == ["new"]
    assert window.pages["visits"].asked == []


def test_search_goes_to_the_people_and_back(window: Window, qtbot: QtBot) -> None:
    shell, people = window.shell, window.pages["people"]
    QTest.keyClick(shell, Key.Key_K, Ctrl)
    edit = shell.top.search.edit
    assert edit.hasFocus()
    QTest.keyClicks(edit, "wy")
    assert shell.page is people
    assert people.asked == ["w", "wy"]
    assert edit.hasFocus()
    QTest.keyClick(edit, Key.Key_Down)
    assert people.first.hasFocus()
    QTest.keyClick(shell, Key.Key_K, Ctrl)
    QTest.keyClick(edit, Key.Key_Escape)
    assert shell.page.name == "workbench"
    assert edit.text() == ""


def test_pages_read_when_seen_and_after_a_commit(window: Window, qtbot: QtBot) -> None:
    pages, shell = window.pages, window.shell
    assert (pages["workbench"].read, pages["people"].read) == ([None], [])
    window.desk.callbacks[0]("changes")
    qtbot.waitUntil(lambda: pages["workbench"].read == [None, "changes"])
    shell.go("people")
    assert pages["people"].read == [None]
    shell.go("workbench")
    assert pages["workbench"].read == [None, "changes"]
    assert shell.bar.saved.text() == "10:42 已保存在本机"


def test_a_commit_of_a_real_session_reaches_the_page(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path
) -> None:
    session = open_test_session(tmp_path)
    page = Place("workbench", "工作台")
    shell = Shell(session, jobs, doors([page]), lambda: None)
    shown(qtbot, shell)
    assert shell.bar.saved.text() == ""
    jobs.start(shell, lambda _progress: keep_person(session), lambda _person: None)
    qtbot.waitUntil(lambda: len(page.read) == 2, timeout=5000)
    changes = page.read[1]
    assert isinstance(changes, Changes)
    assert changes.touches(Person)
    assert shell.bar.saved.text() == "09:00 已保存在本机"
    assert shell.navigation.villages.text().endswith("等 2 村")
    shell.close()
    session.close()


def test_undo_and_redo_by_key_tell_the_step(window: Window, qtbot: QtBot) -> None:
    shell = window.shell
    QTest.keyClick(shell, Key.Key_Z, Ctrl)
    qtbot.waitUntil(lambda: shell.toast.text() == "已撤销：走访：乌云其其格")
    QTest.keyClick(shell, Key.Key_Y, Ctrl)
    qtbot.waitUntil(lambda: shell.toast.text() == "已重做：走访：乌云其其格")
    QTest.keyClick(shell, Key.Key_Z, Ctrl)
    qtbot.waitUntil(lambda: bool(shell.findChildren(FailureDialog)))
    dialog = shell.findChildren(FailureDialog)[0]
    assert dialog.card.title.text() == "没有可以撤销的步骤。"
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_toast_of_a_page_offers_the_last_undo(window: Window, qtbot: QtBot) -> None:
    window.pages["workbench"].toast.emit("已保存 乌云其其格 的走访", True)
    toast = window.shell.toast
    assert toast.isVisible()
    QTest.mouseClick(toast.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: toast.text() == "已撤销：走访：乌云其其格")
    window.pages["workbench"].toast.emit("已导出", None)
    assert not toast.undo_button.isVisible()


def test_f6_walks_through_the_panes(window: Window, qtbot: QtBot) -> None:
    shell, page = window.shell, window.pages["workbench"]
    seen = []
    for _ in range(4):
        QTest.keyClick(shell, Key.Key_F6)
        seen.append(shell.focusWidget())
    assert seen == [
        page.second,
        shell.navigation.items["workbench"],
        shell.top.search.edit,
        page.first,
    ]


def test_f6_passes_what_is_switched_off(window: Window, qtbot: QtBot) -> None:
    shell, page = window.shell, window.pages["workbench"]
    page.second.setEnabled(False)
    QTest.keyClick(shell, Key.Key_F6)
    assert shell.focusWidget() is shell.navigation.items["workbench"]


def test_the_sign_is_read_again_while_the_window_stays_open(qtbot: QtBot, jobs: Jobs) -> None:
    signs = [Sign("已保存在本机 · 今天的未送出", "2 条在等", "info", "hard-drive")]
    window = Window(jobs, sign=lambda: signs[-1])
    shown(qtbot, window.shell)
    window.shell.show_sign()
    signs.append(Sign("已保存在本机 · 1 天未送出", "2 条在等", "warn", "hard-drive"))
    assert window.shell.sign_again.isActive()
    window.shell.sign_again.timeout.emit()  # a night passed, and nothing was written
    assert window.shell.top.sign.state.text() == "已保存在本机 · 1 天未送出"
    window.shell.close_down()
    assert not window.shell.sign_again.isActive()


def test_hints_follow_the_focus(window: Window, qtbot: QtBot) -> None:
    shell = window.shell
    assert shell.bar.hints() == (("Enter", "打开工作台"), ("F1", "全部按键"))
    shell.top.search.take()
    assert shell.bar.hints()[-2][0] == "Esc"
    shell.go("visits")
    window.pages["visits"].first.setFocus()
    assert shell.bar.hints()[0] == ("Enter", "打开走访")


def test_f1_lists_the_keys(window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(window.shell, Key.Key_F1)
    dialog = window.shell.findChildren(KeyHelp)[0]
    said = [one.text() for one in dialog.findChildren(QLabel)]
    assert "打开工作台" in said
    assert "撤销上一步" in said
    dialog.accept()


def test_locks_by_key_and_stops_listening(window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(window.shell, Key.Key_L, Ctrl)
    assert window.locked == 1
    assert not window.shell.isVisible()
    assert window.desk.callbacks == []
    assert window.pages["workbench"].left == 1


def test_locks_from_a_dialog_and_hides_it(window: Window, qtbot: QtBot) -> None:
    dialog = QDialog(window.shell)
    with qtbot.waitActive(dialog, timeout=5000):
        dialog.open()
    handle = dialog.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Key.Key_L, Ctrl)
    assert window.locked == 1
    assert not dialog.isVisible()
    assert not window.shell.isVisible()


def test_an_undo_offers_to_do_it_again(window: Window, qtbot: QtBot) -> None:
    shell = window.shell
    QTest.keyClick(shell, Key.Key_Z, Ctrl)
    qtbot.waitUntil(lambda: shell.toast.text() == "已撤销：走访：乌云其其格")
    assert shell.toast.undo_button.text() == "重做"
    shell.toast.undo_button.setFocus()
    QTest.keyClick(shell.toast.undo_button, Key.Key_Return)  # Enter presses what has the focus
    qtbot.waitUntil(lambda: shell.toast.text() == "已重做：走访：乌云其其格")
    assert shell.toast.undo_button.text() == "撤销"


def test_a_page_that_wants_it_is_read_at_each_return(window: Window) -> None:
    page = window.pages["people"]
    window.shell.go("people")
    page.read_on_return = True
    read = len(page.read)
    window.shell.go("visits")
    window.shell.go("people")
    assert len(page.read) == read + 1


def test_training_shows_its_mark_on_every_page(qtbot: QtBot, jobs: Jobs) -> None:
    window = Window(jobs, training=True)
    shown(qtbot, window.shell)
    mark = window.shell.findChildren(TrainingMark)[0]
    for name, _title in NAMES:
        window.shell.go(name)
        assert mark.isVisible()
    assert "练习" in window.shell.windowTitle()
    window.shell.close_down()


def test_navigation_becomes_icons_where_space_lacks(
    window: Window, qtbot: QtBot, qapp: QApplication
) -> None:
    shell = window.shell
    assert shell.navigation.width() == theme.px(200)
    shell.resize(1100, 700)
    qtbot.waitUntil(lambda: shell.navigation.width() == 56)
    assert shell.navigation.items["people"].toolTip() == "人员（Ctrl+2）"


def test_navigation_leaves_room_for_a_taskbar_on_a_small_screen_at_the_largest_text(
    qtbot: QtBot, dressed: None, qapp: QApplication
) -> None:
    theme.apply(qapp, text_scale=2.0)
    names = (*(f"page-{number}" for number in range(8)), "import", "sync", "settings")
    rows = [Door(name, "一页", "users", lambda: Page()) for name in names]
    navigation = Navigation(rows, "苏日娜", "巴音哈拉嘎查等 2 村")
    qtbot.addWidget(navigation)
    assert navigation.minimumSizeHint().height() <= 768 - 40


def test_counts_are_said_too(window: Window) -> None:
    window.shell.page_of("visits").counted.emit(4, True)
    assert window.shell.navigation.items["visits"].accessibleName() == "走访，4 件等着办"


def test_a_job_that_fails_is_told_in_words(window: Window, qtbot: QtBot, jobs: Jobs) -> None:
    def work(_progress: object) -> None:
        raise Refused("不能安置：赵满仓还在护林员岗位上。", advice="先办退岗。", basis="一人一岗")

    jobs.start(window.shell, work, lambda _done: None)
    qtbot.waitUntil(lambda: bool(window.shell.findChildren(FailureDialog)))
    card = window.shell.findChildren(FailureDialog)[0].card
    assert card.title.text() == "不能安置：赵满仓还在护林员岗位上。"
    assert card.basis[1].text() == "一人一岗"


def test_windows_come_and_go_with_each_lock(qtbot: QtBot, jobs: Jobs) -> None:
    for _ in range(5):
        window = Window(jobs)
        window.shell.show()
        window.shell.activateWindow()
        qtbot.waitUntil(window.shell.isActiveWindow)
        QTest.keyClick(window.shell, Key.Key_L, Ctrl)
        window.shell.deleteLater()
        QTest.qWait(20)
        assert not isValid(window.shell)
