"""What the sheet of a month of attendance shows: everybody to be marked, kept or proposed."""

from dataclasses import dataclass
from datetime import date

from db.roll_queries import KeptSheet, holders, sheets
from desktop_app.domain.attendance import MonthTotals, fitted, totals, unclear_days
from desktop_app.domain.months import Month
from desktop_app.domain.records import NEW, RecordId
from desktop_app.domain.roll_lines import proposal
from desktop_app.domain.subsidy import Holder, required_in
from desktop_app.domain.subsidy_rules import SubsidyRules
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.roll_books import month_of, read_rules, refuse_unknown, standing_roll

EARLY = "subsidy.close_before_month_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """The month of one holder: ``marks`` has one sign a day, ``days`` are those that count.

    ``kept`` says that the marks are on record, else they are proposed; ``unclear`` are days
    whose mark cannot count, ``twice`` that another desk kept other marks for the month.
    """

    placement_id: RecordId
    person_id: RecordId
    name: str
    post_title: str
    marks: str
    days: frozenset[int]
    required: int
    totals: MonthTotals
    kept: bool
    confirmed_on: date | None
    checked_by: str
    unclear: tuple[int, ...]
    twice: bool = False

    @property
    def note(self) -> str:
        """Say what is still to be looked at; '' if nothing is."""
        if self.twice:
            return "两份不一致"
        if self.unclear:
            more = "等" if len(self.unclear) > 1 else ""
            return f"{self.unclear[0]} 日{more}不在岗"
        if not self.kept:
            return "未登记"
        return "" if self.confirmed_on else "未核对"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSheet:
    """The attendance of a village and a line of funding; ``until`` is the last day to be marked.

    ``roll_id`` is that of the roll that closed the month, ``NEW`` while it is open.
    """

    village_code: str
    village: str
    department: str
    month: str
    rows: tuple[MonthRow, ...]
    until: int
    roll_id: RecordId = NEW

    @property
    def closed(self) -> bool:
        """Say whether the month was closed."""
        return self.roll_id != NEW

    @property
    def open_rows(self) -> int:
        """Return how many sheets are not checked."""
        return sum(row.confirmed_on is None or row.twice for row in self.rows)


def attendance_month(
    session: Session, village_code: str, month: str, department: str
) -> MonthSheet:
    """Return who is to be marked in a month, by post and name; kept marks, or full attendance."""
    refuse_unknown(session, village_code, department)
    known = month_of(session, month)
    roll = standing_roll(session, village_code, month, department)
    rules, until = read_rules(session, known), last_day(session, known)
    kept = sheets(session.store.database, village_code, known, known)
    rows = [
        month_row(rules, holder, known, kept.get((holder.placement_id, month)), until)
        for holder in holders_in(session, village_code, department, known).values()
    ]
    return MonthSheet(
        village_code=village_code,
        village=village_name(village_code),
        department=department,
        month=month,
        rows=tuple(sorted(rows, key=lambda row: (row.post_title, row.name, row.placement_id))),
        until=until,
        roll_id=roll.id if roll else NEW,
    )


def last_day(session: Session, month: Month) -> int:
    """Return the last day of a month that may be marked: today, or its end."""
    today = session.today()
    if month.last <= today or session.rules.holds(EARLY, month.last):
        return month.days
    return today.day


def holders_in(
    session: Session, village_code: str, department: str, month: Month
) -> dict[RecordId, Holder]:
    """Return who is to be marked in a month, by placement."""
    found = holders(session.store.database, village_code, department, month.first)
    return {key: one for key, one in found.items() if one.overlaps(month)}


def month_row(
    rules: SubsidyRules, holder: Holder, month: Month, kept: KeptSheet | None, until: int
) -> MonthRow:
    """Return the row of one holder: the kept marks, or full attendance."""
    days = holder.days(month)
    marks = fitted(kept.marks, month) if kept else proposal(rules, holder, month, until).marks
    return MonthRow(
        placement_id=holder.placement_id,
        person_id=holder.person_id,
        name=holder.name,
        post_title=holder.post_title,
        marks=marks,
        days=days,
        required=required_in(rules, holder.terms_in(month)[-1], month),
        totals=totals(marks, days),
        kept=kept is not None,
        confirmed_on=kept.confirmed_on if kept else None,
        checked_by=kept.checked_by if kept else "",
        unclear=unclear_days(marks, days),
        twice=bool(kept and kept.others),
    )
