"""The QR code in the upper right corner of the first page, with the number of the paper beside it.

Inside a border the number stands at the foot: beside the code is the title.

Forms with a code block of their own have it there instead.
"""

from printing.fitting import Align, Box, Style
from printing.form_data import FormData
from printing.layout import CodeBlock, Layout
from printing.paper import Paper

SIDE = 24.0
"""A version 10 code then has modules of 0.42 mm, which a phone reads off paper."""

QUIET = 1.8  # millimetres that stay white around it: four modules
CLEAR = 3.0  # from the code to a title beside it
FROM_EDGE, IN_BORDER = 6.0, 14.6
WORDS_WIDTH, WORDS_HEIGHT = 90.0, 3.4
COPY_TOP, COPY_HEIGHT = 8.6, 5.0
SAID = "扫码可核验真伪"


def corner_of(layout: Layout, data: FormData, width: float) -> Box | None:
    """Return where the code stands on a page that wide; ``None`` where none belongs."""
    if not data.code or any(isinstance(block, CodeBlock) for block in layout.blocks):
        return None
    edge = IN_BORDER if layout.border else FROM_EDGE
    return Box(width - edge - SIDE, edge, SIDE, SIDE)


def room_beside(corner: Box, left: float, width: float) -> float:
    """Return how wide a title in the middle of a text may be, to stay clear of the code."""
    return min(width, 2 * (corner.left - CLEAR - left - width / 2))


def first_level(corner: Box) -> float:
    """Return how far down a text must begin to stay clear of the code."""
    return corner.bottom + QUIET


def copy_box(corner: Box, body: Box) -> Box:
    """Return where the name of a copy stands beside the code."""
    return Box(body.left, COPY_TOP, corner.left - QUIET - body.left, COPY_HEIGHT)


def draw_corner(paper: Paper, data: FormData, corner: Box) -> None:
    """Draw the code, and the number with what the code is for."""
    paper.qr(data.code, corner)
    top, left = corner.top - 1.0, corner.left - QUIET - WORDS_WIDTH
    if corner.top >= IN_BORDER:
        top, left = paper.height - IN_BORDER - WORDS_HEIGHT, corner.right - WORDS_WIDTH
    words = "　".join(filter(None, (data.code_words, SAID)))
    style = Style(size=7, smallest=5.5, align=Align.RIGHT)
    paper.text("编号", words, Box(left, top, WORDS_WIDTH, WORDS_HEIGHT), style)
