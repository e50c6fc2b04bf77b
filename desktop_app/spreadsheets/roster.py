"""Read the people of a roster, row by row, once its header is known."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from desktop_app.domain.citizen_id import (
    CitizenId,
    birth_on,
    read_citizen_id,
    sex,
    shows_loss,
)
from desktop_app.domain.codes import text_of
from desktop_app.domain.errors import Refused
from desktop_app.spreadsheets.header import Header, plain_words
from desktop_app.spreadsheets.sheet import Cell, SheetRow, SheetRows
from desktop_app.spreadsheets.values import (
    ERRORS,
    Reading,
    Unread,
    read_name,
    read_value,
    written,
)

HEAD_RELATION = "01"

_CARD_KIND, _CARD_LEVEL = 18, 19
_VILLAGE_CODE = re.compile(r"\d{12}")
_NOT_PEOPLE = re.compile(
    r"^(?:合计|小计|总计|共计|总人数|人数|注[:：]|备注[:：]|说明|填表|制表|审核|负责人|单位|日期"
    r"|联系人|以上|以下|示例|例[:：])"
)
_SHORTEST_NUMBER = 6
_YES = frozenset(("是", "1", "√"))
_NUMBERS = ("person.citizen_id", "head.citizen_id")
_STRICT = frozenset(("person.phone", "household.phone"))
_READ_APART = frozenset(("person.name", "person.citizen_id", "person.disability_card"))


@dataclass(slots=True)
class RosterEntry:
    """What one row says: values by field name for the records, and words still to be matched.

    Only fields of which the row says something are there. ``repaired`` tells what was mended
    with certainty, ``notes`` what was kept as it is or could not be read.
    """

    row: int
    person_values: dict[str, object] = field(default_factory=dict)
    household_values: dict[str, object] = field(default_factory=dict)
    employment_values: dict[str, object] = field(default_factory=dict)
    county_text: str = ""
    township_text: str = ""
    village_text: str = ""
    village_code: str = ""
    head_name: str = ""
    head_citizen_id: str = ""
    repaired: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is refused: where, what stands there, what is wrong and what to do."""

    sheet: str
    row: int
    column: str
    value: str
    message: str
    advice: str

    def __str__(self) -> str:
        """Return the whole line, from the name of the sheet to what to do."""
        return f"表“{self.sheet}”第 {self.row} 行 {self.column}：{self.message}{self.advice}"


def people_rows(sheet: SheetRows, header: Header) -> Iterator[SheetRow]:
    """Yield the rows under the header that speak of a person.

    Left out are blank rows, totals, notes, signatures, numbers of columns and repeated
    headers.
    """
    name, number = header.places["person.name"], header.places["person.citizen_id"]
    heads = frozenset(plain_words(words) for words in header.texts.values())
    for row in sheet.rows:
        if row.number > header.row and _is_person(row, row.cell(name), row.cell(number), heads):
            yield row


def keeps_zeros(header: Header, rows: Iterable[SheetRow]) -> bool:
    """Say whether no identity number of these rows was cut by a spreadsheet."""
    columns = [header.places[name] for name in _NUMBERS if name in header.places]
    return not any(shows_loss(row.cell(column)) for row in rows for column in columns)


