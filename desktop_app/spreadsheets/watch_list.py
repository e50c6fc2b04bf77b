"""Read the rows of an office's list: whose number, from when until when, and what it says."""

import re
import tomllib
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from desktop_app.domain.citizen_id import read_citizen_id
from desktop_app.domain.dates import parse_date
from desktop_app.domain.errors import Refused
from desktop_app.spreadsheets.header import Header, plain_words
from desktop_app.spreadsheets.sheet import Cell, SheetRow
from desktop_app.spreadsheets.values import NOTHING, shortened, written

DEATHS = "deaths"
_NUMBER = re.compile(r"身份证|公民身份|证件号")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_CLOSED_MONTH = re.compile(r"(\d{4})(\d{2})")


@dataclass(frozen=True, slots=True)
class ListRow:
    """What one row says; ``numbers`` are the identity numbers to look up, the own one first."""

    row: int
    name: str
    numbers: tuple[str, ...]
    since: date | None
    until: date | None
    detail: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListColumns:
    """Which columns of a sheet hold what for one kind of list."""

    watch_list: str
    name: int
    numbers: tuple[int, ...]
    since: int | None
    until: int | None
    detail: int | None


def list_columns(header: Header, watch_list: str) -> ListColumns:
    """Return the columns of a list by the words over them."""
    words = _words()[watch_list]
    texts = {column: plain_words(text) for column, text in header.texts.items()}
    own = header.places["person.citizen_id"]
    more = [column for column, text in texts.items() if _NUMBER.search(text) and column != own]
    taken = {own, header.places["person.name"]}

    def find(name: str) -> int | None:
        wishes: Sequence[str] = words[name]
        found = (
            column
            for wish in wishes
            for column, text in texts.items()
            if wish in text and column not in taken
        )
        place = next(found, None)
        taken.update({place} if place else ())
        return place

    return ListColumns(
        watch_list=watch_list,
        name=header.places["person.name"],
        numbers=(own, *more) if words.get("numbers") else (own,),
        since=find("since"),
        until=find("until"),
        detail=find("detail"),
    )


def read_list_row(row: SheetRow, columns: ListColumns) -> ListRow | Refused:
    """Return what a row says, or why nobody can be found by it."""
    numbers = []
    wrong: Refused | None = None
    for column in columns.numbers:
        try:
            numbers.append(read_citizen_id(row.cell(column), row.formats.get(column, "")).number)
        except Refused as refused:
            wrong = wrong or refused
    if not numbers:
        return wrong or Refused("这一行没有身份证号。", advice="请补上身份证号，再导入。")
    notes: list[str] = []
    ends = columns.watch_list == DEATHS
    return ListRow(
        row=row.number,
        name=written(row.cell(columns.name)),
        numbers=tuple(dict.fromkeys(numbers)),
        since=_day(row, columns.since, notes, month_end=ends),
        until=_day(row, columns.until, notes, month_end=True),
        detail=_text(row, columns.detail),
        notes=tuple(notes),
    )


def _text(row: SheetRow, column: int | None) -> str:
    words = "" if column is None else written(row.cell(column))
    return "" if words.casefold() in NOTHING else shortened(words)


def _day(row: SheetRow, column: int | None, notes: list[str], *, month_end: bool) -> date | None:
    """Return the day of a cell; where only the month stands, its last or first one.

    Nobody is accused by a day that is not there: a death counts from the end of its month.
    """
    if column is None or written(row.cell(column)).casefold() in NOTHING:
        return None
    cell = row.cell(column)
    month = _month(cell)
    if month is not None:
        last = monthrange(month.year, month.month)[1]
        return month.replace(day=last) if month_end else month
    try:
        return parse_date(cell)
    except Refused:
        notes.append(f"“{shortened(written(cell))}”不是日期，没有读入。")
        return None


def _month(cell: Cell) -> date | None:
    words = "".join(written(cell).split())
    found = _MONTH.fullmatch(words) or _CLOSED_MONTH.fullmatch(words)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None


@cache
def _words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    file = resources.files("desktop_app") / "data" / "watch_list_headers.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
