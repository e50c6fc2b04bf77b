"""What each column of a sheet is: shown with its first values, chosen once, saved under a name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.spreadsheets.record_header import IGNORED, needed_columns
from desktop_app.use_cases.sheets_in.columns import forget_matching
from desktop_app.use_cases.sheets_in.opening import (
    OpenSheet,
    SeenColumn,
    another_sheet,
    keep_columns,
    with_columns,
    with_given,
    with_header,
    without_columns,
)
from ui import failures, theme
from ui.buttons import Button
from ui.cards import ScrollColumn, focus_in_view
from ui.code_box import ChoiceBox, CodeBox
from ui.dialog import name_dialog
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import ElidingLabel, label, line, set_tone
from ui.layouts import empty
from ui.refusal_card import RefusalCard
from ui.text_box import CheckBox, NumberBox, TextBox

NOT_READ = "不导入"
NEEDED = " *"
MONTHS = "只写到年月的日期（2026年3月），按那个月 1 日，截止的按月末"
FOR_ALL = "表里没有这些列、整张表都一样的，写在下面；没有就空着。"
ALL_THERE = "带 * 的列都有了。写入以前，先看每一行会怎样。"
_BOX, _NUMBER, _NAME = 280, 64, 220


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
        self.boxes: dict[int, ChoiceBox] = {}
        self._before: dict[int, str] = {}
        self._marks: dict[int, QLabel] = {}
        self.every: dict[str, CodeBox | TextBox] = {}
        self._every_words: dict[str, QLabel] = {}
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
        chosen = {place: box.value() for place, box in self.boxes.items()}
        try:
            said = with_given(with_columns(self.opened, chosen), self._every())
            opened = replace(said, months=self.months.value())
        except Refused as refused:
            self._failed(refused)
            return
        news = chosen != self._before or opened.months != self.opened.months
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
        self._show_columns()
        self._look()
        if opened.rows.alike:
            self.sheet.setFocus(Qt.FocusReason.TabFocusReason)
        elif not self.sheet.hasFocus():
            self._focus_first()

    # Inside

    def _done(self, opened: OpenSheet) -> None:
        self.accept()
        self.said.emit(opened)

    def _show_columns(self) -> None:
        empty(self._grid)
        self.boxes, self._before, self._marks = {}, {}, {}
        choices = [(IGNORED, NOT_READ)]
        for one in self.opened.choices():
            choices.append((one.field, one.heading + (NEEDED if one.required else "")))
        for number, column in enumerate(self.opened.columns()):
            box = ChoiceBox(choices, column.field, optional=False)
            box.setObjectName(f"column-{column.letters}")
            for widget in (box, box.edit):
                widget.setAccessibleName(f"{column.letters}列“{column.text}”是什么")
            box.setFixedWidth(theme.px(_BOX))
            box.changed.connect(self._chose(column.place))
            self._grid.addWidget(self._told(column), number, 0)
            self._grid.addWidget(box, number, 1, Qt.AlignmentFlag.AlignVCenter)
            self.boxes[column.place], self._before[column.place] = box, column.field
        self._grid.setColumnStretch(0, 1)
        self._show_every()
        for before, after in pairwise([self.row, *self._way()]):
            QWidget.setTabOrder(before, after)

    def _show_every(self) -> None:
        """Offer what may hold for a whole sheet, where no column tells it."""
        self.every, self._every_words = {}, {}
        above = {**self.opened.told_above(), **self.opened.given}
        self._about_every = label(FOR_ALL, theme.SECONDARY, tone="text2", wrap=True)
        self._grid.addWidget(self._about_every, self._grid.rowCount(), 0, 1, 2)
        for column in (one for one in self.opened.choices() if one.whole):
            box = CodeBox(column.codes) if column.codes else TextBox()
            box.set_value(str(above.get(column.field, "")))
            box.setObjectName(f"every-{column.field}")
            title = f"整张表的{column.heading}"
            for widget in (box, box.edit) if isinstance(box, ChoiceBox) else (box,):
                widget.setAccessibleName(title)
            box.setFixedWidth(theme.px(_BOX))
            box.changed.connect(self._look)
            words = label(column.heading + (NEEDED if column.required else ""))
            row = self._grid.rowCount()
            self._grid.addWidget(words, row, 0)
            self._grid.addWidget(box, row, 1, Qt.AlignmentFlag.AlignVCenter)
            self.every[column.field], self._every_words[column.field] = box, words

    def _every(self) -> dict[str, str]:
        """Return what is said of the whole sheet and not told by a column."""
        return {name: self.every[name].value() for name in self._untold()}

    def _untold(self) -> list[str]:
        """Return the fields that may hold for the whole sheet and that no column tells."""
        chosen = self._told_fields()
        return [name for name in self.every if name not in chosen]

    def _told_fields(self) -> set[str]:
        """Return what the columns tell: of one from when until when, both days."""
        chosen = (self.opened.kind.column(box.value()) for box in self.boxes.values())
        return {name for column in chosen if column is not None for name in column.fields}

    def _way(self) -> list[QWidget]:
        """Return what Enter goes through."""
        every = [self.every[name] for name in self._untold()]
        months = [] if self.months.isHidden() else [self.months]
        return [*self.boxes.values(), *every, *months, self.name, self.go]

    def _told(self, column: SeenColumn) -> QWidget:
        """Return where a column is, the words over it, and the first values in it."""
        told = QWidget()
        both = QVBoxLayout(told)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(theme.S2)
        head.addWidget(label(f"{column.letters}列", theme.SECONDARY, tone="text3"))
        head.addWidget(ElidingLabel(column.text, theme.BODY, bold=True), 1)
        if column.hidden:
            head.addWidget(label("隐藏的列", theme.NOTE, tone="warn"))
        if column.text in self.opened.unknown:
            mark = self._marks[column.place] = label("没有认出", theme.NOTE, tone="warn")
            head.addWidget(mark)
        both.addLayout(head)
        both.addWidget(ElidingLabel(_values(column), theme.NOTE, tone="text2"))
        return told

    def _chose(self, place: int) -> Callable[[], None]:
        """Return what follows when somebody says what a column is: no other one is the same."""

        def chose() -> None:
            field = self.boxes[place].value()
            for other, box in self.boxes.items():
                if field and other != place and box.value() == field:
                    box.set_value(IGNORED)
            self._look()

        return chose

    def _look(self) -> None:
        """Say which columns are still missing, and let go on where none is."""
        chosen = self._told_fields()
        for place, mark in self._marks.items():
            mark.setVisible(self.boxes[place].value() == IGNORED)
        read = with_columns(self.opened, {at: box.value() for at, box in self.boxes.items()})
        self.months.setVisible(read.tells_months)
        untold = self._untold()
        self._about_every.setVisible(bool(untold))
        for name, one in self.every.items():
            for widget in (one, self._every_words[name]):
                widget.setVisible(name in untold)
        chosen |= {name for name in untold if self.every[name].value()}
        kind = self.opened.kind
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

    def _focus_first(self) -> None:
        unknown = self.opened.unknown
        texts: Mapping[int, str] = self.opened.header.texts
        first = next((place for place in self.boxes if texts[place] in unknown), None)
        if first is not None:
            focus_in_view(self.boxes[first])
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
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.S3)
        self._grid.setVerticalSpacing(theme.S2)
        scroll = ScrollColumn()
        scroll.column.addLayout(self._grid)
        scroll.column.addStretch(1)
        column.addWidget(scroll, 1)
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


def _values(column: SeenColumn) -> str:
    return " · ".join(column.samples) if column.samples else "（这一列没有内容）"
