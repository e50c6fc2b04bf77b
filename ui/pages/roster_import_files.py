"""The dialogs that ask for the file of a roster, and for the place of its list of problems."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.file_places import in_documents

FILES = "Excel 工作簿 (*.xlsx)"
ROSTERS = "Excel 工作簿 (*.xlsx *.xlsm)"
"""Macros in a roster are never looked at."""


def ask_for_file(parent: QWidget, chosen: Callable[[Path], object]) -> QFileDialog:
    """Open a dialog for a file to read."""
    dialog = QFileDialog(parent, "选择花名册", in_documents(), FILES)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _open(dialog, chosen)


def ask_for_place(
    parent: QWidget, name: str, chosen: Callable[[Path], object], title: str = "导出问题清单"
) -> QFileDialog:
    """Open a dialog for the place of a file that is written."""
    dialog = QFileDialog(parent, title, in_documents(name), FILES)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    return _open(dialog, chosen)


def _open(dialog: QFileDialog, chosen: Callable[[Path], object]) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
    return dialog


def file_in(data: QMimeData) -> Path | None:
    """Return the first file that was dropped or copied, if any."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return Path(paths[0]) if paths else None
