"""What stands in the cells of a grid beside text: tick boxes, opinions, a photograph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt

from reportlab.lib.units import mm

from desktop_app.domain.errors import Refused
from printing import faces
from printing.faces import Face
from printing.fitting import NEARLY, Align, Box, Overflow, Style, fits
from printing.ground import Ground
from printing.layout import Cell
from printing.paper import FINGERPRINT, PHOTO, SEAL, Paper

LEAST = 7.0
BOX_SIDE = 0.9  # of a tick box, in sizes
BOX_GAP = 0.35
OPTION_GAP = 1.2
TICK_LEADING = 1.6
SMALLEST_SEAL = 30.0
SIGN_LINE = 7.0
BESIDE = 1.0  # between text and the mark at its right
NARROW = 80.0  # a cell in which the fingerprint stands above the signature, not beside it
SIGN_ROOM = 24.0  # to write a name in


@dataclass(frozen=True, slots=True)
class Content:
    """The name of a cell, the size of its letters, and what its form says."""

    name: str
    size: float
    ground: Ground


@dataclass(frozen=True, slots=True)
class _Option:
    text: str
    ticked: bool
    ems: float


@dataclass(frozen=True, slots=True)
class _Mark:
    """The place of a seal or a fingerprint in a cell."""

    box: Box
    is_round: bool = False

    def left_at(self, level: float) -> float:
        """Return how far to the right text may go that ends at ``level``."""
        box = self.box
        if level <= box.top:
            return inf
        if not self.is_round:
            return box.left - BESIDE
        radius, below = box.width / 2, min(level - box.top, box.width / 2)
        return box.left + radius - sqrt(radius**2 - (radius - below) ** 2) - BESIDE


def draw_photo(paper: Paper, cell: Cell, box: Box) -> None:
    """Draw the place of a photograph in the middle of a cell."""
    left = box.left + (box.width - PHOTO[0]) / 2
    paper.photo(left, box.top + (box.height - PHOTO[1]) / 2, cell.photo)


def ticks_height(cell: Cell, width: float, content: Content) -> float:
    """Return the height of options with tick boxes that are read with ease."""
    size = content.size * NEARLY
    lines = list(_option_lines(_options(cell, content), width * mm / size))
    return len(lines) * size * TICK_LEADING / mm


def draw_ticks(paper: Paper, cell: Cell, box: Box, content: Content) -> None:
    """Draw options with tick boxes, in as many lines as they need.

    Raise `Overflow` naming the field when they do not fit, `Refused` when one is ticked that the
    form does not have.
    """
    options = _options(cell, content)
    size = content.size
    while size >= LEAST:
        lines = list(_option_lines(options, box.width * mm / size))
        if len(lines) * size * TICK_LEADING <= box.height * mm + 0.01 and _narrow(lines, box, size):
            _draw_options(paper, lines, box, size, content.name)
            return
        size -= 0.25
    raise Overflow(content.name)


def draw_opinion(paper: Paper, cell: Cell, text: str, box: Box, content: Content) -> None:
    """Draw an opinion: its text above, the seal at its place, who signs and when below."""
    foot = len(_sign_lines(cell, content.ground, box.width - 8)) * SIGN_LINE
    above = box.width < NARROW and box.height >= FINGERPRINT[1] + foot + 5
    room = box.inside(2, 2)
    signing = room
    marks: list[_Mark] = []
    if cell.seal:
        marks += _draw_seal(paper, cell, box)
    if cell.fingerprint:
        left = box.right - FINGERPRINT[0] - 3
        top = box.top + 2 if above else max(box.top + 2, box.bottom - FINGERPRINT[1] - 3)
        paper.fingerprint(left, top, cell.fingerprint)
        marks.append(_Mark(Box(left, top, *FINGERPRINT)))
        if not above:
            signing = Box(room.left, room.top, left - 1 - room.left, room.height)
    lines = _sign_lines(cell, content.ground, signing.width - 4)
    foot = len(lines) * SIGN_LINE
    if text:
        _draw_words(paper, text, Box(room.left, room.top, room.width, room.height - foot), marks,
                    content)  # fmt: skip
    for number, parts in enumerate(lines):
        top = signing.bottom + 1 - foot + number * SIGN_LINE
        _draw_signs(paper, parts, Box(signing.left + 2, top, signing.width - 4, SIGN_LINE), content)


def _draw_words(
    paper: Paper, text: str, place: Box, marks: Sequence[_Mark], content: Content
) -> None:
    """Draw the text of an opinion clear of the marks, through them only where it has no room."""
    style = Style(size=content.size, smallest=LEAST, leading=1.45, align=Align.LEFT, indent=2,
                  justified=True)  # fmt: skip
    line = style.size * style.leading / mm
    for wished in (replace(style, smallest=style.size), style):
        for number in range(1, int(place.height / line) + 2):
            height = min(number * line, place.height)
            right = min((one.left_at(place.top + height) for one in marks), default=place.right)
            box = Box(place.left, place.top, min(right, place.right) - place.left, height)
            if box.width > line and fits(content.name, text, box, wished):
                paper.paragraphs(content.name, text, box, wished)
                return
    paper.paragraphs(content.name, text, place, style)


def _draw_seal(paper: Paper, cell: Cell, box: Box) -> list[_Mark]:
    """Draw the place of the seal and return it, or its name alone where no circle would hold."""
    diameter = min(SEAL, box.height - 3, box.width - 3)
    middle, right = box.top + box.height / 2, box.right - max(diameter / 2 + 4, box.width * 0.22)
    centre = max(right, box.left + diameter / 2 + 1.5)
    if diameter < SMALLEST_SEAL:
        place = Box(box.left + 2, middle - 3, box.width - 4, 6)
        with paper.ink(grey=0.55):
            paper.text(cell.seal, cell.seal, place, Style(size=9))
        return []
    centre = min(centre, box.right - diameter / 2 - 1.5)
    paper.seal(centre, middle, cell.seal, diameter)
    square = Box(centre - diameter / 2, middle - diameter / 2, diameter, diameter)
    return [_Mark(square, is_round=True)]


def _sign_lines(cell: Cell, ground: Ground, width: float) -> list[list[str]]:
    """Return who signs and when, on one line where there is room, else below each other.

    The texts are those of the layout, still to be filled.
    """
    signs, date = list(cell.signs), cell.date
    if not signs:
        return [["", date]] if date else []
    size = 10.5
    needed = sum(
        faces.width(ground.filled(sign), Face.SERIF, size) / mm + SIGN_ROOM for sign in signs
    )
    needed += faces.width(ground.filled(date), Face.SERIF, size) / mm
    if needed <= width:
        return [[*signs, date]]
    return [*([sign] for sign in signs), *([["", date]] if date else [])]


def _draw_signs(paper: Paper, parts: Sequence[str], box: Box, content: Content) -> None:
    """Draw those who sign from the left, each with as much room, and the date at the right."""
    ground, size = content.ground, min(content.size, 10.5)
    style = Style(size=size, smallest=LEAST, align=Align.LEFT)

    def write(text: str, place: Box, style: Style) -> None:
        paper.text(ground.name_of(text, content.name), ground.filled(text), place, style)

    *signs, date = parts if len(parts) > 1 else [*parts, ""]
    taken = min(faces.width(ground.filled(date), Face.SERIF, size) / mm + 1, box.width)
    share = (box.width - (taken if date else 0)) / len(signs)
    for number, text in enumerate(signs):
        write(text, Box(box.left + number * share, box.top, share, box.height), style)
    place = Box(box.right - taken, box.top, taken, box.height)
    write(date, place, replace(style, align=Align.RIGHT))


def _options(cell: Cell, content: Content) -> list[_Option]:
    ticked = set(content.ground.data.ticked.get(cell.tick, ()))
    unknown = sorted(ticked - set(cell.options))
    if unknown:
        raise Refused(
            f"表上的“{content.name}”没有“{unknown[0]}”这一项，无法打勾。",
            advice="请在版式里加上这一项，或者改用表上有的一项。",
            fields=(content.name,),
        )
    found: list[_Option] = []
    for option in cell.options:
        last = option == cell.options[-1]
        text = option + (_other(cell, content) if last and cell.other else "")
        try:
            printed = faces.normalised(text)
            ems = BOX_SIDE + BOX_GAP + faces.ems(printed, Face.SERIF)
        except faces.MissingGlyph as missing:
            raise faces.MissingGlyph(missing.character, content.name) from None
        found.append(_Option(printed, option in ticked, ems))
    return found


def _other(cell: Cell, content: Content) -> str:
    value = content.ground.value(cell.other)
    return f"：{value}" if value else "：________"


def _option_lines(options: Sequence[_Option], width: float) -> Iterator[list[_Option]]:
    """Give the options line by line, ``width`` ems wide."""
    line: list[_Option] = []
    used = 0.0
    for option in options:
        needed = option.ems + (OPTION_GAP if line else 0)
        if line and used + needed > width:
            yield line
            line, used, needed = [], 0.0, option.ems
        line.append(option)
        used += needed
    yield line


def _narrow(lines: Sequence[Sequence[_Option]], box: Box, size: float) -> bool:
    return all(option.ems * size <= box.width * mm for line in lines for option in line)


def _draw_options(
    paper: Paper, lines: Sequence[Sequence[_Option]], box: Box, size: float, name: str
) -> None:
    em = size / mm
    height = em * TICK_LEADING
    top = box.top + (box.height - height * len(lines)) / 2
    for number, line in enumerate(lines):
        left = box.left
        level = top + number * height
        for option in line:
            side = em * BOX_SIDE
            paper.tick_box(left, level + (height - side) / 2, ticked=option.ticked, side=side)
            start = left + side + em * BOX_GAP
            taken = option.ems * em - side - em * BOX_GAP
            place = Box(start, level, taken + 0.1, height)
            paper.text(name, option.text, place, Style(size=size, smallest=size, align=Align.LEFT))
            left += (option.ems + OPTION_GAP) * em
