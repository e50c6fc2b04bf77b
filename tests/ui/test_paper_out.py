"""Papers go out by a real CUPS: as they were shown, sorted, taken back, and without a trace."""

import time
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.domain.errors import Cancelled, Unavailable
from desktop_app.domain.progress import Progress
from desktop_app.use_cases.print_orders import PrintHabit
from printing import cups
from printing.page_choice import BLANK, picked, two_sides
from printing.parts import left_of, parts_of
from printing.preview import page_count, render
from tests.cups import PrintServer
from tests.ui.conftest import shown
from tests.ui.test_sheet_order import papers
from ui.dialog import Question
from ui.jobs import Jobs
from ui.paper_out import BY_HAND, Way, paint, printers, send_papers, send_sides
from ui.pdf_preview import PdfPreview
from ui.print_log import PrintLog
from ui.printer_dialog import PrinterDialog
from ui.progress_dialog import ProgressDialog

D = TypeVar("D", bound=QDialog)


def differs(one: bytes, page: int, other: bytes, of: int) -> float:
    """Return the share of pixels in which two pages clearly differ."""
    width, height, left = render(one, page, 1.5)
    size = (width, height)
    w, h, right = render(other, of, 1.5)
    assert abs(w - size[0]) <= 1
    assert abs(h - size[1]) <= 1
    a = QImage(left, width, height, width * 4, QImage.Format.Format_RGBX8888)
    b = QImage(right, w, h, w * 4, QImage.Format.Format_RGBX8888)
    a = a.convertToFormat(QImage.Format.Format_Grayscale8).scaled(width, height)
    b = b.convertToFormat(QImage.Format.Format_Grayscale8).scaled(width, height)
    first, second = bytes(a.constBits()), bytes(b.constBits())
    return sum(abs(x - y) > 64 for x, y in zip(first, second, strict=True)) / len(first)


def everything(count: int) -> tuple[int, ...]:
    return tuple(range(count))


def test_what_comes_out_of_the_printer_is_what_was_shown(
    print_server: PrintServer, three: bytes
) -> None:
    send_papers(three, Way("turning", everything(3)), "文书", Progress())
    came = [path.read_bytes() for path in print_server.came_out(3)]
    assert [page_count(one) for one in came] == [1, 1, 1]
    for page, one in enumerate(came):
        assert differs(three, page, one, 0) < 0.005
    assert differs(three, 0, came[1], 0) > 0, "the measure sees another number"


def test_copies_lie_sorted_and_only_chosen_pages_come(print_server: PrintServer) -> None:
    made = pypdfium2.PdfDocument.new()
    for width in (300, 320, 340):
        made.new_page(width, 400)
    path = print_server.folder / "long.pdf"
    made.save(path)
    made.close()
    pdf = path.read_bytes()
    assert [part.pages for part in parts_of(pdf, everything(3))] == [(0, 1, 2)]
    way = Way("turning", (0, 2), copies=3, sides=cups.LONG_EDGE)
    send_papers(pdf, way, "文书", Progress())
    [came] = print_server.came_out(1)
    asked = came.with_suffix(".asked").read_text()
    assert "sides=two-sided-long-edge" in asked or "Duplex=DuplexNoTumble" in asked
    assert page_count(came.read_bytes()) in {6, 11, 12}, "three copies of two pages"


def test_printers_tell_how_they_stand(print_server: PrintServer) -> None:
    first, second = printers()
    assert (first.name, first.default, first.duplex, first.told) == (
        "turning", True, True, "可以打印",
    )  # fmt: skip
    assert (second.name, second.default, second.duplex) == ("flat", False, False)
    print_server.run("cupsdisable", "flat")
    print_server.run("cupsreject", "turning")
    assert {one.name: one.told for one in printers()} == {"flat": "已停用", "turning": "不收任务"}


