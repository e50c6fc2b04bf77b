"""Rules of the county: changed in a draft, given out, read-only elsewhere."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from db.desk import make_desk
from db.folder import make_records
from db.folder_lock import FolderLock
from desktop_app.domain.records import Rulebook
from desktop_app.domain.rule_text import write_pack
from desktop_app.domain.rulebook import packed
from desktop_app.domain.rules import built_in_rules
from desktop_app.session import Session
from tests.sessions import TODAY, VILLAGE, made_up_world
from tests.ui.settings_page.conftest import Make, asked, words_of
from ui.dialog import Question
from ui.pages.settings import SettingsPage
from ui.pages.settings_rule_edit import ClauseQuestion, PublishQuestion
from ui.pages.settings_rule_row import COUNTY, READ
from ui.pages.settings_rule_versions import TextDialog, VersionsDialog

MAX_AGE = "post.max_age.male"


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Session]:
    folder = tmp_path / "county"
    folder.mkdir()
    world = made_up_world(folder)
    database = make_records(folder, b"", b"")
    make_desk(
        database, officer="王建国", role="county", county_code="150223",
        village_codes=(VILLAGE,), training=False, random=world.random, now=world.now(),
    )  # fmt: skip
    session = Session(folder, database, world, FolderLock(folder))
    yield session
    session.close()


@pytest.fixture
def office(made: Make, county: Session) -> SettingsPage:
    page = made(county)
    page.show_section("rules")
    return page


def change_age(qtbot: QtBot, page: SettingsPage, years: int, since: date) -> None:
    page.open(MAX_AGE)
    page.rules.rows[MAX_AGE].control.click()
    question = asked(qtbot, ClauseQuestion)
    assert isinstance(question, ClauseQuestion)
    question.boxes["value"].set_value(years)  # type: ignore[arg-type]
    question.boxes["since"].set_value(since)  # type: ignore[arg-type]
    question.boxes["basis"].set_value("达人社发〔2026〕5号")  # type: ignore[arg-type]
    question.boxes["pending"].set_value(False)  # type: ignore[arg-type]
    question._look()
    with qtbot.waitSignal(page.toast, timeout=8000):
        question.go.click()


def test_a_county_changes_a_clause_in_a_draft_and_gives_it_out(
    qtbot: QtBot, office: SettingsPage, county: Session
) -> None:
    rules = office.rules
    assert rules.mode() == COUNTY
    change_age(qtbot, office, 63, date(2026, 11, 25))

    assert rules.draft.isVisible()
    assert "由65 周岁" not in words_of(rules)
    assert "新增「男性年龄上限」：63 周岁。" in words_of(rules)
    assert county.rules.number(MAX_AGE, TODAY) == 65

    rules.draft.publish.click()
    question = asked(qtbot, PublishQuestion)
    assert isinstance(question, PublishQuestion)
    assert question.version.value() == "2026.1"
    with qtbot.waitSignal(office.toast, timeout=8000) as told:
        question.go.click()

    assert told.args is not None
    assert told.args[0] == "规则包已经下发，下次同步送到各嘎查村"
    assert county.rules.number(MAX_AGE, TODAY) == 63
    assert rules.draft.isHidden()
    assert rules.rows[MAX_AGE].value.text() == "63 周岁"
    assert rules.rows[MAX_AGE].own.isVisible()
    assert "达尔罕茂明安联合旗规则包 2026.1 第" in rules.rows[MAX_AGE].note.text()


def test_a_change_is_taken_back_from_the_draft(qtbot: QtBot, office: SettingsPage) -> None:
    change_age(qtbot, office, 63, built_in_rules().clause(MAX_AGE, TODAY).since)
    (undo,) = office.rules.draft.undo_buttons

    with qtbot.waitSignal(office.toast, timeout=8000):
        undo.click()

    assert office.rules.draft.isHidden()


def test_a_wrong_change_is_told_and_the_draft_stays(qtbot: QtBot, office: SettingsPage) -> None:
    office.open(MAX_AGE)
    office.rules.rows[MAX_AGE].control.click()
    question = asked(qtbot, ClauseQuestion)
    assert isinstance(question, ClauseQuestion)
    question.boxes["value"].set_value(630)  # type: ignore[arg-type]
    question._look()
    with qtbot.waitSignal(office.refused, timeout=8000) as told:
        question.go.click()

    assert told.args is not None
    assert "value 要在 0 和 120 之间" in str(told.args[0])
    assert office.rules.draft.isHidden()


def test_a_clause_without_a_basis_cannot_be_kept(qtbot: QtBot, office: SettingsPage) -> None:
    office.open(MAX_AGE)
    office.rules.rows[MAX_AGE].control.click()
    question = asked(qtbot, ClauseQuestion)
    assert isinstance(question, ClauseQuestion)
    question.boxes["basis"].set_value("")  # type: ignore[arg-type]
    question._look()

    assert not question.go.isEnabled()
    question.reject()


def test_versions_are_listed_compared_and_withdrawn(
    qtbot: QtBot, office: SettingsPage, county: Session
) -> None:
    change_age(qtbot, office, 63, TODAY)
    office.rules.draft.publish.click()
    with qtbot.waitSignal(office.toast, timeout=8000):
        asked(qtbot, PublishQuestion).go.click()  # type: ignore[attr-defined]
    office.rules.acts.versions.click()
    dialog = asked(qtbot, VersionsDialog)
    assert isinstance(dialog, VersionsDialog)
    shown = "\n".join(one.text() for one in dialog.findChildren(QLabel))
    assert "2026-11-25 下发，2026-11-25 起用" in shown

    dialog.buttons["compare", "2026.1"].click()
    told = asked(qtbot, TextDialog)
    assert isinstance(told, TextDialog)
    assert "新增「男性年龄上限」：63 周岁。" in told.text()
    told.accept()

    office.rules.acts.show_versions()
    dialog = asked(qtbot, VersionsDialog)
    assert isinstance(dialog, VersionsDialog)
    dialog.buttons["withdraw", "2026.1"].click()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() not in (None, dialog))
    question = QApplication.activeModalWidget()
    assert isinstance(question, Question)
    with qtbot.waitSignal(office.toast, timeout=8000):
        question.go.click()

    assert county.rules.number(MAX_AGE, TODAY) == 65


def test_elsewhere_the_rules_of_the_county_can_only_be_read(
    qtbot: QtBot, page: SettingsPage, session: Session
) -> None:
    text = (
        write_pack(built_in_rules())
        .replace("内置规则包", "达茂旗规则包")
        .replace("2026.1-内置", "2026.1")
    )
    with session.operation("test", "收到") as operation:
        operation.save(
            Rulebook(
                village_code=session.office_code, title="达茂旗规则包", version="2026.1",
                issued_on=TODAY, since=TODAY, content=packed(text),
                sha256=sha256(text.encode()).hexdigest(),
            )
        )  # fmt: skip
    page.show_section("rules")

    assert page.rules.mode() == READ
    assert not any(row.changeable for row in page.rules.rows.values())
    assert page.rules.acts.read.isHidden()
    assert "要改条款，请告诉旗县" in words_of(page.rules)
    page.rules.acts.versions.click()
    dialog = asked(qtbot, VersionsDialog)
    assert isinstance(dialog, VersionsDialog)
    assert {verb for verb, _ in dialog.buttons} == {"compare", "export"}
    dialog.accept()


def test_the_rules_are_made_only_when_they_are_looked_at(made: Make, session: Session) -> None:
    page = made(session)

    assert page.rules.rows == {}
    page.open(MAX_AGE)
    assert MAX_AGE in page.rules.rows
