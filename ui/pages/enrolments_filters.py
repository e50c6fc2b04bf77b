"""The row of filters above the enrolments: search box, due, scheme and status."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.codes import code_list
from desktop_app.use_cases.enrolments import OVERDUE, SOON, EnrolmentFilter
from ui import theme
from ui.buttons import Button
from ui.pages.people_filter_button import Choice, FilterButton
from ui.pages.people_filters import WAIT_MS, SearchBox
from ui.pages.people_flow import FlowRow


class EnrolmentFilterRow(QWidget):
    """Search box and filters in one row.

    Signals:
        changed: Other enrolments are looked for now.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchBox("姓名、拼音首字母、证件号片段、电话")
        due: Sequence[Choice] = ((OVERDUE, "已经逾期"), (SOON, "快到期"))
        self.due = FilterButton("到期", due, single=True)
        self.schemes = FilterButton("险种", _choices("insurance_scheme"))
        self.statuses = FilterButton("状态", _choices("enrolment_status"))
        self.clear_all = Button("清除条件", "text", clicked=self.clear)
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _: self._wait.start())
        self.search.setMinimumWidth(theme.px(200))
        row = FlowRow(self, theme.S2)
        row.addWidget(self.search)
        for button in self._buttons():
            row.addWidget(button)
            button.changed.connect(self._filtered)
        row.addWidget(self.clear_all)
        self.clear_all.hide()

    def wanted(self) -> EnrolmentFilter:
        """Return which enrolments are looked for."""
        return EnrolmentFilter(
            text=self.search.text().strip(),
            schemes=self.schemes.values(),
            statuses=self.statuses.values(),
            due="".join(self.due.values()),
        )

    def search_now(self) -> None:
        """Look for what was typed without waiting for the next key."""
        if self._wait.isActive():
            self._wait.stop()
            self.changed.emit()

    def narrows(self) -> bool:
        """Say whether anything narrows the list."""
        return self.wanted() != EnrolmentFilter()

    def clear(self) -> None:
        """Look for every enrolment again, in one step."""
        self.search_for("")

    def search_for(self, text: str) -> None:
        """Look for a text alone: no filter hides what it finds."""
        self.blockSignals(True)
        self.search.setText(text)
        for button in self._buttons():
            button.choose(())
        self.blockSignals(False)
        self._filtered()

    def _buttons(self) -> tuple[FilterButton, ...]:
        return self.due, self.schemes, self.statuses

    def _filtered(self) -> None:
        self._wait.stop()
        self.clear_all.setVisible(any(button.values() for button in self._buttons()))
        self.changed.emit()


def _choices(name: str) -> list[Choice]:
    return [(code.value, code.text) for code in code_list(name).choices()]
