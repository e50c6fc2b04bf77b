"""The page of the exchange, driven by keys and buttons on real records, hubs and sticks."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.app import exchange_loop
from desktop_app.domain.records import Person
from desktop_app.session import Session
from desktop_app.use_cases.exchange import numbers, sign
from desktop_app.use_cases.joining import join, look_at_invitation
from desktop_app.use_cases.networking import synchronise
from desktop_app.use_cases.sticks import Drive
from sync.hub import Hub
from sync.invitation import invitation_text
from tests.db.two_desks import hand_over, open_desk
from tests.sessions import OTHER_VILLAGE, VILLAGE, citizen_id, keep_person
from tests.sync.hubs import open_made_up_hub
from tests.ui.conftest import shown_page, write
from tests.use_cases.test_networking import URLS, Line
from ui.dialog import Question
from ui.exchange_loop import ExchangeLoop
from ui.failure_dialog import FailureDialog
from ui.jobs import Jobs
from ui.pages.person_form import FormDialog
from ui.pages.sync import SyncPage
from ui.pages.sync_conflict import ConflictDialog
from ui.pages.sync_inbox_list import buttons_of
from ui.pages.sync_lists import ListDialog

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


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    hub, store = open_made_up_hub(str(tmp_path / "hub"), tmp_path / "root.key")
    one, two = open_desk(tmp_path / "one", "苏日娜", 1), open_desk(tmp_path / "two", "王海", 2)
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


def test_the_numbers_of_the_three_places_add_up(qtbot: QtBot, world: World, jobs: Jobs) -> None:
    keep_person(world.one)
    page = page_of(qtbot, world, jobs)
    assert page.places.here.number.text() == "2 条都已保存"
    assert page.places.on_way.number.text() == "2 条没送出"
    assert page.places.office.number.text() == "0 条已到旗县"
    assert page.places.office.since.text() == "还没有接入旗县"
    assert page.waiting.title.text() == "没送出的 2 条"
    assert page.joining.isVisible()
    assert page.stick.isHidden()
    assert not page.send.isEnabled()


def test_joining_is_asked_before_it_is_done(qtbot: QtBot, world: World, jobs: Jobs) -> None:
    page = page_of(qtbot, world, jobs)
    QGuiApplication.clipboard().setText(world.invitation())
    page.joining.paste.click()
    question = dialog_of(qtbot, Question)
    assert "达茂旗就业服务中心" in question.accessibleName()
    assert "巴音哈拉嘎查村" in texts(question)
    question.go.click()
    qtbot.waitUntil(lambda: bool(world.said), timeout=8000)
    settle(qtbot, page, jobs)
    assert page.joining.isHidden()
    assert page.stick.isVisible()
    assert "等旗县回信" in page.banner.text()


def test_a_text_that_is_no_invitation_changes_nothing(
    qtbot: QtBot, world: World, jobs: Jobs
) -> None:
    page = page_of(qtbot, world, jobs)
    QGuiApplication.clipboard().setText("你好")
    page.joining.paste.click()
    qtbot.waitUntil(lambda: bool(world.refused), timeout=8000)
    assert numbers(world.one).office == ""


def test_the_steps_of_the_stick_are_said_and_then_done(
    qtbot: QtBot, world: World, jobs: Jobs, tmp_path: Path
) -> None:
    keep_person(world.one)
    join(world.one, look_at_invitation(world.invitation()))
    drive = world.plug_in(tmp_path / "stick")
    page = page_of(qtbot, world, jobs)
    qtbot.waitUntil(page.stick.go.isEnabled, timeout=8000)
    first, _, third = page.stick.steps
    assert first.words.text().startswith("写入 2 条，约 0.1 MB，只有达茂旗就业服务中心能打开")
    assert "NUTAG-20261125-0001" in first.below.text()
    assert third.words.text() == "U盘上没有给这台电脑的文件"
    assert list(Path(drive.path).iterdir()) == []

    page.stick.go.setFocus()
    QTest.keyClick(page.stick.go, Key.Key_Return)
    qtbot.waitUntil(lambda: world.said == ["2 条写好了，核对过"], timeout=8000)
    settle(qtbot, page, jobs)
    assert page.places.office.number.text() == "0 条已到旗县"

    (packet,) = Path(drive.path).glob("*.nutag")
    world.hub.read_packet(packet)
    world.hub.write_reply(Path(drive.path), world.one.store.desk.device)
    read_again(qtbot, page, jobs)
    settle(qtbot, page, jobs)
    assert third.words.text() == "读入带回的 1 个文件：回执和旗县的内容"
    page.stick.go.click()
    qtbot.waitUntil(lambda: "读入 1 个文件" in world.said[-1], timeout=8000)
    settle(qtbot, page, jobs)
    assert page.places.office.number.text() == "2 条已到旗县"
    assert page.places.on_way.number.text() == "没有要送的"
    assert sign(world.one).state == "已到旗县"


@pytest.mark.parametrize(
    ("facts", "said"),
    [({"read_only": True}, "写保护"), ({"free_bytes": 800_000}, "只剩 0.8 MB")],
)
def test_a_stick_that_will_not_do_says_why(
    qtbot: QtBot, world: World, jobs: Jobs, tmp_path: Path, facts: dict[str, Any], said: str
) -> None:
    keep_person(world.one)
    join(world.one, look_at_invitation(world.invitation()))
    world.plug_in(tmp_path / "stick", **facts)
    page = page_of(qtbot, world, jobs)
    qtbot.waitUntil(lambda: said in page.stick.problem.text(), timeout=8000)
    assert not page.stick.go.isEnabled()


def test_without_a_stick_it_says_what_to_do_and_finds_one_that_comes(
    qtbot: QtBot, world: World, jobs: Jobs, tmp_path: Path
) -> None:
    keep_person(world.one)
    join(world.one, look_at_invitation(world.invitation()))
    page = page_of(qtbot, world, jobs)
    assert page.stick.title.text() == "没有找到U盘"
    assert page.stick.go.isHidden()
    for name in ("a", "b"):
        world.plug_in(tmp_path / name)
    page.watch.stop()
    page.watch.start()
    qtbot.waitUntil(page.stick.go.isEnabled, timeout=8000)
    assert page.stick.choice.isVisible()
    assert "a" in page.stick.title.text()


def network_loop(world: World, *answering: str) -> ExchangeLoop:
    """Return the exchange by itself on a network on which these addresses answer."""
    line = Line(world.hub, *answering)
    return ExchangeLoop(
        lambda progress: synchronise(world.one, progress, line),
        lambda: True,
        world.one.listen,
    )


def test_f5_joins_sends_and_tells(qtbot: QtBot, world: World, jobs: Jobs) -> None:
    keep_person(world.one)
    join(world.one, look_at_invitation(world.invitation(URLS[0])))
    page = page_of(qtbot, world, jobs, loop=network_loop(world, URLS[0]))
    assert page.places.office.since.text() == "已读入达茂旗就业服务中心的邀请，等回信"
    QTest.keyClick(page, Key.Key_F5)
    qtbot.waitUntil(lambda: world.said == ["同步好了"], timeout=8000)
    settle(qtbot, page, jobs)
    qtbot.waitUntil(page.send.isEnabled, timeout=8000)
    assert page.places.office.number.text() == "2 条已到旗县"
    assert page.banner.isHidden()


def test_f5_without_network_says_so_and_can_be_pressed_again(
    qtbot: QtBot, world: World, jobs: Jobs
) -> None:
    keep_person(world.one)
    join(world.one, look_at_invitation(world.invitation(URLS[0])))
    page = page_of(qtbot, world, jobs, loop=network_loop(world))
    QTest.keyClick(page, Key.Key_F5)
    qtbot.waitUntil(lambda: len(world.refused) == 1, timeout=8000)
    assert "连不上" in str(world.refused[0])
    qtbot.waitUntil(page.send.isEnabled, timeout=8000)
    assert numbers(world.one).unsent == 2


def test_what_was_stopped_by_hand_is_not_told_as_a_failure_later(
    qtbot: QtBot, world: World, jobs: Jobs
) -> None:
    join(world.one, look_at_invitation(world.invitation(URLS[0])))
    loop = network_loop(world)
    page = page_of(qtbot, world, jobs, loop=loop)
    QTest.keyClick(page, Key.Key_F5)
    loop.now().cancel()
    qtbot.waitUntil(lambda: not loop.running, timeout=8000)
    told = len(world.refused)
    with qtbot.waitSignal(loop.ended, timeout=8000):
        loop.timer.timeout.emit()
    settle(qtbot, page, jobs)
    assert len(world.refused) == told


def test_the_navigation_knows_what_waits_before_the_page_is_opened(
    qtbot: QtBot, world: World, jobs: Jobs
) -> None:
    world.disagree(skills=("电焊", "驾驶"))
    page = SyncPage(world.one, jobs, exchange_loop(world.one), world.sticks)
    qtbot.addWidget(page)
    page.counted.connect(lambda count, urgent: world.counted.append((count, urgent)))
    qtbot.waitUntil(lambda: world.counted == [(1, True)], timeout=8000)


def test_the_keys_1_and_2_take_a_value_and_3_goes_on(
    qtbot: QtBot, world: World, jobs: Jobs
) -> None:
    person = world.disagree(skills=("电焊", "驾驶"), notes=("在包头", "在旗里"))
    page = page_of(qtbot, world, jobs)
    assert world.counted[-1] == (2, True)
    assert page.inbox.list.hasFocus()
    assert ("1", "用左边的") in page.hints()
    first = page.inbox.list.current()
    QTest.keyClick(page.inbox.list, Key.Key_3)
    assert page.inbox.list.current() is not first
    assert page.inbox.list.found.rowCount() == 2
    QTest.keyClick(page.inbox.list, Key.Key_Up)
    QTest.keyClick(page.inbox.list, Key.Key_1)
    qtbot.waitUntil(lambda: len(world.said) == 1, timeout=8000)
    read_again(qtbot, page, jobs)
    QTest.keyClick(page.inbox.list, Key.Key_2)
    qtbot.waitUntil(lambda: len(world.said) == 2, timeout=8000)
    read_again(qtbot, page, jobs)
    now = world.one.get(Person, person.id)
    assert {now.skills, now.notes} <= {"电焊", "驾驶", "在包头", "在旗里"}
    assert (now.skills in {"电焊"}) != (now.notes in {"在包头"})
    assert page.inbox.list.isHidden()
    assert page.inbox.ways["settled"].text() == "已确认 2 条"
    assert world.counted[-1] == (0, True)


def test_a_button_of_a_row_takes_its_value(qtbot: QtBot, world: World, jobs: Jobs) -> None:
    person = world.disagree(skills=("电焊", "驾驶"))
    page = page_of(qtbot, world, jobs)
    view = page.inbox.list
    row = view.visualRect(view.found.index(0))
    places = {words: rect for rect, words in buttons_of(row, view.found.conflicts[0])}
    assert set(places) == {"用本机", "用别的电脑", "都留"}
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=places["用别的电脑"].center())
    qtbot.waitUntil(lambda: bool(world.said), timeout=8000)
    assert world.one.get(Person, person.id).skills == "驾驶"


def test_identity_numbers_are_never_chosen_beforehand(
    qtbot: QtBot, world: World, jobs: Jobs
) -> None:
    numbers_ = citizen_id(date(1985, 3, 2), 12), citizen_id(date(1985, 3, 2), 14)
    person = world.disagree(citizen_id=numbers_)
    before = world.one.get(Person, person.id).citizen_id
    page = page_of(qtbot, world, jobs)
    QTest.keyClick(page.inbox.list, Key.Key_1)
    dialog = dialog_of(qtbot, ConflictDialog)
    assert not dialog.use.isEnabled()
    assert not any(dialog.option(index).isChecked() for index in (0, 1))
    assert world.one.get(Person, person.id).citizen_id == before
    shown = texts(dialog) + " ".join(dialog.option(index).text() for index in (0, 1))
    assert not any(number in shown for number in numbers_)
    assert "只能由人" in shown
    dialog.option(1).click()
    dialog.use.click()
    qtbot.waitUntil(lambda: bool(world.said), timeout=8000)
    assert world.one.get(Person, person.id).citizen_id in numbers_
    assert world.one.get(Person, person.id).citizen_id != before


def test_the_dialog_tells_who_when_and_what_the_rule_says(
    qtbot: QtBot, world: World, jobs: Jobs
) -> None:
    world.disagree(skills=("电焊", "驾驶"))
    page = page_of(qtbot, world, jobs)
    QTest.keyClick(page.inbox.list, Key.Key_Return)
    dialog = dialog_of(qtbot, ConflictDialog)
    said = texts(dialog)
    for words in ("苏日娜 · 11月25日 09:00 入户走访", "别的电脑", "当面问到", "（空）"):
        assert words in said
    chosen = [index for index in (0, 1) if dialog.option(index).isChecked()]
    assert [dialog.option(index).text() for index in chosen] == ["电焊"]
    QTest.keyClick(dialog, Key.Key_Escape)
    read_again(qtbot, page, jobs)
    assert page.inbox.list.found.rowCount() == 1


def test_a_third_value_can_be_written(qtbot: QtBot, world: World, jobs: Jobs) -> None:
    person = world.disagree(skills=("电焊", "驾驶"))
    page = page_of(qtbot, world, jobs)
    QTest.keyClick(page.inbox.list, Key.Key_Return)
    dialog_of(qtbot, ConflictDialog).other.click()
    form = dialog_of(qtbot, FormDialog)
    write(form.forms[0].boxes["skills"], "电焊和驾驶")
    form.submit()
    qtbot.waitUntil(lambda: bool(world.said), timeout=8000)
    assert world.one.get(Person, person.id).skills == "电焊和驾驶"


def test_a_value_that_lost_is_brought_back_from_the_list(
    qtbot: QtBot, world: World, jobs: Jobs
) -> None:
    person = world.disagree(skills=("电焊", "驾驶"))
    page = page_of(qtbot, world, jobs)
    QTest.keyClick(page.inbox.list, Key.Key_1)
    qtbot.waitUntil(lambda: bool(world.said), timeout=8000)
    read_again(qtbot, page, jobs)
    page.inbox.ways["settled"].click()
    listing = dialog_of(qtbot, ListDialog)
    assert "驾驶" in listing.lines[0].about
    listing.buttons[0].click()
    qtbot.waitUntil(lambda: world.said[-1].startswith("已找回"), timeout=8000)
    assert world.one.get(Person, person.id).skills == "驾驶"


def test_what_does_not_count_is_adopted_from_the_list(
    qtbot: QtBot, world: World, jobs: Jobs
) -> None:
    keep_person(world.two, 2, name="图雅")
    hand_over(world.two, world.one, judge=lambda *_: "revoked")
    page = page_of(qtbot, world, jobs)
    assert page.inbox.ways["quarantined"].text() == "不算数的 2 条"
    page.inbox.ways["quarantined"].click()
    listing = dialog_of(qtbot, ListDialog)
    assert "停用" in " ".join(one.advice for one in listing.lines)
    place = next(n for n, one in enumerate(listing.lines) if "图雅" in one.what)
    listing.buttons[2 * place].click()
    qtbot.waitUntil(lambda: bool(world.said), timeout=8000)
    assert [one.name for one in world.one.find(Person)] == ["图雅"]


def test_the_history_is_a_list_of_sentences(qtbot: QtBot, world: World, jobs: Jobs) -> None:
    page = page_of(qtbot, world, jobs)
    page.history.click()
    listing = dialog_of(qtbot, ListDialog)
    assert "还没有送出过" in texts(listing)
    QTest.keyClick(listing, Key.Key_Escape)


def test_an_office_sees_its_desks(qtbot: QtBot, world: World, jobs: Jobs) -> None:
    page = page_of(qtbot, world, jobs)
    assert page.to_desks.isHidden()
    world.one.store.desk = replace(world.one.store.desk, role="county")
    read_again(qtbot, page, jobs)
    page.to_desks.click()
    assert page.desks.isVisible()
    assert "nutag hub revoke" in texts(page.desks)
    page.desks.back_button.click()
    assert page.places.isVisible()


@pytest.mark.parametrize("width", [1118, 640])
def test_nothing_is_squeezed_at_any_width(
    qtbot: QtBot, world: World, jobs: Jobs, width: int
) -> None:
    world.disagree(skills=("电焊", "驾驶"))
    page = page_of(qtbot, world, jobs, width)
    assert page.minimumSizeHint().width() <= width
    page.resize(width, page.minimumSizeHint().height())  # in the window the page scrolls
    for part in (page.places, page.waiting, page.joining, page.inbox):
        assert part.isVisible()
        assert part.height() >= part.minimumSizeHint().height()
    side_by_side = page.joining.y() == page.waiting.y()
    assert side_by_side == (width > 900)


def test_what_stops_the_exchange_by_itself_is_not_told(
    qtbot: QtBot, world: World, jobs: Jobs
) -> None:
    page = page_of(qtbot, world, jobs)
    page._loop.ended.emit(RuntimeError("no network"))
    settle(qtbot, page, jobs)
    assert world.refused == []
    assert not isinstance(QApplication.activeModalWidget(), FailureDialog)
