"""The number of a paper as it is written, and the character that shows a slip of the pen.

The check character is that of ISO/IEC 7064, MOD 37-2: digits, letters and ``*``. It finds every
single wrong character and every swap of two neighbours.
"""

import re
from dataclasses import dataclass

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O 1 I L, which people mix up on the telephone."""

_WRITTEN = re.compile(
    r"([^\s〔]{1,6})〔(\d{4})〕第(\d{6})-([0-9A-Z]{1,11}(?:-[0-9A-Z]{7})?)-(\d{4,9})(?:-([0-9A-Z*]))?号"
)


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """A number in its parts; ``check`` is empty in those given before there was one."""

    word: str
    year: int
    county: str
    series: str
    running: int
    check: str = ""

    @property
    def beginning(self) -> str:
        """Return what all numbers of this series begin with."""
        return beginning(self.word, self.year, self.county, self.series)

    @property
    def right(self) -> bool:
        """Say whether the check character fits, where there is one."""
        return self.check in ("", check_character(self.beginning, self.running))


def beginning(word: str, year: int, county: str, series: str) -> str:
    """Return what the numbers of a series begin with."""
    return f"{word}〔{year}〕第{county}-{series}-"


def written(start: str, running: int) -> str:
    """Return a number of a series with its check character."""
    return f"{start}{running:04}-{check_character(start, running)}号"


def check_character(start: str, running: int) -> str:
    """Return the check character of a number: of its year, county, series and running number."""
    text = f"{start}{running:04}"
    plain = "".join(sign for sign in text if sign in SIGNS[:-1])
    return mod_37_2(plain)


def mod_37_2(text: str) -> str:
    """Return the check character of digits and capital letters by ISO/IEC 7064, MOD 37-2."""
    total = 0
    for sign in text:
        total = (total + SIGNS.index(sign)) * 2 % 37
    return SIGNS[(1 - total) % 37]


def read_number(text: str) -> PaperNumber | None:
    """Return a number in its parts, or ``None`` where the text is none."""
    found = _WRITTEN.fullmatch("".join(text.split()))
    if found is None:
        return None
    word, year, county, series, running, check = found.groups()
    return PaperNumber(word, int(year), county, series, int(running), check or "")


def letters_of(data: bytes, count: int) -> str:
    """Return that many letters, one of 31 each, for bytes that look random."""
    rest, out = int.from_bytes(data), ""
    for _ in range(count):
        rest, place = divmod(rest, len(LETTERS))
        out += LETTERS[place]
    return out
