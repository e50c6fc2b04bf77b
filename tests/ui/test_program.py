"""The whole program in one window: the training village, and choosing how it looks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton, QStyle
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.app import Program
from desktop_app.settings import read_settings
from tests.sessions import made_up_world
from ui import theme
from ui.pages.settings import SettingsPage
from ui.shell import Shell


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    """Run the program on a training village."""
    made = Program(made_up_world(tmp_path))
    made.begin(None, training=True)
    qtbot.waitUntil(lambda: made.ready)
    yield made
    window = made.window
    made.end()
    if window is not None:
        window.deleteLater()
        qtbot.waitUntil(lambda: not isValid(window))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)


def shell(program: Program) -> Shell:
    """Return the window that is open."""
    assert isinstance(program.window, Shell)
    return program.window


def settings_page(program: Program) -> SettingsPage:
    """Return the page of settings in view."""
    page = shell(program).page
    assert isinstance(page, SettingsPage)
    return page


def test_another_text_size_builds_the_desk_anew_and_returns_to_it(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    before = shell(program)
    before.go("settings")
    settings_page(program).change(text_scale=2.0)
    qtbot.waitUntil(lambda: program.window is not before)

    page = settings_page(program)
    qtbot.waitUntil(lambda: page.focusWidget() is page.look.scales.button(2.0))
    assert shell(program).bar.height() == theme.px(32) == 64
    assert read_settings(tmp_path).text_scale == 2.0
    made = QLineEdit()
    qtbot.addWidget(made)
    size = made.style().pixelMetric(QStyle.PixelMetric.PM_LineEditIconSize, None, made)
    assert size == 32


def test_another_look_builds_the_desk_anew_so_that_icons_follow(
    qtbot: QtBot, program: Program
) -> None:
    before = shell(program)
    before.go("settings")
    settings_page(program).change(look="dark")
    qtbot.waitUntil(lambda: program.window is not before)

    page = settings_page(program)
    qtbot.waitUntil(lambda: page.focusWidget() is page.look.looks.button(theme.Mode.DARK))
    qtbot.waitUntil(lambda: not isValid(before))


def test_nothing_else_that_is_chosen_rebuilds_the_desk(qtbot: QtBot, program: Program) -> None:
    before = shell(program)
    before.go("settings")
    settings_page(program).change(lock_minutes=25)
    qtbot.wait(50)
    assert program.window is before
    assert program.settings.lock_minutes == 25


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_chosen_radio_button_is_a_round_dot(
    qtbot: QtBot, qapp: QApplication, scale: float
) -> None:
    theme.apply(qapp, text_scale=scale)
    dots = [QRadioButton("一"), QRadioButton("二")]
    dots[1].setChecked(True)
    for dot in dots:
        qtbot.addWidget(dot)
        dot.show()
    drawn = [dot.grab().toImage() for dot in dots]
    middle, size = drawn[1].height() // 2, theme.px(16) + 2
    ground = theme.color("surface")
    # The chosen one is as large as the other, open in the middle, and round: corners stay free.
    assert drawn[1].pixelColor(size // 2, middle) == ground
    for image in drawn:
        assert image.pixelColor(0, middle - size // 2) != theme.color("accent")
    ring = [drawn[1].pixelColor(x, middle) == theme.color("accent") for x in range(1, size - 1)]
    assert sum(ring) >= 2 * theme.px(4)
    theme.apply(qapp)
