"""Read one cell that tells two things: from which day to which, from how much to how much."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from desktop_app.domain.dates import parse_date
from desktop_app.domain.errors import Refused
from desktop_app.spreadsheets.sheet import Cell
from desktop_app.spreadsheets.values import (
    NOTHING,
    Unread,
    read_day,
    read_money,
    shortened,
    written,
)

Span = tuple[object, object]
"""The two values; ``None`` for an open end."""

_TO = r"(?:至|到|-|—|–|~|－|―)+"
_DAYS = re.compile(
    rf"(\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}})日?{_TO}"
    r"(?:(\d{4})[-/.年])?(?:(\d{1,2})[-/.月])?(\d{1,2})日?"
)
_NUMBER = r"(\d+(?:\.\d+)?)"
_BOTH = re.compile(rf"{_NUMBER}{_TO}{_NUMBER}")
_LEAST = re.compile(rf"{_NUMBER}(?:及|\(含\))?以上|>=?{_NUMBER}|≥{_NUMBER}")
_MOST = re.compile(rf"{_NUMBER}(?:及|\(含\))?以[下内]|<=?{_NUMBER}|≤{_NUMBER}")
_ANY = NOTHING | {"不限", "面议", "无要求", "不限制", "薪资面议", "工资面议"}
_UNITS = re.compile(r"(?:周岁|岁|人|名|元|/月|每月|/人·月|月薪)")
_ABOUT = re.compile(r"左右|约")


def read_span(type_: str, cell: Cell, header: str) -> Span | None:
    """Return both ends of what a cell tells, ``None`` for nothing; raise ``Unread`` otherwise.

    ``type_`` is dates, yuans or wholes. A single day begins; a single amount is both ends.
    """
    words = "".join(unicodedata.normalize("NFKC", written(cell)).split())
    if words.casefold() in _ANY:
        return None
    if type_ == "dates":
        return _days(words, cell)
    return _numbers(words, _whole if type_ == "wholes" else _yuan_in(words, header))


def _whole(text: str) -> object:
    if "." in text:
        raise Unread(f"“{text}”不是一个整数。")
    return int(text)


def _days(words: str, cell: Cell) -> Span:
    found = _DAYS.fullmatch(words)
    if found is None:
        reading = read_day(cell, words)
        return (None if reading is None else reading.value), None
    first = _day(found[1], words)
    last = _day(f"{found[2] or first.year}-{found[3] or first.month}-{found[4]}", words)
    if last < first:
        raise Unread(f"“{shortened(words)}”的截止早于开始，看不出是哪一年。")
    return first, last


def _day(text: str, words: str) -> date:
    try:
        return parse_date(text)
    except Refused:
        raise Unread(f"“{shortened(words)}”里有日历上没有的日期。") from None


def _yuan_in(words: str, header: str) -> Callable[[str], object]:
    """Return how an amount is read: in the unit behind both, as in 4-6千元, or of the header."""
    unit = next((one for one in ("万元", "千元", "万", "千") if one in words), "")

    def read(text: str) -> object:
        reading = read_money(text + unit.replace("千", "千元").replace("元元", "元"), header)
        return None if reading is None else reading.value

    return read


def _numbers(words: str, as_number: Callable[[str], object]) -> Span:
    if _ABOUT.search(words):
        raise Unread(f"“{shortened(words)}”不是一个准数。")
    bare = _UNITS.sub("", words.replace("千", "").replace("万", ""))
    if both := _BOTH.fullmatch(bare):
        return as_number(both[1]), as_number(both[2])
    if least := _LEAST.fullmatch(bare):
        return as_number(next(filter(None, least.groups()))), None
    if most := _MOST.fullmatch(bare):
        return None, as_number(next(filter(None, most.groups())))
    if re.fullmatch(_NUMBER, bare):
        return as_number(bare), as_number(bare)
    raise Unread(f"“{shortened(words)}”看不出从多少到多少。")
