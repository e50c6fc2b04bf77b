"""A day at the window leaves no name, identity number or phone in plain text on the disk."""

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qWarning
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from db.keys import Cost
from desktop_app.app import Program
from desktop_app.domain.records import Person, Placement
from desktop_app.run_log import start_log, stop_log
from desktop_app.session import Session
from desktop_app.use_cases.certificates import issue_certificate
from desktop_app.use_cases.placements import place_person
from desktop_app.use_cases.set_up import SetUp, create_folder
from desktop_app.use_cases.upkeep import back_up
from desktop_app.use_cases.visits import draft
from desktop_app.world import World
from tests.sessions import VILLAGE, keep_person, keep_post, made_up_world
from tests.test_no_plain_text import NAME, NUMBER, OTHER_PHONE, PASSPHRASE, PHONE, WORDS, canaries
from tests.ui.conftest import write
from ui.failure_dialog import FailureDialog
from ui.last_resort import LastResort
from ui.pages.people import PeoplePage
from ui.pages.visits import VisitsPage
from ui.pdf_preview import PdfPreview
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    for name in ("home", "temp"):
        (tmp_path / name).mkdir()
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    for variable in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(tmp_path / "temp"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    start_log(tmp_path / "home")
    yield made_up_world(tmp_path / "home")
    stop_log()


@pytest.fixture
def program(qapp: QApplication, world: World, tmp_path: Path) -> Iterator[Program]:
    wish = SetUp(officer="苏日娜", county_code=VILLAGE[:6], village_codes=(VILLAGE,))
    session, _ = create_folder(tmp_path / "data", wish, PASSPHRASE, world, Cost(8, 1, 1))
    made = Program(world)
    made._opened(session)
    last_resort = LastResort()
    yield made
    last_resort.stop()
    made.end()
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()


def placed(session: Session) -> tuple[Person, Placement]:
    person = keep_person(
        session, 1, name=NAME, citizen_id=NUMBER, phone=PHONE, employment_status="5"
    )
    post = keep_post(session)
    wish = Placement(
        village_code=VILLAGE,
        post_id=post.id,
        person_id=person.id,
        agreement_from=date(2026, 2, 1),
        agreement_to=date(2027, 1, 31),
        started_on=date(2026, 2, 1),
    )
    return person, place_person(session, wish)


def work_at_the_window(qtbot: QtBot, program: Program, person: Person, held: Placement) -> None:
    shell, session = program.window, program.session
    assert isinstance(shell, Shell)
    assert session is not None
    settled = partial(qtbot.waitUntil, lambda: program.ready)
    for text in (NAME, NUMBER, OTHER_PHONE):
        shell.top.search.edit.clear()
        write(shell.top.search.edit, text)
        qtbot.wait(150)
        settled()
    assert isinstance(shell.page, PeoplePage)
    for page in ("people", "enrolments", "visits"):
        shell.go(page, person.id)
        settled()
    visits = shell.page
    assert isinstance(visits, VisitsPage)
    qtbot.waitUntil(lambda: visits.form.answers is not None)
    for box in visits.findChildren(QLineEdit):
        if box.isEnabled() and box is not shell.top.search.edit:
            write(box, WORDS)
    QTest.keyClick(visits.form.rows[0], Qt.Key.Key_2)
    visits.keep_draft()
    qtbot.waitUntil(lambda: draft(session) is not None)
    preview = PdfPreview(
        f"{NAME}的安置证明",
        issue_certificate(session, held.id).pdf,
        f"安置证明 {NAME}.pdf",
        program.jobs,
        shell,
    )
    preview.open()
    settled()
    preview.close()
    shell.go("settings")
    back_up(session)
    settled()


def fail_in_every_way(qtbot: QtBot) -> None:
    error = ValueError(f"{NAME} {NUMBER} {PHONE} {WORDS}")
    sys.excepthook(ValueError, error, None)
    qWarning(f"{NAME} {NUMBER}")

    def dialogs() -> list[FailureDialog]:
        windows = QApplication.topLevelWidgets()
        return [each for each in windows if isinstance(each, FailureDialog) and each.isVisible()]

    qtbot.waitUntil(lambda: bool(dialogs()))
    dialogs()[0].accept()


def test_the_window_writes_no_personal_data_in_plain_text(
    qtbot: QtBot, program: Program, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    session = program.session
    assert session is not None
    person, held = placed(session)

    work_at_the_window(qtbot, program, person, held)
    fail_in_every_way(qtbot)
    assert QApplication.clipboard().text() == "", "nothing is copied that was not asked for"

    # While the program runs, its write-ahead log is there too; and after it ended.
    assert leaks(tmp_path) == []
    program.end()
    assert leaks(tmp_path) == []
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert {"records.db", "settings.json", "run.log"} <= names


def leaks(home: Path) -> list[tuple[str, bytes]]:
    files = [path for path in home.rglob("*") if path.is_file()]
    contents = [(path, path.read_bytes() + path.name.encode()) for path in files]
    return [
        (path.relative_to(home).as_posix(), canary)
        for path, content in contents
        for canary in canaries()
        if canary in content
    ]
