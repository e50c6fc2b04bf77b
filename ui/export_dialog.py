"""Asking how a register goes to Excel, and where; then it is written on the data thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.exporting.gate import FREE, Secrecy, password_strength
from desktop_app.use_cases.exporting.kinds import KINDS
from desktop_app.use_cases.exporting.layouts import layouts
from desktop_app.use_cases.exporting.register import SIZES, Look, export_register
from desktop_app.use_cases.exporting.template import fill_template
from ui import theme
from ui.buttons import Button
from ui.code_box import ChoiceBox
from ui.dialog import Question
from ui.field import Field
from ui.file_places import ask_for_file, ask_for_place
from ui.jobs import Jobs
from ui.new_passphrase import NewPassphrase
from ui.page import Page
from ui.progress_dialog import ProgressDialog

OWN, TEMPLATE = "own", "template"
MASKED, WHOLE = "masked", "whole"
BOOKS = "Excel 工作簿 (*.xlsx)"
NOTE = "行数写在表里，一行也不少。"
KEPT = f"完整的证件号给每个人留一条记录；超过 {FREE} 人要写事由和口令，口令另外告诉对方。"


@dataclass(frozen=True, slots=True)
class Exportable:
    """A register a page offers: its name, and how the ids in view are found (none: all).

    ``own`` writes what has one form only, such as a closed roll, and returns a sentence; then
    ``name`` is what people call it, also the name of the file.
    """

    kind: str = ""
    ids: Callable[[], Sequence[UUID]] | None = None
    name: str = ""
    own: Callable[[str, Secrecy], str] | None = None

    @property
    def title(self) -> str:
        """Return what people call it."""
        return self.name or KINDS[self.kind].title


class ExportDialog(Question):
    """Which register, whose headings, how the numbers are told, and the password of the file."""

    def __init__(
        self,
        parent: QWidget | None,
        offered: Sequence[Exportable],
        judge: Callable[[str], tuple[int, str]],
    ) -> None:
        self._offered = {one.title: one for one in offered}
        kinds = [(one.title, one.title) for one in offered]
        self.kind = ChoiceBox(kinds, kinds[0][0], optional=False)
        self.layouts = ChoiceBox(optional=False)
        self.paper = ChoiceBox([(one, one) for one in SIZES], SIZES[0], optional=False)
        numbers = [(MASKED, "隐去中间几位"), (WHOLE, "完整")]
        self.numbers = ChoiceBox(numbers, MASKED, optional=False)
        self.aliases = QCheckBox("表头下面另起一行写 AAC、AAE 代码")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("例如：报旗县人社局审核十月补贴")
        self.password = NewPassphrase(judge)
        for name in ("kind", "layouts", "paper", "numbers", "aliases", "reason"):
            getattr(self, name).setObjectName(name)
        super().__init__(parent, "导出 Excel", "选位置", note=NOTE, content=self._content())
        self.setMinimumWidth(theme.px(620))
        self.kind.changed.connect(self._offer_layouts)
        self.layouts.changed.connect(self._settle)
        self.numbers.changed.connect(self._settle)
        self.password.changed.connect(self._settle_password)
        self._offer_layouts()
        self.kind.setFocus()

    # What was chosen

    def offer(self) -> Exportable:
        """Return the register chosen."""
        return self._offered[self.kind.value()]

    def look(self) -> Look:
        """Return how the workbook looks."""
        layout = self.layouts.value()
        return Look(
            layout="" if layout in (OWN, TEMPLATE) else layout,
            aliases=self.aliases.isChecked(),
            size=self.paper.value(),
        )

    def by_template(self) -> bool:
        """Say if an office's blank sheet is to be filled."""
        return self.layouts.value() == TEMPLATE

    def secrecy(self) -> Secrecy:
        """Return how numbers are told, and the password of the file."""
        if self.numbers.value() != WHOLE:
            return Secrecy()
        return Secrecy(whole=True, reason=self.reason.text(), password=self.password.value())

    # Inside

    def _content(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S3)
        fields = (
            ("导出什么", self.kind), ("表头", self.layouts),
            ("证件号", self.numbers), ("打印用的纸", self.paper),
        )  # fmt: skip
        for place, (words, box) in enumerate(fields):
            field = Field(words, box)
            field.drop_line()
            grid.addWidget(field, place // 2, place % 2)
        column.addLayout(grid)
        column.addWidget(self.aliases)
        self.secret = QWidget()
        inside = QVBoxLayout(self.secret)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.S2)
        inside.addWidget(Field("事由：给谁、做什么用", self.reason, KEPT))
        inside.addWidget(self.password)
        column.addWidget(self.secret)
        return made

    def _offer_layouts(self) -> None:
        offer = self.offer()
        sets = [
            (one.name, f"{one.name} {one.title}") for one in layouts() if offer.kind in one.kinds
        ]
        choices = [(OWN, "本软件的列"), *sets, (TEMPLATE, "旗县下发的空表…")]
        choices = choices[:1] if offer.own else choices
        kept = self.layouts.value() if self.layouts.count() else OWN
        self.layouts.clear()  # else the box would keep a set that this register does not have
        self.layouts.set_choices(choices)
        self.layouts.set_value(kept if kept in dict(choices) else OWN)
        self._settle()

    def _settle(self) -> None:
        """Show what the choice asks for."""
        free = not self.by_template() and self.offer().own is None
        self.aliases.setEnabled(free)
        self.paper.setEnabled(free)
        self.layouts.setEnabled(self.offer().own is None)
        self.secret.setVisible(self.numbers.value() == WHOLE)
        self._settle_password()
        self.fit()

    def _settle_password(self) -> None:
        """Let nobody go on with a password that is weak or typed in two ways."""
        typed = self.numbers.value() == WHOLE and bool(self.password.value())
        self.go.setEnabled(not typed or not self.password.missing())


