"""What the tests of the settings page stand on."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from desktop_app.session import Session
from desktop_app.settings import Settings
from tests.ui.conftest import shown
from ui import theme
from ui.jobs import Jobs
from ui.pages.settings import SettingsPage

Key = Qt.Key
RIGHT, FRESH = "骆驼 青稞 木碗 三月", "白桦 铁锅 马镫 七月"
HOUSEHOLD, MAX_AGE = "post.one_post_per_household", "post.max_age.male"

Make = Callable[[Session], SettingsPage]


class Chosen(list[Settings]):
    """What the page asked the program to keep; dresses the application like the program."""

    def __call__(self, settings: Settings) -> None:
        """Keep and dress."""
        self.append(settings)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, theme.Mode(settings.look), settings.text_scale)


@pytest.fixture
def chosen() -> Chosen:
    return Chosen()


@pytest.fixture
def made(qtbot: QtBot, jobs: Jobs, chosen: Chosen) -> Make:
    def make(session: Session) -> SettingsPage:
        page = SettingsPage(session, jobs, Settings(), chosen)
        page.resize(1118, 620)
        shown(qtbot, page)
        page.focus_first()
        return page

    return make


@pytest.fixture
def page(made: Make, session: Session) -> SettingsPage:
    return made(session)


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def asked(qtbot: QtBot, kind: type) -> object:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


# Groups


def words_of(area: QScrollArea) -> str:
    return "\n".join(one.text() for one in area.findChildren(QLabel) if one.isVisible())
