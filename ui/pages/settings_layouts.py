"""表格版式: how each form looks, and on the county's desk another look for it."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.session import Session
from desktop_app.use_cases.office_layouts import (
    LayoutLine,
    export_layout,
    form_layouts,
    import_layout,
    layout_file,
    preview_layout,
    read_layout_file,
    withdraw_layout,
)
from ui.buttons import Button
from ui.dialog import Question
from ui.file_places import ask_for_file, ask_for_place
from ui.jobs import Jobs
from ui.pages.settings_give_out import GiveOutQuestion
from ui.pdf_preview import PdfPreview, open_preview
from ui.print_log import PrintLog
from ui.record_table import Column, Id
from ui.table_dialog import TableDialog

FILES = "表格版式 (*.toml)"


class LayoutsDialog(TableDialog[LayoutLine]):
    """Lists the forms; the chosen one is looked at, written to a file, or looks otherwise.

    Signals:
        done_with: Something was done; carries a sentence about it.
    """

    done_with = Signal(str)

    def __init__(self, parent: QWidget, session: Session, jobs: Jobs) -> None:
        self._session = session
        self._county = session.role == "county"
        self.look_at = Button("看样子", "primary", "eye", "Enter", clicked=self.show_look)
        self.write = Button("导出…", icon_name="download", clicked=self.ask_to_write)
        self.read = Button("换成文件里的…", icon_name="upload", clicked=self.ask_to_read)
        self.withdraw = Button("停用旗县版式", "danger", clicked=self.ask_to_withdraw)
        super().__init__(
            parent,
            jobs,
            "表格版式",
            "表格和它的版式",
            _columns(),
            read=self._layouts,
            judge=self._show_verbs,
        )
        self.table.opened.connect(lambda _: self.show_look())
        for button in (self.read, self.withdraw):
            button.setVisible(self._county)
        close = Button("关闭", clicked=self.reject)
        self.finish((self.withdraw, self.read, self.write, close, self.look_at), height=620)

    # What people do

    def show_look(self) -> None:
        """Show the chosen form with the names of its fields."""
        one = self.chosen()
        if one is not None:
            self.start(
                lambda progress: preview_layout(
                    self._session, one.form, layout_file(self._session, one.form)
                ),
                partial(self._preview, one),
            )

    def ask_to_write(self) -> None:
        """Write the layout in force to a file, to be changed."""
        one = self.chosen()
        if one is None:
            return
        ask_for_place(
            self,
            "导出表格版式",
            f"{one.name}.toml",
            FILES,
            lambda path: self.write_to(one.form, str(path)),
            replaces=False,
        )

    def write_to(self, form: str, path: str) -> None:
        """Write the layout of a form to this file."""
        self.start(
            lambda progress: export_layout(self._session, form, path),
            lambda _: self._done("表格版式已经导出"),
        )

    def ask_to_read(self) -> None:
        """Take another layout for the chosen form from a file."""
        one = self.chosen()
        if one is not None:
            ask_for_file(
                self, "选择表格版式文件", FILES, lambda path: self.read_from(one, str(path))
            )

    def read_from(self, one: LayoutLine, path: str) -> None:
        """Show the form in the layout of this file; then ask whether it is to be given out."""
        self.start(
            lambda progress: preview_layout(self._session, one.form, read_layout_file(Path(path))),
            lambda pdf: self._ask_to_give_out(one, path, pdf),
        )

    def ask_to_withdraw(self) -> Question | None:
        """Ask, and take the county's layout out of force."""
        one = self.chosen()
        if one is None or one.id is None:
            return None
        id_ = one.id
        question = Question(
            self,
            f"停用{one.name}的版式 {one.version}？",
            "停用",
            (
                ("history", "从今天起照前一个版式印；没有前一个的，照程序自带的印。"),
                ("file-text", "已经印过的不变，重印仍然和当初一样。"),
            ),
            note="停用以后不能再启用；要再用，请下发新版本。",
            dangerous=True,
        )
        question.accepted.connect(
            lambda: self.start(
                lambda progress: withdraw_layout(self._session, id_),
                lambda _: self._done("表格版式已经停用"),
            )
        )
        return _shown(question)

    # Inside

    def _layouts(self) -> Mapping[Id, LayoutLine]:
        return {one.form: one for one in form_layouts(self._session)}

    def _show_verbs(self, one: LayoutLine | None) -> None:
        for button in (self.look_at, self.write, self.read):
            button.setEnabled(one is not None)
        self.withdraw.setEnabled(one is not None and one.id is not None)

    def _preview(self, one: LayoutLine, pdf: bytes) -> PdfPreview:
        log = PrintLog(self._session, one.form)
        name = f"{one.name}样子.pdf"
        return open_preview(self, self._jobs, f"{one.name}的样子", pdf, name, log)

    def _ask_to_give_out(self, one: LayoutLine, path: str, pdf: bytes) -> None:
        question = GiveOutQuestion(
            self,
            f"{one.name}改用这个版式？",
            self._session.today(),
            (("users", "各嘎查村同步一次，就照新的印；印过的不变。"),),
        )
        question.version.setFocus()
        question.accepted.connect(
            lambda: self._give_out(one.form, path, question.version.value(), question.since.value())
        )
        _shown(question)
        self._preview(one, pdf)

    def _give_out(self, form: str, path: str, version: str, since: date | None) -> None:
        self.start(
            lambda progress: import_layout(self._session, form, path, version, since),
            lambda _: self._done("表格版式已经下发，下次同步送到各嘎查村"),
        )

    def _done(self, words: str) -> None:
        self.look()
        self.done_with.emit(words)


def _shown(question: Question) -> Question:
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.open()
    return question


def _columns() -> list[Column[LayoutLine]]:
    return [
        Column("表格", 280, lambda one: one.name, stretch=True),
        Column("版式", 110, _whose, kind="pill", tone=_tone),
        Column("版本", 110, lambda one: one.version),
        Column("启用日期", 110, lambda one: str(one.since or ""), kind="date"),
    ]


def _whose(one: LayoutLine) -> str:
    if one.problem:
        return "不能用"
    return "程序自带" if one.id is None else "旗县下发"


def _tone(one: LayoutLine) -> str:
    if one.problem:
        return "bad"
    return "" if one.id is None else "ok"
