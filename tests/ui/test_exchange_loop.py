"""The exchange that goes on by itself: when it tries, how long it rests, and that it stops."""

from collections.abc import Callable, Iterator
from threading import Event, current_thread, main_thread

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Cancelled, Unavailable
from desktop_app.domain.progress import Progress
from ui.exchange_loop import (
    AFTER_CHANGE_MS,
    EVERY_MS,
    FIRST_MS,
    LEAST_PAUSE_MS,
    MOST_PAUSE_MS,
    ExchangeLoop,
)


class Office:
    """An office that answers, or does not; and a desk that tells of its commits."""

    def __init__(self) -> None:
        self.reachable, self.joined, self.exchanges = True, True, 0
        self.on_screen_thread = False
        self.callbacks: list[Callable[..., object]] = []
        self.hold: Event | None = None
        self.loop = ExchangeLoop(self.exchange, lambda: self.joined, self.listen)

    def listen(self, callback: Callable[..., object]) -> Callable[[], None]:
        self.callbacks.append(callback)
        return lambda: self.callbacks.remove(callback)

    def exchange(self, progress: Progress) -> object:
        self.exchanges += 1
        self.on_screen_thread = current_thread() is main_thread()
        while self.hold is not None and not self.hold.wait(0.01):
            progress.check()
        if not self.reachable:
            raise Unavailable("连不上旗县。", advice="过一会儿再试。")
        return self.exchanges


@pytest.fixture
def office(qtbot: QtBot) -> Iterator[Office]:
    made = Office()
    yield made
    made.loop.stop()


def now(qtbot: QtBot, office: Office) -> None:
    """Let the clock of the loop strike."""
    with qtbot.waitSignal(office.loop.ended, timeout=5000):
        office.loop.timer.timeout.emit()
    qtbot.waitUntil(lambda: not office.loop.running, timeout=5000)


def test_it_begins_by_itself_away_from_the_screen(qtbot: QtBot, office: Office) -> None:
    office.loop.start()
    assert office.loop.timer.interval() == FIRST_MS
    now(qtbot, office)
    assert office.exchanges == 1
    assert not office.on_screen_thread
    assert office.loop.timer.interval() == EVERY_MS


def test_without_an_office_it_stands_still(qtbot: QtBot, office: Office) -> None:
    office.joined = False
    office.loop.start()
    office.loop.timer.timeout.emit()
    assert not office.loop.running
    assert office.exchanges == 0
    assert office.loop.timer.isActive()


def test_it_rests_longer_after_each_failure_and_not_after_a_success(
    qtbot: QtBot, office: Office
) -> None:
    office.reachable = False
    rests = []
    for _ in range(8):
        now(qtbot, office)
        rests.append(office.loop.timer.interval())
    assert rests[:3] == [LEAST_PAUSE_MS, 2 * LEAST_PAUSE_MS, 4 * LEAST_PAUSE_MS]
    assert rests[-1] == MOST_PAUSE_MS
    office.reachable = True
    now(qtbot, office)
    assert office.loop.timer.interval() == EVERY_MS


def test_what_was_just_written_goes_soon_and_in_one_go(qtbot: QtBot, office: Office) -> None:
    now(qtbot, office)
    for _ in range(3):
        office.callbacks[0](None)
    qtbot.waitUntil(lambda: office.loop.timer.interval() == AFTER_CHANGE_MS, timeout=5000)
    assert office.exchanges == 1


def test_a_commit_does_not_shorten_the_rest_after_a_failure(qtbot: QtBot, office: Office) -> None:
    office.reachable = False
    now(qtbot, office)
    office.callbacks[0](None)
    qtbot.wait(20)
    assert office.loop.timer.interval() == LEAST_PAUSE_MS


def test_asking_twice_is_one_exchange(qtbot: QtBot, office: Office) -> None:
    office.hold = Event()
    first = office.loop.now()
    assert office.loop.now() is first
    with qtbot.waitSignal(office.loop.ended, timeout=5000):
        office.hold.set()
    assert office.exchanges == 1


def test_cancelling_ends_it_and_it_goes_on_later(qtbot: QtBot, office: Office) -> None:
    office.hold = Event()
    office.loop.now().cancel()
    qtbot.waitUntil(lambda: not office.loop.running, timeout=5000)
    assert office.loop.timer.isActive()
    assert office.loop.pause_ms == 0


def test_locking_stops_what_runs_and_nothing_begins_again(qtbot: QtBot, office: Office) -> None:
    office.hold = Event()
    job = office.loop.now()
    qtbot.waitUntil(lambda: office.exchanges == 1, timeout=5000)
    office.loop.stop()
    assert job.progress.cancelled
    with pytest.raises(Cancelled):
        job.progress.check()
    assert office.callbacks == []
    office.loop.timer.timeout.emit()
    assert office.exchanges == 1
