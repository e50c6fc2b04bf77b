"""The list of enrolments and the pane beside it, driven by keys."""

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Enrolment
from desktop_app.session import Session
from tests.sessions import VILLAGE, keep_person
from tests.ui.conftest import shown_page
from tests.ui.enrolments_page.conftest import Key, dialog_of, person_of, rows
from ui.buttons import Button
from ui.jobs import Jobs
from ui.pages import enrolments_pane as pane
from ui.pages.enrolments import EnrolmentsPage
from ui.pages.enrolments_add import AddEnrolment


def test_what_is_due_comes_first_in_words(qtbot: QtBot, page: EnrolmentsPage) -> None:
    assert rows(page) == ["乌云其其格", "乌云其其格", "巴特尔"]
    assert rows(page, 2) == ["逾期 3 天", "还有 5 天", "还有 200 天"]
    qtbot.waitUntil(lambda: "逾期 1 份" in page._head.note.text())
    assert page._head.note.text().startswith("3 份")
    shown = page.pane.shown
    assert shown is not None
    assert (shown.name, shown.due) == ("乌云其其格", "overdue")
    assert page.pane._all.title.text() == "乌云其其格的参保 2 份"


def test_the_badge_counts_what_waits(
    qtbot: QtBot, session: Session, jobs: Jobs, kept: dict[str, Enrolment]
) -> None:
    page = shown_page(qtbot, EnrolmentsPage(session, jobs))
    with qtbot.waitSignal(page.counted) as told:
        page.refresh()
    assert told.args == [2, True]


def test_other_days_chosen_in_the_settings_count_at_once(
    qtbot: QtBot, session: Session, page: EnrolmentsPage
) -> None:
    qtbot.waitUntil(lambda: "30 天内到期 1 份" in page._head.note.text())
    session.choose_rule("enrolment.warn_days", 300)
    page.refresh()
    qtbot.waitUntil(lambda: "300 天内到期 2 份" in page._head.note.text())


def test_filters_narrow_and_esc_brings_all_back(page: EnrolmentsPage) -> None:
    page.filters.due.choose(("soon",))
    assert rows(page, 1) == ["意外伤害商业保险"]
    page.filters.schemes.choose(("injury",))
    assert rows(page) == []
    assert page.pane.shown is None
    assert page.list._stack.currentIndex() == 1

    QTest.keyClick(page.list.table, Key.Key_Escape)

    assert len(rows(page)) == 3


def test_typing_initials_finds_the_enrolments_of_a_person(page: EnrolmentsPage) -> None:
    QTest.keyClick(page.list.table, Key.Key_Slash)
    QTest.keyClicks(page.filters.search, "bte")
    QTest.keyClick(page.filters.search, Key.Key_Return)

    assert rows(page) == ["巴特尔"]
    assert page.list.table.hasFocus()


def test_a_person_that_comes_from_elsewhere_is_shown_or_enrolled(
    qtbot: QtBot, page: EnrolmentsPage, session: Session, kept: dict[str, Enrolment]
) -> None:
    page.filters.due.choose(("overdue",))
    page.open(person_of(session, "巴特尔").id)
    assert page.pane.shown is not None
    assert page.pane.shown.name == "巴特尔"
    page.open(kept["soon"].id)
    assert page.pane.shown.id == kept["soon"].id

    page.open(person_of(session, "宝音").id)
    dialog = dialog_of(qtbot, AddEnrolment)
    assert dialog.accessibleName() == "登记参保：宝音"
    assert dialog.people is None
    dialog.form.set_value("scheme", "accident")
    with qtbot.waitSignal(page.toast):
        dialog.submit()
    assert page.pane.shown.name == "宝音"


def test_other_enrolments_and_the_person_are_one_step_away(
    qtbot: QtBot, page: EnrolmentsPage, session: Session, kept: dict[str, Enrolment]
) -> None:
    other = next(one for one in page.pane.findChildren(Button) if one.text() == "意外伤害商业保险")
    other.click()
    assert page.pane.shown is not None
    assert page.pane.shown.id == kept["soon"].id

    with qtbot.waitSignal(page.go) as asked:
        page.do(pane.PERSON)
    assert asked.args == ["people", person_of(session, "乌云其其格").id]


def test_an_empty_desk_says_how_to_begin(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    page = shown_page(qtbot, EnrolmentsPage(session, jobs))
    assert page.list._stack.currentIndex() == 2
    page.list.add_asked.emit()
    dialog_of(qtbot, AddEnrolment).leave()


def test_where_room_lacks_the_pane_takes_the_place_of_the_list(
    qtbot: QtBot, session: Session, jobs: Jobs, kept: dict[str, Enrolment]
) -> None:
    page = shown_page(qtbot, EnrolmentsPage(session, jobs), 800)
    assert not page.pane.isVisible()
    QTest.keyClick(page.list.table, Key.Key_Return)
    assert page.pane.isVisible()
    assert not page.list.isVisible()
    assert page.pane.pay.hasFocus()
    QTest.keyClick(page.pane.pay, Key.Key_Escape)
    assert page.list.isVisible()


def test_five_hundred_come_whole(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    person = keep_person(session, 1)
    with session.operation("test", "登记") as operation:
        for _ in range(500):
            operation.save(Enrolment(village_code=VILLAGE, person_id=person.id, scheme="injury"))
    page = shown_page(qtbot, EnrolmentsPage(session, jobs))
    records = page.list.table.records
    qtbot.waitUntil(lambda: records.rowCount() == 500)
