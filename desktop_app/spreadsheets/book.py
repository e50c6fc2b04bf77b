"""A workbook of registers: typed cells, ready to print, the same bytes for the same rows.

XlsxWriter makes everything around the rows (``book_frame``); the rows are streamed into its
package one after another, because its own ways of writing long sheets either keep every cell in
memory or leave the rows readable in the temporary folder. The finished workbook stays in memory,
compressed, until it is sealed or kept.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from db.disk import keep_whole
from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.spreadsheets.cell_text import escaped, too_long, wide
from desktop_app.spreadsheets.sheet import column_letters

MOST_ROWS = 1_048_576
"""Rows of a sheet in Excel; what is more goes to a further sheet."""

MEASURED = 1_000
"""By so many rows the widths of the columns are chosen."""

NARROWEST, WIDEST = 6, 48
_TOGETHER = 500
_EPOCH = date(1899, 12, 30)
_NO_DAY = date(1980, 1, 1)
"""The first day that an archive can tell: of lists whose bytes their rows alone decide."""
_FIRST_DAY = date(1900, 3, 1)
"""Excel believes that 1900 had a 29 February: days before it are written as text."""


@dataclass(frozen=True, slots=True)
class Yuan:
    """An amount of money; a cell holds it in yuan with two decimals."""

    fen: int


@dataclass(frozen=True, slots=True)
class Count:
    """A number of tenths, such as the days worked: 285 is 28.5."""

    tenths: int


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of the amounts above it, as a formula and with its value; only under the rows."""

    fen: int


Cell = str | int | date | Yuan | Count | None
"""A text stays text whatever it begins with; ``True`` and ``False`` are 是 and 否."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, the heading it shares, and its name in the labour code lists."""

    text: str
    group: str = ""
    alias: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A register: ``total`` rows under their headings, ``titles`` above, ``foot`` below."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    total: int
    titles: Sequence[str] = ()
    foot: Sequence[Cell | Total] = ()


PlainList = tuple[str, Sequence[str], Sequence[Sequence[Cell]]]
"""The name of a sheet, its headings, its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """How a workbook is printed, the day it bears, if aliases stand under the headings."""

    made_on: date
    size: str = "A4"
    aliases: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One sheet of the file: a register, or so many of its rows as a sheet can hold."""

    sheet: Sheet
    name: str
    first: int
    """The number of the first row of data, counted from 1."""
    total: int
    head: Sequence[Sequence[Cell]]
    """Rows read ahead to choose the widths."""
    rows: Iterator[Sequence[Cell]]
    last: bool

    def widths(self) -> list[int]:
        """Return the width of each column, by its heading and its first rows."""
        found = []
        for place, column in enumerate(self.sheet.columns):
            cells = (row[place] for row in self.head if place < len(row))
            widest = max(map(_wide, cells), default=0)
            found.append(min(WIDEST, max(NARROWEST, min(wide(column.text), 16), widest) + 2))
        return found


def book_bytes(sheets: Sequence[Sheet], paper: Paper, most_rows: int = MOST_ROWS) -> bytes:
    """Return an .xlsx workbook with these registers.

    ``Refused`` for a text longer than a cell can hold: nothing is ever cut. ``ValueError`` where
    a register has another number of rows than it says.
    """
    from desktop_app.spreadsheets.book_frame import framed

    parts = [part for sheet in sheets for part in _parts(sheet, paper, most_rows)]
    frame = framed(parts, paper)
    out = BytesIO()
    with ZipFile(BytesIO(frame.package)) as made, ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in made.namelist():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            place = frame.places.get(name)
            if place is None:
                archive.writestr(entry, made.read(name))
                continue
            before, after = frame.around(made.read(name).decode(), parts[place])
            with archive.open(entry, "w", force_zip64=_huge(parts[place])) as stream:
                stream.write(before.encode())
                for block in _blocks(parts[place], frame.styles):
                    stream.write(block.encode())
                stream.write(after.encode())
    return out.getvalue()


def list_book(lists: Iterable[PlainList]) -> bytes:
    """Return a workbook of plain lists, the same bytes for the same lists."""
    return book_bytes(
        [
            Sheet(
                name=name, columns=[Column(text=one) for one in heads], rows=rows, total=len(rows)
            )
            for name, heads, rows in lists
        ],
        Paper(made_on=_NO_DAY),
    )


def keep_book(book: bytes, path: Path) -> None:
    """Write a workbook whole or not at all."""
    try:
        keep_whole(path, book)
    except OSError as error:
        raise Unavailable(
            "Excel 文件没有写成。", advice="请检查文件夹是否存在、磁盘是否有空间，再试一次。"
        ) from error


def heading_rows(sheet: Sheet, paper: Paper) -> int:
    """Return how many rows stand above the first row of data."""
    groups = any(column.group for column in sheet.columns)
    return len(sheet.titles) + groups + 1 + paper.aliases


