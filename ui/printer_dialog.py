"""Choosing a printer, pages, copies and sides before a paper goes out."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from desktop_app.domain.errors import Refused
from desktop_app.use_cases.papers import MOST_COPIES
from desktop_app.use_cases.print_orders import PrintHabit
from printing.cups import LONG_EDGE, ONE_SIDE, SHORT_EDGE, Queue
from printing.page_choice import pages_told, parse_pages
from ui import theme
from ui.dialog import Question
from ui.labels import label
from ui.paper_out import BY_HAND, Way

ALL, THIS, SOME, REST = "全部", "当前页", "指定页", "没有打完的"
SIDES = {
    ONE_SIDE: "单面",
    LONG_EDGE: "双面，沿长边翻",
    SHORT_EDGE: "双面，沿短边翻",
    BY_HAND: "双面，手工翻纸",
}
TRY = "打印机各有不同，第一次请先拿两三张试。"
TURN = {
    False: "正面已经交给打印机。等它打完，不要打乱顺序，把整叠纸翻过来，放回纸盒，上边朝向不变，"
    f"再点“打印背面”。{TRY}",
    True: "正面已经交给打印机。等它打完，不要打乱顺序，把整叠纸原样放回纸盒，不翻面，上边朝向不变，"
    f"再点“打印背面”；背面从最后一张打起。{TRY}",
}
"""What to do with the pile: which way it goes back decides which sheet is drawn in first."""


class PrinterDialog(Question):
    """Asks how to print; ``way()`` is what was chosen."""

    def __init__(
        self,
        parent: QWidget,
        found: Sequence[Queue],
        page: int,
        count: int,
        usual: PrintHabit,
        rest: Sequence[int] = (),
    ) -> None:
        """Take ``page`` as the one in view of ``count``, ``rest`` as those cut short before."""
        self._found, self._page, self._count, self._usual = tuple(found), page, count, usual
        self._rest = tuple(rest)
        self._make()
        super().__init__(parent, "打印", "打印", content=self._content())
        self.setMinimumWidth(theme.px(480))
        self.printer.currentIndexChanged.connect(self._offer_sides)
        self.sides.currentIndexChanged.connect(self._show_backwards)
        self.which.currentTextChanged.connect(self._show_pages)
        names = [one.name for one in found]
        self.printer.setCurrentIndex(names.index(usual.printer) if usual.printer in names else 0)
        self._offer_sides()
        self._show_pages(self.which.currentText())
        self.backwards.setChecked(usual.backwards)
        self.go.setFocus()

    def way(self) -> Way:
        """Return what was chosen; ``Refused`` if the pages are none of this paper."""
        queue = self._found[max(0, self.printer.currentIndex())]
        pages = tuple(range(self._count))
        if self.which.currentText() == THIS:
            pages = (self._page,)
        elif self.which.currentText() == SOME:
            pages = parse_pages(self.pages.text(), self._count)
        elif self.which.currentText() == REST:
            pages = self._rest
        return Way(
            queue.name, pages, self.copies.value(), self.sides.currentData(),
            self.backwards.isChecked(),
        )  # fmt: skip

    def accept(self) -> None:
        """Go on only with pages that there are."""
        try:
            self.way()
        except Refused as error:
            self.problem.setText(f"{error}{error.advice}")
            self.problem.show()
            self.fit()
            self.pages.setFocus()
            return
        super().accept()

    def _make(self) -> None:
        self.printer, self.which, self.sides = QComboBox(), QComboBox(), QComboBox()
        self.pages, self.copies = QLineEdit(), QSpinBox()
        self.backwards = QCheckBox("整叠原样放回，不翻面（背面从最后一张打起）")
        for name, told, box in (
            ("printer", "打印机", self.printer),
            ("which", "打印哪些页", self.which),
            ("pages", "页码，例如 1-3,5", self.pages),
            ("copies", "打印几遍", self.copies),
            ("sides", "单面还是双面", self.sides),
            ("backwards", "翻纸的方式", self.backwards),
        ):
            box.setObjectName(name)
            box.setAccessibleName(told)
        for one in self._found:
            self.printer.addItem(f"{one.name}（{one.told}{'，默认' if one.default else ''}）")
        self.which.addItems([*([REST] if self._rest else []), ALL, THIS, SOME])
        self.pages.setPlaceholderText("例如 1-3,5")
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setSuffix(" 遍，逐份排好")
        self.copies.setValue(self._usual.times)
        self.problem = label("", theme.SECONDARY, tone="bad", wrap=True)
        self.problem.hide()

    def _content(self) -> QWidget:
        made = QWidget()
        rows = QFormLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.S3)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.addRow("打印机", self.printer)
        rows.addRow("页", self.which)
        rows.addRow("页码", self.pages)
        rows.addRow("", self.problem)
        rows.addRow("遍数", self.copies)
        rows.addRow("单双面", self.sides)
        rows.addRow("", self.backwards)
        return made

    def _offer_sides(self) -> None:
        """Offer what the printer can do; one that cannot turn sheets is turned by hand."""
        turns = self._found[max(0, self.printer.currentIndex())].duplex
        able = (ONE_SIDE, LONG_EDGE, SHORT_EDGE) if turns else (ONE_SIDE, BY_HAND)
        before = self.sides.currentData() or self._usual.sides
        self.sides.clear()
        for side in able:
            self.sides.addItem(SIDES[side], side)
        self.sides.setCurrentIndex(able.index(before) if before in able else 0)
        self._show_backwards()

    def _show_backwards(self) -> None:
        self.backwards.setEnabled(self.sides.currentData() == BY_HAND)

    def _show_pages(self, which: str) -> None:
        self.pages.setEnabled(which == SOME)
        if which == REST:
            self.pages.setText(pages_told(self._rest))
