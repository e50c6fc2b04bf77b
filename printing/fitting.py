"""Makes text fit its place: a size between the wished and the least one, broken into lines.

Places are millimetres, sizes of letters points.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from reportlab.lib.units import mm

from desktop_app.domain.errors import Refused
from printing import faces
from printing.faces import Face
from printing.lines import Line, atoms, break_lines, phrases

STEP = 0.25
NEARLY = 0.9  # so much of the wished size is better than another line
LITTLE_SMALLER = 0.84  # so much of it is still read with ease
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
    _check(field, printed, style.face)
    single = _as_given(printed, room, limit, style)
    if single < (LITTLE_SMALLER if "\n" in printed else NEARLY) * style.size:
        several = _several(printed, room, limit, style, single)
        if several:
            return several
    if not single:
        raise Overflow(field)
    return Fitted(single, _given(printed, single, style.face), style)


def fits(field: str, text: str, box: Box, style: Style) -> bool:
    """Say whether ``text`` has room in ``box``."""
    try:
        fit(field, text, box.width, box.height, style)
    except Overflow:
        return False
    return True


def easy(text: str, width: float, style: Style) -> Style:
    """Return the style with the least size in which ``text`` is still read with ease.

    A place that can be made higher should hold it in that size. Numbers are not split for it.
    """
    longest = _longest(faces.normalised(text), style.face)
    size = min(LITTLE_SMALLER * style.size, width * mm / longest if longest else style.size)
    return replace(style, smallest=max(size // STEP * STEP, min(style.smallest, style.size)))


def set_lines(field: str, text: str, width: float, style: Style) -> list[Line]:
    """Return ``text`` in lines at the size of ``style``, as many as it takes."""
    printed = faces.normalised(text)
    _check(field, printed, style.face)
    return _lines(printed, style, style.size, width * mm)


def height_needed(field: str, text: str, width: float, style: Style) -> float:
    """Return the least height, in millimetres, in which ``text`` fits ``width`` millimetres."""
    smallest = min(style.smallest, style.size)
    printed = faces.normalised(text)
    _check(field, printed, style.face)
    lines = _lines(printed, style, smallest, width * mm)
    if any(one.width > width * mm + SLACK for one in lines):
        raise Overflow(field)
    return height_of(len(lines), smallest, style) / mm


def height_of(lines: int, size: float, style: Style) -> float:
    """Return how high so many lines are, in points."""
    return size * style.leading * (lines - 1) + size * SQUARE


def _check(field: str, printed: str, face: Face) -> None:
    """Make sure that all of a text can be drawn."""
    try:
        faces.ems(printed.replace("\n", ""), face)
    except faces.MissingGlyph as missing:
        raise faces.MissingGlyph(missing.character, field) from None


def _inside(lines: Sequence[Line], size: float, style: Style, room: float, limit: float) -> bool:
    high = height_of(len(lines), size, style) <= limit + SLACK
    return high and all(one.width <= room + SLACK for one in lines)


def _as_given(printed: str, room: float, limit: float, style: Style) -> float:
    """Return the size for the lines as they are written, smaller if it must be, or 0 for none."""
    if style.indent or (style.justified and "\n" in printed):
        return 0
    written = printed.split("\n")
    widest = max(faces.ems(line, style.face) for line in written)
    highest = (limit + SLACK) / (style.leading * (len(written) - 1) + SQUARE)
    size = min(room / widest if widest else style.size, highest)
    if size >= style.size:
        return style.size
    size = size // STEP * STEP
    return size if size >= style.smallest and not style.justified else 0


def _given(printed: str, size: float, face: Face) -> list[Line]:
    return [
        Line((line,), faces.ems(line, face) * size, justified=False) for line in printed.split("\n")
    ]


def _several(printed: str, room: float, limit: float, style: Style, single: float) -> Fitted | None:
    """Return the text in several lines, larger than in a ``single`` one, or nothing."""
    longest = _longest(printed, style.face)
    for may_split in (False, True) if not single else (False,):
        size = style.size  # a number is written smaller rather than in two lines
        while size >= style.smallest and size > single:
            if may_split or longest * size <= room:
                lines = _lines(printed, style, size, room)
                if _inside(lines, size, style, room, limit):
                    return _balanced(lines, printed, style, size, room)
            size -= STEP
    return None


def _longest(printed: str, face: Face) -> float:
    """Return the width of the longest piece that is never split, in ems."""
    pieces = (piece for piece in atoms(printed) if piece != "\n")
    return max((faces.ems(piece, face) for piece in pieces), default=0.0)


def _lines(text: str, style: Style, size: float, width: float) -> list[Line]:
    def measure(piece: str) -> float:
        return faces.ems(piece, style.face) * size

    return break_lines(text, measure, width, style.indent * size)


def _balanced(lines: list[Line], text: str, style: Style, size: float, width: float) -> Fitted:
    """Return centred lines of about one length, so that none holds a single character.

    They break where a reader pauses, if need be in slightly smaller letters.
    """
    if style.align is not Align.CENTRE or len(lines) < 2:
        return Fitted(size, lines, style)
    smaller = size
    while "\n" not in text and smaller >= max(style.smallest, NEARLY * size):
        paused = partial(_phrased, text, style, smaller)
        tried = paused(width)
        if len(tried) <= len(lines):
            return Fitted(smaller, _evened(tried, paused, smaller, width), style)
        smaller -= STEP
    return Fitted(size, _evened(lines, partial(_lines, text, style, size), size, width), style)


def _evened(
    lines: list[Line], broken: Callable[[float], list[Line]], size: float, width: float
) -> list[Line]:
    """Return as many lines, ``broken`` at the least width that does not make them more."""
    narrow, wide = width / len(lines), width
    while wide - narrow > size / 4:
        middle = (narrow + wide) / 2
        tried = broken(middle)
        if len(tried) == len(lines) and all(one.width <= middle for one in tried):
            wide, lines = middle, tried
        else:
            narrow = middle
    return lines


def _phrased(text: str, style: Style, size: float, width: float) -> list[Line]:
    """Return lines that end where a reader pauses, as far as what stands between has room."""
    joined: list[str] = []
    for phrase in phrases(text):
        longer = joined[-1] + phrase if joined else phrase
        if joined and faces.ems(longer, style.face) * size <= width:
            joined[-1] = longer
        else:
            joined.append(phrase)
    return _lines("\n".join(joined), style, size, width)
