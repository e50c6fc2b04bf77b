"""The people page, driven by keys and buttons on real records."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Disclosure, Employment, Paper, Person, Placement, Visit
from desktop_app.session import Session
from desktop_app.use_cases.people import find_people
from tests.sessions import (
    OTHER_VILLAGE,
    TODAY,
    VILLAGE,
    citizen_id,
    keep_person,
    keep_post,
)
from tests.ui.conftest import shown_page
from ui.buttons import Button
from ui.jobs import Jobs
from ui.pages import person_pane as pane
from ui.pages.people import PeoplePage
from ui.pages.person_form import FormDialog
from ui.pdf_preview import PdfPreview

Key = Qt.Key


@pytest.fixture
def people(session: Session) -> dict[str, Person]:
    """Three people: a couple and a young man of the other village."""
    wife = keep_person(session, 2, name="乌云其其格", relation="02", employment_status="5")
    husband = keep_person(
        session, 1, name="巴特尔", household_id=wife.household_id, employment_status="11"
    )
    single = keep_person(session, 3, name="宝音", village_code=OTHER_VILLAGE)
    return {one.name: one for one in (wife, husband, single)}


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs, people: dict[str, Person]) -> PeoplePage:
    return shown_page(qtbot, PeoplePage(session, jobs))


def _names(page: PeoplePage) -> list[str]:
    model = page.list.table.records
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def _choose(page: PeoplePage, person: Person) -> None:
    page.choose(person.id)


def _dialog(qtbot: QtBot) -> FormDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
    found = QApplication.activeModalWidget()
    assert isinstance(found, FormDialog)
    return found


def test_typing_initials_finds_the_person_and_shows_the_file(
    qtbot: QtBot, page: PeoplePage
) -> None:
    QTest.keyClick(page.list.table, Key.Key_Slash)
    assert page.filters.search.hasFocus()

    QTest.keyClicks(page.filters.search, "wyqqg")
    QTest.keyClick(page.filters.search, Key.Key_Return)

    assert _names(page) == ["乌云其其格"]
    assert page.list.table.hasFocus()
    file = page.pane.file
    assert file is not None
    assert [one.name for one in file.members] == ["巴特尔", "乌云其其格"]


def test_arrows_walk_through_the_list_and_the_pane_follows(qtbot: QtBot, page: PeoplePage) -> None:
    names = _names(page)
    QTest.keyClick(page.list.table, Key.Key_Down)

    assert page.pane.file is not None
    assert page.pane.file.person.name == names[1]


def test_filters_narrow_and_esc_brings_everybody_back(qtbot: QtBot, page: PeoplePage) -> None:
    page.filters.statuses.choose(("5",))
    assert _names(page) == ["乌云其其格"]
    assert page.filters.clear_all.isVisible()
    page.filters.villages.choose((OTHER_VILLAGE,))
    assert _names(page) == []
    assert page.pane.file is None

    page.filters.villages.choose(())
    QTest.keyClick(page.list.table, Key.Key_Escape)

    assert len(_names(page)) == 3
    qtbot.waitUntil(lambda: "3 人" in page._head.note.text())


def test_a_filter_is_cleared_with_delete(qtbot: QtBot, page: PeoplePage) -> None:
    page.filters.statuses.choose(("5",))

    QTest.keyClick(page.filters.statuses, Key.Key_Delete)

    assert page.filters.statuses.values() == ()
    assert page.filters.statuses.accessibleName() == "就业状态：全部"


def test_f8_shows_the_number_once_journaled_and_leaving_hides_it(
    qtbot: QtBot, page: PeoplePage, session: Session, people: dict[str, Person]
) -> None:
    person = people["巴特尔"]
    _choose(page, person)
    assert person.citizen_id not in page.pane.number.number.text()

    QTest.keyClick(page.list.table, Key.Key_F8)
    qtbot.waitUntil(lambda: page.pane.number.open)

    assert page.pane.number.number.text() == person.citizen_id
    assert len(session.find(Disclosure, person_id=person.id)) == 1
    page.leave()
    assert page.pane.number.number.text() == f"150223********{person.citizen_id[-4:]}"


def test_choosing_another_person_covers_the_number(
    qtbot: QtBot, page: PeoplePage, people: dict[str, Person]
) -> None:
    _choose(page, people["巴特尔"])
    page.pane.number.toggle()
    qtbot.waitUntil(lambda: page.pane.number.open)

    _choose(page, people["宝音"])

    assert not page.pane.number.open
    assert "****" in page.pane.number.number.text()


def test_the_number_covers_itself(page: PeoplePage, people: dict[str, Person]) -> None:
    _choose(page, people["巴特尔"])
    page.pane.number.uncover(people["巴特尔"].citizen_id)
    for _ in range(30):
        page.pane.number._tick()

    assert not page.pane.number.open


def test_f3_goes_to_the_visit(qtbot: QtBot, page: PeoplePage, people: dict[str, Person]) -> None:
    _choose(page, people["宝音"])

    with qtbot.waitSignal(page.go) as asked:
        QTest.keyClick(page.list.table, Key.Key_F3)

    assert asked.args == ["visits", people["宝音"].id]


def test_a_person_is_registered_by_keyboard(
    qtbot: QtBot, page: PeoplePage, session: Session
) -> None:
    number = citizen_id(date(1990, 8, 9), 6)
    QTest.keyClick(page.list.table, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = _dialog(qtbot)
    form = dialog.forms[0]
    form.set_value("village_code", VILLAGE)
    form.set_value("name", "萨仁")
    form.set_value("citizen_id", number)

    with qtbot.waitSignal(page.toast) as told:
        QTest.keyClick(form.boxes["name"], Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    kept = session.find(Person, citizen_id=number)[0]
    assert (kept.name, kept.birth_on) == ("萨仁", date(1990, 8, 9))
    assert told.args == ["已登记萨仁", True]
    assert page.pane.file is not None
    assert page.pane.file.person.id == kept.id


def test_a_number_of_somebody_else_is_refused_in_the_form(
    qtbot: QtBot, page: PeoplePage, session: Session, people: dict[str, Person]
) -> None:
    page.add()
    dialog = _dialog(qtbot)
    form = dialog.forms[0]
    form.set_value("village_code", VILLAGE)
    form.set_value("name", "别人")
    form.set_value("citizen_id", people["宝音"].citizen_id)
    dialog.submit()

    qtbot.waitUntil(dialog.refusal.isVisible)
    assert "已经登记为「宝音」" in form.fields["citizen_id"].error
    assert "不用重新登记" in dialog.refusal.advice[1].text()
    assert len(find_people(session)) == 3
    way = next(one for one in dialog.findChildren(Button) if one.text() == "打开宝音的资料")
    way.click()
    assert page.pane.file is not None
    assert page.pane.file.person.name == "宝音"
    assert not dialog.isVisible()


def test_editing_keeps_the_number_that_stays_masked(
    qtbot: QtBot, page: PeoplePage, session: Session, people: dict[str, Person]
) -> None:
    person = people["巴特尔"]
    _choose(page, person)
    QTest.keyClick(page.list.table, Key.Key_Return)
    dialog = _dialog(qtbot)
    form = dialog.forms[0]
    assert person.citizen_id not in str(form.boxes["citizen_id"].value())
    form.set_value("phone", "138 1111 2222")

    with qtbot.waitSignal(page.toast):
        dialog.submit()

    kept = session.get(Person, person.id)
    assert (kept.phone, kept.citizen_id) == ("13811112222", person.citizen_id)


def test_work_is_kept_with_the_scope_that_follows(
    qtbot: QtBot, page: PeoplePage, session: Session, people: dict[str, Person]
) -> None:
    _choose(page, people["宝音"])
    page.do(pane.WORK)
    dialog = _dialog(qtbot)
    form = dialog.forms[0]
    form.set_value("since", date(2026, 3, 1))
    form.set_value("employer", "蒙盛乳业")
    form.set_value("place", "北京市")
    form.changed.emit("place")
    assert form.boxes["scope"].value() == "province"

    with qtbot.waitSignal(page.toast):
        dialog.submit()

    assert session.find(Employment)[0].scope == "province"
    page.refresh()
    assert page.pane.file is not None
    assert page.pane.file.employment is not None


def test_missing_words_are_asked_for_below_the_field(qtbot: QtBot, page: PeoplePage) -> None:
    page.add()
    dialog = _dialog(qtbot)
    dialog.submit()

    assert dialog.forms[0].fields["name"].error == "请填姓名。"
    dialog.reject()


def test_removal_of_a_holder_is_refused_in_the_pane(
    qtbot: QtBot, page: PeoplePage, session: Session, people: dict[str, Person]
) -> None:
    person = people["巴特尔"]
    post = keep_post(session)
    with session.operation("test", "安置") as operation:
        operation.save(
            Placement(
                village_code=VILLAGE,
                post_id=post.id,
                person_id=person.id,
                started_on=date(2026, 2, 1),
            )
        )
    _choose(page, person)
    page._remove(person)

    qtbot.waitUntil(page.pane.refusal.isVisible)
    assert page.pane.refusal.title.text() == "不能移除：巴特尔现在还在护林员岗位上。"


def test_the_certificate_of_a_holder_is_shown_before_it_is_printed(
    qtbot: QtBot, page: PeoplePage, session: Session, people: dict[str, Person]
) -> None:
    person, post = people["巴特尔"], keep_post(session)
    assert not page.pane.actions_by_verb[pane.PAPER].isEnabled()
    with session.operation("test", "安置") as operation:
        operation.save(
            Placement(
                village_code=VILLAGE,
                post_id=post.id,
                person_id=person.id,
                started_on=date(2026, 2, 1),
                agreement_from=date(2026, 2, 1),
                agreement_to=date(2027, 1, 31),
            )
        )
    page.refresh()
    _choose(page, person)
    page.pane.actions_by_verb[pane.PAPER].trigger()

    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PdfPreview))
    assert len(session.find(Paper, person_id=person.id)) == 1
    preview = QApplication.activeModalWidget()
    assert isinstance(preview, PdfPreview)
    preview.reject()


def test_the_pane_tells_what_happened(
    page: PeoplePage, session: Session, people: dict[str, Person]
) -> None:
    person = people["宝音"]
    with session.operation("test", "走访") as operation:
        for days in range(5):
            operation.save(
                Visit(
                    village_code=OTHER_VILLAGE,
                    household_id=person.household_id,
                    person_id=person.id,
                    visited_on=TODAY - timedelta(days=days),
                    difficulty="想在家门口找活",
                )
            )
    page.refresh()
    _choose(page, person)

    assert page.pane._more.text() == "全部 5 条"
    assert "走访：想在家门口找活" in page.pane._timeline.accessibleName()


def test_the_search_of_the_window_lays_filters_aside(
    page: PeoplePage, people: dict[str, Person]
) -> None:
    page.filters.statuses.choose(("11",))

    page.open("by")
    assert _names(page) == ["宝音"]
    page.open("")
    assert len(_names(page)) == 3
    page.open(people["巴特尔"].id)
    assert page.pane.file is not None
    assert page.pane.file.person.name == "巴特尔"


def test_an_empty_desk_offers_the_import(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    page = shown_page(qtbot, PeoplePage(session, jobs))
    with qtbot.waitSignal(page.go) as asked:
        page.list.import_asked.emit()

    assert page.list._stack.currentIndex() == 2
    assert asked.args == ["import", None]


def test_where_room_lacks_the_pane_takes_the_place_of_the_list(
    qtbot: QtBot, session: Session, jobs: Jobs, people: dict[str, Person]
) -> None:
    page = shown_page(qtbot, PeoplePage(session, jobs), 800)
    assert not page.pane.isVisible()
    QTest.keyClick(page.list.table, Key.Key_Return)
    assert page.pane.isVisible()
    assert not page.list.isVisible()
    QTest.keyClick(page.pane.visit, Key.Key_Escape)
    assert page.list.isVisible()


def test_five_hundred_names_come_whole(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    with session.operation("test", "登记") as operation:
        for number in range(500):
            operation.save(Person(village_code=VILLAGE, name=f"人{number:03}"))
    page = shown_page(qtbot, PeoplePage(session, jobs))
    records = page.list.table.records
    qtbot.waitUntil(lambda: records.rowCount() == 500)
    assert "500 人" in page._head.note.text()
