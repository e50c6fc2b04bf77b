"""The filters above the people."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop_app.use_cases.people import PeopleFilter
from ui.filter_button import Choice, FilterButton
from ui.filter_row import FilterRow, code_filter

LABOUR, ON_POST, NO_POST = "labour", "post", "no_post"


class PeopleFilterRow(FilterRow):
    """Who is looked for: village, status, poverty, visits, and the rest."""

    def __init__(
        self, villages: Sequence[Choice], visit_days: int, parent: QWidget | None = None
    ) -> None:
        self.villages = FilterButton("嘎查村", villages)
        self.statuses = code_filter("就业状态", "employment_status")
        self.poverty = code_filter("脱贫监测", "poverty_status")
        days = sorted({visit_days, 2 * visit_days, 3 * visit_days})
        self.visits = FilterButton(
            "走访", [(str(day), f"{day} 天没走访") for day in days], single=True
        )
        self.more = FilterButton(
            "更多",
            [(LABOUR, "只看劳动力（16—59 岁）"), (ON_POST, "在公益岗"), (NO_POST, "不在公益岗")],
        )
        super().__init__(
            self.villages, self.statuses, self.poverty, self.visits, self.more, parent=parent
        )

    def wanted(self) -> PeopleFilter:
        """Return who is looked for."""
        more, days = self.more.values(), self.visits.values()
        posts = None if (ON_POST in more) == (NO_POST in more) else ON_POST in more
        return PeopleFilter(
            text=self.search.wanted(),
            village_codes=self.villages.values(),
            statuses=self.statuses.values(),
            poverty=self.poverty.values(),
            posts=posts,
            not_visited_days=int(days[0]) if days else None,
            labour_only=LABOUR in more,
        )
