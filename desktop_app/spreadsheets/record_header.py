"""Find the header row of a sheet of one kind, and which column holds which field."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from desktop_app.domain.errors import Refused
from desktop_app.spreadsheets.catalogue import SheetColumn, SheetKind
from desktop_app.spreadsheets.header import (
    NO_HEADER,
    Promise,
    Titles,
    is_of_helpers,
    is_unused,
    plain_words,
    title_rows,
)
from desktop_app.spreadsheets.sheet import HEADER_ROWS, SheetRow, column_letters
from desktop_app.spreadsheets.values import written

IGNORED = ""
"""What a remembered matching says of a column that is not read."""

NO_TITLE = "没有列名的"
"""How a column is called that has values and no words over it; its letters follow."""

_LOOSE = re.compile(r"^(?:所在|所属)|名称$")
_NOTE = re.compile(r"\([^()]*\)|【[^】]*】|\[[^\]]*\]")
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])[日号]?")
_AGAIN = re.compile(r"\(\d+\)$")
_FEWEST = 2
_LESS_SURE = 1_000


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A row that may be the header; ``texts`` are the words over every column, each once."""

    number: int
    titles: Mapping[int, Titles]
    texts: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """Where the header stands; ``columns`` are those that are read, by their place from 1.

    ``days`` are the places of the days of a month, ``texts`` the words over every column,
    ``unmatched`` those nobody knows. ``given`` are values that hold for every row,
    ``months`` that a month without its day begins on the first and ends on its last one.
    """

    row: int
    columns: Mapping[int, SheetColumn]
    days: Mapping[int, int]
    texts: Mapping[int, str]
    unmatched: tuple[str, ...]
    given: Mapping[str, object] = field(default_factory=dict)
    months: bool = False

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields that the sheet says something of."""
        read = (name for column in self.columns.values() for name in column.fields)
        return frozenset(read) | self.given.keys()

    def place(self, name: str) -> str:
        """Name the column of a field as people find it: G列“身份证号码”; "" without one."""
        found = self.at(name)
        return "" if found is None else f"{column_letters(found)}列“{self.texts[found]}”"

    def at(self, name: str) -> int | None:
        """Return where the column of a field stands, or none."""
        held = self.columns.items()
        return next((at for at, one in held if name in (one.field, *one.parts)), None)

    def missing(self, kind: SheetKind) -> tuple[str, ...]:
        """Return the headings of the columns without which no record can be told apart."""
        return tuple(one.heading for one in needed_columns(kind) if one.field not in self.fields)


def needed_columns(kind: SheetKind) -> list[SheetColumn]:
    """Return the columns without which no record of a kind can be told apart."""
    return [column for column in kind.columns if column.required and column.field in kind.keys]


def header_rows(rows: Sequence[SheetRow], number: int = 0) -> list[HeaderRow]:
    """Return what may be the header among the top rows; with ``number`` only that row.

    Give it the rows of ``SheetRows.head``, in which merged cells are filled. Of two rows that
    speak together the lower one is named.
    """
    top = [
        SheetRow(row.number, [cell if cell is None else written(cell) for cell in row.cells])
        for row in rows
    ]  # the days of a month may be numbers
    halves = _go_on_below(top)
    found = []
    for at, titles in title_rows(top[:HEADER_ROWS]):
        if titles and number in (0, at) and at not in halves:
            split = {place: _split(one) for place, one in titles.items()}
            found.append(HeaderRow(at, split, _texts(split, rows, at)))
    return found


def _go_on_below(rows: Sequence[SheetRow]) -> frozenset[int]:
    """Return the rows of which a cell is merged into the row below: half a header at most."""
    return frozenset(
        top.number
        for top, bottom in pairwise(rows)
        if any(one and one == other for one, other in zip(top.cells, bottom.cells, strict=False))
    )


Guess = Callable[[HeaderRow], Mapping[str, str]]
"""Says what words over columns mean where the headings of the kind do not."""


def best_header(
    kind: SheetKind,
    rows: Sequence[HeaderRow],
    learned: Mapping[str, str],
    guess: Guess | None = None,
) -> RecordHeader | None:
    """Return the header with the most columns of a kind; where none is known, the likeliest row.

    ``learned`` says what the words of an office mean here; ``None`` for a sheet without words.
    """
    read = [read_header(kind, row, learned, guess) for row in rows]
    best = max(read, key=lambda one: len(one.columns) + len(one.days), default=None)
    if best is None or len(best.columns) >= _FEWEST:
        return best
    alone = {one.row: one for one in reversed(read)}  # two rows as one only under groups
    return max(reversed(alone.values()), key=lambda one: len(_plain_texts(one)))


def refuse_incomplete(kind: SheetKind, header: RecordHeader | None) -> RecordHeader:
    """Return a header by which records can be told apart, or refuse and name what is missing."""
    missing = [one.heading for one in needed_columns(kind)]
    if header is not None and len(header.columns) >= _FEWEST:
        missing = list(header.missing(kind))
        if not missing:
            return header
    raise Refused(
        f"没有找到{kind.title}的表头：缺少“{'、'.join(missing)}”这样的列名。",
        advice="请检查表里有没有一行写着这些列名；列名不一样的，先指明每一列是什么。",
    )


def record_promise(kind: SheetKind, rows: Sequence[SheetRow]) -> Promise:
    """Return what a sheet promises: how many columns are known, how many rows stand below."""
    best = best_header(kind, header_rows(rows), {})
    if best is None or len(best.columns) < _FEWEST:
        return NO_HEADER
    below = sum(row.number > best.row for row in rows)
    return Promise(filled=below > 0, columns=len(best.columns) + len(best.days), people=below)


def read_header(
    kind: SheetKind, row: HeaderRow, learned: Mapping[str, str], guess: Guess | None = None
) -> RecordHeader:
    """Return what each column of a header row holds; what was learned goes before all else."""
    if guess is not None:
        learned = {**guess(row), **learned}
    days = _days(kind, row.titles)
    taken: dict[int, SheetColumn] = {}
    for place, text in row.texts.items():
        column = kind.column(learned[text]) if learned.get(text) else None
        if column is not None:
            taken[place] = column
    names = _names(kind)
    wishes = sorted(
        (rank, place, column.field)
        for place, title in row.titles.items()
        if place not in days and row.texts[place] not in learned
        for rank, column in _meant(title, names)
    )
    for _, place, name in wishes:
        known = kind.column(name)
        if place not in taken and known is not None and known not in taken.values():
            taken[place] = known
    left = [
        text
        for place, text in row.texts.items()
        if place not in taken and place not in days and not _settled(row, place, learned)
    ]
    read = {place: one for place, one in sorted(taken.items()) if not one.shown}
    return RecordHeader(row.number, read, days, row.texts, tuple(left))


def _settled(row: HeaderRow, place: int, learned: Mapping[str, str]) -> bool:
    """Say whether it is known that a column is not read."""
    title = row.titles.get(place)
    return row.texts[place] in learned or (title is not None and is_unused(title.own))


def _split(one: Titles) -> Titles:
    """Take 公示·起 apart: so the group of a column is written in a sheet of wrong rows."""
    group, dot, own = one.own.partition("·")
    return Titles(group, own) if dot and not one.group and own else one


def _texts(titles: Mapping[int, Titles], rows: Sequence[SheetRow], at: int) -> dict[int, str]:
    """Return what each column is called; the same words again get a number, no words a name."""
    filled = {
        place
        for row in rows
        if row.number > at
        for place, cell in enumerate(row.cells, start=1)
        if cell is not None
    }
    texts: dict[int, str] = {}
    seen: dict[str, int] = {}
    for place in sorted(filled | set(titles)):
        if place not in titles:
            texts[place] = plain_words(f"{NO_TITLE}{column_letters(place)}列")
            continue
        words = titles[place].shown
        seen[words] = seen.get(words, 0) + 1
        texts[place] = words if seen[words] == 1 else f"{words}({seen[words]})"
    return texts


def _plain_texts(header: RecordHeader) -> set[str]:
    """Return the words over columns that are no numbers and no second time the same."""
    return {
        text
        for text in header.texts.values()
        if not text.startswith(NO_TITLE) and not text.isdigit() and not _AGAIN.search(text)
    }


@cache
def _names(kind: SheetKind) -> dict[str, list[tuple[int, SheetColumn]]]:
    names: dict[str, list[tuple[int, SheetColumn]]] = {}
    for column in kind.columns:
        for rank, heading in enumerate((column.heading, *column.headings)):
            names.setdefault(plain_words(heading), []).append((rank, column))
    return names


def _meant(
    title: Titles, names: Mapping[str, list[tuple[int, SheetColumn]]]
) -> list[tuple[int, SheetColumn]]:
    """Return the columns that words mean: with those of their group, else alone."""
    joined = _named(title.group + title.own, names) if title.group else []
    if joined or (title.group and is_of_helpers(title.group)):
        return joined
    return _named(title.own, names)


def _named(
    text: str, names: Mapping[str, list[tuple[int, SheetColumn]]]
) -> list[tuple[int, SheetColumn]]:
    found = names.get(text)
    if found:
        return found
    bare = _NOTE.sub("", text)
    looser = names.get(bare) or names.get(_LOOSE.sub("", bare), [])
    return [(rank + _LESS_SURE, column) for rank, column in looser]


def _days(kind: SheetKind, titles: Mapping[int, Titles]) -> dict[int, int]:
    """Return the columns of the days of a month, where the kind has them."""
    if kind.column("days") is None or kind.name != "attendance":
        return {}
    days: dict[int, int] = {}
    for place, title in titles.items():
        found = _DAY.fullmatch(title.own)
        if found and int(found[1]) not in days.values():
            days[place] = int(found[1])
    return days
