"""What one row of a roster would do, in full: its values, its changes, or its problem."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from desktop_app.use_cases.roster_changes import masked_text
from desktop_app.use_cases.roster_import import (
    CHANGED,
    NEW_ROW,
    REFUSED,
    SAME,
    Plan,
    RosterRow,
)
from ui import theme
from ui.cards import Card, ScrollColumn
from ui.icon import IconLabel
from ui.labels import label, line
from ui.pills import Pill

STATES = {
    NEW_ROW: ("新增", "ok", "user-plus"),
    CHANGED: ("有变化", "info", "pencil"),
    SAME: ("没有变化", "", "check"),
    REFUSED: ("不能导入", "bad", "circle-alert"),
}
"""The word, tone and icon of each state."""


class RowDetails(Card):
    """The pane of the row that is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("这一行的详情")
        self._scroll = ScrollColumn(theme.S2)
        self.body.addWidget(self._scroll, 1)
        self._inside: QWidget | None = None

    def show_plan(self, plan: Plan | None) -> None:
        """Show a row and what it would do, or nothing."""
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget()
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, 0, theme.S2, 0)
        grid.setHorizontalSpacing(theme.S3)
        grid.setVerticalSpacing(theme.S2)
        if plan is not None:
            _Writer(grid).write(plan)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.column.addWidget(self._inside)


class _Writer:
    """Fills the grid of a row, line by line."""

    def __init__(self, grid: QGridLayout) -> None:
        self._grid, self._row = grid, 0

    def write(self, plan: Plan) -> None:
        """Write the head, then what matters in this state."""
        row = plan.row
        words, tone, icon_name = STATES[row.state]
        head = QHBoxLayout()
        head.addWidget(label(row.name or "没有姓名", theme.CARD_TITLE, bold=True, wrap=True), 1)
        head.addWidget(Pill(words, tone, icon_name), 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(head, self._next(), 0, 1, 3)
        self._note(f"表里第 {row.number} 行")
        self._rule()
        if row.problem is not None:
            self._problem(row)
        elif row.state == NEW_ROW:
            self._pairs(plan.values())
        elif row.changes:
            self._changes(row.changes)
        else:
            self._note("和登记的一样，不写入。")
        self._hints(row)

    def _problem(self, row: RosterRow) -> None:
        problem = row.problem
        assert problem is not None  # noqa: S101 - the caller looked
        for name, words, tone in (
            ("哪一格", problem.column or "整行", ""),
            ("写的是", masked_text(problem.value) or "（空）", ""),
            ("问题", masked_text(problem.message), "bad"),
            ("怎么办", problem.advice, ""),
        ):
            self._pair(name, words, tone)

    def _pairs(self, values: Sequence[tuple[str, str]]) -> None:
        for name, words in values:
            self._pair(name, words)

    def _pair(self, name: str, words: str, tone: str = "") -> None:
        at = self._next()
        self._grid.addWidget(label(name, theme.SECONDARY, tone="text2"), at, 0, _TOP)
        self._grid.addWidget(_selectable(label(words, tone=tone, wrap=True)), at, 1, 1, 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)

    def _changes(self, changes: Sequence[tuple[str, str, str]]) -> None:
        at = self._next()
        for place, title in enumerate(("项目", "原来", "导入后")):
            self._grid.addWidget(label(title, theme.NOTE, tone="text3"), at, place)
        for name, before, after in changes:
            at = self._next()
            self._grid.addWidget(label(name, theme.SECONDARY, tone="text2", wrap=True), at, 0, _TOP)
            self._grid.addWidget(label(before, tone="text2", wrap=True), at, 1, _TOP)
            self._grid.addWidget(label(after, bold=True, wrap=True), at, 2, _TOP)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)

    def _hints(self, row: RosterRow) -> None:
        if not (row.repaired or row.notes):
            return
        self._rule()
        for icon_name, notes in (("check", row.repaired), ("info", row.notes)):
            for words in notes:
                line_ = QHBoxLayout()
                line_.setSpacing(theme.S2)
                mark = IconLabel(icon_name, "ok" if icon_name == "check" else "info", 16)
                line_.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
                line_.addWidget(label(masked_text(words), theme.SECONDARY, wrap=True), 1)
                self._grid.addLayout(line_, self._next(), 0, 1, 3)

    def _note(self, words: str) -> None:
        made = label(words, theme.SECONDARY, tone="text2", wrap=True)
        self._grid.addWidget(made, self._next(), 0, 1, 3)

    def _rule(self) -> None:
        self._grid.addWidget(line(), self._next(), 0, 1, 3)

    def _next(self) -> int:
        self._row += 1
        return self._row - 1


_TOP = Qt.AlignmentFlag.AlignTop


def _selectable(made: QLabel) -> QLabel:
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
