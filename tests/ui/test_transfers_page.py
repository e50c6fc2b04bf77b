"""外出务工 driven by keys: the list, the pane, going, coming home, and the register."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Employment, Person
from desktop_app.session import Session
from desktop_app.use_cases.employments import record_return, save_employment
from desktop_app.use_cases.exporting.gate import Secrecy
from desktop_app.use_cases.exporting.register import Look
from tests.sessions import OTHER_VILLAGE, TODAY, keep_person
from tests.ui.conftest import shown_page
from ui.jobs import Jobs
from ui.pages import transfers_pane as pane
from ui.pages.person_form import FormDialog
from ui.pages.transfers import TransfersPage
from ui.pages.transfers_dialogs import AddTransfer
from ui.pages.work_form import WorkForm

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def kept(session: Session) -> dict[str, Employment]:
    """巴特尔 works in Beijing, 乌云 came home without a next step; 宝音 was never away."""
    bater = keep_person(session, 1, name="巴特尔")
    wuyun = keep_person(session, 2, name="乌云", village_code=OTHER_VILLAGE)
    keep_person(session, 3, name="宝音")
    base = Employment(
        person_id=bater.id, place_code="110105", since=date(2026, 3, 1), form="010", job="保安"
    )
    away = save_employment(session, base)
    home = save_employment(
        session, replace(base, person_id=wuyun.id, place_code="150203", since=date(2026, 1, 1))
    )
    return {"away": away, "home": record_return(session, home.id, date(2026, 11, 1), "7")}


@pytest.fixture
def page(qtbot: QtBot, session: Session, jobs: Jobs, kept: dict[str, Employment]) -> TransfersPage:
    return shown_page(qtbot, TransfersPage(session, jobs))


def rows(page: TransfersPage, column: int = 0) -> list[str]:
    """Return the words of a column, from the first row to the last."""
    model = page.list.table.records
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def dialog_of(qtbot: QtBot, kind: type[QDialog]) -> QDialog:
    """Return the dialog of this kind when it stands over the page."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def test_the_list_tells_class_place_state_and_months(qtbot: QtBot, page: TransfersPage) -> None:
    assert rows(page) == ["巴特尔", "乌云"]
    assert rows(page, 1) == ["跨省", "盟市内跨旗县"]
    assert rows(page, 2) == ["北京市朝阳区", "包头市昆都仑区"]
    assert rows(page, 3) == ["在外", "已返乡"]
    assert rows(page, 4) == ["8 个月", "10 个月"]
    qtbot.waitUntil(lambda: "返乡后没有下一步 1 人" in page._head.note.text())
    assert page.pane.shown is not None
    assert page.pane._months.text().startswith("2026 年：2026-03-01 至 2026-11-25")


def test_filters_narrow_and_esc_brings_all_back(page: TransfersPage) -> None:
    page.filters.states.choose(("undecided",))
    assert rows(page) == ["乌云"]
    page.filters.scopes.choose(("province",))
    assert rows(page) == []
    assert page.pane.shown is None

    QTest.keyClick(page.list.table, Key.Key_Escape)

    assert len(rows(page)) == 2
    page.filters.villages.choose((OTHER_VILLAGE,))
    assert rows(page) == ["乌云"]
    page.filters.villages.choose(())
    page.filters.months.choose(("short",))
    assert rows(page) == []


def test_coming_home_is_registered_by_keys(
    qtbot: QtBot, page: TransfersPage, session: Session, kept: dict[str, Employment]
) -> None:
    QTest.keyClick(page.list.table, Key.Key_Return)
    dialog = dialog_of(qtbot, FormDialog)
    assert isinstance(dialog, FormDialog)
    dialog.submit()
    assert dialog.forms[1].fields["employment_status"].error
    dialog.forms[1].set_value("employment_status", "7")
    with qtbot.waitSignal(page.toast) as told:
        QTest.keyClick(dialog.forms[0].boxes["returned_on"], Key.Key_Return, Ctrl)

    assert told.args == ["已登记巴特尔返乡", True]
    assert session.get(Employment, kept["away"].id).returned_on == TODAY
    assert page.pane.back_home.isHidden()
    assert not page.pane.depart.isHidden()
    assert ("Enter", "登记外出") in page.hints()


