"""The filters above the enrolments."""

from PySide6.QtWidgets import QWidget

from desktop_app.use_cases.enrolments import OVERDUE, SOON, EnrolmentFilter
from ui.filter_button import FilterButton
from ui.filter_row import FilterRow, code_filter


class EnrolmentFilterRow(FilterRow):
    """Which enrolments are looked for: due, scheme and status."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.due = FilterButton("到期", [(OVERDUE, "已经逾期"), (SOON, "快到期")], single=True)
        self.schemes = code_filter("险种", "insurance_scheme")
        self.statuses = code_filter("状态", "enrolment_status")
        super().__init__(self.due, self.schemes, self.statuses, parent=parent)

    def wanted(self) -> EnrolmentFilter:
        """Return which enrolments are looked for."""
        return EnrolmentFilter(
            text=self.search.wanted(),
            schemes=self.schemes.values(),
            statuses=self.statuses.values(),
            due="".join(self.due.values()),
        )
