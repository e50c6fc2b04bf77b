"""Choosing a paper and how many copies of it; then it is printed and shown before it goes out."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QSpinBox, QVBoxLayout, QWidget

from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.papers import MOST_COPIES, Printed, print_form
from desktop_app.use_cases.print_orders import PrintOrder, remember_copies, usual_copies
from printing.form_names import FORMS
from ui import theme
from ui.dialog import Question
from ui.jobs import Jobs
from ui.labels import label
from ui.page import Page
from ui.pdf_preview import open_preview
from ui.print_log import PrintLog
from ui.progress_dialog import ProgressDialog

HIGH = 320
"""How high the list of papers may be, in pixels at 100 %; on a low screen half of it."""

NOTHING = "这里现在没有可以打印的表。"
KEPT = "每一份都有编号、留有记录；有完整身份证号的，另外记一条查看。"


class PrintDialog(Question):
    """Lists the papers that fit; each remembers how many copies were printed last."""

    def __init__(
        self, parent: QWidget, orders: Sequence[PrintOrder], copies: dict[str, int]
    ) -> None:
        self._orders, self._usual = tuple(orders), copies
        self.list = QListWidget()
        self.list.setObjectName("form")
        self.list.setAccessibleName("要打印的表")
        self.list.addItems([one.words for one in orders])
        row, shown = self.list.sizeHintForRow(0) + 2, max(len(orders), 2)
        most = min(theme.px(HIGH), parent.window().height() // 2)
        self.list.setFixedHeight(min(row * shown + 8, max(most, 2 * row)))
        self.copies = QSpinBox()
        self.copies.setObjectName("copies")
        self.copies.setAccessibleName("一式几份")
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setSuffix(" 份")
        super().__init__(parent, "打印", "预览", note=KEPT, content=self._content())
        self.setMinimumWidth(theme.px(520))
        self.list.currentRowChanged.connect(self._usual_of)
        self.list.itemActivated.connect(lambda _: self.accept())
        self.list.setCurrentRow(0)
        self.list.setFocus()

    @property
    def order(self) -> PrintOrder:
        """Return the paper that is chosen."""
        return self._orders[max(0, self.list.currentRow())]

    def _usual_of(self, row: int) -> None:
        self.copies.setValue(self._usual[self._orders[row].form])

    def _content(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        words = label("一式几份", theme.SECONDARY)
        words.setBuddy(self.copies)
        row.addWidget(words)
        row.addWidget(self.copies)
        row.addStretch(1)
        column.addLayout(row)
        return made


class PrintMenu:
    """Asks which paper, prints it on the data thread, and shows it."""

    def __init__(self, page: Page, session: Session, jobs: Jobs) -> None:
        self._page, self._session, self._jobs = page, session, jobs

    def ask(self, orders: Sequence[PrintOrder]) -> PrintDialog | None:
        """Open the choice of these papers; say so where there is none."""
        if not orders:
            self._page.toast.emit(NOTHING, None)
            return None
        dialog = PrintDialog(self._page.window(), orders, usual_copies(self._session))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_out(dialog.order, dialog.copies.value()))
        dialog.open()
        return dialog

    def print_out(self, order: PrintOrder, copies: int = 1) -> None:
        """Print a paper and show it; it can be stopped, and then none was issued."""
        remember_copies(self._session, order.form, copies)
        job = self._jobs.start(
            self._page,
            partial(self._print, order, copies),
            partial(self._show, order),
            self._page.refused.emit,
        )
        title = f"打印{FORMS[order.form]}"
        ProgressDialog(self._page.window(), title, "份", "取消就一份也不留。").follow(job)

    def _print(self, order: PrintOrder, copies: int, progress: Progress) -> Printed:
        return print_form(
            self._session, order.form, order.ids, order.village_code, order.month,
            order.department, order.year, copies, progress,
        )  # fmt: skip

    def _show(self, order: PrintOrder, printed: Printed) -> None:
        number = printed.papers[0].number
        log = PrintLog(self._session, order.form, printed.papers)
        name = f"{order.words} {number}.pdf"
        open_preview(self._page.window(), self._jobs, order.words, printed.pdf, name, log)
