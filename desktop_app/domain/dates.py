"""Days as people write and read them."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from math import isfinite

from desktop_app.domain.errors import Refused

MONTHS_PER_YEAR = 12
EARLIEST_YEAR = 1880
LATEST_YEAR = 2200

_EXCEL_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(367, 110_000)
_WRITTEN = re.compile(
    r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[T ]?00:00(?::00)?(?:\.0+)?)?"
)
_CLOSED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_ONLY = re.compile(r"\d{4}[-/.年]\d{1,2}月?|\d{6}")


def shown(day: date) -> str:
    """Return the day as it stands on paper: 2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def short(day: date) -> str:
    """Return the day without its year, as it stands on screen: 3月2日."""
    return f"{day.month}月{day.day}日"


def told(day: date, today: date) -> str:
    """Return the day as it stands on screen, with its year where that is another one."""
    return short(day) if day.year == today.year else shown(day)


def parse_date(value: object) -> date:
    """Return the day that a text, a date or a number of a spreadsheet means, or refuse.

    Taken are 2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302 (text or number), dates,
    datetimes and the day numbers of Excel.
    """
    if isinstance(value, datetime):
        return _sensible(value.date(), str(value.date()))
    if isinstance(value, date):
        return _sensible(value, value.isoformat())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    return _from_text(str(value))


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the month's last day where it has none."""
    year, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + months, MONTHS_PER_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """Return the same day so many years later; 29 February gives 28 in a common year."""
    return add_months(day, years * MONTHS_PER_YEAR)


def turns(birth: date, years: int) -> date:
    """Return the day on which somebody turns that old; born on 29 February, on 1 March."""
    day = add_years(birth, years)
    return day if day.day == birth.day else day + timedelta(days=1)


def _from_number(value: float) -> date:
    if not isfinite(value):
        return _refuse(str(value))
    whole = int(value)
    if whole in _SERIALS:
        return _EXCEL_DAY_ZERO + timedelta(days=whole)
    return _from_text(str(whole) if whole == value else str(value))


def _from_text(text: str) -> date:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    found = _WRITTEN.fullmatch(plain.replace(" ", "")) or _CLOSED.fullmatch(plain)
    if found is None:
        return _refuse(text)
    year, month, day = (int(part) for part in found.groups())
    try:
        return _sensible(date(year, month, day), text)
    except ValueError:
        raise Refused(
            f"日历上没有“{text.strip()}”这一天。", advice="请对照证件或原表再看一遍。"
        ) from None


def _sensible(day: date, text: str) -> date:
    return day if EARLIEST_YEAR <= day.year <= LATEST_YEAR else _refuse(text)


def _refuse(text: str) -> date:
    if _MONTH_ONLY.fullmatch("".join(text.split())):
        raise Refused(f"“{text.strip()}”只有年月，没有日。", advice="请补上日，例如 2026-03-02。")
    raise Refused(f"“{text.strip()}”不是一个日期。", advice="请写成 2026-03-02 这样的日期。")
