"""One roster as different programs write it: what is read is the same."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from desktop_app.domain.progress import Progress
from desktop_app.spreadsheets.header import find_header
from desktop_app.spreadsheets.reader import read_sheet
from tests.rosters import number_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ROWS = [["姓名", "身份证号", "嘎查村"], ["𠮷·㛃", number_of(1), "南河沿村"]]


def _sheet(*, prefix: str = "", addresses: bool = True, formula: bool = False) -> str:
    """Write the rows without shared strings and without a dimension."""
    lines = []
    for number, row in enumerate(ROWS, start=1):
        cells = ""
        for letter, words in zip("ABC", row, strict=True):
            at = f' r="{letter}{number}"' if addresses else ""
            inside = f"<{prefix}is><{prefix}t>{words}</{prefix}t></{prefix}is>"
            if formula:
                cells += f'<c{at} t="str"><f>"{words}"</f><v>{words}</v></c>'
            else:
                cells += f'<{prefix}c{at} t="inlineStr">{inside}</{prefix}c>'
        at = f' r="{number}"' if addresses else ""
        lines.append(f"<{prefix}row{at}>{cells}</{prefix}row>")
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    data = f"<{prefix}sheetData>{''.join(lines)}</{prefix}sheetData>"
    return f'<{prefix}worksheet {name}="{MAIN}">{data}</{prefix}worksheet>'


def _book(
    path: Path, sheet: bytes, *, target: str = "worksheets/sheet1.xml", macro: bool = False
) -> Path:
    kind = "application/vnd.ms-excel.sheet.macroEnabled" if macro else f"{KIND}.sheet"
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_RELATIONS}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
        "</Types>"
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _relation("worksheet", target),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>',
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        if macro:
            archive.writestr("xl/vbaProject.bin", bytes(range(256)))
    return path


def _relation(kind: str, target: str) -> str:
    one = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{one}</Relationships>'


def _read(path: Path) -> list[list[object]]:
    sheet = read_sheet(path, Progress())
    assert sheet.name == "名单"
    assert find_header(sheet.head()).row == 1
    return [list(row.cells) for row in sheet.rows]


@pytest.mark.parametrize(
    "sheet",
    [
        _sheet().encode(),
        _sheet(prefix="x:").encode(),
        _sheet(addresses=False).encode(),
        _sheet(formula=True).encode(),
        f'<?xml version="1.0" encoding="UTF-16"?>{_sheet()}'.encode("utf-16"),
    ],
    ids=["inline", "prefix", "no addresses", "formulas with results", "UTF-16"],
)
def test_whoever_wrote_the_sheet(tmp_path: Path, sheet: bytes) -> None:
    assert _read(_book(tmp_path / "a.xlsx", sheet)) == ROWS


def test_a_target_from_the_root_and_a_link_to_the_file(tmp_path: Path) -> None:
    book = _book(tmp_path / "a.xlsx", _sheet().encode(), target="/xl/worksheets/sheet1.xml")
    (tmp_path / "b.xlsx").symlink_to(book)

    assert _read(tmp_path / "b.xlsx") == ROWS


def test_macros_are_left_alone(tmp_path: Path) -> None:
    assert _read(_book(tmp_path / "a.xlsm", _sheet().encode(), macro=True)) == ROWS
