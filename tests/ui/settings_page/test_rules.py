"""Rules of the county, the last steps, and what is told about the program."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Person, Placement
from desktop_app.session import Session
from desktop_app.use_cases.placement_checks import check_placement
from tests.sessions import VILLAGE, keep_person, keep_post
from tests.ui.conftest import write
from tests.ui.settings_page.conftest import asked, press, words_of
from ui.buttons import Button
from ui.pages.settings import SettingsPage
from ui.pages.settings_about import LicenceDialog
from ui.pages.settings_rule_dialogs import NumberQuestion, SwitchQuestion
from ui.text_box import CheckBox

Key = Qt.Key
RIGHT, FRESH = "骆驼 青稞 木碗 三月", "白桦 铁锅 马镫 七月"
HOUSEHOLD, MAX_AGE = "post.one_post_per_household", "post.max_age.male"


@pytest.fixture
def second_of_household(session: Session) -> Placement:
    """Return a placement that 一户一岗 stands against, not kept yet."""
    post = keep_post(session)
    husband = keep_person(session, 1, name="巴特尔")
    wife = keep_person(session, 2, name="乌云其其格", household_id=husband.household_id)
    with session.operation("test", "安置") as operation:
        operation.save(_placement(husband, post.id))
    return _placement(wife, post.id)


def _placement(person: Person, post_id: object) -> Placement:
    return Placement(
        village_code=VILLAGE,
        person_id=person.id,
        post_id=post_id,  # type: ignore[arg-type]
        started_on=date(2026, 2, 1),
        agreement_from=date(2026, 2, 1),
        agreement_to=date(2027, 1, 31),
    )


def _against(session: Session, placement: Placement) -> set[str]:
    return {one.rule for one in check_placement(session, placement) if not one.passed}


def test_every_clause_is_shown_with_its_source(page: SettingsPage, session: Session) -> None:
    page.show_section("rules")
    seen: set[str] = set()

    for subject in page.rules._subjects():
        page.rules.subjects.choose((subject,))
        seen |= set(page.rules.rows)
        for key, row in page.rules.rows.items():
            clause = session.rules.clause(key, session.today(), session.county_code)
            assert clause.subject == subject
            assert row.title.text() == clause.title
            assert clause.basis in row.basis.text()
            assert str(clause.since) in row.note.text()
            assert row.pending.isVisible() == clause.pending
            assert row.expired.isVisible() == clause.expired
            assert row.control.isVisible() == row.changeable
    assert seen == set(session.rules.clauses)
    page.open("post.policy_term")
    assert page.rules.rows["post.policy_term"].expired.isVisible()
    page.open("identity.check_digit")
    assert not page.rules.rows["identity.check_digit"].changeable
    page.open("wage.minimum_monthly")
    assert page.rules.rows["wage.minimum_monthly"].value.text() == "2200 元/月"


def test_a_search_finds_clauses_of_every_subject(page: SettingsPage) -> None:
    page.show_section("rules")
    page.rules.search.setText("公示")
    page.rules.search.ask_now()

    assert {"post.notice_days", "subsidy.notice_days"} <= set(page.rules.rows)
    page.rules.search.setText("没有这样的字")
    page.rules.search.ask_now()
    assert page.rules.rows == {}
    assert "没有这样的规则" in words_of(page.rules)


def test_a_rule_switched_off_no_longer_stands_against_a_placement(
    qtbot: QtBot, page: SettingsPage, session: Session, second_of_household: Placement
) -> None:
    assert HOUSEHOLD in _against(session, second_of_household)
    page.open(HOUSEHOLD)
    press(Key.Key_Space)
    question = asked(qtbot, SwitchQuestion)
    assert isinstance(question, SwitchQuestion)
    qtbot.waitUntil(question.think_again.hasFocus)
    row = page.rules.rows[HOUSEHOLD]
    assert isinstance(row.control, CheckBox)
    assert row.control.value()  # it moves when the question is answered
    with qtbot.waitSignal(page.toast) as told:
        question.go.click()

    assert told.args == ["以后不核对「一户一岗」", None]
    assert _against(session, second_of_household).isdisjoint({HOUSEHOLD})
    assert not row.control.value()
    assert row.own.isVisible()
    assert "程序自带：核对" in row.note.text()

    page.rules.ask(HOUSEHOLD)
    again = asked(qtbot, SwitchQuestion)
    assert isinstance(again, SwitchQuestion)
    with qtbot.waitSignal(page.toast):
        again.go.click()
    assert HOUSEHOLD in _against(session, second_of_household)
    assert not row.own.isVisible()


def test_thinking_again_leaves_the_rule(qtbot: QtBot, page: SettingsPage, session: Session) -> None:
    page.open(HOUSEHOLD)
    press(Key.Key_Space)
    question = asked(qtbot, SwitchQuestion)
    assert isinstance(question, SwitchQuestion)
    qtbot.waitUntil(question.think_again.hasFocus)
    press(Key.Key_Return)

    assert session.rules.holds(HOUSEHOLD, session.today())
    row = page.rules.rows[HOUSEHOLD]
    assert isinstance(row.control, CheckBox)
    assert row.control.value()


def test_an_age_limit_is_changed_and_decides(
    qtbot: QtBot, page: SettingsPage, session: Session
) -> None:
    post, old = keep_post(session), keep_person(session, 1)
    placement = _placement(old, post.id)
    assert MAX_AGE not in _against(session, placement)
    page.open(MAX_AGE)
    press(Key.Key_Space)
    question = asked(qtbot, NumberQuestion)
    assert isinstance(question, NumberQuestion)
    qtbot.waitUntil(question.box.hasFocus)
    assert not question.go.isEnabled()
    for text in ("", "8", "六十", "101"):
        question.box.selectAll()
        QTest.keyClick(question.box, Key.Key_Delete)
        write(question.box, text)
        assert not question.go.isEnabled()
    assert question.field.error == "填 16 到 100 之间的整数。"
    question.box.selectAll()
    write(question.box, "40")
    with qtbot.waitSignal(page.toast) as told:
        QTest.keyClick(question.box, Key.Key_Return)

    assert told.args == ["「男性年龄上限」改成了 40 周岁", None]
    assert MAX_AGE in _against(session, placement)
    assert page.rules.rows[MAX_AGE].value.text() == "40 周岁"
    assert "程序自带：65 周岁" in page.rules.rows[MAX_AGE].note.text()


# The last steps


def test_the_newest_step_is_taken_back(qtbot: QtBot, page: SettingsPage, session: Session) -> None:
    keep_person(session, 1, name="巴特尔")
    keep_person(session, 2, name="乌云其其格")
    page.show_section("recent")
    qtbot.waitUntil(lambda: len(page.recent.steps) == 2)
    page.section.focus_first()
    assert isinstance(QApplication.focusWidget(), Button)
    with qtbot.waitSignal(page.toast) as told:
        press(Key.Key_Space)

    assert told.args == ["已撤销：登记", None]
    assert [one.name for one in session.find(Person)] == ["巴特尔"]
    qtbot.waitUntil(lambda: len(page.recent.steps) == 1)
    assert page.recent.undo_button is not None
    assert page.recent.undo_button.hasFocus()


def test_without_steps_it_says_so(qtbot: QtBot, page: SettingsPage) -> None:
    page.show_section("recent")

    qtbot.waitUntil(lambda: "还没有办过事" in words_of(page.recent))
    assert page.recent.undo_button is None


# About


def test_licences_are_shown_in_their_own_words(qtbot: QtBot, page: SettingsPage) -> None:
    page.show_section("about")
    beginnings = []
    for button in page.about.buttons:
        button.click()
        dialog = asked(qtbot, LicenceDialog)
        assert isinstance(dialog, LicenceDialog)
        beginnings.append(dialog.text.toPlainText()[:400])
        dialog.accept()

    assert "ISC License" in beginnings[0]
    assert "SIL Open Font License" in beginnings[1]
    assert len(beginnings) == 3
