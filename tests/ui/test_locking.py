"""The window locks by itself: not while somebody types, nor in the middle of long work."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.ui.conftest import shown
from tests.ui.test_shell import Window
from ui.jobs import Job, Jobs
from ui.progress_dialog import ProgressDialog


def test_locks_when_nobody_touches_it(qtbot: QtBot, jobs: Jobs) -> None:
    window = Window(jobs, minutes=0.005)
    shown(qtbot, window.shell)
    for _ in range(4):
        QTest.qWait(100)
        # A key comes to the window of the system first; QTest would hand it to the widget.
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(window.shell.windowHandle(), key)
        assert window.locked == 0
    qtbot.waitUntil(lambda: window.locked == 1, timeout=3000)


def test_work_that_was_left_to_go_on_is_finished_before_it_locks(qtbot: QtBot, jobs: Jobs) -> None:
    window = Window(jobs, minutes=0.005)
    shown(qtbot, window.shell)
    printing = ProgressDialog(QDialog(window.shell), "正在打印", "份")
    printing.follow(Job())
    QTest.qWait(1000)
    assert (window.locked, printing.isVisible()) == (0, True)
    printing.end()
    qtbot.waitUntil(lambda: window.locked == 1, timeout=3000)
