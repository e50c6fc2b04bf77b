"""The page of the exchange, driven by keys and buttons on real records, hubs and sticks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Refused
from desktop_app.doors import exchange_loop
from desktop_app.use_cases.exchange import numbers, sign
from desktop_app.use_cases.joining import join, look_at_invitation
from desktop_app.use_cases.networking import synchronise
from tests.sessions import keep_person
from tests.ui.exchange_world import (
    World,
    dialog_of,
    network_loop,
    open_world,
    page_of,
    read_again,
    settle,
    texts,
)
from tests.use_cases.test_networking import URLS, Line
from ui import theme
from ui.dialog import Question
from ui.failure_dialog import FailureDialog
from ui.jobs import Jobs
from ui.pages.sync import SyncPage
from ui.pages.sync_lists import ListDialog

Key = Qt.Key


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as opened:
        yield opened


def test_the_numbers_of_the_three_places_add_up(qtbot: QtBot, world: World, jobs: Jobs) -> None:
    keep_person(world.one)
    page = page_of(qtbot, world, jobs)
    assert page.places.here.number.text() == "2 条都已保存"
    assert page.places.on_way.number.text() == "2 条没送出"
    assert page.places.office.number.text() == "0 条已到旗县"
    assert page.places.office.since.text() == "还没有接入旗县"
    assert page.waiting.title.text() == "没送出的 2 条"
    assert world.one.store.desk.device.hex()[:8].upper() in texts(page)
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


def test_a_write_protected_stick_is_read_when_nothing_is_to_be_written(
    qtbot: QtBot, world: World, jobs: Jobs, tmp_path: Path
) -> None:
    join(world.one, look_at_invitation(world.invitation(*URLS)))
    synchronise(world.one, connect=Line(world.hub, *URLS))
    drive = world.plug_in(tmp_path / "stick", read_only=True)
    world.hub.write_reply(Path(drive.path), world.one.store.desk.device)
    page = page_of(qtbot, world, jobs)
    qtbot.waitUntil(page.stick.go.isEnabled, timeout=8000)
    assert page.stick.problem.text() == ""


def test_a_desk_that_was_shut_out_says_so_above_everything(
    qtbot: QtBot, world: World, jobs: Jobs
) -> None:
    keep_person(world.one)
    join(world.one, look_at_invitation(world.invitation(*URLS)))
    line = Line(world.hub, *URLS)
    synchronise(world.one, connect=line)
    world.hub.revoke(world.one.store.desk.device, "lost")
    with pytest.raises(Refused):
        synchronise(world.one, connect=line)
    page = page_of(qtbot, world, jobs)
    assert page.banner.isVisible()
    assert "旗县已经停用了这台电脑" in page.banner.text()


def test_a_stick_that_is_pulled_out_while_it_is_read_is_told_on_the_card(
    qtbot: QtBot, world: World, jobs: Jobs, tmp_path: Path
) -> None:
    keep_person(world.one)
    join(world.one, look_at_invitation(world.invitation()))
    world.plug_in(tmp_path / "stick")
    (tmp_path / "stick").rmdir()
    page = page_of(qtbot, world, jobs)
    qtbot.waitUntil(lambda: "读不出来" in page.stick.problem.text(), timeout=8000)
    assert world.refused == []
    assert page.stick.go.isHidden()


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


def test_the_desks_of_an_office_fit_at_double_size(
    qtbot: QtBot, world: World, jobs: Jobs, qapp: QApplication
) -> None:
    join(world.one, look_at_invitation(world.invitation(*URLS)))
    synchronise(world.one, connect=Line(world.hub, *URLS))
    world.one.store.desk = replace(world.one.store.desk, role="county")
    theme.apply(qapp, theme.Mode.LIGHT, 2.0)
    page = page_of(qtbot, world, jobs, 1218)
    page.to_desks.click()
    assert not page.places.isVisible()
    table = page.desks.table
    assert table.records.rowCount() == 1
    assert table.horizontalScrollBar().maximum() == 0
    assert page.minimumSizeHint().width() <= 1218
    page.desks.back_button.click()
    assert page.places.isVisible()


@pytest.mark.parametrize("width", [1118, 640])
def test_nothing_is_squeezed_at_any_width(
    qtbot: QtBot, world: World, jobs: Jobs, width: int
) -> None:
    world.disagree(skills=("电焊", "驾驶"))
    page = page_of(qtbot, world, jobs, width)
    assert page.minimumSizeHint().width() <= width
    parts = (page.places, page.waiting, page.joining, page.inbox)

    def has_room() -> bool:
        page.resize(width, page.minimumSizeHint().height())  # in the window the page scrolls
        return all(part.height() >= part.minimumSizeHint().height() for part in parts)

    qtbot.waitUntil(has_room, timeout=8000)
    assert all(part.isVisible() for part in parts)
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
