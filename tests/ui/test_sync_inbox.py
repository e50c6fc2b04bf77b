"""待确认 and the lists behind it, driven by keys and buttons on two desks that disagree."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Person
from tests.db.two_desks import hand_over, open_desk, runs_between, take
from tests.sessions import citizen_id, keep_person
from tests.ui.conftest import write
from tests.ui.exchange_world import World, dialog_of, open_world, page_of, read_again, texts
from ui.jobs import Jobs
from ui.pages.person_form import FormDialog
from ui.pages.sync_conflict import ConflictDialog
from ui.pages.sync_inbox_list import buttons_of
from ui.pages.sync_lists import ListDialog

Key = Qt.Key


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as opened:
        yield opened


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


def test_what_waits_for_another_desk_is_read_by_keys_and_then_counts(
    qtbot: QtBot, world: World, jobs: Jobs, tmp_path: Path
) -> None:
    three = open_desk(tmp_path / "three", "乌兰", 3)
    people = [keep_person(three, name=f"图雅{number}") for number in range(12)]
    hand_over(three, world.two)
    for person in people:
        with world.two.operation("save_person", "改") as operation:
            operation.save(replace(person, skills="电焊"))
    two = world.two.store.desk.device
    take(world.one, [run for run in runs_between(world.two, world.one) if run.device == two],
         world.two)  # fmt: skip

    page = page_of(qtbot, world, jobs)
    way = page.inbox.ways["parked"]
    assert way.text() == "等着生效 12 条"
    for _ in range(20):
        if not way.hasFocus():
            QTest.keyClick(page.focusWidget(), Key.Key_Tab)
    QTest.keyClick(way, Key.Key_Space)
    listing = dialog_of(qtbot, ListDialog)
    assert len(listing.lines) == 12
    assert all("不用办什么" in one.advice for one in listing.lines)
    assert listing.focusWidget() is listing.close_button
    QTest.keyClick(listing, Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    scroll = listing.focusWidget()
    QTest.keyClick(scroll, Key.Key_PageDown)
    assert scroll.verticalScrollBar().value() > 0
    QTest.keyClick(scroll, Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)

    hand_over(three, world.one)
    read_again(qtbot, page, jobs)
    assert way.isHidden()
    assert {one.skills for one in world.one.find(Person)} == {"电焊"}
    three.close()
