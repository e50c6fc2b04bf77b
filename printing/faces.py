"""The typefaces of official paper, and a fallback for every rare character.

ReportLab draws an empty box for a character its font lacks, without a word. Names are
full of rare characters, so text is split here into runs, each in a font that has it.
"""

from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics, ttfonts

FONT_FOLDER: Path = Path(__file__).parent / "fonts"

# Two em dashes leave a gap in the middle in these fonts; this is the dash of two ems.
DASH = "\u2e3a"
NAME_DOT = "\u00b7"
OTHER_DOTS = "\u2022\u2027\u30fb\uff0e\uff65"


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


class MissingGlyph(ValueError):
    """No font here can draw a character, so the paper would lie by leaving it out.

    ``character`` is the one.
    """

    def __init__(self, character: str) -> None:
        super().__init__(f"字库里没有“{character}”（U+{ord(character):04X}），无法打印。")
        self.character = character


def normalised(text: str) -> str:
    """Return ``text`` as it is printed: old private characters and name dots replaced."""
    return text.translate(_replacements()).replace("——", DASH)


def runs(text: str, face: Face) -> list[tuple[str, str]]:
    """Split ``text`` into (font name, text) pairs, every character in a font that has it.

    Raise `MissingGlyph` when no font of the chain has one.
    """
    found: list[tuple[str, str]] = []
    for character in normalised(text):
        name = _font_of(character, face)
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + character)
        else:
            found.append((name, character))
    return found


def width(text: str, face: Face, size: float) -> float:
    """Return how wide ``text`` is, in points, at ``size`` points."""
    return sum(_advance(character, face) for character in normalised(text)) * size / 1000


def font(name: str) -> ttfonts.TTFont:
    """Return a registered font of the folder, reading its file the first time only."""
    with _registering:
        return _registered(name)


@cache
def _registered(name: str) -> ttfonts.TTFont:
    made = ttfonts.TTFont(name, str(FONT_FOLDER / f"{name}.ttf"), asciiReadable=0)
    pdfmetrics.registerFont(made)
    return made


@cache
def _font_of(character: str, face: Face) -> str:
    code = ord(character)
    for name in CHAINS[face]:
        if code in font(name).face.charToGlyph:
            return str(name)
    raise MissingGlyph(character)


@cache
def _advance(character: str, face: Face) -> float:
    metrics = font(_font_of(character, face)).face
    return float(metrics.charWidths.get(ord(character), metrics.defaultWidth))


@cache
def _replacements() -> dict[int, str]:
    table = {ord(dot): NAME_DOT for dot in OTHER_DOTS}
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
