"""表格版式: looked at by everybody, changed on the county's desk."""

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.session import Session
from desktop_app.use_cases.office_layouts import layout_file
from printing.forms import FORMS, layout_text
from tests.ui.settings_page.conftest import Make, asked
from tests.ui.settings_page.test_rulebooks import county
from ui.dialog import Question
from ui.pages.settings_give_out import GiveOutQuestion
from ui.pages.settings_layouts import LayoutsDialog
from ui.pdf_preview import PdfPreview

__all__ = ["county"]

FORM = "policy_notice"
OFFICES = layout_text(FORM).replace('title = "', 'title = "达茂旗', 1)


def dialog_of(made: Make, session: Session) -> LayoutsDialog:
    page = made(session)
    page.show_section("rules")
    dialog = page.rules.acts.show_layouts()
    dialog.table.select(FORM)
    return dialog


def test_a_county_looks_at_a_file_gives_it_out_and_withdraws_it(
    qtbot: QtBot, made: Make, county: Session, tmp_path: Path
) -> None:
    dialog = dialog_of(made, county)
    file = tmp_path / "告知书.toml"
    file.write_text(OFFICES, "utf-8")
    line = dialog.chosen()
    assert line is not None

    dialog.read_from(line, str(file))
    preview = asked(qtbot, PdfPreview)
    assert isinstance(preview, PdfPreview)
    preview.reject()
    question = asked(qtbot, GiveOutQuestion)
    assert isinstance(question, GiveOutQuestion)
    question.version.set_value("2026.1")
    with qtbot.waitSignal(dialog.done_with, timeout=8000):
        question.go.click()

    assert layout_file(county, FORM) == OFFICES
    now = dialog.chosen()
    assert now is not None
    assert now.version == "2026.1"
    dialog.withdraw.click()
    stop = asked(qtbot, Question)
    assert isinstance(stop, Question)
    with qtbot.waitSignal(dialog.done_with, timeout=8000):
        stop.go.click()
    assert layout_file(county, FORM) == layout_text(FORM)


def test_a_layout_that_is_wrong_is_told_above_the_list(
    qtbot: QtBot, made: Make, county: Session, tmp_path: Path
) -> None:
    dialog = dialog_of(made, county)
    file = tmp_path / "坏.toml"
    file.write_text(OFFICES.replace("[fields]", '[fields]\nsalary = "工资"', 1), "utf-8")
    line = dialog.chosen()
    assert line is not None

    dialog.read_from(line, str(file))

    qtbot.waitUntil(dialog.refusal.isVisible, timeout=8000)
    assert "程序没有版式里的栏目“salary”" in "".join(
        one.text() for one in dialog.findChildren(QLabel)
    )


def test_others_look_and_export_only(
    qtbot: QtBot, made: Make, session: Session, tmp_path: Path
) -> None:
    dialog = dialog_of(made, session)

    assert (dialog.read.isVisible(), dialog.withdraw.isVisible()) == (False, False)
    dialog.show_look()
    preview = asked(qtbot, PdfPreview)
    assert isinstance(preview, PdfPreview)
    assert FORMS[FORM] in preview.accessibleName()
    preview.reject()
    target = tmp_path / "out.toml"
    with qtbot.waitSignal(dialog.done_with, timeout=8000):
        dialog.write_to(FORM, str(target))
    assert target.read_text("utf-8") == layout_text(FORM)
