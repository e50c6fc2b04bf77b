"""Papers are printed from where they belong: chosen, counted, shown, remembered."""

from typing import TypeVar
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Paper
from desktop_app.session import Session
from desktop_app.use_cases.exits import end_placement
from desktop_app.use_cases.print_orders import (
    PrintHabit,
    PrintOrder,
    enrolment_orders,
    holder_orders,
    listed_orders,
    person_orders,
    placement_orders,
    register_orders,
    remember_copies,
    remember_way,
    usual_copies,
    usual_way,
)
from tests.sessions import TODAY, VILLAGE
from tests.ui.conftest import shown_page
from tests.use_cases.papers.village import Village, settle
from tests.use_cases.placements import announced_post, placed
from ui.jobs import Jobs
from ui.page import Page
from ui.pages import claims_pane, person_pane, posts_steps
from ui.pages.claims import ClaimsPage
from ui.pages.enrolments import EnrolmentsPage
from ui.pages.people import PeoplePage
from ui.pages.posts import PostsPage
from ui.pages.targets import TargetsPage
from ui.pages.transfers import TransfersPage
from ui.pages.visits import VisitsPage
from ui.pdf_preview import PdfPreview
from ui.print_menu import PrintDialog

D = TypeVar("D", bound=QDialog)
Key = Qt.Key


@pytest.fixture
def village(session: Session) -> Village:
    return settle(session)


