"""A sheet that is open and not read yet: which columns it has, and what each is taken for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.spreadsheets.catalogue import SheetColumn, SheetKind
from desktop_app.spreadsheets.reader import read_sheet
from desktop_app.spreadsheets.record_header import (
    IGNORED,
    NO_TITLE,
    Guess,
    HeaderRow,
    RecordHeader,
    best_header,
    header_rows,
    read_header,
)
from desktop_app.spreadsheets.record_row import is_only_month, read_given
from desktop_app.spreadsheets.sheet import SheetRows, column_letters
from desktop_app.spreadsheets.values import shortened, written
from desktop_app.use_cases.roster_changes import masked_text
from desktop_app.use_cases.sheets_in.columns import (
    Matching,
    SavedMatching,
    checked_matching,
    remember_matching,
    remembered_matching,
)
from desktop_app.use_cases.sheets_in.errors_book import HEADS

_MONTH = re.compile(r"(\d{4})年(\d{1,2})月(?!\d{1,2}日)")
LOOKED_AT = 500
"""Rows in which months without a day are looked for."""
SAMPLES = 3
"""So many values of a column are shown to whoever says what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenColumn:
    """One column of a sheet as a person meets it: where, its words, the first values in it.

    ``field`` is what it is taken for, "" for none; ``hidden`` that the sheet does not show it.
    """

    place: int
    letters: str
    text: str
    samples: tuple[str, ...]
    field: str = IGNORED
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSheet:
    """A sheet whose columns can still be said; ``name`` is under what the saying is saved.

    ``learned`` holds what was said of this header before or now, by the words over a column;
    ``given`` what holds for every row, of fields that no column tells; ``months`` whether a
    month may stand for a day.
    """

    kind: SheetKind
    path: Path
    rows: SheetRows = field(repr=False)
    header: RecordHeader
    candidates: tuple[HeaderRow, ...] = field(repr=False)
    learned: Matching
    name: str = ""
    guess: Guess | None = field(default=None, repr=False)
    given: Mapping[str, object] = field(default_factory=dict)
    months: bool = False

    @property
    def file_name(self) -> str:
        """Return the name of the file."""
        return self.path.name

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the headings of the columns that no record can do without."""
        return self.whole_header.missing(self.kind)

    @property
    def whole_header(self) -> RecordHeader:
        """Return the header with what holds for every row."""
        told = self.header.fields
        rest = {name: value for name, value in self.given.items() if name not in told}
        return replace(self.header, given=rest, months=self.months)

    def told_above(self) -> dict[str, str]:
        """Return what the title of a sheet says of a month, where the kind needs one."""
        above = [str(cell) for row in self.rows.rows if row.number < self.header.row
                 for cell in row.cells if cell]  # fmt: skip
        words = (self.rows.name, *above, self.path.stem)
        found = next((one for text in words if (one := _MONTH.search("".join(text.split())))), None)
        if found is None:
            return {}
        month = f"{found[1]}-{int(found[2]):02}"
        return {one.field: month for one in self.kind.columns if one.whole and one.type == "month"}

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the words over columns about which nothing was said and nothing is known."""
        odd = (*HEADS, NO_TITLE)
        return tuple(one for one in self.header.unmatched if not one.startswith(odd))

    @property
    def asks(self) -> bool:
        """Say whether a person should look at the columns before the rows are tried."""
        open_days = self.tells_months and not self.months
        return bool(self.missing or self.unknown or self.rows.alike or open_days)

    @property
    def tells_months(self) -> bool:
        """Say whether a day in the first rows is only a month."""
        days = [at for at, one in self.header.columns.items() if one.type == "date"]
        below = (row for row in self.rows.rows[:LOOKED_AT] if row.number > self.header.row)
        return any(is_only_month(row.cell(at)) for row in below for at in days)

    @property
    def last_row(self) -> int:
        """Return the number of the last row that holds anything."""
        return self.rows.rows[-1].number

    def choices(self) -> list[SheetColumn]:
        """Return the fields that a column may hold."""
        return [one for one in self.kind.columns if not one.shown and one.field != "days"]

    def columns(self) -> Iterator[SeenColumn]:
        """Give the columns of the sheet but for the days of a month, left to right."""
        for place, text in self.header.texts.items():
            if place in self.header.days or text in HEADS:
                continue
            held = self.header.columns.get(place)
            yield SeenColumn(
                place=place,
                letters=column_letters(place),
                text=text,
                samples=self._samples(place),
                field=IGNORED if held is None else held.field,
                hidden=place in self.rows.hidden_columns,
            )

    def _samples(self, place: int) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for row in self.rows.rows:
            if row.number > self.header.row and (words := written(row.cell(place))):
                found[masked_text(shortened(words))] = None
            if len(found) == SAMPLES:
                break
        return tuple(found)