def test_a_queue_that_stops_half_way_says_how_many_went(
    print_server: PrintServer, three: bytes
) -> None:
    (print_server.folder / "jam").write_text("1")
    way, progress = Way("flat", everything(3)), Progress()
    parts = parts_of(three, way.pages)
    with pytest.raises(Unavailable, match="3 份中打印了 1 份，其余的已经撤回"):
        send_papers(three, way, "文书", progress, parts)
    assert [(part.state, part.came_out) for part in parts] == [
        ("printed", 1), ("cut", 1), ("cut", 0),
    ]  # fmt: skip
    assert (progress.done, left_of(parts)) == (1, (1, 2))
    (print_server.folder / "jam").unlink()
    print_server.run("cupsenable", "flat")
    assert print_server.run("lpstat", "-o", "flat") == ""
    assert len(print_server.came_out(1)) == 1


def test_a_stopped_print_is_taken_back(print_server: PrintServer, three: bytes) -> None:
    class Stopping(Progress):
        def check(self) -> None:
            if print_server.run("lpstat", "-o", "flat"):
                raise Cancelled

    (print_server.folder / "busy").touch()
    with pytest.raises(Cancelled):
        send_papers(three, Way("flat", everything(3)), "文书", Stopping())
    (print_server.folder / "busy").unlink()
    assert print_server.run("lpstat", "-o", "flat") == ""


def test_a_paper_thrown_away_at_the_printer_is_not_taken_for_printed(
    print_server: PrintServer, three: bytes
) -> None:
    (print_server.folder / "busy").touch()
    parts = parts_of(three, everything(3))

    class Watching(Progress):
        def check(self) -> None:
            if print_server.run("lpstat", "-o", "flat").count("flat-") == 3:
                first = print_server.run("lpstat", "-o", "flat").split()[0]
                print_server.run("cancel", first)  # as somebody does at the printer

    with pytest.raises(Unavailable, match="没有打完其中一份"):
        send_papers(three, Way("flat", everything(3)), "文书", Watching(), parts)
    assert [part.state for part in parts] == ["cut"] * 3
    (print_server.folder / "busy").unlink()
    assert print_server.run("lpstat", "-o", "flat") == ""


def test_only_a_few_papers_wait_in_the_queue_at_once(print_server: PrintServer) -> None:
    (print_server.folder / "busy").touch()
    progress = Progress()

    def send() -> None:
        with pytest.raises(Cancelled):
            send_papers(papers(*[1] * 20), Way("flat", everything(20)), "文书", progress)

    sending = Thread(target=send)
    sending.start()
    print_server.until(lambda: print_server.run("lpstat", "-o", "flat").count("flat-") > 1)
    time.sleep(2)
    assert print_server.run("lpstat", "-o", "flat").count("flat-") == cups.AHEAD
    progress.cancel()
    (print_server.folder / "busy").unlink()
    sending.join()
    assert print_server.run("lpstat", "-o", "flat") == ""


def test_each_failure_has_its_sentence(
    print_server: PrintServer, three: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unavailable, match="找不到打印机“没有”"):
        cups.hand_over(three, "没有", "文书")
    print_server.run("cupsreject", "flat")
    with pytest.raises(Unavailable, match="不收打印任务"):
        cups.hand_over(three, "flat", "文书")
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    with pytest.raises(Unavailable, match="没有打印"):
        cups.hand_over(three, "flat", "文书")
    with monkeypatch.context() as bare:
        bare.setenv("PATH", "")
        with pytest.raises(Unavailable, match="没有打印程序 lp"):
            cups.hand_over(three, "flat", "文书")


def test_sheets_turned_by_hand_get_their_backs(print_server: PrintServer, three: bytes) -> None:
    fronts, backs = two_sides([[0, 1, 2], [3, 4]], backwards=False)
    assert (fronts, backs) == ([0, 2, 3], [1, BLANK, 4])
    assert two_sides([[0, 1, 2], [3, 4]], backwards=True)[1] == [4, BLANK, 1]
    send_sides(three, Way("flat", everything(3)), [2, BLANK, 0], "文书", Progress())
    [came] = print_server.came_out(1)
    assert page_count(came.read_bytes()) == 3
    assert differs(three, 2, came.read_bytes(), 0) < 0.005
    assert differs(three, 0, came.read_bytes(), 2) < 0.005
    assert differs(three, 0, came.read_bytes(), 1) > 0.005


