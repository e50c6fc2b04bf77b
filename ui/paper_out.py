"""The way of a paper out of the program: to a printer, or into a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop_app.domain.errors import Cancelled, Unavailable
from desktop_app.domain.progress import Progress
from printing import cups
from printing.cups import LONG_EDGE, ONE_SIDE, SHORT_EDGE, Queue
from printing.parts import Part, parts_of

DPI = 300
POINTS = 72
BY_HAND = "by-hand"
MODES = {
    ONE_SIDE: QPrinter.DuplexMode.DuplexNone,
    LONG_EDGE: QPrinter.DuplexMode.DuplexLongSide,
    SHORT_EDGE: QPrinter.DuplexMode.DuplexShortSide,
}


@dataclass(frozen=True, slots=True)
class Way:
    """How a paper goes out: printer, pages counted from 0, copies and sides of the sheets.

    Turned by hand, ``backwards`` prints the backs from the last to the first.
    """

    queue: str
    pages: tuple[int, ...]
    copies: int = 1
    sides: str = ONE_SIDE
    backwards: bool = False


def printers() -> list[Queue]:
    """Return the printers of this computer, the default one first; ``Unavailable`` if none."""
    if cups.has_cups():
        found = cups.queues()
    else:
        usual = QPrinterInfo.defaultPrinterName()
        found = [_of_qt(QPrinterInfo.printerInfo(name), usual)
                 for name in QPrinterInfo.availablePrinterNames()]  # fmt: skip
    if not found:
        raise Unavailable(
            "这台电脑上还没有打印机，没有打印。", advice="请接好打印机再试，或者先另存为 PDF。"
        )
    return sorted(found, key=lambda one: not one.default)


def parts_for(pdf: bytes, way: Way) -> list[Part]:
    """Return what is printed: the wanted pages of each document, a job each."""
    return parts_of(pdf, way.pages, way.copies)


def send_papers(
    pdf: bytes, way: Way, title: str, progress: Progress, parts: Sequence[Part] | None = None
) -> str:
    """Print the pages wanted, each paper a job of its own, and return the printer's name.

    CUPS takes the PDF itself, so what is printed is what was drawn; where there is none the
    pages go as pictures of 300 dpi. ``parts`` are told how far each came, also when this raises.
    """
    from printing.page_choice import pages_told, picked
    from printing.preview import page_count

    parts = parts_for(pdf, way) if parts is None else parts
    if not cups.has_cups():
        paint(pdf, parts, way, windows_printer(way, title), progress)
        return way.queue
    whole = len(parts) == 1
    pages = pages_told(way.pages) if len(way.pages) < page_count(pdf) else ""

    def given(part: Part) -> str:
        one, choice = (pdf, pages) if whole else (picked(pdf, part.pages), "")
        return cups.hand_over(one, way.queue, title, way.copies, way.sides, choice)

    cups.print_parts(parts, given, way.queue, progress)
    return way.queue


def send_sides(pdf: bytes, way: Way, pages: Sequence[int], title: str, progress: Progress) -> str:
    """Print the fronts or the backs of sheets that are turned by hand, as one job."""
    from printing.page_choice import picked

    part = picked(pdf, pages)
    flat = Way(way.queue, tuple(range(len(pages))), way.copies)
    one = Part(0, flat.pages, len(pages) * way.copies)
    if cups.has_cups():
        cups.print_parts(
            [one], lambda _: cups.hand_over(part, way.queue, title, way.copies), way.queue, progress
        )
    else:
        paint(part, [one], flat, windows_printer(flat, title), progress)
    return way.queue


def windows_printer(way: Way, title: str) -> QPrinter:
    """Return Qt's printer for a way: the whole sheet is drawn on, copies lie sorted."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(way.queue)
    printer.setDocName(title)
    printer.setResolution(DPI)
    printer.setCopyCount(way.copies)
    printer.setCollateCopies(True)
    printer.setDuplex(MODES[way.sides])
    return printer


def paint(
    pdf: bytes,
    parts: Sequence[Part],
    way: Way,
    printer: QPrinter,
    progress: Progress,
) -> None:
    """Draw pages one after the other on a printer as pictures of 300 dpi.

    Printed on both sides, each paper begins on a sheet of its own. When it is cancelled the
    printer drops what it was given; how many sheets it had printed it does not say.
    """
    painter = QPainter()
    progress.total = len(parts)
    try:
        for number, part in enumerate(parts):
            _paint_part(pdf, part, way, (printer, painter), progress)
            last = number + 1 == len(parts)
            if len(part.pages) % 2 and way.sides != ONE_SIDE and not last:
                printer.newPage()
            progress.done = number + 1
    except (Cancelled, Unavailable):
        if painter.isActive():
            printer.abort()
            painter.end()
        for part in parts[: progress.done + 1]:
            part.end(whole=False, came_out=None)
        progress.done = 0
        raise
    painter.end()


def _paint_part(
    pdf: bytes, part: Part, way: Way, on: tuple[QPrinter, QPainter], progress: Progress
) -> None:
    printer, painter = on
    for page in part.pages:
        progress.check()
        picture = _picture(pdf, page)
        _lay(printer, picture)
        begun = printer.newPage() if painter.isActive() else painter.begin(printer)
        if not begun:
            raise _no_answer(way.queue)
        painter.drawImage(QRectF(painter.viewport()), picture)
    part.end(whole=True, came_out=None)


def _picture(pdf: bytes, page: int) -> QImage:
    from printing.preview import render

    width, height, pixels = render(pdf, page, DPI / POINTS)
    return QImage(pixels, width, height, width * 4, QImage.Format.Format_RGBX8888).copy()


def _lay(printer: QPrinter, picture: QImage) -> None:
    """Lay the sheet as the page lies, upright or on its side."""
    wide = picture.width() > picture.height()
    side = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    large = max(picture.width(), picture.height()) > 350 * DPI / 25.4
    size = QPageSize(QPageSize.PageSizeId.A3 if large else QPageSize.PageSizeId.A4)
    printer.setPageLayout(QPageLayout(size, side, QMarginsF()))
    printer.setFullPage(True)


def _of_qt(info: QPrinterInfo, usual: str) -> Queue:
    return Queue(
        info.printerName(),
        default=info.printerName() == usual,
        stopped=info.state() == QPrinter.PrinterState.Error,
        duplex=QPrinter.DuplexMode.DuplexLongSide in info.supportedDuplexModes(),
    )


def _no_answer(queue: str) -> Unavailable:
    return Unavailable(
        f"打印机“{queue}”没有收下这份文件，没有打印。",
        advice="请看看打印机是否开着、有没有纸，再打一次；也可以先另存为 PDF。",
    )
