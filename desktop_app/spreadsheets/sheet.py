"""What comes out of a spreadsheet, and how it travels from the reading process."""

from dataclasses import dataclass, field

import msgspec

Cell = str | int | float | bool | None
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; all counted from 1."""

HEADER_ROWS = 40
"""A header stands within so many rows from the top."""

FORMULA = "#公式"
"""Stands for the value of a formula that the file does not hold."""

_MOST_FILLED = 500_000
"""Places of merged cells that are looked at, whatever a sheet says of them."""


class SheetRow(msgspec.Struct, array_like=True):
    """One row: its number in the sheet, its cells, and the formats of numbers by column.

    Cells count from column 1 at index 0; a row may be shorter than its sheet is wide. Days
    are written as 2026-03-02, because that is what a text cell would hold. A row that is
    filtered out or folded away is ``hidden``.
    """

    number: int
    cells: list[Cell]
    formats: dict[int, str] = {}
    hidden: bool = False

    def cell(self, column: int) -> Cell:
        """Return the cell of a column counted from 1."""
        return self.cells[column - 1] if column <= len(self.cells) else None


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of one sheet that hold anything, and its merged areas.

    ``others`` are the sheets of the same file that hold people too and were not read; of a
    kind of record they are all that hold anything, and ``alike`` says how many of them may be
    meant as well. ``hidden_columns`` are those that the sheet does not show.
    """

    name: str
    rows: list[SheetRow]
    merged: list[Area] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    alike: int = 0
    hidden_columns: frozenset[int] = frozenset()

    def head(self) -> list[SheetRow]:
        """Return copies of the top rows in which merged cells hold their value everywhere."""
        copies = [SheetRow(row.number, list(row.cells)) for row in self.rows[:HEADER_ROWS]]
        _fill(copies, self.merged, sideways=True)
        return copies

    def spread_down(self) -> None:
        """Give merged cells that run over several rows their value in each of these rows."""
        _fill(self.rows, self.merged, sideways=False)


class Rows(msgspec.Struct, array_like=True, tag="rows"):
    """Some rows of the sheet."""

    rows: list[SheetRow]


class Step(msgspec.Struct, array_like=True, tag="step"):
    """A sign of life; ``total`` is how many rows there may be, 0 when nobody knows."""

    total: int = 0


class End(msgspec.Struct, array_like=True, tag="end"):
    """Everything was sent."""

    name: str
    merged: list[Area]
    others: list[str] = []
    alike: int = 0
    hidden_columns: list[int] = []


class Refusal(msgspec.Struct, array_like=True, tag="refusal"):
    """The file cannot be read, and why."""

    message: str
    advice: str


Frame = Rows | Step | End | Refusal


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1: A, Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _fill(rows: list[SheetRow], merged: list[Area], *, sideways: bool) -> None:
    by_number = {row.number: row for row in rows}
    left = _MOST_FILLED
    for top, first, bottom, last in merged:
        origin = by_number.get(top)
        value = origin.cell(first) if origin else None
        places = range(first, (last if sideways else first) + 1)
        if value is None or left <= 0 or not places:
            continue
        for number in range(top, min(bottom, top + left // len(places)) + 1):
            left -= len(places)
            if row := by_number.get(number):
                for column in places:
                    _put(row, column, value)


def _put(row: SheetRow, column: int, value: Cell) -> None:
    row.cells.extend([None] * (column - len(row.cells)))
    if row.cells[column - 1] is None:
        row.cells[column - 1] = value
