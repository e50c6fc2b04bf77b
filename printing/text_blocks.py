"""Blocks of running text: lines, paragraphs, headings, clauses."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from reportlab.lib.units import mm

from printing import faces
from printing.faces import Face
from printing.fitting import Align, Box, Overflow, Style, fit, set_lines
from printing.ground import Ground
from printing.layout import ClausesBlock, HeadingBlock, LineBlock, TextBlock
from printing.lines import Line
from printing.mongolian import shape
from printing.pages import Piece
from printing.paper import Paper

MONGOLIAN = "蒙古文标题"
MONGOLIAN_GAP = 3.0  # its letters reach below their line
LEAST_MONGOLIAN = 0.6  # of the size of the Chinese title
NUMERALS = "零一二三四五六七八九十"
LINE_HEIGHT = 6.5
TITLE_GAP, BELOW_CODE = 4.0, 1.5


def title_pieces(
    title: str, size: float, ground: Ground, room: float = 0, least: float = 0
) -> list[Piece]:
    """Return the title of a form, in the middle, on one line or more of about one length.

    Down to ``least`` it may be ``room`` wide, beside the code: there it stands if it is as large
    there as anywhere, else below it.
    """
    style = Style(face=Face.SERIF_BOLD, size=size, smallest=size * 0.8, leading=1.4)
    fitted = fit("标题", title, ground.width, 40, style)
    lower = 0.0
    if least > 0:
        beside = fit("标题", title, room, 40, style)
        if (beside.size, len(beside.lines)) != (fitted.size, len(fitted.lines)):
            lower = least + BELOW_CODE
    height = max(lower + fitted.height + TITLE_GAP, least)

    def draw(paper: Paper, top: float) -> None:
        box = Box(ground.left, top + lower, ground.width, fitted.height)
        paper.write("标题", fitted, box)

    return [Piece(height, draw, keep=True, field="标题")]


def mongolian_pieces(words: str, size: float, ground: Ground, room: float = 0) -> list[Piece]:
    """Return the Mongolian wording of a title, a piece a line, to stand above the Chinese.

    It is as large as the Chinese (内政办发〔1996〕32号), smaller where it has no room.
    """
    height = size * 1.1 / mm
    width = room or ground.width

    def drawing(line: str) -> Callable[[Paper, float], None]:
        shaped = shape(line, MONGOLIAN)
        fitting = min(size, width * mm / shaped.advance)
        if fitting < size * LEAST_MONGOLIAN:
            raise Overflow(MONGOLIAN)

        def draw(paper: Paper, top: float) -> None:
            left = ground.left + (ground.width - width) / 2
            paper.shape(MONGOLIAN, shaped, Box(left, top, width, height), fitting)

        return draw

    return [
        Piece(height + MONGOLIAN_GAP, drawing(line), keep=True, field=MONGOLIAN)
        for line in words.strip().splitlines()
    ]


def draw_upright(paper: Paper, words: str, size: float, box: Box) -> None:
    """Draw the Mongolian wording of a title downwards, its lines from left to right."""
    lines = words.strip().splitlines()
    width = box.width / len(lines)
    for number, line in enumerate(lines):
        place = Box(box.left + number * width, box.top, width, box.height)
        paper.shape(MONGOLIAN, shape(line, MONGOLIAN), place, size, upright=True)


def line_pieces(block: LineBlock, ground: Ground) -> list[Piece]:
    """Return one line of up to three parts, none of which runs into another."""
    face = Face.SANS_BOLD if block.bold else Face.SERIF
    written = (block.left, block.centre, block.right)
    names = dict(zip(Align, map(ground.name_of, written), strict=True))
    parts = list(zip(Align, map(ground.filled, written), strict=True))
    height = max(LINE_HEIGHT, block.size * 1.4 / mm)

    def draw(paper: Paper, top: float) -> None:
        for align, text, left, width in _shares(parts, face, block.size, ground):
            style = Style(face=face, size=block.size, smallest=block.size * 0.7, align=align)
            paper.text(names[align], text, Box(left, top, width, height), style)

    return [Piece(height, draw, gap=block.space, keep=True)]


def text_pieces(block: TextBlock, ground: Ground) -> list[Piece]:
    """Return paragraphs line by line, so that they may run over pages."""
    style = ground.look.text(block.size, block.leading, block.indent, bold=block.bold)
    if block.align is not Align.LEFT:
        style = replace(style, align=block.align, justified=False, indent=0)
    if block.height:
        return [_fixed_text(block, style, ground)]
    pieces = paragraph_pieces(ground.filled(block.text), style, ground, block.space)
    # Bold paragraphs are headings of what follows.
    return [replace(one, keep=True) for one in pieces] if block.bold else pieces


def _fixed_text(block: TextBlock, style: Style, ground: Ground) -> Piece:
    text = ground.filled(block.text).strip("\n")
    style = replace(style, smallest=min(style.size, ground.look.smallest))

    def draw(paper: Paper, top: float) -> None:
        box = Box(ground.left, top, ground.width, block.height)
        paper.paragraphs(ground.name_of(block.text), text, box, style)

    return Piece(block.height, draw, gap=block.space)


def paragraph_pieces(text: str, style: Style, ground: Ground, gap: float = 0) -> list[Piece]:
    """Return the lines of paragraphs, none of which leaves a single line on a page."""
    pieces: list[Piece] = []
    for paragraph in text.strip("\n").split("\n"):
        lines = set_lines(paragraph[:12], paragraph, ground.width, style)
        pieces += list(_lines(lines, style, ground, 0 if pieces else gap))
    return pieces


def heading_pieces(block: HeadingBlock, ground: Ground) -> list[Piece]:
    """Return a heading, which stays with what follows."""
    text = ground.filled(block.text)
    style = Style(face=Face.SERIF_BOLD, size=block.size, smallest=block.size * 0.7,
                  align=block.align)  # fmt: skip
    height = block.size * 1.9 / mm

    def draw(paper: Paper, top: float) -> None:
        paper.text(text, text, Box(ground.left, top, ground.width, height), style)

    gap = block.space or 3
    return [Piece(height, draw, gap=gap, keep=True, fresh=block.new_page, bookmark=text)]


def clauses_pieces(block: ClausesBlock, ground: Ground) -> list[Piece]:
    """Return the clauses of an agreement, numbered without gaps."""
    head = replace(ground.look.text(bold=True), indent=2)
    body = ground.look.text(indent=2)
    shown = [item for item in block.items if not item.when or ground.value(item.when)]
    pieces: list[Piece] = []
    for number, item in enumerate(shown, start=1):
        title = f"第{chinese_number(number)}条　{item.title}"
        first = paragraph_pieces(title, head, ground, 0 if pieces else block.space)
        pieces += [replace(one, keep=True) for one in first]
        pieces += paragraph_pieces(ground.filled(item.text), body, ground)
    return pieces


def chinese_number(number: int) -> str:
    """Return a number from 1 to 99 as clauses are counted: 一, 十二, 二十."""
    tens, ones = divmod(number, 10)
    lead = "" if not tens else ("十" if tens == 1 else NUMERALS[tens] + "十")
    return lead + (NUMERALS[ones] if ones or not tens else "")


def _lines(lines: Sequence[Line], style: Style, ground: Ground, gap: float) -> Iterator[Piece]:
    height = style.size * style.leading / mm
    last = len(lines) - 1
    for number, line in enumerate(lines):
        own = replace(style, indent=style.indent if number == 0 else 0)
        draw = partial(_draw_line, line, own, ground, height)
        keep = number < last and (number == 0 or number == last - 1)
        yield Piece(height, draw, gap=gap if number == 0 else 0, keep=keep)


def _draw_line(
    line: Line, style: Style, ground: Ground, height: float, paper: Paper, top: float
) -> None:
    box = Box(ground.left, top, ground.width, height)
    middle = top + (height - style.size / mm) / 2
    paper.write_lines(line.text[:12], [line], box, style.size, style, middle)


def _shares(
    parts: Sequence[tuple[Align, str]], face: Face, size: float, ground: Ground
) -> Iterator[tuple[Align, str, float, float]]:
    """Give each part its left and width: the whole line alone, else by need."""
    needs = [faces.width(text, face, size) / mm + 2 if text else 0 for _, text in parts]
    centre = needs[1]
    sides = [max(needs[0], needs[2])] * 2 if centre else [needs[0], needs[2]]
    total = sum(sides) + centre
    scale = min(1.0, ground.width / total) if total else 1.0
    left, middle, right = sides[0] * scale, centre * scale, sides[1] * scale
    places = (ground.left, ground.left + (ground.width - middle) / 2,
              ground.left + ground.width - right)  # fmt: skip
    for (align, text), place, width in zip(parts, places, (left, middle, right), strict=True):
        if text:
            yield align, text, place, width
