"""What the tests of the window stand on: the dressed application and a data thread."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.jobs import Jobs


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    """Dress the application as a person sees it first."""
    theme.apply(qapp)
    yield
    theme.apply(qapp)


@pytest.fixture
def jobs(dressed: None) -> Iterator[Jobs]:
    """Run a data thread."""
    made = Jobs()
    yield made
    made.close()


def shown(qtbot: QtBot, widget: QWidget) -> None:
    """Bring a window on screen with the keyboard in it."""
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget, timeout=5000):
        widget.show()
        widget.activateWindow()


def write(widget: QWidget, text: str) -> None:
    """Type as a person does: Latin by keys, Chinese as an input method commits it."""
    if text.isascii():
        QTest.keyClicks(widget, text)
        return
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
