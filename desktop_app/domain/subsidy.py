"""The subsidy of one holder for one month: exact until the last step, then rounded once.

补贴 = 月标准 ÷ 规定出勤天数 × 实际出勤天数 (F1). Days are counted in halves and divided as
fractions, so that no cent gets lost on the way.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from desktop_app.domain.attendance import covered_days, duty_days, worked_halves
from desktop_app.domain.dates import MONTHS_PER_YEAR
from desktop_app.domain.months import Month
from desktop_app.domain.records import RecordId
from desktop_app.domain.subsidy_rules import BY_DAYS, NOTHING, SubsidyRules, rounded

YEAR = "year"


@dataclass(frozen=True, slots=True)
class Terms:
    """What one agreement says about the money; ``ends_on`` is its last day.

    ``required_days`` is none where the rule pack decides.
    """

    begins_on: date
    ends_on: date
    standard_fen: int | None
    period: str = "month"
    required_days: int | None = None

    def monthly(self, rules: SubsidyRules, month: Month) -> Fraction | None:
        """Return the standard of a month, in fen.

        A yearly standard is divided by twelve. Where the rules say so, December is what the
        eleven other months, each rounded, leave of the year: any twelve full months in a row
        make the yearly amount to the fen.
        """
        if self.standard_fen is None:
            return None
        if self.period != YEAR:
            return Fraction(self.standard_fen)
        share = Fraction(self.standard_fen, MONTHS_PER_YEAR)
        if rules.year_in_december and month.number == MONTHS_PER_YEAR:
            before = rounded(share, rules.rounding) * (MONTHS_PER_YEAR - 1)
            return Fraction(max(self.standard_fen - before, 0))
        return share


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a post, and everything about it that money follows from.

    ``terms`` stand in their order. ``first`` is the day on which work began where it is
    known, ``last`` the last working day; nothing is paid from ``stop_month`` on.
    """

    placement_id: RecordId
    person_id: RecordId
    name: str = ""
    citizen_id: str = ""
    post_title: str = ""
    account: str = ""
    bank: str = ""
    terms: tuple[Terms, ...] = ()
    first: date | None = None
    last: date | None = None
    died_on: date | None = None
    stop_month: str = ""

    def days(self, month: Month) -> frozenset[int]:
        """Return the days of the month on which the person was on the post."""
        first, last = self._work()
        return covered_days(
            month, ((max(one.begins_on, first), min(one.ends_on, last)) for one in self.terms)
        )

    def overlaps(self, month: Month) -> bool:
        """Say whether an agreement and the work reach into the month."""
        first, last = self._work()
        begins, ends = max(first, month.first), min(last, month.last)
        return any(one.begins_on <= ends and one.ends_on >= begins for one in self.terms) and (
            begins <= ends
        )

    def paid_in(self, month: Month) -> bool:
        """Say whether the month lies before the one from which nothing is paid."""
        return not self.stop_month or month.text < self.stop_month

    def terms_in(self, month: Month) -> tuple[Terms, ...]:
        """Return the agreements that reach into the month, in their order."""
        return tuple(
            one for one in self.terms if one.begins_on <= month.last and one.ends_on >= month.first
        )

    def _work(self) -> tuple[date, date]:
        """Return the first and the last day of work, as far as they are known."""
        return self.first or date.min, min(self.last or date.max, self.died_on or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The month of one holder: marks of the days, whether they were checked, the appraisal."""

    marks: str
    confirmed: bool = True
    result: str = ""
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The days of a month under one agreement."""

    terms: Terms
    monthly: Fraction
    required: int
    halves: int

    def exact(self) -> Fraction:
        """Return what these days are worth, in fen."""
        return self.monthly * self.halves / (2 * self.required)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """An amount with every step that led to it; fractions are fen."""

    amount_fen: int
    halves: int
    parts: tuple[Part, ...]
    days: frozenset[int]
    worked: Fraction
    limited: Fraction
    percent: int = 0
    stopped: bool = False
    part_month: bool = False
    excused: int = 0
    """Half days of duty that lay before the start or after the last day and count as done."""


NOT_ON_POST = Reckoned(
    amount_fen=0,
    halves=0,
    parts=(),
    days=frozenset(),
    worked=Fraction(0),
    limited=Fraction(0),
)
"""What somebody is due who was not on a post."""


def reckon(rules: SubsidyRules, holder: Holder, month: Month, sheet: Sheet) -> Reckoned | None:
    """Return the subsidy of a month; none where a standard is missing."""
    days = holder.days(month)
    parts = _parts(rules, holder, month, sheet, days)
    if parts is None:
        return None
    halves = sum(part.halves for part in parts)
    part_month = len(days) < month.days
    stopped = not holder.paid_in(month)
    excused = 0
    worked = sum((part.exact() for part in parts), Fraction(0))
    if part_month and rules.part_month != BY_DAYS and parts:
        excused = _excused(month, parts[-1], days)
        worked = parts[-1].monthly * (halves + excused) / (2 * parts[-1].required)
    if stopped or (part_month and rules.part_month == NOTHING):
        worked, excused = Fraction(0), 0
    limited = _limited(rules, worked, parts)
    percent = _percent(rules, sheet)
    amount = rounded(limited * (100 - percent) / 100, rules.rounding)
    cap = rules.legal_cap()
    if cap is not None:
        amount = min(amount, int(cap))
    return Reckoned(
        amount_fen=amount,
        halves=halves,
        parts=parts,
        days=days,
        worked=worked,
        limited=limited,
        percent=percent,
        stopped=stopped,
        part_month=part_month,
        excused=excused,
    )


def required_in(rules: SubsidyRules, terms: Terms, month: Month) -> int:
    """Return the required days of a month under an agreement; at least one."""
    required = terms.required_days or max(rules.required_days, 1)
    return min(required, month.days) if rules.within_month else required


def _parts(
    rules: SubsidyRules, holder: Holder, month: Month, sheet: Sheet, days: frozenset[int]
) -> tuple[Part, ...] | None:
    found = []
    counted: frozenset[int] = frozenset()
    agreements = holder.terms_in(month)
    for terms in agreements:
        own = days
        if len(agreements) > 1:
            own = days & covered_days(month, [(terms.begins_on, terms.ends_on)]) - counted
        counted |= own
        monthly = terms.monthly(rules, month)
        if not own:
            continue
        if monthly is None:
            return None
        halves = worked_halves(sheet.marks, own)
        required = required_in(rules, terms, month)
        found.append(Part(terms=terms, monthly=monthly, required=required, halves=halves))
    return tuple(found)


def _excused(month: Month, part: Part, days: frozenset[int]) -> int:
    """Return the half days of duty that lie outside the person's own days."""
    return 2 * len(duty_days(month, part.required) - days)


def _limited(rules: SubsidyRules, worked: Fraction, parts: tuple[Part, ...]) -> Fraction:
    caps = [worked]
    if rules.cap_standard and parts:
        caps.append(max(part.monthly for part in parts))
    legal = rules.legal_cap()
    if legal is not None:
        caps.append(legal)
    return min(caps)


def _percent(rules: SubsidyRules, sheet: Sheet) -> int:
    percent = rules.deduction(sheet.result)
    return percent if sheet.told or not rules.told_first else 0
