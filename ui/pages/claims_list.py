"""The list of claims of organisers, and the filters above it."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_app.domain.money import yuan
from desktop_app.session import Session
from desktop_app.use_cases.claims import ClaimFilter, ClaimRow, claim_rows, find_claims
from desktop_app.use_cases.people_list import village_name
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.filter_button import FilterButton
from ui.filter_row import FilterRow
from ui.jobs import Jobs
from ui.listing import Listing, rows_by
from ui.record_table import Column, RecordTable

YEARS_BACK = 5
_DECIDED = (("no", "待审定"), ("out", "退回补正"), ("yes", "已审定"))


class ClaimFilterRow(FilterRow):
    """Which claims are looked for: year, decided or not."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        this = session.today().year
        years = [(str(this - back), f"{this - back} 年度") for back in range(YEARS_BACK)]
        self.years = FilterButton("年度", years)
        self.decided = FilterButton("审定", _DECIDED, single=True)
        super().__init__(self.years, self.decided, parent=parent)
        self.search.setPlaceholderText("主体名称、申请编号")
        self.search.setAccessibleName("主体名称、申请编号")

    def wanted(self) -> ClaimFilter:
        """Return which claims are looked for."""
        decided = "".join(self.decided.values())
        return ClaimFilter(
            text=self.search.wanted(),
            years=tuple(int(year) for year in self.years.values()),
            decided=None if not decided else decided == "yes",
            out=None if not decided else decided == "out",
        )


class ClaimList(Listing[ClaimFilter]):
    """A row a claim, or a word about why nothing is there."""

    unit, order = "份", "待审定的排在前面"
    none, add = "没有这样的申请", "登记申请"
    too_narrow = ((6, 680), (4, 560), (2, 470))

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._session = session
        table = RecordTable(_columns(), rows_by(partial(claim_rows, session)))
        table.setAccessibleName("输出补助申请")
        super().__init__(jobs, table, ClaimFilter(), parent)

    def ids(self, wanted: ClaimFilter, limit: int | None = None) -> list[UUID]:
        """Return which claims are looked for."""
        return find_claims(self._session, wanted, limit)

    def counts(self) -> tuple[int, ...]:
        """Return how many there are, and how many wait for a decision."""
        each = (ClaimFilter(), ClaimFilter(decided=False, out=False))
        return tuple(len(find_claims(self._session, wanted)) for wanted in each)

    def none_yet(self) -> EmptyState:
        """Offer to register the first one."""
        return EmptyState(
            "wallet",
            "还没有登记过输出补助申请",
            "人力资源公司、劳务经纪人组织输出的，登记申请和花名册，逐人核对够不够条件。",
            [Button("登记申请", "primary", "plus", clicked=self.add_asked.emit)],
        )

    def why_none(self) -> str:
        """Say what helps."""
        return "条件太窄了。去掉一两个条件再看。"


def state_tone(one: ClaimRow) -> str:
    """Return the tone of how far a claim is."""
    return {"待审定": "warn", "退回补正": "bad", "已发放": "ok"}.get(one.state, "info")


def _columns() -> list[Column[ClaimRow]]:
    return [
        Column("输出组织主体", 150, lambda one: one.organiser, stretch=True),
        Column("年度", 60, lambda one: str(one.claim.year or "")),
        Column("人数", 60, lambda one: str(one.lines), kind="number"),
        Column("状态", 84, lambda one: one.state, kind="pill", tone=state_tone),
        Column("同意（元）", 100, lambda one: yuan(one.amount_fen), kind="number"),
        Column("编号", 108, lambda one: one.claim.number),
        Column("嘎查村", 128, lambda one: village_name(one.claim.village_code)),
    ]
