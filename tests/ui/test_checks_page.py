"""The page of checks, driven by keys and buttons on real records."""

from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Listed, Outcome, Person, Placement, Record
from desktop_app.session import Session
from desktop_app.use_cases.exporting.gate import MASKED
from desktop_app.use_cases.exporting.register import Look
from tests.sessions import TODAY, VILLAGE, citizen_id, keep_person, keep_post
from tests.ui.conftest import shown_page, write
from tests.use_cases.test_watch_lists import write_list
from ui.dialog import Question
from ui.jobs import Jobs
from ui.pages.checks import ChecksPage
from ui.pages.checks_lists import ListImport
from ui.pages.person_form import FormDialog
from ui.sheet_columns import SheetColumns
from ui.why_dialog import WhyDialog

R = TypeVar("R", bound=Record)


def keep(session: Session, record: R) -> R:
    with session.operation("test", "登记") as operation:
        return operation.save(record)


@pytest.fixture
def person(session: Session) -> Person:
    person = keep_person(session, 1, name="白满仓", cadre_kin=True)
    post = keep_post(session, title="保洁员")
    keep(
        session,
        Placement(
            village_code=VILLAGE, post_id=post.id, person_id=person.id, started_on=date(2026, 1, 1)
        ),
    )
    keep(
        session,
        Listed(
            village_code=VILLAGE, person_id=person.id, watch_list="pensioners", detail="城乡居民",
            source="社保中心", as_of=date(2026, 7, 1),
        ),
    )  # fmt: skip
    return person


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs, person: Person) -> ChecksPage:
    page = shown_page(qtbot, ChecksPage(session, jobs))
    qtbot.waitUntil(lambda: "查了" in page._head.note.text(), timeout=8000)
    return page


