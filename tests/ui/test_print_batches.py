"""Hundreds of papers at once: stopped by hand and by the printer, gone on with, each on record."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Paper, Printout
from desktop_app.session import Session
from desktop_app.use_cases.paper_content import Content, written
from desktop_app.use_cases.papers import Printed
from printing.form import draw_all
from printing.form_data import FormData
from printing.forms import built_in_layout, sample_data
from printing.page_choice import documents_in
from tests.cups import PrintServer
from tests.sessions import VILLAGE
from tests.ui.conftest import shown
from tests.ui.test_paper_out import asked
from ui.jobs import Jobs
from ui.pdf_preview import PdfPreview
from ui.print_log import PrintLog
from ui.printer_dialog import REST, PrinterDialog
from ui.progress_dialog import ProgressDialog

FORM = "placement_certificate"
MANY, SOME = 300, 20
MEGABYTES = 1 << 20


@pytest.fixture
def certificates(session: Session) -> Printed:
    """Return hundreds of certificates as they were issued, in one PDF."""
    layout = built_in_layout(FORM)
    data = sample_data(layout)
    numbers = [f"第{n:03d}号" for n in range(MANY)]
    each = [FormData(values=dict(data.values) | {"number": n}, rows=data.rows) for n in numbers]
    with session.operation("test", "开具") as operation:
        papers = tuple(
            operation.save(
                Paper(village_code=VILLAGE, form=FORM, number=one.values["number"],
                      content=written(Content(data=one))[0])
            )
            for one in each
        )  # fmt: skip
    return Printed(papers, draw_all(layout, each))


def memory() -> int:
    """Return the megabytes that this process holds."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * 4096 // MEGABYTES


def numbers_of(came: list[Path]) -> list[str]:
    """Return the number on each paper that came out of the printer, in order."""
    found = []
    for path in came:
        document = pypdfium2.PdfDocument(path)
        text = document[0].get_textpage().get_text_bounded()
        found.append(text[text.index("第") :][:5])
        document.close()
    return found


def outcomes(session: Session, first: int = 0) -> list[str]:
    return [one.outcome for one in session.find(Printout)[first:]]


def ended(qtbot: QtBot, preview: PdfPreview, jobs: Jobs, words: str) -> None:
    """Wait until the printing has ended and is on record."""
    qtbot.waitUntil(lambda: words in preview.said.text(), timeout=300_000)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=30_000)


def enter(qtbot: QtBot, preview: PdfPreview) -> PrinterDialog:
    """Ask for the printer by keys, as it was used last, and print."""
    with qtbot.waitActive(preview, timeout=5000):
        preview.activateWindow()  # a window manager does it when a dialog closes
    QTest.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = asked(qtbot, PrinterDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    return dialog


def test_hundreds_are_stopped_jammed_and_finished_by_the_keyboard_alone(
    qtbot: QtBot, session: Session, jobs: Jobs, print_server: PrintServer, certificates: Printed
) -> None:
    assert len(documents_in(certificates.pdf)) == MANY
    print_server.run("lpadmin", "-d", "flat")
    log = PrintLog(session, FORM, certificates.papers)
    preview = PdfPreview("安置证明", certificates.pdf, "证明.pdf", jobs, log=log)
    shown(qtbot, preview)
    before = memory()

    # stopped by the person
    enter(qtbot, preview)
    progress = asked(qtbot, ProgressDialog)
    qtbot.waitUntil(lambda: progress.bar.value() >= SOME, timeout=60_000)
    assert progress.bar.maximum() == MANY
    assert f"共 {MANY} 份" in progress.counts.text()
    done: list[int] = []
    jobs.start(preview, lambda _: len(session.find(Printout)), done.append)
    qtbot.waitUntil(lambda: done == [MANY], timeout=10_000)  # the records are free meanwhile
    QTest.keyClick(progress, Qt.Key.Key_Escape)
    ended(qtbot, preview, jobs, "已经停下")
    went = outcomes(session).count("printed")
    assert SOME <= went < MANY
    assert f"{MANY} 份中打印了 {went} 份" in preview.said.text()
    assert outcomes(session)[went:] == ["cancelled"] * (MANY - went)
    assert print_server.run("lpstat", "-o", "flat") == "", "nothing waits in the queue"
    came = numbers_of(print_server.came_out(went))
    assert 0 <= len(came) - went <= 1, "at most the paper that was being printed"
    assert came == [one.number for one in certificates.papers[: len(came)]]

    # stopped by the printer
    (print_server.folder / "jam").write_text(str(len(came) + SOME))
    assert enter(qtbot, preview).which.currentText() == REST
    ended(qtbot, preview, jobs, "停下了，没有打完")
    assert outcomes(session, MANY) == ["printed"] * SOME + ["stopped"] * (MANY - went - SOME)
    assert print_server.run("lpstat", "-o", "flat") == ""

    # gone on with
    (print_server.folder / "jam").unlink()
    print_server.run("cupsenable", "flat")
    with qtbot.waitSignal(preview.printed, timeout=300_000):
        enter(qtbot, preview)
    came = numbers_of(print_server.came_out(MANY))
    assert sorted(set(came)) == [one.number for one in certificates.papers]
    assert len(came) - MANY <= 1
    records = session.find(Printout)
    whole = [one.paper_id for one in records if one.outcome == "printed"]
    assert sorted(whole) == sorted(one.id for one in certificates.papers), "each once"
    assert memory() - before < 64
    assert QApplication.activeModalWidget() is preview or QApplication.activeModalWidget() is None
