"""Whom a visit is to, who else lives there, and how, why, when and with whom it was."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.domain.records import Visit
from desktop_app.use_cases.visits import Member, VisitSheet
from ui import theme
from ui.buttons import Button
from ui.code_box import ChoiceBox
from ui.date_box import DateBox
from ui.flow_row import FlowRow
from ui.icon import IconLabel
from ui.labels import ElidingLabel, label
from ui.layouts import empty
from ui.pills import Pill

IDLE = ("待业", "未就业", "失业", "从未就业")


class VisitHead(QWidget):
    """The person in one line, and when the last visit was."""

    def __init__(self) -> None:
        super().__init__()
        self.name = label("", theme.CARD_TITLE, bold=True)
        self._facts = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._status = Pill("")
        self.last = ElidingLabel("", theme.SECONDARY, tone="text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S2)
        row.setSpacing(theme.S3)
        row.addWidget(self.name)
        row.addWidget(self._facts, 1)
        row.addWidget(self._status)
        row.addWidget(IconLabel("history", "text2", 16))
        row.addWidget(self.last)

    def show_sheet(self, sheet: VisitSheet) -> None:
        """Show another person."""
        person = sheet.person
        self.name.setText(person.name)
        age = f"{person.age} 岁" if person.age is not None else ""
        place = " ".join(part for part in (sheet.village, sheet.household.group_name) if part)
        facts = (person.sex, age, place, person.phone)
        self._facts.setText(" · ".join(part for part in facts if part))
        self._status.setVisible(bool(person.status))
        self._status.show_status(person.status, "warn" if person.status in IDLE else "")
        self.last.setText(sheet.last_text)


class VisitTop(QWidget):
    """The members of the household, and the circumstances of the visit.

    Signals:
        changed: A circumstance was changed.
        member_chosen: Another person of the household is to be visited.
    """

    changed = Signal()
    member_chosen = Signal(UUID)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.way, self.purpose = ChoiceBox(optional=False), ChoiceBox(optional=False)
        self.informant, self.day = QLineEdit(), DateBox(today=today)
        self.informant.setToolTip("本人不在家时，写明由谁说明情况")
        self.boxes: dict[str, QWidget] = {
            "way": self.way,
            "purpose": self.purpose,
            "informant": self.informant,
            "visited_on": self.day,
        }
        for box in (self.way, self.purpose, self.day):
            box.changed.connect(self.changed.emit)
        self.informant.textEdited.connect(lambda: self.changed.emit())
        members, facts = QWidget(), QWidget()
        self._members, flow = FlowRow(members), FlowRow(facts)
        names = (("方式", 116), ("事由", 168), ("受访人", 120), ("日期", 150))
        for (words, width), one in zip(names, self.boxes.values(), strict=True):
            one.setFixedWidth(theme.px(width))
            flow.addWidget(_named(words, one))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S4, 0, theme.S4, theme.S3)
        column.setSpacing(theme.S2)
        column.addWidget(members)
        column.addWidget(facts)

    def show_visit(self, sheet: VisitSheet, visit: Visit) -> None:
        """Show another household and the circumstances of its visit."""
        self._show_members(sheet.members, sheet.person.id)
        self.way.set_choices(sheet.ways)
        self.purpose.set_choices(sheet.purposes)
        self.way.set_value(visit.way)
        self.purpose.set_value(visit.purpose)
        self.informant.setText(visit.informant)
        self.day.set_value(visit.visited_on)

    def values(self) -> dict[str, str | date | None]:
        """Return the circumstances by the names of their fields."""
        return {
            "way": self.way.value(),
            "purpose": self.purpose.value(),
            "informant": self.informant.text().strip(),
            "visited_on": self.day.value(),
        }

    def _show_members(self, members: tuple[Member, ...], chosen: UUID) -> None:
        empty(self._members)
        count = label(f"这一户 {len(members)} 人", theme.SECONDARY, tone="text2")
        count.setMinimumHeight(theme.px(theme.SMALL_BUTTON))
        self._members.addWidget(count)
        for one in members:
            age = f" {one.age} 岁" if one.age is not None else ""
            button = Button(f"{one.relation} {one.name}{age}".strip(), "filter", small=True)
            theme.set_state(button, "active", one.id == chosen)
            button.setAccessibleDescription("正在走访" if one.id == chosen else "改为走访此人")
            if one.id != chosen:
                button.clicked.connect(lambda _=False, id_=one.id: self.member_chosen.emit(id_))
            self._members.addWidget(button)


def _named(words: str, box: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, theme.S2, 0)
    row.setSpacing(theme.S2)
    name = label(words, theme.SECONDARY, tone="text2")
    name.setBuddy(box)
    box.setAccessibleName(words)
    row.addWidget(name)
    row.addWidget(box)
    return made
