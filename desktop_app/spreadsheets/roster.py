"""Read the people of a roster, row by row, once its header is known."""

import re
from dataclasses import dataclass
from datetime import date

from desktop_app.domain.citizen_id import (
    CitizenId,
    birth_on,
    read_citizen_id,
    sex,
)
from desktop_app.domain.codes import text_of
from desktop_app.domain.errors import Refused
from desktop_app.spreadsheets.around import Around
from desktop_app.spreadsheets.conclusions import GONE, HEAD_RELATION, conclude
from desktop_app.spreadsheets.entry import RosterEntry, RowProblem
from desktop_app.spreadsheets.header import OWN_MARK, Header
from desktop_app.spreadsheets.people_rows import people_rows
from desktop_app.spreadsheets.sheet import FORMULA, Cell, SheetRow
from desktop_app.spreadsheets.values import (
    ERRORS,
    Reading,
    Unread,
    is_of_a_record,
    read_name,
    read_own_value,
    read_value,
    shortened,
    without_remark,
    written,
)

__all__ = ["RosterEntry", "RowProblem", "people_rows", "read_own_row", "read_row"]

_VILLAGE_CODE = re.compile(r"\d{12}")
_SEXES = ("1", "2")
_STRICT = frozenset(("person.phone", "household.phone"))
_IN_THE_NUMBER = ("person.sex", "person.birth_on")
_AROUND = frozenset((OWN_MARK, "place.village", "place.village_code"))
_HIDDEN = re.compile(r"\d{6}\*{8}|^\*+.{0,4}$")
_READ_APART = frozenset(("person.name", "person.citizen_id", "person.disability_card"))


def read_row(
    header: Header, row: SheetRow, sheet: str, *, today: date, around: Around
) -> RosterEntry | RowProblem:
    """Return what a row says, or why it cannot be taken in."""
    entry = RosterEntry(row.number)
    try:
        _read_identity(header, row, entry, _Numbers(today, around.zeros_kept))
        _read_others(header, row, entry, zeros_kept=around.zeros_kept)
    except _Problem as problem:
        return problem.told(header, row, sheet)
    if header.heads_alone:
        entry.person_values.setdefault("relation", HEAD_RELATION)
    if row.number in around.joined:
        entry.notes.append("这一行没有写是哪一户，按表里的顺序接在上面的户主那一户。")
    conclude(entry, today)
    return entry


def read_own_row(
    header: Header, row: SheetRow, sheet: str, *, today: date
) -> RosterEntry | RowProblem:
    """Return what a row of a roster that this program wrote says, or why it cannot be taken in.

    Every field comes back as it went out: nothing is concluded or left out, and somebody
    without an identity number stays without one. What was hidden is refused.
    """
    entry = RosterEntry(row.number)
    try:
        _read_own(header, row, entry, _Numbers(today, zeros_kept=True))
    except _Problem as problem:
        return problem.told(header, row, sheet)
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

    def told(self, header: Header, row: SheetRow, sheet: str) -> RowProblem:
        """Return the problem with its place in the sheet."""
        return RowProblem(
            sheet=sheet,
            row=row.number,
            column=header.place(self.column),
            value=shortened(written(row.cell(self.column))),
            message=self.message,
            advice=self.advice,
        )


def _read_identity(header: Header, row: SheetRow, entry: RosterEntry, known: _Numbers) -> None:
    _read_name(entry, row.cell(header.places["person.name"]), header.places["person.name"])
    found = _citizen_id(row, header.places["person.citizen_id"], known)
    _keep_number(entry, found)
    card_column = header.places.get("person.disability_card")
    if card_column is not None and written(row.cell(card_column)):
        _read_card(entry, row.cell(card_column), header.place(card_column))


def _read_name(entry: RosterEntry, cell: Cell, column: int) -> None:
    _refuse_formula(cell, column)
    bare, remark = without_remark(written(cell))
    try:
        entry.person_values["name"] = read_name(bare)
    except Unread as unread:
        if bare:
            raise _Problem(column, str(unread), "请改成证件上的姓名，再读入这一行。") from None
        raise _Problem(column, "没有填姓名。", "请补上姓名，再读入这一行。") from None
    if remark:
        entry.repaired.append(f"去掉了姓名后面的“{remark}”。")
        _keep_remark(entry, remark)


