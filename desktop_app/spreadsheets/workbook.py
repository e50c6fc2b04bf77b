"""Rows of a workbook, one after another: openpyxl opens it, the two long parts are read here.

The strings and the rows go through the C parser of the standard library, several times as
fast as the parser that defusedxml gives openpyxl; in return each such part is first looked at
for a document type, the only place where entities can be declared.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse
from xml.parsers import expat

from desktop_app.spreadsheets.limits import (
    BROKEN,
    DROP_COLUMNS,
    LIMITS,
    OPEN_AGAIN,
    SAVE_AS,
    SPLIT,
    TOO_MUCH,
    NotReadable,
)
from desktop_app.spreadsheets.package_check import open_package
from desktop_app.spreadsheets.sheet import FORMULA, Area, Cell, SheetRow, column_letters

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _VALUE, _INLINE, _FORMULA = (_NS + tag for tag in ("row", "v", "is", "f"))
_ITEM, _TEXT, _RUN, _MERGE = (_NS + tag for tag in ("si", "t", "r", "mergeCell"))
_DIMENSION, _COL = _NS + "dimension", _NS + "col"
_TRUE = frozenset(("1", "true"))
_COLUMNS = {column_letters(column): column for column in range(1, LIMITS.columns + 1)}
_AREA = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONGEST_INT = 18
_LONGEST_TEXT = 32_767
_MOST_BETWEEN = 250_000
_A_STEP = 20_000
_LAST_ROW = 1_048_576


class Workbook:
    """An open workbook; ``step`` is called now and then while a long part is read."""

    def __init__(self, path: Path, step: Callable[[], None]) -> None:
        self._archive = open_package(path)
        self._step = step
        opened = _open(path)
        self._parts, self._epoch = opened.sheets, opened.epoch
        self._dates, self._formats = opened.dates, opened.formats
        self._shared = list(self._strings(opened.strings)) if opened.strings else []
        self.longest = max(map(len, self._shared), default=0)
        self.expected = 0
        self.hidden_columns: list[int] = []

    def sheet_names(self) -> list[str]:
        """Return the names of the sheets, first those that people see."""
        return list(self._parts)[: LIMITS.sheets]

    def rows(self, name: str, merged: list[Area]) -> Iterator[SheetRow]:
        """Yield the rows that hold anything; when all are read, ``merged`` has the areas.

        ``longest`` is the length of the longest text so far, ``expected`` the number of rows
        that the sheet says it has, ``hidden_columns`` are those of this sheet.
        """
        number = 0
        self.hidden_columns = []
        for element in self._elements(self._parts[name], _ROW, _MERGE, _DIMENSION, _COL):
            if element.tag == _ROW:
                number = _following(element.get("r"), number)
                row = self._row(number, element)
                if row.cells:
                    yield row
                elif number % _A_STEP == 0:
                    self._step()
            elif element.tag == _COL:
                self.hidden_columns = sorted({*self.hidden_columns, *_hidden(element)})
            elif (area := _area(element.get("ref", ""))) is None:
                continue
            elif element.tag == _MERGE:
                _bear(merged, area)
            else:
                self.expected = min(area[2], LIMITS.rows)

    def _row(self, number: int, element: Element) -> SheetRow:
        cells: list[Cell] = []
        formats: dict[int, str] = {}
        column = 0
        for one in element:
            column = _column(one.get("r"), column + 1)
            value = self._value(one)
            if value is None:
                continue
            if column > LIMITS.columns:
                raise NotReadable(f"这个表超过 {LIMITS.columns} 列，没有读入。", DROP_COLUMNS)
            cells.extend([None] * (column - len(cells)))
            cells[column - 1] = value
            style = one.get("s")
            if style in self._formats and not isinstance(value, str):
                formats[column] = self._formats[style]
        return SheetRow(number, cells, formats, element.get("hidden") in _TRUE)

    def _value(self, one: Element) -> Cell:
        kind = one.get("t", "n")
        text = one.findtext(_VALUE)
        if kind == "s" and text:
            return self._shared[int(text)] or None
        if kind == "inlineStr":
            inline = one.find(_INLINE)
            text = _written(inline) if inline is not None else ""
            self.longest = max(self.longest, len(text))
            return text or None
        if not text:
            lost = kind != "str" and one.find(_FORMULA) is not None
            return FORMULA if lost else None
        if kind == "n":
            number = _cast(text)
            return self._day(number) if one.get("s") in self._dates else number
        return text == "1" if kind == "b" else _bounded(text)

    def _day(self, number: Cell) -> Cell:
        """Return the day or time that a number is shown as; one that is none stays as it is."""
        from openpyxl.utils.datetime import from_excel

        try:
            moment = from_excel(number, self._epoch)
        except (OverflowError, ValueError, TypeError):
            return number
        if isinstance(moment, datetime) and moment.time() == time():
            moment = moment.date()
        return moment.isoformat() if isinstance(moment, date | time) else number

    def _strings(self, part: str) -> Iterator[str]:
        for count, element in enumerate(self._elements(part, _ITEM), start=1):
            yield _written(element)
            if count % _A_STEP == 0:
                self._step()

    def _elements(self, part: str, *tags: str) -> Iterator[Element]:
        """Yield the elements of these tags, each emptied when the next is asked for."""
        with self._archive.open(part) as source:
            _refuse_document_type(source)
        wanted = frozenset(tags)
        between = 0
        with self._archive.open(part) as source:
            for _, element in iterparse(source):  # noqa: S314 - it declares no entities
                between += 1
                if element.tag in wanted:
                    between = 0
                    yield element
                    element.clear()
                elif between > _MOST_BETWEEN:
                    raise NotReadable(TOO_MUCH, SPLIT)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What openpyxl tells about a workbook before any row is read."""

    sheets: dict[str, str]
    strings: str
    epoch: Any
    dates: frozenset[str | None]
    formats: dict[str | None, str]