def dialog_of(qtbot: QtBot, kind: type[D]) -> D:
    """Return the dialog of this kind when it stands over the page."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def words_of(dialog: PrintDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def printed(qtbot: QtBot, session: Session, form: str, copies: int = 1) -> Paper:
    """Choose a form in the dialog that stands open by keys; return the paper it became."""
    dialog = dialog_of(qtbot, PrintDialog)
    row = next(n for n in range(dialog.list.count()) if dialog._orders[n].form == form)
    for _ in range(row):
        QTest.keyClick(dialog.list, Key.Key_Down)
    assert dialog.order.form == form
    dialog.copies.setValue(copies)
    QTest.keyClick(dialog.list, Key.Key_Return)
    preview = dialog_of(qtbot, PdfPreview)
    preview.reject()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    return session.find(Paper, form=form)[-1]


def test_copies_are_remembered_for_each_form(
    qtbot: QtBot, session: Session, jobs: Jobs, village: Village
) -> None:
    page = shown_page(qtbot, PostsPage(session, jobs))
    page.show_post(village.holder.post_id, village.holder.id)
    qtbot.waitUntil(lambda: page.pane.placement() is not None)
    page.acts.do(posts_steps.PRINT)
    paper = printed(qtbot, session, "labour_agreement", copies=3)
    assert paper.placement_id == village.holder.id
    assert usual_copies(session)["labour_agreement"] == 3
    assert usual_copies(session)["exit_notice"] == 3, "as many as the form names"
    page.acts.do(posts_steps.PRINT)
    dialog = dialog_of(qtbot, PrintDialog)
    assert [one.split(" · ")[0] for one in words_of(dialog)] == [
        "公益性岗位申请（审批）表", "村级评议记录", "拟聘用公示", "劳务协议", "公益性岗位上岗证",
    ]  # fmt: skip
    dialog.list.setCurrentRow(1)
    assert dialog.copies.value() == 1
    dialog.list.setCurrentRow(3)
    assert dialog.copies.value() == 3
    dialog.reject()


def test_every_page_offers_its_papers(
    qtbot: QtBot, session: Session, jobs: Jobs, village: Village
) -> None:
    def offered(page: Page) -> set[str]:
        dialog = dialog_of(qtbot, PrintDialog)
        found = {one.form for one in dialog._orders}
        dialog.reject()
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        assert page.isVisible()
        return found

    people = shown_page(qtbot, PeoplePage(session, jobs))
    people.choose(village.wife.id)
    people.do(person_pane.PRINT)
    assert offered(people) >= {"household_file", "training_wish", "visit_record", "visit_receipt"}
    people.print_roster()
    assert offered(people) == {"labour_roster", "training_wish", "policy_notice", "privacy_notice"}
    enrolments = shown_page(qtbot, EnrolmentsPage(session, jobs))
    enrolments.choose(village.pension.id)
    enrolments.print_out()
    assert offered(enrolments) == {"pension_enrolment", "enrolment_register"}
    claims = shown_page(qtbot, ClaimsPage(session, jobs))
    claims.choose(village.claim.id)
    claims.do(claims_pane.PRINT)
    assert offered(claims) == {"transfer_subsidy", "transfer_roster"}
    transfers = shown_page(qtbot, TransfersPage(session, jobs))
    transfers.print_out()
    assert offered(transfers) == {"transfer_register"}
    visits = shown_page(qtbot, VisitsPage(session, jobs))
    visits.print_out()
    assert offered(visits) == {"visit_register"}
    visits.open(village.wife.id)
    qtbot.waitUntil(lambda: visits.form.answers is not None)
    visits.print_out()
    assert offered(visits) == {"visit_record", "visit_receipt", "visit_register"}
    targets = shown_page(qtbot, TargetsPage(session, jobs))
    targets.print_out()
    assert offered(targets) == {"target_report"}


def test_a_register_is_printed_from_its_page(
    qtbot: QtBot, session: Session, jobs: Jobs, village: Village
) -> None:
    page = shown_page(qtbot, TargetsPage(session, jobs))
    page.print_out()
    paper = printed(qtbot, session, "target_report")
    assert paper.village_code == VILLAGE
    assert paper.issued_on == TODAY
    assert village.head.name not in paper.content


def test_a_refusal_is_told_and_nothing_is_kept(
    qtbot: QtBot, session: Session, jobs: Jobs, village: Village
) -> None:
    page = shown_page(qtbot, PostsPage(session, jobs))
    order = PrintOrder(form="exit_notice", words="退岗通知书", ids=(village.holder.id,))
    with qtbot.waitSignal(page.refused) as told:
        page.acts.printing.print_out(order)
    assert isinstance(told.args[0], Refused)
    assert session.find(Paper) == []
    with qtbot.waitSignal(page.toast) as said:
        assert page.acts.printing.ask([]) is None
    assert said.args == ["这里现在没有可以打印的表。", None]


def test_what_fits_grows_with_the_steps(session: Session) -> None:
    post = announced_post(session, headcount=9)
    applied = placed(session, post, 1, until="applied")
    assert [one.form for one in placement_orders(session, applied.id)] == ["post_application"]
    first, second = (placed(session, post, number, until="noticed") for number in (2, 3))
    notice = next(one for one in placement_orders(session, first.id) if one.form == "hire_notice")
    assert set(notice.ids) == {first.id, second.id}
    assert notice.words == "拟聘用公示 · 乌云2等 2 人"
    holder = placed(session, announced_post(session, title="保洁员"), 4)
    end_placement(session, holder.id, TODAY, "14", "本人申请")
    assert [one.form for one in placement_orders(session, holder.id)][-3:] == [
        "exit_approval", "exit_notice", "vacancy_report",
    ]  # fmt: skip


def test_all_holders_of_a_post_are_printed_at_once(
    qtbot: QtBot, session: Session, jobs: Jobs
) -> None:
    post = announced_post(session, headcount=9, required_days=30)
    holders = [placed(session, post, number) for number in range(1, 4)]
    page = shown_page(qtbot, PostsPage(session, jobs))
    order = placement_orders(session, holders[0].id)[-2]
    assert order.words == "公益性岗位上岗证 · 护林员在岗的 3 人，每人一份"
    page.acts.printing.print_out(order)
    dialog_of(qtbot, PdfPreview).reject()
    kept = session.find(Paper, form="post_card")
    assert {one.placement_id for one in kept} == {one.id for one in holders}


def test_hundreds_are_offered_at_once_for_a_village_and_for_a_list(
    qtbot: QtBot, session: Session, jobs: Jobs
) -> None:
    post, other = announced_post(session, headcount=9), announced_post(session, title="保洁员")
    holders = [placed(session, post, 1), placed(session, post, 2), placed(session, other, 3)]
    placed(session, announced_post(session, title="水管员"), 4, until="applied")
    found = holder_orders(session)
    assert {one.form for one in found} == {
        "labour_agreement", "post_card", "placement_certificate",
    }  # fmt: skip
    assert all(set(one.ids) == {each.id for each in holders} for one in found)
    assert found[1].words == "公益性岗位上岗证 · 巴音哈拉嘎查村在岗的 3 人，每人一份"
    page = shown_page(qtbot, PeoplePage(session, jobs))
    page.print_roster()
    paper = printed(qtbot, session, "policy_notice")
    assert len(session.find(Paper, form=paper.form)) == 4, "everybody in the list"
    everybody = [uuid4() for _ in range(1001)]
    assert listed_orders(everybody) == []
    assert len(listed_orders(everybody[1:])) == 3


def test_registers_are_offered_for_each_village(session: Session, village: Village) -> None:
    found = register_orders(session, "post_register")
    assert [one.village_code for one in found] == list(session.village_codes)
    assert enrolment_orders(session, village.injury.id)[0].form == "injury_insurance"
    assert person_orders(session, village.wife.id)[-1].ids == (village.visit.id,)


def test_printer_and_sides_are_remembered_for_each_form(
    qtbot: QtBot, session: Session, jobs: Jobs, village: Village
) -> None:
    page = shown_page(qtbot, TargetsPage(session, jobs))
    page.print_out()
    QTest.keyClick(dialog_of(qtbot, PrintDialog).list, Key.Key_Return)
    preview = dialog_of(qtbot, PdfPreview)
    preview.sending._log.remember(PrintHabit(times=2, printer="前台", sides="one-sided"))
    preview.reject()
    remember_copies(session, "target_report", 2)
    wanted = PrintHabit(copies=2, times=2, printer="前台", sides="one-sided")
    assert usual_way(session, "target_report") == wanted
    assert usual_way(session, "post_card") == PrintHabit()
    (session.world.home / "printing.json").write_text('{"target_report": 3}')
    assert usual_way(session, "target_report") == PrintHabit(), "a file that cannot be read"
    remember_way(session, "target_report", wanted)
    assert usual_way(session, "target_report") == wanted