def dialog_of(qtbot: QtBot, kind: type[QDialog]) -> Any:
    """Wait for the dialog that opens and return it."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind), timeout=8000)
    return QApplication.activeModalWidget()


def words(page: ChecksPage) -> str:
    return "\n".join(one.text() for one in page.pane.findChildren(QLabel) if one.isVisible())


def test_hits_stand_gravest_first_with_data_basis_and_advice(page: ChecksPage) -> None:
    model = page.list.table.records

    rows = [[str(model.index(row, column).data()) for column in (1, 2)] for row in (0, 1)]

    assert rows == [
        ["先处理，再发放", "白满仓是嘎查村干部或者近亲属。"],
        ["请核实", "白满仓已经领取城乡居民养老待遇。"],
    ]
    assert "人员资料里“嘎查村干部近亲属”是“是”。" in words(page)
    assert "办退岗" in words(page)
    assert "甘肃省 2022 年" in words(page)
    assert "2026年11月查了 1 个持岗人 · 先处理再发 1 条 · 待核实 1 条" in page._head.note.text()


def test_a_hit_is_settled_with_a_reason_and_leaves_the_open_ones(
    qtbot: QtBot, page: ChecksPage, session: Session
) -> None:
    page.pane.outcomes["false"].click()
    dialog = dialog_of(qtbot, FormDialog)
    write(dialog.forms[0].boxes["reason"], "不是")
    dialog.submit()
    qtbot.waitUntil(dialog.refusal.isVisible, timeout=8000)
    assert "还没有写怎么核实的" in dialog.refusal.title.text()

    write(dialog.forms[0].boxes["reason"], "干部近亲属，名单写错了")
    with qtbot.waitSignal(page.toast, timeout=8000):
        dialog.submit()
    qtbot.waitUntil(lambda: page.report is not None, timeout=8000)

    assert [one.result for one in session.find(Outcome)] == ["false"]
    assert page.report is not None
    assert page.report.blocking == 0
    page.filters.states.choose(("done",))
    assert len(page.list.table.records.ids) == 1
    assert "不属实：不是干部近亲属，名单写错了" in words(page)


def test_enter_says_why(qtbot: QtBot, page: ChecksPage) -> None:
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)

    dialog = dialog_of(qtbot, WhyDialog)

    assert "依据：嘎查村干部及其家庭成员" in dialog.text()
    dialog.accept()


def test_filters_choose_among_what_was_found(page: ChecksPage) -> None:
    page.filters.severities.choose(("warn",))
    assert len(page.list.table.records.ids) == 1
    page.filters.search_for("没有这样的人")
    assert page.list.table.records.ids == []


def test_another_month_is_checked_anew(qtbot: QtBot, page: ChecksPage) -> None:
    page.open("2026-10")

    qtbot.waitUntil(
        lambda: page.report is not None and page.report.month == "2026-10", timeout=8000
    )
    qtbot.waitUntil(lambda: "2026年10月查了" in page._head.note.text(), timeout=8000)


def test_a_list_is_taken_in_after_it_was_shown(
    qtbot: QtBot, page: ChecksPage, session: Session, person: Person, tmp_path: Path
) -> None:
    head = ["姓名", "身份证号", "死亡日期"]
    file = write_list(tmp_path / "死亡.xlsx", head, [["白满仓", person.citizen_id, "2026-11-03"]])
    page.lists.read(file)
    asked = dialog_of(qtbot, FormDialog)
    asked.forms[0].set_value("watch_list", "deaths")
    asked._touch()
    asked.submit()
    rows = dialog_of(qtbot, ListImport)
    assert "对上本机 1 人：新增 1" in rows.words.text()
    assert session.find(Listed, watch_list="deaths") == []
    with qtbot.waitSignal(page.toast, timeout=20_000):
        QTest.keyClick(rows.go, Qt.Key.Key_Space)
    page.refresh()
    qtbot.waitUntil(lambda: page.report is not None, timeout=8000)

    assert [one.as_of for one in session.find(Listed, watch_list="deaths")] == [TODAY]
    assert page.report is not None
    assert page.report.hits[0].rule == "check.dead"


def say_list(qtbot: QtBot, page: ChecksPage, file: Path, watch_list: str, source: str) -> None:
    """Say what the file of an office is."""
    page.lists.read(file)
    asked = dialog_of(qtbot, FormDialog)
    asked.forms[0].set_value("watch_list", watch_list)
    asked.forms[0].set_value("source", source)
    asked._touch()
    asked.submit()


def test_a_list_with_odd_columns_goes_the_way_of_any_sheet(
    qtbot: QtBot, page: ChecksPage, session: Session, person: Person, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    stranger = citizen_id(date(1950, 1, 1), 5)
    rows = [
        ["白满仓", person.citizen_id, "2026年9月", "旗医院"],
        ["不认识", stranger, "2026.9.3", "家里"],
        ["写错的", "15022319800302", "2026.9.3", "家里"],
    ]
    file = write_list(tmp_path / "九月.xlsx", ["谁", "号", "哪天走的", "在哪"], rows)
    say_list(qtbot, page, file, "deaths", "民政局")

    columns = dialog_of(qtbot, SheetColumns)
    for place, field in ((1, "person.name"), (2, "person.citizen_id"), (3, "since")):
        columns.grid.boxes[place].set_value(field)
        columns.grid.boxes[place].changed.emit()
    columns.name.set_value("民政局的表")
    QTest.keyClick(columns.go, Qt.Key.Key_Space)

    shown = dialog_of(qtbot, ListImport)
    assert "不认识的 1 行不留" in shown.words.text()
    assert "照「民政局的表」的对应读的" in shown.words.text()
    assert [shown.table.records.index(row, 1).data() for row in range(2)] == ["", "白满仓"]
    wrong = tmp_path / "改.xlsx"
    shown.write_wrong(str(wrong))
    qtbot.waitUntil(wrong.exists, timeout=20_000)
    cells = [cell.value for row in load_workbook(wrong).worksheets[0].iter_rows() for cell in row]
    assert "写错的" in cells
    assert stranger not in cells
    with qtbot.waitSignal(page.toast, timeout=20_000) as told:
        QTest.keyClick(shown.go, Qt.Key.Key_Space)
    assert "新增 1 行" in told.args[0]
    (kept,) = session.find(Listed, watch_list="deaths")
    assert (kept.person_id, kept.since) == (person.id, date(2026, 9, 30))


def test_a_whole_list_takes_people_off_where_that_is_ticked(
    qtbot: QtBot, page: ChecksPage, session: Session, person: Person, tmp_path: Path
) -> None:
    other = keep_person(session, 2, name="白海燕")
    head = ["姓名", "身份证号", "参保单位"]
    file = write_list(tmp_path / "十月.xlsx", head, [["白海燕", other.citizen_id, "甲公司"]])
    keep(
        session,
        Listed(
            village_code=VILLAGE, person_id=person.id, watch_list="insured", source="社保局",
            as_of=date(2026, 9, 1),
        ),
    )  # fmt: skip
    say_list(qtbot, page, file, "insured", "社保局")
    shown = dialog_of(qtbot, ListImport)
    assert "没有的 1 人从名单上去掉" in shown.whole.text()

    QTest.keyClick(shown.whole, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.toast, timeout=20_000) as told:
        QTest.keyClick(shown.go, Qt.Key.Key_Space)

    assert "从名单上去掉 1 人" in told.args[0]
    assert {one.person_id for one in session.find(Listed, watch_list="insured")} == {other.id}


def test_the_lists_and_their_age_are_shown(qtbot: QtBot, page: ChecksPage) -> None:
    assert page.ages.text() == "导入过的名单（1 份旧了）"

    page.ages.click()
    question = dialog_of(qtbot, Question)

    shown = "\n".join(one.text() for one in question.findChildren(QLabel))
    assert "领取养老待遇人员（社保中心）：2026-07-01，147 天前，对上 1 人，该换新的了。" in shown
    assert "还没有导入过：死亡人员、" in shown
    question.reject()


def test_a_person_is_opened_from_a_hit(qtbot: QtBot, page: ChecksPage, person: Person) -> None:
    with qtbot.waitSignal(page.go) as asked:
        page.do("person")

    assert asked.args == ["people", person.id]


def test_every_control_has_a_name(page: ChecksPage) -> None:
    for button in page.pane.outcomes.values():
        assert button.text() or button.accessibleName()
    assert page.list.table.accessibleName() == "核查发现的问题"


def test_the_hits_in_view_go_to_excel_with_what_was_found(
    qtbot: QtBot, page: ChecksPage, tmp_path: Path
) -> None:
    shown = page.list.ids(page.list.wanted)
    said: list[str] = []
    page.toast.connect(lambda *words: said.append(words[0]))

    page.exporting.write(page.exporting._offered[0], tmp_path / "核查.xlsx", Look(), MASKED)

    qtbot.waitUntil(lambda: bool(said))
    assert f"共 {len(shown):,} 行" in said[0]
    rows = list(load_workbook(tmp_path / "核查.xlsx").worksheets[0].iter_rows(values_only=True))
    reasons = [hit.reason for id_ in shown if (hit := page.list.hit(id_)) is not None]
    assert [row[6] for row in rows[1:]] == reasons
    page.filters.severities.choose(("note",))
    qtbot.waitUntil(lambda: page.list.wanted.severities == ("note",))
    notes = page.list.ids(page.list.wanted)
    assert len(notes) < len(shown)
    page.exporting.write(page.exporting._offered[0], tmp_path / "提示.xlsx", Look(), MASKED)
    qtbot.waitUntil(lambda: len(said) == 2)
    assert f"共 {len(notes):,} 行" in said[1]
