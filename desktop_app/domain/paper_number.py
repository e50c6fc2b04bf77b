"""The number of a paper as it is written, and the character that shows a slip of the pen.

The check character is that of ISO/IEC 7064, MOD 37-2: digits, letters and ``*``. It finds every
single wrong character and every swap of two neighbours.
"""

import re
from dataclasses import dataclass

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O 1 I L, which people mix up on the telephone."""

GIVEN_BLOCK, OWN_BLOCK = 7, 11
"""Letters of a block: behind the desk's place in the office's book, and without one."""

WORDS = (CERTIFICATE_WORD, OTHER_WORD) = ("安证字", "文印字")
"""What numbers of placement certificates begin with, and those of all other papers."""

_FIRST_YEAR = 2000

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


def packed(number: str, county: str) -> bytes:
    """Return a number of a county in 15 bytes; ``ValueError`` if it is none that a desk gives."""
    parts = read_number(number)
    if parts is None or parts.county != county:
        raise ValueError("not a number of this county")
    place, _, letters = parts.series.rpartition("-")
    return (
        bytes([WORDS.index(parts.word), parts.year - _FIRST_YEAR])
        + int(place or 0).to_bytes(3)
        + _of_letters(letters).to_bytes(7)
        + parts.running.to_bytes(3)
    )


def unpacked(data: bytes, county: str) -> str:
    """Return the number that ``packed`` wrote; ``ValueError`` if it has a word of its own."""
    if data[0] >= len(WORDS):
        raise ValueError("not a number")
    place = int.from_bytes(data[2:5])
    letters = letters_of(data[5:12], GIVEN_BLOCK if place else OWN_BLOCK)
    series = f"{place}-{letters}" if place else letters
    start = beginning(WORDS[data[0]], _FIRST_YEAR + data[1], county, series)
    return written(start, int.from_bytes(data[12:15]))


def _of_letters(letters: str) -> int:
    return sum(LETTERS.index(sign) * len(LETTERS) ** at for at, sign in enumerate(letters))
