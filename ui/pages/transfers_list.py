"""The list of those who work away, and the filters above it."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_app.session import Session
from desktop_app.use_cases.people import village_name
from desktop_app.use_cases.transfers import (
    AWAY,
    REACHED,
    RETURNED,
    SHORT,
    UNDECIDED,
    TransferFilter,
    TransferLine,
    count_transfers,
    find_transfers,
    transfer_lines,
)
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.filter_button import FilterButton
from ui.filter_row import FilterRow, code_filter
from ui.jobs import Jobs
from ui.listing import Listing, rows_by
from ui.record_table import Column, RecordTable

_STATES = ((AWAY, "在外"), (RETURNED, "已返乡或结束"), (UNDECIDED, "返乡后没有下一步"))


class TransferFilterRow(FilterRow):
    """Whose work is looked for: class, village, away or home, months of this year."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        villages = [(code, village_name(code)) for code in session.village_codes]
        self.scopes = code_filter("就业地域", "transfer_scope")
        self.villages = FilterButton("嘎查村", villages)
        self.states = FilterButton("情况", _STATES, single=True)
        months = ((REACHED, "满了补助的月数"), (SHORT, "还没有满"))
        self.months = FilterButton("本年月数", months, single=True)
        super().__init__(self.scopes, self.villages, self.states, self.months, parent=parent)

    def wanted(self) -> TransferFilter:
        """Return whose work is looked for."""
        return TransferFilter(
            text=self.search.wanted(),
            scopes=self.scopes.values(),
            village_codes=self.villages.values(),
            state="".join(self.states.values()),
            months="".join(self.months.values()),
        )


class TransferList(Listing[TransferFilter]):
    """A row a person with the last spell of work, or a word about why nothing is there."""

    unit, order = "人", "新外出的排在前面"
    none, add = "没有这样的人", "登记外出"
    too_narrow = ((5, 690), (2, 560))

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._session = session
        table = RecordTable(_columns(), rows_by(partial(transfer_lines, session)))
        table.setAccessibleName("外出务工名单")
        super().__init__(jobs, table, TransferFilter(), parent)

    def ids(self, wanted: TransferFilter, limit: int | None = None) -> list[UUID]:
        """Return whose work is looked for."""
        return find_transfers(self._session, wanted, limit)

    def counts(self) -> tuple[int, ...]:
        """Return how many there are, how many away, and how many without a next step."""
        each = (TransferFilter(), TransferFilter(state=AWAY), TransferFilter(state=UNDECIDED))
        return tuple(count_transfers(self._session, wanted) for wanted in each)

    def none_yet(self) -> EmptyState:
        """Offer to register the first one."""
        return EmptyState(
            "plane",
            "还没有登记过外出务工",
            "登记谁在哪里做、从哪天开始，就业地域自动得出，月数按天算。",
            [Button("登记外出", "primary", "plus", clicked=self.add_asked.emit)],
        )

    def why_none(self) -> str:
        """Tell of a text, or of filters."""
        if self.wanted.state == UNDECIDED:
            return "返乡的人都登记了下一步。"
        if self.wanted.text:
            return f"「{self.wanted.text}」还没有登记过外出。现在就登记。"
        return "条件太窄了。去掉一两个条件再看。"


def state_tone(one: TransferLine) -> str:
    """Return the tone of whether somebody is away."""
    if one.state == AWAY:
        return "ok"
    waits = one.employment.returned_on is not None and one.employment.leaves_on is None
    return "warn" if waits else ""


def _columns() -> list[Column[TransferLine]]:
    return [
        Column("姓名", 104, lambda one: one.name),
        Column("就业地域", 124, lambda one: one.scope_text),
        Column("工作地点", 150, lambda one: one.place, stretch=True),
        Column("情况", 112, lambda one: one.state_text, kind="pill", tone=state_tone),
        Column("本年", 70, lambda one: f"{one.months} 个月"),
        Column("嘎查村", 116, lambda one: one.village, stretch=True),
    ]