def test_where_there_is_no_cups_pages_go_as_pictures(
    dressed: None, three: bytes, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(300)
    progress = Progress()
    paint(three, parts_of(three, everything(3)), Way("x", everything(3)), printer, progress)
    came = (tmp_path / "out.pdf").read_bytes()
    assert (page_count(came), progress.done) == (3, 3)
    assert differs(three, 1, came, 1) < 0.03


def test_pictures_that_are_stopped_are_dropped_by_the_printer(
    dressed: None, three: bytes, tmp_path: Path
) -> None:
    class Stopping(Progress):
        def check(self) -> None:
            if self.done == 2:
                raise Cancelled

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    parts, progress = parts_of(three, everything(3)), Stopping()
    with pytest.raises(Cancelled):
        paint(three, parts, Way("x", everything(3)), printer, progress)
    assert [(part.state, part.came_out) for part in parts] == [("cut", None)] * 3
    assert progress.done == 0, "nobody knows what had come out"
    assert left_of(parts) == (0, 1, 2)


def test_each_paper_begins_a_sheet_of_its_own(three: bytes) -> None:
    assert [part.pages for part in parts_of(three, (0, 2))] == [(0,), (2,)]
    assert page_count(picked(three, [1, BLANK])) == 2


# by the window, with the keyboard


def asked(qtbot: QtBot, kind: type[D]) -> D:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind), timeout=10_000)
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


class Habits(PrintLog):
    """Remembers here how papers are printed."""

    def __init__(self, usual: PrintHabit) -> None:
        super().__init__()
        self.known = [usual]

    def usual(self) -> PrintHabit:
        return self.known[-1]

    def remember(self, habit: PrintHabit) -> None:
        self.known.append(habit)


def opened(qtbot: QtBot, jobs: Jobs, pdf: bytes, log: PrintLog) -> PdfPreview:
    preview = PdfPreview("安置证明", pdf, "证明.pdf", jobs, log=log)
    shown(qtbot, preview)
    qtbot.waitUntil(lambda: preview.place.text().endswith("共 3 页"), timeout=10_000)
    return preview


def test_a_paper_is_printed_with_the_keyboard_alone(
    qtbot: QtBot, jobs: Jobs, print_server: PrintServer, three: bytes
) -> None:
    preview = opened(qtbot, jobs, three, Habits(PrintHabit(printer="flat")))
    QTest.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = asked(qtbot, PrinterDialog)
    assert dialog.printer.currentText() == "flat（可以打印）"
    assert [dialog.sides.itemText(n) for n in range(dialog.sides.count())] == [
        "单面", "双面，手工翻纸",
    ]  # fmt: skip
    QTest.keyClick(dialog.which, Qt.Key.Key_End)
    QTest.keyClicks(dialog.pages, "2-9")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "共 3 页" in dialog.problem.text()
    dialog.pages.clear()
    QTest.keyClicks(dialog.pages, "2-3")
    with qtbot.waitSignal(preview.printed, timeout=20_000):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert preview.said.text() == "打印机“flat”已经收下。"
    came = print_server.came_out(2)
    assert [differs(three, 1, came[0].read_bytes(), 0) < 0.005, len(came)] == [True, 2]


def test_one_who_prints_before_the_pages_were_counted_gets_all_of_them(
    qtbot: QtBot, jobs: Jobs, print_server: PrintServer, three: bytes
) -> None:
    free = Event()
    jobs.start(jobs, lambda _: free.wait(60), lambda _: None)
    preview = PdfPreview(
        "安置证明", three, "证明.pdf", jobs, log=Habits(PrintHabit(printer="flat"))
    )
    shown(qtbot, preview)
    QTest.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = asked(qtbot, PrinterDialog)
    assert not preview.place.text(), "nobody has counted yet"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    with qtbot.waitSignal(preview.printed, timeout=20_000):
        free.set()
    assert len(print_server.came_out(3)) == 3


