"""What this version of the program knows of the records: its tables and how wide each is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from db.rows import columns, table_name, to_row
from desktop_app.domain.records import RECORDS

REFERENCES: Mapping[str, str] = {
    "household_id": "household",
    "person_id": "person",
    "post_id": "post",
    "placement_id": "placement",
}
"""Columns that point at a row, and the table it is in."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns from number 1, what they hold when nothing was written, and those
    that point at other rows as ``(place among the values, table)``."""

    number: int
    name: str
    columns: tuple[str, ...]
    defaults: tuple[Any, ...]
    references: tuple[tuple[int, str], ...]

    @property
    def insert(self) -> str:
        """Return the statement that writes a row: the values, then ``removed``."""
        marks = ", ".join("?" * (len(self.columns) + 1))
        return f"INSERT INTO {self.name} ({', '.join(self.columns)}, removed) VALUES ({marks})"  # noqa: S608 - names of ours; values are bound


Shape = Mapping[int, Table]
"""Known tables by their number in the journal."""


def present_shape(known: Callable[[str, int], bool] = lambda _name, _column: True) -> Shape:
    """Return the tables of this program; an older one knew fewer columns or tables."""
    shape: dict[int, Table] = {}
    for number, kind in enumerate(RECORDS, start=1):
        name = table_name(kind)
        names = tuple(each for at, each in enumerate(columns(kind), 1) if known(name, at))
        if not names:
            continue
        references = tuple(
            (at, REFERENCES[each]) for at, each in enumerate(names) if each in REFERENCES
        )
        shape[number] = Table(number, name, names, to_row(kind())[: len(names)], references)
    return shape