def read_row(
    header: Header, row: SheetRow, sheet: str, *, today: date, zeros_kept: bool = False
) -> RosterEntry | RowProblem:
    """Return what a row says, or why it cannot be taken in.

    ``zeros_kept`` is what ``keeps_zeros`` says of all rows together.
    """
    entry = RosterEntry(row.number)
    try:
        _read_identity(header, row, entry, _Numbers(today, zeros_kept))
        _read_others(header, row, entry, zeros_kept=zeros_kept)
    except _Problem as problem:
        return RowProblem(
            sheet=sheet,
            row=row.number,
            column=header.place(problem.column),
            value=written(row.cell(problem.column)),
            message=problem.message,
            advice=problem.advice,
        )
    _conclude(entry)
    return entry


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What is known about all identity numbers of a sheet."""

    today: date
    zeros_kept: bool


class _Problem(Exception):
    def __init__(self, column: int, message: str, advice: str) -> None:
        super().__init__(message)
        self.column, self.message, self.advice = column, message, advice


def _is_person(row: SheetRow, name: Cell, number: Cell, heads: frozenset[str]) -> bool:
    name_words, number_words = written(name), written(number)
    if len(number_words) >= _SHORTEST_NUMBER:
        return plain_words(number) not in heads
    first = next((words for cell in row.cells if (words := written(cell))), "")
    if _NOT_PEOPLE.match(name_words) or _NOT_PEOPLE.match(first):
        return False
    if not name_words:
        return bool(number_words) and not number_words.isdigit()
    return not (name_words.isdigit() or plain_words(name) in heads)


def _read_identity(header: Header, row: SheetRow, entry: RosterEntry, known: _Numbers) -> None:
    column = header.places["person.name"]
    try:
        entry.person_values["name"] = read_name(row.cell(column))
    except Unread as unread:
        message = str(unread) if written(row.cell(column)) else "没有填姓名。"
        raise _Problem(column, message, "请补上姓名，再读入这一行。") from None
    found = _citizen_id(row, header.places["person.citizen_id"], known)
    _keep_number(entry, found)
    card_column = header.places.get("person.disability_card")
    if card_column is not None and written(row.cell(card_column)):
        _read_card(entry, row.cell(card_column), header.place(card_column))


def _citizen_id(row: SheetRow, column: int, known: _Numbers) -> CitizenId:
    cell = row.cell(column)
    if written(cell) in ERRORS:
        message = f"这一格是表格的出错标记 {written(cell)}。"
        raise _Problem(column, message, "请对照身份证重新录入这个号码。")
    try:
        return read_citizen_id(
            cell,
            row.formats.get(column, ""),
            today=known.today,
            zeros_kept=known.zeros_kept,
        )
    except Refused as refused:
        raise _Problem(column, str(refused), refused.advice) from None


def _keep_number(entry: RosterEntry, found: CitizenId) -> None:
    entry.person_values |= {
        "citizen_id": found.number,
        "sex": sex(found.number),
        "birth_on": birth_on(found.number),
    }
    if found.disability_card:
        entry.person_values["disability_card"] = found.disability_card
    if found.repaired:
        entry.repaired.append(found.repaired)


def _read_card(entry: RosterEntry, cell: Cell, place: str) -> None:
    try:
        found = read_citizen_id(cell)
    except Refused:
        found = CitizenId("")
    if found.disability_card and found.number == entry.person_values["citizen_id"]:
        entry.person_values["disability_card"] = found.disability_card
    elif read_value("text", cell, ""):
        entry.notes.append(f"{place}：残疾人证号和身份证号对不上，没有读入。")


def _read_others(
    header: Header, row: SheetRow, entry: RosterEntry, *, zeros_kept: bool
) -> None:
    for column, name in header.columns.items():
        if name in _READ_APART:
            continue
        try:
            reading = read_value(name, row.cell(column), header.texts[column])
        except Unread as unread:
            if name in _STRICT:
                advice = "手机号是 11 位，固定电话可以带区号；改好再读入，没有电话就空着。"
                raise _Problem(column, str(unread), advice) from None
            if name != "person.birth_on":  # the number tells it better
                entry.notes.append(f"{header.place(column)}：{unread}没有读入。")
            continue
        if reading is not None:
            _refuse_other_sex(entry, name, reading, column)
            _keep(entry, name, reading, zeros_kept=zeros_kept)


def _refuse_other_sex(entry: RosterEntry, name: str, reading: Reading, column: int) -> None:
    """Refuse a sex that the number contradicts: it is likely the number of somebody else.

    A birthday that differs is common (many give it by the lunar calendar) and only noted.
    """
    if name == "person.sex" and not reading.note and reading.value != entry.person_values["sex"]:
        raise _Problem(
            column,
            f"性别写的是{text_of('sex', str(reading.value))}，和身份证号第 17 位不一致。",
            "请对照身份证，改正性别或者身份证号。",
        )


def _keep(entry: RosterEntry, name: str, reading: Reading, *, zeros_kept: bool) -> None:
    kind, _, field_name = name.partition(".")
    if reading.note:
        entry.notes.append(reading.note)
    if name in ("person.sex", "person.birth_on"):
        _compare(entry, field_name, reading)
    elif kind == "place":
        _keep_place(entry, field_name, str(reading.value))
    elif kind == "head":
        _keep_head(entry, field_name, str(reading.value), zeros_kept=zeros_kept)
    else:
        _values(entry, kind)[field_name] = reading.value


def _values(entry: RosterEntry, kind: str) -> dict[str, object]:
    if kind == "person":
        return entry.person_values
    return entry.household_values if kind == "household" else entry.employment_values


def _compare(entry: RosterEntry, name: str, reading: Reading) -> None:
    """Let the number decide on sex and birth, and note a column that disagrees."""
    if name == "birth_on" and not reading.note and reading.value != entry.person_values[name]:
        entry.notes.append("表里的出生日期和身份证号不一致，按身份证号登记。")


def _keep_place(entry: RosterEntry, name: str, words: str) -> None:
    if name == "village_code" or _VILLAGE_CODE.fullmatch(words):
        entry.village_code = words if _VILLAGE_CODE.fullmatch(words) else entry.village_code
    else:
        setattr(entry, f"{name}_text", words)


def _keep_head(entry: RosterEntry, name: str, words: str, *, zeros_kept: bool) -> None:
    try:
        if name == "name":
            entry.head_name = read_name(words)
        else:
            entry.head_citizen_id = read_citizen_id(words, zeros_kept=zeros_kept).number
    except (Unread, Refused):
        what = "姓名" if name == "name" else "身份证号"
        entry.notes.append(f"户主{what}“{words}”不对，没有读入。")


def _conclude(entry: RosterEntry) -> None:
    """Add what follows with certainty from several cells of the row together."""
    person, work = entry.person_values, entry.employment_values
    card = str(person.get("disability_card", ""))
    if card:
        person.setdefault("disability_kind", card[_CARD_KIND])
        person.setdefault("disability_level", card[_CARD_LEVEL])
    if _is_head(entry):
        person.setdefault("relation", HEAD_RELATION)
    kind = entry.household_values.get("kind")
    if isinstance(kind, str) and "poverty_status" not in person:
        _take_poverty_status(person, kind)
    _conclude_work(work)


def _is_head(entry: RosterEntry) -> bool:
    if entry.head_citizen_id:
        return entry.head_citizen_id == entry.person_values["citizen_id"]
    return bool(entry.head_name) and entry.head_name == entry.person_values["name"]


def _take_poverty_status(person: dict[str, object], kind: str) -> None:
    reading = read_value("person.poverty_status", kind, "")
    if reading is not None and not reading.note:
        person["poverty_status"] = reading.value


def _conclude_work(work: dict[str, object]) -> None:
    province = str(work.pop("province", ""))
    place = str(work.get("place", ""))
    if province and province.removesuffix("省") not in place:
        work["place"] = province + place
    months = str(work.pop("months", ""))
    if months not in ("", "0") and months.replace(".", "", 1).isdigit():
        work["notes"] = f"表中务工时间 {months} 个月。"
    if str(work.pop("abroad", "")) in _YES and work:
        work.setdefault("scope", "abroad")
