"""Money: whole fen (分) inside, yuan (元) for people."""

import re
import unicodedata

from desktop_app.domain.errors import Refused

FEN_PER_YUAN = 100
LARGEST_YUAN = 1_000_000_000

_AMOUNT = re.compile(r"(?P<yuan>\d+)(?:\.(?P<parts>\d{1,2}))?")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,2})?")


def yuan(fen: int) -> str:
    """Return the amount as people read it: 600, or 600.50 when there are parts of a yuan."""
    sign = "-" if fen < 0 else ""
    whole, parts = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{whole}.{parts:02d}" if parts else f"{sign}{whole}"


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
