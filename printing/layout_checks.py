"""What must hold inside a layout: grids without holes, texts that name known fields."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from printing.layout import (
    AnyBlock,
    BarsBlock,
    Cell,
    Column,
    GridBlock,
    Kind,
    Layout,
    TableBlock,
)

PLACEHOLDER = re.compile(r"\{(\w+)(?:\|([^{}]*))?\}")
NAMES_A_FIELD = frozenset({"field", "tick", "other", "when"})
OF_ROWS = frozenset({"columns", "total_line", "total_label", "page_label", "total_words", "label",
                     "value", "goal", "name"})  # fmt: skip
WIDEST_SPAN = 60
# What a number of a layout may be, by its name: points for letters, millimetres for the rest.
LIMITS: dict[str, tuple[float, float]] = {
    "title_size": (10, 60), "size": (5, 60), "leading": (1, 4), "indent": (0, 10),
    "row_height": (4, 120), "head_height": (4, 60), "height": (4, 260), "space": (0, 200),
    "least_rows": (0, 100), "side": (10, 60), "span": (1, 60), "rows": (1, 60),
    "repeat": (1, WIDEST_SPAN),
}  # fmt: skip
WIDEST_MARGIN = 70.0

Problem = tuple[str, str]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with the values of its fields, or what stands after the bar instead."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], "") or found[2] or "", text)


def table_columns(block: TableBlock) -> tuple[Column, ...]:
    """Return the columns of a table, those that repeat written out."""
    return tuple(
        replace(column, repeat=1, field=column.field.replace("{n}", str(n)),
                label=column.label.replace("{n}", str(n)))
        for column in block.columns
        for n in range(1, column.repeat + 1)
    )  # fmt: skip


def check_shape(block: AnyBlock) -> Problem | None:
    """Return what is wrong with the measures of a block and the field it is about, or none."""
    if isinstance(block, GridBlock):
        return _grid_problem(block)
    if isinstance(block, TableBlock):
        return _table_problem(block)
    return None


def check_words(block: AnyBlock, layout: Layout) -> Problem | None:
    """Return the first field that a block names and the layout does not have, or none."""
    for name in _names(block):
        if name not in layout.fields:
            return f"用到了没有列在 fields 里的栏目“{name}”", name
    return None


def grid_places(block: GridBlock) -> list[list[tuple[int, Cell]]]:
    """Return for every row its cells, each with the column in which it begins.

    Raise ``ValueError`` with the row, from 1, in which cells overlap or do not fill the grid.
    """
    wide = len(block.columns)
    taken = [[False] * wide for _ in block.rows]
    places: list[list[tuple[int, Cell]]] = []
    for number, cells in enumerate(block.rows):
        row: list[tuple[int, Cell]] = []
        for cell in cells:
            first = next((at for at in range(wide) if not taken[number][at]), wide)
            _take(taken, number, first, cell)
            row.append((first, cell))
        if not all(taken[number]):
            raise ValueError(number + 1)
        places.append(row)
    return places


def _take(taken: list[list[bool]], row: int, first: int, cell: Cell) -> None:
    """Mark the squares of a cell as taken; raise when there are none or they are taken."""
    last = first + cell.span
    if last > len(taken[row]) or row + cell.rows > len(taken) or cell.span < 1 or cell.rows < 1:
        raise ValueError(row + 1)
    for line in taken[row : row + cell.rows]:
        if any(line[first:last]):
            raise ValueError(row + 1)
        line[first:last] = [True] * cell.span


def _grid_problem(block: GridBlock) -> Problem | None:
    if not block.columns or min(block.columns) <= 0:
        return "的 columns 应当是大于 0 的宽度", "columns"
    try:
        grid_places(block)
    except ValueError as error:
        return f"的第 {error} 行没有正好占满各列", "rows"
    for row, cells in enumerate(block.rows, start=1):
        for cell in cells:
            if not _one_kind(cell):
                return f"的第 {row} 行有一格没有写明内容，或者写了两种内容", "rows"
            if cell.tick and not cell.options:
                return f"的第 {row} 行的勾选栏没有写 options", "options"
    return None


def _one_kind(cell: Cell) -> bool:
    kinds = (cell.label, cell.text, cell.field, cell.tick, cell.photo)
    return sum(map(bool, kinds)) + (cell.opinion is not None) == 1


def _table_problem(block: TableBlock) -> Problem | None:
    if not block.columns:
        return "一列也没有", "columns"
    for column in block.columns:
        if column.width <= 0 or not 1 <= column.repeat <= WIDEST_SPAN:
            return f"的列“{column.label}”宽度或重复次数不对", "columns"
        if column.kind not in (Kind.NUMBER, Kind.BLANK) and not column.field:
            return f"的列“{column.label}”没有写 field", "columns"
        if column.sum and column.kind not in (Kind.MONEY, Kind.COUNT):
            return f"的列“{column.label}”不是金额或数量，不能合计", "sum"
    return None


def _names(part: Any, key: str = "") -> Iterator[str]:
    """Give the fields that a part of a layout names; those of rows are not among them."""
    if isinstance(part, str):
        yield from names_in(part, key)
    elif isinstance(part, tuple):
        for one in part:
            yield from _names(one, key)
    elif is_dataclass(part):
        left_out = OF_ROWS if isinstance(part, TableBlock | BarsBlock) else frozenset()
        for one in fields(part):
            if one.name not in left_out:
                yield from _names(getattr(part, one.name), one.name)


def names_in(text: str, key: str = "text") -> Iterator[str]:
    """Give the fields that a text of a layout names."""
    if key in NAMES_A_FIELD and text:
        yield text
    else:
        yield from (found[1] for found in PLACEHOLDER.finditer(text))