def _parts(sheet: Sheet, paper: Paper, most_rows: int) -> Iterator[Part]:
    above = heading_rows(sheet, paper)
    room = most_rows - above - bool(sheet.foot)
    rows, left, number = iter(sheet.rows), sheet.total, 1
    while number == 1 or left:
        total = min(room, left)
        left -= total
        head = list(islice(rows, min(MEASURED, total))) if number == 1 else []
        yield Part(
            sheet=sheet,
            name=sheet.name if number == 1 else f"{sheet.name} ({number})",
            first=above + 1,
            total=total,
            head=head,
            rows=rows,
            last=not left,
        )
        number += 1


def _huge(part: Part) -> bool:
    """Say if the sheet may need more than 2 GiB before it is compressed."""
    return part.total * len(part.sheet.columns) > 8_000_000


def _blocks(part: Part, styles: Sequence[str]) -> Iterator[str]:
    letters = [column_letters(place) for place in range(1, len(part.sheet.columns) + 1)]
    number, lines = part.first, []
    for row in islice(chain(part.head, part.rows), part.total):
        lines.append(_row(number, letters, row, styles, part))
        number += 1
        if len(lines) == _TOGETHER:
            yield "".join(lines)
            lines.clear()
    if number != part.first + part.total:
        raise ValueError("a register has fewer rows than it says")
    if part.last:
        if next(part.rows, None) is not None:
            raise ValueError("a register has more rows than it says")
        if part.sheet.foot:
            lines.append(_foot(number, letters, part, styles))
    yield "".join(lines)


def _row(
    number: int, letters: Sequence[str], row: Sequence[Cell], styles: Sequence[str], part: Part
) -> str:
    text, day, yuan, count, whole = styles[:5]
    cells = [f'<row r="{number}">']
    for letter, cell in zip(letters, row, strict=True):
        if isinstance(cell, str):
            if cell:
                if len(cell) > _LOOK and too_long(cell):
                    raise _refused(part, number, letter, letters)
                cells.append(
                    f'<c r="{letter}{number}"{text} t="inlineStr"><is><t xml:space="preserve">'
                    f"{escaped(cell)}</t></is></c>"
                )
        elif cell is not None:
            cells.append(_typed(f"{letter}{number}", cell, text, (day, yuan, count, whole)))
    cells.append("</row>")
    return "".join(cells)


_LOOK = 16_000


def _typed(place: str, cell: Cell, text: str, styles: Sequence[str]) -> str:
    day, yuan, count, whole = styles
    if isinstance(cell, date):
        if cell < _FIRST_DAY:
            return _inline(place, text, cell.isoformat())
        return f'<c r="{place}"{day}><v>{cell.toordinal() - _EPOCH.toordinal()}</v></c>'
    if isinstance(cell, Yuan):
        return f'<c r="{place}"{yuan}><v>{decimal(cell.fen, 2)}</v></c>'
    if isinstance(cell, Count):
        return f'<c r="{place}"{count}><v>{decimal(cell.tenths, 1)}</v></c>'
    if isinstance(cell, bool):
        return _inline(place, text, "是" if cell else "否")
    return f'<c r="{place}"{whole}><v>{cell}</v></c>'


def _inline(place: str, style: str, words: str) -> str:
    return (
        f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{escaped(words)}'
        "</t></is></c>"
    )


def _foot(number: int, letters: Sequence[str], part: Part, styles: Sequence[str]) -> str:
    text, yuan, whole = styles[5:8]
    cells = []
    for letter, cell in zip(letters, part.sheet.foot, strict=False):
        place = f"{letter}{number}"
        if isinstance(cell, Total):
            area = f"<f>SUM({letter}{part.first}:{letter}{number - 1})</f>" if part.total else ""
            cells.append(f'<c r="{place}"{yuan}>{area}<v>{decimal(cell.fen, 2)}</v></c>')
        elif isinstance(cell, Yuan):
            cells.append(f'<c r="{place}"{yuan}><v>{decimal(cell.fen, 2)}</v></c>')
        elif isinstance(cell, int):
            cells.append(f'<c r="{place}"{whole}><v>{cell}</v></c>')
        elif cell:
            cells.append(_inline(place, text, str(cell)))
    return f'<row r="{number}">{"".join(cells)}</row>'


def decimal(parts: int, places: int) -> str:
    """Return so many hundredths or tenths as a decimal number, without a float between."""
    whole, rest = divmod(abs(parts), 10**places)
    return f"{'-' if parts < 0 else ''}{whole}.{rest:0{places}}"


def _refused(part: Part, number: int, letter: str, letters: Sequence[str]) -> Refused:
    column = part.sheet.columns[letters.index(letter)]
    return Refused(
        f"第 {number - part.first + 1} 行的「{column.text}」太长，Excel 的一格装不下，没有导出。",
        advice="请把这一项写短，一格最多 32,767 个字；导出不会截短任何内容。",
    )


_WIDTHS: dict[type, Callable[..., int]] = {
    str: wide,
    date: lambda cell: 11,
    Yuan: lambda cell: len(decimal(cell.fen, 2)),
    Count: lambda cell: len(decimal(cell.tenths, 1)),
    bool: lambda cell: 2,
    int: lambda cell: len(str(cell)),
}


def _wide(cell: Cell) -> int:
    return 0 if cell is None else _WIDTHS[type(cell)](cell)
