"""Writes a workbook: text stays text, identity numbers whole; amounts and days are numbers.

A formula stands only where a sum is asked for. The workbook is made in memory: the spreadsheet
library would leave what it writes in the temporary folder, where nobody expects names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from desktop_app.spreadsheets.cell_text import escaped
from desktop_app.spreadsheets.sheet import column_letters

_DAY = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELS = "application/vnd.openxmlformats-package.relationships+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Yuan:
    """An amount that can be reckoned with; ``sums`` names the rows above it that it adds up."""

    fen: int
    sums: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A number of tenths, such as the days worked: 285 is 28.5."""

    tenths: int


Cell = str | Yuan | Count
Sheet = tuple[str, Iterable[Sequence[Cell]], Sequence[int]]
"""The name of a sheet, its rows, and the widths of its columns."""

_PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    # Number format 49 is "@": a cell that is typed over stays text. 2 is "0.00", 0 as it comes.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/>'
    '<name val="宋体"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/>'
    '</fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
    '</cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf numFmtId="49" xfId="0"'
    ' applyNumberFormat="1"/><xf numFmtId="2" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}


def text_book(title: str, rows: Iterable[Sequence[Cell]], widths: Sequence[int] = ()) -> bytes:
    """Return the bytes of an .xlsx workbook with one sheet; the same for the same rows."""
    return text_books([(title, rows, widths)])


def text_books(sheets: Sequence[Sheet]) -> bytes:
    """Return the bytes of an .xlsx workbook with these sheets; the same for the same rows."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in (_frame([title for title, _, _ in sheets])).items():
            archive.writestr(ZipInfo(name, _DAY), _HEAD + content, ZIP_DEFLATED)
        for number, (_, rows, widths) in enumerate(sheets, start=1):
            place = ZipInfo(f"xl/worksheets/sheet{number}.xml", _DAY)
            archive.writestr(place, _HEAD + _sheet(rows, widths), ZIP_DEFLATED)
    return out.getvalue()


def _frame(titles: Sequence[str]) -> dict[str, str]:
    """Return the parts around the sheets."""
    numbers = range(1, len(titles) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet"'
        f' Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    named = "".join(
        f'<sheet name="{escape(title)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, title in zip(numbers, titles, strict=True)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_RELS}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'{kinds}<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
        **_PARTS,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{len(titles) + 1}" Type="{_RELATIONS}/styles"'
        ' Target="styles.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{named}'
        "</sheets></workbook>",
    }


def _sheet(rows: Iterable[Sequence[Cell]], widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" style="1" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    lines = "".join(
        f'<row r="{number}">{_cells(number, row)}</row>' for number, row in enumerate(rows, start=1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}">{f"<cols>{columns}</cols>" if columns else ""}'
        f"<sheetData>{lines}</sheetData></worksheet>"
    )


def _cells(number: int, row: Sequence[Cell]) -> str:
    return "".join(
        _cell(f"{column_letters(place)}{number}", column_letters(place), cell)
        for place, cell in enumerate(row, start=1)
        if cell != ""
    )


def _cell(place: str, column: str, cell: Cell) -> str:
    if isinstance(cell, Count):
        return f'<c r="{place}" s="3"><v>{_decimal(cell.tenths, 1)}</v></c>'
    if isinstance(cell, Yuan):
        sums = f"<f>SUM({column}{cell.sums[0]}:{column}{cell.sums[1]})</f>" if cell.sums else ""
        return f'<c r="{place}" s="2">{sums}<v>{_decimal(cell.fen, 2)}</v></c>'
    return (
        f'<c r="{place}" s="1" t="inlineStr">'
        f'<is><t xml:space="preserve">{escaped(cell)}</t></is></c>'
    )


def _decimal(parts: int, places: int) -> str:
    """Return so many hundredths or tenths as a decimal number, without a float between."""
    whole, rest = divmod(abs(parts), 10**places)
    return f"{'-' if parts < 0 else ''}{whole}.{rest:0{places}}"