def test_sheets_are_turned_by_hand_after_a_sentence(
    qtbot: QtBot, jobs: Jobs, print_server: PrintServer
) -> None:
    made, out = pypdfium2.PdfDocument.new(), BytesIO()
    for _ in range(3):
        made.new_page(595, 842)
    made.save(out)
    made.close()
    habits = Habits(PrintHabit(printer="flat", sides=BY_HAND))
    preview = opened(qtbot, jobs, out.getvalue(), habits)
    preview.print_out()
    dialog = asked(qtbot, PrinterDialog)
    assert dialog.sides.currentText() == "双面，手工翻纸"
    dialog.backwards.setChecked(True)
    dialog.accept()
    question = asked(qtbot, Question)
    assert question.go.text() == "打印背面"
    assert page_count(print_server.came_out(1)[0].read_bytes()) == 2
    with qtbot.waitSignal(preview.printed, timeout=20_000):
        question.accept()
    assert page_count(print_server.came_out(2)[1].read_bytes()) == 2
    assert habits.known[1:] == [PrintHabit(printer="flat", sides=BY_HAND, backwards=True)]


def test_the_window_stays_free_while_a_job_waits_and_can_take_it_back(
    qtbot: QtBot, jobs: Jobs, print_server: PrintServer, three: bytes
) -> None:
    (print_server.folder / "busy").touch()
    (print_server.folder / "empty").touch()
    preview = opened(qtbot, jobs, three, PrintLog())
    preview.sending.send(Way("flat", everything(3)))
    progress = asked(qtbot, ProgressDialog)
    done: list[int] = []
    jobs.start(preview, lambda _: 1, done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert progress.isVisible(), "the records were written while the printer was busy"
    qtbot.waitUntil(lambda: "flat-" in print_server.run("lpstat", "-o", "flat"), timeout=10_000)
    qtbot.waitUntil(lambda: "打印机没有纸了" in progress.counts.text(), timeout=10_000)
    progress.cancel()
    qtbot.waitUntil(lambda: not isValid(progress), timeout=20_000)
    assert preview.said.text() == "已经停下：3 份中打印了 0 份，其余的已经撤回。"
    (print_server.folder / "busy").unlink()
    assert print_server.run("lpstat", "-o", "flat") == ""


def test_the_page_fits_the_window_and_zooms_by_keys_and_wheel(
    qtbot: QtBot, jobs: Jobs, three: bytes
) -> None:
    preview = opened(qtbot, jobs, three, PrintLog())
    qtbot.waitUntil(lambda: not preview.sheet.pixmap().isNull(), timeout=10_000)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(preview, Qt.Key.Key_Plus, control)
    assert preview.percent.text() == "125 %"
    QTest.keyClick(preview, Qt.Key.Key_Minus, control)
    QTest.keyClick(preview, Qt.Key.Key_Minus, control)
    assert preview.percent.text() == "75 %"
    QTest.keyClick(preview, Qt.Key.Key_0, control)
    assert preview.percent.text() == "100 %"
    preview.whole.click()
    room = preview.area.viewport()
    qtbot.waitUntil(lambda: preview.sheet.pixmap().height() <= room.height(), timeout=10_000)
    assert preview.sheet.pixmap().height() > room.height() * 0.8
    preview.wide.click()
    qtbot.waitUntil(lambda: preview.sheet.pixmap().width() > room.width() * 0.9, timeout=10_000)
    assert preview.area.horizontalScrollBar().maximum() == 0
    middle = QPointF(room.rect().center())
    turn = QWheelEvent(
        middle, room.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        control, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = preview.sheet.pixmap().width()
    QApplication.sendEvent(room, turn)
    qtbot.waitUntil(lambda: preview.sheet.pixmap().width() < before, timeout=10_000)
    QTest.keyClick(preview, Qt.Key.Key_End)
    assert preview.place.text() == "第 3 页，共 3 页"
