"""Blocks at the end of a form: where people sign, seal, date and cut it."""

from collections.abc import Sequence

from reportlab.lib.units import mm

from printing import faces
from printing.faces import Face
from printing.fitting import Align, Box, Style, fit
from printing.ground import Ground
from printing.layout import (
    ClosingBlock,
    CodeBlock,
    CutBlock,
    HeadBlock,
    PartiesBlock,
    Party,
    SignsBlock,
)
from printing.pages import Piece
from printing.paper import FINGERPRINT, SEAL, Paper

RED_LINE = 1.6  # points
HEAD_HEIGHT = 44.0
CUT_HEIGHT = 9.0
DATE_FROM_RIGHT = 4  # characters, GB/T 9704


def signs_pieces(block: SignsBlock, ground: Ground) -> list[Piece]:
    """Return labels side by side, each as wide as the others."""
    texts = [ground.filled(sign) for sign in block.signs]
    share = ground.width / len(texts)
    style = Style(size=block.size, smallest=block.size * 0.7, align=Align.LEFT)

    def draw(paper: Paper, top: float) -> None:
        for number, text in enumerate(texts):
            box = Box(ground.left + number * share, top, share - 2, block.height)
            paper.text(ground.name_of(block.signs[number]), text, box, style)

    return [Piece(block.height, draw, gap=block.space)]


def parties_pieces(block: PartiesBlock, ground: Ground) -> list[Piece]:
    """Return the places where the parties sign, kept on one page."""
    share = ground.width / len(block.parties)

    def draw(paper: Paper, top: float) -> None:
        for number, party in enumerate(block.parties):
            box = Box(ground.left + number * share, top, share - 4, block.height)
            _party(paper, party, box, ground)

    return [Piece(block.height, draw, gap=block.space or 4, field="签字处")]


def closing_pieces(block: ClosingBlock, ground: Ground) -> list[Piece]:
    """Return sender and date, the seal upon both; the date four characters from the right."""
    size, pitch = ground.look.body, ground.look.body * ground.look.leading / mm
    issuer, date = ground.filled(block.issuer), ground.filled(block.date)
    style = Style(size=size, smallest=size * 0.7)
    away = DATE_FROM_RIGHT * size / mm
    widths = [min(faces.width(text, style.face, size) / mm + 1, ground.width - away)
              for text in (issuer, date)]  # fmt: skip
    wide = max(widths)
    # The longer of the two ends four characters from the right, the other stands in its middle.
    place = Box(ground.left + ground.width - away - wide, 0, wide, pitch)
    height = max(2 * pitch + (SEAL / 2 if block.seal else 0), SEAL if block.seal else 0)
    first = height - 2 * pitch - (SEAL / 2 - pitch if block.seal else 0)

    def draw(paper: Paper, top: float) -> None:
        if block.seal:
            paper.seal(place.left + wide / 2, top + first + pitch, "")
        for number, text in enumerate((issuer, date)):
            box = Box(place.left, top + first + number * pitch, wide, pitch)
            paper.text(ground.name_of((block.issuer, block.date)[number]), text, box, style)

    return [Piece(height, draw, gap=block.space, field="落款")]


def head_pieces(block: HeadBlock, ground: Ground) -> list[Piece]:
    """Return the red head of a letter."""
    issuer, number = ground.filled(block.issuer), ground.filled(block.number)
    style = Style(face=Face.SERIF_BOLD, size=32, smallest=18)

    def draw(paper: Paper, top: float) -> None:
        with paper.ink(red=True):
            paper.text(
                ground.name_of(block.issuer), issuer, Box(ground.left, top, ground.width, 20), style
            )
            paper.line(ground.left, top + 36, ground.left + ground.width, RED_LINE)
        place = Box(ground.left, top + 26, ground.width, 8)
        paper.text(ground.name_of(block.number), number, place, Style(size=15.75, smallest=10.5))

    return [Piece(HEAD_HEIGHT, draw, keep=True)]


def cut_pieces(block: CutBlock, ground: Ground) -> list[Piece]:
    """Return a line to cut along."""
    taken = faces.width(block.text, Face.SERIF, 9) / mm + 4
    side = (ground.width - taken) / 2

    def draw(paper: Paper, top: float) -> None:
        middle = top + CUT_HEIGHT / 2
        end = ground.left + ground.width
        with paper.ink(dashed=True):
            paper.line(ground.left, middle, ground.left + side)
            paper.line(end - side, middle, end)
        box = Box(ground.left + side, top, taken, CUT_HEIGHT)
        paper.text(block.text, block.text, box, Style(size=9))

    return [Piece(CUT_HEIGHT, draw, gap=block.space, keep=True)]


def code_pieces(block: CodeBlock, ground: Ground) -> list[Piece]:
    """Return the QR code with words beside it, or the words alone where there is no code."""
    text, code = ground.filled(block.text).strip(), ground.data.code
    width = ground.width - (block.side + 4 if code else 0)
    style = Style(size=9, smallest=7, leading=1.5, align=Align.LEFT)
    fitted = fit(ground.name_of(block.text), text, width, block.side, style)
    height = block.side if code else fitted.height

    def draw(paper: Paper, top: float) -> None:
        if code:
            left = ground.left + ground.width - block.side
            paper.qr(code, Box(left, top, block.side, block.side))
        paper.write(ground.name_of(block.text), fitted, Box(ground.left, top, width, height))

    return [Piece(height, draw, gap=block.space or 3)] if text or code else []


def _party(paper: Paper, party: Party, box: Box, ground: Ground) -> None:
    """Draw the place of one party: title, lines, seal or fingerprint, date."""
    style = Style(size=min(ground.look.body, 12), smallest=8, align=Align.LEFT)
    title = Style(face=Face.SANS_BOLD, size=style.size, smallest=8, align=Align.LEFT)
    line = 8.5
    first = Box(box.left, box.top, box.width, line)
    paper.text(ground.name_of(party.title), ground.filled(party.title), first, title)
    _marks(paper, party, box, line)
    lines: Sequence[str] = [*party.lines, party.date]
    top = box.bottom - line * len(lines)
    for number, text in enumerate(lines):
        place = Box(box.left, top + number * line, box.width, line)
        paper.text(ground.name_of(text), ground.filled(text), place, style)


def _marks(paper: Paper, party: Party, box: Box, line: float) -> None:
    if party.seal:
        paper.seal(box.left + box.width / 2, box.top + line + SEAL / 2, party.seal)
    if party.fingerprint:
        left = box.right - FINGERPRINT[0] - 2
        paper.fingerprint(left, box.top + line + 4, party.fingerprint)
