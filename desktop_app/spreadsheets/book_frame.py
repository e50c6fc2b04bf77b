"""What stands around the rows of a workbook, made by XlsxWriter: headings, styles, print set-up."""

import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from io import BytesIO
from itertools import accumulate
from math import ceil
from typing import Any

from desktop_app.spreadsheets.book import Column, Paper, Part
from desktop_app.spreadsheets.cell_text import wide
from desktop_app.spreadsheets.sheet import column_letters

PAPERS: Mapping[str, int] = {"A4": 9, "A3": 8}
"""The numbers of the paper sizes in Excel."""

WIDE: Mapping[str, float] = {"A4": 297 - 20.3, "A3": 420 - 20.3}
"""Millimetres between the margins of a sheet lying on its side."""

TITLE_HEIGHT, NOTE_HEIGHT = 28, 18  # points

LEAST_SCALE = 0.6
NAMES_WITHIN = 6
"""Among so many first columns the one of names is looked for."""

FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_STYLES: Sequence[Mapping[str, Any]] = (
    {"num_format": "@", "text_wrap": True},
    {"num_format": "yyyy-mm-dd"},
    {"num_format": "0.00"},
    {"num_format": "0.0"},
    {"num_format": "0"},
    {"num_format": "@", "bold": True},
    {"num_format": "0.00", "bold": True},
    {"num_format": "0", "bold": True},
)
"""Text, day, amount, tenths, whole number; then those of the line under the rows."""

_STYLE = re.compile(r'<c r="A(\d+)" s="(\d+)"/>')


@dataclass(frozen=True, slots=True)
class Frame:
    """A package without rows; which of its files is which sheet; how its cells name a style."""

    package: bytes
    places: Mapping[str, int]
    styles: Sequence[str]

    def around(self, xml: str, part: Part) -> tuple[str, str]:
        """Return what stands before and after the rows of a sheet."""
        begin = xml.index(f'<row r="{part.first}"')
        end = xml.index("</sheetData>")
        last = part.first + part.total - 1 + (part.last and bool(part.sheet.foot))
        area = f"A1:{column_letters(len(part.sheet.columns))}{max(last, part.first - 1)}"
        before = re.sub(r'<dimension ref="[^"]*"/>', f'<dimension ref="{area}"/>', xml[:begin])
        return before, xml[end:]


def framed(parts: Sequence[Part], paper: Paper) -> Frame:
    """Return the workbook with its headings and without its rows."""
    from xlsxwriter import Workbook

    out = BytesIO()
    options = {
        "in_memory": True,  # no file in the temporary folder
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(FONT),
    }
    with Workbook(out, options) as book:
        made = datetime.combine(paper.made_on, time(), UTC).replace(tzinfo=None)
        book.set_properties({"created": made})
        styles = [book.add_format({**FONT, **one}) for one in _STYLES]
        heads = _head_formats(book)
        for part in parts:
            sheet = book.add_worksheet(part.name)
            _headings(sheet, part, paper, heads)
            _print_set_up(sheet, part, paper)
            for place, width in enumerate(part.widths()):
                sheet.set_column(place, place, width, styles[0])
            for place, style in enumerate(styles):
                sheet.write_blank(part.first - 1 + place, 0, None, style)
    package = out.getvalue()
    return Frame(
        package,
        {f"xl/worksheets/sheet{number}.xml": place
         for place, number in enumerate(range(1, len(parts) + 1))},
        _styles_of(package, parts[0].first),
    )  # fmt: skip


def _head_formats(book: Any) -> Mapping[str, Any]:
    line = {**FONT, "border": 1, "align": "center", "text_wrap": True}
    return {
        "title": book.add_format({**FONT, "bold": True, "font_size": 16, "align": "center"}),
        "note": book.add_format({**FONT, "align": "left", "text_wrap": True}),
        "head": book.add_format({**line, "bold": True, "bg_color": "#E8EEF4"}),
        "alias": book.add_format({**line, "font_size": 9, "font_color": "#5A6570"}),
    }


