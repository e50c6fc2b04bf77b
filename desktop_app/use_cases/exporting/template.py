"""Fills the blank sheet an office handed out: its headings are found, its layout stays.

Only values are written, into the rows under the headings and into the cells behind known labels;
styles, merged areas, widths, print areas and formulas stay as they are; only where Excel would show
##### for a day or a number is a column made wider, and a print area reaches down to the last row.
A template with something openpyxl would lose (macros, pictures, charts, links) is refused before
anything is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.domain.divisions import county
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import RecordId
from desktop_app.session import Session
from desktop_app.spreadsheets.book import Cell, Count, Yuan
from desktop_app.spreadsheets.cell_text import too_long, unread
from desktop_app.spreadsheets.kept_layout import opened_blank, reach_down, saved, widen
from desktop_app.spreadsheets.limits import LIMITS
from desktop_app.use_cases.exporting.gate import (
    MASKED,
    Numbers,
    Secrecy,
    give_out,
    refuse_taken,
    refuse_unsafe,
    refuse_weak,
    whose_numbers,
)
from desktop_app.use_cases.exporting.kinds import Kind, Wanted, found_ids, kind_named, told_rows
from desktop_app.use_cases.exporting.layouts import layouts
from desktop_app.use_cases.exporting.values import Value, value_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEADER_ROWS = 40
"""Headings stand within so many rows from the top."""

FEWEST = 2
"""A row with fewer known headings is none."""

LABELS: Mapping[str, str] = {
    "填报单位": "unit", "填表单位": "unit", "填报日期": "day", "填表日期": "day", "填报时间": "day",
    "填报人": "officer", "填表人": "officer", "人数": "rows", "合计人数": "rows",
}  # fmt: skip
"""What stands in the cell behind a label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What was filled: how many rows, which headings were found and which stay empty."""

    path: str
    sheet: str
    rows: int
    found: tuple[str, ...]
    empty: tuple[str, ...]
    whole: int
    sealed: bool

    def sentence(self) -> str:
        """Say what was filled, and what was not."""
        left = f"；没有认出的列留空：{'、'.join(self.empty)}" if self.empty else ""
        numbers = "证件号是完整的" if self.whole else "证件号隐去了中间几位"
        return (
            f"填好了 {self.rows:,} 行、{len(self.found)} 列，写到了 {self.path}；{numbers}{left}。"
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the rows go: the sheet, the first row below the headings, the value of each column.

    ``ruled`` are the columns under all headings, those that stay empty too.
    """

    sheet: "Worksheet"
    first: int
    columns: Mapping[int, Value]
    empty: tuple[str, ...]
    ruled: tuple[int, ...]


def fill_template(
    session: Session,
    kind: str,
    template: str,
    path: str,
    *,
    wanted: Wanted | None = None,
    ids: Sequence[RecordId] | None = None,
    secrecy: Secrecy = MASKED,
    replace: bool = False,
) -> Filled:
    """Fill a copy of an office's blank sheet with a register; the template itself stays blank.

    ``Refused`` for a template that would be damaged, has no headings that are known, or has
    fewer rows than there is to fill before what stands below.
    """
    register = kind_named(kind)
    refuse_weak(session, secrecy.password)
    refuse_taken(Path(path), replace=replace)
    book = opened_blank(Path(template))
    place = _place(book, _known(register, kind))
    listed = list(ids) if ids is not None else found_ids(session, register, wanted or Wanted())
    values = list(place.columns.values())
    numbers = whose_numbers(session, register.base, listed, values) if secrecy.whole else Numbers()
    refuse_unsafe(numbers.count, secrecy)
    _refuse_occupied(place, len(listed))
    _write(place, told_rows(session, register, listed, values, whole=secrecy.whole))
    _labels(session, place, len(listed))
    widen(place.sheet, place.first + len(listed))
    reach_down(place.sheet, place.first + len(listed) - 1)
    give_out(session, saved(book), Path(path), numbers, register.title, secrecy, replace=replace)
    return Filled(
        path=path,
        sheet=place.sheet.title,
        rows=len(listed),
        found=tuple(value.column.text for value in values),
        empty=place.empty,
        whole=numbers.count,
        sealed=bool(secrecy.password),
    )


def _known(register: Kind, kind: str) -> dict[str, Value]:
    """Return what is known by the words of its heading: own columns first, then the layouts'."""
    known: dict[str, Value] = {}
    values = [*register.values(), value_of("number")]
    for layout in layouts():
        if kind in layout.kinds:
            filled = zip(layout.columns, layout.values(), strict=True)
            values += [value for column, value in filled if column.get("value")]
    for value in values:
        for name in (value.column.group + value.column.text, value.column.text):
            known.setdefault(_plain(name), value)
    known.setdefault("身份证号码", known.get("身份证号", value_of("number")))
    return known


def _plain(text: object) -> str:
    words = "".join(str(text or "").split()).strip("*：:")
    for bracket in "（(":
        head, opened, _ = words.partition(bracket)
        words = head if opened and head else words
    return words


