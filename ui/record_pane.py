"""The pane beside a list: the record that is chosen, or a word about choosing one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from ui import theme
from ui.buttons import IconButton
from ui.cards import Card, ScrollColumn
from ui.empty_state import EmptyState
from ui.labels import label, line
from ui.refusal_card import RefusalCard


class RecordPane(Card):
    """A head, and what scrolls below it; a subclass fills ``top`` and ``inside``.

    Signals:
        asked: Something is to be done with the record; carries what.
        closed: The person wants to go back to the list.
    """

    asked = Signal(str)
    closed = Signal()

    def __init__(self, nothing: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self.refusal = RefusalCard()
        self.back = IconButton("arrow-left", "回到名单", clicked=self.closed.emit)
        self.back.hide()
        self.called = label("", theme.PAGE_TITLE, bold=True, wrap=True)
        self.top = QVBoxLayout()
        self.top.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S3)
        self.top.setSpacing(theme.S2)
        self.scrolling = ScrollColumn(theme.S2)
        self.inside = self.scrolling.column
        self.inside.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S4)
        self.inside.addWidget(self.refusal)
        record = QWidget()
        column = QVBoxLayout(record)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.top)
        column.addWidget(line())
        column.addWidget(self.scrolling, 1)
        self._pages = QStackedLayout()
        self._pages.addWidget(nothing)
        self._pages.addWidget(record)
        self.body.addLayout(self._pages)

    def first(self) -> QWidget:
        """Return the button that takes the keyboard."""
        raise NotImplementedError

    def offer_way_back(self, offered: bool) -> None:
        """Show the button back to the list, where pane and list do not fit side by side."""
        self.back.setVisible(offered)

    def show_record(self, shown: bool) -> None:
        """Show the record, or the word about choosing one."""
        self._pages.setCurrentIndex(1 if shown else 0)

    def ask(self, verb: str) -> Callable[[], None]:
        """Return what a button does that asks for ``verb``."""
        return partial(self.asked.emit, verb)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
