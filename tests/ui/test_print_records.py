"""Whichever way a paper goes out of the window, it is on record; what was cut short goes on."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.domain.records import Paper, Printout
from desktop_app.session import Session
from desktop_app.use_cases.papers import Printed, print_form
from desktop_app.use_cases.print_orders import usual_way
from desktop_app.use_cases.printout_lines import RECOVERY_SHEET
from printing.preview import page_count
from tests.cups import PrintServer
from tests.sessions import TODAY
from tests.ui.conftest import shown, shown_page
from tests.ui.test_paper_out import asked
from tests.use_cases.placements import announced_post, placed
from ui.dialog import Question
from ui.jobs import Jobs
from ui.pages import person_pane
from ui.pages.issued_papers import PapersDialog, show_paper
from ui.pages.people import PeoplePage
from ui.paper_out import BY_HAND, Way
from ui.pdf_preview import PdfPreview, open_preview
from ui.print_log import PrintLog
from ui.printer_dialog import REST, PrinterDialog
from ui.printing_dialog import PrintingDialog
from ui.printouts_dialog import PrintoutsDialog

FORM = "post_card"


@pytest.fixture
def cards(session: Session) -> Printed:
    post = announced_post(session, headcount=9, required_days=30)
    return print_form(session, FORM, [placed(session, post, n).id for n in (1, 2, 3)])


def previewed(qtbot: QtBot, session: Session, jobs: Jobs, printed: Printed) -> PdfPreview:
    log = PrintLog(session, FORM, printed.papers)
    preview = PdfPreview("上岗证", printed.pdf, "上岗证.pdf", jobs, log=log)
    shown(qtbot, preview)
    return preview


def way_of(printed: Printed, **how: object) -> Way:
    return Way(**{"queue": "flat", "pages": tuple(range(page_count(printed.pdf))), **how})  # type: ignore[arg-type]


def outcomes(session: Session) -> list[tuple[str, int | None]]:
    return [(one.outcome, one.came_out) for one in session.find(Printout)]


def test_a_batch_that_stops_goes_on_where_it_stopped(
    qtbot: QtBot, session: Session, jobs: Jobs, print_server: PrintServer, cards: Printed
) -> None:
    (print_server.folder / "jam").write_text("1")
    preview = previewed(qtbot, session, jobs, cards)
    preview.sending.send(way_of(cards))
    qtbot.waitUntil(lambda: "3 份中打印了 1 份" in preview.said.text(), timeout=30_000)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert outcomes(session) == [("printed", 1), ("stopped", 1), ("stopped", 0)]

    (print_server.folder / "jam").unlink()
    print_server.run("cupsenable", "flat")
    assert preview.said._act.text() == "接着打印"
    preview.said._act.click()
    dialog = asked(qtbot, PrinterDialog)
    assert (dialog.which.currentText(), dialog.pages.text()) == (REST, "2-3")
    assert dialog.printer.currentText().startswith("flat"), "the printer of this form"
    with qtbot.waitSignal(preview.printed, timeout=30_000):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert len(print_server.came_out(3)) == 3, "each card once"
    assert outcomes(session)[3:] == [("printed", 1), ("printed", 1)]
    assert [one.paper_id for one in session.find(Printout)[3:]] == [
        one.id for one in cards.papers[1:]
    ]
    preview.print_out()
    preview.print_out()
    again = asked(qtbot, PrinterDialog)
    assert again.which.findText(REST) == -1, "nothing is left"
    qtbot.waitUntil(lambda: not preview.sending._out.busy)
    assert preview.findChildren(PrinterDialog) == [again], "it is asked once"
    again.reject()


def test_sheets_turned_by_hand_are_on_record_when_both_sides_are(
    qtbot: QtBot, session: Session, jobs: Jobs, print_server: PrintServer
) -> None:
    holder = placed(session, announced_post(session, required_days=30, duties="巡护。"), 1)
    printed = print_form(session, "labour_agreement", [holder.id])
    pages = page_count(printed.pdf)
    assert pages > 1
    preview = previewed(qtbot, session, jobs, printed)
    preview.sending.send(way_of(printed, sides=BY_HAND))
    question = asked(qtbot, Question)
    assert outcomes(session) == [("sent", None)]
    question.reject()
    qtbot.waitUntil(lambda: outcomes(session) == [("cancelled", (pages + 1) // 2)])
    preview.sending.send(way_of(printed, sides=BY_HAND))
    with qtbot.waitSignal(preview.printed, timeout=30_000):
        asked(qtbot, Question).accept()
    assert outcomes(session)[-1] == ("printed", pages)
    assert session.find(Printout)[-1].sides == BY_HAND


def test_a_file_is_on_record(
    qtbot: QtBot, session: Session, jobs: Jobs, cards: Printed, tmp_path: Path
) -> None:
    preview = previewed(qtbot, session, jobs, cards)
    with qtbot.waitSignal(preview.saved, timeout=30_000):
        preview.sending.save_to(tmp_path / "上岗证")
    assert outcomes(session) == [("saved", None)] * 3
    preview.sending.save_to(tmp_path / "没有" / "上岗证.pdf")
    qtbot.waitUntil(lambda: "没有写成" in preview.said.text(), timeout=30_000)
    assert outcomes(session)[3:] == [("failed", None)] * 3


def test_a_sheet_without_a_number_is_on_record_and_a_sample_is_not(
    qtbot: QtBot, session: Session, jobs: Jobs, print_server: PrintServer, cards: Printed
) -> None:
    for form, kept in ((RECOVERY_SHEET, 1), (FORM, 1)):
        preview = PdfPreview("样", cards.pdf, "样.pdf", jobs, log=PrintLog(session, form))
        shown(qtbot, preview)
        with qtbot.waitSignal(preview.printed, timeout=30_000):
            preview.sending.send(Way("flat", (0,), copies=2))
        assert len(session.find(Printout)) == kept
        assert (usual_way(session, form).printer, usual_way(session, form).times) == ("flat", 2)
        preview.reject()
    (one,) = session.find(Printout)
    assert (one.form, one.paper_id.int, one.copies, one.pages) == (RECOVERY_SHEET, 0, 2, "1")


def test_papers_seen_again_from_a_list_are_on_record(
    qtbot: QtBot, session: Session, jobs: Jobs, print_server: PrintServer, cards: Printed
) -> None:
    parent = QWidget()
    shown(qtbot, parent)
    paper = session.get(Paper, cards.papers[0].id)
    preview = show_paper(parent, session, jobs, "某人", paper, cards.pdf)
    qtbot.waitUntil(lambda: preview.prints.text() == "没有打过")
    with qtbot.waitSignal(preview.printed, timeout=30_000):
        preview.sending.send(Way("turning", (0,)))
    (one,) = session.find(Printout)
    assert (one.paper_id, one.printer, one.outcome) == (paper.id, "turning", "printed")
    qtbot.waitUntil(lambda: preview.prints.text() == "打过 1 遍")
    preview.prints.click()
    prints = asked(qtbot, PrintoutsDialog)
    assert prints.table.model().rowCount() == 1
    prints.reject()
    preview.reject()


def test_the_papers_of_a_person_tell_how_often_each_went_out(
    qtbot: QtBot, session: Session, jobs: Jobs, print_server: PrintServer, cards: Printed
) -> None:
    page = shown_page(qtbot, PeoplePage(session, jobs))
    page.choose(cards.papers[0].person_id)
    page.do(person_pane.PAPERS)
    papers = asked(qtbot, PapersDialog)
    (line,) = papers._lines.values()
    assert (line.words, papers.prints.isEnabled()) == ("没有打印过", False)
    papers.print_again()
    preview = asked(qtbot, PdfPreview)
    with qtbot.waitSignal(preview.printed, timeout=30_000):
        preview.sending.send(Way("flat", (0,), copies=2))
    preview.reject()
    qtbot.waitUntil(lambda: papers.prints.isEnabled())
    (line,) = papers._lines.values()
    assert line.words == f"2 遍，{TODAY:%m-%d}"
    papers.prints.click()
    prints = asked(qtbot, PrintoutsDialog)
    told = prints.table.model()
    row = [told.index(0, column).data() for column in range(told.columnCount())]
    assert row[1:] == [session.officer, "flat", "2", "已打印"]
    assert prints.whole.text().startswith("打印机“flat” · 2 遍 · 单面 · 已打印。")
    assert session.rules.name in prints.whole.text()
    prints.reject()
    papers.reject()


def test_a_batch_goes_on_in_the_background_while_other_work_is_done(
    qtbot: QtBot, session: Session, jobs: Jobs, print_server: PrintServer, cards: Printed
) -> None:
    main = QLineEdit()
    shown(qtbot, main)
    log = PrintLog(session, FORM, cards.papers)
    preview = open_preview(main, jobs, "上岗证", cards.pdf, "上岗证.pdf", log)
    (print_server.folder / "busy").touch()
    preview.sending.send(way_of(cards))
    printing = asked(qtbot, PrintingDialog)
    QTest.keyClick(printing.aside, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert (printing.isVisible(), preview.isVisible()) == (True, False)
    with qtbot.waitActive(main, timeout=5000):
        main.activateWindow()
    QTest.keyClicks(main, "abc")
    assert main.text() == "abc", "the window behind it is free"
    (print_server.folder / "busy").unlink()
    qtbot.waitUntil(lambda: "3 份都打印完了" in printing.counts.text(), timeout=30_000)
    qtbot.waitUntil(lambda: not isValid(preview), timeout=10_000)
    assert outcomes(session) == [("printed", 1)] * 3
    assert not printing.working
    printing.cancel_button.click()
    qtbot.waitUntil(lambda: not isValid(printing))


def test_a_batch_in_the_background_comes_back_when_it_stops(
    qtbot: QtBot, session: Session, jobs: Jobs, print_server: PrintServer, cards: Printed
) -> None:
    preview = previewed(qtbot, session, jobs, cards)
    (print_server.folder / "busy").touch()
    (print_server.folder / "jam").write_text("1")
    preview.sending.send(way_of(cards))
    printing = asked(qtbot, PrintingDialog)
    printing.step_aside()
    assert not preview.isVisible()
    (print_server.folder / "busy").unlink()
    qtbot.waitUntil(preview.isVisible, timeout=30_000)
    assert "3 份中打印了 1 份" in preview.said.text()
    qtbot.waitUntil(lambda: not isValid(printing))
    qtbot.waitUntil(lambda: not jobs.busy)
    assert outcomes(session)[0] == ("printed", 1)
