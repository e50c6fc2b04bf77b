"""A page with filters, a list and the pane of what is chosen, side by side or by turns."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import failures, theme
from ui.cards import PageHead
from ui.filter_row import FilterRow
from ui.jobs import Jobs
from ui.listing import Listing
from ui.page import Page
from ui.record_pane import RecordPane

NARROW = 980
"""Below this width the pane takes the place of the list."""

Filters = TypeVar("Filters", bound=FilterRow)
List = TypeVar("List", bound=Listing[Any])
Pane = TypeVar("Pane", bound=RecordPane)
T = TypeVar("T")


class ListPage(Page, Generic[Filters, List, Pane]):
    """Filters over a list, and beside it the pane; a subclass reads, shows and does."""

    def __init__(
        self,
        jobs: Jobs,
        filters: Filters,
        listing: List,
        pane: Pane,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self.filters, self.list, self.pane = jobs, filters, listing, pane
        self._narrow = self._alone = False
        self._head = PageHead(self.title)
        self._lay_out()
        filters.changed.connect(self.look)
        filters.search.left.connect(self._to_list)
        listing.chosen.connect(lambda _: self.show_chosen())
        listing.opened.connect(lambda _: self._opened())
        listing.clear_asked.connect(self._clear)
        pane.closed.connect(self._close_pane)
        self.key("/", self._to_search)

    # What a subclass says

    def look(self) -> None:
        """List what the search box and the filters ask for."""
        raise NotImplementedError

    def show_chosen(self) -> None:
        """Show in the pane what is chosen in the list."""
        raise NotImplementedError

    def act(self) -> None:
        """Do first what one does with a record that was opened."""
        raise NotImplementedError

    # What the window asks for

    def refresh(self, changes: object = None) -> None:
        """Read the list and what is chosen again."""
        before = self.list.selected()
        self.look()
        if self.list.selected() == before:  # else the list has told of another one
            self.show_chosen()

    def focus_first(self) -> None:
        """Give the keyboard to what is in view: the pane, the list, or the search without one."""
        listed = self.list.table if self.list.table.records.ids else self.filters.search
        target = self.pane.first() if self._alone else listed
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """Return search, list and the first button of the pane."""
        return self.filters.search, self.list.table, self.pane.first()

    # What people do

    def choose(self, record_id: UUID) -> None:
        """Choose a record and open its pane; filters that hide it are cleared."""
        if not self.list.select(record_id):
            self.filters.clear()
            self.list.select(record_id)
        self.show_chosen()
        self._open_pane()

    def run(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        """Do a use case on the data thread; a refusal is told in the pane."""
        self._jobs.start(self, lambda progress: work(), done, self._failed)

    # Inside

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(theme.S4)
        below.addWidget(self.list, 700)
        below.addWidget(self.pane, 402)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(self._head)
        column.addWidget(self.filters)
        column.addLayout(below, 1)

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self.pane.refusal.show_refusal(words.message, words.advice, words.found, words.basis)

    def _opened(self) -> None:
        if self._narrow and not self._alone:
            self._open_pane()
        else:
            self.act()

    def _to_search(self) -> None:
        self._arrange(alone=False)
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def _to_list(self) -> None:
        self.filters.search.ask_now()
        self.focus_first()

    def _clear(self) -> None:
        self.filters.clear()
        self.filters.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_pane(self) -> None:
        self._arrange(alone=self._narrow)
        if self._alone:
            self.pane.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_pane(self) -> None:
        self._arrange(alone=False)
        self.focus_first()

    def _arrange(self, *, alone: bool) -> None:
        self._alone = alone
        self.list.setVisible(not alone)
        self.filters.setVisible(not alone)
        self.pane.setVisible(not self._narrow or alone)
        self.pane.offer_way_back(self._narrow)
        self.hints_changed.emit()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the pane take the place of the list where both do not fit."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange(alone=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list with Esc, and from the list to everything."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._alone:
            self._close_pane()
        elif self.filters.narrows():
            self.filters.clear()
            self.focus_first()
