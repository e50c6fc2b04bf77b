"""What every page of the window is: a pane with a name, keys of its own, and a way to be opened."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop_app.session import Changes

Hint = tuple[str, str]
"""A key and what it does, for the hint bar."""


class Page(QWidget):
    """One page of the window.

    Signals:
        toast: A sentence to show for a moment.
        saved: A sentence about what was just kept; the toast offers to take it back.
        go: The name of a page to go to, and what to open there.
        failed: An exception for the window to put into words.
        hints_changed: The keys for what has focus now are others.
    """

    toast = Signal(str)
    saved = Signal(str)
    go = Signal(str, object)
    failed = Signal(object)
    hints_changed = Signal()

    name = ""
    title = ""
    icon = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName(self.name)

    def hints(self) -> list[Hint]:
        """Return at most seven keys for what has focus now."""
        return []

    def open(self, argument: object = None) -> None:
        """Show what ``argument`` names: an id, a filter, or nothing in particular."""

    def refresh(self, changes: "Changes | None" = None) -> None:
        """Read again what ``changes`` touch; everything, without them."""

    def focus_first(self) -> None:
        """Put the focus where work on this page begins."""
        self.setFocus()

    def leave(self) -> bool:
        """Say whether the page may be left now; a half-filled form keeps a draft first."""
        return True
