"""Makes text fit its place: a size between the wished and the least one, broken into lines.

Places are millimetres, sizes of letters points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportlab.lib.units import mm

from desktop_app.domain.errors import Refused
from printing import faces
from printing.faces import Face
from printing.lines import Line, atoms, break_lines

STEP = 0.25
LITTLE_SMALLER = 0.78  # so much of the wished size still looks like it
SQUARE = 1.0  # height of a line of characters, in sizes
SLACK = 0.01


class Align(StrEnum):
    """Where text stands in its box."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Overflow(Refused):
    """A text does not fit its place even in the smallest letters allowed.

    ``field`` names the text as the person knows it.
    """

    def __init__(self, field: str) -> None:
        super().__init__(
            f"“{field}”太长，纸上放不下。请缩短后再打印。",
            advice=f"请把“{field}”写短一些，再打印。",
            fields=(field,),
        )
        self.field = field


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page, in millimetres from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return where it ends on the right."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Return where it ends below."""
        return self.top + self.height

    def inside(self, sides: float, ends: float) -> "Box":
        """Return the box without a rim: ``sides`` left and right, ``ends`` above and below."""
        return Box(self.left + sides, self.top + ends, self.width - 2 * sides,
                   self.height - 2 * ends)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """How text in a box looks, and how far it may shrink."""

    face: Face = Face.SERIF
    size: float = 10.5
    smallest: float = 8.0
    leading: float = 1.3
    align: Align = Align.CENTRE
    indent: float = 0  # characters kept free at the start of a paragraph
    justified: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text as it will be written: its size and its lines."""

    size: float
    lines: Sequence[Line]
    style: Style

    @property
    def height(self) -> float:
        """Return how high the lines are together, in millimetres."""
        return height_of(len(self.lines), self.size, self.style) / mm


def fit(field: str, text: str, width: float, height: float, style: Style) -> Fitted:
    """Return ``text`` in the largest letters that fit ``width`` × ``height`` millimetres.

    Raise `Overflow` naming ``field`` when the smallest do not fit, and `MissingGlyph` naming it
    too when no font has a character.
    """
    printed = faces.normalised(text)
    room, limit = width * mm, height * mm
    natural = _natural(field, printed, style.face)
    size = _single(printed, natural, room, style)
    if size and size * SQUARE <= limit + SLACK:
        return Fitted(size, (Line((printed,), natural * size, justified=False),), style)
    longest = max(
        (faces.ems(piece, style.face) for piece in atoms(printed) if piece != "\n"), default=0.0
    )
    for may_split in (False, True):  # a number is written smaller rather than in two lines
        size = style.size
        while size >= style.smallest:
            if may_split or longest * size <= room:
                lines = _lines(printed, style, size, room)
                if _inside(lines, size, style, room, limit):
                    return Fitted(size, _balanced(lines, printed, style, size, room), style)
            size -= STEP
    raise Overflow(field)


def set_lines(field: str, text: str, width: float, style: Style) -> list[Line]:
    """Return ``text`` in lines at the size of ``style``, as many as it takes."""
    printed = faces.normalised(text)
    _natural(field, printed, style.face)
    return _lines(printed, style, style.size, width * mm)


def height_needed(field: str, text: str, width: float, style: Style) -> float:
    """Return the least height, in millimetres, in which ``text`` fits ``width`` millimetres."""
    smallest = min(style.smallest, style.size)
    printed = faces.normalised(text)
    _natural(field, printed, style.face)
    lines = _lines(printed, style, smallest, width * mm)
    if any(one.width > width * mm + SLACK for one in lines):
        raise Overflow(field)
    return height_of(len(lines), smallest, style) / mm


def height_of(lines: int, size: float, style: Style) -> float:
    """Return how high so many lines are, in points."""
    return size * style.leading * (lines - 1) + size * SQUARE


def _natural(field: str, printed: str, face: Face) -> float:
    """Return the width of a text in one line, in ems, and make sure all of it can be drawn."""
    try:
        return faces.ems(printed.replace("\n", ""), face)
    except faces.MissingGlyph as missing:
        raise faces.MissingGlyph(missing.character, field) from None


def _inside(lines: Sequence[Line], size: float, style: Style, room: float, limit: float) -> bool:
    high = height_of(len(lines), size, style) <= limit + SLACK
    return high and all(one.width <= room + SLACK for one in lines)


def _single(printed: str, natural: float, room: float, style: Style) -> float:
    """Return the size for one line, a little smaller rather than two lines, or 0 for none."""
    if style.indent or "\n" in printed:
        return 0
    if natural * style.size <= room:
        return style.size
    size = room / natural // STEP * STEP
    least = max(style.smallest, LITTLE_SMALLER * style.size)
    return size if size >= least and not style.justified else 0


def _lines(text: str, style: Style, size: float, width: float) -> list[Line]:
    def measure(piece: str) -> float:
        return faces.ems(piece, style.face) * size

    return break_lines(text, measure, width, style.indent * size)


def _balanced(lines: list[Line], text: str, style: Style, size: float, width: float) -> list[Line]:
    """Return centred lines of about one length, so that none holds a single character."""
    if style.align is not Align.CENTRE or len(lines) < 2:
        return lines
    narrow, wide = width / len(lines), width
    while wide - narrow > size / 4:
        middle = (narrow + wide) / 2
        tried = _lines(text, style, size, middle)
        if len(tried) == len(lines) and all(one.width <= middle for one in tried):
            wide, lines = middle, tried
        else:
            narrow = middle
    return lines
