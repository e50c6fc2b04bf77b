"""The second step of an import: which of the officer's villages each name in the file means."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.domain import divisions
from desktop_app.use_cases.roster_import import VillageChoice
from ui import theme
from ui.buttons import Button
from ui.cards import Card, ScrollColumn
from ui.code_box import ChoiceBox
from ui.labels import label, line
from ui.layouts import empty


class MatchVillages(QWidget):
    """One line for each village name, with a box to choose from where it is unclear.

    Signals:
        chosen: Go on; carries the codes by the names of the file.
        back_asked: Another file is to be chosen.
    """

    chosen = Signal(dict)
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, ChoiceBox] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.S4)
        self._grid.setVerticalSpacing(theme.S2)
        for place, share in enumerate((4, 1, 6)):
            self._grid.setColumnStretch(place, share)
        card = Card("表里的嘎查村对应哪一个", "同名的村要由人来定；没有选的，那些行不导入")
        scroll = ScrollColumn()
        scroll.column.addLayout(self._grid)
        scroll.column.addStretch(1)
        card.body.addWidget(scroll, 1)
        card.body.addWidget(line())
        self.go = Button("下一步", "primary", "arrow-right", "Ctrl Enter", clicked=self._go)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.addWidget(Button("重新选文件", icon_name="arrow-left", clicked=self.back_asked.emit))
        feet.addStretch(1)
        feet.addWidget(self.go)
        card.body.addLayout(feet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)

    def show_choices(self, choices: Sequence[VillageChoice]) -> None:
        """Show the names of a file, those that wait for a choice first."""
        empty(self._grid)
        self.boxes = {}
        for place, title in enumerate(("表里写的", "行数", "对应的嘎查村")):
            self._grid.addWidget(label(title, theme.SECONDARY, tone="text2"), 0, place)
        ordered = sorted(choices, key=lambda one: (not one.open, one.elsewhere))
        for row, choice in enumerate(ordered, start=1):
            self._grid.addWidget(label(choice.name or "（没有写）", bold=choice.open), row, 0)
            self._grid.addWidget(label(f"{choice.rows} 行"), row, 1)
            self._grid.addWidget(self._meaning(choice), row, 2)

    def focus_first(self) -> None:
        """Give the keyboard to the first name that waits."""
        first: QWidget = next(iter(self.boxes.values()), None) or self.go
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _meaning(self, choice: VillageChoice) -> QWidget:
        if choice.elsewhere:
            return label("不归这台电脑负责，这些行不导入", tone="warn")
        if len(choice.candidates) <= 1:
            return _known(choice)
        box = ChoiceBox([(one.code, f"{one.full_name}  {one.code}") for one in choice.candidates])
        box.set_value(choice.code)
        box.setAccessibleName(f"{choice.name or '没有写村名的行'}对应的嘎查村")
        self.boxes[choice.name] = box
        return box

    def _go(self) -> None:
        self.chosen.emit({name: box.value() for name, box in self.boxes.items() if box.value()})


def _known(choice: VillageChoice) -> QLabel:
    return label(divisions.village(choice.code).full_name if choice.code else "", tone="text2")
