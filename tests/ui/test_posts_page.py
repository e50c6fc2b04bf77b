"""The posts page, driven by keys and buttons on real records."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Document, Paper, Person, Placement, Post
from desktop_app.session import Session
from tests.sessions import TODAY, VILLAGE, keep_person, keep_post
from tests.ui.conftest import shown_page, write
from ui.buttons import Button
from ui.dialog import Question
from ui.jobs import Jobs
from ui.pages import posts_steps as steps
from ui.pages.apply_dialog import ApplyDialog
from ui.pages.person_form import FormDialog
from ui.pages.placement_dialog import PlacementDialog
from ui.pages.placement_file import FileDialog
from ui.pages.placement_papers import PapersDialog
from ui.pages.posts import PostsPage
from ui.pages.step_dialog import StepDialog
from ui.pages.step_forms import STEP_FORMS
from ui.pdf_preview import PdfPreview
from ui.why_dialog import WhyDialog

Key = Qt.Key
BEGUN: dict[str, Any] = {
    "agreement_from": date(2026, 10, 1),
    "agreement_to": date(2027, 9, 30),
    "started_on": date(2026, 10, 1),
}


READY: dict[str, Any] = {
    "applied_on": date(2026, 11, 10),
    "reviewed_on": date(2026, 11, 12),
    "review_due": 30,
    "review_present": 26,
    "review_agreed": 25,
    "checked_on": date(2026, 11, 14),
    "checked_by": "苏木镇",
    "notice_from": date(2026, 11, 16),
    "notice_to": date(2026, 11, 22),
    "notice_at": "公示栏",
}


@pytest.fixture
def post(session: Session) -> Post:
    return keep_post(session, title="保洁员", kind="cleaning", fund="employment", headcount=3)


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs, post: Post) -> PostsPage:
    return shown_page(qtbot, PostsPage(session, jobs))


def place(session: Session, post: Post, number: int, name: str, **facts: Any) -> Placement:
    """Keep a placement as it is given, unchecked."""
    person = keep_person(session, number, name=name)
    wish = Placement(village_code=VILLAGE, post_id=post.id, person_id=person.id)
    with session.operation("test", "安置") as operation:
        return operation.save(replace(wish, **facts))


def dialog_of(qtbot: QtBot, kind: type[QDialog]) -> Any:
    """Wait for the dialog that opens and return it."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind), timeout=8000)
    return QApplication.activeModalWidget()


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


