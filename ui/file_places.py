"""Asking for a file: beginning with the papers of the person, not where programs run."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Chosen = Callable[[Path], object]


def in_documents(name: str = "") -> str:
    """Return the folder of documents, or the place of a file in it."""
    places = QStandardPaths.StandardLocation
    folder = QStandardPaths.writableLocation(places.DocumentsLocation)
    return f"{folder}/{name}" if name else folder


def ask_for_file(parent: QWidget, title: str, kinds: str, chosen: Chosen) -> QFileDialog:
    """Open a dialog for a file to read; ``kinds`` are words and patterns as Qt takes them."""
    dialog = QFileDialog(parent, title, in_documents(), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _open(dialog, chosen)


def ask_for_place(
    parent: QWidget, title: str, name: str, kinds: str, chosen: Chosen, *, replaces: bool = True
) -> QFileDialog:
    """Open a dialog for the place of a file that is written, with the ending of ``name``.

    Without ``replaces`` it does not ask about a file that is there: what writes refuses it in
    our words.
    """
    dialog = QFileDialog(parent, title, in_documents(name), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not replaces)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    return _open(dialog, chosen)


def _open(dialog: QFileDialog, chosen: Chosen) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
    return dialog
