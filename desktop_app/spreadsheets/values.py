"""Turn the cells of a roster into the values of records, each with certainty or not at all."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import get_type_hints

from desktop_app.domain.codes import code_list
from desktop_app.domain.dates import parse_date
from desktop_app.domain.errors import Refused
from desktop_app.domain.money import parse_yuan
from desktop_app.domain.records import Employment, Household, Person
from desktop_app.domain.records.record import Record, labels
from desktop_app.spreadsheets.sheet import FORMULA, Cell

NOTHING = frozenset(
    ("", "无", "/", "\\", "-", "--", "—", "——", "空", "未填", "null", "none", "n/a", "#n/a")
)
ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", FORMULA))

_KINDS: dict[str, type[Record]] = {
    "person": Person,
    "household": Household,
    "employment": Employment,
}
_YES = frozenset(
    [
        "是",
        "√",
        "✓",
        "✔",
        "☑",
        "y",
        "yes",
        "true",
        "1",
        "有",
        "享受",
        "已享受",
        "在册",
        "已签订",
        "已签",
        "对",
    ]
)
_NO = frozenset(
    [
        "否",
        "×",
        "✗",
        "✘",
        "x",
        "n",
        "no",
        "false",
        "0",
        "无",
        "没有",
        "未享受",
        "不享受",
        "未签订",
        "未签",
        "不是",
        "非",
    ]
)
_REMARK = re.compile(r"(.+?)[(（](户主|本人|死亡|去世|已故|亡|故)[)）]")
_PHONE_REMARK = re.compile(r"\([^()\d]*\)|^[^\W\d_]{1,4}[:\s]*(?=\d)|(?<=\d)\.0+$")
_DAY_TAIL = re.compile(r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?|\s*(?:至今|起|开始))$")
_DOTS = re.compile(r"[·•‧・∙⋅･．.●]")
_CODE_IN_FRONT = re.compile(r"^[0-9A-Za-z]{1,3}[.、:|\-—_\s]*(?=[^\x00-\x7f])")
_PHONE_PARTS = re.compile(r"[/、,，;；|\n]+")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SEVERAL_PHONES = re.compile(r"(?:1[3-9]\d{9}){2,4}")
_NO_PHONE = frozenset(
    ("0", "没有", "暂无", "无电话", "无手机", "没有电话", "没有手机", "不详", "未知", "无号码")
)
_PHONE = re.compile(r"1[3-9]\d{9}|(?:0\d{2,3})?[2-9]\d{6,7}")
_DECIMALS = 6
_LONGEST_NAME, _LONGEST_TEXT, _FITS = 50, 1_000, 60
_UNITS = (("万元", 10_000), ("万", 10_000), ("千元", 1_000), ("元", 1))


class Unread(Exception):
    """A value that its field cannot hold; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value for a record, with a note when the list of codes does not know it."""

    value: object
    note: str = ""


def read_value(field: str, cell: Cell, header_text: str) -> Reading | None:
    """Return the value that a cell gives to a field such as ``person.health``; None for none.

    A text that the code list of the field does not know stays as it is, with a note. Raise
    ``Unread`` for a value that the field cannot hold.
    """
    words = written(cell)
    if not words or words.upper() in ERRORS:
        return None
    return _reader(field)(cell, words, header_text)


def written(cell: Cell) -> str:
    """Return a cell as a person would write it: whole numbers without their point."""
    if cell is None or isinstance(cell, bool):
        return {None: "", True: "是", False: "否"}[cell]
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    text = str(cell)
    if not text.isprintable():
        text = "".join(char for char in text if char.isspace() or not _is_hidden(char))
    return text.strip()


def shortened(words: str) -> str:
    """Return words that fit into a sentence."""
    return words if len(words) <= _FITS else f"{words[:_FITS]}…"


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc")


def read_name(cell: Cell) -> str:
    """Return a name without spaces and with one kind of dot between its parts, or raise."""
    words = "".join(unicodedata.normalize("NFKC", written(cell)).split())
    name = _DOTS.sub("·", words).strip("·")
    digits = any(char.isdigit() for char in name)
    if not name or digits or name.upper() in ERRORS or len(name) > _LONGEST_NAME:
        raise Unread(f"“{shortened(written(cell))}”不是一个姓名。")
    return name


def same_name(one: str, other: str) -> bool:
    """Say whether two names are written alike but for spaces and the kind of dot."""
    return _undotted(one) == _undotted(other)


def _undotted(name: str) -> str:
    return "".join(name.split()).replace("•", "·")


def without_remark(words: str) -> tuple[str, str]:
    """Return a name and the remark that is written in brackets behind it, "" for none."""
    found = _REMARK.fullmatch(words)
    return (found[1], found[2]) if found else (words, "")


def read_phone(cell: Cell) -> str:
    """Return one or more phone numbers, or "" for none, or raise for what is no number."""
    words = unicodedata.normalize("NFKC", written(cell))
    if words.casefold() in NOTHING or words in _NO_PHONE:
        return ""
    return "、".join(_phone(part, words) for part in _PHONE_PARTS.split(words) if part.strip())


def _phone(part: str, whole: str) -> str:
    digits = re.sub(r"[\s\-()—]", "", _PHONE_REMARK.sub("", part.strip()))
    digits = re.sub(r"^(?:\+|00)?86(?=0|1[3-9]\d{9}$)|^(?:\+|00)86", "", digits)
    if _SEVERAL_PHONES.fullmatch(digits):
        return "、".join(_MOBILE.findall(digits))
    if not _PHONE.fullmatch(digits):
        length = f"，有 {len(digits)} 位" if digits.isdigit() else ""
        raise Unread(f"“{shortened(whole)}”不是电话号码{length}。")
    return digits


def is_of_a_record(field: str) -> bool:
    """Say whether a field is one of a person, household or work, not only to conclude from."""
    kind, _, name = field.partition(".")
    record = _KINDS.get(kind)
    return record is not None and name in labels(record)


_KEPT_PHONE = re.compile(r"[\d、]+")


def read_own_value(field: str, cell: Cell, header_text: str) -> Reading | None:
    """Return the value of a cell that this program wrote: texts as they stand, whatever they say.

    Raise ``Unread`` for a value that the field cannot hold.
    """
    text = cell if isinstance(cell, str) else written(cell)
    kept = _reader(field) is _text or (field.endswith(".phone") and _KEPT_PHONE.fullmatch(text))
    if kept:
        return Reading(text) if text else None
    return read_value(field, cell, header_text)


_Read = Callable[[Cell, str, str], Reading | None]


@cache
def _reader(field: str) -> _Read:
    kind, _, name = field.partition(".")
    record = _KINDS.get(kind)
    known = {one.name for one in fields(record)} if record else set()
    if record is None or name not in known:
        return _text
    codes = labels(record)[name].codes
    if codes:
        return lambda _, words, __: read_code(codes, words)
    if name == "phone":
        return lambda cell, _, __: Reading(phone) if (phone := read_phone(cell)) else None
    return _by_type(get_type_hints(record)[name])


def _by_type(kind: object) -> _Read:
    if kind is bool:
        return lambda _, words, __: read_yes_or_no(words)
    if kind == date | None:
        return lambda cell, words, _: read_day(cell, words)
    if kind == int | None:
        return lambda _, words, header: read_money(words, header)
    return _text


def _text(_: Cell, words: str, __: str) -> Reading | None:
    if len(words) > _LONGEST_TEXT:
        raise Unread(f"这一格有 {len(words)} 个字，太长了，")
    return None if words.casefold() in NOTHING else Reading(words)


@lru_cache(maxsize=4096)
def read_code(list_name: str, words: str) -> Reading | None:
    """Find the code by its words or value, also with its value in front or its zero lost."""
    codes = code_list(list_name)
    for attempt in (words, _CODE_IN_FRONT.sub("", words), words.zfill(2)):
        value = codes.find(attempt)
        if value is not None:
            return Reading(value)
    if words.casefold() in NOTHING:
        return None
    if len(words) > _FITS:
        raise Unread(f"“{shortened(words)}”不在名单里。")
    return Reading(words, f"{codes.title}“{words}”不在名单里，按原样记下。")


def read_yes_or_no(words: str) -> Reading | None:
    """Read a yes or a no in the ways they are written; raise ``Unread`` for anything else."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    if plain in _YES:
        return Reading(value=True)
    if plain in _NO:
        return Reading(value=False)
    if plain in NOTHING:
        return None
    raise Unread(f"“{shortened(words)}”看不出是“是”还是“否”。")


