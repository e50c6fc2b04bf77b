"""累计月数: how long somebody worked in a year, by the days of the spells.

Spells that overlap or touch are one; whole months are counted from its first day, and the days
that are left over, of all spells together, make further months. So gaps never count, and two
jobs at once count once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_app.domain.dates import MONTHS_PER_YEAR, add_months
from desktop_app.domain.rules import RulePack

DAYS, IN_A_ROW = "transfer.days_per_month", "transfer.months_in_a_row"

Span = tuple[date, date]
"""First and last day."""


@dataclass(frozen=True, slots=True)
class WorkedYear:
    """What was worked in a year up to a day: spans in order, days, months that count.

    ``gaps`` lie between the spans; ``reached`` tells on which day so many months were full.
    """

    spans: tuple[Span, ...]
    days: int
    months: int
    per_month: int
    in_a_row: bool

    @property
    def gaps(self) -> tuple[Span, ...]:
        """Return the days without work between the spans."""
        day = timedelta(days=1)
        return tuple(
            (before[1] + day, after[0] - day)
            for before, after in zip(self.spans, self.spans[1:], strict=False)
        )

    def reached(self, months: int) -> date | None:
        """Return the day on which ``months`` were full, ``None`` when they are not."""
        if self.months < months or months <= 0:
            return None
        for number, (first, last) in enumerate(self.spans):
            before = self.spans[:number]
            if _months((*before, (first, last)), self.per_month, in_a_row=self.in_a_row) >= months:
                return self._within(before, first, last, months)
        return None

    def told(self) -> str:
        """Return the spans and their sum in words."""
        if not self.spans:
            return "这一年没有登记外出的日子。"
        spans = "、".join(f"{first} 至 {last}" for first, last in self.spans)
        return f"{spans}，共 {self.days} 天，算 {self.months} 个月。"

    def _within(self, before: tuple[Span, ...], first: date, last: date, months: int) -> date:
        """Halve the days of a span: with each further day the months never become fewer."""
        low, high = 0, (last - first).days
        while low < high:
            middle = (low + high) // 2
            span = (first, first + timedelta(days=middle))
            if _months((*before, span), self.per_month, in_a_row=self.in_a_row) >= months:
                high = middle
            else:
                low = middle + 1
        return first + timedelta(days=low)


def worked_year(
    pack: RulePack, spells: Iterable[tuple[date | None, date | None]], year: int, today: date
) -> WorkedYear:
    """Return what ``spells`` (first and last day, ``None`` where it still runs) give in a year.

    A spell whose first day is not known says nothing of days. Days after ``today`` are not
    worked yet.
    """
    on = min(today, date(year, MONTHS_PER_YEAR, 31))
    spans = merged(spells, date(year, 1, 1), on)
    per_month = pack.number(DAYS, on)
    in_a_row = pack.holds(IN_A_ROW, on)
    days = sum((last - first).days + 1 for first, last in spans)
    return WorkedYear(
        spans, days, _months(spans, per_month, in_a_row=in_a_row), per_month, in_a_row
    )


def merged(
    spells: Iterable[tuple[date | None, date | None]], first: date, last: date
) -> tuple[Span, ...]:
    """Return the days of the spells between two days as spans that neither meet nor overlap."""
    cut = sorted(
        (max(since, first), min(until or last, last))
        for since, until in spells
        if since is not None and since <= last and (until is None or until >= max(first, since))
    )
    found: list[Span] = []
    for since, until in cut:
        if found and since <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return tuple(found)


def _months(spans: Iterable[Span], per_month: int, *, in_a_row: bool) -> int:
    each = [_whole_months(first, last) for first, last in spans]
    if in_a_row:
        return max((months + left // per_month for months, left in each), default=0)
    return sum(months for months, _ in each) + sum(left for _, left in each) // per_month


def _whole_months(first: date, last: date) -> tuple[int, int]:
    """Return the whole months from the first day on, and the days left over."""
    after = last + timedelta(days=1)
    months = (after.year - first.year) * MONTHS_PER_YEAR + after.month - first.month
    if add_months(first, months) > after:
        months -= 1
    return months, (after - add_months(first, months)).days
