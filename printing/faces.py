"""The typefaces of official paper, and a fallback for every rare character.

ReportLab draws an empty box for a character its font lacks, without a word. Names are
full of rare characters, so text is split here into runs, each in a font that has it.
"""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics, ttfonts

from desktop_app.domain.errors import Refused

FONT_FOLDER: Path = Path(__file__).parent / "fonts"

# Two em dashes leave a gap in the middle in these fonts; this is the dash of two ems.
DASH = "\u2e3a"
NAME_DOT = "\u00b7"
OTHER_DOTS = "\u2022\u2027\u30fb\uff65"
# A full stop of full width is a name dot between characters, and a stop after a number.
FULL_STOP_IN_NAME = re.compile("(?<=[\u3400-\u9fff\U00020000-\U000323af])\uff0e(?=[^0-9０-９])")
# Choosers of a glyph's shape and marks without width: fonts have nothing to draw for them.
INVISIBLE = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x200B, 0x2060, 0xFEFF)


class Face(StrEnum):
    """A look of text; the value is the font tried first."""

    SERIF = "NotoSerifSC-Regular"
    SERIF_BOLD = "NotoSerifSC-Bold"
    SANS = "NotoSansSC-Regular"
    SANS_BOLD = "NotoSansSC-Bold"


RARE = "HanaMinB"
CHAINS: dict[Face, tuple[str, ...]] = {
    Face.SERIF: (Face.SERIF, RARE),
    Face.SERIF_BOLD: (Face.SERIF_BOLD, Face.SERIF, RARE),
    Face.SANS: (Face.SANS, Face.SERIF, RARE),
    Face.SANS_BOLD: (Face.SANS_BOLD, Face.SERIF, RARE),
}

# GB 18030 positions FE50..FEA0 had private-use code points in old GBK systems. Python's
# codec still gives private ones for these, so their present code points are written out.
LATE_CODES = {
    0x51: 0x20087, 0x52: 0x20089, 0x53: 0x200CC, 0x59: 0x9FB4, 0x61: 0x9FB5, 0x66: 0x9FB6,
    0x67: 0x9FB7, 0x6C: 0x215D7, 0x6D: 0x9FB8, 0x76: 0x2298F, 0x7E: 0x9FB9, 0x90: 0x9FBA,
    0x91: 0x241FE, 0xA0: 0x9FBB,
}  # fmt: skip
FIRST_PRIVATE = 0xE815

_registering = Lock()


class MissingGlyph(Refused):
    """No font here can draw a character, so the paper would lie by leaving it out.

    ``character`` is the one, ``field`` the label of the text it stands in, where known.
    """

    def __init__(self, character: str, field: str = "") -> None:
        where = f"“{field}”里的" if field else ""
        super().__init__(
            f"字库里没有{where}“{character}”（U+{ord(character):04X}），无法打印。",
            advice="请对照证件看这个字有没有打错；没有错的，请先手写，并告诉旗县。",
            fields=(field,) if field else (),
        )
        self.character = character
        self.field = field


def normalised(text: str) -> str:
    """Return ``text`` as it is printed: old private characters and name dots replaced."""
    if text.isascii():
        return text
    changed = text.translate(_replacements())
    if "\uff0e" in changed:
        changed = FULL_STOP_IN_NAME.sub(NAME_DOT, changed)
    return changed.replace("——", DASH)


def runs(text: str, face: Face) -> list[tuple[str, str]]:
    """Split normalised ``text`` into (font name, text) pairs, each in a font that has it.

    Raise `MissingGlyph` when no font of the chain has a character.
    """
    known = _glyphs(face)
    if known.first.issuperset(text):
        return [(face.value, text)] if text else []
    found: list[tuple[str, str]] = []
    for character in text:
        known[character]  # found out once
        name = known.fonts[character]
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + character)
        else:
            found.append((name, character))
    return found


def ems(text: str, face: Face) -> float:
    """Return how wide normalised ``text`` is, in its own size."""
    return sum(map(_glyphs(face).__getitem__, text))


def width(text: str, face: Face, size: float) -> float:
    """Return how wide ``text`` is, in points, at ``size`` points."""
    return ems(normalised(text), face) * size


def font(name: str) -> ttfonts.TTFont:
    """Return a registered font of the folder, reading its file the first time only."""
    with _registering:
        return _registered(str(name))  # a member of `Face` and its value are two keys of a cache


class _Glyphs(dict[str, float]):
    """The width of each character met in a face, in ems, and the font that draws it."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face
        self.fonts: dict[str, str] = {}
        self.first: set[str] = set()

    def __missing__(self, character: str) -> float:
        name = _font_of(character, self.face)
        metrics = font(name).face
        advance = float(metrics.charWidths.get(ord(character), metrics.defaultWidth)) / 1000
        self.fonts[character] = name
        if name == self.face.value:
            self.first.add(character)
        self[character] = advance
        return advance


@cache
def _glyphs(face: Face) -> _Glyphs:
    return _Glyphs(face)


@cache
def _registered(name: str) -> ttfonts.TTFont:
    made = ttfonts.TTFont(name, str(FONT_FOLDER / f"{name}.ttf"), asciiReadable=0)
    _right_advances(made.face)
    pdfmetrics.registerFont(made)
    return made


def _right_advances(metrics: ttfonts.TTFontFace) -> None:
    """Bring the widths that ReportLab writes into fonts back to the units of the font.

    Of the glyphs that share the last width of the file it keeps that in thousandths of an em,
    which archives refuse: the rare characters of a font of 1024 units would disagree with the
    page.
    """
    if metrics.unitsPerEm == 1000:
        return
    metrics.hmetrics = [
        (round(wide * metrics.unitsPerEm / 1000) if isinstance(wide, float) else wide, left)
        for wide, left in metrics.hmetrics
    ]


def _font_of(character: str, face: Face) -> str:
    code = ord(character)
    for name in CHAINS[face]:
        if code in font(name).face.charToGlyph:
            return str(name)
    raise MissingGlyph(character)


@cache
def _replacements() -> dict[int, str]:
    table = dict.fromkeys(INVISIBLE, "")
    table |= {ord(dot): NAME_DOT for dot in OTHER_DOTS}
    trails = [trail for trail in range(0x50, 0xA1) if trail != 0x7F]
    for private, trail in enumerate(trails, start=FIRST_PRIVATE):
        late = LATE_CODES.get(trail)
        table[private] = chr(late) if late else bytes((0xFE, trail)).decode("gb18030")
    return table


def _unicode_map(fontname: str, subset: list[int]) -> str:
    """Return the CMap that says what the glyphs of a subset mean, as UTF-16.

    ReportLab writes bare code points, so that a character beyond U+FFFF is copied out
    of the paper as two wrong ones.
    """
    pairs = [f"<{index:02X}> <{_utf16(code)}>" for index, code in enumerate(subset)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo",
            f"<< /Registry ({fontname})",
            f"/Ordering ({fontname})",
            "/Supplement 0",
            ">> def",
            f"/CMapName /{fontname} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *_blocks(pairs),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def _blocks(pairs: list[str]) -> list[str]:
    """Return the pairs in blocks of at most 100, as the CMap format asks."""
    lines: list[str] = []
    for first in range(0, len(pairs), 100):
        block = pairs[first : first + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return lines


def _utf16(code: int) -> str:
    text = "——" if code == ord(DASH) else chr(code)
    return text.encode("utf-16-be").hex().upper()


ttfonts.makeToUnicodeCMap = _unicode_map
