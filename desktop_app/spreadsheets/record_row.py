"""Read the rows under the header of a kind: a value for each field, or what is wrong with one."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from desktop_app.domain.citizen_id import read_citizen_id
from desktop_app.domain.codes import code_list
from desktop_app.domain.dates import MONTHS_PER_YEAR, month_end, parse_date
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.spreadsheets.catalogue import SheetColumn
from desktop_app.spreadsheets.header import plain_words
from desktop_app.spreadsheets.record_header import RecordHeader
from desktop_app.spreadsheets.sheet import FORMULA, Cell, SheetRow, SheetRows
from desktop_app.spreadsheets.spans import Span, read_span
from desktop_app.spreadsheets.values import (
    ERRORS,
    NOTHING,
    Reading,
    Unread,
    read_code,
    read_day,
    read_money,
    read_phone,
    read_yes_or_no,
    shortened,
    written,
)

_TOTAL = re.compile(r"(?:(?:本页|本表|全村|全镇|全旗|累计)?(?:合计|小计|总计|共计))")
_NOTE = re.compile(
    r"(?:注|说明|备注|示例|例)[:：]"
    r"|(?:填表|填报|制表|审核|负责|经办)(?:人|单位|日期|时间)?(?:签字|签名|签章)?(?:[:：(（\s]|$)"
)
_WHO = frozenset(("name", "identity"))
_NAMES = frozenset(("person.name", "head.name", "title", "post.title"))
_PADDING = re.compile(
    r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff]) (?=[\u3400-\u9fff\U00020000-\U0003ffff])"
)
"""Spaces that make a name of two characters as wide as one of three."""
_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?")
_ONLY_MONTH = re.compile(r"((?:19|20)\d{2})(?:[-/.年](\d{1,2})月?|(\d{2}))")
_ENDS = frozenset((
    "until", "ended_on", "ends_on", "paid_until", "open_until", "agreement_to", "last_day_on",
    "insured_to", "notice_to", "announced_to",
))  # fmt: skip
_FEWEST = 2
_FEW = 12
"""Choices that are told where a word is none of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """What one row says: values by field, and the first thing that cannot be read."""

    number: int
    values: dict[str, object]
    wrong: Refused | None = None
    cells: list[Cell] = field(default_factory=list, repr=False)

    def text(self, name: str) -> str:
        """Return what the row says of a field, "" when it says nothing."""
        return str(self.values.get(name, ""))


def record_rows(sheet: SheetRows, header: RecordHeader) -> Iterator[SheetRow]:
    """Yield the rows that speak of a record: no blanks, totals, notes, nor a header once more."""
    for row in _said(sheet, header):
        if not _is_aside(row, header):
            yield row


def rows_aside(sheet: SheetRows, header: RecordHeader) -> Iterator[int]:
    """Yield the numbers of the rows that are totals, notes or the header once more."""
    for row in _said(sheet, header):
        if _is_aside(row, header):
            yield row.number


def _said(sheet: SheetRows, header: RecordHeader) -> Iterator[SheetRow]:
    """Yield the rows below the header that say something in a column that is read."""
    for row in sheet.rows:
        if row.number > header.row and any(written(row.cell(place)) for place in header.columns):
            yield row


def _is_aside(row: SheetRow, header: RecordHeader) -> bool:
    first = next((words for cell in row.cells if (words := written(cell))), "")
    if _waits(row, header):
        return True
    names = [written(row.cell(at)) for at, one in header.columns.items() if one.field in _NAMES]
    if _NOTE.match(first) or any(_TOTAL.match("".join(one.split())) for one in (first, *names)):
        return True
    heads = {part for text in header.texts.values() for part in (text, *text.split("·"))}
    said = (plain_words(written(row.cell(place))) for place in header.columns)
    return sum(words in heads for words in said if words) >= _FEWEST


def _waits(row: SheetRow, header: RecordHeader) -> bool:
    """Say whether a row is only prepared: of nobody, with one value that stands in every row."""
    said = [one for at, one in header.columns.items() if written(row.cell(at))]
    who = [one for one in header.columns.values() if one.type in _WHO]
    return bool(who) and len(said) <= 1 and not any(one.type in _WHO for one in said)


def read_record_row(header: RecordHeader, row: SheetRow) -> RecordRow:
    """Return the values of a row; an empty cell says nothing."""
    values: dict[str, object] = {}
    wrong: Refused | None = None
    for place, column in header.columns.items():
        try:
            said = _told(column, row, place, header.texts[place], months=header.months)
            values.update(said)
        except Unread as unread:
            refused = Refused(str(unread), advice="请改好这一格，再导入。", fields=(column.field,))
            wrong = wrong or refused
        except Refused as refused:
            told = Refused(str(refused), advice=refused.advice, fields=(column.field,))
            wrong = wrong or told
    for name, value in header.given.items():
        values.setdefault(name, value)
    if header.days:
        values["days"] = _marks(header, row)
    return RecordRow(number=row.number, values=values, wrong=wrong, cells=list(row.cells))


def is_only_month(cell: Cell) -> bool:
    """Say whether a text tells a month and no day; a number such as 2026.1 may be October."""
    return isinstance(cell, str) and _month_in(cell) is not None