def read_day(cell: Cell, words: str) -> Reading | None:
    """Read a day; raise ``Unread`` for what is none, or only a year."""
    if words.casefold() in NOTHING:
        return None
    if len(words) > _FITS:
        raise Unread(f"“{shortened(words)}”不是一个日期。")
    if words.isdigit() and len(words) == len("2025"):  # as a day of Excel it would be 1905
        raise Unread(f"“{words}”只有年，没有月和日。")
    if words.isascii() and words.isdigit() and len(words) == len("45717"):
        cell = int(words)  # a day of Excel in a column that was made text
    try:
        return Reading(parse_date(_DAY_TAIL.sub("", cell) if isinstance(cell, str) else cell))
    except Refused as refused:
        raise Unread(str(refused)) from None


def read_money(words: str, header: str) -> Reading | None:
    """Read an amount in the unit that the cell or the header names; yuan when none does."""
    plain = unicodedata.normalize("NFKC", words).replace("/月", "").replace("每月", "")
    if plain.casefold() in NOTHING:
        return None
    if len(plain) > _FITS:
        raise Unread(f"“{shortened(words)}”不是一个金额。")
    named = [(unit, worth) for unit, worth in _UNITS if plain.endswith(unit)]
    named += [(unit, worth) for unit, worth in _UNITS if unit in header]
    unit, worth = named[0] if named else ("元", 1)
    try:
        return Reading(parse_yuan(_times(plain.removesuffix(unit), worth)))
    except Refused as refused:
        raise Unread(str(refused)) from None


def _times(amount: str, worth: int) -> str:
    """Multiply a written amount; what a float left behind the sixth decimal goes."""
    try:
        exact = round(Decimal(amount.replace(",", "")), _DECIMALS) * worth
    except InvalidOperation:
        return amount
    return f"{exact.normalize():f}" if exact.is_finite() else amount
