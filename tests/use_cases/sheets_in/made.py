"""Writes sheets as an office would: rows of words under headings, into a real workbook."""

from collections.abc import Sequence
from pathlib import Path

from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.sheets_in.taking_in import (
    SheetPreview,
    SheetResult,
    import_records,
    read_records,
)


def write_sheet(path: Path, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """Write one sheet with these headings and rows; every cell as it is given."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(heads))
    for row in rows:
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
