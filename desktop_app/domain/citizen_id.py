"""The citizen identity number (公民身份号码, GB 11643-1999), as people and spreadsheets write it.

A number is either brought to its 18 characters with certainty or refused; never guessed.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite

from desktop_app.domain.dates import EARLIEST_YEAR
from desktop_app.domain.errors import Refused

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
LENGTH, BODY_LENGTH, OLD_LENGTH = 18, 17, 15

# A spreadsheet keeps 15 digits of a number; what follows is lost once it was one.
_LARGEST_EXACT = 10**15
_PROVINCES = frozenset(
    str(code)
    for first, last in (
        (11, 15),
        (21, 23),
        (31, 37),
        (41, 46),
        (50, 54),
        (61, 65),
        (71, 71),
        (81, 83),
    )
    for code in range(first, last + 1)
)
_WHOLE_PROVINCE = ("71", "81", "82", "83")
_LOOK_LIKE_X = str.maketrans(dict.fromkeys("x×Хх✕✖Χχ", "X"))
_HABITS = re.compile(r"[\s'’‘`´\-‐‑‒–—―_.·,]")
_CARD = re.compile(r"(?P<number>\d{17}[\dX])[1-7][1-4](?:B\d)?", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.ASCII)
_LOOK_AGAIN = "对照身份证再看一遍。"
_TYPE_AGAIN = "把这一列设成“文本”格式，再对照身份证重新录入这个号码。"


@dataclass(frozen=True, slots=True)
class CitizenId:
    """An identity number that is right, and what was done to make it so."""

    number: str
    disability_card: str = ""
    repaired: str = ""


def read_citizen_id(
    value: object,
    number_format: str = "",
    *,
    today: date | None = None,
    zeros_kept: bool = False,
) -> CitizenId:
    """Return the identity number that a cell of a spreadsheet means, or refuse.

    Taken are 18 characters with the usual slips of typing, old numbers of 15 digits, numbers
    of a disability card (20 or 22 characters), and numbers of which no digit was lost. With
    ``today`` a birth after that day is refused. ``zeros_kept`` says that no cell around
    ``shows_loss``: then a text that ends in 000 is believed when its check digit is right.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _read_number(value, number_format, today)
    text = str(value if value is not None else "")
    plain = _plain(text.strip())
    if _SCIENTIFIC.fullmatch(unicodedata.normalize("NFKC", text).strip().upper()):
        raise _lost(text.strip(), number_format)
    if _ends_in_zeros(plain) and not (zeros_kept and not shows_loss(plain)):
        raise _may_be_lost(plain)
    found = _read_text(plain, today)
    return found if found.repaired or _trim(text) == plain else _tidied(found)


def shows_loss(value: object) -> bool:
    """Say whether a cell is certainly a number whose last digits a spreadsheet has cut off.

    A text ending in 000 shows it when 0 is not its check digit; one honest number in a
    thousand ends so.
    """
    if isinstance(value, str):
        if _SCIENTIFIC.fullmatch(value.strip().upper()):
            return True
        plain = _plain(value.strip())
        return _ends_in_zeros(plain) and check_digit(plain[:-1]) != plain[-1]
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return False
    exact = isinstance(value, int) and _never_rounded(value)
    return abs(value) >= _LARGEST_EXACT and not exact


def check_citizen_id(text: str, *, today: date | None = None) -> str:
    """Return the 18 characters of a number that a person typed, or refuse and say why."""
    plain = _plain(text)
    if len(plain) == BODY_LENGTH and _digits(plain):
        raise _wrong(f"身份证号只有 {BODY_LENGTH} 位。", "在最后补上校验码（可能是 X）。")
    if len(plain) != LENGTH:
        raise _wrong(*_bad_length(plain))
    if not (_digits(plain[:-1]) and plain[-1] in CHECK_DIGITS):
        raise _wrong(*_bad_characters(plain))
    _check_area(plain)
    _check_birth(plain, today)
    if check_digit(plain[:-1]) != plain[-1]:
        raise _wrong("身份证号的校验码不对，可能有一位写错了。", _LOOK_AGAIN)
    return plain


def check_digit(body: str) -> str:
    """Return the check digit for the first 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return CHECK_DIGITS[total % len(CHECK_DIGITS)]


def with_check_digit(body: str) -> str:
    """Return the whole number for its first 17 digits."""
    return body + check_digit(body)


def birth_on(number: str) -> date:
    """Return the day of birth that a right number of 18 characters holds."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex(number: str) -> str:
    """Return the code of the sex that a right number holds: "1" man, "2" woman."""
    return "1" if int(number[16]) % 2 else "2"


def masked(number: str) -> str:
    """Return the number as it stands on screen: 150221********1234."""
    if len(number) != LENGTH:
        return "*" * len(number)
    return number[:6] + "*" * 8 + number[-4:]


