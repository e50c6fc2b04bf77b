"""The list of what the checks found, and the filters above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_app.domain.months import Month
from desktop_app.domain.watch_facts import BLOCK, NOTE, SEVERITIES, WARN, Hit
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name
from ui.empty_state import EmptyState
from ui.filter_button import FilterButton
from ui.filter_row import FilterRow
from ui.jobs import Jobs
from ui.listing import Listing, rows_by
from ui.record_table import Column, RecordTable

MONTHS_BACK = 12
OPEN, DONE = "open", "done"
STATES = {"open": "待核实", "true": "属实", "false": "不属实", "settled": "已整改"}
STATE_TONES = {"open": "warn", "true": "bad", "false": "ok", "settled": "ok"}
TONES = {BLOCK: "bad", WARN: "warn", NOTE: "info"}


@dataclass(frozen=True, slots=True)
class CheckFilter:
    """Which hits are looked for, in which month and villages."""

    text: str = ""
    month: str = ""
    village_codes: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    state: str = ""

    def fits(self, hit: Hit) -> bool:
        """Say whether a hit is among those."""
        return (
            (not self.text or self.text in hit.name or self.text in hit.reason)
            and (not self.village_codes or hit.village_code in self.village_codes)
            and (not self.severities or hit.severity in self.severities)
            and (not self.state or hit.is_open == (self.state == OPEN))
        )


class CheckFilterRow(FilterRow):
    """Which month, how grave, settled or not, which villages."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        today = Month.around(session.today())
        months = [today.plus(-back) for back in range(1, MONTHS_BACK)]
        choices = [(month.text, month.told) for month in months]
        self.months = FilterButton("月份", choices, single=True, none="本月")
        self.severities = FilterButton("程度", list(SEVERITIES.items()))
        self.states = FilterButton("结论", [(OPEN, "待核实"), (DONE, "已有结论")], single=True)
        villages = [(code, village_name(code)) for code in session.village_codes]
        self.villages = FilterButton("嘎查村", villages)
        self._this_month = today.text
        super().__init__(self.severities, self.states, self.months, self.villages, parent=parent)
        self.search.setPlaceholderText("姓名，或者问题里的字")
        self.villages.setVisible(len(villages) > 1)

    def wanted(self) -> CheckFilter:
        """Return what is looked for; no month is this one."""
        return CheckFilter(
            text=self.search.wanted(),
            month="".join(self.months.values()),
            village_codes=self.villages.values(),
            severities=self.severities.values(),
            state="".join(self.states.values()),
        )

    def month(self) -> str:
        """Return the month that is checked."""
        return "".join(self.months.values()) or self._this_month


class CheckList(Listing[CheckFilter]):
    """A table of hits, gravest first; it shows the report it was given last."""

    unit, order = "条", "重的在前"
    none, add = "没有这样的问题", "导入名单"
    too_narrow = ((4, 900), (3, 640))

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._session = session
        self._hits: dict[UUID, Hit] = {}
        table: RecordTable = RecordTable(_columns(), rows_by(self._lines))
        table.setAccessibleName("核查发现的问题")
        super().__init__(jobs, table, CheckFilter(month=""), parent)

    def take(self, hits: Sequence[Hit]) -> None:
        """Show these hits from now on."""
        self._hits = {hit.id: hit for hit in hits}
        self.table.reread(list(self._hits))

    def hit(self, id_: UUID | None) -> Hit | None:
        """Return a hit that is shown."""
        return None if id_ is None else self._hits.get(id_)

    def ids(self, wanted: CheckFilter, limit: int | None = None) -> list[UUID]:
        """Return the hits that are looked for."""
        found = [id_ for id_, hit in self._hits.items() if wanted.fits(hit)]
        return found[:limit]

    def counts(self) -> tuple[int, ...]:
        """Return how many hold a payment up, are to be looked at, are settled."""
        hits = self._hits.values()
        return (
            sum(hit.blocks for hit in hits),
            sum(hit.is_open and not hit.blocks for hit in hits),
            sum(not hit.is_open for hit in hits),
        )

    def none_yet(self) -> EmptyState:
        """Say what the checks look for."""
        return EmptyState(
            "shield-check",
            "没有查出问题",
            "查的是一人一岗、一户一岗、年龄、死亡、养老待遇、参保、市场主体、外出务工、"
            "干部亲属、同账号。部门名单要先导入，才能对得上。",
        )

    def why_none(self) -> str:
        """Tell of the filters."""
        if self.wanted.state == OPEN and not self.wanted.text:
            return "这个月查出的问题都有结论了。"
        return "条件太窄了。去掉一两个条件再看。"

    def _lines(self, ids: list[UUID]) -> list[Hit]:
        return [self._hits[id_] for id_ in ids if id_ in self._hits]


def state_words(hit: Hit) -> str:
    """Return how a hit stands."""
    return STATES.get(hit.state, hit.state)


def state_tone(hit: Hit) -> str:
    """Return the tone of it."""
    return STATE_TONES.get(hit.state, "")


def _columns() -> list[Column[Hit]]:
    return [
        Column("姓名", 104, lambda hit: hit.name),
        Column(
            "程度", 118, lambda hit: SEVERITIES[hit.severity], "pill",
            lambda hit: TONES[hit.severity] if hit.is_open else "",
        ),
        Column("问题", 160, lambda hit: hit.reason, stretch=True),
        Column("岗位", 112, lambda hit: hit.post_title),
        Column("嘎查村", 124, lambda hit: village_name(hit.village_code)),
        Column("结论", 84, state_words, "pill", state_tone),
    ]  # fmt: skip
