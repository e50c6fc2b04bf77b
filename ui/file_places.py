"""Where a window for files begins: with the papers of the person, not where programs run."""

from PySide6.QtCore import QStandardPaths


def in_documents(name: str = "") -> str:
    """Return the folder of documents, or the place of a file in it."""
    places = QStandardPaths.StandardLocation
    folder = QStandardPaths.writableLocation(places.DocumentsLocation)
    return f"{folder}/{name}" if name else folder
