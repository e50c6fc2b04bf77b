"""The data thread: it tells the screen, it is closed at any moment, it destroys nothing of Qt."""

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from threading import Event, Thread, current_thread, main_thread

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from ui.bell import on_screen
from ui.garbage import Garbage
from ui.jobs import Jobs
from ui.pdf_preview import PdfPreview


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


class Mortal:
    """Makes objects of Qt and keeps on which thread each of them died."""

    def __init__(self) -> None:
        self.died_on: list[Thread] = []

    def make(self) -> QObject:
        made = QObject()
        made.destroyed.connect(
            lambda: self.died_on.append(current_thread()), Qt.ConnectionType.DirectConnection
        )
        return made

    def make_cycle(self) -> None:
        """Leave an object behind that only the collection of garbage can find."""
        cycle: list[object] = [self.make()]
        cycle.append(cycle)


@pytest.fixture
def mortal(qapp: QApplication) -> Mortal:
    return Mortal()


def allocate(_progress: Progress) -> int:
    """Do what makes Python look for garbage where its automatic collection is on."""
    return len([[number] for number in range(50_000)])


def wait_for_thread(jobs: Jobs) -> None:
    """Let the data thread end what it has, while the screen hears nothing of it."""
    jobs._desk.worker.submit(int).result()


# what comes of work


def test_work_is_done_away_from_the_screen_and_told_on_it(
    qtbot: QtBot, jobs: Jobs, owner: QWidget
) -> None:
    told: list[tuple[Thread, Thread]] = []
    job = jobs.start(
        owner, lambda _: current_thread(), lambda on: told.append((on, current_thread()))
    )
    assert jobs.busy
    with qtbot.waitSignal(job.ended, timeout=5000):
        pass
    assert told[0][0] is not main_thread()
    assert told[0][1] is main_thread()
    assert not jobs.busy


def test_a_refusal_is_told_to_the_page_or_else_to_the_window(
    qtbot: QtBot, jobs: Jobs, owner: QWidget
) -> None:
    def refuse(_progress: Progress) -> None:
        raise Refused("不行。", advice="请换一个。")

    to_page: list[Exception] = []
    to_window: list[Exception] = []
    jobs.failed.connect(to_window.append)
    jobs.start(owner, refuse, lambda _: None, to_page.append)
    jobs.start(owner, refuse, lambda _: None)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)
    assert [str(error) for error in (*to_page, *to_window)] == ["不行。", "不行。"]
    assert len(to_page) == 1


def test_a_page_that_is_gone_is_not_told(qtbot: QtBot, jobs: Jobs) -> None:
    page, go_on, told = QWidget(), Event(), list[object]()
    job = jobs.start(page, lambda _: go_on.wait(5), told.append)
    delete(page)
    with qtbot.waitSignal(job.ended, timeout=5000):
        go_on.set()
    assert told == []


# closing


def close_in_the_middle(turn: int) -> list[str]:
    """Close while jobs wait, run, or have ended untold; return what a page heard, in order."""
    jobs, page, heard = Jobs(), QWidget(), list[str]()
    for _ in range(1 + turn % 3):
        jobs.start(
            page, lambda progress: sum(progress.over(range(200))), lambda _: heard.append("done")
        )
    if turn % 2:
        page.deleteLater()
    if turn % 5 == 0:
        QApplication.processEvents()
    if turn % 7 == 0:
        wait_for_thread(jobs)
    jobs.close()
    heard.append("closed")
    QApplication.processEvents()
    return heard


def test_a_window_may_close_at_any_moment(qtbot: QtBot) -> None:
    for turn in range(200):
        assert close_in_the_middle(turn)[-1] == "closed"


def test_closing_ends_every_job_once_and_tells_nothing(
    qtbot: QtBot, jobs: Jobs, owner: QWidget
) -> None:
    told: list[object] = []
    ended: list[int] = []

    def hold(progress: Progress) -> None:
        while True:
            progress.check()

    for number, work in enumerate((allocate, hold, allocate)):
        job = jobs.start(owner, work, told.append, told.append)
        job.ended.connect(lambda number=number: ended.append(number))
    jobs.close()
    QApplication.processEvents()
    assert (told, ended) == ([], [0, 1, 2])


def test_what_is_started_after_closing_is_refused_quietly(
    qtbot: QtBot, jobs: Jobs, owner: QWidget
) -> None:
    jobs.close()
    called: list[object] = []
    job = jobs.start(owner, called.append, called.append, called.append)
    assert job.progress.cancelled
    with qtbot.waitSignal(job.ended, timeout=5000):
        pass
    assert called == []
    assert not jobs.busy


def test_a_preview_that_was_just_counted_may_close(qtbot: QtBot, jobs: Jobs) -> None:
    from tests.ui.test_kit import _paper

    preview = PdfPreview("数据恢复码", _paper(), "恢复码.pdf", jobs)
    qtbot.addWidget(preview)
    wait_for_thread(jobs)
    jobs.close()
    QApplication.processEvents()
    preview.turn(1)
    assert preview.sheet.pixmap().isNull()


def test_a_data_thread_that_nobody_closed_ends_with_its_window(qtbot: QtBot) -> None:
    window = QObject()
    jobs, begun = Jobs(window), Event()

    def hold(progress: Progress) -> None:
        begun.set()
        while True:
            progress.check()

    job = jobs.start(window, hold, lambda _: None)
    begun.wait(5)
    desk = jobs._desk
    delete(window)
    assert job.progress.cancelled
    assert desk.orders == {}
    assert [thread for thread in desk.worker._threads if thread.is_alive()] == []


