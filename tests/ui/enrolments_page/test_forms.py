"""The forms about an enrolment, driven by keys and buttons on real records."""

from dataclasses import replace
from datetime import date

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Enrolment
from desktop_app.session import Session
from tests.sessions import TODAY
from tests.ui.enrolments_page.conftest import Ctrl, Key, dialog_of, person_of, rows
from ui.dialog import Question
from ui.pages import enrolments_pane as pane
from ui.pages.enrolments import EnrolmentsPage
from ui.pages.enrolments_add import AddEnrolment
from ui.pages.person_form import FormDialog


def test_a_payment_is_registered_by_keys(
    qtbot: QtBot, page: EnrolmentsPage, session: Session, kept: dict[str, Enrolment]
) -> None:
    assert "测算" in dict(pane._facts(page.pane.shown))["缴费档次"]  # type: ignore[arg-type]
    QTest.keyClick(page.list.table, Key.Key_Return)
    dialog = dialog_of(qtbot, FormDialog)
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
    dialog = dialog_of(qtbot, AddEnrolment)
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

    made = session.find(Enrolment, person_id=person_of(session, "宝音").id)[0]
    assert (made.scheme, made.next_due_on) == ("resident_medical", date(2027, 12, 31))
    assert told.args == ["已登记宝音的城乡居民医疗保险", True]
    assert page.pane.shown is not None
    assert page.pane.shown.id == made.id


def test_a_second_pension_is_refused_in_the_form(
    qtbot: QtBot, page: EnrolmentsPage, session: Session
) -> None:
    page.do(pane.MORE)
    dialog = dialog_of(qtbot, AddEnrolment)
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
        dialog_of(qtbot, Question).accept()
    assert told.args == ["已暂停乌云其其格的城乡居民养老保险", True]
    assert not page.pane.resume.isHidden()
    assert page.pane.pause.isHidden()
    with qtbot.waitSignal(page.toast):
        page.pane.resume.click()
    assert session.get(Enrolment, kept["late"].id).status == "1"

    page.do(pane.END)
    with qtbot.waitSignal(page.toast):
        dialog_of(qtbot, FormDialog).submit()

    assert session.get(Enrolment, kept["late"].id).ended_on == TODAY
    assert page.pane.pay.isHidden()
    assert rows(page, 2)[-1] == "已终止"
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
    page.choose(kept["late"].id)
    page.pane.resume.click()

    qtbot.waitUntil(page.pane.refusal.isVisible)
    assert "职工养老保险（单位）" in page.pane.refusal.title.text()


def test_editing_keeps_what_was_typed(
    qtbot: QtBot, page: EnrolmentsPage, session: Session, kept: dict[str, Enrolment]
) -> None:
    QTest.keyClick(page.list.table, Key.Key_E, Ctrl)
    dialog = dialog_of(qtbot, FormDialog)
    dialog.forms[0].set_value("grade_fen", 100_000)
    with qtbot.waitSignal(page.toast):
        dialog.submit()

    assert session.get(Enrolment, kept["late"].id).grade_fen == 100_000
