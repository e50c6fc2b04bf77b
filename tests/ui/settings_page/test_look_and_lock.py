"""The look, the text size, locking and the passphrase."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.keys import Cost
from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.settings import Settings
from desktop_app.use_cases.set_up import SetUp, create_folder, open_folder
from tests.sessions import VILLAGE, made_up_world, open_test_session
from tests.ui.conftest import write
from tests.ui.settings_page.conftest import Chosen, Make, press, words_of
from ui import theme
from ui.buttons import Button
from ui.jobs import Jobs
from ui.pages.settings import SettingsPage

Key = Qt.Key
RIGHT, FRESH = "骆驼 青稞 木碗 三月", "白桦 铁锅 马镫 七月"
HOUSEHOLD, MAX_AGE = "post.one_post_per_household", "post.max_age.male"


def test_arrows_walk_through_the_groups(page: SettingsPage) -> None:
    names = []
    for _ in page.sections:
        names.append(page.section.name)
        assert page.section.isVisible()
        press(Key.Key_Down)

    assert names == ["look", "lock", "data", "rules", "recent", "about"]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_stands_wider_than_its_group(page: SettingsPage, scale: float) -> None:
    page.change(text_scale=scale)
    page.resize(1206, 560)
    QApplication.processEvents()

    for section in page.sections:
        page.show_section(section.name)
        QApplication.processEvents()
        inside = section.widget()
        assert inside.width() <= section.viewport().width()
        for button in inside.findChildren(Button):
            if button.isVisible():
                right = button.mapTo(inside, button.rect().topRight()).x()
                assert right <= inside.width(), (section.name, button.text())


def test_the_groups_go_above_where_words_are_large(page: SettingsPage) -> None:
    assert page.list.geometry().right() < page.stack.geometry().left()

    page.change(text_scale=2.0)
    QApplication.processEvents()

    assert page.list.geometry().bottom() < page.stack.geometry().top()
    page.focus_first()
    press(Key.Key_Right)
    assert page.section.name == "lock"
    assert page.hints()[0][0] == "←→"


def test_a_rule_is_opened_by_its_key(page: SettingsPage) -> None:
    page.open("visit.period_days")

    assert page.section is page.rules
    QApplication.processEvents()
    row = page.rules.rows["visit.period_days"]
    assert row.control.hasFocus()
    assert not row.visibleRegion().isEmpty()


# Look, text size, lock


def test_another_look_is_kept_and_shown_at_once(page: SettingsPage, chosen: Chosen) -> None:
    page.section.focus_first()
    assert page.look.looks.button(theme.Mode.LIGHT).hasFocus()
    press(Key.Key_Right)

    assert chosen == [Settings(look="dark")]
    assert theme.mode() is theme.Mode.DARK


def test_the_text_size_and_the_look_are_kept_together(page: SettingsPage, chosen: Chosen) -> None:
    page.look.looks.button(theme.Mode.CONTRAST).click()
    page.look.scales.button(1.5).click()

    assert chosen[-1] == Settings(look="hc", text_scale=1.5)
    assert theme.scale() == 1.5


def test_a_value_of_the_file_is_offered_too(
    qtbot: QtBot, session: Session, jobs: Jobs, chosen: Chosen
) -> None:
    kept = Settings(text_scale=1.1, lock_minutes=7)
    page = SettingsPage(session, jobs, kept, chosen)
    qtbot.addWidget(page)

    assert page.look.scales.value() == 1.1
    assert page.look.scales.button(1.1).text() == "110 %"
    assert page.lock.minutes.value() == 7


def test_the_minutes_until_locking_are_kept(page: SettingsPage, chosen: Chosen) -> None:
    page.show_section("lock")
    page.lock.minutes.button(30).click()

    assert chosen == [Settings(lock_minutes=30)]


# The passphrase


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Session]:
    """Open a folder that is really encrypted."""
    wish = SetUp(officer="苏日娜", county_code="150223", village_codes=(VILLAGE,))
    world = made_up_world(tmp_path)
    opened, _ = create_folder(tmp_path / "sealed", wish, RIGHT, world, Cost(8, 1, 1))
    yield opened
    opened.close()


def test_the_passphrase_is_changed_by_keyboard(qtbot: QtBot, made: Make, sealed: Session) -> None:
    page = made(sealed)
    page.show_section("lock")
    card = page.lock.passphrase
    assert card is not None
    assert not card.go.isEnabled()
    card.old.setFocus()
    for box, text in ((card.old, RIGHT), (card.fresh.first, FRESH), (card.fresh.second, FRESH)):
        assert box.hasFocus()
        write(box, text)
        if box is not card.fresh.second:
            press(Key.Key_Return)
    assert card.go.isEnabled(), card.missing.text()
    with qtbot.waitSignal(page.toast):
        press(Key.Key_Return)

    assert "新口令" in card.said.text()
    assert (card.old.text(), card.fresh.value(), card.fresh.second.text()) == ("", "", "")
    folder, world = sealed.folder, sealed.world
    sealed.close()
    with pytest.raises(Refused, match="口令不对"):
        open_folder(folder, RIGHT, world)
    open_folder(folder, FRESH, world).close()


def test_a_wrong_passphrase_is_told_at_its_box(qtbot: QtBot, made: Make, sealed: Session) -> None:
    page = made(sealed)
    page.show_section("lock")
    card = page.lock.passphrase
    assert card is not None
    card.old.set_value("不是这一个")
    card.fresh.first.set_value(FRESH)
    card.fresh.second.set_value(FRESH)
    card.go.click()

    qtbot.waitUntil(card.refusal.isVisible)
    assert card.old_field.error.startswith("口令不对")
    assert card.old.hasFocus()
    assert card.go.isEnabled()
    write(card.old, RIGHT)
    assert card.old_field.error == ""
    assert not card.refusal.isVisible()


def test_weak_equal_and_different_words_wait(made: Make, session: Session) -> None:
    card = made(session).lock.passphrase
    assert card is not None
    card.old.set_value(RIGHT)
    card.fresh.first.set_value("surina2026")
    assert card.missing.text() == "口令再长一点就能继续"
    card.fresh.first.set_value(FRESH)
    card.fresh.second.set_value(FRESH[:-1])
    assert card.missing.text() == "再写一遍口令就能继续"
    card.fresh.first.set_value(RIGHT)
    card.fresh.second.set_value(RIGHT)
    assert card.missing.text() == "新口令和现在的一样，请换一个"
    assert not card.go.isEnabled()


def test_what_was_typed_is_forgotten_when_the_page_is_left(page: SettingsPage) -> None:
    card = page.lock.passphrase
    assert card is not None
    for box in (card.old, card.fresh.first, card.fresh.second):
        box.set_value(RIGHT)
    card.old.toggle()

    page.leave()

    assert [box.text() for box in (card.old, card.fresh.first, card.fresh.second)] == ["", "", ""]
    assert card.old.echoMode() == card.old.EchoMode.Password


def test_training_has_no_passphrase_and_does_not_lock(made: Make, tmp_path: Path) -> None:
    training = open_test_session(tmp_path / "training", training=True)
    page = made(training)
    page.show_section("lock")

    assert page.lock.passphrase is None
    assert "练习时不自动锁屏" in words_of(page.lock)
    training.close()
