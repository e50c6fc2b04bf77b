"""What every page of the window is: a name in the navigation, keys, and a way to read again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Hint = tuple[str, str]
"""A key and what it does now, such as ("Enter", "打开")."""


class Page(QWidget):
    """One place of the navigation.

    A subclass sets ``name`` (how the program calls it), ``title`` and ``icon``, and leaves its
    outer margins at nothing: the window keeps the edges.

    Signals:
        toast: Say what was done; the second value is how to take it back, or ``None``.
        go: Open the page of that name with an argument.
        refused: Show an exception that stopped what was asked.
        counted: How many things wait here, and whether they wait for this person.
        hints_changed: The keys that work now are others.
    """

    name = ""
    title = ""
    icon = "circle"
    read_on_return = False
    """Read again at each return: drafts and such change without a step that is told."""

    toast = Signal(str, object)
    go = Signal(str, object)
    refused = Signal(object)
    counted = Signal(int, bool)
    hints_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setObjectName(f"page-{self.name}")
        self.setAccessibleName(self.title)

    def hints(self) -> list[Hint]:
        """Return at most seven keys that work now, for the thing that has the keyboard."""
        return []

    def refresh(self, changes: object = None) -> None:
        """Read again what ``changes`` touched, or everything for ``None``."""

    def open(self, argument: object = None) -> None:
        """Show what was asked for from elsewhere, such as the id of a person or a search."""

    def focus_first(self) -> None:
        """Give the keyboard to what a person wants first here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """Return the parts that F6 walks through, in reading order."""
        return ()

    def leave(self) -> None:
        """Hide what must not stay on screen, such as a whole identity number."""

    def key(self, keys: str, act: Callable[[], object]) -> QShortcut:
        """Let ``keys`` do ``act`` while this page is in view."""
        made = QShortcut(QKeySequence(keys), self)
        made.activated.connect(lambda: act())
        return made

    # Qt overrides

    def heightForWidth(self, width: int) -> int:
        """Ask for no height while another page is in view: a stack takes that of its highest."""
        return -1 if self.isHidden() else super().heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        """Ask for no room while another page is in view."""
        return QSize(0, 0) if self.isHidden() else super().minimumSizeHint()


@dataclass(frozen=True, slots=True)
class Door:
    """A place of the navigation; its page is made when it is first needed, to start quickly."""

    name: str
    title: str
    icon: str
    make: Callable[[], Page]