# who destroys


@pytest.mark.parametrize("fails", [False, True])
def test_the_thread_has_let_go_of_everything_when_it_tells(
    qtbot: QtBot, jobs: Jobs, owner: QWidget, mortal: Mortal, fails: bool
) -> None:
    ring, let_go = jobs._ring, Event()

    def ring_and_stay(number: int) -> None:
        ring(number)
        let_go.wait(5)

    jobs._ring = ring_and_stay

    def work_with(held: QObject) -> Callable[[Progress], object]:
        def work(_progress: Progress) -> QObject:
            if fails:
                raise Refused("不行。", advice="请换一个。")
            return held

        return work

    job = jobs.start(owner, work_with(mortal.make()), lambda _: None, lambda _: None)
    with qtbot.waitSignal(job.ended, timeout=5000):
        pass
    del job
    gc.collect()
    assert mortal.died_on == [main_thread()]
    let_go.set()


def leave_a_job(closing: bool) -> None:
    """Go with the window, while a job that has just ended still knows the page."""
    page = QObject()
    jobs = Jobs(page)
    jobs.start(page, lambda _: "told", lambda name: page.setObjectName(name))
    wait_for_thread(jobs)
    if closing:
        jobs.close()


@pytest.mark.parametrize("closing", [False, True])
def test_the_last_job_of_a_window_does_not_take_it_down_twice(qtbot: QtBot, closing: bool) -> None:
    for _ in range(20):
        leave_a_job(closing)
        for _ in range(3):  # to tell, to delete, and once more
            QApplication.processEvents()


@pytest.fixture
def garbage(qapp: QApplication) -> Iterator[Garbage]:
    """Collect as the program does, in a process that did it Python's way until now."""
    before = gc.get_threshold()
    gc.set_threshold(50, 1, 1)
    gc.enable()
    made = Garbage()
    yield made
    gc.set_threshold(*before)
    gc.unfreeze()
    gc.disable()


def pass_time(garbage: Garbage) -> None:
    """Let garbage come and the clock strike until every generation has had its turn."""
    for _ in range(40):
        for _ in range(100):
            cycle: list[object] = []
            cycle.append(cycle)
        garbage._timer.timeout.emit()


def test_garbage_is_never_collected_on_the_data_thread(
    qtbot: QtBot, jobs: Jobs, owner: QWidget, garbage: Garbage, mortal: Mortal
) -> None:
    for _ in range(20):
        mortal.make_cycle()
        with qtbot.waitSignal(jobs.start(owner, allocate, lambda _: None).ended, timeout=5000):
            pass
    pass_time(garbage)
    assert mortal.died_on == [main_thread()] * 20


def test_old_garbage_is_collected_too_and_then_not_again_at_once(
    garbage: Garbage, mortal: Mortal
) -> None:
    kept: list[object] = [mortal.make()]
    kept.append(kept)
    much = [[number] for number in range(20_000)]  # else what pytest keeps would be a quarter
    gc.collect()
    collected: list[int] = []
    gc.callbacks.append(lambda _when, found: collected.append(found["generation"]))
    del kept
    pass_time(garbage)
    gc.callbacks.pop()
    assert mortal.died_on == [main_thread()]
    assert collected.count(2) == 2  # told at its start and at its end
    assert much


def test_the_program_collects_its_garbage_on_the_thread_of_the_windows() -> None:
    check = (
        "import gc\n"
        "from desktop_app.app import application\n"
        "from ui.garbage import Garbage\n"
        "assert application().findChildren(Garbage) and not gc.isenabled()\n"
    )
    subprocess.run([sys.executable, "-c", check], check=True, timeout=60)


# the bell


class Hearer(QWidget):
    """A window that keeps what it hears, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        QVBoxLayout(self)
        self.heard: list[tuple[object, bool]] = []
        self.ring = on_screen(self, self.hear)

    def hear(self, what: object) -> None:
        self.heard.append((what, current_thread() is main_thread()))


def test_the_bell_is_heard_on_the_screen_in_order(qtbot: QtBot) -> None:
    hearer = Hearer()
    qtbot.addWidget(hearer)
    thread = Thread(target=lambda: [hearer.ring(number) for number in range(50)])
    thread.start()
    thread.join()
    assert hearer.heard == []
    qtbot.waitUntil(lambda: len(hearer.heard) == 50, timeout=5000)
    assert hearer.heard == [(number, True) for number in range(50)]


def test_a_window_may_be_destroyed_while_the_bell_rings(qtbot: QtBot) -> None:
    stop = Event()
    rings: list[Callable[[object], None]] = []

    def ring() -> None:
        while not stop.is_set():
            for one in rings[-3:]:
                one("changed")

    thread = Thread(target=ring)
    thread.start()
    for turn in range(200):
        hearer = Hearer()
        rings.append(hearer.ring)
        if turn % 2:
            QApplication.processEvents()
        delete(hearer)
        heard = len(hearer.heard)
        QApplication.processEvents()
        assert len(hearer.heard) == heard
    stop.set()
    thread.join()
    QApplication.processEvents()


def test_the_bell_keeps_no_window_alive(qtbot: QtBot, mortal: Mortal) -> None:
    hearer = Hearer()
    ring = hearer.ring
    gone: list[bool] = []
    hearer.destroyed.connect(lambda: gone.append(True))
    del hearer
    gc.collect()
    assert gone == [True]
    ring("nobody")
    QApplication.processEvents()
