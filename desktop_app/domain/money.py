"""Money: whole fen (分) inside, yuan (元) for people."""

import re
import unicodedata

from desktop_app.domain.errors import Refused

FEN_PER_YUAN = 100
LARGEST_YUAN = 1_000_000_000

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
SECTIONS = ("", "万", "亿", "万亿")

_AMOUNT = re.compile(r"(?P<yuan>\d+)(?:\.(?P<parts>\d{1,2}))?")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,2})?")


def yuan(fen: int) -> str:
    """Return the amount as people read it: 600, or 600.50 when there are parts of a yuan."""
    sign = "-" if fen < 0 else ""
    whole, parts = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{whole}.{parts:02d}" if parts else f"{sign}{whole}"


def exact_yuan(fen: int) -> str:
    """Return the amount with both places, as forms and tables add it up: -600.50."""
    whole, parts = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{whole}.{parts:02}"


def parse_yuan(text: str) -> int:
    """Return the fen of a written amount, or refuse what is no amount of yuan.

    Full-width digits, spaces, commas between thousands and a trailing 元 are taken.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    plain = plain.removeprefix("¥").removesuffix("元")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    amount = _AMOUNT.fullmatch(plain)
    if amount is None:
        raise Refused(
            f"“{text.strip()}”不是一个金额。",
            advice="请只填数字，单位是元，最多两位小数，例如 600 或 600.50。",
        )
    whole = int(amount["yuan"]) if len(amount["yuan"].lstrip("0")) <= len(str(LARGEST_YUAN)) else -1
    if not 0 <= whole <= LARGEST_YUAN:
        raise Refused(f"“{text.strip()}”元太大了。", advice="请对照原件看一遍，单位是元。")
    return whole * FEN_PER_YUAN + int((amount["parts"] or "0").ljust(2, "0"))


def yuan_in_words(fen: int) -> str:
    """Return the amount in the characters that cannot be altered (大写): 陆佰元伍角整.

    Written as 支付结算办法 asks of vouchers: one 零 for places left out inside a number, 整
    after 元 or 角. Negative amounts begin with 负.
    """
    whole, parts = divmod(abs(fen), FEN_PER_YUAN)
    jiao, odd = divmod(parts, 10)
    words = f"{_whole_in_words(whole)}元" if whole or not parts else ""
    if jiao:
        gap = "零" if whole and not whole % 10 else ""
        words += f"{gap}{DIGITS[jiao]}角"
    if odd:
        words += f"{'零' if whole and not jiao else ''}{DIGITS[odd]}分"
    return ("负" if fen < 0 else "") + words + ("" if odd else "整")


def _whole_in_words(whole: int) -> str:
    """Return a number without parts, four places at a time."""
    if not whole:
        return DIGITS[0]
    words, gap, section = "", False, 0
    while whole:
        whole, four = divmod(whole, 10_000)
        if four:
            words = _four_in_words(four) + SECTIONS[section] + (DIGITS[0] if gap else "") + words
        # A gap stands before what was said last, when its thousands are missing.
        gap = bool(words) and four < 1000
        section += 1
    return words


def _four_in_words(number: int) -> str:
    """Return a number below 10,000, with one 零 for each gap inside it."""
    words, gap = "", False
    for place in range(4):
        number, digit = divmod(number, 10)
        if digit:
            words = DIGITS[digit] + PLACES[place] + (DIGITS[0] if gap and words else "") + words
        gap = not digit
    return words
