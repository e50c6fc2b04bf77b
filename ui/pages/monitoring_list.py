"""The list of those whom a month asks about, and the filters above it."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_app.domain.months import Month
from desktop_app.session import Session
from desktop_app.use_cases.monitoring import (
    CHANGED,
    OPEN,
    SAME,
    MonitoringFilter,
    MonitoringLine,
    count_monitored,
    find_monitored,
    monitoring_lines,
)
from desktop_app.use_cases.people_list import village_name
from ui.empty_state import EmptyState
from ui.filter_button import FilterButton
from ui.filter_row import FilterRow
from ui.jobs import Jobs
from ui.listing import Listing, rows_by
from ui.record_table import Column, RecordTable

MONTHS_BACK = 12
STATES = {OPEN: "还没有问", SAME: "无变化", CHANGED: "有变化"}
_TONES = {OPEN: "warn", SAME: "ok", CHANGED: "info"}


class MonitoringFilterRow(FilterRow):
    """Which month, which villages, who was asked and who not."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        today = Month.around(session.today())
        months = [today.plus(-back) for back in range(1, MONTHS_BACK)]
        choices = [(month.text, month.told) for month in months]
        self.months = FilterButton("月份", choices, single=True, none="本月")
        states = [(OPEN, "还没有问"), ("done", "已经问过")]
        self.states = FilterButton("监测", states, single=True)
        villages = [(code, village_name(code)) for code in session.village_codes]
        self.villages = FilterButton("嘎查村", villages)
        super().__init__(self.states, self.months, self.villages, parent=parent)
        self.villages.setVisible(len(villages) > 1)

    def wanted(self) -> MonitoringFilter:
        """Return who is looked for; no month is this one."""
        return MonitoringFilter(
            month="".join(self.months.values()),
            village_codes=self.villages.values(),
            state="".join(self.states.values()),
            text=self.search.wanted(),
        )


class MonitoringList(Listing[MonitoringFilter]):
    """A table of people and of what they said this month."""

    unit, order = "人", "按户排列"
    none, add = "没有这样的人", "去走访"
    too_narrow = ((4, 640), (3, 520))

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._session = session
        table: RecordTable = RecordTable(_columns(), rows_by(self._lines))
        table.setAccessibleName("监测名单")
        super().__init__(jobs, table, MonitoringFilter(), parent)

    def ids(self, wanted: MonitoringFilter, limit: int | None = None) -> list[UUID]:
        """Return who is looked for."""
        return find_monitored(self._session, wanted, limit)

    def counts(self) -> tuple[int, ...]:
        """Return how many the month asks about, and how many are still open."""
        every = MonitoringFilter(month=self.wanted.month, village_codes=self.wanted.village_codes)
        left = MonitoringFilter(
            month=self.wanted.month, village_codes=self.wanted.village_codes, state=OPEN
        )
        return tuple(count_monitored(self._session, each) for each in (every, left))

    def none_yet(self) -> EmptyState:
        """Say whom a month asks about."""
        return EmptyState(
            "clipboard-list",
            "这个月没有要监测的人",
            "监测的是脱贫人口和监测对象；要问全部劳动力的，请旗县在规则里改。",
        )

    def why_none(self) -> str:
        """Tell that all were asked, or of the filters."""
        if self.wanted.state == OPEN and not self.wanted.text:
            return "这个月的人都问过了。"
        return "条件太窄了。去掉一两个条件再看。"

    def _lines(self, ids: list[UUID]) -> list[MonitoringLine]:
        return monitoring_lines(self._session, ids, self.wanted.month)


def state_words(one: MonitoringLine) -> str:
    """Return how somebody stands this month."""
    return STATES[one.state]


def state_tone(one: MonitoringLine) -> str:
    """Return the tone of it."""
    return _TONES[one.state]


def _columns() -> list[Column[MonitoringLine]]:
    return [
        Column("姓名", 118, lambda one: one.name),
        Column("监测", 92, state_words, kind="pill", tone=state_tone),
        Column("就业状态", 96, lambda one: one.status_text),
        Column("在哪里做什么", 120, lambda one: one.employer, stretch=True),
        Column("嘎查村", 124, lambda one: one.village),
        Column("上次问到", 92, lambda one: str(one.asked_on or "没有问过"), kind="date"),
    ]
