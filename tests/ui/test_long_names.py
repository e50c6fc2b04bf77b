"""Long names and rare characters on screen: shortened with …, whole in the tooltip, never cut."""

from typing import TypeVar
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.printing.form_values import LONG_NAME
from ui import theme
from ui.buttons import Button
from ui.record_table import Column, RecordTable

RIGHT = Qt.TextElideMode.ElideRight
Shown = TypeVar("Shown", bound=QWidget)


def appeared(qtbot: QtBot, widget: Shown) -> Shown:
    qtbot.addWidget(widget)
    widget.show()
    QApplication.processEvents()
    return widget


def test_a_button_too_narrow_for_a_name_shows_its_beginning_and_keeps_the_rest(
    qtbot: QtBot,
) -> None:
    button = appeared(qtbot, Button(LONG_NAME, "text", small=True))
    beside = button.sizeHint().width() - button.fontMetrics().horizontalAdvance(LONG_NAME)
    short = button.fontMetrics().elidedText(LONG_NAME, RIGHT, 120 - beside)
    like = appeared(qtbot, Button(short, "text", small=True))
    for one in (button, like):
        one.setMinimumWidth(1)
        one.resize(120, one.height())
        one.clearFocus()

    assert LONG_NAME.startswith(short[:-1])
    assert len(short) > 5
    assert button.grab().toImage() == like.grab().toImage()
    assert button.toolTip() == LONG_NAME
    button.resize(button.sizeHint())
    assert button.toolTip() == ""


@pytest.mark.parametrize("width", [500, 900])
def test_columns_that_stretch_share_what_is_left(qtbot: QtBot, width: int) -> None:
    columns: list[Column[str]] = [
        Column("姓名", 100, lambda one: one),
        Column("工作地点", 110, lambda one: one, stretch=True),
        Column("嘎查村", 110, lambda one: one, stretch=True),
    ]
    table = appeared(qtbot, RecordTable(columns, lambda ids: [LONG_NAME for _ in ids]))
    table.show([UUID(int=1)])
    table.resize(width, 200)
    QApplication.processEvents()

    place, village = table.columnWidth(1), table.columnWidth(2)
    assert abs(place - village) <= 1
    assert place > 110


def test_rare_characters_have_a_face_on_screen(qtbot: QtBot) -> None:
    theme.load_rare_characters()
    button = appeared(qtbot, Button(LONG_NAME))
    blank = appeared(qtbot, Button("\U0010fffd"))
    rare = appeared(qtbot, Button("\U0002c456"))

    assert QFontMetrics(button.font()).horizontalAdvance("\U0002c456") > 0
    assert rare.grab().toImage() != blank.grab().toImage()
