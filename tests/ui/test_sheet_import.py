"""导入 where the list of a kind is: every row told before it is kept, by keyboard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Enrolment, Record, Training
from desktop_app.session import Session
from tests.sessions import keep_person
from tests.ui.conftest import shown_page
from tests.use_cases.sheets_in.made import write_sheet
from ui.jobs import Jobs
from ui.pages.attendance import AttendancePage
from ui.pages.enrolments import EnrolmentsPage
from ui.pages.people import PeoplePage
from ui.pages.posts import PostsPage
from ui.pages.register_page import RegisterPage
from ui.pages.rolls import RollsPage
from ui.pages.transfers import TransfersPage
from ui.pages.visits import VisitsPage
from ui.pages.work_trainings import training_register
from ui.sheet_import import SheetImport, SheetImporting

KINDS: dict[str, tuple[type[Record], list[str], list[object], list[object]]] = {
    "trainings": (
        Training,
        ["姓名", "身份证号", "培训班", "课时"],
        ["家政班", 40],
        ["电焊班", "多"],
    ),
    "enrolments": (
        Enrolment,
        ["姓名", "身份证号", "险种", "参保状态"],
        ["城乡居民养老", "正常参保"],
        ["福利彩票", "正常参保"],
    ),
}


def opened(
    qtbot: QtBot, session: Session, jobs: Jobs, kind: str, folder: Path
) -> tuple[SheetImporting, SheetImport]:
    """Return the importing of a kind's page, and its dialog over a sheet with a wrong row."""
    _, heads, good, wrong = KINDS[kind]
    person = keep_person(session, name="巴雅尔")
    who = [person.name, person.citizen_id]
    file = write_sheet(folder / "表.xlsx", heads, [[*who, *good], [*who, *wrong]])
    page = (
        RegisterPage(training_register(), session, jobs)
        if kind == "trainings"
        else EnrolmentsPage(session, jobs)
    )
    shown_page(qtbot, page)
    page.importing.read(file)
    qtbot.waitUntil(
        lambda: isinstance(QApplication.activeModalWidget(), SheetImport), timeout=60_000
    )
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SheetImport)
    return page.importing, dialog


@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_is_shown_then_kept(
    qtbot: QtBot, session: Session, jobs: Jobs, kind: str, tmp_path: Path
) -> None:
    _, dialog = opened(qtbot, session, jobs, kind, tmp_path)
    assert session.find(KINDS[kind][0]) == []
    assert dialog.go.text() == "导入 1 行"
    assert not dialog.wrong.isHidden()
    wrong = tmp_path / "不能导入.xlsx"
    dialog.write_wrong(str(wrong))
    qtbot.waitUntil(wrong.exists, timeout=20_000)

    with qtbot.waitSignal(dialog.taken, timeout=60_000) as taken:
        dialog.go.setFocus()
        QTest.keyClick(dialog.go, Qt.Key.Key_Space)

    assert "新增 1 行" in taken.args[0]
    assert len(session.find(KINDS[kind][0])) == 1


@pytest.mark.parametrize(
    ("page_of", "kinds"),
    [
        (PostsPage, ("posts", "placements")),
        (TransfersPage, ("transfers",)),
        (AttendancePage, ("attendance",)),
        (PeoplePage, ("households",)),
        (VisitsPage, ("visits",)),
        (RollsPage, ("subsidies_paid",)),
    ],
)
def test_what_a_page_lists_is_imported_there(
    qtbot: QtBot,
    session: Session,
    jobs: Jobs,
    tmp_path: Path,
    page_of: Callable[[Session, Jobs], Any],
    kinds: tuple[str, ...],
) -> None:
    page = page_of(session, jobs)
    shown_page(qtbot, page)
    importing: SheetImporting = page.importing
    assert tuple(kind.name for kind in importing.kinds) == kinds
    file = write_sheet(tmp_path / "表.xlsx", ["不认识的列", "另一列"], [])

    with qtbot.waitSignal(page.refused, timeout=60_000) as told:
        importing.read(file, importing.kinds[-1])

    assert told.args is not None
    assert isinstance(told.args[0], Refused)