def _keep_remark(entry: RosterEntry, remark: str) -> None:
    if remark == "户主":
        entry.person_values["relation"] = HEAD_RELATION
    elif remark in GONE:
        entry.person_values["dead"] = "是"


def _refuse_formula(cell: Cell, column: int) -> None:
    if cell == FORMULA:
        message = "这一格是公式，文件里没有存下它的结果。"
        raise _Problem(column, message, "请在 WPS 或 Excel 里打开这个文件，保存一次，再读入。")


def _citizen_id(row: SheetRow, column: int, known: _Numbers) -> CitizenId:
    cell = row.cell(column)
    _refuse_formula(cell, column)
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


def _read_others(header: Header, row: SheetRow, entry: RosterEntry, *, zeros_kept: bool) -> None:
    for column, name in header.columns.items():
        if name in _READ_APART:
            continue
        why = _unreadable(name, row.cell(column))
        if why:
            entry.notes.append(f"{header.place(column)}：{why}，没有读入。")
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


def _read_own(header: Header, row: SheetRow, entry: RosterEntry, known: _Numbers) -> None:
    number = header.places["person.citizen_id"]
    if written(row.cell(number)):
        _keep_number(entry, _citizen_id(row, number, known))
    for column, name in header.columns.items():
        cell = row.cell(column)
        _refuse_formula(cell, column)
        if column == number or not (is_of_a_record(name) or name in _AROUND):
            continue
        if isinstance(cell, str) and _HIDDEN.search(cell):
            raise _Problem(column, "这一格隐去了一部分。", "请用证件号完整的导出文件，再读入。")
        try:
            reading = read_own_value(name, cell, header.texts[column])
        except Unread as unread:
            raise _Problem(column, str(unread), "请改好这一格，再读入。") from None
        if reading is not None:
            _keep_own(entry, name, reading, column)
    _refuse_nobody(entry, header)


def _keep_own(entry: RosterEntry, name: str, reading: Reading, column: int) -> None:
    numbered = "citizen_id" in entry.person_values
    if name == OWN_MARK:
        entry.household_mark = str(reading.value)
    elif name in _IN_THE_NUMBER and not numbered:
        entry.person_values[name.removeprefix("person.")] = reading.value
    else:
        if numbered:
            _refuse_other_sex(entry, name, reading, column)
        _keep(entry, name, reading, zeros_kept=True)


def _refuse_nobody(entry: RosterEntry, header: Header) -> None:
    """Refuse a row without a name, or one that nothing but its place in the sheet tells apart."""
    name = " ".join(str(entry.person_values.get("name", "")).split())
    if not name:
        raise _Problem(header.places["person.name"], "没有填姓名。", "请补上姓名，再读入这一行。")
    if "citizen_id" not in entry.person_values and not entry.household_mark:
        raise _Problem(
            header.places["person.citizen_id"], "没有填身份证号。", "请补上，再读入这一行。"
        )
    entry.person_values["name"] = name
    entry.person_values.setdefault("employment_status", "")


def _unreadable(name: str, cell: Cell) -> str:
    """Say why a cell is left out: Excel spoils an account kept as a number, an export hides one."""
    if cell == FORMULA:
        return "公式没有存下结果"
    if name == "person.account" and cell is not None:
        return "" if isinstance(cell, str) and "*" not in cell else "账号不完整或者不是文本"
    return ""


def _refuse_other_sex(entry: RosterEntry, name: str, reading: Reading, column: int) -> None:
    """Refuse a sex that the number contradicts: it is likely the number of somebody else.

    A birthday that differs is common (many give it by the lunar calendar) and only noted.
    """
    if name != "person.sex" or reading.value not in _SEXES:
        return
    if reading.value != entry.person_values["sex"]:
        raise _Problem(
            column,
            f"性别写的是{text_of('sex', str(reading.value))}，和身份证号第 17 位不一致。",
            "请对照身份证，改正性别或者身份证号。",
        )


def _keep(entry: RosterEntry, name: str, reading: Reading, *, zeros_kept: bool) -> None:
    kind, _, field_name = name.partition(".")
    if reading.note:
        entry.notes.append(reading.note)
    if name in _IN_THE_NUMBER:
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
        entry.notes.append(f"户主{what}“{shortened(words)}”不对，没有读入。")
