"""Find the header row of a sheet of one kind, and which column holds which field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop_app.domain.errors import Refused
from desktop_app.spreadsheets.catalogue import SheetColumn, SheetKind
from desktop_app.spreadsheets.header import NO_HEADER, Promise, plain_words
from desktop_app.spreadsheets.sheet import HEADER_ROWS, SheetRow, column_letters

IGNORED = ""
"""What a remembered matching says of a column that is not read."""

_NOTE = re.compile(r"\([^()]*\)|【[^】]*】|\[[^\]]*\]")
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])[日号]?")
_FEWEST = 2
_LESS_SURE = 1_000


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """Where the header stands; ``columns`` are those that are read, by their place from 1.

    ``days`` are the places of the days of a month, ``texts`` the words over every column,
    ``unmatched`` those nobody knows.
    """

    row: int
    columns: Mapping[int, SheetColumn]
    days: Mapping[int, int]
    texts: Mapping[int, str]
    unmatched: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields that the sheet has a column for."""
        return frozenset(column.field for column in self.columns.values())

    def place(self, field: str) -> str:
        """Name the column of a field as people find it: G列“身份证号码”; "" without one."""
        found = next((at for at, one in self.columns.items() if one.field == field), None)
        return "" if found is None else f"{column_letters(found)}列“{self.texts[found]}”"


def find_record_header(
    kind: SheetKind, rows: Sequence[SheetRow], learned: Mapping[str, str]
) -> RecordHeader:
    """Return the header among the top rows; ``learned`` says what office words mean here.

    ``Refused`` when no row names the columns without which no record can be told apart.
    """
    needed = [column for column in kind.columns if column.required and column.field in kind.keys]
    best = _best(kind, rows, learned)
    fields = frozenset() if best is None else best.fields
    missing = [column.heading for column in needed if column.field not in fields]
    if best is None or missing:
        names = "、".join(missing or [column.heading for column in needed])
        raise Refused(
            f"没有找到{kind.title}的表头：缺少“{names}”这样的列名。",
            advice="请检查表里有没有一行写着这些列名；列名不一样的，先指明每一列是什么。",
        )
    return best


def record_promise(kind: SheetKind, rows: Sequence[SheetRow]) -> Promise:
    """Return what a sheet promises: how many columns are known, how many rows stand below."""
    best = _best(kind, rows, {})
    if best is None:
        return NO_HEADER
    below = sum(row.number > best.row for row in rows)
    return Promise(filled=below > 0, columns=len(best.columns) + len(best.days), people=below)


def _best(
    kind: SheetKind, rows: Sequence[SheetRow], learned: Mapping[str, str]
) -> RecordHeader | None:
    names = _names(kind)
    found = (_header(kind, number, words, names, learned) for number, words in _candidates(rows))
    fitting = [one for one in found if len(one.columns) >= _FEWEST]
    return max(fitting, key=lambda one: len(one.columns) + len(one.days), default=None)


def _candidates(rows: Sequence[SheetRow]) -> Iterator[tuple[int, dict[int, str]]]:
    """Give each row alone, then as the lower of two, where the upper speaks for what is empty."""
    top = rows[:HEADER_ROWS]
    for row in top:
        yield row.number, _words(row)
    for upper, lower in pairwise(top):
        if lower.number == upper.number + 1:
            yield lower.number, {**_words(upper), **_words(lower)}


def _words(row: SheetRow) -> dict[int, str]:
    found = {}
    for place, cell in enumerate(row.cells, start=1):
        words = plain_words(str(cell) if isinstance(cell, int) else cell)
        if words:
            found[place] = words
    return found


def _names(kind: SheetKind) -> dict[str, list[tuple[int, SheetColumn]]]:
    names: dict[str, list[tuple[int, SheetColumn]]] = {}
    for column in kind.columns:
        for rank, heading in enumerate((column.heading, *column.headings)):
            names.setdefault(plain_words(heading), []).append((rank, column))
    return names


def _header(
    kind: SheetKind,
    number: int,
    words: dict[int, str],
    names: Mapping[str, list[tuple[int, SheetColumn]]],
    learned: Mapping[str, str],
) -> RecordHeader:
    days = _days(kind, words)
    taken: dict[int, SheetColumn] = {}
    for place, text in words.items():
        column = kind.column(learned[text]) if learned.get(text) else None
        if column is not None:
            taken[place] = column
    wishes = sorted(
        (rank, place, column.field)
        for place, text in words.items()
        if place not in days and text not in learned
        for rank, column in _meant(text, names)
    )
    for _, place, field in wishes:
        known = kind.column(field)
        if place not in taken and known is not None and known not in taken.values():
            taken[place] = known
    left = [text for place, text in words.items() if place not in taken and place not in days]
    read = {place: one for place, one in sorted(taken.items()) if not one.shown}
    return RecordHeader(number, read, days, words, tuple(left))


def _meant(
    text: str, names: Mapping[str, list[tuple[int, SheetColumn]]]
) -> list[tuple[int, SheetColumn]]:
    found = names.get(text)
    if found:
        return found
    return [(rank + _LESS_SURE, column) for rank, column in names.get(_NOTE.sub("", text), [])]


def _days(kind: SheetKind, words: Mapping[int, str]) -> dict[int, int]:
    """Return the columns of the days of a month, where the kind has them."""
    if kind.column("days") is None or kind.name != "attendance":
        return {}
    days: dict[int, int] = {}
    for place, text in words.items():
        found = _DAY.fullmatch(text)
        if found and int(found[1]) not in days.values():
            days[place] = int(found[1])
    return days
