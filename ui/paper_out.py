"""The way of a paper out of the program: to a printer, or into a file."""

import os
import shutil
import subprocess
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.domain.errors import Unavailable

DPI = 300
POINTS = 72
WAIT_SECONDS = 60


def ask_printer(parent: QWidget | None, title: str) -> QPrinter | None:
    """Let the person choose a printer; ``None`` when they think again."""
    if not QPrinterInfo.availablePrinterNames():
        raise Unavailable(
            "这台电脑上还没有打印机，没有打印。", advice="请接好打印机再试，或者先另存为 PDF。"
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return printer


def send_pdf(pdf: bytes, printer: QPrinter, title: str) -> str:
    """Hand a paper to the printer chosen and return its name; runs on the data thread.

    CUPS takes the PDF itself, so what is printed is what was drawn; where there is none the
    pages go as pictures of 300 dpi.
    """
    lp = shutil.which("lp")
    if lp and not printer.outputFileName():
        _by_cups(lp, pdf, printer, title)
    else:
        _by_painter(pdf, printer)
    return printer.printerName() or title


def _by_cups(lp: str, pdf: bytes, printer: QPrinter, title: str) -> None:
    command = [lp, "-d", printer.printerName(), "-n", str(max(1, printer.copyCount())), "-t", title]
    if printer.fromPage():
        command += ["-P", f"{printer.fromPage()}-{printer.toPage()}"]
    try:
        # The paper goes through the pipe: no copy of it is left in a temporary file.
        done = subprocess.run(  # noqa: S603
            [*command, "-"], input=pdf, capture_output=True, timeout=WAIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _no_answer(printer) from error
    if done.returncode:
        raise _no_answer(printer)


def _by_painter(pdf: bytes, printer: QPrinter) -> None:
    from printing.preview import page_count, render

    painter = QPainter()
    if not painter.begin(printer):
        raise _no_answer(printer)
    try:
        first, last = _range(printer, page_count(pdf))
        for page in range(first, last):
            if page > first and not printer.newPage():
                raise _no_answer(printer)
            width, height, pixels = render(pdf, page, DPI / POINTS)
            image = QImage(pixels, width, height, width * 4, QImage.Format.Format_RGBX8888)
            room = QRectF(painter.viewport())
            share = min(room.width() / width, room.height() / height)
            painter.drawImage(QRectF(0, 0, width * share, height * share), image)
    finally:
        painter.end()


def _range(printer: QPrinter, pages: int) -> tuple[int, int]:
    if not printer.fromPage():
        return 0, pages
    return printer.fromPage() - 1, min(printer.toPage(), pages)


def _no_answer(printer: QPrinter) -> Unavailable:
    return Unavailable(
        f"打印机「{printer.printerName()}」没有收下这份文件，没有打印。",
        advice="请看看打印机是否开着、有没有纸，再打一次；也可以先另存为 PDF。",
    )


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file that is whole or not there; what stood there before stays until then."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Unavailable(
            f"没有写成 {path.name}：这个位置写不进去。",
            advice="请换一个文件夹，或者看看磁盘还有没有空间。",
        ) from error
    return path
