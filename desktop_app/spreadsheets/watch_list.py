"""Read the rows of an office's list: whose number, from when until when, and what it says."""

import re
import tomllib
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources

from desktop_app.domain.citizen_id import read_citizen_id
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import parse_date
from desktop_app.domain.errors import Refused
from desktop_app.spreadsheets.catalogue import SheetColumn, SheetKind, sheet_kind
from desktop_app.spreadsheets.record_header import HeaderRow, RecordHeader, read_header
from desktop_app.spreadsheets.sheet import Cell, SheetRow
from desktop_app.spreadsheets.values import NOTHING, shortened, written

DEATHS = "deaths"
KIN = ("kin.1", "kin.2", "kin.3")
"""Columns of the numbers of people who stand in the row of somebody else."""

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


@cache
def list_kind(watch_list: str) -> SheetKind:
    """Return the columns that a list of an office may have; ``KeyError`` for none.

    Where a row may name several people, as a cadre and the kin, their numbers have columns.
    """
    known, words = sheet_kind("watch_list"), _words()[watch_list]
    whole = {one.field: one for one in known.columns}
    columns = [whole["person.name"], whole["person.citizen_id"]]
    if words.get("numbers"):
        columns += [
            SheetColumn(field=field, heading=f"亲属身份证号{digit}", type="identity")
            for field, digit in zip(KIN, ("", "二", "三"), strict=True)
        ]
    columns += [whole[field] for field in ("since", "until", "detail")]
    title = f"{text_of('watch_list', watch_list)}名单"
    return replace(known, title=title, columns=tuple(columns))


def guess_columns(watch_list: str, row: HeaderRow) -> dict[str, str]:
    """Return which words over columns hold what in a list: offices call a day a dozen ways."""
    kind, words = list_kind(watch_list), _words()[watch_list]
    taken = set(read_header(kind, row, {}).columns)
    found: dict[str, str] = {}

    def take(field: str, place: int | None) -> None:
        if place is not None and kind.column(field) is not None:
            found[row.texts[place]] = field
            taken.add(place)

    numbers = [at for at, text in row.texts.items() if _NUMBER.search(text) and at not in taken]
    for field, place in zip(KIN, numbers, strict=False):
        take(field, place)
    for field in ("since", "until", "detail"):
        wishes = (
            at
            for wish in words[field]
            for at, text in row.texts.items()
            if wish in text and at not in taken
        )
        take(field, next(wishes, None))
    return found


def read_list_row(row: SheetRow, header: RecordHeader, watch_list: str) -> ListRow | Refused:
    """Return what a row of a list says, or why nobody can be found by it."""
    places = {one.field: at for at, one in header.columns.items()}
    numbers = []
    wrong: Refused | None = None
    for column in (places[one] for one in ("person.citizen_id", *KIN) if one in places):
        try:
            numbers.append(read_citizen_id(row.cell(column), row.formats.get(column, "")).number)
        except Refused as refused:
            wrong = wrong or refused
    if not numbers:
        return wrong or Refused("这一行没有身份证号。", advice="请补上身份证号，再导入。")
    notes: list[str] = []
    ends = watch_list == DEATHS
    return ListRow(
        row=row.number,
        name=written(row.cell(places["person.name"])) if "person.name" in places else "",
        numbers=tuple(dict.fromkeys(numbers)),
        since=_day(row, places.get("since"), notes, month_end=ends),
        until=_day(row, places.get("until"), notes, month_end=True),
        detail=_text(row, places.get("detail")),
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
