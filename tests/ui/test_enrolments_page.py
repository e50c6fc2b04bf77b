"""The page of enrolments, driven by keys and buttons on real records."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Enrolment, Person
from desktop_app.session import Session
from tests.sessions import TODAY, VILLAGE, keep_person, open_test_session
from ui import theme
from ui.buttons import Button
from ui.dialog import Question
from ui.jobs import Jobs
from ui.pages import enrolments_pane as pane
from ui.pages.enrolments import EnrolmentsPage
from ui.pages.enrolments_add import AddEnrolment
from ui.pages.person_form import FormDialog

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = open_test_session(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def kept(session: Session) -> dict[str, Enrolment]:
    """Two people with enrolments (one has two of them), and 宝音 without any."""
    wuyun = keep_person(session, 2, name="乌云其其格")
    bater = keep_person(session, 1, name="巴特尔")
    keep_person(session, 3, name="宝音")
    base = Enrolment(
        village_code=VILLAGE,
        scheme="resident_pension",
        status="1",
        rhythm="year",
        grade_fen=50_000,
        since=date(2020, 3, 1),
        paid_until=date(2025, 12, 31),
    )
    made = {
        "late": replace(base, person_id=wuyun.id, next_due_on=TODAY - timedelta(days=3)),
        "soon": replace(
            base, person_id=wuyun.id, scheme="accident", next_due_on=TODAY + timedelta(days=5)
        ),
        "later": replace(base, person_id=bater.id, next_due_on=TODAY + timedelta(days=200)),
    }
    with session.operation("test", "登记") as operation:
        return {name: operation.save(one) for name, one in made.items()}


@pytest.fixture
def page(qtbot: QtBot, session: Session, kept: dict[str, Enrolment]) -> Iterator[EnrolmentsPage]:
    yield from _shown(qtbot, session)


def _shown(qtbot: QtBot, session: Session, width: int = 1118) -> Iterator[EnrolmentsPage]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    jobs = Jobs()
    made = EnrolmentsPage(session, jobs)
    qtbot.addWidget(made)
    made.resize(width, 640)
    with qtbot.waitExposed(made):
        made.show()
    made.refresh()
    made.activateWindow()
    made.focus_first()
    yield made
    jobs.close()


def _rows(page: EnrolmentsPage, column: int = 0) -> list[str]:
    model = page.list.table.records
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def _dialog(qtbot: QtBot, kind: type[D]) -> D:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def _person(session: Session, name: str) -> Person:
    return session.find(Person, name=name)[0]


def test_what_is_due_comes_first_in_words(qtbot: QtBot, page: EnrolmentsPage) -> None:
    assert _rows(page) == ["乌云其其格", "乌云其其格", "巴特尔"]
    assert _rows(page, 2) == ["逾期 3 天", "还有 5 天", "还有 200 天"]
    qtbot.waitUntil(lambda: "逾期 1 份" in page._head.note.text())
    assert page._head.note.text().startswith("3 份")
    shown = page.pane.shown
    assert shown is not None
    assert (shown.name, shown.due) == ("乌云其其格", "overdue")
    assert page.pane._all.title.text() == "乌云其其格的参保 2 份"


def test_the_badge_counts_what_waits(
    qtbot: QtBot, session: Session, kept: dict[str, Enrolment]
) -> None:
    for page in _shown(qtbot, session):
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
    assert _rows(page, 1) == ["意外伤害商业保险"]
    page.filters.schemes.choose(("injury",))
    assert _rows(page) == []
    assert page.pane.shown is None
    assert page.list._stack.currentIndex() == 1

    QTest.keyClick(page.list.table, Key.Key_Escape)

    assert len(_rows(page)) == 3


def test_typing_initials_finds_the_enrolments_of_a_person(page: EnrolmentsPage) -> None:
    QTest.keyClick(page.list.table, Key.Key_Slash)
    QTest.keyClicks(page.filters.search, "bte")
    QTest.keyClick(page.filters.search, Key.Key_Return)

    assert _rows(page) == ["巴特尔"]
    assert page.list.table.hasFocus()


def test_a_payment_is_registered_by_keys(
    qtbot: QtBot, page: EnrolmentsPage, session: Session, kept: dict[str, Enrolment]
) -> None:
    assert "测算" in dict(pane._facts(page.pane.shown))["缴费档次"]  # type: ignore[arg-type]
    QTest.keyClick(page.list.table, Key.Key_Return)
    dialog = _dialog(qtbot, FormDialog)
    form = dialog.forms[0]
    assert form.boxes["paid_until"].value() == date(2026, 12, 31)
    assert form.boxes["next_due_on"].accessibleDescription() == "空着就是 2027-12-31"
    dialog.submit()
    assert form.fields["evidence"].error
    form.set_value("evidence", "电子缴款凭证 尾号 2031")

    with qtbot.waitSignal(page.toast) as told:
        QTest.keyClick(form.boxes["paid_until"], Key.Key_Return, Ctrl)

    paid = session.get(Enrolment, kept["late"].id)
    assert (paid.paid_until, paid.next_due_on) == (date(2026, 12, 31), date(2027, 12, 31))
    assert told.args == ["已登记乌云其其格的城乡居民养老保险缴费", True]
    shown = page.pane.shown
    assert shown is not None
    assert shown.due == ""
    assert "有缴费凭据" in dict(pane._facts(shown))["缴费档次"]


def test_somebody_is_found_and_enrolled_by_keys(
    qtbot: QtBot, page: EnrolmentsPage, session: Session
) -> None:
    QTest.keyClick(page.list.table, Key.Key_N, Ctrl)
    dialog = _dialog(qtbot, AddEnrolment)
    assert dialog.people is not None
    dialog.form.set_value("scheme", "resident_medical")
    dialog.submit()
    assert dialog.refusal.title.text() == "还没有选人，没有保存。"

    QTest.keyClicks(dialog.people.search, "by")
    QTest.keyClick(dialog.people.search, Key.Key_Return)
    assert dialog.whose.text().startswith("给宝音登记")
    QTest.keyClick(dialog.people.table, Key.Key_Return)
    dialog.form.set_value("paid_until", date(2026, 12, 31))
    with qtbot.waitSignal(page.toast) as told:
        QTest.keyClick(dialog.form.boxes["since"], Key.Key_Return, Ctrl)

    made = session.find(Enrolment, person_id=_person(session, "宝音").id)[0]
    assert (made.scheme, made.next_due_on) == ("resident_medical", date(2027, 12, 31))
    assert told.args == ["已登记宝音的城乡居民医疗保险", True]
    assert page.pane.shown is not None
    assert page.pane.shown.id == made.id


def test_a_person_that_comes_from_elsewhere_is_shown_or_enrolled(
    qtbot: QtBot, page: EnrolmentsPage, session: Session, kept: dict[str, Enrolment]
) -> None:
    page.filters.due.choose(("overdue",))
    page.open(_person(session, "巴特尔").id)
    assert page.pane.shown is not None
    assert page.pane.shown.name == "巴特尔"
    page.open(kept["soon"].id)
    assert page.pane.shown.id == kept["soon"].id

    page.open(_person(session, "宝音").id)
    dialog = _dialog(qtbot, AddEnrolment)
    assert dialog.windowTitle() == "登记参保：宝音"
    assert dialog.people is None
    dialog.form.set_value("scheme", "accident")
    with qtbot.waitSignal(page.toast):
        dialog.submit()
    assert page.pane.shown.name == "宝音"


def test_a_second_pension_is_refused_in_the_form(
    qtbot: QtBot, page: EnrolmentsPage, session: Session
) -> None:
    page.do(pane.MORE)
    dialog = _dialog(qtbot, AddEnrolment)
    dialog.form.set_value("scheme", "flexible_pension")
    dialog.submit()

    qtbot.waitUntil(dialog.refusal.isVisible)
    assert "已经参加了城乡居民养老保险" in dialog.refusal.title.text()
    assert dialog.form.fields["scheme"].error
    assert len(session.find(Enrolment)) == 3
    dialog.leave()


def test_pausing_resuming_and_ending(
    qtbot: QtBot, page: EnrolmentsPage, session: Session, kept: dict[str, Enrolment]
) -> None:
    page.do(pane.PAUSE)
    with qtbot.waitSignal(page.toast) as told:
        _dialog(qtbot, Question).accept()
    assert told.args == ["已暂停乌云其其格的城乡居民养老保险", True]
    assert not page.pane.resume.isHidden()
    assert page.pane.pause.isHidden()
    with qtbot.waitSignal(page.toast):
        page.pane.resume.click()
    assert session.get(Enrolment, kept["late"].id).status == "1"

    page.do(pane.END)
    with qtbot.waitSignal(page.toast):
        _dialog(qtbot, FormDialog).submit()

    assert session.get(Enrolment, kept["late"].id).ended_on == TODAY
    assert page.pane.pay.isHidden()
    assert _rows(page, 2)[-1] == "已终止"
    assert ("Enter", "修改") in page.hints()


def test_a_refusal_of_resuming_is_told_in_the_pane(
    qtbot: QtBot, page: EnrolmentsPage, session: Session, kept: dict[str, Enrolment]
) -> None:
    with session.operation("test", "登记") as operation:
        operation.save(replace(kept["late"], status="2"))
        operation.save(
            replace(kept["late"], id=type(kept["late"].id)(int=0), scheme="employee_pension")
        )
    page.refresh()
    page.show_enrolment(kept["late"].id)
    page.pane.resume.click()

    qtbot.waitUntil(page.pane.refusal.isVisible)
    assert "职工养老保险（单位）" in page.pane.refusal.title.text()


def test_editing_keeps_what_was_typed(
    qtbot: QtBot, page: EnrolmentsPage, session: Session, kept: dict[str, Enrolment]
) -> None:
    QTest.keyClick(page.list.table, Key.Key_E, Ctrl)
    dialog = _dialog(qtbot, FormDialog)
    dialog.forms[0].set_value("grade_fen", 100_000)
    with qtbot.waitSignal(page.toast):
        dialog.submit()

    assert session.get(Enrolment, kept["late"].id).grade_fen == 100_000


def test_other_enrolments_and_the_person_are_one_step_away(
    qtbot: QtBot, page: EnrolmentsPage, session: Session, kept: dict[str, Enrolment]
) -> None:
    other = next(one for one in page.pane.findChildren(Button) if one.text() == "意外伤害商业保险")
    other.click()
    assert page.pane.shown is not None
    assert page.pane.shown.id == kept["soon"].id

    with qtbot.waitSignal(page.go) as asked:
        page.do(pane.PERSON)
    assert asked.args == ["people", _person(session, "乌云其其格").id]


def test_an_empty_desk_says_how_to_begin(qtbot: QtBot, session: Session) -> None:
    for page in _shown(qtbot, session):
        assert page.list._stack.currentIndex() == 2
        page.list.add_asked.emit()
        _dialog(qtbot, AddEnrolment).leave()


def test_where_room_lacks_the_pane_takes_the_place_of_the_list(
    qtbot: QtBot, session: Session, kept: dict[str, Enrolment]
) -> None:
    for page in _shown(qtbot, session, width=800):
        assert not page.pane.isVisible()
        QTest.keyClick(page.list.table, Key.Key_Return)
        assert page.pane.isVisible()
        assert not page.list.isVisible()
        assert page.pane.pay.hasFocus()
        QTest.keyClick(page.pane.pay, Key.Key_Escape)
        assert page.list.isVisible()


def test_five_hundred_come_whole(qtbot: QtBot, session: Session) -> None:
    person = keep_person(session, 1)
    with session.operation("test", "登记") as operation:
        for _ in range(500):
            operation.save(Enrolment(village_code=VILLAGE, person_id=person.id, scheme="injury"))
    for page in _shown(qtbot, session):
        records = page.list.table.records
        qtbot.waitUntil(lambda: records.rowCount() == 500)  # noqa: B023 - waited for here
