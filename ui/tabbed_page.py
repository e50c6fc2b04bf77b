"""A place of the navigation that holds several pages under a row of tabs."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.page import Door, Hint, Page
from ui.page_stack import PageStack
from ui.tab_row import TabRow


class TabbedPage(Page):
    """Speaks to the window for the page under the chosen tab; a page is made at its first visit.

    ``open(("rolls", id))`` goes to the tab of that name and lets it show ``id``; whatever else
    is asked for is the first tab's.
    """

    def __init__(self, tabs: Sequence[Door], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors = {door.name: door for door in tabs}
        self._order = list(self._doors)
        self._pages: dict[str, Page] = {}
        self._stale = set(self._order)
        self._waiting: dict[str, tuple[int, bool]] = {}
        self.tabs = TabRow([(door.name, door.title) for door in tabs])
        self.stack = PageStack()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.tabs)
        column.addWidget(self.stack, 1)
        self.stack.addWidget(self.page_of(self._order[0]))
        self.tabs.chosen.connect(self._show)
        self.key("Ctrl+PgDown", partial(self._step, 1))
        self.key("Ctrl+PgUp", partial(self._step, -1))

    @property
    def page(self) -> Page:
        """The page under the chosen tab."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)  # noqa: S101 - the stack holds nothing else
        return page

    def page_of(self, name: str) -> Page:
        """Return the page of a tab, made now if it is needed for the first time."""
        if name not in self._pages:
            page = self._pages[name] = self._doors[name].make()
            page.toast.connect(self.toast)
            page.go.connect(self.go)
            page.refused.connect(self.refused)
            page.hints_changed.connect(self.hints_changed)
            page.counted.connect(partial(self._counted, name))
        return self._pages[name]

    def go_to(self, name: str, argument: object = None) -> None:
        """Bring a tab into view; with an argument, let its page show that."""
        self.tabs.choose(name)
        if argument is not None:
            self.page.open(argument)

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys of the page in view."""
        return self.page.hints()

    def refresh(self, changes: object = None) -> None:
        """Let the page in view read again; the others do so when they are opened."""
        self._stale = set(self._order) - {self.page_name}
        self.page.refresh(changes)

    def open(self, argument: object = None) -> None:
        """Show what was asked for from elsewhere, under its tab."""
        match argument:
            case (str(name), wanted) if name in self._doors:
                self.go_to(name, wanted)
            case str(name) if name in self._doors:
                self.go_to(name)
            case _:
                self.go_to(self._order[0], argument)

    def focus_first(self) -> None:
        """Give the keyboard to what a person wants first on the page in view."""
        self.page.focus_first()

    def panes(self) -> Sequence[QWidget]:
        """Return the tabs and the parts of the page in view."""
        return self.tabs, *self.page.panes()

    def leave(self) -> None:
        """Let every page hide what must not stay on screen."""
        for page in self._pages.values():
            page.leave()

    @property
    def page_name(self) -> str:
        """The name of the chosen tab."""
        return self._order[self.tabs.currentIndex()]

    # Inside

    def _show(self, name: str) -> None:
        before, page = self.page, self.page_of(name)
        if page is not before:
            before.leave()
            self.stack.addWidget(page)
            self.stack.setCurrentWidget(page)
        if name in self._stale or page.read_on_return:
            self._stale.discard(name)
            page.refresh()
        if not self.tabs.hasFocus():
            page.focus_first()
        self.hints_changed.emit()

    def _step(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % len(self._order))
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page.focus_first()

    def _counted(self, name: str, count: int, urgent: bool) -> None:
        self._waiting[name] = (count, urgent)
        self.tabs.show_count(name, count)
        waiting = self._waiting.values()
        self.counted.emit(sum(each for each, _ in waiting), any(bad for _, bad in waiting))
