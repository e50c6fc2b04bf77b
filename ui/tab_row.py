"""The row of tabs at the top of a place that holds several pages."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from ui import theme


class TabRow(QTabBar):
    """Tabs by name; the keyboard walks them with ← and →.

    Signals:
        chosen: The name of the tab that was chosen.
    """

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = list(tabs)
        self.setObjectName("tabs")
        self.setAccessibleName("分页")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        theme.set_type(self, theme.BODY)
        self.setVisible(len(self._titles) > 1)
        for _, title in self._titles:
            self.addTab(title)
        self.currentChanged.connect(lambda place: self.chosen.emit(self._titles[place][0]))

    def choose(self, name: str) -> None:
        """Mark the tab of that name as the one in view."""
        self.setCurrentIndex(self._place(name))

    def show_count(self, name: str, count: int) -> None:
        """Write beside a tab how many things wait there; none for zero."""
        place = self._place(name)
        title = self._titles[place][1]
        self.setTabText(place, f"{title}　{count}" if count else title)

    def _place(self, name: str) -> int:
        return [each for each, _ in self._titles].index(name)