class Exporting:
    """The button 导出 of a page, and what follows."""

    def __init__(
        self, page: Page, session: Session, jobs: Jobs, offered: Sequence[Exportable]
    ) -> None:
        self._page, self._session, self._jobs = page, session, jobs
        self._offered = offered

    def button(self, words: str = "导出") -> Button:
        """Return the button that asks."""
        return Button(words, icon_name="download", clicked=lambda: self.ask())

    def ask(self, only: Exportable | None = None) -> ExportDialog:
        """Ask how; then where. ``only`` takes the place of what the page offers."""
        offered = self._offered if only is None else [only]
        dialog = ExportDialog(self._page.window(), offered, self._judge)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._then(dialog))
        dialog.open()
        return dialog

    def write(
        self, offer: Exportable, path: Path, look: Look, secrecy: Secrecy, template: str = ""
    ) -> None:
        """Write the register that is in view to a file, on the data thread."""

        def work(progress: Progress) -> object:
            if offer.own is not None:
                return offer.own(str(path), secrecy)
            ids = None if offer.ids is None else list(offer.ids())
            if template:
                return fill_template(
                    self._session, offer.kind, template, str(path),
                    ids=ids, secrecy=secrecy, replace=True,
                ).sentence()  # fmt: skip
            return export_register(
                self._session, offer.kind, str(path),
                ids=ids, look=look, secrecy=secrecy, replace=True, progress=progress,
            ).sentence()  # fmt: skip

        job = self._jobs.start(
            self._page, work, lambda words: self._page.toast.emit(str(words), None),
            self._page.refused.emit,
        )  # fmt: skip
        title = f"导出{offer.title}"
        ProgressDialog(self._page.window(), title, "行", "取消就什么也不写。").follow(job)

    # Inside

    def _judge(self, text: str) -> tuple[int, str]:
        return password_strength(self._session, text)

    def _then(self, dialog: ExportDialog) -> None:
        offer, look, secrecy = dialog.offer(), dialog.look(), dialog.secrecy()
        if dialog.by_template():
            self._ask_for_template(offer, secrecy)
        else:
            self._ask_for_place(offer, lambda path: self.write(offer, path, look, secrecy))

    def _ask_for_template(self, offer: Exportable, secrecy: Secrecy) -> None:
        def blank_chosen(blank: Path) -> None:
            self._ask_for_place(
                offer, lambda path: self.write(offer, path, Look(), secrecy, str(blank))
            )

        ask_for_file(self._page, "选旗县下发的空表", BOOKS, blank_chosen)

    def _ask_for_place(self, offer: Exportable, chosen: Callable[[Path], object]) -> None:
        name = f"{offer.name or f'{offer.title} {self._session.today()}'}.xlsx"
        ask_for_place(self._page, "导出到", name, BOOKS, chosen)
