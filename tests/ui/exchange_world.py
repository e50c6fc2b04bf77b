"""Two desks, a hub and sticks, and the page of the exchange on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Person
from desktop_app.doors import exchange_loop
from desktop_app.session import Session
from desktop_app.use_cases.networking import synchronise
from desktop_app.use_cases.sticks import Drive
from sync.hub import Hub
from sync.invitation import invitation_text
from tests.db.two_desks import hand_over, open_desk
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person
from tests.sync.hubs import open_made_up_hub
from tests.ui.conftest import shown_page
from tests.use_cases.test_networking import Line
from ui.exchange_loop import ExchangeLoop
from ui.jobs import Jobs
from ui.pages.sync import SyncPage

Key = Qt.Key
GIGABYTE = 1 << 30


@dataclass
class Sticks:
    """What is plugged in."""

    drives: list[Drive] = field(default_factory=list)

    def __call__(self) -> list[Drive]:
        return list(self.drives)


def _of(name: str, value: object) -> dict[str, Any]:
    return {name: value}


@dataclass
class World:
    """Two desks, a hub, and the sticks of the first."""

    one: Session
    two: Session
    hub: Hub
    sticks: Sticks
    said: list[str] = field(default_factory=list)
    counted: list[tuple[int, bool]] = field(default_factory=list)
    refused: list[Exception] = field(default_factory=list)

    def disagree(self, **facts: tuple[object, object]) -> Person:
        """Let both desks change these fields of one person, and hand over."""
        person = keep_person(self.one, 2, name="敖登格日乐")
        hand_over(self.one, self.two)
        for place, desk in enumerate((self.one, self.two)):
            for name, values in facts.items():
                with desk.operation("record_visit" if not place else "save_person", "改") as op:
                    op.save(replace(desk.get(Person, person.id), **_of(name, values[place])))
        hand_over(self.two, self.one)
        return person

    def plug_in(self, folder: Path, **facts: Any) -> Drive:
        folder.mkdir(exist_ok=True)
        drive = replace(Drive(str(folder), "工作盘", GIGABYTE), **facts)
        self.sticks.drives.append(drive)
        return drive

    def invitation(self, *urls: str) -> str:
        villages = [VILLAGE, OTHER_VILLAGE]
        return invitation_text(self.hub.invite("苏日娜", "specialist", villages, list(urls)))


@contextmanager
def open_world(folder: Path) -> Iterator[World]:
    """Open two desks and a hub below a folder, and close them at the end."""
    hub, store = open_made_up_hub(str(folder / "hub"), folder / "root.key")
    one, two = open_desk(folder / "one", "苏日娜", 1), open_desk(folder / "two", "王海", 2)
    yield World(one, two, hub, Sticks())
    for desk in (one, two):
        desk.close()
    store.close()


def page_of(
    qtbot: QtBot, world: World, jobs: Jobs, width: int = 1118, loop: ExchangeLoop | None = None
) -> SyncPage:
    """Show the page and wait until it has read everything."""
    loop = loop or exchange_loop(world.one)
    made = SyncPage(world.one, jobs, loop, world.sticks)
    made.destroyed.connect(loop.stop)
    made.toast.connect(lambda words, _undo: world.said.append(words))
    made.counted.connect(lambda count, urgent: world.counted.append((count, urgent)))
    made.refused.connect(world.refused.append)
    page = shown_page(qtbot, made, width)
    settle(qtbot, page, jobs)
    page.focus_first()
    return page


def settle(qtbot: QtBot, page: SyncPage, jobs: Jobs) -> None:
    """Wait until nothing is read or written any more."""
    qtbot.waitUntil(lambda: page.found is not None and not jobs.busy, timeout=8000)


def read_again(qtbot: QtBot, page: SyncPage, jobs: Jobs) -> None:
    page.refresh()
    settle(qtbot, page, jobs)


def dialog_of(qtbot: QtBot, kind: type[QDialog]) -> Any:
    """Wait for the dialog that opens and return it."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind), timeout=8000)
    return QApplication.activeModalWidget()


def texts(widget: Any) -> str:
    return " ".join(found.text() for found in widget.findChildren(QLabel))


def network_loop(world: World, *answering: str) -> ExchangeLoop:
    """Return the exchange by itself on a network on which these addresses answer."""
    line = Line(world.hub, *answering)
    return ExchangeLoop(
        lambda progress: synchronise(world.one, progress, line),
        lambda: True,
        world.one.listen,
    )
