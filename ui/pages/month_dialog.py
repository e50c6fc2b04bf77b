"""月度快照: what a village comes to this month, beside what was closed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.domain.months import Month
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.snapshots import CountLine, MonthSheet
from ui import theme
from ui.dialog import Question
from ui.labels import label

_CLOSE = "关账以后，这个月的数不再变；以后补记、改记的，下个月列成更正。"


def month_question(parent: QWidget, sheet: MonthSheet) -> Question:
    """Return the question that shows a month and closes it, or shows it closed."""
    month, village = Month.of(sheet.month), village_name(sheet.village_code)
    closed = sheet.snapshot is not None
    title = f"{village} {month.told}" + ("（已关账）" if closed else "：关账？")
    question = Question(
        parent,
        title,
        "知道了" if closed else "关账",
        () if closed else (("lock", _CLOSE),),
        content=_table(sheet),
    )
    question.setMinimumWidth(theme.px(560))
    question.think_again.setVisible(not closed)
    return question


def _table(sheet: MonthSheet) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.S4)
    grid.setVerticalSpacing(theme.S1)
    heads = ("", "关账数", "现在", "相差") if sheet.snapshot else ("", "", "现在", "")
    for column, head in enumerate(heads):
        grid.addWidget(label(head, theme.NOTE, tone="text2"), 0, column, _side(column))
    row = _rows(grid, 1, [one for one in sheet.lines if one.now or one.closed])
    if sheet.corrections:
        before = Month.of(sheet.month).previous()
        title = label(f"{before.told}的更正", theme.SECONDARY, bold=True)
        grid.addWidget(title, row, 0, 1, 4)
        _rows(grid, row + 1, sheet.corrections)
    grid.setColumnStretch(0, 1)
    return made


def _rows(grid: QGridLayout, row: int, lines: Sequence[CountLine]) -> int:
    for one in lines:
        closed = "" if one.closed is None else f"{one.closed:,}"
        differs = f"{one.difference:+,}" if one.difference else ""
        for column, text in enumerate((one.label, closed, f"{one.now:,}", differs)):
            tone = "bad" if column == 3 and text else ""
            grid.addWidget(label(text, theme.SECONDARY, tone=tone), row, column, _side(column))
        row += 1
    return row


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
