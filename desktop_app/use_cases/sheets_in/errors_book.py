"""The rows of a sheet that were not taken, the reason first, as an Excel file to put right."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from desktop_app.spreadsheets.book import list_book
from desktop_app.spreadsheets.entry import RowProblem
from desktop_app.spreadsheets.sheet import Cell
from desktop_app.spreadsheets.values import written

HEADS = ("没有导入的原因", "怎么办")
"""The two columns in front; the import does not know them and leaves them out."""


EVERY = "(整张表)"
"""Behind the heading of what held for the whole sheet; such columns are no part of its header."""


def wrong_rows_book(
    texts: Mapping[int, str],
    cells: Mapping[int, Sequence[Cell]],
    problems: Sequence[RowProblem],
    given: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Return a workbook with the headings as they were and the rows that have problems.

    ``given`` is what was said of every row, by heading; it goes into columns of its own.
    """
    width = max(texts, default=0)
    heads = [texts.get(place, "") for place in range(1, width + 1)]
    lines = []
    for problem in problems:
        row = [written(cell) for cell in cells[problem.row][:width]]
        row += [""] * (width - len(row))
        reason = f"{problem.column}：{problem.message}" if problem.column else problem.message
        lines.append([reason, problem.advice, *row, *given.values()])
    all_heads = [*HEADS, *heads, *(f"{one}{EVERY}" for one in given)]
    return list_book([("没有导入的行", all_heads, lines)])