def test_the_next_step_is_registered_with_enter(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    place(session, post, 4, "王秀兰", **READY)
    page = shown_page(qtbot, PostsPage(session, jobs))
    assert page.pane.steps.step.text() == "决定聘用"
    QTest.keyClick(page.list.view, Key.Key_Right)
    assert page.pane.table.hasFocus()
    QTest.keyClick(page.pane.table, Key.Key_Return)
    dialog = dialog_of(qtbot, StepDialog)
    assert dialog.form.boxes["decided_on"].value() == TODAY
    qtbot.waitUntil(dialog.form.boxes["decided_on"].hasFocus)
    QTest.keyClick(dialog.form.boxes["decided_on"], Key.Key_Return)
    assert dialog.form.boxes["decided_by"].hasFocus()
    write(dialog.form.boxes["decided_by"], "旗人社局")
    with qtbot.waitSignal(page.toast) as toast:
        QTest.keyClick(dialog.form.boxes["decided_by"], Key.Key_Return)
    assert toast.args == ["已决定聘用：王秀兰", True]
    assert session.find(Placement)[0].decided_on == TODAY
    assert page.pane.steps.step.text() == "登记协议"


def test_a_step_is_done_for_a_whole_notice_at_once(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    names = ("王秀兰", "白秀英", "赵满仓")
    for number, name in enumerate(names, start=2):
        place(session, post, number, name, applied_on=date(2026, 11, 10))
    page = shown_page(qtbot, PostsPage(session, jobs))
    page.do(steps.NEXT)
    dialog = dialog_of(qtbot, StepDialog)
    assert len(dialog.people.ids()) == 3
    write(dialog.form.boxes["review_due"], "30")
    write(dialog.form.boxes["review_present"], "26")
    dialog.submit()
    assert "还有 3 个人没有填同意人数" in dialog.refusal.title.text()
    for box, number in zip(dialog.people.numbers.values(), (25, 24, 3), strict=True):
        write(box, str(number))
    with qtbot.waitSignal(page.toast) as toast:
        dialog.submit()
    assert toast.args == ["已登记评议：3 人", True]
    assert sorted(one.review_agreed or 0 for one in session.find(Placement)) == [3, 24, 25]
    page.do(steps.NEXT)
    dialog = dialog_of(qtbot, StepDialog)
    write(dialog.form.boxes["checked_by"], "苏木镇")
    tick = next(iter(dialog.people.ticks.values()))
    tick.setFocus()
    QTest.keyClick(tick, Key.Key_Space)
    assert dialog.people.said.text() == "给谁办：选了 2 人"
    with qtbot.waitSignal(page.toast):
        dialog.submit()
    assert sum(one.checked_on is not None for one in session.find(Placement)) == 2


def test_what_blocks_is_said_with_the_way_out(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    place(session, post, 4, "王秀兰", **{**READY, "review_agreed": 3})
    page = shown_page(qtbot, PostsPage(session, jobs))
    assert "没有超过 1/2" in page.pane.steps.blocked.text()
    assert "登记未聘" in page.pane.steps.blocked.text()
    page.do("decline")
    dialog = dialog_of(qtbot, StepDialog)
    write(dialog.form.boxes["declined_reason"], "评议没有通过")
    with qtbot.waitSignal(page.toast):
        dialog.submit()
    assert page.pane.former.text() == "收起退岗和未聘的 1 人"
    assert page.pane.steps.blocked.isHidden()


def test_an_objection_is_kept_and_answered(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    place(session, post, 4, "王秀兰", **READY)
    page = shown_page(qtbot, PostsPage(session, jobs))
    page.do("objection")
    dialog = dialog_of(qtbot, StepDialog)
    assert dialog.form.boxes["objection"].accessibleName() == "反映的内容"
    write(dialog.form.boxes["objection"], "家里有车")
    with qtbot.waitSignal(page.toast):
        dialog.submit()
    assert page.pane.steps.step.text() == "处理异议"
    page.do(steps.NEXT)
    dialog = dialog_of(qtbot, StepDialog)
    write(dialog.form.boxes["objection"], "核实，不成立")
    with qtbot.waitSignal(page.toast):
        dialog.submit()
    assert page.pane.steps.step.text() == "决定聘用"


def test_people_apply_one_after_another(
    qtbot: QtBot, page: PostsPage, session: Session, post: Post
) -> None:
    for number, name in ((2, "乌云其其格"), (4, "王秀兰")):
        keep_person(session, number, name=name, poverty_status="edge", work_capacity="ordinary")
    assert page.pane.steps.step.text() == "登记公告"
    page.do(steps.NEXT)
    dialog = dialog_of(qtbot, FormDialog)
    write(dialog.forms[0].boxes["announced_at"], "公示栏")
    with qtbot.waitSignal(page.toast):
        dialog.submit()
    assert page.pane.steps.step.text() == "登记报名"
    page.do(steps.NEXT)
    dialog = dialog_of(qtbot, ApplyDialog)
    with qtbot.waitSignal(page.toast) as toast:
        dialog.next.click()
    assert toast.args[0].startswith("已登记报名：")
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.people.person() is not None)
    with qtbot.waitSignal(page.toast):
        dialog.submit()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert len(session.find(Placement, post_id=post.id)) == 2
    assert "已经报名" not in page.pane.steps.sentence.text()


def test_ends_follow_beginnings_until_somebody_types_one(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    place(session, post, 4, "王秀兰", **{**READY, "notice_from": None, "notice_to": None})
    page = shown_page(qtbot, PostsPage(session, jobs))
    page.do(steps.NEXT)
    dialog = dialog_of(qtbot, StepDialog)
    boxes = dialog.form.boxes
    assert (boxes["notice_from"].value(), boxes["notice_to"].value()) == (TODAY, date(2026, 12, 1))
    qtbot.waitUntil(boxes["notice_from"].hasFocus)
    boxes["notice_from"].selectAll()
    write(boxes["notice_from"], "2026-11-26")
    boxes["notice_to"].setFocus()
    assert boxes["notice_to"].value() == date(2026, 12, 2)
    boxes["notice_to"].selectAll()
    write(boxes["notice_to"], "2026-12-09")
    boxes["notice_from"].setFocus()
    boxes["notice_from"].selectAll()
    write(boxes["notice_from"], "2026-11-25")
    boxes["notice_at"].setFocus()
    assert boxes["notice_to"].value() == date(2026, 12, 9)
    dialog.leave()


def test_the_file_says_what_is_missing_and_takes_papers(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    place(session, post, 2, "白秀英", **BEGUN)
    page = shown_page(qtbot, PostsPage(session, jobs))
    page.pane.steps.file.click()
    file = dialog_of(qtbot, FileDialog)
    assert file.said.text() == "还缺 9 份材料。"
    QTest.keyClick(file.table, Key.Key_Return)
    form = dialog_of(qtbot, FormDialog)
    assert form.forms[0].boxes["kind"].value() == "application"
    form.submit()
    qtbot.waitUntil(lambda: file.said.text() == "还缺 8 份材料。")
    assert session.find(Document)[0].seen_on == TODAY
    file.remove.click()
    qtbot.waitUntil(lambda: file.said.text() == "还缺 9 份材料。")
    file.accept()


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


def test_a_desk_that_may_not_decide_is_told_to_wait(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.pages.posts.may_decide", lambda session: False)
    place(session, post, 4, "王秀兰", **READY)
    page = shown_page(qtbot, PostsPage(session, jobs))
    assert page.pane.steps.step.isHidden()
    assert "等苏木镇或旗县审批" in page.pane.steps.sentence.text()


@pytest.mark.parametrize("act", sorted(STEP_FORMS))
def test_every_small_dialog_opens_filled_in_and_by_keys(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post, act: str
) -> None:
    place(session, post, 2, "白秀英", **{**READY, **BEGUN})
    page = shown_page(qtbot, PostsPage(session, jobs))
    page.do(act)
    dialog = dialog_of(qtbot, StepDialog)
    for name, box in dialog.form.boxes.items():
        assert box.accessibleName(), name
        assert box.objectName() == name
    given = [name for name in dialog.form.boxes if name in STEP_FORMS[act].start(
        session, page.pane.placement())]  # type: ignore[arg-type]  # fmt: skip
    assert given or act == "return_exit"
    assert all(dialog.form.boxes[name].value() not in ("", None) for name in given
               if name not in ("recover_fen", "insurer"))  # fmt: skip
    dialog.leave()


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
    assert "白秀英的安置证明" in preview.accessibleName()
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