def age_on(birth: date, day: date) -> int:
    """Return the full years of age on a day; born on 29 February, on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _read_number(value: float, number_format: str, today: date | None) -> CitizenId:
    if not isfinite(value) or value != int(value):
        raise _wrong(f"“{value}”不是身份证号。", _LOOK_AGAIN)
    whole = int(value)
    if isinstance(value, int) and _never_rounded(whole):
        return replace(
            _read_text(str(whole), today), repaired="号码存成了数字，各位完整，已改成文本。"
        )
    if abs(whole) >= _LARGEST_EXACT:
        raise _lost(f"{whole}", number_format)
    return _read_text(str(whole), today)


def _ends_in_zeros(plain: str) -> bool:
    return len(plain) == LENGTH and plain.endswith("000") and _digits(plain)


def _never_rounded(whole: int) -> bool:
    """Say whether 18 digits were written as they are and never passed through a float.

    A rounded number is a float, or was written with zeros in place of its last digits.
    """
    text = str(whole)
    return len(text) == LENGTH and text[-1] != "0" and int(float(whole)) != whole


def _read_text(plain: str, today: date | None) -> CitizenId:
    if len(plain) == OLD_LENGTH and _digits(plain):
        _check_area(plain)
        number = with_check_digit(f"{plain[:6]}19{plain[6:]}")
        return CitizenId(
            check_citizen_id(number, today=today), repaired="15 位旧号码已补成 18 位。"
        )
    card = _CARD.fullmatch(plain)
    if card is not None:
        return CitizenId(
            check_citizen_id(card["number"], today=today),
            disability_card=plain,
            repaired="从残疾人证号里取出了身份证号。",
        )
    return CitizenId(check_citizen_id(plain, today=today))


def _tidied(found: CitizenId) -> CitizenId:
    return replace(found, repaired="去掉了号码里多余的符号，或改正了全角、小写的字符。")


def _plain(text: str) -> str:
    """Take away what habits of typing and of spreadsheets add, and nothing that has meaning."""
    if text.isascii() and text.isalnum():
        return text.upper()
    wide = unicodedata.normalize("NFKC", text)
    visible = "".join(char for char in wide if unicodedata.category(char) not in ("Cf", "Cc"))
    return _HABITS.sub("", re.sub(r"\.0+$", "", visible.strip())).upper().translate(_LOOK_LIKE_X)


def _trim(text: str) -> str:
    """Take away what is no repair worth telling."""
    return text.strip().removeprefix("'")


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _check_area(plain: str) -> None:
    province = plain[:2]
    if province not in _PROVINCES:
        raise _wrong(f"身份证号的前两位 {province} 不是任何省区的代码。", _LOOK_AGAIN)
    if plain[2:6] == "0000" and province not in _WHOLE_PROVINCE:
        raise _wrong(f"身份证号的前六位 {plain[:6]} 不是任何旗县区的代码。", _LOOK_AGAIN)


def _check_birth(plain: str, today: date | None) -> None:
    shown = f"{plain[6:10]}-{plain[10:12]}-{plain[12:14]}"
    try:
        birth = birth_on(plain)
    except ValueError:
        raise _wrong(f"身份证号的出生日期 {shown} 不存在。", _LOOK_AGAIN) from None
    if birth.year < EARLIEST_YEAR:
        raise _wrong(f"身份证号的出生日期 {shown} 太早了。", _LOOK_AGAIN)
    if today is not None and birth > today:
        raise _wrong(f"身份证号的出生日期 {shown} 还没有到。", _LOOK_AGAIN)


def _bad_length(plain: str) -> tuple[str, str]:
    if not plain:
        return "没有填身份证号。", "人员按身份证号登记，请补上 18 位身份证号。"
    if "*" in plain:
        return "身份证号被星号遮住了，不完整。", "请用没有遮挡的原表，或者对照身份证补全。"
    more = "少了" if len(plain) < LENGTH else "多了"
    gap = abs(len(plain) - LENGTH)
    return f"身份证号应是 18 位，这里是 {len(plain)} 位，{more} {gap} 位。", _LOOK_AGAIN


def _bad_characters(plain: str) -> tuple[str, str]:
    if "*" in plain:
        return _bad_length("*")
    place = next(
        place
        for place, char in enumerate(plain, start=1)
        if not _digits(char) and (place < LENGTH or char != "X")
    )
    return f"身份证号的第 {place} 位“{plain[place - 1]}”不是数字。", _LOOK_AGAIN


def _lost(shown: str, number_format: str) -> Refused:
    advice = _TYPE_AGAIN
    if number_format == "@":
        advice = (
            "这一列是后来才改成“文本”格式的，丢掉的几位不会回来。请对照身份证重新录入这个号码。"
        )
    return _wrong(f"“{shown}”被表格当成数字，只留下前 15 位，后几位已经丢失，不能猜。", advice)


def _may_be_lost(plain: str) -> Refused:
    return _wrong(
        f"“{plain}”最后三位都是 0，多半是被表格当成数字时丢掉了，不能猜。",
        f"{_TYPE_AGAIN}如果证上就是这个号码，请在“人员”页手工登记。",
    )


def _wrong(message: str, advice: str) -> Refused:
    return Refused(message, advice=advice, fields=("citizen_id",))
