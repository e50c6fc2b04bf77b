"""Looking for sticks: away from the screen, again and again, telling only of what is new."""

from collections.abc import Iterator
from threading import Event, current_thread, main_thread

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.use_cases.sticks import Drive
from ui.drives import DriveWatch


class Sockets:
    """What is plugged in, and a socket that can hang."""

    def __init__(self) -> None:
        self.drives: list[Drive] = []
        self.looks = 0
        self.on_screen_thread = False
        self.free = Event()
        self.free.set()

    def __call__(self) -> list[Drive]:
        self.looks += 1
        self.on_screen_thread |= current_thread() is main_thread()
        self.free.wait(5)
        return list(self.drives)


@pytest.fixture
def sockets() -> Iterator[Sockets]:
    made = Sockets()
    yield made
    made.free.set()


def test_a_stick_that_comes_and_goes_is_told_once_each(qtbot: QtBot, sockets: Sockets) -> None:
    watch = DriveWatch(sockets)
    told: list[object] = []
    watch.found.connect(told.append)
    watch.start()
    qtbot.waitUntil(lambda: told == [()], timeout=5000)
    stick = Drive("E:/", "工作盘", 1 << 30)
    for drives in ([stick], [stick], []):
        sockets.drives = drives
        watch._timer.timeout.emit()
        qtbot.waitUntil(lambda: not watch._looking, timeout=5000)
    assert told == [(), (stick,), ()]
    assert not sockets.on_screen_thread
    watch.stop()


def test_a_stick_that_hangs_is_asked_once_and_holds_up_nothing(
    qtbot: QtBot, sockets: Sockets
) -> None:
    sockets.free.clear()
    watch = DriveWatch(sockets)
    watch.start()
    qtbot.waitUntil(lambda: sockets.looks == 1, timeout=5000)
    for _ in range(5):
        watch._timer.timeout.emit()
    assert sockets.looks == 1
    assert watch.drives is None
    sockets.free.set()
    qtbot.waitUntil(lambda: watch.drives == (), timeout=5000)
    watch.stop()


def test_a_look_that_breaks_is_logged_and_the_next_one_counts(
    qtbot: QtBot, sockets: Sockets, caplog: pytest.LogCaptureFixture
) -> None:
    def look() -> list[Drive]:
        if not sockets():
            raise OSError
        return sockets.drives

    watch = DriveWatch(look)
    watch.start()
    qtbot.waitUntil(lambda: watch.drives == (), timeout=5000)
    assert "sticks could not be listed" in caplog.text
    sockets.drives = [Drive("E:/", "工作盘", 1 << 30)]
    watch._timer.timeout.emit()
    qtbot.waitUntil(lambda: bool(watch.drives), timeout=5000)
    watch.stop()


def test_after_it_was_stopped_it_looks_no_more(qtbot: QtBot, sockets: Sockets) -> None:
    watch = DriveWatch(sockets)
    watch.start()
    qtbot.waitUntil(lambda: watch.drives == (), timeout=5000)
    watch.stop()
    assert not watch._timer.isActive()
