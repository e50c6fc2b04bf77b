"""What the rows of a sheet tell about one another."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.domain.citizen_id import shows_loss
from desktop_app.spreadsheets.conclusions import HEAD_RELATION
from desktop_app.spreadsheets.header import Header
from desktop_app.spreadsheets.sheet import SheetRow
from desktop_app.spreadsheets.values import read_value, written

_NUMBERS = ("person.citizen_id", "head.citizen_id")
_HOUSEHOLD = ("household.number", "head.name", "head.citizen_id")
_PLACE = ("place.county", "place.township", "place.village", "place.village_code")


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a row from all rows together.

    ``zeros_kept`` says that no identity number was cut by a spreadsheet, ``joined`` which rows
    were joined to the household above them.
    """

    zeros_kept: bool = False
    joined: frozenset[int] = frozenset()


def look_around(header: Header, rows: Sequence[SheetRow]) -> Around:
    """Learn from all rows that speak of people, and fill in what the order of rows says."""
    columns = [header.places[name] for name in _NUMBERS if name in header.places]
    cut = any(shows_loss(row.cell(column)) for row in rows for column in columns)
    return Around(zeros_kept=not cut, joined=_join_households(header, rows))


def _join_households(header: Header, rows: Sequence[SheetRow]) -> frozenset[int]:
    """Give the rows under a head what only the head's row says of the household.

    Done only where the whole sheet is written so: every head says it, nobody else does.
    """
    keys = [header.places[name] for name in _HOUSEHOLD if name in header.places]
    relation = header.places.get("person.relation")
    if not keys or relation is None:
        return frozenset()
    heads = [_relation(row, relation) == HEAD_RELATION for row in rows]
    told = [any(written(row.cell(column)) for column in keys) for row in rows]
    if heads != told or not any(heads) or not all(_relation(row, relation) for row in rows):
        return frozenset()
    carried = [*keys, *(header.places[name] for name in _PLACE if name in header.places)]
    head: SheetRow | None = None
    joined = []
    for row, is_head in zip(rows, heads, strict=True):
        if is_head:
            head = row
        elif head is not None:
            _carry(head, row, carried)
            joined.append(row.number)
    return frozenset(joined)


def _relation(row: SheetRow, column: int) -> object:
    reading = read_value("person.relation", row.cell(column), "")
    return None if reading is None else reading.value


def _carry(head: SheetRow, row: SheetRow, columns: Sequence[int]) -> None:
    row.cells.extend([None] * (max(columns) - len(row.cells)))
    for column in columns:
        if not written(row.cells[column - 1]):
            row.cells[column - 1] = head.cell(column)
