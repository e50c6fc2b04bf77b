"""The visit page, driven by the keyboard on real records."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Person, Visit
from desktop_app.session import Session
from desktop_app.use_cases.visits import draft, record_visit, visit_sheet
from tests.sessions import TODAY, keep_person
from ui import theme
from ui.jobs import Jobs
from ui.pages.visits import VisitsPage
from ui.pages.visits_answers import CHANGED, OPEN, SAME
from ui.pages.visits_row import QuestionRow

Key = Qt.Key
STATUS = 1
PROMISE = 6


@pytest.fixture
def people(session: Session) -> list[Person]:
    """Three households; the first was visited 100 days ago, the second 50, the third never."""
    found = [
        keep_person(session, number, name=name, employment_status="5")
        for number, name in ((1, "巴雅尔"), (2, "乌云其其格"), (3, "白秀英"))
    ]
    for person, days in ((found[0], 100), (found[1], 50)):
        sheet = visit_sheet(session, person_id=person.id)
        day = TODAY - timedelta(days=days)
        record_visit(session, replace(sheet.draft, visited_on=day, residing="here"))
    return found


@pytest.fixture
def page(qtbot: QtBot, session: Session, people: list[Person]) -> Iterator[VisitsPage]:
    yield from shown(qtbot, session)


def shown(qtbot: QtBot, session: Session, width: int = 1118) -> Iterator[VisitsPage]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    jobs = Jobs()
    made = VisitsPage(session, jobs)
    made.refresh()
    qtbot.addWidget(made)
    made.resize(width, 620)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: bool(made.route.model.lines) and not made._loading)
    yield made
    jobs.close()


def begin(qtbot: QtBot, page: VisitsPage, person: Person) -> None:
    page.open(person.id)
    qtbot.waitUntil(lambda: chosen(page) == person.id and not page._loading)
    qtbot.waitUntil(lambda: isinstance(page.focusWidget(), QuestionRow))


def chosen(page: VisitsPage) -> object:
    return page.form.answers.sheet.person.id if page.form.answers else None


def press(page: VisitsPage, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(page.focusWidget(), key, modifier or Qt.KeyboardModifier.NoModifier)


def states(page: VisitsPage) -> list[str]:
    assert page.form.answers is not None
    return [page.form.answers.state(row.question.field) for row in page.form.rows]


def test_the_route_shows_the_longest_unvisited_first(page: VisitsPage) -> None:
    names = [line.head_name for line in page.route.model.lines]
    assert names == ["白秀英", "巴雅尔", "乌云其其格"]
    assert page.head.note.text() == "今天还没有走访，还有 1 户逾期"


def test_a_household_without_change_takes_two_keys(
    qtbot: QtBot, page: VisitsPage, people: list[Person], session: Session
) -> None:
    said: list[tuple[str, object]] = []
    page.toast.connect(lambda text, undo: said.append((text, undo)))
    begin(qtbot, page, people[0])

    press(page, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert states(page) == [SAME] * 7
    press(page, Key.Key_F9)

    qtbot.waitUntil(lambda: len(session.find(Visit)) == 3)
    kept = session.find(Visit)[-1]
    assert (kept.changed, kept.visited_on, kept.way) == ("", TODAY, "home")
    qtbot.waitUntil(lambda: ("已保存巴雅尔的走访", True) in said)
    qtbot.waitUntil(lambda: chosen(page) == people[1].id)


def test_space_answers_one_row_and_goes_on(
    qtbot: QtBot, page: VisitsPage, people: list[Person]
) -> None:
    begin(qtbot, page, people[0])

    press(page, Key.Key_Space)
    press(page, Key.Key_Space)

    assert states(page)[:3] == [SAME, SAME, OPEN]
    row = page.focusWidget()
    assert isinstance(row, QuestionRow)
    assert row.number == 3
    press(page, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    row = page.focusWidget()
    assert isinstance(row, QuestionRow)
    assert row.number == 2


def test_digits_pick_and_what_follows_is_asked_in_the_row(
    qtbot: QtBot, page: VisitsPage, people: list[Person], session: Session
) -> None:
    begin(qtbot, page, people[0])
    press(page, Key.Key_Down)

    press(page, Key.Key_1)
    press(page, Key.Key_4)
    employer = page.focusWidget()
    assert isinstance(employer, QLineEdit)
    QTest.keyClicks(employer, "Dairy 1")
    press(page, Key.Key_Return)
    money = page.focusWidget()
    assert isinstance(money, QLineEdit)
    QTest.keyClicks(money, "3200")
    press(page, Key.Key_Return)

    assert states(page)[STATUS] == CHANGED
    assert page.form.rows[STATUS]._state.text() == "外出务工 · 跨省 · Dairy 1 · 3200 元/月"
    page.form.rest_same()
    page.form.ask_save()
    qtbot.waitUntil(lambda: len(session.find(Visit)) == 3)
    kept = session.find(Visit)[-1]
    assert (kept.scope, kept.employer, kept.monthly_fen) == ("province", "Dairy 1", 320_000)
    assert session.get(Person, people[0].id).employment_status == "11"


def test_the_twelfth_option_has_a_key_too(
    qtbot: QtBot, page: VisitsPage, people: list[Person]
) -> None:
    begin(qtbot, page, people[0])
    press(page, Key.Key_Down)
    QTest.keyClicks(page.focusWidget(), "=")
    assert page.form.answers is not None
    assert page.form.answers.visit.employment_status == "99"


def test_open_rows_are_asked_before_saving(
    qtbot: QtBot, page: VisitsPage, people: list[Person], session: Session
) -> None:
    said: list[str] = []
    page.toast.connect(lambda text, _undo: said.append(text))
    begin(qtbot, page, people[0])
    press(page, Key.Key_Space)

    press(page, Key.Key_F9)

    assert said == ["还有 6 项没有问；都没变的话按 Ctrl+Enter，再保存"]
    assert len(session.find(Visit)) == 2


def test_a_promise_without_a_day_is_refused_and_the_caret_is_there(
    qtbot: QtBot, page: VisitsPage, people: list[Person], session: Session
) -> None:
    begin(qtbot, page, people[0])
    page.form.rows[PROMISE].setFocus()
    press(page, Key.Key_1)
    QTest.keyClicks(page.focusWidget(), "Ask for work")
    page.form.rest_same()

    page.form.ask_save()

    qtbot.waitUntil(page.form.refusal.isVisible)
    assert "办结期限" in page.form.refusal.title.text()
    assert page.focusWidget().objectName() == "edit-promise_due_on"
    QTest.keyClicks(page.focusWidget(), "12.5")
    page.form.ask_save()
    qtbot.waitUntil(lambda: len(session.find(Visit)) == 3)
    assert session.find(Visit)[-1].promise_due_on == date(2026, 12, 5)


def test_what_cannot_be_read_is_not_saved(
    qtbot: QtBot, page: VisitsPage, people: list[Person], session: Session
) -> None:
    said: list[str] = []
    page.toast.connect(lambda text, _undo: said.append(text))
    begin(qtbot, page, people[0])
    page.form.rest_same()
    row = page.form.rows[STATUS]
    row.setFocus()
    press(page, Key.Key_2)
    assert row.editor is not None
    row.editor.focus_field("monthly_fen")
    QTest.keyClicks(page.focusWidget(), "many")

    page.form.ask_save()

    assert "不是一个金额" in said[-1]
    assert page.focusWidget().objectName() == "edit-monthly_fen"
    assert len(session.find(Visit)) == 2


def test_esc_keeps_the_draft_and_the_answers_come_back(
    qtbot: QtBot, page: VisitsPage, people: list[Person], session: Session
) -> None:
    begin(qtbot, page, people[0])
    press(page, Key.Key_2)
    press(page, Key.Key_Escape)

    qtbot.waitUntil(lambda: draft(session) is not None)
    assert page.route.view.hasFocus()
    begin(qtbot, page, people[1])
    begin(qtbot, page, people[0])
    assert states(page)[0] == CHANGED
    assert page.form.rows[0]._state.text() == "外出务工，不在村"


def test_a_draft_keeps_itself(
    qtbot: QtBot, page: VisitsPage, people: list[Person], session: Session
) -> None:
    begin(qtbot, page, people[0])
    press(page, Key.Key_Space)
    qtbot.waitUntil(lambda: draft(session) is not None, timeout=3000)


def test_a_phone_visit_names_its_way_and_informant(
    qtbot: QtBot, page: VisitsPage, people: list[Person], session: Session
) -> None:
    begin(qtbot, page, people[0])
    page._by_phone()
    page.form.top.informant.setFocus()
    page.form.top.informant.selectAll()
    QTest.keyClicks(page.form.top.informant, "Son")
    page.form.rest_same()
    page.form.ask_save()

    qtbot.waitUntil(lambda: len(session.find(Visit)) == 3)
    assert (session.find(Visit)[-1].way, session.find(Visit)[-1].informant) == ("phone", "Son")


def test_a_refresh_keeps_what_is_being_typed(
    qtbot: QtBot, page: VisitsPage, people: list[Person]
) -> None:
    begin(qtbot, page, people[0])
    press(page, Key.Key_Space)
    page.refresh()
    qtbot.wait(50)
    assert states(page)[0] == SAME
    assert isinstance(page.focusWidget(), QuestionRow)


def test_the_route_is_searched(qtbot: QtBot, page: VisitsPage, people: list[Person]) -> None:
    page._to_search()
    QTest.keyClicks(page.focusWidget(), "wyq")
    qtbot.waitUntil(lambda: [one.head_name for one in page.route.model.lines] == ["乌云其其格"])
    page.route.search.setText("zz")
    qtbot.waitUntil(page.route.empty.isVisible)
    assert page.route.empty.title.text() == "没有找到这一户"


def test_an_empty_desk_says_what_helps(qtbot: QtBot, session: Session) -> None:
    jobs = Jobs()
    page = VisitsPage(session, jobs)
    page.refresh()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.route.empty.isVisible)
    assert page.route.empty.title.text() == "还没有登记住户"
    jobs.close()


def test_a_narrow_window_shows_the_route_or_the_visit(
    qtbot: QtBot, session: Session, people: list[Person]
) -> None:
    showing = shown(qtbot, session, width=700)
    page = next(showing)
    assert page.route.isVisible()
    assert not page.form.isVisible()
    page.open(people[0].id)
    qtbot.waitUntil(page.form.isVisible)
    assert not page.route.isVisible()
    qtbot.waitUntil(lambda: isinstance(page.focusWidget(), QuestionRow))
    press(page, Key.Key_Escape)
    assert page.route.isVisible()
    next(showing, None)


def test_the_person_asked_for_comes_before_the_first_of_the_route(
    qtbot: QtBot, session: Session
) -> None:
    jobs = Jobs()
    page = VisitsPage(session, jobs)
    page.refresh()
    qtbot.addWidget(page)
    page.resize(1118, 620)
    page.show()
    page.activateWindow()
    people = [keep_person(session, number, name="巴特尔") for number in (1, 2, 3)]
    page.refresh()
    page.open(people[2].id)
    page.focus_first()  # as the window does when it brings the page into view
    qtbot.waitUntil(lambda: isinstance(page.focusWidget(), QuestionRow))
    assert chosen(page) == people[2].id
    jobs.close()


def test_enter_at_once_after_choosing_begins_the_visit(
    qtbot: QtBot, page: VisitsPage, people: list[Person]
) -> None:
    page.route.view.setFocus()
    QTest.keyClick(page.route.view, Key.Key_Down)
    QTest.keyClick(page.route.view, Key.Key_Return)  # before the visit has been read
    qtbot.waitUntil(lambda: isinstance(page.focusWidget(), QuestionRow))
