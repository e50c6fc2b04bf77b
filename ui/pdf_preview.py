"""What will be printed, before it is: pages, zoom, printer, file."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import AppError
from ui import failures, theme
from ui.banner import Banner
from ui.buttons import Button, IconButton
from ui.dialog import PROGRAM, name_dialog
from ui.file_places import in_documents
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import ElidingLabel, label

STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
POINTS = 72
SCREEN_DPI = 96
Picture = tuple[int, int, bytes]


class PdfPreview(QDialog):
    """Shows a PDF as it will be printed; use ``open()``.

    Nothing of the paper touches the disk before 另存为 or 打印 is chosen, and the queue of the
    printer, which others see, gets no name of a person.

    Signals:
        printed: A printer has taken the paper.
        saved: The paper lies in a file.
    """

    printed = Signal()
    saved = Signal()

    def __init__(
        self, title: str, pdf: bytes, save_name: str, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title, self._pdf, self._save_name, self._jobs = title, pdf, save_name, jobs
        self._page, self._pages, self._zoom = 0, 1, 1.0
        name_dialog(self, f"预览：{title}")
        self.setModal(True)
        self.resize(min(theme.px(960), 1280), 700)
        self._build()
        self._keys()
        self.ring = FocusRing(self)
        self.print_button.setFocus()
        jobs.start(self, lambda _progress: _count(pdf), self._counted, self._fail)

    def _build(self) -> None:
        self.sheet = QLabel("正在画这一页……")
        self.sheet.setObjectName("sheet")
        self.sheet.setMargin(theme.S4)
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sheet.setAccessibleName(self._title)
        self.area = QScrollArea()
        self.area.setProperty("role", "desk")
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setWidget(self.sheet)
        self.area.setWidgetResizable(True)
        self.said = Banner()
        self.said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S4)
        column.setSpacing(theme.S3)
        column.addLayout(self._head())
        column.addWidget(self.said)
        column.addWidget(self.area, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addWidget(ElidingLabel(self._title, theme.CARD_TITLE, bold=True), 1)
        self.back = IconButton("chevron-left", "上一页", clicked=lambda: self.turn(-1))
        self.on = IconButton("chevron-right", "下一页", clicked=lambda: self.turn(1))
        self.place = label("", theme.SECONDARY, tone="text2")
        self.smaller = Button("缩小", small=True, clicked=lambda: self.zoom(-1))
        self.larger = Button("放大", small=True, clicked=lambda: self.zoom(1))
        self.percent = label("100 %", theme.SECONDARY, tone="text2")
        self.save_button = Button(
            "另存为 PDF", icon_name="download", key="Ctrl S", clicked=self.save
        )
        self.print_button = Button(
            "打印", "primary", icon_name="printer", key="Ctrl P", clicked=self.print_out
        )
        for name, widget in (
            ("back", self.back),
            ("place", self.place),
            ("on", self.on),
            ("smaller", self.smaller),
            ("percent", self.percent),
            ("larger", self.larger),
            ("save", self.save_button),
            ("print", self.print_button),
        ):
            widget.setObjectName(name)
            row.addWidget(widget)
        self.print_button.setDefault(True)
        return row

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+P", self.print_out),
            ("Ctrl+S", self.save),
            ("Ctrl++", lambda: self.zoom(1)),
            ("Ctrl+=", lambda: self.zoom(1)),
            ("Ctrl+-", lambda: self.zoom(-1)),
            ("PgDown", lambda: self.turn(1)),
            ("PgUp", lambda: self.turn(-1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # looking

    def turn(self, step: int) -> None:
        """Show another page."""
        self._page = max(0, min(self._pages - 1, self._page + step))
        self._draw()

    def zoom(self, step: int) -> None:
        """Show the page one step larger or smaller."""
        place = STEPS.index(self._zoom)
        self._zoom = STEPS[max(0, min(len(STEPS) - 1, place + step))]
        self._draw()

    def _counted(self, pages: int) -> None:
        self._pages = pages
        self._draw()

    def _draw(self) -> None:
        self.place.setText(f"第 {self._page + 1} 页，共 {self._pages} 页")
        self.percent.setText(f"{self._zoom:.0%}".replace("%", " %"))
        self.back.setEnabled(self._page > 0)
        self.on.setEnabled(self._page + 1 < self._pages)
        pdf, page = self._pdf, self._page
        scale = self._zoom * SCREEN_DPI / POINTS * self.devicePixelRatioF()
        self._jobs.start(
            self, lambda _progress: _rendered(pdf, page, scale), self._show, self._fail
        )

    def _show(self, picture: Picture) -> None:
        drawn = QPixmap.fromImage(as_image(picture))
        drawn.setDevicePixelRatio(self.devicePixelRatioF())
        self.sheet.setPixmap(drawn)

    # taking away

    def save(self) -> None:
        """Ask for a file name and write the PDF there, whole or not at all."""
        name, _kind = QFileDialog.getSaveFileName(
            self, "另存为 PDF", in_documents(self._save_name), "PDF (*.pdf)"
        )
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the PDF to a file and say where it is."""
        from ui.paper_out import write_whole

        where = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        self._jobs.start(
            self,
            lambda _progress: write_whole(where, self._pdf),
            lambda _done: self._saved(where),
            self._fail,
        )

    def print_out(self) -> None:
        """Ask for a printer and hand the paper to it."""
        from ui.paper_out import ask_printer, send_pdf  # the printing library is slow to load

        try:
            printer = ask_printer(self, PROGRAM)
        except AppError as error:
            self._fail(error)
            return
        if printer is None:
            return
        self._jobs.start(
            self,
            lambda _progress: send_pdf(self._pdf, printer, PROGRAM),
            self._printed,
            self._fail,
        )

    def _saved(self, where: Path) -> None:
        self.said.say(f"已存为 {where}。里面有个人信息，请妥善保管。", "ok")
        self.saved.emit()

    def _printed(self, name: str) -> None:
        self.said.say(f"已交给打印机「{name}」。", "ok")
        self.printed.emit()

    def _fail(self, error: Exception) -> None:
        told = failures.words(error)
        self.said.say(f"{told.message}{told.advice}", "bad")

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return a size that shows most of an A4 page."""
        return QSize(theme.px(960), 700)


def as_image(picture: Picture) -> QImage:
    """Return the pixels of a page as a picture of its own memory."""
    width, height, pixels = picture
    return QImage(pixels, width, height, width * 4, QImage.Format.Format_RGBX8888).copy()


def _count(pdf: bytes) -> int:
    from printing.preview import page_count

    return page_count(pdf)


def _rendered(pdf: bytes, page: int, scale: float) -> Picture:
    from printing.preview import render

    return render(pdf, page, scale)
