"""The list of faults in the data, and the filters above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_app.domain.quality_facts import Fault
from desktop_app.domain.quality_rules import RULES
from desktop_app.domain.rules import built_in_rules
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name
from ui.empty_state import EmptyState
from ui.filter_button import FilterButton
from ui.filter_row import FilterRow
from ui.jobs import Jobs
from ui.listing import Listing, rows_by
from ui.record_table import Column, RecordTable


@dataclass(frozen=True, slots=True)
class FaultFilter:
    """Which faults are looked for."""

    text: str = ""
    rules: tuple[str, ...] = ()
    village_codes: tuple[str, ...] = ()

    def fits(self, fault: Fault) -> bool:
        """Say whether a fault is among those."""
        said = (fault.name, fault.message, fault.household)
        return (
            (not self.text or any(self.text in words for words in said))
            and (not self.rules or fault.rule in self.rules)
            and (not self.village_codes or fault.village_code in self.village_codes)
        )


class FaultFilterRow(FilterRow):
    """Which kinds of faults, which villages."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        titles = [(key, built_in_rules().clauses[key][0].title) for key, _ in RULES]
        self.rules = FilterButton("问题种类", titles)
        villages = [(code, village_name(code)) for code in session.village_codes]
        self.villages = FilterButton("嘎查村", villages)
        super().__init__(self.rules, self.villages, parent=parent)
        self.search.setPlaceholderText("姓名、户编号，或者问题里的字")
        self.villages.setVisible(len(villages) > 1)

    def wanted(self) -> FaultFilter:
        """Return what is looked for."""
        return FaultFilter(self.search.wanted(), self.rules.values(), self.villages.values())


class FaultList(Listing[FaultFilter]):
    """A table of faults, kind by kind; it shows the report it was given last."""

    unit, order = "条", "按问题种类排列"
    none, add = "没有这样的问题", "导出 Excel"
    too_narrow = ((3, 900), (4, 640))

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._faults: dict[UUID, Fault] = {}
        table: RecordTable = RecordTable(_columns(), rows_by(self._lines))
        table.setAccessibleName("数据里的问题")
        super().__init__(jobs, table, FaultFilter(), parent)

    def take(self, faults: Sequence[Fault]) -> None:
        """Show these faults from now on."""
        self._faults = {fault.id: fault for fault in faults}
        self.table.reread(list(self._faults))

    def fault(self, id_: UUID | None) -> Fault | None:
        """Return a fault that is shown."""
        return None if id_ is None else self._faults.get(id_)

    def ids(self, wanted: FaultFilter, limit: int | None = None) -> list[UUID]:
        """Return the faults that are looked for."""
        return [id_ for id_, fault in self._faults.items() if wanted.fits(fault)][:limit]

    def counts(self) -> tuple[int, ...]:
        """Return how many faults there are, and of how many people."""
        return len(self._faults), len({one.person_id for one in self._faults.values()})

    def none_yet(self) -> EmptyState:
        """Say what was looked at."""
        return EmptyState(
            "circle-check",
            "没有查出问题",
            "查的是身份证号、户主和配偶、文化程度、劳动能力、务工、医保、公益岗等 28 种。",
        )

    def why_none(self) -> str:
        """Tell of the filters."""
        return "条件太窄了。去掉一两个条件再看。"

    def _lines(self, ids: list[UUID]) -> list[Fault]:
        return [self._faults[id_] for id_ in ids if id_ in self._faults]


def _columns() -> list[Column[Fault]]:
    return [
        Column("姓名", 104, lambda one: one.name),
        Column("问题种类", 180, lambda one: one.title),
        Column("问题", 180, lambda one: one.message, stretch=True),
        Column("嘎查村", 124, lambda one: village_name(one.village_code)),
        Column("户编号", 110, lambda one: one.household, kind="id"),
    ]
