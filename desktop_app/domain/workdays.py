"""Working days by the calendar of the rule pack, and the last day of a notice."""

from collections.abc import Iterator
from datetime import date, timedelta

from desktop_app.domain.rules import RulePack

SATURDAY = 5
ONE_DAY = timedelta(days=1)


def is_working_day(pack: RulePack, day: date) -> bool:
    """Say whether offices work on a day: weekends and holidays off, moved weekends on.

    A year whose holidays are not in the pack knows weekends alone.
    """
    if day in _days(pack, "calendar.days_on", day):
        return True
    return day.weekday() < SATURDAY and day not in _days(pack, "calendar.days_off", day)


def counted_days(pack: RulePack, begins: date, ends: date) -> int:
    """Count the days of a notice from its first to its last day, as the rules of then count."""
    working = pack.holds("post.notice_working_days", begins)
    first = begins if pack.holds("post.notice_counts_first_day", begins) else begins + ONE_DAY
    days = (first + timedelta(days=n) for n in range((ends - first).days + 1))
    return sum(not working or is_working_day(pack, day) for day in days)


def notice_ends(pack: RulePack, begins: date, days: int) -> date:
    """Return the last day of a notice that hangs for so many counted days."""
    ends = begins
    while counted_days(pack, begins, ends) < days:
        ends += ONE_DAY
    return ends


def day_words(pack: RulePack, on: date) -> str:
    """Return how the days of a notice are called: 工作日 or 天."""
    return "个工作日" if pack.holds("post.notice_working_days", on) else "天"


def _days(pack: RulePack, key: str, day: date) -> frozenset[date]:
    clause = pack.clause(key, day)
    if clause.expired or day < clause.since:
        return frozenset()
    return frozenset(_read(str(clause.value)))


def _read(text: str) -> Iterator[date]:
    for part in filter(None, text.split("；")):
        first, _, last = part.partition("至")
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        while day <= end:
            yield day
            day += ONE_DAY