def _open(path: Path) -> _Opened:
    """Let openpyxl, which uses defusedxml, open the workbook without any content.

    Properties, themes and defined names are not looked at: nothing here needs them, and
    other programs write them wrongly. Where the styles are wrong, days come as numbers.
    """
    from defusedxml import DefusedXmlException
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet
    from openpyxl.xml.constants import SHARED_STRINGS

    with path.open("rb") as file:
        reader: Any = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_workbook()
        dates: frozenset[str | None] = frozenset()
        formats: dict[str | None, str] = {}
        try:
            apply_stylesheet(reader.archive, reader.wb)
            formats = _number_formats(reader.wb)
            dates = frozenset(str(style) for style in reader.wb._date_formats)
        except DefusedXmlException:
            raise
        except (ValueError, TypeError, AttributeError, KeyError, IndexError):
            pass  # what other programs write wrongly here only colours the cells
        sheets = _sheets(reader)
        if not sheets:  # such as the strict variety of the format
            raise NotReadable("这个文件里没有能读的工作表，没有读入。", SAVE_AS)
        strings = reader.package.find(SHARED_STRINGS)
        return _Opened(
            sheets=sheets,
            strings=strings.PartName.lstrip("/") if strings else "",
            epoch=reader.wb.epoch,
            dates=dates,
            formats=formats,
        )


def _sheets(reader: Any) -> dict[str, str]:
    found = [
        (sheet.state != "visible", sheet.name, rel.target)
        for sheet, rel in reader.parser.find_sheets()
        if rel.target in reader.valid_files and "chartsheet" not in rel.Type
    ]
    found.sort(key=lambda one: one[0])
    return {name: part for _, name, part in found}


def _number_formats(book: Any) -> dict[str | None, str]:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    known: dict[str | None, str] = {}
    for style, array in enumerate(book._cell_styles):
        kept = array.numFmtId
        if kept >= BUILTIN_FORMATS_MAX_SIZE:
            known[str(style)] = book._number_formats[kept - BUILTIN_FORMATS_MAX_SIZE]
        elif kept:
            known[str(style)] = BUILTIN_FORMATS.get(kept, "General")
    return {style: form for style, form in known.items() if form != "General"}


def _refuse_document_type(source: IO[bytes]) -> None:
    """Refuse a part that declares a document type, the only place to declare entities."""

    def refuse(*_: object) -> None:
        raise NotReadable(BROKEN, OPEN_AGAIN)

    root_seen: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, _: root_seen.append(name)
    while not root_seen and (chunk := source.read(4096)):
        parser.Parse(chunk)


def _written(element: Element) -> str:
    """Return the text of a string, without the readings that stand above it."""
    text = element.findtext(_TEXT)
    if text is None:
        text = "".join(run.findtext(_TEXT) or "" for run in element.iter(_RUN))
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return _bounded(text)


def _bounded(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise NotReadable(BROKEN, OPEN_AGAIN)
    return text


def _cast(text: str) -> Cell:
    try:
        if "." in text or "E" in text or "e" in text or len(text) > _LONGEST_INT:
            return float(text)
        return int(text)
    except ValueError:
        return _bounded(text)


def _following(written: str | None, before: int) -> int:
    """Return the number of a row; rows come in order, so that each is known by its number."""
    number = int(written or before + 1)
    if not before < number <= _LAST_ROW:
        raise NotReadable(BROKEN, OPEN_AGAIN)
    return number


def _column(reference: str | None, following: int) -> int:
    """Return the column of a cell; one without a reference follows the cell before it."""
    if reference is None:
        return following
    return _COLUMNS.get(reference.rstrip("0123456789"), LIMITS.columns + 1)


def _hidden(element: Element) -> list[int]:
    """Return the columns that an element for some columns says are not shown."""
    if element.get("hidden") not in _TRUE:
        return []
    first, last = int(element.get("min", "1")), int(element.get("max", "0"))
    return list(range(first, min(last, LIMITS.columns) + 1))


def _bear(merged: list[Area], area: Area) -> None:
    if len(merged) >= LIMITS.merged:
        raise NotReadable(TOO_MUCH, SPLIT)
    merged.append(area)


def _area(reference: str) -> Area | None:
    found = _AREA.fullmatch(reference)
    if found is None:
        return None
    first, top, last, bottom = found.groups()
    return int(top), _column(first, 0), int(bottom), _column(last, 0)
