"""What will be printed, before it is: pages, zoom, printer, file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QShortcut, QWheelEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui import failures, theme
from ui.banner import Banner
from ui.buttons import Button, IconButton
from ui.dialog import name_dialog
from ui.file_places import in_documents
from ui.flow_row import FlowRow
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import ElidingLabel, label
from ui.paper_sending import PaperSending
from ui.print_log import PrintLog

WIDTH, PAGE = "width", "page"
NEAR = 0.001
A4 = (595.3, 841.9)
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
        self,
        title: str,
        pdf: bytes,
        save_name: str,
        jobs: Jobs,
        parent: QWidget | None = None,
        log: PrintLog | None = None,
    ) -> None:
        """Take ``log`` as what remembers how this form is printed, and records it."""
        super().__init__(parent)
        self._log = log or PrintLog()
        self._title, self._pdf, self._save_name, self._jobs = title, pdf, save_name, jobs
        self._page, self._pages, self._zoom = 0, 1, 1.0
        self._fit, self._size = "", A4
        name_dialog(self, f"预览：{title}")
        self.setModal(True)
        self.resize(min(theme.px(960), 1280), 700)
        self._build()
        self._keys()
        self.ring = FocusRing(self)
        self.sending = PaperSending(self, pdf, jobs, self._log)
        self.sending.said.connect(self.said.say)
        self.said.acted.connect(self.print_out)
        self.sending.printed.connect(self.printed)
        self.printed.connect(self._count_prints)
        self.sending.saved.connect(self.saved)
        self.print_button.setFocus()
        jobs.start(self, lambda _progress: _count(pdf), self._counted, self._fail)
        self._count_prints()

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
        self.area.viewport().installEventFilter(self)
        self.said = Banner(wrap=True)
        self.said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S4)
        column.setSpacing(theme.S3)
        column.addWidget(ElidingLabel(self._title, theme.CARD_TITLE, bold=True))
        column.addWidget(self._tools())
        column.addWidget(self.said)
        column.addWidget(self.area, 1)

    def _tools(self) -> QWidget:
        made = QWidget()
        row = FlowRow(made)
        self.back = IconButton("chevron-left", "上一页", clicked=lambda: self.turn(-1))
        self.on = IconButton("chevron-right", "下一页", clicked=lambda: self.turn(1))
        self.place = label("", theme.SECONDARY, tone="text2")
        self.smaller = Button("缩小", small=True, clicked=lambda: self.zoom(-1))
        self.larger = Button("放大", small=True, clicked=lambda: self.zoom(1))
        self.percent = label("100 %", theme.SECONDARY, tone="text2")
        self.wide = Button("适合宽度", small=True, clicked=lambda: self.fit(WIDTH))
        self.whole = Button("整页", small=True, clicked=lambda: self.fit(PAGE))
        self.save_button = Button(
            "另存为 PDF", icon_name="download", key="Ctrl S", clicked=self.save
        )
        self.print_button = Button(
            "打印", "primary", icon_name="printer", key="Ctrl P", clicked=self.print_out
        )
        self.prints = Button("打印记录", small=True, clicked=self.show_prints)
        self.prints.setVisible(self._log.paper is not None)
        for name, widget in (
            ("back", self.back),
            ("place", self.place),
            ("on", self.on),
            ("smaller", self.smaller),
            ("percent", self.percent),
            ("larger", self.larger),
            ("wide", self.wide),
            ("whole", self.whole),
            ("prints", self.prints),
            ("save", self.save_button),
            ("print", self.print_button),
        ):
            widget.setObjectName(name)
            row.addWidget(widget)
        self.print_button.setDefault(True)
        return made

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+P", self.print_out),
            ("Ctrl+S", self.save),
            ("Ctrl++", lambda: self.zoom(1)),
            ("Ctrl+=", lambda: self.zoom(1)),
            ("Ctrl+-", lambda: self.zoom(-1)),
            ("Ctrl+0", self.zoom_to_full),
            ("Home", lambda: self.turn(-self._pages)),
            ("End", lambda: self.turn(self._pages)),
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
        if step > 0:
            self._zoom = next((one for one in STEPS if one > self._zoom + NEAR), STEPS[-1])
        else:
            self._zoom = next((one for one in STEPS[::-1] if one < self._zoom - NEAR), STEPS[0])
        self._fit = ""
        self._draw()

    def zoom_to_full(self) -> None:
        """Show the page as large as it will lie on paper."""
        self._fit, self._zoom = "", 1.0
        self._draw()

    def fit(self, what: str) -> None:
        """Show the page as wide as the window, or all of it; also after the window changes."""
        self._fit = what
        self._draw()

    def _fitted(self) -> float:
        """Return the zoom at which the page fits the room there is."""
        width, height = self._size
        room = self.area.viewport().size()
        margin = 2 * self.sheet.margin() + 2
        bar = self.area.verticalScrollBar().sizeHint().width() if self._fit == WIDTH else 0
        free = (room.width() - margin - bar) if bar and room.width() else room.width() - margin
        across = free * POINTS / SCREEN_DPI / width
        down = (room.height() - margin) * POINTS / SCREEN_DPI / height
        return max(
            STEPS[0] / 4, min(STEPS[-1], across if self._fit == WIDTH else min(across, down))
        )

    def _counted(self, pages: int) -> None:
        self._pages = pages
        self._draw()

    def _draw(self) -> None:
        if self._fit:
            self._zoom = self._fitted()
        self.place.setText(f"第 {self._page + 1} 页，共 {self._pages} 页")
        self.percent.setText(f"{self._zoom:.0%}".replace("%", " %"))
        self.back.setEnabled(self._page > 0)
        self.on.setEnabled(self._page + 1 < self._pages)
        pdf, page = self._pdf, self._page
        scale = self._zoom * SCREEN_DPI / POINTS * self.devicePixelRatioF()
        self._jobs.start(
            self,
            lambda _progress: _rendered(pdf, page, scale),
            partial(self._show, scale),
            self._fail,
        )

    def _show(self, scale: float, picture: Picture) -> None:
        self._size = (picture[0] / scale, picture[1] / scale)
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
            self.sending.save_to(Path(name))

    def print_out(self) -> None:
        """Ask how, and hand the paper to a printer."""
        self.sending.ask(self._page)

    def show_prints(self) -> None:
        """List each time that this paper went out."""
        from ui.printouts_dialog import PrintoutsDialog

        if self._log.paper is not None:
            session, paper = self._log.paper
            PrintoutsDialog(self, session, self._jobs, paper).open()

    def _count_prints(self) -> None:
        """Say how often this paper was printed."""
        if self._log.paper is not None:
            self._jobs.start(
                self,
                lambda _progress: self._log.times(),
                lambda times: self.prints.setText(f"打过 {times} 遍" if times else "没有打过"),
                self._fail,
            )

    def _fail(self, error: Exception) -> None:
        told = failures.words(error)
        self.said.say(f"{told.message}{told.advice}", "bad")

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Zoom by the wheel with Ctrl; turn the page by it at the end of one."""
        if event.type() == QEvent.Type.Resize and self._fit:
            self._draw()
        if isinstance(event, QWheelEvent):
            down = event.angleDelta().y() < 0
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.zoom(-1 if down else 1)
                return True
            bar = self.area.verticalScrollBar()
            if bar.value() == (bar.maximum() if down else bar.minimum()) and self._pages > 1:
                self.turn(1 if down else -1)
                return True
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """Return a size that shows most of an A4 page."""
        return QSize(theme.px(960), 700)


def open_preview(
    parent: QWidget, jobs: Jobs, title: str, pdf: bytes, save_name: str, log: PrintLog
) -> PdfPreview:
    """Show a PDF over a window; ``log`` knows what it is and records each time it goes out."""
    preview = PdfPreview(title, pdf, save_name, jobs, parent, log)
    preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    preview.open()
    return preview


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
