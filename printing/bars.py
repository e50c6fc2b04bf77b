"""A bar chart on paper: what was reached against what was to be reached."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from desktop_app.domain.bars import Bar
from desktop_app.domain.errors import Refused
from printing.fitting import Align, Box, Style
from printing.ground import Ground
from printing.layout import BarsBlock
from printing.pages import Piece
from printing.paper import Paper

ROW, BAR = 8.0, 4.0
LABEL_SHARE, WORDS_SHARE = 0.26, 0.2
DONE, OPEN = 0.35, 0.88  # greys of what is reached and of what is open


def bars_pieces(block: BarsBlock, ground: Ground) -> list[Piece]:
    """Return the title and one bar a row; a bar is full when its goal is reached."""
    rows = ground.data.rows.get(block.name, ())
    pieces: list[Piece] = []
    if rows and block.title:
        pieces.append(_title(block.title, ground, block.space))
    for row in rows:
        pieces.append(_bar(block, row, ground))
    return pieces


def _title(text: str, ground: Ground, gap: float) -> Piece:
    def draw(paper: Paper, top: float) -> None:
        box = Box(ground.left, top, ground.width, ROW)
        paper.text(text, text, box, Style(size=11, align=Align.LEFT))

    return Piece(ROW, draw, gap=gap or 3, keep=True)


def _bar(block: BarsBlock, row: Mapping[str, str], ground: Ground) -> Piece:
    label = row.get(block.label, "")
    done, goal = (_number(row.get(field, ""), label) for field in (block.value, block.goal))
    bar = Bar(label, done, goal or Decimal(0))

    def draw(paper: Paper, top: float) -> None:
        labels, told = ground.width * LABEL_SHARE, ground.width * WORDS_SHARE
        whole = Box(ground.left + labels + 2, top + (ROW - BAR) / 2,
                    ground.width - labels - told - 4, BAR)  # fmt: skip
        paper.fill([whole], whole, OPEN)
        if bar.share:
            reached = Box(whole.left, whole.top, whole.width * float(bar.share), BAR)
            paper.fill([reached], whole, DONE)
        paper.text(label, label, Box(ground.left, top, labels, ROW), Style(align=Align.RIGHT))
        place = Box(whole.right + 2, top, told, ROW)
        paper.text(label, bar.words, place, Style(smallest=7, align=Align.LEFT))

    return Piece(ROW, draw)


def _number(text: str, label: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        raise Refused(
            f"“{label}”的“{text}”不是数字，画不成图。", advice="请改成数字再打印。", fields=(label,)
        ) from None
