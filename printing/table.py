"""Tables of rows: a head on every page, rows that are never split, sums that add up."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import accumulate, groupby

from desktop_app.domain.errors import Refused
from desktop_app.domain.money import exact_yuan, parse_yuan, yuan_in_words
from printing.faces import Face
from printing.fitting import Align, Box, Fitted, Overflow, Style, easy, fit, height_needed
from printing.ground import Ground
from printing.layout import Column, Kind, TableBlock
from printing.layout_checks import filled, table_columns
from printing.pages import Pages, Piece
from printing.paper import PADDING, Paper

ENDS = 0.8
LEAST, LEAST_HEAD = 7.0, 6.5
HEAD_SIDES = 0.1  # of the width of a narrow column stays white beside its head
TALLEST = 4  # rows of the usual height that one row may grow to
LAST_TOGETHER = 2  # rows that stand above the signatures, on their page
YES = frozenset({"是", "√", "1"})

Row = Mapping[str, str]
Entry = tuple[Column, float, float]  # a column, its left and its width


@dataclass(frozen=True, slots=True)
class _Laid:
    """A row ready to be drawn."""

    height: float
    cells: tuple[Fitted | None, ...]
    row: Row


class Table:
    """A table of a form, ready to be put on pages."""

    def __init__(self, block: TableBlock, ground: Ground) -> None:
        self._block, self._ground = block, ground
        columns = table_columns(block)
        scale = ground.width / sum(column.width for column in columns)
        widths = [column.width * scale for column in columns]
        lefts = [ground.left, *(ground.left + at for at in accumulate(widths))]
        self._entries: list[Entry] = list(zip(columns, lefts, widths, strict=False))
        self._outline = f"table {id(block)}"
        self._known: dict[tuple[int, str], tuple[float, Fitted | None]] = {}
        self._rows = self._laid(ground.data.rows.get(block.name, ()))

    def start(self, tail: float = 0) -> float:
        """Return the height of the head with what no page may part from it.

        That is the first row and, of a table of few rows, all that stands below them.
        """
        short = len(self._rows) <= _last(tail)
        rows = self._rows if short else self._rows[:1]
        end = self._end(tail) if short else self._end_height
        return self._head_height + sum(row.height for row in rows) + end

    def put(self, pages: Pages, tail: float = 0) -> None:
        """Put the rows on pages, with the head above and the sums below them.

        ``tail`` is the height of what is signed below: it stands with the last rows on one page.
        """
        foot, end = self._foot, self._end(tail)
        if self._block.space and not pages.at_top and pages.room > self._block.space:
            pages.place(Piece(self._block.space, lambda _paper, _top: None))
        segments: list[list[_Laid]] = []
        waiting: list[_Laid] = []
        room = self._begun(pages, fresh=pages.room < self.start(tail))
        for number, row in enumerate(self._rows):
            ending = number >= len(self._rows) - _last(tail)
            below = self._heights(number + 1) + end if ending else foot
            if waiting and row.height + below > room:
                self._end_segment(pages, waiting, segments, last=False)
                waiting, room = [], self._begun(pages, fresh=True)
            waiting.append(row)
            room -= row.height
        self._end_segment(pages, waiting, segments, last=True)

    @property
    def _foot(self) -> float:
        return self._block.row_height if self._block.page_sums else 0.0

    def _end(self, tail: float) -> float:
        return self._foot + self._end_height + tail

    def _heights(self, first: int) -> float:
        return sum(row.height for row in self._rows[first:])

    @property
    def _head_height(self) -> float:
        block = self._block
        one = block.head_height or block.row_height * 1.15
        return one * (2 if self._grouped else 1)

    @property
    def _grouped(self) -> bool:
        return any(column.group for column, _, _ in self._entries)

    @property
    def _end_height(self) -> float:
        block = self._block
        rows = sum(map(bool, (block.total, block.total_words)))
        return block.row_height * rows + (7.5 if block.total_line else 0)

    def _begun(self, pages: Pages, *, fresh: bool) -> float:
        """Put the head on the page where rows go on, and return the room that is left."""
        if fresh:
            pages.new_page()
        pages.place(Piece(self._head_height, self._draw_head, outline=self._outline))
        return pages.room

    def _end_segment(
        self, pages: Pages, rows: list[_Laid], segments: list[list[_Laid]], *, last: bool
    ) -> None:
        """Place the rows of one page and what stands below them."""
        segments.append(rows)
        number = sum(map(len, segments[:-1]))
        if rows:
            pages.place(self._segment(rows, number))
        block = self._block
        if block.page_sums and not (last and len(segments) == 1):
            pages.place(self._sum_row(rows, block.page_label))
        if last:
            for piece in self._ending([row for segment in segments for row in segment]):
                pages.place(piece)

    def _ending(self, rows: Sequence[_Laid]) -> list[Piece]:
        """Return the grand total, in figures and in words, and the line below the table."""
        block = self._block
        pieces: list[Piece] = []
        if block.total:
            pieces.append(self._sum_row(rows, block.total_label))
        if block.total_words:
            pieces.append(self._words_row(rows))
        if block.total_line:
            pieces.append(self._total_line(rows))
        return pieces

    def _laid(self, rows: Sequence[Row]) -> list[_Laid]:
        empty: list[Row] = [{}] * max(0, self._block.least_rows - len(rows))
        laid: list[_Laid] = []
        for number, row in enumerate([*rows, *empty], start=1):
            try:
                laid.append(self._lay_row(number, row))
            except Overflow as error:
                raise Overflow(f"第 {number} 行的{error.field}") from None
        return laid

    def _lay_row(self, number: int, row: Row) -> _Laid:
        texts = [_text(column, row, number) for column, _, _ in self._entries]
        asked = [
            self._asked(place, text) if text else (0.0, None) for place, text in enumerate(texts)
        ]
        usual = self._block.row_height
        height = max(usual, *(needed for needed, _ in asked))
        cells = (
            (fitted if fitted and height == usual else self._fit(place, text, height))
            if text else None
            for place, (text, (_, fitted)) in enumerate(zip(texts, asked, strict=True))
        )  # fmt: skip
        return _Laid(height, tuple(cells), row)

    def _asked(self, place: int, text: str) -> tuple[float, Fitted | None]:
        """Return the height of a row in which ``text`` is read with ease, if it may be so high.

        With it comes the text as it stands in a row of the usual height, where it is read so.
        """
        found = self._known.get((place, text))
        if found is None:
            found = self._known[place, text] = self._measured(place, text)
        return found

    def _measured(self, place: int, text: str) -> tuple[float, Fitted | None]:
        column, _, width = self._entries[place]
        usual, room = self._block.row_height, width - 2 * PADDING
        style = _style(column, self._block.size)
        with suppress(Overflow):
            fitted = self._fit(place, text, usual)
            if fitted.size == style.size or fitted.size >= easy(text, room, style).smallest:
                return usual, fitted
        needed = height_needed(column.label, text, room, easy(text, room, style)) + 2 * ENDS
        if needed > usual * TALLEST:
            needed = usual * TALLEST
            if height_needed(column.label, text, room, style) > needed - 2 * ENDS:
                raise Overflow(column.label)
        return max(needed, usual), None

    def _fit(self, place: int, text: str, height: float) -> Fitted:
        column, _, width = self._entries[place]
        style = _style(column, self._block.size)
        return fit(column.label, text, width - 2 * PADDING, height - 2 * ENDS, style)

    def _segment(self, rows: list[_Laid], first: int) -> Piece:
        """Return the rows of one page as one piece."""
        heights = [row.height for row in rows]

        def draw(paper: Paper, top: float) -> None:
            levels = [top, *(top + at for at in accumulate(heights))]
            self._rule(paper, levels)
            for row, level in zip(rows, levels, strict=False):
                self._draw_row(paper, row, level)

        return Piece(sum(heights), draw, outline=self._outline)

    def _rule(self, paper: Paper, levels: Sequence[float]) -> None:
        left, right = self._ground.left, self._ground.left + self._ground.width
        level = [(left, top, right, top) for top in levels]
        upright = [(at, levels[0], at, levels[-1]) for _, at, _ in self._entries[1:]]
        paper.stroke([*level, *upright])

    def _draw_row(self, paper: Paper, row: _Laid, top: float) -> None:
        for (column, left, width), cell in zip(self._entries, row.cells, strict=True):
            box = Box(left + PADDING, top + ENDS, width - 2 * PADDING, row.height - 2 * ENDS)
            if column.kind is Kind.TICK:
                if row.row:
                    ticked = row.row.get(column.field, "") in YES
                    at = left + width / 2 - 1.7, top + row.height / 2 - 1.7
                    paper.tick_box(*at, ticked=ticked)
            elif cell is not None:
                paper.write(column.label, cell, box)

    def _draw_head(self, paper: Paper, top: float) -> None:
        height = self._head_height
        for group, entries in groupby(self._entries, key=lambda entry: entry[0].group):
            together = list(entries)
            below, own = top, height
            if group:
                left, end = together[0][1], together[-1][1] + together[-1][2]
                self._head_cell(paper, group, Box(left, top, end - left, height / 2))
                below, own = top + height / 2, height / 2
            for column, left, width in together:
                self._head_cell(paper, column.label, Box(left, below, width, own))

    def _head_cell(self, paper: Paper, label: str, box: Box) -> None:
        style = Style(face=Face.SANS_BOLD, size=self._block.size, smallest=LEAST_HEAD, leading=1.2)
        paper.frame(box)
        sides = min(PADDING, HEAD_SIDES * box.width)
        paper.text(label, label, box.inside(sides, ENDS), style)

    def _sum_row(self, rows: Sequence[_Laid], label: str) -> Piece:
        sums = self._sums(rows)
        text = filled(label, sums)
        style = Style(face=Face.SANS_BOLD, size=self._block.size, smallest=LEAST)

        def draw(paper: Paper, top: float) -> None:
            for words, box in self._sum_cells(text, sums, top):
                paper.cell("合计", words, box, style)

        return Piece(self._block.row_height, draw, outline=self._outline)

    def _sum_cells(self, label: str, sums: Mapping[str, str], top: float) -> list[tuple[str, Box]]:
        """Return the cells of a row of sums: what lies between two sums is one cell."""
        cells: list[tuple[str, Box]] = []
        height = self._block.row_height
        for summed, entries in groupby(self._entries, key=lambda entry: entry[0].sum):
            together = list(entries)
            if summed:
                cells += [(sums.get(column.field, ""), Box(left, top, width, height))
                          for column, left, width in together]  # fmt: skip
            else:
                left, end = together[0][1], together[-1][1] + together[-1][2]
                cells.append(("" if cells else label, Box(left, top, end - left, height)))
        return cells

    def _words_row(self, rows: Sequence[_Laid]) -> Piece:
        text = filled(self._block.total_words, self._sums(rows))
        style = Style(face=Face.SANS_BOLD, size=self._block.size, smallest=LEAST, align=Align.LEFT)

        def draw(paper: Paper, top: float) -> None:
            box = Box(self._ground.left, top, self._ground.width, self._block.row_height)
            paper.cell("合计大写", text, box, style)

        return Piece(self._block.row_height, draw, outline=self._outline)

    def _total_line(self, rows: Sequence[_Laid]) -> Piece:
        text = filled(self._block.total_line, self._sums(rows))
        style = Style(face=Face.SANS_BOLD, size=max(self._block.size, 11), smallest=LEAST,
                      align=Align.RIGHT)  # fmt: skip

        def draw(paper: Paper, top: float) -> None:
            box = Box(self._ground.left, top + 1.5, self._ground.width, 6)
            paper.text("合计", text, box, style)

        return Piece(7.5, draw)

    def _sums(self, rows: Sequence[_Laid]) -> dict[str, str]:
        """Return the count of rows and the sum of every column that has one, in words too.

        A form without rows is to be filled in by hand and has none.
        """
        shown = [row.row for row in rows if row.row]
        if not shown:
            return {}
        sums = {"rows": str(len(shown))}
        for column, _, _ in self._entries:
            if column.sum and column.kind is Kind.MONEY:
                fen = sum(_fen(column, row) for row in shown)
                sums[column.field] = exact_yuan(fen)
                sums[f"{column.field}_words"] = yuan_in_words(fen)
            elif column.sum:
                sums[column.field] = f"{sum(_count(column, row) for row in shown):f}"
        return sums


def _last(tail: float) -> int:
    """Return how many rows stand on the page where a table ends."""
    return LAST_TOGETHER if tail else 1


def _text(column: Column, row: Row, number: int) -> str:
    if column.kind is Kind.NUMBER:
        return str(number) if row else ""
    if column.kind in (Kind.BLANK, Kind.TICK):
        return ""
    return row.get(column.field, "")


def _style(column: Column, size: float) -> Style:
    return Style(size=size, smallest=LEAST, leading=1.2, align=column.align)


def _fen(column: Column, row: Row) -> int:
    text = row.get(column.field, "")
    if text.startswith("-"):  # what is owed back, in a roll with corrections
        return -parse_yuan(text[1:])
    return parse_yuan(text) if text else 0


def _count(column: Column, row: Row) -> Decimal:
    text = row.get(column.field, "") or "0"
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Refused(
            f"“{column.label}”里的“{text}”不是数字，无法合计。",
            advice="请改成数字再打印。",
            fields=(column.label,),
        ) from None
