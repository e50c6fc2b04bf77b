"""A text file with commas as a book of one sheet: UTF-8 with or without its mark, or GB18030."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_app.spreadsheets.limits import (
    BROKEN,
    DROP_COLUMNS,
    LIMITS,
    OPEN_AGAIN,
    NotReadable,
)
from desktop_app.spreadsheets.sheet import Area, SheetRow

SUFFIXES = frozenset((".csv", ".txt"))
_ENCODINGS = ("utf-8-sig", "gb18030")
_LONGEST_TEXT = 32_767
_A_STEP = 20_000
_SEPARATORS = ",\t;"
_BINARY = "\x00"


class CsvBook:
    """Stands for a workbook with one sheet; every cell is the text that stands there."""

    def __init__(self, path: Path, step: Callable[[], None]) -> None:
        self._name, self._step = path.stem, step
        self._text = _decoded(path.read_bytes())
        self.longest = self.expected = 0
        self.hidden_columns: list[int] = []
        csv.field_size_limit(_LONGEST_TEXT)

    def sheet_names(self) -> list[str]:
        """Return the name of the file: the only sheet."""
        return [self._name]

    def rows(self, name: str, merged: list[Area]) -> Iterator[SheetRow]:
        """Yield the lines that hold anything; ``name`` and ``merged`` are those of a workbook."""
        first = self._text.partition("\n")[0]
        separator = max(_SEPARATORS, key=first.count)
        try:
            for number, cells in enumerate(self._lines(separator), start=1):
                if len(cells) > LIMITS.columns and any(cells[LIMITS.columns :]):
                    raise NotReadable(f"这个表超过 {LIMITS.columns} 列，没有读入。", DROP_COLUMNS)
                if number % _A_STEP == 0:
                    self._step()
                if any(cells):
                    self.longest = max(self.longest, *map(len, cells))
                    yield SheetRow(number, [cell or None for cell in cells[: LIMITS.columns]])
        except csv.Error:
            raise NotReadable(BROKEN, OPEN_AGAIN) from None

    def _lines(self, separator: str) -> Iterator[list[str]]:
        lines = self._text.splitlines(keepends=True)
        yield from csv.reader(lines, delimiter=separator, strict=True)


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _BINARY not in text:
            return text
    raise NotReadable(
        "这个文件不是 csv 文字表，也认不出编码，没有读入。",
        "请在 WPS 或 Excel 里打开它，另存为“Excel 工作簿（*.xlsx）”，再读入。",
    )