def open_sheet(
    session: Session,
    kind: SheetKind,
    path: Path,
    progress: Progress,
    sheet: str = "",
    guess: Guess | None = None,
) -> OpenSheet:
    """Open a sheet of a kind, by its name where a file has several; nothing is tried yet.

    What was said before of a sheet with the same header holds again. ``Refused`` for a file
    that cannot be read safely or holds nothing.
    """
    rows = read_sheet(path, progress, kind=kind.name, sheet=sheet)
    candidates = tuple(header_rows(rows.head()))
    known = remembered_matching(session, kind, candidates)
    if known is not None:
        saved, row = known
        header: RecordHeader | None = read_header(kind, row, saved.columns, guess)
    else:
        saved = SavedMatching("", {})
        header = best_header(kind, candidates, {}, guess)
    if header is None or rows.rows[-1].number <= header.row:
        raise Refused(
            f"「{path.name}」的工作表「{rows.name}」里没有一行可以导入。",
            advice="请看看是不是选错了文件；要导入的表要有一行列名，下面一行一条。",
        )
    return OpenSheet(
        kind=kind,
        path=path,
        rows=rows,
        header=header,
        candidates=candidates,
        learned=saved.columns,
        name=saved.name,
        guess=guess,
        months=saved.months,
    )


def another_sheet(session: Session, opened: OpenSheet, progress: Progress, sheet: str) -> OpenSheet:
    """Open another worksheet of the same file."""
    return open_sheet(session, opened.kind, opened.path, progress, sheet, opened.guess)


def with_header(opened: OpenSheet, number: int) -> OpenSheet:
    """Return the sheet with its header in another row; ``Refused`` for a row without words."""
    rows = [one for one in opened.candidates if one.number == number]
    header = best_header(opened.kind, rows, opened.learned, opened.guess)
    if header is None or number >= opened.last_row:
        raise Refused(
            f"第 {number} 行不能当表头：这一行没有字，或者下面没有内容。",
            advice="表头是写着“姓名”这样列名的那一行；有两行的，写下面一行。",
            fields=("header_row",),
        )
    return replace(opened, header=header)


def with_columns(opened: OpenSheet, fields: Mapping[int, str]) -> OpenSheet:
    """Return the sheet with its columns taken for these fields, by place; "" for none."""
    texts = opened.header.texts
    learned = {**opened.learned, **{texts[at]: one for at, one in fields.items()}}
    row = next(
        one
        for one in opened.candidates
        if one.number == opened.header.row and one.texts == opened.header.texts
    )
    header = read_header(opened.kind, row, learned, opened.guess)
    return replace(opened, learned=learned, header=header)


def with_given(opened: OpenSheet, texts: Mapping[str, str]) -> OpenSheet:
    """Return the sheet with what holds for every row; ``Refused`` names the field that does not.

    An empty text says nothing.
    """
    given = {}
    for name, text in texts.items():
        column = _column_of(opened.kind, name)
        value = read_given(column, text.strip()) if text.strip() else None
        if value is not None:
            given[column.field] = value
    return replace(opened, given=given)


def _column_of(kind: SheetKind, name: str) -> SheetColumn:
    """Return a column that may hold one value for a whole sheet, by its field or its heading."""
    allowed = [one for one in kind.columns if one.whole]
    found = next((one for one in allowed if name in (one.field, one.heading)), None)
    if found is None:
        headings = "、".join(one.heading for one in allowed)
        raise Refused(
            f"{kind.title}的“{name}”不能整张表只说一次。",
            advice=f"可以的是：{headings}。" if headings else "请在表里加上这一列。",
            fields=("every",),
        )
    return found


def without_columns(opened: OpenSheet) -> OpenSheet:
    """Return the sheet as if nothing had ever been said of it."""
    return with_columns(replace(opened, learned={}, name="", months=False), {})


def said_by_headings(opened: OpenSheet, matching: Matching) -> OpenSheet:
    """Return the sheet with what was said of its columns by the words over them."""
    learned = {**opened.learned, **checked_matching(opened.kind, matching)}
    header = best_header(opened.kind, opened.candidates, learned, opened.guess)
    return replace(opened, learned=learned, header=header or opened.header)


def keep_columns(session: Session, opened: OpenSheet, name: str) -> OpenSheet:
    """Save under a name what the columns mean, for the next sheet with the same header."""
    plain = name.strip() or opened.path.stem
    saved = SavedMatching(plain, opened.learned, opened.months)
    remember_matching(session, opened.kind, opened.header, saved)
    return replace(opened, name=plain)
