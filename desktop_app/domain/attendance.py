"""Attendance: a month as one sign a day, half days counted whole, and what is not clear in it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from desktop_app.domain.codes import code_list
from desktop_app.domain.months import Month

WORKED, HALF, LEAVE, SICK, ABSENT, NO_DUTY = "1", "h", "p", "s", "a", " "
MARKS = (WORKED, HALF, LEAVE, SICK, ABSENT, NO_DUTY)

HALVES = {WORKED: 2, HALF: 1}
"""How many half days a mark counts; all others count none."""

SIGNS = {WORKED: "√", HALF: "/", LEAVE: "△", SICK: "○", ABSENT: "×", NO_DUTY: ""}
"""The marks as they stand on screen and paper."""

SATURDAY = 5

Days = Collection[int]


@dataclass(frozen=True, slots=True)
class MonthTotals:
    """The days of one sheet by their mark; ``halves`` counts half days worked."""

    worked: int = 0
    half: int = 0
    leave: int = 0
    sick: int = 0
    absent: int = 0
    halves: int = 0

    @property
    def days(self) -> str:
        """Return the days worked as people write them: 28.5."""
        return days_text(self.halves)


def days_text(halves: int) -> str:
    """Return so many half days in days: 28, or 28.5."""
    whole, half = divmod(halves, 2)
    return f"{whole}.5" if half else str(whole)


def read_mark(text: str) -> str | None:
    """Return the mark that a sign, a word or a key means; none where nobody knows it."""
    if not text.strip():
        return NO_DUTY
    return code_list("attendance_mark").find(text)


def fitted(marks: str, month: Month) -> str:
    """Return the marks with one sign for each day of the month."""
    return marks[: month.days].ljust(month.days, NO_DUTY)


def worked_halves(marks: str, days: Days) -> int:
    """Return the half days worked on these days of the month."""
    return sum(HALVES.get(mark, 0) for day, mark in enumerate(marks, start=1) if day in days)


def totals(marks: str, days: Days) -> MonthTotals:
    """Count the marks of the days that belong to the person."""
    own = [mark for day, mark in enumerate(marks, start=1) if day in days]
    return MonthTotals(
        worked=own.count(WORKED),
        half=own.count(HALF),
        leave=own.count(LEAVE),
        sick=own.count(SICK),
        absent=own.count(ABSENT),
        halves=sum(HALVES.get(mark, 0) for mark in own),
    )


def covered_days(month: Month, spans: Iterable[tuple[date, date]]) -> frozenset[int]:
    """Return the days of the month that lie in one of the spans, first and last included."""
    found: set[int] = set()
    for begins, ends in spans:
        first, last = max(begins, month.first), min(ends, month.last)
        if first <= last:
            found.update(range(first.day, last.day + 1))
    return frozenset(found)


def duty_days(month: Month, required: int) -> frozenset[int]:
    """Return the days on which somebody with so many required days is expected.

    Every day where the month has no more than required; else the first weekdays, then
    Saturdays, then Sundays: a proposal to be changed by hand.
    """
    if required >= month.days:
        return frozenset(range(1, month.days + 1))

    def place(day: int) -> tuple[int, int]:
        return max(month.day(day).weekday() - SATURDAY + 1, 0), day

    return frozenset(sorted(range(1, month.days + 1), key=place)[: max(required, 0)])


def full_marks(month: Month, required: int, days: Days, until: int | None = None) -> str:
    """Return full attendance: 出勤 on each expected day that belongs to the person.

    Days after ``until`` stay blank: they have not come yet.
    """
    expected = duty_days(month, required)
    last = month.days if until is None else until
    return "".join(
        WORKED if day in days and day in expected and day <= last else NO_DUTY
        for day in range(1, month.days + 1)
    )


def carried_marks(before: str, earlier: Month, month: Month, days: Days) -> str:
    """Return last month's pattern laid on this month by weekday, cut to the person's own days.

    Each day takes the mark of the same weekday of the same week of the month before; leave,
    sickness and absence are not carried, they count as 出勤.
    """
    source = fitted(before, earlier)
    made = []
    for day in range(1, month.days + 1):
        mark = _same_weekday(source, earlier, month, day) if day in days else NO_DUTY
        made.append(mark if mark in (WORKED, HALF, NO_DUTY) else WORKED)
    return "".join(made)


def without_foreign_days(marks: str, days: Days) -> str:
    """Return the marks with the days blank that do not belong to the person."""
    return "".join(mark if day in days else NO_DUTY for day, mark in enumerate(marks, start=1))


def unclear_days(marks: str, days: Days) -> tuple[int, ...]:
    """Return the days whose mark cannot count: before the start, after the end, or not known."""
    return tuple(
        day
        for day, mark in enumerate(marks, start=1)
        if mark != NO_DUTY and (day not in days or mark not in SIGNS)
    )


def _same_weekday(source: str, earlier: Month, month: Month, day: int) -> str:
    wanted = month.day(day).weekday()
    first = (wanted - earlier.first.weekday()) % 7
    week = (day - 1) // 7
    places = range(first, earlier.days, 7)
    return source[places[min(week, len(places) - 1)]]
