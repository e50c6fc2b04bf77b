"""The third step of an import: what each row would do, before anything is written."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.domain.citizen_id import masked
from desktop_app.domain.codes import text_of
from desktop_app.use_cases.roster_changes import masked_text
from desktop_app.use_cases.roster_import import (
    CHANGED,
    NEW_ROW,
    REFUSED,
    SAME,
    Plan,
    RosterPreview,
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
BACK, VILLAGES = "重新选文件", "嘎查村对应"
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
        alone_changed: The details took the place of the list, or gave it back.
    """

    import_asked = Signal()
    export_asked = Signal()
    villages_asked = Signal()
    back_asked = Signal()
    alone_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview: RosterPreview | None = None
        self._plans: dict[int, Plan] = {}
        self.narrow, self.alone = True, False
        self.state = NEW_ROW
        self.tabs = {state: self._tab(number, state) for number, state in enumerate(ORDER, 1)}
        self._taken: RecordTable = RecordTable(_TAKEN, self._fetch)
        self._left: RecordTable = RecordTable(_LEFT, self._fetch)
        for table in (self._taken, self._left):
            table.setAccessibleName("花名册的行")
            table.current_changed.connect(self._choose)
            table.opened.connect(lambda _: self.show_alone(alone=True))
        self._empty = EmptyState("check", "")
        self.details = RowDetails()
        self._about = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._unused = ElidingLabel("", theme.NOTE, tone="text3")
        self._lay_out()
        self._arrange()

    @property
    def table(self) -> RecordTable:
        """Return the table in view."""
        return self._left if self.state == REFUSED else self._taken

    def show_preview(self, preview: RosterPreview) -> None:
        """Show what a roster would do, beginning with what is new or else most urgent."""
        self.preview = preview
        self._plans = {plan.row.number: plan for plan in preview.plans}
        counts = preview.counts
        for state, button in self.tabs.items():
            button.setText(f"{STATES[state][0]}  {counts[state]:,}")
        self._about.setText(
            f"{preview.file_name} · 工作表「{preview.sheet}」认作{preview.kind} · "
            f"表头在第 {preview.header_row} 行 · 认出 {len(preview.matched)} 列"
        )
        unused = "、".join(preview.unmatched)
        told = f"没有用到的列：{unused}" if unused else ""
        self._unused.setText(preview.left_unread() + told)
        self._arrange()
        writes = counts[NEW_ROW] + counts[CHANGED]
        self.go.setText(f"导入 {writes:,} 人" if writes else "没有要导入的")
        self.go.setEnabled(writes > 0)
        self.export.setVisible(counts[REFUSED] > 0)
        self.villages.setVisible(any(len(one.candidates) > 1 for one in preview.villages))
        self.show_state(next((one for one in (NEW_ROW, CHANGED, REFUSED) if counts[one]), SAME))

    def show_state(self, state: str) -> None:
        """List the rows of one state."""
        self.state, self.alone = state, False
        self._arrange()
        for name, button in self.tabs.items():
            theme.set_state(button, "active", name == state)
            button.setAccessibleDescription("现在显示" if name == state else "")
        numbers = [number for number, plan in self._plans.items() if plan.row.state == state]
        title, help = NONE_HERE[state]
        self._empty.say(title, help)
        self._stack.setCurrentWidget(self.table if numbers else self._empty)
        self.table.show(numbers)
        self._choose(self.table.selected_id())

    def show_alone(self, *, alone: bool) -> None:
        """Where both do not fit, show the details in place of the list, or the list again."""
        self.alone = alone and self.narrow
        self._arrange()
        self.alone_changed.emit()
        if not self.alone:
            self.focus_first()

    def focus_first(self) -> None:
        """Give the keyboard to the list, or to a count when the list is empty."""
        target: QWidget = self.table if self.table.records.ids else self.tabs[self.state]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        """Where space lacks, leave out what is only good to know, and words beside icons."""
        narrow = self.narrow
        self._listed.setVisible(not self.alone)
        self.details.setVisible(not narrow or self.alone)
        self._about.setVisible(not narrow)
        self._unused.setVisible(not narrow and bool(self._unused.text()))
        self.back.setText("" if narrow else BACK)
        self.villages.setText("" if narrow else VILLAGES)

    def _tab(self, number: int, state: str) -> Button:
        words, _, icon_name = STATES[state]
        made = Button(words, "filter", icon_name, str(number))
        made.clicked.connect(lambda: self.show_state(state))
        return made

    def _fetch(self, numbers: list[object]) -> list[Plan]:
        return [self._plans[number] for number in numbers if isinstance(number, int)]

    def _choose(self, number: object) -> None:
        self.details.show_plan(self._plans.get(number) if isinstance(number, int) else None)

    def _lay_out(self) -> None:
        tabs = QHBoxLayout()
        tabs.setSpacing(theme.S2)
        for button in self.tabs.values():
            tabs.addWidget(button)
        tabs.addStretch(1)
        self._listed = Card(padding=0)
        self._listed.body.setContentsMargins(1, 1, 1, 1)
        self._listed.body.setSpacing(0)
        self._stack = QStackedLayout()
        for widget in (self._taken, self._left, self._empty):
            self._stack.addWidget(widget)
        self._listed.body.addLayout(self._stack, 1)
        halves = QHBoxLayout()
        halves.setSpacing(theme.S4)
        halves.addWidget(self._listed, 700)
        halves.addWidget(self.details, 402)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self._about)
        column.addWidget(self._unused)
        column.addLayout(tabs)
        column.addLayout(halves, 1)
        column.addWidget(line())
        column.addLayout(self._feet())

    def _feet(self) -> QHBoxLayout:
        self.go = Button("导入", "primary", "check", "Ctrl Enter", clicked=self.import_asked.emit)
        self.export = Button(
            "导出问题清单", icon_name="download", key="Ctrl E", clicked=self.export_asked.emit
        )
        self.villages = Button(VILLAGES, icon_name="map-pin", clicked=self.villages_asked.emit)
        self.back = Button(BACK, icon_name="arrow-left", clicked=self.back_asked.emit)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        for button in (self.back, self.villages):
            button.setAccessibleName(button.text())
            button.setToolTip(button.text())
            feet.addWidget(button)
        feet.addStretch(1)
        feet.addWidget(self.export)
        feet.addWidget(self.go)
        return feet

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the details take the place of the list where both do not fit."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW)
        if narrow != self.narrow:
            self.narrow, self.alone = narrow, False
            self._arrange()