def _place(book: Any, known: Mapping[str, Value]) -> _Place:
    """Return the row of headings with the most that are known."""
    best: tuple[int, _Place] | None = None
    for sheet in book.worksheets:
        for row in range(1, min(sheet.max_row, HEADER_ROWS) + 1):
            heads = _heads(sheet, row)
            columns = {place: known[name] for place, name in heads.items() if name in known}
            if len(columns) >= FEWEST and _better(len(columns), sheet, row, best):
                empty = tuple(name for place, name in heads.items() if place not in columns)
                best = len(columns), _Place(sheet, row + 1, columns, empty, tuple(heads))
    if best is None:
        raise Refused(
            "这个空表里没有找到认得的表头，没有填。",
            advice="表头要在前 40 行里，至少有两列和台账的列名一样，例如「姓名」「身份证号」。",
        )
    return best[1]


def _better(known: int, sheet: "Worksheet", row: int, best: tuple[int, _Place] | None) -> bool:
    """Say if a row of headings is better than the best: headings over two rows end below."""
    if best is None or known > best[0]:
        return True
    return known == best[0] and sheet is best[1].sheet and row == best[1].first


def _heads(sheet: "Worksheet", row: int) -> dict[int, str]:
    """Return the headings of a row; one merged from above counts in its lowest row."""
    heads = {}
    for column in range(1, min(sheet.max_column, LIMITS.columns) + 1):
        words = sheet.cell(row, column).value or _from_above(sheet, row, column)
        if words:
            heads[column] = _plain(words)
    return heads


def _from_above(sheet: "Worksheet", row: int, column: int) -> object:
    for area in sheet.merged_cells.ranges:
        if area.max_row == row > area.min_row and area.min_col == column == area.max_col:
            return sheet.cell(area.min_row, area.min_col).value
    return None


def _refuse_occupied(place: _Place, rows: int) -> None:
    """Refuse where what stands below the blank rows would be written over."""
    sheet = place.sheet
    for row in range(place.first, place.first + rows):
        taken = any(sheet.cell(row, column).value is not None for column in place.columns)
        merged = any(
            area.min_row <= row <= area.max_row
            and (area.size["columns"] > 1 or area.size["rows"] > 1)
            for area in sheet.merged_cells.ranges
        )
        if taken or merged:
            raise Refused(
                f"空表里表头下面只有 {row - place.first} 个空行，要填 {rows:,} 行，没有填。",
                advice=f"请在空表第 {row} 行前面插入空行，再填；下面的内容不会被覆盖。",
            )


def _write(place: _Place, rows: Iterator[Sequence[Cell]]) -> None:
    sheet, first = place.sheet, place.first
    height = sheet.row_dimensions[first].height
    for number, row in enumerate(rows, start=first):
        for column in place.ruled if number > first else ():
            _same_style(sheet.cell(first, column), sheet.cell(number, column))
        for column, cell in zip(place.columns, row, strict=True):
            _put(sheet.cell(number, column), cell)
        if height is not None and sheet.row_dimensions[number].height is None:
            sheet.row_dimensions[number].height = height


def _same_style(model: Any, target: Any) -> None:
    """Give a cell below the model's style, where it has none of its own."""
    if model.has_style and not target.has_style:
        target._style = copy(model._style)


def _put(target: Any, cell: Cell) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, Yuan):
        target.value, form = cell.fen / 100, "0.00"
    elif isinstance(cell, Count):
        target.value, form = cell.tenths / 10, "0.0"
    elif isinstance(cell, date):
        target.value, form = cell, "yyyy-mm-dd"
    elif isinstance(cell, int) and not isinstance(cell, bool):
        target.value, form = cell, "General"
    else:
        words = ("是" if cell else "否") if isinstance(cell, bool) else cell
        _put_text(target, words)
        return
    if target.number_format == "General":
        target.number_format = form


def _put_text(target: Any, words: str) -> None:
    if too_long(words):
        raise Refused(
            "有一项太长，Excel 的一格装不下，没有填。", advice="请把这一项写短，不超过 32,767 字。"
        )
    target.value = unread(words)
    target.data_type = "s"  # a text that begins with = is no formula
    if target.number_format == "General":
        target.number_format = "@"


def _labels(session: Session, place: _Place, rows: int) -> None:
    """Fill the cells behind known labels above the headings, where they are empty."""
    said: Mapping[str, Cell] = {
        "unit": county(session.county_code).name,
        "day": session.today(),
        "officer": session.officer,
        "rows": rows,
    }
    sheet = place.sheet
    for row in sheet.iter_rows(min_row=1, max_row=place.first - 2):
        for cell in row[:-1]:
            known = LABELS.get(_plain(cell.value)) if isinstance(cell.value, str) else None
            behind = sheet.cell(cell.row or 1, (cell.column or 1) + 1)
            if known and behind.value is None and type(behind).__name__ == "Cell":
                _put(behind, said[known])
