"""输出补助 driven by keys and buttons: organiser, claim, roster, reasons, decision."""

from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Claim, ClaimLine, Organiser
from desktop_app.session import Session
from desktop_app.use_cases.claim_lines import add_claimed
from tests.sessions import TODAY, keep_person
from tests.ui.conftest import shown_page
from tests.use_cases.claims.conftest import claim, organiser
from tests.use_cases.claims.made import BASIS, CODE, decide, put_on, worker
from tests.use_cases.test_claim_roster import book, row_of
from ui.dialog import Question
from ui.jobs import Jobs
from ui.pages import claims_pane as pane
from ui.pages.claims import ClaimsPage
from ui.pages.claims_import import ClaimImport
from ui.pages.claims_put_on import PutOnClaim
from ui.pages.person_form import FormDialog
from ui.why_dialog import WhyDialog

__all__ = ["claim", "organiser"]

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs) -> ClaimsPage:
    return shown_page(qtbot, ClaimsPage(session, jobs))


def dialog_of(qtbot: QtBot, kind: type[D]) -> D:
    """Return the dialog of this kind when it stands over the page."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def results(page: ClaimsPage) -> list[str]:
    """Return the words of the last column of the roster."""
    model = page.pane.people.records
    return [str(model.data(model.index(row, 3))) for row in range(model.rowCount())]


def test_the_first_claim_asks_for_its_organiser_before(
    qtbot: QtBot, page: ClaimsPage, session: Session
) -> None:
    QTest.keyClick(page.list.table, Key.Key_N, Ctrl)
    maker = dialog_of(qtbot, FormDialog)
    maker.forms[0].set_value("name", "北疆人力")
    maker.forms[0].set_value("credit_code", CODE)
    maker.submit()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() not in (maker, None))
    form = dialog_of(qtbot, FormDialog)
    assert "organiser_id" in form.forms[0].boxes
    form.submit()
    assert form.forms[0].fields["organiser_id"].error
    known = session.find(Organiser)[0]
    form.forms[0].set_value("organiser_id", str(known.id))
    with qtbot.waitSignal(page.toast) as told:
        form.submit()

    made = session.find(Claim)[0]
    assert (made.organiser_id, made.year, made.number) == (known.id, 2026, "输补2026-001")
    assert told.args == ["已登记申请 输补2026-001", True]
    assert page.pane.shown is not None
    assert page.pane.first() is page.pane.put_on


def test_somebody_is_put_on_the_claim_and_the_reasons_are_shown(
    qtbot: QtBot, session: Session, jobs: Jobs, claim: Claim
) -> None:
    worker(session)
    page = shown_page(qtbot, ClaimsPage(session, jobs))
    page.do(pane.PUT_ON)
    dialog = dialog_of(qtbot, PutOnClaim)
    dialog.submit()
    assert dialog.refusal.title.text() == "还没有选人。"
    assert dialog.people is not None
    QTest.keyClicks(dialog.people.search, "wy")
    QTest.keyClick(dialog.people.search, Key.Key_Return)
    with qtbot.waitSignal(page.toast):
        QTest.keyClick(dialog.people.table, Key.Key_Return)
    assert results(page) == ["不符合"]

    page.do(pane.EVIDENCE)
    evidence = dialog_of(qtbot, FormDialog)
    evidence.forms[0].set_value("evidence_kind", "wages")
    with qtbot.waitSignal(page.toast):
        evidence.submit()
    assert results(page) == ["缺依据"]
    assert "只缺现在的依据" in page.pane._told.text()
    page.pane.people.setFocus()
    QTest.keyClick(page.pane.people, Key.Key_Return)
    why = dialog_of(qtbot, WhyDialog)
    assert any("依据已到期" in one.message for one in why.list.findings)
    why.reject()

    page.do(pane.PHONE)
    call = dialog_of(qtbot, FormDialog)
    call.forms[0].set_value("phone_check", "denied")
    with qtbot.waitSignal(page.toast):
        call.submit()
    assert results(page) == ["不符合"]
    with qtbot.waitSignal(page.toast):
        page.do(pane.DROP)
    assert session.find(ClaimLine) == []


def test_a_claim_is_decided_paid_and_put_right(
    qtbot: QtBot, session: Session, jobs: Jobs, claim: Claim
) -> None:
    line = put_on(session, claim, worker(session))[0]
    page = shown_page(qtbot, ClaimsPage(session, jobs))
    page.do(pane.DECIDE)
    dialog = dialog_of(qtbot, FormDialog)
    assert dialog.forms[0].boxes["number"].accessibleName() == "现在的依据（文号）"
    dialog.forms[0].set_value("number", BASIS)
    with qtbot.waitSignal(page.toast) as told:
        dialog.submit()
    assert told.args == ["已审定 输补2026-001", True]
    assert results(page) == ["同意"]
    assert "合计 1 人 300 元" in page.pane._told.text()
    assert page.pane.decide.isHidden()
    assert page.pane.put_on.isHidden()

    page.do(pane.PAY)
    with qtbot.waitSignal(page.toast):
        dialog_of(qtbot, FormDialog).submit()
    assert session.get(Claim, claim.id).paid_on == TODAY

    page.do(pane.CORRECT)
    correction = dialog_of(qtbot, FormDialog)
    correction.submit()
    assert correction.forms[0].fields["notes"].error
    correction.forms[0].set_value("notes", "本人说没有外出")
    with qtbot.waitSignal(page.toast):
        correction.submit()
    assert session.get(ClaimLine, line.id).result == "refused"
    assert results(page) == ["不同意"]


def test_who_checks_may_propose_to_refuse_one(
    qtbot: QtBot, session: Session, jobs: Jobs, claim: Claim
) -> None:
    line = put_on(session, claim, worker(session))[0]
    page = shown_page(qtbot, ClaimsPage(session, jobs))
    for reason, told in (("合同是假的", "拟不同意"), ("", "缺依据"), ("合同是假的", "拟不同意")):
        page.do(pane.REFUSE)
        dialog = dialog_of(qtbot, FormDialog)
        dialog.forms[0].set_value("proposed_refusal", reason)
        dialog.submit()
        qtbot.waitUntil(lambda told=told: results(page) == [told])  # type: ignore[misc] # a lambda with a default
    kept = session.get(ClaimLine, line.id)
    assert (kept.result, kept.proposed_refusal) == ("open", "合同是假的")

    page.do(pane.DECIDE)
    decision = dialog_of(qtbot, FormDialog)
    decision.forms[0].set_value("number", BASIS)
    with qtbot.waitSignal(page.toast):
        decision.submit()

    kept = session.get(ClaimLine, line.id)
    assert kept.result == "refused"
    assert "合同是假的" in kept.explanation


def test_a_decision_without_calls_is_refused_in_the_dialog(
    qtbot: QtBot, session: Session, jobs: Jobs, claim: Claim
) -> None:
    from desktop_app.use_cases.claim_lines import see_evidence

    line = add_claimed(session, claim.id, (worker(session).id,))[0]
    see_evidence(session, line.id, "wages", TODAY)
    page = shown_page(qtbot, ClaimsPage(session, jobs))
    page.do(pane.DECIDE)
    dialog = dialog_of(qtbot, FormDialog)
    dialog.forms[0].set_value("number", BASIS)
    dialog.submit()

    qtbot.waitUntil(dialog.refusal.isVisible)
    assert "电话抽查还不够" in dialog.refusal.title.text()
    dialog.leave()


def test_a_roster_is_looked_at_before_it_is_taken_in(
    qtbot: QtBot, session: Session, jobs: Jobs, claim: Claim, tmp_path: Path
) -> None:
    path = book(tmp_path, row_of(keep_person(session, 1, name="其木格")), ["生人", "1502231"])
    page = shown_page(qtbot, ClaimsPage(session, jobs))
    page._read_roster(path)
    dialog = dialog_of(qtbot, ClaimImport)
    assert dialog.go.text() == "加入 1 人"
    model = dialog.table.records
    assert [str(model.data(model.index(row, 2))) for row in (0, 1)] == ["加入", "不能加入"]
    out = tmp_path / "不能加入.xlsx"
    dialog._keep_errors(out)
    qtbot.waitUntil(out.exists)

    with qtbot.waitSignal(page.toast) as told:
        QTest.keyClick(dialog.go, Key.Key_Return)

    assert told.args == ["已加入 1 人，可以整批撤销", True]
    assert len(session.find(ClaimLine)) == 1


def test_filters_find_claims_and_one_is_taken_back(
    qtbot: QtBot, session: Session, jobs: Jobs, claim: Claim
) -> None:
    put_on(session, claim, worker(session))
    page = shown_page(qtbot, ClaimsPage(session, jobs))
    page.filters.decided.choose(("yes",))
    assert page.list.selected() is None
    page.filters.decided.choose(("no",))
    assert page.list.selected() == claim.id
    page.filters.years.choose(("2025",))
    assert page.list.selected() is None
    page.open(claim.id)

    page.do(pane.REMOVE)
    question = dialog_of(qtbot, Question)
    with qtbot.waitSignal(page.toast):
        question.accept()

    assert session.find(Claim) == []
    assert page.pane.shown is None


def test_claim_and_organiser_are_corrected(
    qtbot: QtBot, session: Session, jobs: Jobs, claim: Claim
) -> None:
    page = shown_page(qtbot, ClaimsPage(session, jobs))
    page.do(pane.EDIT)
    form = dialog_of(qtbot, FormDialog)
    form.forms[0].set_value("applied_on", date(2026, 10, 1))
    with qtbot.waitSignal(page.toast):
        form.submit()
    page.do(pane.ORGANISER)
    maker = dialog_of(qtbot, FormDialog)
    maker.forms[0].set_value("contact", "李志强")
    with qtbot.waitSignal(page.toast):
        maker.submit()

    assert session.get(Claim, claim.id).applied_on == date(2026, 10, 1)
    assert session.find(Organiser)[0].contact == "李志强"


def test_a_decided_claim_offers_no_change_of_its_roster(
    qtbot: QtBot, session: Session, jobs: Jobs, claim: Claim
) -> None:
    put_on(session, claim, worker(session))
    decide(session, claim)
    page = shown_page(qtbot, ClaimsPage(session, jobs))

    hidden = (page.pane.evidence, page.pane.phone, page.pane.drop, page.pane.take_in)
    assert all(button.isHidden() for button in hidden)
    assert not page.pane.correct.isHidden()
    assert page.pane.acts[pane.PAY].isEnabled()
    assert not page.pane.acts[pane.EDIT].isEnabled()
    QTest.keyClick(page.list.table, Key.Key_Return)
    assert page.pane.people.hasFocus()
    assert ("Enter", "为什么") in page.hints()


def test_a_claim_is_checked_given_back_and_taken_in_again_by_keyboard(
    qtbot: QtBot, session: Session, jobs: Jobs, claim: Claim
) -> None:
    put_on(session, claim, worker(session))
    page = shown_page(qtbot, ClaimsPage(session, jobs))

    def do(verb: str, **said: str) -> None:
        page.pane.acts[verb].trigger()
        dialog = dialog_of(qtbot, FormDialog)
        for name, value in said.items():
            dialog.forms[0].set_value(name, value)
        with qtbot.waitSignal(page.toast):
            QTest.keyClick(next(iter(dialog.forms[0].boxes.values())), Key.Key_Return, Ctrl)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)

    do(pane.CHECK)
    do(pane.RETURN, return_reason="缺一份合同")
    assert session.get(Claim, claim.id).is_out
    assert not page.pane.decide.isVisible()
    assert not page.pane.acts[pane.RETURN].isEnabled()
    do(pane.RESUBMIT)
    assert not session.get(Claim, claim.id).is_out
    assert page.pane.decide.isVisible()
