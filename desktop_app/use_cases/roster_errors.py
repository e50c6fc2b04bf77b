"""The rows of a roster that were not taken, as an Excel file to put right."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop_app.domain.errors import Unavailable
from desktop_app.spreadsheets.header import Header
from desktop_app.spreadsheets.roster import RowProblem
from desktop_app.spreadsheets.sheet import Cell
from desktop_app.spreadsheets.text_book import text_book
from desktop_app.spreadsheets.values import written

COLUMN, SENTENCE = 14, 44
"""Widths of the columns of the roster, and of what is told about them."""


def errors_book(
    header: Header, cells: Mapping[int, Sequence[Cell]], problems: Sequence[RowProblem]
) -> bytes:
    """Return a workbook with the rows that have problems, each with its problem behind it."""
    width = max(header.texts, default=0)
    lines = [[*(header.texts.get(place, "") for place in range(1, width + 1)), "问题", "怎么办"]]
    for problem in problems:
        row = [written(cell) for cell in cells[problem.row][:width]]
        row += [""] * (width - len(row))
        lines.append([*row, f"{problem.column}：{problem.message}", problem.advice])
    return text_book("没有导入的行", lines, [*([COLUMN] * width), SENTENCE, SENTENCE])


def keep_book(book: bytes, path: Path) -> None:
    """Write a workbook whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(book)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Unavailable(
            "Excel 文件没有写成。", advice="请检查文件夹是否存在、磁盘是否有空间，再试一次。"
        ) from error
