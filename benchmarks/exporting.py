"""The roster of everybody to Excel, beside bare XlsxWriter with the very same cells."""

import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import made_up_folder
from benchmarks.measure import Amount, Figure, busy, peak, reset_peak
from desktop_app.session import Session
from desktop_app.spreadsheets.book import Cell, Yuan
from desktop_app.use_cases.exporting.kinds import KINDS, Wanted, found_ids, told_rows
from desktop_app.use_cases.exporting.register import export_register

PEOPLE = 200_000
GOAL = 1.5
GOAL_MB = 250


def exporting(folder: Path, people: int = PEOPLE) -> list[Figure | Amount]:
    """Measure by the processor: reading, telling, writing and keeping against writing alone."""
    folder.mkdir(parents=True, exist_ok=True)
    session = made_up_folder(folder / "export", people, encrypted=True)
    before = reset_peak()
    out = folder / "a.xlsx"
    ours = busy(lambda: export_register(session, "people", str(out)))
    grown = (peak() - before) / (1 << 20)
    told = busy(lambda: [None for _ in _cells(session)])
    bare = busy(lambda: _bare(_cells(session))) - told
    columns = len(KINDS["people"].values())
    size = out.stat().st_size / 1e6
    session.close()
    what = f"花名册 {people:,} 行 {columns} 列导出到 Excel"
    return [
        Figure(f"{what}（处理器时间）", ours, bare, GOAL),
        Amount("　内存多用", grown, GOAL_MB, "MB"),
        Amount("　其中读出和写成文字", told, 0, "s"),
        Amount("　文件", size, 0, "MB"),
    ]


def _cells(session: Session) -> Iterator[list[Cell]]:
    kind = KINDS["people"]
    ids = found_ids(session, kind, Wanted())
    for cells in told_rows(session, kind, ids, kind.values(), whole=False):
        yield [("否", "是")[cell] if isinstance(cell, bool) else cell for cell in cells]


def _bare(rows: Iterator[list[Cell]]) -> None:
    """Write the cells as XlsxWriter's manual shows it, in its own way of saving memory."""
    from xlsxwriter import Workbook

    book = Workbook(BytesIO(), {"constant_memory": True, "strings_to_formulas": False})
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "0.00"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(number, column, cell, text)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, Yuan):
                sheet.write_number(number, column, cell.fen / 100, money)
            elif cell is not None:
                sheet.write_number(number, column, cell)
    book.close()


if __name__ == "__main__":
    with TemporaryDirectory(prefix="nutag-bench-") as place:
        for figure in exporting(Path(place), int(sys.argv[1]) if sys.argv[1:] else PEOPLE):
            print(figure.line(), flush=True)
