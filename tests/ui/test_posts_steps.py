"""Each step of a placement on the posts page, by its small dialog."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Caution, Document, Placement, Post
from desktop_app.session import Session
from tests.sessions import TODAY, keep_person, keep_post
from tests.ui.conftest import shown_page, write
from tests.ui.posts_page import BEGUN, READY, dialog_of, place
from ui.jobs import Jobs
from ui.pages import posts_steps as steps
from ui.pages.apply_dialog import ApplyDialog
from ui.pages.judgements_dialog import JudgementsDialog
from ui.pages.person_form import FormDialog
from ui.pages.placement_file import FileDialog
from ui.pages.posts import PostsPage
from ui.pages.step_dialog import StepDialog
from ui.pages.step_forms import STEP_FORMS

Key = Qt.Key


@pytest.fixture
def post(session: Session) -> Post:
    return keep_post(session, title="保洁员", kind="cleaning", fund="employment", headcount=3)


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs, post: Post) -> PostsPage:
    return shown_page(qtbot, PostsPage(session, jobs))


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


def test_warnings_and_appraisals_are_listed_and_signed_for(
    qtbot: QtBot, session: Session, jobs: Jobs, post: Post
) -> None:
    place(session, post, 2, "白秀英", **BEGUN)
    page = shown_page(qtbot, PostsPage(session, jobs))
    page.do(steps.JUDGED)
    listed = dialog_of(qtbot, JudgementsDialog)
    assert listed.table.isHidden()
    listed.asked.emit("warn")
    listed.accept()
    dialog = dialog_of(qtbot, StepDialog)
    dialog.form.set_value("reason", "absent")
    write(dialog.form.boxes["words"], "两天没有到岗")
    with qtbot.waitSignal(page.toast):
        dialog.submit()
    page.do("appraise")
    dialog = dialog_of(qtbot, StepDialog)
    for name, number in (("village_points", "30"), ("township_points", "50")):
        write(dialog.form.boxes[name], number)
    with qtbot.waitSignal(page.toast):
        dialog.submit()
    page.do(steps.JUDGED)
    listed = dialog_of(qtbot, JudgementsDialog)
    assert [listed._lines[id_].kind for id_ in listed.table.records.ids] == ["caution", "appraisal"]
    assert listed.signed.isEnabled()
    QTest.keyClick(listed.table, Key.Key_Return)
    qtbot.waitUntil(lambda: not listed.signed.isEnabled())
    assert session.find(Caution)[0].received_on == TODAY
    listed.accept()


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