def _headings(sheet: Any, part: Part, paper: Paper, formats: Mapping[str, Any]) -> None:
    columns = part.sheet.columns
    last = _first_page(part, paper) - 1
    for row, words in enumerate(part.sheet.titles):
        lines = ceil(wide(words) / (sum(part.widths()[: last + 1]) - 1))
        sheet.set_row(row, NOTE_HEIGHT * lines if row else TITLE_HEIGHT)
        _across(sheet, row, 0, row, last, words, formats["note" if row else "title"])
    row = len(part.sheet.titles)
    if any(column.group for column in columns):
        _grouped(sheet, row, columns, formats["head"])
        row += 1
    else:
        for place, column in enumerate(columns):
            sheet.write_string(row, place, column.text, formats["head"])
    if paper.aliases:
        for place, column in enumerate(columns):
            sheet.write_string(row + 1, place, column.alias, formats["alias"])


def _grouped(sheet: Any, row: int, columns: Sequence[Column], style: Any) -> None:
    """Write headings under the one they share, and those without one over both rows."""
    begin = 0
    for place, column in enumerate(columns):
        if not column.group:
            _across(sheet, row, place, row + 1, place, column.text, style)
            continue
        sheet.write_string(row + 1, place, column.text, style)
        if place == 0 or columns[place - 1].group != column.group:
            begin = place
        if place + 1 == len(columns) or columns[place + 1].group != column.group:
            _across(sheet, row, begin, row, place, column.group, style)


def _across(
    sheet: Any, top: int, left: int, bottom: int, right: int, words: str, style: Any
) -> None:
    """Write into a merged area; a single cell is none."""
    if (top, left) == (bottom, right):
        sheet.write_string(top, left, words, style)
    else:
        sheet.merge_range(top, left, bottom, right, "", style)
        sheet.write_string(top, left, words, style)


def _print_set_up(sheet: Any, part: Part, paper: Paper) -> None:
    first, titles = part.first - 1, len(part.sheet.titles)
    right = len(part.sheet.columns) - 1
    sheet.set_landscape()
    sheet.set_paper(PAPERS[paper.size])
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.hide_gridlines(0)  # lines around every cell on paper too
    named = _named(part.sheet.columns)
    across = pages_across(_widths(part), named, paper.size)
    sheet.fit_to_pages(across, 0)
    if across > 1:  # who a row is about stands on each sheet of paper, and these lie side by side
        if named:
            sheet.repeat_columns(0, named - 1)
        sheet.print_across()
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.repeat_rows(titles, first - 1)
    sheet.freeze_panes(first, 0)
    if part.total:
        sheet.autofilter(first - 1, 0, first + part.total - 1, right)


def pages_across(widths: Sequence[float], named: int, size: str) -> int:
    """Return on how many sheets side by side columns so wide, in millimetres, can be read.

    The first ``named`` stand on each of them. Letters of 11 points become 6.6 at the least.
    """
    room = WIDE[size] / LEAST_SCALE
    whole, again = sum(widths), sum(widths[:named])
    return 1 if whole <= room else ceil((whole - again) / max(room - again, room / 2))


def _first_page(part: Part, paper: Paper) -> int:
    """Return how many columns stand on the first sheet of paper, where the titles are."""
    widths, named = _widths(part), _named(part.sheet.columns)
    across = pages_across(widths, named, paper.size)
    if across == 1:
        return len(widths)
    share = (sum(widths) + sum(widths[:named]) * (across - 1)) / across
    return max(1, bisect(list(accumulate(widths)), share))


def _widths(part: Part) -> list[float]:
    """Return the width of each column in millimetres: digits of 7 points, 96 to the inch."""
    return [(width * 7 + 5) / 96 * 25.4 for width in part.widths()]


def _named(columns: Sequence[Column]) -> int:
    """Return how many columns say whom a row is about."""
    texts = [column.text for column in columns[:NAMES_WITHIN]]
    return texts.index("姓名") + 1 if "姓名" in texts else 0


def _styles_of(package: bytes, first: int) -> list[str]:
    """Return the attribute of a cell for each style, read from the cells that show them."""
    from zipfile import ZipFile

    with ZipFile(BytesIO(package)) as made:
        xml = made.read("xl/worksheets/sheet1.xml").decode()
    numbers = {int(row): style for row, style in _STYLE.findall(xml)}
    return [f' s="{numbers[first + place]}"' for place in range(len(_STYLES))]
