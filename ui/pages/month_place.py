"""Which village, which line of funding, which month: what the pages of money are about."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.codes import code_list
from desktop_app.domain.months import Month
from desktop_app.use_cases.people_list import village_name
from ui import theme
from ui.buttons import IconButton
from ui.code_box import ChoiceBox
from ui.labels import label


class MonthStep(QWidget):
    """A month with an arrow at each side; never later than today's, the one before it at first.

    Signals:
        changed: Another month was chosen.
    """

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = Month.around(today)
        self.month = self._last.previous()
        self.earlier = IconButton("chevron-left", "上一个月", clicked=lambda: self.step(-1))
        self.later = IconButton("chevron-right", "下一个月", clicked=lambda: self.step(1))
        self._shown = label("", theme.CARD_TITLE, bold=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for part in (self.earlier, self._shown, self.later):
            row.addWidget(part)
        self._say()

    def step(self, months: int) -> None:
        """Go so many months on, never past the present one."""
        self.go_to(self.month.plus(months))

    def go_to(self, month: Month) -> None:
        """Choose a month."""
        before, self.month = self.month, min(month, self._last)
        self._say()
        if self.month != before:
            self.changed.emit()

    def _say(self) -> None:
        self._shown.setText(self.month.told)
        self.later.setEnabled(self.month < self._last)


class MonthPlace(QWidget):
    """Village, department and month, each to be chosen; the month never later than today's.

    Signals:
        changed: Something else was chosen.
    """

    changed = Signal()

    def __init__(
        self,
        village_codes: Sequence[str],
        today: date,
        *,
        with_month: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._months = MonthStep(today)
        self.villages = _box("嘎查村", [(code, village_name(code)) for code in village_codes])
        codes = code_list("post_department").choices(today)
        self.departments = _box("主管部门", [(code.value, code.text) for code in codes])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        row.addWidget(self.villages)
        row.addWidget(self.departments)
        row.addWidget(self._months)
        self._months.setVisible(with_month)
        row.addStretch(1)
        self.villages.setVisible(len(village_codes) > 1)
        self.villages.changed.connect(self.changed)
        self.departments.changed.connect(self.changed)
        self._months.changed.connect(self.changed)

    @property
    def month(self) -> Month:
        """Return the month that is chosen."""
        return self._months.month

    @property
    def where(self) -> tuple[str, str, str]:
        """Return village, month and department as the use cases take them."""
        return self.villages.value(), self.month.text, self.departments.value()

    def step(self, months: int) -> None:
        """Go so many months on, never past the present one."""
        self._months.step(months)

    def go_to(self, month: Month, village: str = "", department: str = "") -> None:
        """Choose a month, and a village and department where they are given; tell it once."""
        before = self.where
        blocked = self.blockSignals(True)
        self._months.go_to(month)
        if village:
            self.villages.set_value(village)
        if department:
            self.departments.set_value(department)
        self.blockSignals(blocked)
        if self.where != before:
            self.changed.emit()


def _box(name: str, choices: Sequence[tuple[str, str]]) -> ChoiceBox:
    made = ChoiceBox(choices, choices[0][0] if choices else "", optional=False)
    made.setAccessibleName(name)
    made.setObjectName(name)
    made.setFixedWidth(theme.px(150))
    return made
