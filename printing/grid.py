"""Grids of cells: rows of fixed height, cells over several columns and rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import inf

from reportlab.lib.units import mm

from printing import faces
from printing.faces import Face
from printing.fitting import NEARLY, Align, Box, Style, easy, height_needed
from printing.grid_cells import Content, draw_opinion, draw_photo, draw_ticks, ticks_height
from printing.ground import Ground
from printing.layout import Cell, GridBlock
from printing.layout_checks import grid_places
from printing.pages import Piece
from printing.paper import PADDING, Paper

ENDS, TICK_ENDS = 1.0, 0.6
TALLEST = 1.6  # of the usual height is as high as a row grows that was not meant to
LEAST_LABEL, LEAST_VALUE, LEAST_TEXT = 7.0, 6.5, 7.0


@dataclass(frozen=True, slots=True)
class _Set:
    """A cell with its place in the grid: left, width, and the rows it covers."""

    cell: Cell
    left: float
    width: float
    row: int
    style: Style
    text: str
    name: str


def grid_pieces(block: GridBlock, ground: Ground) -> list[Piece]:
    """Return the rows of a grid; rows that a cell ties together stay on one page."""
    cells = _cells(block, ground)
    heights = _heights(block, cells, ground)
    outline = f"grid {id(block)}"
    pieces: list[Piece] = []
    for first, last in _groups(block):
        tied = [one for one in cells if first <= one.row <= last]
        pieces.append(_piece(tied, heights[first : last + 1], first, outline, ground))
    return [replace(pieces[0], gap=block.space), *pieces[1:]]


def _piece(
    cells: Sequence[_Set], heights: Sequence[float], first: int, outline: str, ground: Ground
) -> Piece:
    levels = [0.0, *accumulate(heights)]

    def draw(paper: Paper, top: float) -> None:
        for one in cells:
            start = levels[one.row - first]
            end = levels[one.row - first + one.cell.rows]
            _draw_cell(paper, one, Box(one.left, top + start, one.width, end - start), ground)

    return Piece(levels[-1], draw, outline=outline, field=cells[0].name)


def _cells(block: GridBlock, ground: Ground) -> list[_Set]:
    scale = ground.width / sum(block.columns)
    lefts = [ground.left + at * scale for at in (0.0, *accumulate(block.columns))]
    found: list[_Set] = []
    for row, places in enumerate(grid_places(block)):
        label = ""
        for first, cell in places:
            label = cell.label.replace("\n", "") or label
            name = _name(cell, label, ground)
            width = lefts[first + cell.span] - lefts[first]
            style, text = _style(cell, block.size), _text(cell, ground)
            found.append(_Set(cell, lefts[first], width, row, style, text, name))
    return found


def _name(cell: Cell, label: str, ground: Ground) -> str:
    """Return what people call a cell: its field, or what stands at the left of it."""
    if cell.field or cell.tick:
        return ground.label(cell.field or cell.tick)
    return ground.name_of(cell.text or cell.opinion or "", label)


def _text(cell: Cell, ground: Ground) -> str:
    if cell.field:
        return ground.value(cell.field)
    return cell.label or ground.filled(cell.text or cell.opinion or "")


def _style(cell: Cell, size: float) -> Style:
    size = cell.size or size
    if cell.label:
        return Style(face=Face.SANS_BOLD, size=size, smallest=LEAST_LABEL, leading=1.3,
                     align=cell.align or Align.CENTRE)  # fmt: skip
    if cell.field:
        return Style(size=size, smallest=LEAST_VALUE, align=cell.align or Align.CENTRE)
    align = cell.align or Align.LEFT
    return Style(size=size, smallest=LEAST_TEXT, leading=1.45, align=align,
                 justified=align is Align.LEFT)  # fmt: skip


def _heights(block: GridBlock, cells: Sequence[_Set], ground: Ground) -> list[float]:
    """Return the height of every row: the least its cells ask for, more where one may grow."""
    heights = [block.row_height] * len(block.rows)
    for one in cells:
        most = inf if one.cell.grow else TALLEST * block.row_height
        needed = max(one.cell.height, min(_height(one, ground), most))
        if one.cell.rows == 1:
            heights[one.row] = max(heights[one.row], needed)
        else:
            last = one.row + one.cell.rows - 1
            missing = needed - sum(heights[one.row : last + 1])
            heights[last] += max(missing, 0)
    return heights


def _height(one: _Set, ground: Ground) -> float:
    """Return the height of a cell in which its text is read with ease.

    Labels, and what may ``grow``, keep the wished size.
    """
    width = one.width - 2 * PADDING
    if one.cell.tick:
        content = Content(one.name, one.style.size, ground)
        return ticks_height(one.cell, width, content) + 2 * TICK_ENDS
    if not one.text or one.cell.opinion is not None:
        return 0
    if one.cell.label:
        style = _label_style(one, width)
    elif one.cell.grow:
        style = replace(one.style, smallest=one.style.size)
    else:
        style = easy(one.text, width, one.style)
    return height_needed(one.name, one.text, width, style) + 2 * ENDS


def _label_style(one: _Set, width: float) -> Style:
    """Return the style of a label: a little smaller rather than on more lines than it has."""
    style = one.style
    widest = max(faces.width(line, style.face, style.size) for line in one.text.split("\n"))
    size = style.size * min(1, width * mm / widest)
    return replace(style, smallest=size if size >= NEARLY * style.size else style.size)


def _groups(block: GridBlock) -> list[tuple[int, int]]:
    """Return the first and last of the rows that belong together."""
    groups: list[tuple[int, int]] = []
    for row, cells in enumerate(block.rows):
        end = row + max((cell.rows for cell in cells), default=1) - 1
        if groups and row <= groups[-1][1]:
            groups[-1] = (groups[-1][0], max(end, groups[-1][1]))
        else:
            groups.append((row, end))
    return groups


def _draw_cell(paper: Paper, one: _Set, box: Box, ground: Ground) -> None:
    paper.frame(box)
    cell, inner = one.cell, box.inside(PADDING, ENDS)
    if cell.photo:
        draw_photo(paper, cell, box)
    elif cell.tick:
        content = Content(one.name, one.style.size, ground)
        draw_ticks(paper, cell, box.inside(PADDING, TICK_ENDS), content)
    elif cell.opinion is not None:
        content = Content(one.name, one.style.size, ground)
        draw_opinion(paper, cell, one.text, box, content)
    else:
        paper.text(one.name, one.text, inner, one.style)
