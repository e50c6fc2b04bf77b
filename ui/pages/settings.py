"""设置: the look, the lock, the data, the rules, the last steps, and what this program is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.session import Session
from desktop_app.settings import Settings
from ui import theme
from ui.cards import PageHead
from ui.icon import icon
from ui.jobs import Jobs
from ui.page import Hint, Page
from ui.pages.settings_about import AboutSection
from ui.pages.settings_data import DataSection
from ui.pages.settings_lock import LockSection
from ui.pages.settings_look import LookSection
from ui.pages.settings_recent import RecentSection
from ui.pages.settings_rules import RulesSection
from ui.pages.settings_section import Section

NARROW = 820
"""Below this width the names of the groups stand above them."""

LIST_WIDTH = 176
LOOKS, SCALE = "looks", "scale"
"""The looks and the text sizes, as ``open`` names them."""


class SettingsPage(Page):
    """Everything a person may choose; groups at the left, the group chosen beside them."""

    name, title, icon = "settings", "设置", "settings"

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        settings: Settings,
        on_change: Callable[[Settings], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings, self._on_change = settings, on_change
        self.look = LookSection(settings, self.change)
        self.lock = LockSection(session, jobs, settings, self.change)
        self.data = DataSection(session, jobs)
        self.rules = RulesSection(session, jobs)
        self.recent = RecentSection(session, jobs)
        self.about = AboutSection()
        self.sections: Sequence[Section] = (
            *(self.look, self.lock, self.data),
            *(self.rules, self.recent, self.about),
        )
        self._lay_out()
        for section in self.sections:
            section.toast.connect(self.toast.emit)
            section.refused.connect(self.refused.emit)
        self.list.currentRowChanged.connect(self._show_section)
        self.list.setCurrentRow(0)

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys of the groups."""
        return [
            ("←→" if self.list.isWrapping() else "↑↓", "选一组"),
            ("Tab", "到这一组里"),
            ("空格", "选中、打开"),
            ("F6", "换栏"),
            ("Ctrl L", "锁屏"),
        ]

    def refresh(self, changes: object = None) -> None:
        """Read the group in view again."""
        self.section.refresh()

    def open(self, argument: object = None) -> None:
        """Show a group by its name, the looks, the text sizes, or a rule by its key."""
        if argument in {LOOKS, SCALE}:
            self.show_section("look")
            chosen = self.look.looks if argument == LOOKS else self.look.scales
            # The window gives the keyboard to the groups once this returns.
            QTimer.singleShot(0, self.look, chosen.focus_first)
        elif self.rules.knows(argument):
            self.show_section("rules")
            self.rules.show_rule(str(argument))
        elif isinstance(argument, str):
            self.show_section(argument)

    def focus_first(self) -> None:
        """Give the keyboard to the groups."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """Return the groups, and the one in view."""
        return (self.list, self.section)

    def leave(self) -> None:
        """Forget passphrases half typed."""
        for section in self.sections:
            section.leave()

    # What people do

    @property
    def section(self) -> Section:
        """The group in view."""
        return self.sections[self.stack.currentIndex()]

    def show_section(self, name: str) -> None:
        """Bring a group into view."""
        for place, section in enumerate(self.sections):
            if section.name == name:
                self.list.setCurrentRow(place)

    def change(self, **values: Any) -> None:
        """Keep other choices; they count at once."""
        self.settings = replace(self.settings, **values)
        self._on_change(self.settings)

    # Inside

    def _show_section(self, place: int) -> None:
        if place < 0:
            return
        self.section.leave()
        self.stack.setCurrentIndex(place)
        self.section.refresh()
        self.hints_changed.emit()

    def _lay_out(self) -> None:
        self.list = QListWidget()
        self.list.setProperty("role", "boxed")
        self.list.setAccessibleName("设置的分组")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.set_type(self.list, theme.BODY)
        self.stack = QStackedWidget()
        for section in self.sections:
            self.list.addItem(QListWidgetItem(section.title))
            self.stack.addWidget(section)
        self._draw_icons()
        self._row: QBoxLayout = QHBoxLayout()
        self._row.setSpacing(theme.S4)
        self._row.addWidget(self.list, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(PageHead("设置", "外观、字号和锁屏只改这台电脑"))
        column.addLayout(self._row, 1)
        self._fit()

    def _draw_icons(self) -> None:
        for place, section in enumerate(self.sections):
            self.list.item(place).setIcon(icon(section.icon, "text2", theme.px(18)))

    def _fit(self) -> None:
        """Put the groups above where both do not fit side by side."""
        narrow = self.width() < theme.px(NARROW)
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        flows = QListView.Flow
        self.list.setFlow(flows.LeftToRight if narrow else flows.TopToBottom)
        self.list.setWrapping(narrow)
        self.list.setSpacing(theme.S1 if narrow else 0)
        self.list.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.list.setFixedWidth(max(1, self.width()) if narrow else theme.px(LIST_WIDTH))
        self.list.doItemsLayout()
        last = self.list.visualItemRect(self.list.item(len(self.sections) - 1))
        self.list.setFixedHeight(last.bottom() + (theme.S1 if narrow else 0) + 11)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size and the look."""
        super().changeEvent(event)
        kinds = QEvent.Type
        if event.type() in {kinds.PaletteChange, kinds.StyleChange} and hasattr(self, "_row"):
            self._draw_icons()
            self._fit()
