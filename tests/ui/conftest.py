"""What the tests of the window stand on: the dressed application and a data thread."""

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from printing.form import draw_all
from printing.form_data import FormData
from printing.forms import built_in_layout, sample_data
from ui import theme
from ui.jobs import Jobs
from ui.page import Page

NAME = "乌云其木格"
"""Whose certificates are printed."""

P = TypeVar("P", bound=Page)


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


def shown_page(qtbot: QtBot, page: P, width: int = 1118) -> P:
    """Show a page as the window would, read and with the keyboard in it."""
    page.resize(width, 640)
    shown(qtbot, page)
    page.refresh()
    page.focus_first()
    return page


def write(widget: QWidget, text: str) -> None:
    """Type as a person does: Latin by keys, Chinese as an input method commits it."""
    if text.isascii():
        QTest.keyClicks(widget, text)
        return
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


@pytest.fixture(scope="module")
def three() -> bytes:
    """Return three certificates of one page each in one PDF."""
    layout = built_in_layout("placement_certificate")
    data = sample_data(layout)
    many = [
        FormData(values=dict(data.values) | {"number": f"示例{n}", "name": NAME}, rows=data.rows)
        for n in range(3)
    ]
    return draw_all(layout, many, copies=("",))
