"""培训就业 by keyboard: entries are found, registered and taken on; referrals need consent."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    Attendee,
    Consent,
    Employer,
    Event,
    Person,
    Referral,
    Training,
    Vacancy,
    Venture,
    WageClue,
)
from desktop_app.session import Session
from desktop_app.use_cases.events import save_event
from desktop_app.use_cases.trainings import save_training
from desktop_app.use_cases.vacancies import save_employer, save_vacancy
from desktop_app.use_cases.ventures import save_venture
from desktop_app.use_cases.wage_clues import save_wage_clue
from tests.sessions import TODAY, keep_person
from tests.ui.conftest import shown_page
from ui.jobs import Jobs
from ui.pages.match_dialog import MatchDialog
from ui.pages.person_entry import PersonEntry
from ui.pages.person_form import FormDialog
from ui.pages.register_page import RegisterPage, facts_of
from ui.pages.work_tabs import WorkTabs

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def person(session: Session) -> Person:
    return keep_person(
        session, name="巴雅尔", job_intention="away", employment_status="5", skills="会烹饪"
    )


@pytest.fixture
def tabs(qtbot: QtBot, session: Session, jobs: Jobs, person: Person) -> WorkTabs:
    return shown_page(qtbot, WorkTabs(session, jobs))


def tab(qtbot: QtBot, tabs: WorkTabs, name: str, count: int) -> RegisterPage:
    """Return the page under a tab when it lists so many entries, the first chosen."""
    tabs.go_to(name)
    page = tabs.page_of(name)
    assert isinstance(page, RegisterPage)
    page.refresh()
    qtbot.waitUntil(lambda: len(page.list.table.records.ids) == count)
    if count:
        page.list.table.selectRow(0)
        page.show_chosen()
    return page


def dialog(qtbot: QtBot, kind: type[QDialog]) -> QDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def test_a_training_is_registered_and_finished(
    qtbot: QtBot, tabs: WorkTabs, session: Session, person: Person
) -> None:
    page = tab(qtbot, tabs, "trainings", 0)
    page.add()
    entry = dialog(qtbot, PersonEntry)
    assert isinstance(entry, PersonEntry)
    assert entry.people is not None
    QTest.keyClicks(entry.people.search, "bye")
    QTest.keyClick(entry.people.search, Key.Key_Return)
    entry.form.set_value("trade", "cook")
    entry.save.click()
    qtbot.waitUntil(lambda: len(session.find(Training)) == 1)
    qtbot.waitUntil(lambda: page.pane.shown is not None)
    assert page.pane.called.text() == "巴雅尔"

    page.do("finish")
    finish = dialog(qtbot, FormDialog)
    assert isinstance(finish, FormDialog)
    finish.forms[0].set_value("hours", 40)
    finish.save.click()

    qtbot.waitUntil(lambda: session.find(Training)[0].counted)
    qtbot.waitUntil(lambda: page.pane._extra.title.text() == "计入培训人次")


def test_a_vacancy_is_registered_for_an_employer_and_changed(
    qtbot: QtBot, tabs: WorkTabs, session: Session
) -> None:
    dairy, farm = (save_employer(session, Employer(name=name)) for name in ("示范乳业", "示范牧场"))
    page = tab(qtbot, tabs, "vacancies", 0)
    page.add()
    entry = dialog(qtbot, FormDialog)
    assert isinstance(entry, FormDialog)
    form = entry.forms[0]
    with pytest.raises(Refused, match="用人单位、岗位名称还没有填对"):
        form.values()
    form.set_value("employer_id", dairy.id)
    form.set_value("title", "挤奶工")
    entry.save.click()
    qtbot.waitUntil(lambda: len(session.find(Vacancy)) == 1)
    assert session.find(Vacancy)[0].employer_id == dairy.id

    qtbot.waitUntil(lambda: page.pane.shown is not None)
    page.do("edit")
    change = dialog(qtbot, FormDialog)
    assert isinstance(change, FormDialog)
    assert change.forms[0].values()["employer_id"] == dairy.id
    change.forms[0].set_value("employer_id", farm.id)
    change.save.click()
    qtbot.waitUntil(lambda: session.find(Vacancy)[0].employer_id == farm.id)


def test_a_person_is_put_forward_after_consent(
    qtbot: QtBot, tabs: WorkTabs, session: Session
) -> None:
    employer = save_employer(session, Employer(name="示范乳业有限公司"))
    save_vacancy(session, Vacancy(employer_id=employer.id, title="厨师", trade="cook"))
    page = tab(qtbot, tabs, "vacancies", 1)
    page.act()
    found = dialog(qtbot, MatchDialog)
    assert isinstance(found, MatchDialog)
    qtbot.waitUntil(lambda: len(found.table.records.ids) == 1)
    found.refer()
    qtbot.waitUntil(lambda: found.refusal.isVisible())
    assert "还没有同意" in found.refusal.title.text()

    found.ask_consent()
    form = dialog(qtbot, FormDialog)
    assert isinstance(form, FormDialog)
    form.forms[0].set_value("way", "signed")
    form.save.click()
    qtbot.waitUntil(lambda: len(session.find(Consent)) == 1)
    found.refer()

    qtbot.waitUntil(lambda: len(session.find(Referral)) == 1)
    found.reject()
    answered = tab(qtbot, tabs, "referrals", 1)
    assert "推荐到示范乳业有限公司：厨师" in answered.pane._extra.title.text()


def test_a_clue_is_handed_over(
    qtbot: QtBot, tabs: WorkTabs, session: Session, person: Person
) -> None:
    clue = WageClue(person_id=person.id, field="building", employer="某工地")
    save_wage_clue(session, clue)
    page = tab(qtbot, tabs, "wages", 1)
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Key.Key_Return)
    form = dialog(qtbot, FormDialog)
    assert isinstance(form, FormDialog)
    form.forms[0].set_value("channel", "inspection")
    form.save.click()

    qtbot.waitUntil(lambda: session.find(WageClue)[0].handed_on == TODAY)
    qtbot.waitUntil(lambda: page.pane.verbs["hand"].isHidden())
    assert not page.pane.verbs["close"].isHidden()


def test_a_loan_moves_on_by_its_verbs(
    qtbot: QtBot, tabs: WorkTabs, session: Session, person: Person
) -> None:
    save_venture(session, Venture(person_id=person.id, form="farm", loan_wish_fen=100))
    page = tab(qtbot, tabs, "ventures", 1)
    shown = [name for name, button in page.pane.verbs.items() if not button.isHidden()]
    assert shown == ["applied"]

    page.do("applied")

    qtbot.waitUntil(lambda: session.find(Venture)[0].loan_status == "applied")


def test_people_are_added_to_an_event(
    qtbot: QtBot, tabs: WorkTabs, session: Session, person: Person
) -> None:
    save_event(session, Event(kind="jobs", held_on=date(2026, 11, 1)))
    page = tab(qtbot, tabs, "events", 1)
    page.act()
    entry = dialog(qtbot, PersonEntry)
    assert isinstance(entry, PersonEntry)
    assert entry.people is not None
    QTest.keyClicks(entry.people.search, "bye")
    QTest.keyClick(entry.people.search, Key.Key_Return)
    entry.save.click()

    qtbot.waitUntil(lambda: len(session.find(Attendee)) == 1)
    qtbot.waitUntil(lambda: page.pane._extra.title.text() == "参加人员 1 人")


def test_filters_narrow_and_say_so(
    qtbot: QtBot, tabs: WorkTabs, session: Session, person: Person
) -> None:
    save_training(session, Training(person_id=person.id, trade="cook", result="wished"))
    page = tab(qtbot, tabs, "trainings", 1)

    page.filters._codes["trade"].choose(("sewing",))

    qtbot.waitUntil(lambda: page.list.table.records.ids == [])
    page.filters.clear()
    qtbot.waitUntil(lambda: len(page.list.table.records.ids) == 1)


def test_the_reasons_of_a_referral_are_told_in_sentences_alone() -> None:
    facts, _ = facts_of(Referral(reasons='[{"fits": true}]', result="offered"))

    assert facts == [("推荐结果", "已推荐")]


def test_the_village_gives_way_where_a_list_is_narrow(qtbot: QtBot, tabs: WorkTabs) -> None:
    table = tab(qtbot, tabs, "wages", 0).list.table
    titles = [column.title for column in table.columns]
    hidden = []
    for width in (600, 700):
        table.resize(width, 300)
        QApplication.sendEvent(table.viewport(), QResizeEvent(table.size(), table.size()))
        hidden.append([title for n, title in enumerate(titles) if table.isColumnHidden(n)])
    assert hidden == [["嘎查村"], []]
