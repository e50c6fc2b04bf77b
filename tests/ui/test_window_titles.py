"""The titles of windows, which task bars show to anybody, hold no names."""

import ast
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Person
from printing.cups import Queue
from printing.recovery_sheet import recovery_sheet
from tests.sessions import TODAY
from tests.ui.conftest import shown, write
from ui import paper_out
from ui.dialog import PROGRAM, Question
from ui.jobs import Jobs
from ui.page import Page
from ui.pages.person_form import FormDialog
from ui.pdf_preview import PdfPreview
from ui.printer_dialog import PrinterDialog
from ui.progress_dialog import ProgressDialog
from ui.record_form import RecordForm

UI = Path(__file__).parents[2] / "ui"
NAME = "乌云其其格"


def test_only_words_known_beforehand_are_titles() -> None:
    found = [
        f"{path.name}:{node.lineno}"
        for path in UI.rglob("*.py")
        if path.name != "shell.py"  # adds whether it is for training
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "setWindowTitle"
        and not isinstance(node.args[0], ast.Constant)
        and ast.unparse(node.args[0]) != "PROGRAM"
    ]

    assert found == []


def test_a_dialog_tells_the_name_to_a_screen_reader_only(qtbot: QtBot, jobs: Jobs) -> None:
    sheet = recovery_sheet(["ABCD"] * 8, NAME, ["查干哈达嘎查"], TODAY)
    page = Page()
    qtbot.addWidget(page)
    preview = PdfPreview(f"{NAME}的安置证明", sheet, "证明.pdf", jobs, page)
    dialogs = (
        Question(page, f"移除{NAME}？", "移除"),
        ProgressDialog(page, f"正在读 {NAME}.xlsx"),
        FormDialog(page, jobs, f"{NAME}的资料", [RecordForm(Person, ("name",))]),
        preview,
    )

    for dialog in dialogs:
        assert dialog.windowTitle() == PROGRAM
        assert NAME in dialog.accessibleName()
    qtbot.waitUntil(lambda: not preview.sheet.pixmap().isNull())


def test_the_queue_of_the_printer_gets_no_name(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def send(_: bytes, way: paper_out.Way, title: str, *_more: object) -> str:
        told.append(title)
        return way.queue

    monkeypatch.setattr(paper_out, "printers", lambda: [Queue("前台")])
    monkeypatch.setattr(paper_out, "send_papers", send)
    sheet = recovery_sheet(["ABCD"] * 8, NAME, ["查干哈达嘎查"], TODAY)
    preview = PdfPreview(f"{NAME}的安置证明", sheet, "证明.pdf", jobs)
    shown(qtbot, preview)

    preview.print_button.click()
    qtbot.waitUntil(lambda: preview.findChild(PrinterDialog) is not None)
    dialog = preview.findChild(PrinterDialog)
    assert isinstance(dialog, PrinterDialog)
    assert dialog.windowTitle() == PROGRAM
    with qtbot.waitSignal(preview.printed):
        dialog.accept()

    assert told == [PROGRAM]


def test_a_form_half_filled_is_left_for_good(qtbot: QtBot, jobs: Jobs) -> None:
    page = Page()
    shown(qtbot, page)
    form = RecordForm(Person, ("name",))
    dialog = FormDialog(page, jobs, "登记人员", [form])
    dialog.run(lambda: lambda: None, lambda _: None)
    write(form.boxes["name"], NAME)
    dialog.reject()
    question = dialog.findChild(Question)
    assert isinstance(question, Question)

    with qtbot.waitSignal(dialog.rejected):
        question.go.click()
