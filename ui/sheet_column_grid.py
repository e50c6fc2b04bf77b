"""The columns of a sheet in rows: where, the words over it, the first values, what it is."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refused
from desktop_app.spreadsheets.record_header import IGNORED
from desktop_app.use_cases.sheets_in.opening import (
    OpenSheet,
    SeenColumn,
    with_columns,
    with_given,
)
from ui import theme
from ui.cards import ScrollColumn
from ui.code_box import ChoiceBox, CodeBox
from ui.labels import ElidingLabel, label
from ui.layouts import empty
from ui.text_box import TextBox

NOT_READ = "不导入"
NEEDED = " *"
FOR_ALL = "表里没有这些列、整张表都一样的，写在下面；没有就空着。"
_BOX = 280


class ColumnGrid(ScrollColumn):
    """A box for each column, and below them one for each field that may hold for all rows.

    Signals:
        changed: Something else was said.
    """

    changed = Signal()

    def __init__(self, opened: OpenSheet) -> None:
        super().__init__()
        self.opened = opened
        self.boxes: dict[int, ChoiceBox] = {}
        self.every: dict[str, CodeBox | TextBox] = {}
        self._before: dict[int, str] = {}
        self._marks: dict[int, QLabel] = {}
        self._every_words: dict[str, QLabel] = {}
        self._about_every = QLabel()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.S3)
        self._grid.setVerticalSpacing(theme.S2)
        self._grid.setColumnStretch(0, 1)
        self.column.addLayout(self._grid)
        self.column.addStretch(1)

    def show_sheet(self, opened: OpenSheet) -> None:
        """Show the columns of a sheet and what each is taken for."""
        self.opened = opened
        empty(self._grid)
        self.boxes, self._before, self._marks = {}, {}, {}
        choices = [(IGNORED, NOT_READ)]
        choices += [(one.field, _heading(one.heading, one.required)) for one in opened.choices()]
        for number, column in enumerate(opened.columns()):
            box = ChoiceBox(choices, column.field, optional=False)
            box.setObjectName(f"column-{column.letters}")
            self._put(number, self._told(column), box, f"{column.letters}列“{column.text}”是什么")
            box.changed.connect(self._chose(column.place))
            self.boxes[column.place], self._before[column.place] = box, column.field
        self._offer_every()
        self._look()

    def said(self) -> OpenSheet:
        """Return the sheet as its columns are said; ``Refused`` for what cannot be read."""
        for box in (*self.boxes.values(), *self._every_open().values()):
            if problem := box.problem():
                raise Refused(problem, advice="请改好，或者清空这一格。")
        texts = {name: box.value() for name, box in self._every_open().items()}
        return with_given(with_columns(self.opened, self._chosen()), texts)

    @property
    def touched(self) -> bool:
        """Say whether a column is said to be something else than it was taken for."""
        return self._chosen() != self._before

    def tells_months(self) -> bool:
        """Say whether a day in a column that is read is only a month."""
        return with_columns(self.opened, self._chosen()).tells_months

    def fields(self) -> set[str]:
        """Return the fields of which a column, or what holds for all rows, says something."""
        given = {name for name, box in self._every_open().items() if box.value()}
        return self._told_fields() | given

    def first_unknown(self) -> ChoiceBox | None:
        """Return the box of the first column that nobody knows."""
        texts, unknown = self.opened.header.texts, self.opened.unknown
        return next((box for at, box in self.boxes.items() if texts[at] in unknown), None)

    def way(self) -> list[QWidget]:
        """Return the boxes that can be filled, from above."""
        return [*self.boxes.values(), *self._every_open().values()]

    # Inside

    def _chosen(self) -> dict[int, str]:
        return {place: box.value() for place, box in self.boxes.items()}

    def _told_fields(self) -> set[str]:
        """Return what the columns tell: of one from when until when, both days."""
        chosen = map(self.opened.kind.column, self._chosen().values())
        return {name for column in chosen if column is not None for name in column.fields}

    def _every_open(self) -> dict[str, CodeBox | TextBox]:
        """Return the boxes of the fields that no column tells."""
        told = self._told_fields()
        return {name: box for name, box in self.every.items() if name not in told}

    def _offer_every(self) -> None:
        self.every, self._every_words = {}, {}
        above = {**self.opened.told_above(), **self.opened.given}
        self._about_every = label(FOR_ALL, theme.SECONDARY, tone="text2", wrap=True)
        self._grid.addWidget(self._about_every, self._grid.rowCount(), 0, 1, 2)
        for column in (one for one in self.opened.choices() if one.whole):
            box = CodeBox(column.codes) if column.codes else TextBox()
            box.set_value(str(above.get(column.field, "")))
            box.setObjectName(f"every-{column.field}")
            words = label(_heading(column.heading, column.required))
            self._put(self._grid.rowCount(), words, box, f"整张表的{column.heading}")
            box.changed.connect(self._look)
            self.every[column.field], self._every_words[column.field] = box, words

    def _put(self, row: int, words: QWidget, box: ChoiceBox | TextBox, name: str) -> None:
        for widget in (box, box.edit) if isinstance(box, ChoiceBox) else (box,):
            widget.setAccessibleName(name)
        box.setFixedWidth(theme.px(_BOX))
        self._grid.addWidget(words, row, 0)
        self._grid.addWidget(box, row, 1, Qt.AlignmentFlag.AlignVCenter)

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
        values = " · ".join(column.samples) or "（这一列没有内容）"
        both.addWidget(ElidingLabel(values, theme.NOTE, tone="text2"))
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
        for place, mark in self._marks.items():
            mark.setVisible(self.boxes[place].value() == IGNORED)
        still = self._every_open()
        self._about_every.setVisible(bool(still))
        for name, box in self.every.items():
            for widget in (box, self._every_words[name]):
                widget.setVisible(name in still)
        self.changed.emit()


def _heading(words: str, required: bool) -> str:
    return words + NEEDED if required else words
