"""The third step of an import: what each row would do, before anything is written."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.use_cases.roster_changes import masked_text
from desktop_app.use_cases.roster_import import (
    CHANGED,
    NEW_ROW,
    REFUSED,
    SAME,
    RosterPreview,
    RosterRow,
)
from ui import theme
from ui.buttons import Button
from ui.cards import Card
from ui.empty_state import EmptyState
from ui.labels import ElidingLabel, line
from ui.pages.roster_import_row import STATES, RowDetails
from ui.record_table import Column, RecordTable

NARROW = 860
ORDER = (NEW_ROW, CHANGED, SAME, REFUSED)
NONE_HERE = {
    NEW_ROW: ("没有新增的人", "表里的人都已经登记过"),
    CHANGED: ("没有要改的资料", "登记过的人，资料和表里一样"),
    SAME: ("没有完全一样的人", "表里的人不是新增，就是有变化"),
    REFUSED: ("没有不能导入的行", "每一行都认得"),
}


class PreviewRoster(QWidget):
    """Counts by state, the rows of one state, and the row that is chosen in full.

    Signals:
        import_asked: Write what is shown.
        export_asked: Write the rows that are not taken to a file.
        villages_asked: The villages are to be matched again.
        back_asked: Another file is to be chosen.
    """

    import_asked = Signal()
    export_asked = Signal()
    villages_asked = Signal()
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview: RosterPreview | None = None
        self._rows: dict[int, RosterRow] = {}
        self.state = NEW_ROW
        self.tabs = {state: self._tab(number, state) for number, state in enumerate(ORDER, 1)}
        self.table: RecordTable = RecordTable(self._columns(), self._fetch)
        self.table.setAccessibleName("花名册的行")
        self.table.current_changed.connect(self._choose)
        self._empty = EmptyState("check", "")
        self.details = RowDetails()
        self._about = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._unused = ElidingLabel("", theme.NOTE, tone="text3")
        self._lay_out()

    def show_preview(self, preview: RosterPreview) -> None:
        """Show what a roster would do, beginning with what is new or else most urgent."""
        self.preview = preview
        self._rows = {row.number: row for row in preview.rows}
        counts = preview.counts
        for state, button in self.tabs.items():
            button.setText(f"{STATES[state][0]}  {counts[state]:,}")
        self._about.setText(
            f"{preview.file_name} · 工作表「{preview.sheet}」认作{preview.kind} · "
            f"表头在第 {preview.header_row} 行 · 认出 {len(preview.matched)} 列"
        )
        unused = "、".join(preview.unmatched)
        self._unused.setText(f"没有用到的列：{unused}" if unused else "")
        self._unused.setVisible(bool(unused))
        writes = counts[NEW_ROW] + counts[CHANGED]
        self.go.setText(f"导入 {writes:,} 人" if writes else "没有要导入的")
        self.go.setEnabled(writes > 0)
        self.export.setVisible(counts[REFUSED] > 0)
        self.villages.setVisible(any(len(one.candidates) > 1 for one in preview.villages))
        self.show_state(next((one for one in (NEW_ROW, CHANGED, REFUSED) if counts[one]), SAME))

    def show_state(self, state: str) -> None:
        """List the rows of one state."""
        self.state = state
        for name, button in self.tabs.items():
            theme.set_state(button, "active", name == state)
            button.setAccessibleDescription("现在显示" if name == state else "")
        numbers = [number for number, row in self._rows.items() if row.state == state]
        title, help = NONE_HERE[state]
        self._empty.say(title, help)
        self._stack.setCurrentIndex(0 if numbers else 1)
        self.table.show(numbers)
        self._choose(self.table.selected_id())

    def focus_first(self) -> None:
        """Give the keyboard to the list, or to a count when the list is empty."""
        target: QWidget = self.table if self.table.records.ids else self.tabs[self.state]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tab(self, number: int, state: str) -> Button:
        words, _, icon_name = STATES[state]
        made = Button(words, "filter", icon_name, str(number))
        made.clicked.connect(lambda: self.show_state(state))
        return made

    def _columns(self) -> list[Column[RosterRow]]:
        return [
            Column("姓名", 148, lambda row: row.name or "（没有姓名）"),
            Column("行", 56, lambda row: str(row.number), kind="number"),
            Column("结果", 96, lambda row: STATES[row.state][0], kind="pill",
                   tone=lambda row: STATES[row.state][1]),
            Column("说明", 300, _in_short, stretch=True),
        ]  # fmt: skip

    def _fetch(self, numbers: list[object]) -> list[RosterRow]:
        return [self._rows[number] for number in numbers if isinstance(number, int)]

    def _choose(self, number: object) -> None:
        row = self._rows.get(number) if isinstance(number, int) else None
        self.details.show_row(self.preview, row)

    def _lay_out(self) -> None:
        tabs = QHBoxLayout()
        tabs.setSpacing(theme.S2)
        for button in self.tabs.values():
            tabs.addWidget(button)
        tabs.addStretch(1)
        listed = Card(padding=0)
        listed.body.setContentsMargins(1, 1, 1, 1)
        listed.body.setSpacing(0)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        listed.body.addLayout(self._stack, 1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(theme.S4)
        self._halves.addWidget(listed, 700)
        self._halves.addWidget(self.details, 402)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self._about)
        column.addWidget(self._unused)
        column.addLayout(tabs)
        column.addLayout(self._halves, 1)
        column.addWidget(line())
        column.addLayout(self._feet())

    def _feet(self) -> QHBoxLayout:
        self.go = Button("导入", "primary", "check", "Ctrl Enter", clicked=self.import_asked.emit)
        self.export = Button(
            "导出问题清单", icon_name="download", key="Ctrl E", clicked=self.export_asked.emit
        )
        self.villages = Button("嘎查村对应", icon_name="map-pin", clicked=self.villages_asked.emit)
        back = Button("重新选文件", icon_name="arrow-left", clicked=self.back_asked.emit)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        for button in (back, self.villages):
            feet.addWidget(button)
        feet.addStretch(1)
        feet.addWidget(self.export)
        feet.addWidget(self.go)
        return feet

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the details go below the list where both do not fit."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW)
        side = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(side)


def _in_short(row: RosterRow) -> str:
    if row.problem is not None:
        return masked_text(f"{row.problem.column}：{row.problem.message}")
    changes = [f"{name} {before} → {after}" for name, before, after in row.changes]
    return "；".join((*changes, *map(masked_text, (*row.repaired, *row.notes))))
