"""月度监测 by keyboard: 无变化 for one and for a household, what is old, and the month's end."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Monitoring, Person, Snapshot
from desktop_app.session import Session
from desktop_app.use_cases.exporting.gate import MASKED
from desktop_app.use_cases.exporting.register import Look
from tests.sessions import Clock, keep_person
from tests.ui.conftest import shown_page
from ui.dialog import Question
from ui.jobs import Jobs
from ui.pages.monitoring import MonitoringPage

Key = Qt.Key


@pytest.fixture
def people(session: Session) -> list[Person]:
    """Two of one household and one of another, all monitored."""
    first = keep_person(session, 1, name="巴雅尔", poverty_status="unstable")
    with session.operation("test", "登记") as operation:
        mate = replace(first, id=Person().id, name="其其格", citizen_id="", relation="02")
        second = operation.save(mate)
    return [first, second, keep_person(session, 3, name="白秀英", poverty_status="lifted")]


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs, people: list[Person]) -> MonitoringPage:
    made = shown_page(qtbot, MonitoringPage(session, jobs))
    qtbot.waitUntil(lambda: len(made.list.table.records.ids) == len(people))
    return made


def asked(session: Session) -> set[object]:
    return {one.person_id for one in session.find(Monitoring)}


def test_enter_says_unchanged_and_goes_on_to_the_next(
    qtbot: QtBot, page: MonitoringPage, people: list[Person], session: Session
) -> None:
    page.choose(people[0].id)
    page.list.table.setFocus()

    QTest.keyClick(page.list.table, Key.Key_Return)

    qtbot.waitUntil(lambda: asked(session) == {people[0].id})
    qtbot.waitUntil(lambda: page.list.selected() == people[1].id)
    assert page.pane.shown is not None
    assert page.pane.shown.name == "其其格"


def test_one_key_for_the_whole_household(
    qtbot: QtBot, page: MonitoringPage, people: list[Person], session: Session
) -> None:
    page.choose(people[0].id)
    said: list[str] = []
    page.toast.connect(lambda text, _undo: said.append(text))

    QTest.keyClick(page, Key.Key_H, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: asked(session) == {people[0].id, people[1].id})
    qtbot.waitUntil(lambda: said == ["已登记 2 人无变化"])
    qtbot.waitUntil(lambda: page.list.selected() == people[2].id)


def test_who_changed_is_visited(page: MonitoringPage, people: list[Person]) -> None:
    went: list[tuple[str, object]] = []
    page.go.connect(lambda name, argument: went.append((name, argument)))
    page.choose(people[2].id)

    QTest.keyClick(page, Key.Key_E, Qt.KeyboardModifier.ControlModifier)

    assert went == [("visits", people[2].id)]


def test_what_is_old_stands_in_the_pane(
    page: MonitoringPage, people: list[Person], session: Session
) -> None:
    clock = session.world.now
    assert isinstance(clock, Clock)
    page.choose(people[0].id)
    assert page.pane._stale.title.text() == "全户的资料都不旧"

    clock.pass_days(300)
    page.show_chosen()

    assert page.pane._stale.title.text().startswith("全户超过 6 个月没有核对的")


def test_the_month_is_shown_and_closed(
    qtbot: QtBot, page: MonitoringPage, session: Session
) -> None:
    page.filters.villages.choose((session.village_codes[0],))
    page.show_month()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Question))
    question = QApplication.activeModalWidget()
    assert isinstance(question, Question)

    QTest.keyClick(question.go, Key.Key_Return)

    qtbot.waitUntil(lambda: len(session.find(Snapshot)) == 1)


def test_a_refusal_stands_in_the_pane(
    qtbot: QtBot, page: MonitoringPage, people: list[Person], session: Session
) -> None:
    page.filters.villages.choose((session.village_codes[0],))
    page.show_month()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Question))
    question = QApplication.activeModalWidget()
    assert isinstance(question, Question)
    question.accept()
    qtbot.waitUntil(lambda: len(session.find(Snapshot)) == 1)
    page.choose(people[0].id)

    page.act()

    qtbot.waitUntil(lambda: page.pane.refusal.isVisible())
    assert asked(session) == set()


def test_what_is_exported_is_that_of_the_month_in_view(
    qtbot: QtBot, page: MonitoringPage, people: list[Person], session: Session, tmp_path: Path
) -> None:
    with session.operation("test", "登记") as operation:
        for person, month in zip(people, ("2026-11", "2026-10", "2026-10"), strict=True):
            operation.save(
                Monitoring(village_code=person.village_code, person_id=person.id, month=month)
            )
    page.filters.months.choose(("2026-10",))
    qtbot.waitUntil(lambda: page.list.wanted.month == "2026-10")
    listed, register = page.exporting._offered
    said: list[str] = []
    page.toast.connect(lambda *words: said.append(words[0]))

    page.exporting.write(listed, tmp_path / "名单.xlsx", Look(), MASKED)
    page.exporting.write(register, tmp_path / "台账.xlsx", Look(), MASKED)

    qtbot.waitUntil(lambda: len(said) == 2)
    states = [str(row[3]) for row in rows_of(tmp_path / "名单.xlsx")[1:]]
    assert sorted(states) == ["无变化", "无变化", "还没有问"]
    assert "共 2 行" in said[1]
    page.filters.months.choose(())
    qtbot.waitUntil(lambda: page.list.wanted.month == "")
    page.exporting.write(register, tmp_path / "本月.xlsx", Look(), MASKED)
    qtbot.waitUntil(lambda: len(said) == 3)
    assert "共 1 行" in said[2]


def rows_of(path: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