def _month_in(text: str) -> date | None:
    found = _ONLY_MONTH.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if found is None or not 1 <= (month := int(found[2] or found[3])) <= MONTHS_PER_YEAR:
        return None
    return date(int(found[1]), month, 1)


def _completed(column: SheetColumn, cell: Cell) -> Cell:
    """Return the first day of a month for a beginning, the last one for an end."""
    first = _month_in(cell) if isinstance(cell, str) else None
    if first is None:
        return cell
    return (month_end(first) if column.field in _ENDS else first).isoformat()


def _told(
    column: SheetColumn, row: SheetRow, place: int, header: str, *, months: bool
) -> dict[str, object]:
    """Return what a cell says, by field: of a column with two ends both."""
    cell = row.cell(place)
    if months and column.type == "date":
        cell = _completed(column, cell)
    value = _value(column, cell, row.formats.get(place, ""), header)
    both = cast("Span", value) if column.parts and value is not None else (value,)
    return {name: one for name, one in zip(column.fields, both, strict=False) if one is not None}


def read_given(column: SheetColumn, text: str) -> object:
    """Return what a text says of a field for every row, ``None`` for nothing, or refuse."""
    try:
        return _value(column, text, "", column.heading)
    except Unread as unread:
        raise Refused(str(unread), advice="请改好再往下看。", fields=(column.field,)) from None
    except Refused as refused:
        raise Refused(str(refused), advice=refused.advice, fields=(column.field,)) from None


def _value(column: SheetColumn, cell: Cell, form: str, header: str) -> object:
    words = written(cell)
    if not words:
        return None
    if cell == FORMULA:
        raise Refused(
            "这一格是公式，文件里没有存下它的结果。",
            advice="请在 WPS 或 Excel 里打开这个文件，保存一次，再导入。",
        )
    if words.upper() in ERRORS and isinstance(cell, str):
        raise Refused(f"这一格是表格的出错标记 {words}。", advice="请改成真正的内容，再导入。")
    if column.type == "identity":
        return read_citizen_id(cell, form).number
    return _READERS[column.type](column, cell, words, header)


def _bare(reading: Reading | None) -> object:
    return None if reading is None else reading.value


def _code(column: SheetColumn, words: str) -> object:
    reading = read_code(column.codes, words)
    if reading is not None and reading.note:
        raise Refused(
            f"{column.heading}里没有“{shortened(words)}”这一项。",
            advice=f"可以写的是：{_choices(column.codes)}。",
        )
    return _bare(reading)


def _choices(codes: str) -> str:
    texts = [one.text for one in code_list(codes).choices()]
    return "、".join(texts[:_FEW]) + ("等" if len(texts) > _FEW else "")


def _whole(words: str) -> object:
    if words.casefold() in NOTHING:
        return None
    bare = words.rstrip("人个天岁学时课周 ")
    if not re.fullmatch(r"-?\d{1,9}", bare):
        raise Unread(f"“{shortened(words)}”不是一个整数。")
    return int(bare)


def _month(cell: Cell, words: str) -> object:
    """Read 2026-11, 2026年11月, 202611, or a day of that month."""
    found = _MONTH.fullmatch(words)
    if found is None:
        return Month.around(parse_date(cell)).text
    return Month.of(f"{found[1]}-{int(found[2]):02}").text


def _text(cell: Cell, words: str) -> object:
    """Keep a text as it is written: every string comes back as it went out."""
    return cell if isinstance(cell, str) else words


def _marks(header: RecordHeader, row: SheetRow) -> tuple[str, ...]:
    """Return what stands on each day of the month, first to last."""
    days = {day: written(row.cell(place)) for place, day in header.days.items()}
    return tuple(days.get(day, "") for day in range(1, max(days) + 1))


_Read = Callable[[SheetColumn, Cell, str, str], object]

_READERS: dict[str, _Read] = {
    "text": lambda _, cell, words, __: _text(cell, words),
    "code": lambda column, _, words, __: _code(column, words),
    "yes": lambda _, __, words, ___: _bare(read_yes_or_no(words)),
    "date": lambda _, cell, words, __: _bare(read_day(cell, words)),
    "month": lambda _, cell, words, __: _month(cell, words),
    "yuan": lambda _, __, words, header: _bare(read_money(words, header)),
    "whole": lambda _, __, words, ___: _whole(words),
    "dates": lambda _, cell, __, header: read_span("dates", cell, header),
    "yuans": lambda _, cell, __, header: read_span("yuans", cell, header),
    "wholes": lambda _, cell, __, header: read_span("wholes", cell, header),
    "name": lambda _, __, words, ___: _PADDING.sub("", " ".join(words.split())),
    "phone": lambda _, cell, __, ___: read_phone(cell) or None,
    "village": lambda _, __, words, ___: words,
    "village_code": lambda _, __, words, ___: words,
    "marks": lambda _, __, words, ___: words,
}


def day_of(row: RecordRow, *names: str) -> date:
    """Return the first of these days that the row tells, to take rows in the order of time."""
    days = (row.values.get(name) for name in names)
    return next((day for day in days if isinstance(day, date)), date.max)
