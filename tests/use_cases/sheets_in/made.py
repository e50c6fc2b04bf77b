"""Writes sheets as an office would: rows of words under headings, into a real workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.sheets_in.taking_in import (
    SheetPreview,
    SheetResult,
    import_records,
    read_records,
)


@dataclass(frozen=True)
class Sheet:
    """One worksheet: its name, its headings and its rows."""

    name: str
    heads: Sequence[object]
    rows: Sequence[Sequence[object]]


def write_sheet(path: Path, heads: Sequence[object], rows: Sequence[Sequence[object]]) -> Path:
    """Write one sheet with these headings and rows; every cell as it is given."""
    return write_book(path, Sheet("表", heads, rows))


def write_book(path: Path, *sheets: Sheet) -> Path:
    """Write a workbook with these sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for one in sheets:
        sheet = book.create_sheet(one.name)
        for row in (one.heads, *one.rows):
            sheet.append(list(row))
    book.save(path)
    return path


def taken_in(session: Session, kind: str, path: Path) -> tuple[SheetPreview, SheetResult]:
    """Try a sheet, then take it in."""
    preview = read_records(session, kind, path, Progress())
    return preview, import_records(session, preview, Progress())


def problems(preview: SheetPreview) -> list[str]:
    """Return what is wrong with the rows, as people read it."""
    return [str(row.problem) for row in preview.rows if row.problem is not None]
