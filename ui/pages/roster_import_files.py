"""The files of rosters: what they are called, and one that was dropped or pasted."""

from pathlib import Path

from PySide6.QtCore import QMimeData

FILES = "Excel 工作簿 (*.xlsx)"
ROSTERS = "Excel 工作簿 (*.xlsx *.xlsm)"
"""Macros in a roster are never looked at."""


def file_in(data: QMimeData) -> Path | None:
    """Return the first file that was dropped or copied, if any."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return Path(paths[0]) if paths else None
