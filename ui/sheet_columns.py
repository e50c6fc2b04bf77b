"""What each column of a sheet is: shown with its first values, chosen once, saved under a name."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.spreadsheets.record_header import needed_columns
from desktop_app.use_cases.sheets_in.columns import forget_matching
from desktop_app.use_cases.sheets_in.opening import (
    OpenSheet,
    another_sheet,
    keep_columns,
    with_header,
    without_columns,
)
from ui import failures, theme
from ui.buttons import Button
from ui.cards import focus_in_view
from ui.code_box import ChoiceBox
from ui.dialog import name_dialog
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import label, line, set_tone
from ui.refusal_card import RefusalCard
from ui.sheet_column_grid import ColumnGrid
from ui.text_box import CheckBox, NumberBox, TextBox

MONTHS = "只写到年月的日期（2026年3月），按那个月 1 日，截止的按月末"
ALL_THERE = "带 * 的列都有了。写入以前，先看每一行会怎样。"
_NUMBER, _NAME = 64, 220


class SheetColumns(QDialog):
    """Every column of a sheet with what it is taken for; Enter goes on, Ctrl+Enter is done.

    Signals:
        said: It is known what the columns are; carries the sheet.
    """

    said = Signal(object)

    def __init__(self, parent: QWidget, session: Session, jobs: Jobs, opened: OpenSheet) -> None:
        super().__init__(parent.window())
        self._session, self._jobs, self._room = session, jobs, parent.window().size()
        self.opened = opened
        self.grid = ColumnGrid(opened)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name_dialog(self, f"{opened.kind.title}：表里的列是什么")
        self.sheet = ChoiceBox(optional=False)
        self.row = NumberBox()
        self.name = TextBox()
        self.months = CheckBox(MONTHS)
        self.months.setObjectName("months")
        self.refusal = RefusalCard()
        self.words = label("", theme.SECONDARY, tone="text2", wrap=True)
        self.lacks = label("", theme.SECONDARY, wrap=True)
        self.forget = Button("忘掉上次的对应", "text", clicked=self._forget)
        self.go = Button("往下看", "primary", "arrow-right", "Ctrl Enter", clicked=self.submit)
        self._lay_out()
        self.grid.changed.connect(self._look)
        self.sheet.changed.connect(self._other_sheet)
        self.row.editingFinished.connect(self._other_row)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)
        self.ring = FocusRing(self)
        self.show_sheet(opened)

    # What people do

    def submit(self) -> None:
        """Take the columns as they are said, and save that where something was said."""
        if not self.go.isEnabled():
            return
        try:
            opened = replace(self.grid.said(), months=self.months.value())
        except Refused as refused:
            self._failed(refused)
            return
        news = self.grid.touched or opened.months != self.opened.months
        if news or self.opened.unknown or self.name.value() != opened.name:
            name = self.name.value()
            self._start(lambda: keep_columns(self._session, opened, name), self._done)
        else:
            self._done(opened)

    def show_sheet(self, opened: OpenSheet) -> None:
        """Show the columns of a sheet, and begin with the first that nobody knows."""
        self.opened = opened
        self.refusal.hide()
        self.sheet.set_choices([(one, one) for one in (opened.rows.name, *opened.rows.others)])
        self.sheet.set_value(opened.rows.name)
        for widget in self._choice_of_sheet:
            widget.setVisible(bool(opened.rows.others))
        self.row.set_value(opened.header.row)
        self.name.set_value(opened.name or opened.path.stem)
        self.forget.setVisible(bool(opened.name))
        self.months.set_value(opened.months)
        self.words.setText(_about(opened))
        self.grid.show_sheet(opened)
        for before, after in pairwise([self.row, *self._way()]):
            QWidget.setTabOrder(before, after)
        if opened.rows.alike:
            self.sheet.setFocus(Qt.FocusReason.TabFocusReason)
        elif not self.sheet.hasFocus():
            self._focus_first()

    # Inside

    def _done(self, opened: OpenSheet) -> None:
        self.accept()
        self.said.emit(opened)

    def _look(self) -> None:
        """Say which columns are still missing, and let go on where none is."""
        self.months.setVisible(self.grid.tells_months())
        chosen, kind = self.grid.fields(), self.opened.kind
        needed = [one.heading for one in needed_columns(kind) if one.field not in chosen]
        wanted = [one.heading for one in kind.columns if one.required and one.field not in chosen]
        words, tone = ALL_THERE, "text2"
        if needed:
            words, tone = f"还缺：{'、'.join(needed)}。没有它，认不出是哪一条记录。", "bad"
        elif wanted:
            words, tone = f"没有{'、'.join(wanted)}；新登记的一般要有，也可以先看看会怎样。", "warn"
        self.lacks.setText(words)
        set_tone(self.lacks, tone)
        self.go.setEnabled(not needed)

    def _way(self) -> list[QWidget]:
        """Return what Enter goes through."""
        months = [] if self.months.isHidden() else [self.months]
        return [*self.grid.way(), *months, self.name, self.go]

    def _focus_first(self) -> None:
        first = self.grid.first_unknown()
        if first is not None:
            focus_in_view(first)
        else:
            self.go.setFocus(Qt.FocusReason.TabFocusReason)

    def _follow(self) -> None:
        """Go on from where the keyboard is: from column to column, then to the name."""
        way = self._way()
        now = QApplication.focusWidget()
        if now in (self.sheet, self.sheet.edit, self.row):
            self._focus_first()
        elif now in way[:-1]:
            focus_in_view(way[way.index(now) + 1])

    def _other_sheet(self) -> None:
        wanted, opened = self.sheet.value(), self.opened
        if not wanted or wanted == opened.rows.name:
            return
        job = self._jobs.start(
            self,
            lambda progress: another_sheet(self._session, opened, progress, wanted),
            self.show_sheet,
            self._failed,
        )
        self.go.setEnabled(False)
        job.ended.connect(self._look)

    def _other_row(self) -> None:
        number = self.row.value()
        if number is None or number == self.opened.header.row:
            self.row.set_value(self.opened.header.row)
            return
        opened = self.opened
        self._start(lambda: with_header(opened, number), self.show_sheet)

    def _forget(self) -> None:
        opened = self.opened

        def again() -> OpenSheet:
            forget_matching(self._session, opened.kind, opened.header)
            return without_columns(opened)

        self._start(again, self.show_sheet)

    def _start(self, work: Callable[[], OpenSheet], done: Callable[[OpenSheet], object]) -> None:
        self._jobs.start(self, lambda _: work(), done, self._failed)

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)
        self.sheet.set_value(self.opened.rows.name)
        self.row.set_value(self.opened.header.row)

    # Building

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S4, theme.S5, theme.S4)
        column.setSpacing(theme.S2)
        title = f"导入{self.opened.kind.title}：表里的列是什么"
        column.addWidget(label(title, theme.CARD_TITLE, bold=True, wrap=True))
        column.addWidget(self.words)
        column.addLayout(self._where())
        column.addWidget(self.refusal)
        column.addWidget(line())
        column.addWidget(self.grid, 1)
        column.addWidget(line())
        column.addWidget(self.months)
        column.addWidget(self.lacks)
        column.addLayout(self._feet())
        self.resize(
            min(theme.px(860), self._room.width() - theme.px(48)),
            min(theme.px(640), self._room.height() - theme.px(48)),
        )

    def _where(self) -> QHBoxLayout:
        """Return the choice of the worksheet, and of the row where the header stands."""
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        title = label("工作表", theme.SECONDARY, tone="text2")
        self._choice_of_sheet: tuple[QWidget, ...] = (title, self.sheet)
        self.row.setFixedWidth(theme.px(_NUMBER))
        self.row.setObjectName("header_row")
        self.sheet.setObjectName("sheet")
        for box in (self.sheet, self.sheet.edit):
            box.setAccessibleName("工作表")
        self.row.setAccessibleName("表头在第几行")
        row.addWidget(title)
        row.addWidget(self.sheet, 1)
        row.addWidget(label("表头在第", theme.SECONDARY, tone="text2"))
        row.addWidget(self.row)
        row.addWidget(label("行", theme.SECONDARY, tone="text2"))
        row.addStretch(1)
        row.addWidget(self.forget)
        return row

    def _feet(self) -> QHBoxLayout:
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        told: QLabel = label("对应记成", theme.SECONDARY, tone="text2")
        told.setBuddy(self.name)
        self.name.setObjectName("name")
        self.name.setAccessibleName("对应记成什么名称")
        self.name.setFixedWidth(theme.px(_NAME))
        cancel = Button("取消", clicked=self.reject)
        for button in (cancel, self.go, self.forget):
            button.setAutoDefault(False)
        feet.addWidget(told)
        feet.addWidget(self.name)
        feet.addStretch(1)
        feet.addWidget(cancel)
        feet.addWidget(self.go)
        return feet

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the next column with Enter; never close by it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._follow()
        else:
            super().keyPressEvent(event)


def _about(opened: OpenSheet) -> str:
    known = len(opened.header.columns)
    words = f"「{opened.file_name}」认出 {known} 列"
    if opened.header.days:
        words += f"，另有 {len(opened.header.days)} 天的考勤"
    if opened.rows.alike:
        words = f"「{opened.file_name}」有几个工作表都像，先选是哪一个。这一个认出 {known} 列"
    if opened.unknown:
        words += f"，还有 {len(opened.unknown)} 列没有认出来"
    told = f"上次的对应记作「{opened.name}」。" if opened.name else ""
    return f"{words}。{told}说一次每一列是什么，下次同样表头的表自己认得。"
