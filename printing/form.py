"""Draws a form: its layout and what it says in, a PDF out. The same in, the same bytes out.

Import it inside the function that prints: it loads ReportLab and, on first use, the fonts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from printing import faces
from printing.bars import bars_pieces
from printing.code_corner import copy_box, corner_of, draw_corner, first_level, room_beside
from printing.faces import Face, MissingGlyph
from printing.fitting import Align, Box, Style
from printing.form_data import FormData
from printing.grid import grid_pieces
from printing.ground import LOOKS, Ground, Look
from printing.layout import (
    BarsBlock,
    Beside,
    ClausesBlock,
    ClosingBlock,
    CodeBlock,
    CutBlock,
    Family,
    GridBlock,
    HeadBlock,
    HeadingBlock,
    Layout,
    LineBlock,
    Page,
    PartiesBlock,
    SignsBlock,
    TableBlock,
    TextBlock,
)
from printing.layout_checks import PLACEHOLDER, filled
from printing.marks import Watch
from printing.pages import Pages, Piece
from printing.paper import (
    A3_LANDSCAPE,
    A4_LANDSCAPE,
    A4_PORTRAIT,
    A5_LANDSCAPE,
    THICK,
    Paper,
)
from printing.sign_blocks import (
    closing_pieces,
    code_pieces,
    cut_pieces,
    head_pieces,
    parties_pieces,
    signs_pieces,
)
from printing.table import Table
from printing.text_blocks import (
    clauses_pieces,
    draw_upright,
    heading_pieces,
    line_pieces,
    mongolian_pieces,
    text_pieces,
    title_pieces,
)

SIZES = {
    Page.A4: A4_PORTRAIT,
    Page.A4_LANDSCAPE: A4_LANDSCAPE,
    Page.A3_LANDSCAPE: A3_LANDSCAPE,
    Page.A5_LANDSCAPE: A5_LANDSCAPE,
}
SAMPLE = "示范文本，以旗县下发版式为准。"
FOOT_FROM_EDGE, FOOT_HEIGHT = 13.0, 6.0
UPRIGHT = 16.0  # points of a Mongolian title at the left
LETTER_FOOT = 7.0  # below the text, GB/T 9704
BORDERS = ((11.0, 1.8), (12.6, 0.6))  # millimetres from the edge, and points

PIECES: dict[type, Callable[[Any, Ground], list[Piece]]] = {
    LineBlock: line_pieces,
    TextBlock: text_pieces,
    HeadingBlock: heading_pieces,
    GridBlock: grid_pieces,
    ClausesBlock: clauses_pieces,
    SignsBlock: signs_pieces,
    PartiesBlock: parties_pieces,
    ClosingBlock: closing_pieces,
    HeadBlock: head_pieces,
    CutBlock: cut_pieces,
    BarsBlock: bars_pieces,
    CodeBlock: code_pieces,
}
HELD = (ClosingBlock, PartiesBlock, SignsBlock)  # never alone on a page
LONGEST_TAIL = 3  # what is signed below a table goes with its rows up to a third of a page


@dataclass(frozen=True, slots=True)
class _Document:
    """One form on its pages."""

    title: str
    pages: Pages
    data: FormData
    corner: Box | None


def draw(layout: Layout, data: FormData, *, copy: str = "", watch: Watch | None = None) -> bytes:
    """Return the form as PDF; ``copy`` is written above it (第一联 …).

    Raise `Refused` (`Overflow`, `MissingGlyph`) naming the field that paper cannot hold.
    """
    return draw_all(layout, [data], copies=[copy], watch=watch)


def draw_all(
    layout: Layout,
    many: Sequence[FormData],
    *,
    copies: Sequence[str] = ("",),
    duplex: bool = False,
    watch: Watch | None = None,
) -> bytes:
    """Return the same form for many in one PDF, all copies of each together, with bookmarks.

    With ``duplex`` each begins on a sheet of its own.
    """
    first = many[0]
    subject = PLACEHOLDER.sub("", layout.title).replace("\n", "").replace("（）", "")
    paper = Paper(
        _title(layout, first) if len(many) == 1 else subject,
        subject=subject,
        author=first.author,
        size=SIZES[layout.page],
        training=first.training,
        voided=first.voided,
        watch=watch,
    )
    begun = False
    for data in many:
        document = _laid(layout, data)
        for copy in copies:
            if begun:
                paper.next_document(training=data.training, voided=data.voided, front=duplex)
            _draw_document(paper, layout, document, copy)
            begun = True
    return paper.pdf()


def _look(layout: Layout) -> Look:
    look = LOOKS[layout.family]
    return replace(look, margins=layout.margins or look.margins,
                   title=layout.title_size or look.title)  # fmt: skip


def _laid(layout: Layout, data: FormData) -> _Document:
    """Return the blocks of a form on pages."""
    look = _look(layout)
    width, height = (side / 72 * 25.4 for side in SIZES[layout.page])
    margins = look.margins
    ground = Ground(margins.left, width - margins.left - margins.right, look, layout.fields, data)
    title = filled(layout.title, data.values)
    pages = Pages(margins.top, height - margins.bottom)
    corner = corner_of(layout, data, width)
    try:
        _fill(pages, layout, title, ground, corner)
    except MissingGlyph as missing:
        raise MissingGlyph(missing.character, _field_with(missing, layout, data)) from None
    return _Document(_title(layout, data), pages, data, corner)


def _title(layout: Layout, data: FormData) -> str:
    """Return the title of a form with its number, for bookmarks and the document itself."""
    title = filled(layout.title, data.values).replace("\n", "")
    return " ".join(filter(None, (title, data.values.get("number", ""))))


def _fill(pages: Pages, layout: Layout, title: str, ground: Ground, corner: Box | None) -> None:
    heads = [block for block in layout.blocks if isinstance(block, HeadBlock)]
    pieces = [one for block in _shown(heads, ground) for one in head_pieces(block, ground)]
    room = room_beside(corner, ground.left, ground.width) if corner else 0
    least = 0.0
    if corner:
        taken = sum(one.height + one.gap for one in pieces)
        least = first_level(corner) - ground.look.margins.top - taken
    if layout.mongolian and layout.mongolian_at is Beside.ABOVE:
        above = mongolian_pieces(layout.mongolian, ground.look.title, ground, room)
        least -= sum(one.height for one in above)
        pieces += above
    pieces += title_pieces(title, ground.look.title, ground, room, least)
    rest = _shown([one for one in layout.blocks if not isinstance(one, HeadBlock)], ground)
    for number, block in enumerate(rest):
        if isinstance(block, TableBlock):
            table = Table(block, ground)
            tail = _tail(rest[number + 1 :], ground, pages.whole / LONGEST_TAIL)
            pages.put(pieces, table.start(tail) + block.space)
            pieces = []
            table.put(pages, tail)
        else:
            more = PIECES[type(block)](block, ground)
            if isinstance(block, HELD):
                pieces[-2:] = [replace(one, keep=True) for one in pieces[-2:]]
            pieces += more
    pages.put(pieces)


def _tail(blocks: Sequence[Any], ground: Ground, most: float) -> float:
    """Return the height of what follows a table down to where it is signed, or 0."""
    height = 0.0
    for block in blocks:
        if isinstance(block, TableBlock):
            return 0
        height += sum(piece.gap + piece.height for piece in PIECES[type(block)](block, ground))
        if isinstance(block, HELD) or height > most:
            return height if height <= most else 0
    return 0


def _shown(blocks: Sequence[Any], ground: Ground) -> list[Any]:
    """Return the blocks that have something to say."""
    return [block for block in blocks if not block.when or ground.value(block.when)]


def _field_with(missing: MissingGlyph, layout: Layout, data: FormData) -> str:
    """Return the label of the value that holds a character no font has."""
    for name, value in data.values.items():
        if missing.character in faces.normalised(value):
            return layout.fields.get(name, name)
    return missing.field


def _draw_document(paper: Paper, layout: Layout, document: _Document, copy: str) -> None:
    """Draw the pages of one form, what stands in their margins, and bookmarks."""
    pages = document.pages.pages
    look = _look(layout)
    margins = look.margins
    body = Box(margins.left, margins.top, paper.width - margins.left - margins.right,
               paper.height - margins.top - margins.bottom)  # fmt: skip
    for number, placed in enumerate(pages, start=1):
        if number > 1:
            paper.next_page()
        else:
            paper.bookmark(document.title)
        paper.area = paper.printable
        corner = document.corner if number == 1 else None
        _margin(paper, layout, body, number, len(pages))
        if corner:
            draw_corner(paper, document.data, corner)
        if copy:
            _name_copy(paper, copy, _copy_box(layout, body, corner))
        paper.area = body
        for one in placed:
            if one.piece.bookmark:
                paper.bookmark(one.piece.bookmark, 1)
            one.piece.draw(paper, one.top)
        _outlines(paper, document.pages, number - 1, body)
        paper.area = paper.printable


def _outlines(paper: Paper, pages: Pages, page: int, body: Box) -> None:
    """Draw one thick frame around the pieces of each grid and table of a page."""
    begun: dict[str, tuple[float, float]] = {}
    for one in pages.pages[page]:
        if one.piece.outline:
            top, _ = begun.get(one.piece.outline, (one.top, 0))
            begun[one.piece.outline] = (top, one.top + one.piece.height)
    for top, bottom in begun.values():
        paper.frame(Box(body.left, top, body.width, bottom - top), THICK)


def _copy_box(layout: Layout, body: Box, corner: Box | None) -> Box:
    """Return where the name of a copy stands above the text: outside a border, beside the code."""
    if layout.border:
        return Box(body.left, 5, body.width, BORDERS[0][0] - 6)
    return copy_box(corner, body) if corner else Box(body.left, 7, body.width, 6)


def _name_copy(paper: Paper, copy: str, box: Box) -> None:
    paper.text("联次", copy, box, Style(face=Face.SANS_BOLD, size=10.5, align=Align.RIGHT))


def _margin(paper: Paper, layout: Layout, body: Box, page: int, pages: int) -> None:
    """Draw what stands outside the text: page number, border, and what it is not."""
    foot = Box(body.left, paper.height - FOOT_FROM_EDGE, body.width, FOOT_HEIGHT)
    if layout.family is Family.LETTER:
        _letter_number(paper, body, page)
    elif layout.family is not Family.CERTIFICATE:
        paper.text("页码", f"第 {page} 页　共 {pages} 页", foot, Style(size=9))
    if layout.border:
        foot = _border(paper, foot)
    if not layout.official:
        paper.text("附注", SAMPLE, foot, Style(size=8, align=Align.LEFT))
    if layout.family is Family.AGREEMENT and pages > 1:
        _seam(paper)
    if page == 1 and layout.mongolian and layout.mongolian_at is Beside.LEFT:
        lines = len(layout.mongolian.strip().splitlines())
        wide = UPRIGHT * 1.1 / 72 * 25.4 * lines
        box = Box(body.left - wide - 3, body.top, wide, body.height)
        draw_upright(paper, layout.mongolian, UPRIGHT, box)


def _border(paper: Paper, foot: Box) -> Box:
    """Draw a double frame along the edges, and return where the foot stands inside it."""
    for edge, thickness in BORDERS:
        paper.frame(Box(0, 0, paper.width, paper.height).inside(edge, edge), thickness)
    return Box(foot.left, paper.height - BORDERS[-1][0] - 6.5, foot.width, 6)


def _letter_number(paper: Paper, body: Box, page: int) -> None:
    """Write the number of a page of a letter: odd at the right, even at the left."""
    one = 14 / 72 * 25.4
    box = Box(body.left + one, body.bottom + LETTER_FOOT, body.width - 2 * one, 5.5)
    align = Align.RIGHT if page % 2 else Align.LEFT
    paper.text("页码", f"— {page} —", box, Style(size=14, align=align))


def _seam(paper: Paper) -> None:
    """Mark where the seal goes that ties the pages of an agreement together."""
    with paper.ink(grey=0.6):
        box = Box(paper.width - 11, paper.height / 2 - 12, 5, 24)
        style = Style(size=9, leading=1.7)
        paper.text("骑缝章", "骑\n缝\n章", box, style)
