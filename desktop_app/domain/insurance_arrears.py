"""What was not paid in time, until when it can still be made up, and what may be lost.

A period that is not paid within itself is in arrears; up to the end of the quarter or year that
the rule pack names it can be made up, afterwards perhaps never. The program only warns: the
insurance office decides what can still be paid.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_app.domain.dates import add_months, month_end
from desktop_app.domain.enrolment_rules import ACCIDENT, MONTHS, PAYING
from desktop_app.domain.records import Enrolment
from desktop_app.domain.rules import Clause, RulePack

MAKE_UP = "enrolment.make_up."
_WINDOWS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrears:
    """The periods that ended unpaid.

    ``months`` are those from ``missed_from`` to ``missed_to``; of them ``lost_months`` can no
    longer be made up by the clause. ``last_chance_on`` is the last day to make up the oldest
    period that still can be; none if none can, or no clause says how long.
    """

    missed_from: date
    missed_to: date
    months: int
    lost_months: int
    last_chance_on: date | None
    clause: Clause | None


def arrears(pack: RulePack, one: Enrolment, today: date) -> Arrears | None:
    """Return what ended unpaid of an enrolment, or none."""
    if one.paid_until is None or one.ended_on is not None or one.status not in PAYING:
        return None
    missed = list(_missed(one, today))
    if not missed:
        return None
    clause = make_up_clause(pack, one.scheme, today)
    chances = [(first, last, last_chance(clause, last)) for first, last in missed]
    lost = [each for each in chances if each[2] is not None and each[2] < today]
    open_ = [chance for *_, chance in chances if chance is not None and chance >= today]
    return Arrears(
        missed_from=missed[0][0],
        missed_to=missed[-1][1],
        months=sum(_months(first, last) for first, last in missed),
        lost_months=sum(_months(first, last) for first, last, _ in lost),
        last_chance_on=open_[0] if open_ else None,
        clause=clause,
    )


def make_up_clause(pack: RulePack, scheme: str, on: date) -> Clause | None:
    """Return the clause that says how long a period of a scheme can be made up, if there is one."""
    key = MAKE_UP + scheme
    return pack.clause(key, on) if key in pack.clauses else None


def last_chance(clause: Clause | None, period_end: date) -> date | None:
    """Return the last day on which a period that ended then can be made up."""
    months = _WINDOWS.get(str(clause.value)) if clause else None
    if months is None:
        return None
    first = (period_end.month - 1) // months * months + 1
    return month_end(add_months(date(period_end.year, first, 1), months - 1))


def _missed(one: Enrolment, today: date) -> Iterator[tuple[date, date]]:
    """Yield the periods after what is paid that are over, oldest first."""
    months = MONTHS.get(one.rhythm)
    if months is None or one.paid_until is None or one.scheme == ACCIDENT:
        return
    begins = one.paid_until + timedelta(days=1)
    while True:
        first_month = (begins.month - 1) // months * months + 1
        ends = month_end(add_months(date(begins.year, first_month, 1), months - 1))
        if ends >= today:
            return
        yield begins, ends
        begins = ends + timedelta(days=1)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1