def _name(plan: Plan) -> str:
    return plan.row.name or "（没有姓名）"


def _number(plan: Plan) -> str:
    return str(plan.row.number)


def _citizen_id(plan: Plan) -> str:
    return masked(plan.person.citizen_id) if plan.person is not None else ""


def _in_short(plan: Plan) -> str:
    """Return what changes, or for a new person where they belong; then what was mended."""
    row, words = plan.row, [f"{name} {old} → {new}" for name, old, new in plan.row.changes]
    if row.state == NEW_ROW and plan.person is not None and plan.home is not None:
        relation = text_of("relation", plan.person.relation)
        words = [" · ".join(filter(None, (relation, plan.home.called())))]
    return "；".join(filter(None, (*words, *map(masked_text, (*row.repaired, *row.notes)))))


def _where(plan: Plan) -> str:
    return plan.row.problem.column if plan.row.problem is not None else ""


def _problem(plan: Plan) -> str:
    return masked_text(plan.row.problem.message) if plan.row.problem is not None else ""


_TAKEN: list[Column[Plan]] = [
    Column("姓名", 148, _name),
    Column("行", 56, _number, kind="number"),
    Column("证件号", 160, _citizen_id, kind="id"),
    Column("说明", 300, _in_short, stretch=True),
]
_LEFT: list[Column[Plan]] = [
    Column("姓名", 148, _name),
    Column("行", 56, _number, kind="number"),
    Column("哪一格", 148, _where),
    Column("问题", 300, _problem, stretch=True),
]
