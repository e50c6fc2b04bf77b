"""Which rows under a header speak of a person."""

import re
from collections.abc import Iterator

from desktop_app.spreadsheets.header import Header, plain_words
from desktop_app.spreadsheets.sheet import FORMULA, Cell, SheetRow, SheetRows
from desktop_app.spreadsheets.values import written

_NOT_PEOPLE = re.compile(
    r"^(?:(?:本页|本表|本户|本组|本村|全组|全村|全镇|全乡|全旗|累计)?"
    r"(?:合计|小计|总计|共计|总人数|人数)|注[:：]|备注[:：]|说明|填表|填报|制表|审核|审批|负责人"
    r"|经办人|单位|日期|联系人|以上|以下|示例|例[:：])"
)
_EXAMPLE = re.compile(r"^(?:示例|样例|范例|填写示例|例[:：])|[(（](?:示例|样例|范例|例子?)[)）]$")
_COUNT = re.compile(r"\d{1,5}[人户]?")
_SHORTEST_NUMBER = 6


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


def _is_person(row: SheetRow, name: Cell, number: Cell, heads: frozenset[str]) -> bool:
    name_words, number_words = written(name), written(number)
    if _EXAMPLE.search(name_words):
        return False
    if name_words and len(number_words) >= _SHORTEST_NUMBER:
        return plain_words(number) not in heads
    if not name_words and number_words in ("", FORMULA):
        return False
    first = next((words for cell in row.cells if (words := written(cell))), "")
    if any(_NOT_PEOPLE.match("".join(one.split())) for one in (first, name_words, number_words)):
        return False
    if not name_words:
        return not number_words.isdigit() or len(number_words) >= _SHORTEST_NUMBER
    return not (_COUNT.fullmatch(name_words) or plain_words(name) in heads)
