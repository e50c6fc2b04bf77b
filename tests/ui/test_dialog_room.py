"""A question takes the room of its words; on a low screen its middle scrolls, its verbs stay."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.use_cases.snapshots import COUNTED, CountLine, MonthSheet
from tests.ui.conftest import shown
from ui import theme
from ui.dialog import Question
from ui.labels import label
from ui.pages.month_dialog import month_question

LONG = "这一步会写进账里，以后只能更正，不能抹掉，所以请先对照纸上的数，再点下面的按钮。" * 3


def lines(count: int) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    for number in range(count):
        column.addWidget(label(f"第 {number + 1} 行"))
    return made


def in_sight(question: Question) -> bool:
    """Say whether the window fits the screen, and its verbs the window."""
    screen = question.screen().availableGeometry()
    verbs = [button.geometry() for button in (question.go, question.think_again)]
    inside = question.frameGeometry().height() <= screen.height()
    return inside and all(question.rect().contains(each) for each in verbs)


def scrolls(question: Question) -> bool:
    return question.body.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize(("count", "higher"), [(0, False), (3, False), (90, True)])
def test_the_verbs_stay_in_sight(
    qtbot: QtBot, qapp: QApplication, dressed: None, scale: float, count: int, higher: bool
) -> None:
    theme.apply(qapp, text_scale=scale)
    question = Question(None, "关账？", "关账", subtitle="写明", content=lines(count))
    shown(qtbot, question)

    assert in_sight(question)
    assert scrolls(question) == higher


def test_what_does_not_fit_is_reached_by_keys(qtbot: QtBot, dressed: None) -> None:
    question = Question(None, "关账？", "关账", content=lines(90))
    shown(qtbot, question)
    QTest.keyClick(question, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(question, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert question.focusWidget() is question.body

    QTest.keyClick(question.body, Qt.Key.Key_PageDown)

    assert question.body.verticalScrollBar().value() > 0


def test_what_fits_is_no_stop_of_the_tab_key(qtbot: QtBot, dressed: None) -> None:
    question = Question(None, "关账？", "关账", content=lines(3))
    shown(qtbot, question)
    QTest.keyClick(question, Qt.Key.Key_Tab)
    QTest.keyClick(question, Qt.Key.Key_Tab)

    assert question.focusWidget() is question.go


def test_a_width_that_is_told_later_counts(qtbot: QtBot, dressed: None) -> None:
    narrow, wide = (Question(None, "关账？", "关账", subtitle=LONG) for _ in range(2))
    wide.setMinimumWidth(760)
    shown(qtbot, narrow)
    shown(qtbot, wide)

    assert wide.height() < narrow.height()
    assert not scrolls(wide)


def test_a_month_can_be_closed_on_a_low_screen(
    qtbot: QtBot, qapp: QApplication, dressed: None
) -> None:
    theme.apply(qapp, text_scale=2.0)
    counted = tuple(
        CountLine(key=key, label=words, closed=None, now=7) for key, words in COUNTED.items()
    )
    sheet = MonthSheet(
        village_code="150223102200", month="2026-10", snapshot=None,
        lines=counted * 2, corrections=(),
    )  # fmt: skip
    window = QWidget()
    shown(qtbot, window)
    question = month_question(window, sheet)
    with qtbot.waitExposed(question):
        question.open()

    assert in_sight(question)
