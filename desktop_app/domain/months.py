"""Months as the trade counts them: a roll, a sheet of attendance, a snapshot each have one."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from desktop_app.domain.dates import EARLIEST_YEAR, LATEST_YEAR, MONTHS_PER_YEAR
from desktop_app.domain.errors import Refused

_WRITTEN = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar; earlier ones are less.

    Records keep it as ``text`` (``2026-11``), which sorts the same way.
    """

    year: int
    number: int

    @staticmethod
    def of(text: str) -> "Month":
        """Return the month that a record names, or refuse what is no month."""
        found = _month(text)
        if found is None:
            raise Refused(
                f"“{text}”不是一个月份。", advice="月份写成 2026-11 的样子。", fields=("month",)
            )
        return found

    @staticmethod
    def around(day: date) -> "Month":
        """Return the month a day lies in."""
        return Month(day.year, day.month)

    @property
    def first(self) -> date:
        """Return the first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Return the last day."""
        return date(self.year, self.number, _length(self.year, self.number))

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return _length(self.year, self.number)

    @property
    def text(self) -> str:
        """Return the month as records keep it: 2026-11."""
        return f"{self.year:04}-{self.number:02}"

    @property
    def told(self) -> str:
        """Return the month as people read it: 2026年11月."""
        return f"{self.year}年{self.number}月"

    def day(self, number: int) -> date:
        """Return a day of it by its number, from 1."""
        return date(self.year, self.number, number)

    def plus(self, months: int) -> "Month":
        """Return the month so many later, or earlier below zero."""
        year, before = divmod(self.year * MONTHS_PER_YEAR + self.number - 1 + months, 12)
        return Month(year, before + 1)

    def next(self) -> "Month":
        """Return the month after."""
        return self.plus(1)

    def previous(self) -> "Month":
        """Return the month before."""
        return self.plus(-1)

    def until(self, other: "Month") -> int:
        """Return how many months lie from here to the other; below zero if it came before."""
        return (other.year - self.year) * MONTHS_PER_YEAR + other.number - self.number

    def __contains__(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return (day.year, day.month) == (self.year, self.number)


@cache
def _length(year: int, number: int) -> int:
    return monthrange(year, number)[1]


@cache
def _month(text: str) -> Month | None:
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    year, number = int(found[1]), int(found[2])
    fits = EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= number <= MONTHS_PER_YEAR
    return Month(year, number) if fits else None
