"""Text as a cell of a workbook holds it: every string comes out as it went in.

What XML cannot hold (control characters, half of a surrogate pair) is written ``_xHHHH_``, and an
underscore that would be read so is written ``_x005F_`` (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
"""

import re
from unicodedata import east_asian_width

LONGEST = 32_767
"""UTF-16 units a cell can hold."""

_UNWRITABLE = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
"""A tab and a line feed stand as they are."""
_SPECIAL = re.compile(f"[&<>{_UNWRITABLE}]|_(?=x[0-9A-Fa-f]{{4}}[_{_UNWRITABLE}])")
_HELD = re.compile(f"[{_UNWRITABLE}]|_(?=x[0-9A-Fa-f]{{4}}[_{_UNWRITABLE}])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escaped(text: str) -> str:
    """Return ``text`` as the content of an XML element of a sheet."""
    return _SPECIAL.sub(_written, text) if _SPECIAL.search(text) else text


def unread(text: str) -> str:
    """Return ``text`` with what XML cannot hold written out, for a writer that does the rest."""
    return _HELD.sub(_written, text)


def too_long(text: str) -> bool:
    """Say if a cell cannot hold a text whole."""
    return len(text) > LONGEST // 2 and len(text.encode("utf-16-le", "surrogatepass")) > LONGEST * 2


def wide(text: str) -> int:
    """Return how many Latin letters wide a text stands: a Chinese character is two."""
    if text.isascii():
        return max(map(len, text.split("\n")))
    return max(
        sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in line)
        for line in text.split("\n")
    )


def _written(match: "re.Match[str]") -> str:
    letter = match.group()
    return _ENTITIES.get(letter) or f"_x{ord(letter):04X}_"
