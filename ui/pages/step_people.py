"""Whom a step is done for: people to tick, with a number beside each where it is asked."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.use_cases.placement_lines import PlacementLine
from ui import theme
from ui.buttons import Button
from ui.cards import focus_in_view
from ui.labels import label
from ui.text_box import CheckBox, NumberBox


class StepPeople(QWidget):
    """A tick box a person; ``number`` names what is counted beside each, such as 同意.

    Signals:
        changed: Other people are ticked, or another number was typed.
        submitted: Enter in the last number.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(
        self,
        lines: Sequence[PlacementLine],
        ticked: Sequence[UUID],
        *,
        number: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.ticks: dict[UUID, CheckBox] = {}
        self.numbers: dict[UUID, NumberBox] = {}
        self._many = len(lines) > 1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.S1)
        column.setSpacing(theme.S1)
        column.addLayout(self._head(number))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S3)
        grid.setVerticalSpacing(theme.S1)
        grid.setColumnStretch(1, 1)
        for row, one in enumerate(lines):
            self._row(grid, row, one, ticked=one.id in ticked, number=number)
        column.addLayout(grid)

    def ids(self) -> list[UUID]:
        """Return who is ticked, in the order of the list."""
        return [id_ for id_, tick in self.ticks.items() if tick.value()]

    def votes(self) -> dict[UUID, int | None]:
        """Return the number beside each who is ticked; none where it is empty or no number."""
        return {
            id_: None if self.numbers[id_].problem() else self.numbers[id_].value()
            for id_ in self.ids()
        }

    def focus_first(self) -> None:
        """Give the keyboard to the first number, or to the first box."""
        boxes = [*self.numbers.values(), *self.ticks.values()]
        boxes[0].setFocus()

    def _head(self, number: str) -> QHBoxLayout:
        head = QHBoxLayout()
        self.said = label("", theme.SECONDARY, bold=True)
        head.addWidget(self.said, 1)
        self.all = Button("全选", "text", small=True, clicked=lambda: self._tick_all(True))
        self.none = Button("全不选", "text", small=True, clicked=lambda: self._tick_all(False))
        for button in (self.all, self.none):
            button.setVisible(self._many)
            head.addWidget(button)
        if number:
            head.addWidget(label(f"{number}（人）", theme.SECONDARY, tone="text2"))
        return head

    def _row(
        self, grid: QGridLayout, row: int, one: PlacementLine, *, ticked: bool, number: str
    ) -> None:
        age = "" if one.age is None else f" {one.age} 岁"
        tick = CheckBox(f"{one.person_name}　{one.sex}{age}", ticked)
        tick.setAccessibleName(f"给{one.person_name}办")
        tick.changed.connect(self._tell)
        tick.setEnabled(self._many)
        grid.addWidget(tick, row, 0)
        grid.addWidget(label(one.state_text, theme.SECONDARY, tone="text2"), row, 1)
        self.ticks[one.id] = tick
        if number:
            box = NumberBox(one.placement.review_agreed)
            box.setObjectName("review_agreed")
            box.setAccessibleName(f"{one.person_name}：{number}人数")
            box.setFixedWidth(theme.px(96))
            box.changed.connect(self.changed)
            box.returnPressed.connect(partial(self._next, one.id))
            grid.addWidget(box, row, 2)
            self.numbers[one.id] = box
        self._say()

    def _next(self, id_: UUID) -> None:
        """Go on to the number below, of those who are ticked."""
        ids = self.ids()
        below = ids[ids.index(id_) + 1 :] if id_ in ids else []
        if below:
            focus_in_view(self.numbers[below[0]])
        else:
            self.submitted.emit()

    def _tick_all(self, ticked: bool) -> None:
        for tick in self.ticks.values():
            tick.set_value(ticked)
        self._tell()

    def _tell(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        self.said.setText(f"给谁办：选了 {len(self.ids())} 人" if self._many else "给谁办")
