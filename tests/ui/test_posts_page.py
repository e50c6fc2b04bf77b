"""The posts page, driven by keys and buttons on real records."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Paper, Person, Placement, Post
from desktop_app.session import Session
from tests.sessions import TODAY, VILLAGE, keep_person, keep_post
from tests.ui.conftest import shown_page, write
from tests.ui.posts_page import BEGUN, READY, dialog_of, place
from ui.buttons import Button
from ui.dialog import Question
from ui.jobs import Jobs
from ui.pages import posts_steps as steps
from ui.pages.issued_papers import PapersDialog
from ui.pages.person_form import FormDialog
from ui.pages.placement_dialog import PlacementDialog
from ui.pages.posts import PostsPage
from ui.pdf_preview import PdfPreview
from ui.why_dialog import WhyDialog

Key = Qt.Key


@pytest.fixture
def post(session: Session) -> Post:
    return keep_post(session, title="保洁员", kind="cleaning", fund="employment", headcount=3)


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs, post: Post) -> PostsPage:
    return shown_page(qtbot, PostsPage(session, jobs))


def test_the_list_says_seats_money_and_what_waits(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    place(session, post, 2, "白秀英", **BEGUN)
    place(session, post, 4, "王秀兰", notice_from=date(2026, 11, 19), notice_to=TODAY)
    page = shown_page(qtbot, PostsPage(session, jobs))
    index = page.list.view.posts.index(0)
    words = str(index.data(int(Qt.ItemDataRole.AccessibleTextRole)))
    for said in ("保洁员", "人社部门", "600 元/月", "名额 3，在岗 1，办理中 1，空缺 1", "今天期满"):
        assert said in words
    assert page.pane.facts.text().startswith("巴音哈拉嘎查")
    assert len(page.pane.table.records.ids) == 2


def test_an_empty_folder_says_what_to_do_first(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    page = shown_page(qtbot, PostsPage(session, jobs))
    assert page.pane.isHidden()
    assert not page.list.view.isVisible()
    page.list.new_asked.emit()
    assert dialog_of(qtbot, FormDialog).accessibleName() == "设岗"


def test_a_post_is_proposed_and_approved_by_keys(
    qtbot: QtBot, session: Session, jobs: Jobs
) -> None:
    page = shown_page(qtbot, PostsPage(session, jobs))
    QTest.keyClick(page.list.view, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(qtbot, FormDialog)
    form = dialog.forms[0]
    write(form.boxes["title"], "护林员")
    for name, value in (
        ("village_code", VILLAGE),
        ("kind", "forest"),
        ("department", "agriculture"),
        ("fund", "ecology"),
    ):
        form.set_value(name, value)
    with qtbot.waitSignal(page.toast) as toast:
        QTest.keyClick(form.boxes["title"], Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert toast.args == ["已申报岗位：护林员", True]
    assert page.pane.approve.isVisible()
    assert page.pane.place.isHidden()
    page.focus_first()
    QTest.keyClick(page.list.view, Key.Key_Return)
    dialog = dialog_of(qtbot, FormDialog)
    form = dialog.forms[0]
    write(form.boxes["approved_by"], "达茂旗农牧局")
    with qtbot.waitSignal(page.toast):
        dialog.submit()
    kept = session.find(Post)[0]
    assert (kept.approved_on, kept.approved_by) == (TODAY, "达茂旗农牧局")
    assert page.pane.place.isVisible()


def test_a_person_is_placed_while_the_rules_look_on(
    qtbot: QtBot, page: PostsPage, session: Session, post: Post
) -> None:
    keep_person(session, 2, name="乌云其其格", poverty_status="edge", work_capacity="full")
    page.do(steps.PLACE)
    dialog = dialog_of(qtbot, PlacementDialog)
    qtbot.waitUntil(lambda: bool(dialog.findings.findings))
    assert dialog.people.person().name == "乌云其其格"
    box = dialog.form.boxes["agreement_from"]
    box.setFocus()
    write(box, "2026-11-25")
    dialog.form.boxes["started_on"].setFocus()
    assert dialog.form.boxes["agreement_to"].value() == date(2027, 11, 24)
    qtbot.waitUntil(lambda: all(one.passed for one in dialog.findings.findings))
    with qtbot.waitSignal(page.toast) as toast:
        dialog.submit()
    assert toast.args == ["已安置乌云其其格", True]
    kept = session.find(Placement)[0]
    assert (kept.post_id, kept.agreement_to) == (post.id, date(2027, 11, 24))
    assert page.pane.placement().person_name == "乌云其其格"  # type: ignore[union-attr]


def test_a_refusal_teaches_and_leads_to_the_way_out(
    qtbot: QtBot, page: PostsPage, session: Session, post: Post
) -> None:
    other = keep_post(session, title="护林员")
    held = place(session, other, 1, "赵满仓", **BEGUN)
    page.refresh()
    page.show_post(post.id)
    page.do(steps.PLACE)
    dialog = dialog_of(qtbot, PlacementDialog)
    dialog.people.search.setText("赵满仓")
    dialog.people.look()
    qtbot.waitUntil(lambda: any(not one.passed for one in dialog.findings.findings))
    dialog.submit()
    qtbot.waitUntil(dialog.refusal.isVisible)
    assert "赵满仓现在还在护林员岗位上" in dialog.refusal.title.text()
    assert "一人一岗" in dialog.refusal.basis[1].text()
    assert "没有写入任何记录" in dialog.refusal.stamp.text()
    ways = dialog.refusal.findChildren(Button)
    next(way for way in ways if way.text() == "去办那个岗位的退岗").click()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert page.list.view.current() == other.id
    assert page.pane.placement().id == held.id  # type: ignore[union-attr]
    assert len(session.find(Placement)) == 1


def test_the_list_is_narrowed_to_what_waits(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    other = keep_post(session, title="护林员")
    place(session, other, 1, "赵满仓", **READY)
    page = shown_page(qtbot, PostsPage(session, jobs))
    page.list.filter.choose(("approval",))
    assert [line.title for line in page.list.view.posts.lines] == ["护林员"]
    page.list.filter.choose(("exits",))
    assert page.list.view.posts.lines == []
    page.list.clear()
    assert len(page.list.view.posts.lines) == 2


def test_dates_out_of_order_are_told_at_their_boxes(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    place(session, post, 4, "王秀兰", applied_on=date(2026, 11, 10))
    page = shown_page(qtbot, PostsPage(session, jobs))
    page.do(steps.CHANGE)
    dialog = dialog_of(qtbot, PlacementDialog)
    write(dialog.form.boxes["reviewed_on"], "2026-11-09")
    qtbot.waitUntil(lambda: any(not one.passed for one in dialog.findings.findings))
    dialog.submit()
    qtbot.waitUntil(lambda: bool(dialog.form.fields["reviewed_on"].error))
    assert "早于申请日期" in dialog.form.fields["reviewed_on"].error
    dialog.leave()


def test_leaving_names_the_person_and_the_consequences(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    kept = place(session, post, 2, "白秀英", **BEGUN)
    page = shown_page(qtbot, PostsPage(session, jobs))
    page.pane.steps.leave.click()
    dialog = dialog_of(qtbot, FormDialog)
    assert dialog.accessibleName() == "白秀英退岗？"
    dialog.submit()
    assert dialog.forms[0].fields["exit_reason"].error
    dialog.forms[0].set_value("exit_reason", "14")
    write(dialog.forms[0].boxes["exit_evidence"], "本人书面申请")
    with qtbot.waitSignal(page.toast) as toast:
        dialog.submit()
    assert toast.args == ["白秀英已退岗", True]
    assert session.get(Placement, kept.id).exit_reason == "14"


def test_those_who_left_are_shown_on_demand(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    left = place(
        session, post, 2, "白秀英", **BEGUN, last_day_on=date(2026, 11, 20), exit_reason="04"
    )
    page = shown_page(qtbot, PostsPage(session, jobs))
    assert page.pane.table.isHidden()
    assert page.pane.former.text() == "退岗的 1 人"
    page.pane.former.click()
    assert page.pane.table.records.ids == [left.id]
    assert page.pane.steps.who.text() == "已实现其他就业"
    assert page.pane.steps.step.text() == "报空岗"


def test_a_certificate_is_issued_seen_and_voided(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    place(session, post, 2, "白秀英", **BEGUN)
    page = shown_page(qtbot, PostsPage(session, jobs))
    QTest.keyClick(page.list.view, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    preview = dialog_of(qtbot, PdfPreview)
    assert "白秀英的公益性岗位安置证明" in preview.accessibleName()
    assert "白秀英" not in preview.windowTitle()
    qtbot.waitUntil(lambda: not preview.sheet.pixmap().isNull(), timeout=8000)
    preview.reject()
    page.do(steps.PAPERS)
    papers = dialog_of(qtbot, PapersDialog)
    papers.print_again()
    dialog_of(qtbot, PdfPreview).reject()
    papers.void.click()
    dialog = dialog_of(qtbot, FormDialog)
    write(dialog.forms[0].boxes["void_reason"], "姓名写错")
    dialog.submit()
    qtbot.waitUntil(lambda: not papers.void.isEnabled())
    assert session.find(Paper)[0].void_reason == "姓名写错"
    papers.reject()


def test_a_paper_that_cannot_be_is_refused_on_the_page(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    placement = place(session, post, 2, "白秀英", **BEGUN)
    person = session.get(Person, placement.person_id)
    with session.operation("test", "改") as operation:
        operation.save(replace(person, citizen_id=""))
    page = shown_page(qtbot, PostsPage(session, jobs))
    page.do(steps.PAPER)
    qtbot.waitUntil(page.pane.refusal.isVisible, timeout=8000)
    assert "还没有登记身份证号" in page.pane.refusal.title.text()
    assert page.pane.steps.paper.isEnabled()


def test_what_was_examined_can_be_read_again(
    qtbot: QtBot, page: PostsPage, session: Session, post: Post
) -> None:
    keep_person(session, 2, name="乌云其其格", poverty_status="edge", work_capacity="full")
    page.do(steps.PLACE)
    dialog = dialog_of(qtbot, PlacementDialog)
    with qtbot.waitSignal(page.toast):
        dialog.submit()
    page.pane.table.setFocus()
    QTest.keyClick(page.pane.table, Key.Key_Space)
    checks = dialog_of(qtbot, WhyDialog)
    assert {"post.headcount", "placement.order"} <= {one.rule for one in checks.list.findings}
    checks.accept()


def test_what_never_began_is_withdrawn_after_a_question(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    place(session, post, 4, "王秀兰", applied_on=TODAY)
    page = shown_page(qtbot, PostsPage(session, jobs))
    page.do(steps.WITHDRAW)
    question = dialog_of(qtbot, Question)
    assert question.accessibleName() == "撤回王秀兰的安置？"
    with qtbot.waitSignal(page.toast):
        question.go.click()
    assert session.find(Placement) == []


def test_other_pages_open_a_post_or_a_person(
    qtbot: QtBot, page: PostsPage, session: Session, post: Post
) -> None:
    other = keep_post(session, title="护林员")
    held = place(session, other, 1, "赵满仓", **BEGUN)
    free = keep_person(session, 2, name="乌云其其格", work_capacity="full")
    page.refresh()
    page.open(post.id)
    assert page.list.view.current() == post.id
    page.open(held.person_id)
    assert page.list.view.current() == other.id
    assert page.pane.placement().id == held.id  # type: ignore[union-attr]
    page.open(free.id)
    dialog = dialog_of(qtbot, PlacementDialog)
    assert dialog.placement.person_id == free.id
    dialog.leave()


def test_little_room_shows_one_of_list_and_post(
    qtbot: QtBot, page: PostsPage, session: Session, post: Post
) -> None:
    page.resize(700, 602)
    assert page.list.isVisible()
    assert page.pane.isHidden()
    QTest.keyClick(page.list.view, Key.Key_Return)
    assert page.pane.isVisible()
    assert page.list.isHidden()
    QTest.keyClick(page, Key.Key_Escape)
    assert page.list.isVisible()


def test_the_search_finds_by_holder(qtbot: QtBot, session: Session, jobs: Jobs, post: Post) -> None:
    other = keep_post(session, title="护林员")
    place(session, other, 1, "赵满仓", **BEGUN)
    page = shown_page(qtbot, PostsPage(session, jobs))
    QTest.keyClick(page.list.view, Key.Key_Slash)
    assert page.list.search.hasFocus()
    write(page.list.search, "赵满")
    assert [line.title for line in page.list.view.posts.lines] == ["护林员"]
    write(page.list.search, "没有")
    assert page.list.view.posts.lines == []
    assert page.pane.isHidden()