def test_the_next_departure_is_planned_and_shown(
    qtbot: QtBot, page: TransfersPage, kept: dict[str, Employment]
) -> None:
    page.choose(kept["home"].id)
    page.do(pane.DEPART)
    dialog = dialog_of(qtbot, FormDialog)
    assert isinstance(dialog, FormDialog)
    dialog.forms[0].set_value("leaves_on", date(2027, 2, 20))
    with qtbot.waitSignal(page.toast):
        dialog.submit()

    assert rows(page, 3) == ["在外", "拟 02-20 外出"]


def test_somebody_is_found_and_registered_by_keys(
    qtbot: QtBot, page: TransfersPage, session: Session
) -> None:
    QTest.keyClick(page.list.table, Key.Key_N, Ctrl)
    dialog = dialog_of(qtbot, AddTransfer)
    assert isinstance(dialog, AddTransfer)
    assert dialog.people is not None
    QTest.keyClicks(dialog.people.search, "by")
    QTest.keyClick(dialog.people.search, Key.Key_Return)
    form = dialog.work
    form.set_value("place_code", "150602")
    form._follow("place_code")
    assert form.boxes["scope"].value() == "region"
    form.set_value("since", date(2026, 10, 1))
    form.set_value("income_fen", 20_000)
    form.set_value("income_unit", "day")
    form._follow("income_unit")
    assert "折算 4400 元/月" in form.boxes["income_unit"].accessibleDescription()
    with qtbot.waitSignal(page.toast) as told:
        QTest.keyClick(form.boxes["since"], Key.Key_Return, Ctrl)

    assert told.args == ["已登记宝音外出", True]
    person = session.find(Person, name="宝音")[0]
    work = session.find(Employment, person_id=person.id)[0]
    assert (work.scope, work.monthly_fen, work.form) == ("region", 440_000, "010")
    assert rows(page)[0] == "宝音"


def test_another_class_asks_for_a_reason(
    qtbot: QtBot, page: TransfersPage, session: Session, kept: dict[str, Employment]
) -> None:
    QTest.keyClick(page.list.table, Key.Key_E, Ctrl)
    dialog = dialog_of(qtbot, FormDialog)
    assert isinstance(dialog, FormDialog)
    form = dialog.forms[0]
    assert isinstance(form, WorkForm)
    assert not form.fields["scope_reason"].isEnabled()
    form.set_value("scope", "region")
    form._follow("scope")
    assert form.fields["scope_reason"].isEnabled()
    dialog.submit()
    qtbot.waitUntil(dialog.refusal.isVisible)
    assert form.fields["scope_reason"].error
    form.set_value("scope_reason", "派驻")
    with qtbot.waitSignal(page.toast):
        dialog.submit()

    assert session.get(Employment, kept["away"].id).scope == "region"


def test_a_person_opens_the_last_spell_or_the_form(
    qtbot: QtBot, page: TransfersPage, session: Session, kept: dict[str, Employment]
) -> None:
    page.open(kept["home"].person_id)
    assert page.list.selected() == kept["home"].id
    page.open(session.find(Person, name="宝音")[0].id)
    dialog = dialog_of(qtbot, AddTransfer)
    assert isinstance(dialog, AddTransfer)
    assert dialog.people is None
    dialog.leave()


def test_the_register_goes_to_excel(qtbot: QtBot, page: TransfersPage, tmp_path: Path) -> None:
    page.filters.scopes.choose(("province",))
    with qtbot.waitSignal(page.toast) as told:
        page.exporting.write(
            page.exporting.ask().offer(), tmp_path / "台账.xlsx", Look(), Secrecy()
        )

    assert "「转移就业台账」共 1 行" in str(told.args[0] if told.args else "")
    assert (tmp_path / "台账.xlsx").exists()


def test_a_narrow_window_shows_list_and_pane_by_turns(
    qtbot: QtBot, session: Session, jobs: Jobs, kept: dict[str, Employment]
) -> None:
    page = shown_page(qtbot, TransfersPage(session, jobs), width=700)
    assert ("Enter", "打开") in page.hints()

    QTest.keyClick(page.list.table, Key.Key_Return)
    assert page.pane.isVisible()
    assert not page.list.isVisible()
    QTest.keyClick(page.pane.first(), Key.Key_Escape)

    assert page.list.isVisible()


def test_every_box_of_the_form_is_named(page: TransfersPage, session: Session) -> None:
    form = WorkForm(session, person=session.find(Person, name="宝音")[0])

    assert all(box.objectName() == name for name, box in form.boxes.items())
    assert all(box.accessibleName() for box in form.boxes.values())
