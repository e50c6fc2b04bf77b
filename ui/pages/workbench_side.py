"""The right column of 工作台: the month, the numbers, and what was done last."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.use_cases.workbench import MonthProgress, Recent, Workbench
from ui import theme
from ui.buttons import Button
from ui.cards import Card
from ui.labels import ElidingLabel, label, set_tone
from ui.layouts import empty
from ui.meter import Meter
from ui.pills import Pill

COUNTS = (
    ("people", "人员", "人"),
    ("households", "住户", "户"),
    ("away", "外出务工", "人"),
    ("idle", "没有工作", "人"),
    ("placed", "公益岗位在岗", "人"),
)


class MonthCard(Card):
    """How far the visits of the month have come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("本月进度", "", parent=parent)
        self.note.setText("竖线 = 今天应到")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight)
        theme.set_type(self.note, theme.NOTE)
        self._number = label("", bold=True)
        self._goal = label("", tone="text2")
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(label("入户走访"), 1)
        row.addWidget(self._number)
        row.addWidget(self._goal)
        self.meter = Meter()
        self.sentence = label("", theme.SECONDARY, wrap=True)
        self.body.addLayout(row)
        self.body.addWidget(self.meter)
        self.body.addWidget(self.sentence)

    def show_month(self, month: MonthProgress, number: int) -> None:
        """Show the numbers of a month."""
        self.title.setText(f"{number} 月进度")
        self._number.setText(str(month.visited))
        self._goal.setText(f" / {month.households} 户")
        self.meter.show_numbers(month.visited, month.households, month.due_by_today)
        self.sentence.setText(month.sentence)
        set_tone(self.sentence, "warn" if month.behind else "text2")
        self.sentence.setToolTip(month.basis)


class CountsCard(Card):
    """The people of the villages in five numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("本机登记", "", parent=parent)
        self.head.addWidget(Pill("测算"))
        self.labels: dict[str, QLabel] = {}
        for name, words, unit in COUNTS:
            number = label("", bold=True)
            row = QHBoxLayout()
            row.setSpacing(theme.S1)
            row.addWidget(label(words), 1)
            row.addWidget(number)
            row.addWidget(label(unit, tone="text2"))
            self.body.addLayout(row)
            self.labels[name] = number
        self.body.addWidget(
            label("按本机记录计算，以旗县核定为准。", theme.NOTE, tone="text2", wrap=True)
        )

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show other numbers."""
        for name, number in self.labels.items():
            number.setText(f"{counts[name]:,}")


class RecentCard(Card):
    """What was done last, each with 撤销 where it can be taken back.

    Signals:
        undo_asked: A step is to be taken back; carries its number.
    """

    undo_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("刚办过的事", "", parent=parent)
        self._buttons: list[QWidget] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.S1)
        self.body.addLayout(self._rows)

    def show_recent(self, found: Workbench) -> None:
        """Show other steps."""
        empty(self._rows)
        self._buttons = []
        for step in found.recent:
            self._rows.addWidget(self._row(step, found))
        if not found.recent:
            words = "打开以后还没有办过事；办过的会列在这里，可以撤销。"
            self._rows.addWidget(label(words, theme.SECONDARY, tone="text2", wrap=True))

    def first_button(self) -> QWidget | None:
        """Return the 撤销 of the newest step that has one."""
        return next(iter(self._buttons), None)

    def _row(self, step: Recent, found: Workbench) -> QWidget:
        today = found.last_saved_at is not None and step.at.date() == found.last_saved_at.date()
        at = f"{step.at:%H:%M}" if today else f"{step.at.month}月{step.at.day}日"
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        when = label(at, theme.NOTE, tone="text2")
        when.setFixedWidth(theme.px(58))
        row.addWidget(when)
        row.addWidget(ElidingLabel(step.text, theme.SECONDARY), 1)
        made.setMinimumHeight(theme.px(theme.SMALL_BUTTON))
        if step.undoable:
            button = Button("撤销", "text", small=True)
            button.setAccessibleName(f"撤销：{step.text}")
            button.clicked.connect(lambda: self.undo_asked.emit(step.operation_id))
            self._buttons.append(button)
            row.addWidget(button)
        return made
