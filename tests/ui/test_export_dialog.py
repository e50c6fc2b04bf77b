"""The button 导出: what it asks, and that what is in view lands in the file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.session import Session
from desktop_app.use_cases.exporting.gate import Secrecy
from desktop_app.use_cases.exporting.register import Look
from tests.sessions import keep_person, open_test_session
from ui.export_dialog import OWN, TEMPLATE, WHOLE, Exportable, ExportDialog
from ui.jobs import Jobs
from ui.pages.people import PeoplePage


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    session.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[PeoplePage]:
    for number in range(1, 4):
        keep_person(session, number)
    jobs = Jobs()
    page = PeoplePage(session, jobs)
    qtbot.addWidget(page)
    page.look()
    yield page
    jobs.close()


def _dialog(qtbot: QtBot) -> ExportDialog:
    offered = [Exportable("people"), Exportable("visits")]
    dialog = ExportDialog(None, offered, lambda text: (3, ""))
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_whole_numbers_ask_for_a_reason_and_a_password(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    assert not dialog.secret.isVisible()
    assert dialog.secrecy() == Secrecy()
    dialog.numbers.set_value(WHOLE)
    dialog.numbers.changed.emit()
    dialog.reason.setText("报旗县审核")
    dialog.password.first.setText("三只白羊 慢慢过河")

    assert dialog.secret.isVisible()
    assert dialog.secrecy() == Secrecy(
        whole=True, reason="报旗县审核", password="三只白羊 慢慢过河"
    )


def test_two_passwords_that_differ_do_not_go_on(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    dialog.numbers.set_value(WHOLE)
    dialog.numbers.changed.emit()
    assert dialog.go.isEnabled()  # few people need none
    dialog.password.first.setText("三只白羊 慢慢过河")
    assert not dialog.go.isEnabled()
    dialog.password.second.setText("三只白羊 慢慢过河")
    assert dialog.go.isEnabled()


def test_the_heading_sets_are_those_of_the_register(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    offered = [dialog.layouts.itemData(place) for place in range(dialog.layouts.count())]
    assert offered == [OWN, "F6", "F7", "F12", "F15", "F16", TEMPLATE]
    dialog.layouts.set_value("F6")
    dialog.aliases.setChecked(True)
    dialog.paper.set_value("A3")
    assert dialog.look() == Look(layout="F6", aliases=True, size="A3")
    dialog.kind.set_value("走访台账")
    dialog.kind.changed.emit()

    offered = [dialog.layouts.itemData(place) for place in range(dialog.layouts.count())]
    assert offered == [OWN, TEMPLATE]
    assert dialog.look().layout == ""


def test_every_box_has_a_name_and_is_reached_by_the_keyboard(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    for name in ("kind", "layouts", "numbers", "paper", "aliases", "reason"):
        box = dialog.findChild(QWidget, name)
        assert box is not None
        assert box.accessibleName() or box.property("text")
        assert box.focusPolicy() != box.focusPolicy().NoFocus


def test_what_is_in_view_lands_in_the_file(
    page: PeoplePage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    page.filters.search.setText("乌云2")
    page.filters.search.ask_now()
    path = tmp_path / "a.xlsx"
    offer = page.exporting.ask().offer()
    with qtbot.waitSignal(page.toast) as told:
        page.exporting.write(offer, path, Look(), Secrecy())

    assert "共 1 行，全部写到了" in str(told.args[0] if told.args else "")
    assert [row[2].value for row in load_workbook(path).worksheets[0].rows][3:] == ["乌云2"]


def test_a_blank_sheet_is_filled_from_the_page(
    page: PeoplePage, qtbot: QtBot, tmp_path: Path
) -> None:
    book = Workbook()
    book.worksheets[0].append(["姓名", "联系电话"])
    book.save(tmp_path / "空表.xlsx")
    offer = page.exporting.ask().offer()
    with qtbot.waitSignal(page.toast):
        page.exporting.write(
            offer, tmp_path / "a.xlsx", Look(), Secrecy(), str(tmp_path / "空表.xlsx")
        )

    names = [row[0].value for row in load_workbook(tmp_path / "a.xlsx").worksheets[0].rows]
    assert sorted(map(str, names[1:])) == ["乌云1", "乌云2", "乌云3"]


def test_a_refusal_is_told_and_nothing_is_written(
    page: PeoplePage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    for number in range(4, 30):
        keep_person(session, number)
    with qtbot.waitSignal(page.refused) as told:
        page.exporting.write(Exportable("people"), tmp_path / "a.xlsx", Look(), Secrecy(whole=True))

    assert "还没有写事由" in str(told.args[0] if told.args else "")
    assert not (tmp_path / "a.xlsx").exists()
