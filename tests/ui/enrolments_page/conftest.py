"""What the tests of the page of enrolments stand on."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Enrolment, Person
from desktop_app.session import Session
from tests.sessions import TODAY, VILLAGE, keep_person
from tests.ui.conftest import shown_page
from ui.jobs import Jobs
from ui.pages.enrolments import EnrolmentsPage

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def kept(session: Session) -> dict[str, Enrolment]:
    """Two people with enrolments (one has two of them), and 宝音 without any."""
    wuyun = keep_person(session, 2, name="乌云其其格")
    bater = keep_person(session, 1, name="巴特尔")
    keep_person(session, 3, name="宝音")
    base = Enrolment(
        village_code=VILLAGE,
        scheme="resident_pension",
        status="1",
        rhythm="year",
        grade_fen=50_000,
        since=date(2020, 3, 1),
        paid_until=date(2025, 12, 31),
    )
    made = {
        "late": replace(base, person_id=wuyun.id, next_due_on=TODAY - timedelta(days=3)),
        "soon": replace(
            base, person_id=wuyun.id, scheme="accident", next_due_on=TODAY + timedelta(days=5)
        ),
        "later": replace(base, person_id=bater.id, next_due_on=TODAY + timedelta(days=200)),
    }
    with session.operation("test", "登记") as operation:
        return {name: operation.save(one) for name, one in made.items()}


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs, kept: dict[str, Enrolment]) -> EnrolmentsPage:
    return shown_page(qtbot, EnrolmentsPage(session, jobs))


def rows(page: EnrolmentsPage, column: int = 0) -> list[str]:
    """Return the words of a column, from the first row to the last."""
    model = page.list.table.records
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def dialog_of(qtbot: QtBot, kind: type[D]) -> D:
    """Return the dialog of this kind when it stands over the page."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def person_of(session: Session, name: str) -> Person:
    """Return somebody by name."""
    return session.find(Person, name=name)[0]
