"""Opens an office's own workbook to write into it, and gives it back with its layout as it was.

What openpyxl would lose (macros, pictures, charts, links) is refused. Everything stays in memory:
openpyxl by itself writes each sheet, readable, into the temporary folder first.
"""

from copy import copy
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from desktop_app.domain.errors import Refused
from desktop_app.spreadsheets.sheet import column_letters

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MIB = 1024 * 1024
LARGEST, UNPACKED = 4 * MIB, 40 * MIB
"""A blank sheet is small."""

LOST = {
    "vbaProject": "宏",
    "xl/media/": "图片",
    "xl/drawings/": "图形",
    "xl/charts/": "图表",
    "xl/externalLinks/": "指向别的文件的链接",
    "xl/ctrlProps/": "控件",
    "xl/activeX/": "控件",
    "xl/embeddings/": "嵌入的文件",
    "xl/comments": "批注",
    "xl/pivotTables/": "数据透视表",
}
"""Parts of a workbook that would not be there afterwards."""

USUAL_WIDTH = 8.43
WIDEST_PARTED = 200

KEEP = "请在 WPS 或 Excel 里另存一份不带这些内容的 .xlsx，再用它来填。"


def opened_blank(template: Path) -> "Workbook":
    """Return a template to write into, or refuse one that would be damaged."""
    from openpyxl import load_workbook

    if not template.is_file():
        raise Refused("没有找到这个空表，没有填。", advice="请看看文件名和文件夹对不对。")
    if template.stat().st_size > LARGEST:
        raise Refused("这个空表太大了，没有填。", advice="请用只有表头的空表。")
    data = template.read_bytes()
    _refuse_lossy(data)
    try:
        return load_workbook(BytesIO(data))
    except Exception as error:
        raise Refused("这个空表打不开，没有填。", advice=KEEP) from error


def saved(book: "Workbook") -> bytes:
    """Return the bytes of a workbook without touching a disk."""
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class InMemory(ExcelWriter):
        def write_worksheet(self, ws: Any) -> None:
            out = BytesIO()
            writer = WorksheetWriter(ws, out=out)
            writer.write()
            ws._rels = writer._rels  # type: ignore[attr-defined] # as its own saving does
            self._archive.writestr(ws.path[1:], out.getvalue())  # type: ignore[attr-defined] # untyped
            self.manifest.append(ws)

    package = BytesIO()
    with ZipFile(package, "w", ZIP_DEFLATED) as archive:
        InMemory(book, archive).write_data()
    return package.getvalue()


def widen(sheet: "Worksheet", rows: int) -> None:
    """Make columns wider in which the first ``rows`` hold a day or number that has no room.

    Excel shows such a cell as ####; text runs on or is cut, and its column stays as it is.
    """
    needed: dict[int, float] = {}
    for row in sheet.iter_rows(max_row=rows):
        for cell in row:
            if isinstance(cell.value, date | int | float) and not isinstance(cell.value, bool):
                column = cell.column or 1
                needed[column] = max(needed.get(column, 0), _shown(cell))
    _part_columns(sheet)
    usual = sheet.sheet_format.defaultColWidth or USUAL_WIDTH
    for column, width in needed.items():
        letter = column_letters(column)
        given = sheet.column_dimensions.get(letter)
        room = given.width if given is not None and given.customWidth else usual
        if width > room:
            sheet.column_dimensions[letter].width = width


def reach_down(sheet: "Worksheet", last: int) -> None:
    """Let what is printed reach the row ``last``, if it is one area that ends above."""
    from openpyxl.utils import range_boundaries

    areas = str(sheet.print_area or "").split(",")
    if len(areas) != 1 or not areas[0]:
        return
    left, top, right, bottom = range_boundaries(areas[0].rpartition("!")[2])
    if left and top and right and bottom and bottom < last:
        sheet.print_area = f"{column_letters(left)}{top}:{column_letters(right)}{last}"


def _shown(cell: Any) -> float:
    """Return how many digits a day or number takes as it is shown, with the rim of a cell."""
    form = str(cell.number_format)
    if isinstance(cell.value, date):
        digits = 14.0 if "年" in form else 10.0
    elif isinstance(cell.value, float):
        digits = len(f"{cell.value:.2f}")
    else:
        digits = len(str(cell.value))
    size = cell.font.sz or 11
    return digits * size / 11 + 1.5


def _part_columns(sheet: "Worksheet") -> None:
    """Give each column measures of its own: a file holds those of neighbours together."""
    for given in list(sheet.column_dimensions.values()):
        first, last = given.min or 0, given.max or 0
        if first < last <= WIDEST_PARTED:
            given.max = first
            for column in range(first + 1, last + 1):
                own = copy(given)
                own.index, own.min, own.max = column_letters(column), column, column
                sheet.column_dimensions[own.index] = own


def _refuse_lossy(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            size = sum(entry.file_size for entry in package.infolist())
    except BadZipFile as error:
        raise Refused(
            "这个文件不是没有加密的 Excel 工作簿（.xlsx），没有填。",
            advice="请在 WPS 或 Excel 里打开它，去掉口令，另存为 .xlsx，再用它来填。",
        ) from error
    if size > UNPACKED:
        raise Refused("这个空表太大了，没有填。", advice="请用只有表头的空表。")
    lost = dict.fromkeys(what for part, what in LOST.items() for name in names if part in name)
    if lost:
        raise Refused(f"这个空表里有{'、'.join(lost)}，填了会丢，没有填。", advice=KEEP)
