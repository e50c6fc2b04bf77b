"""The card with the list of posts: legend, search, rows, and what is said when there are none."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from desktop_app.use_cases.post_list import PostLine
from desktop_app.use_cases.post_waits import LISTS
from ui import theme
from ui.buttons import Button
from ui.cards import Card
from ui.empty_state import EmptyState
from ui.filter_button import FilterButton
from ui.labels import ElidingLabel, label, line
from ui.pages.posts_rows import PostListView
from ui.search_box import SearchBox
from ui.seats import paint_seats

MANY = 8
"""Posts from which on a search box is worth its room."""


class PostList(Card):
    """The card of the list: legend, search when there are many, rows, a foot.

    Signals:
        searched: Other words are looked for, or another list.
        new_asked: A post is to be proposed.
    """

    searched = Signal()
    new_asked = Signal()

    def __init__(self, rules: str, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self.view = PostListView()
        self.search = SearchBox("岗位、嘎查村、持岗人")
        self.search.textChanged.connect(lambda _: self.searched.emit())
        self.search.left.connect(self.view.setFocus)
        self.search.hide()
        self._nothing = EmptyState("search", "没有这样的岗位", "换几个字，或者清空再看。")
        self._nothing.add_button(Button("看全部", clicked=self.clear))
        self.filter = FilterButton("只看", LISTS, single=True, none="全部岗位")
        self.filter.setObjectName("only")
        self.filter.changed.connect(self.searched)
        propose = Button("设岗", "primary", "plus", clicked=self.new_asked.emit)
        none_yet = EmptyState(
            "hand-helping",
            "还没有公益岗位",
            "先登记嘎查村要设的岗位，旗县批复、公告以后就能登记报名。",
            [propose],
        )
        self._stack = QStackedLayout()
        for widget in (self.view, self._nothing, none_yet):
            self._stack.addWidget(widget)
        box = QHBoxLayout()
        box.setContentsMargins(theme.S3, 0, theme.S3, theme.S2)
        box.setSpacing(theme.S2)
        box.addWidget(self.search, 1)
        box.addWidget(self.filter)
        foot = ElidingLabel(f"核对依据：{rules}", theme.NOTE, tone="text2")
        foot.setContentsMargins(theme.S4, theme.S2, theme.S3, theme.S2)
        self.body.setSpacing(0)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.addLayout(_legend())
        self.body.addLayout(box)
        self.body.addWidget(line())
        self.body.addLayout(self._stack, 1)
        self.body.addWidget(line())
        self.body.addWidget(foot)

    def only(self) -> str:
        """Return the list that posts are narrowed to, or ''."""
        return next(iter(self.filter.values()), "")

    def narrows(self) -> bool:
        """Say whether words or a list narrow what is shown."""
        return bool(self.search.text().strip() or self.only())

    def clear(self) -> None:
        """Show every post again."""
        self.blockSignals(True)
        self.search.clear()
        self.filter.choose(())
        self.blockSignals(False)
        self.searched.emit()

    def show_lines(self, lines: Sequence[PostLine]) -> None:
        """Show the posts, or why there are none."""
        searching = self.narrows()
        self.search.setVisible(bool(self.search.text().strip()) or len(lines) > MANY)
        self._stack.setCurrentIndex(0 if lines else 1 if searching else 2)
        self.view.show_lines(lines)


class _Key(QWidget):
    """One square of the legend."""

    def __init__(self, taken: int, pending: int) -> None:
        super().__init__()
        self._numbers = (taken, pending)
        self.setFixedSize(theme.px(15), theme.px(20))

    # Qt overrides

    def paintEvent(self, event: object) -> None:
        """Draw the square."""
        painter = QPainter(self)
        paint_seats(painter, 0, (self.height() - theme.px(14)) / 2, 1, *self._numbers)


def _legend() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(theme.S4, theme.S3, theme.S3, theme.S2)
    row.setSpacing(theme.S1)
    row.addWidget(label("岗位", theme.BODY, bold=True))
    row.addStretch(1)
    for words, taken, pending in (("在岗", 1, 0), ("办理中", 0, 1), ("空缺", 0, 0)):
        row.addWidget(_Key(taken, pending))
        row.addWidget(label(words, theme.NOTE, tone="text2"))
        row.addSpacing(theme.S1)
    return row
