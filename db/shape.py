"""What this version of the program knows of the records: its tables and how wide each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.rows import columns, table_name, to_row
from desktop_app.domain.records import RECORDS

REFERENCES: Mapping[str, str] = {
    "household_id": "household",
    "person_id": "person",
    "post_id": "post",
    "placement_id": "placement",
    "employment_id": "employment",
    "roll_id": "roll",
    "organiser_id": "organiser",
    "claim_id": "claim",
    "employer_id": "employer",
    "vacancy_id": "vacancy",
    "consent_id": "consent",
    "event_id": "event",
}
"""Columns that point at a row, and the table it is in."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns from number 1, of which the first ``known`` are understood.

    ``defaults`` is what columns hold when nothing was written; ``references`` are the columns
    that point at other rows, as ``(column, table)``.
    """

    number: int
    name: str
    columns: tuple[str, ...]
    known: int
    defaults: tuple[Any, ...]
    references: tuple[tuple[int, str], ...]

    @property
    def insert(self) -> str:
        """Return the statement that writes a row: the values, then ``removed``."""
        marks = ", ".join("?" * (len(self.columns) + 1))
        return f"INSERT INTO {self.name} ({', '.join(self.columns)}, removed) VALUES ({marks})"  # noqa: S608 - names of ours; values are bound

    def whole(self, values: Sequence[Any]) -> list[Any]:
        """Return a row of every column from what an author of any version wrote."""
        taken = list(values[: self.known])
        return taken + list(self.defaults[len(taken) :])


Shape = Mapping[int, Table]
"""Known tables by their number in the journal."""


def present_shape(widths: Mapping[str, int] | None = None) -> Shape:
    """Return the tables of this program; ``widths`` is what an older one knew of them."""
    shape: dict[int, Table] = {}
    for number, kind in enumerate(RECORDS, start=1):
        name, names = table_name(kind), columns(kind)
        known = len(names) if widths is None else widths.get(name, 0)
        if known:
            references = tuple(
                (at, REFERENCES[each]) for at, each in enumerate(names, 1) if each in REFERENCES
            )
            shape[number] = Table(number, name, names, known, to_row(kind()), references)
    return shape
