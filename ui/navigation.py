"""The navigation at the left: where one can go, and who works here."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.buttons import IconButton
from ui.emblem import Emblem
from ui.icon import IconLabel, paint_icon
from ui.labels import ElidingLabel, line
from ui.page import Door, Page

WIDE, NARROW = 200, 56
LAST = ("import", "sync", "settings")
"""Pages that stand below the line, in this order."""


class NavigationItem(QAbstractButton):
    """One page: icon, title, and how many things wait there."""

    def __init__(self, title: str, icon_name: str, keys: str = "") -> None:
        super().__init__()
        self._icon, self._keys = icon_name, keys
        self._count, self._urgent, self._narrow = 0, False, False
        self.setText(title)
        self.setCheckable(True)
        self.setMouseTracking(True)
        theme.set_type(self, theme.BODY)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._name()

    def set_narrow(self, narrow: bool) -> None:
        """Show only the icon; the words move into the tooltip."""
        self._narrow = narrow
        self._name()
        self.update()

    def set_count(self, count: int, urgent: bool) -> None:
        """Show how many things wait; amber when they wait for this person."""
        self._count, self._urgent = count, urgent
        self._name()
        self.update()

    def _name(self) -> None:
        waits = f"，{self._count} 件等着办" if self._count else ""
        self.setAccessibleName(self.text() + waits)
        keys = f"（{self._keys}）" if self._keys else ""
        self.setToolTip(f"{self.text()}{waits}{keys}" if self._narrow else self._keys)

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return a row of the usual height."""
        return QSize(theme.px(NARROW - 16), theme.px(36))

    def minimumSizeHint(self) -> QSize:
        """Let the rows move together where large text leaves little room."""
        return QSize(theme.px(NARROW - 16), theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, accent bar, icon, words and count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, chosen = QRectF(self.rect()), self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sel" if chosen else "hover"))
            painter.drawRoundedRect(rect, 6, 6)
        if chosen:
            painter.setBrush(theme.color("accent"))
            bar = QRectF(0, rect.height() * 0.22, theme.px(3), rect.height() * 0.56)
            painter.drawRoundedRect(bar, 1.5, 1.5)
        size = min(theme.px(20), int(rect.height()))
        left = (rect.width() - size) / 2 if self._narrow else theme.px(12)
        at = QPointF(left, (rect.height() - size) / 2)
        paint_icon(painter, at, self._icon, "accent_h" if chosen else "text2", size)
        if self._narrow:
            self._dot(painter)
        else:
            self._words(painter, left + size + theme.px(12), chosen)

    def _words(self, painter: QPainter, left: float, chosen: bool) -> None:
        room = self._badge(painter)
        painter.setFont(theme.font(theme.BODY, bold=chosen))
        painter.setPen(theme.color("accent_h" if chosen else "text"))
        box = QRectF(left, 0, room - left - theme.px(4), self.height())
        shown = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _badge(self, painter: QPainter) -> float:
        """Draw the count and return where it begins."""
        end = float(self.width() - theme.px(12))
        if not self._count:
            return end
        text = str(self._count) if self._count < 1000 else "999+"
        font = theme.font(theme.NOTE, bold=True)
        wide = max(QFontMetrics(font).horizontalAdvance(text) + theme.px(10), theme.px(22))
        rect = QRectF(end - wide, (self.height() - theme.px(20)) / 2, wide, theme.px(20))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("badge" if self._urgent else "track"))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        painter.setFont(font)
        painter.setPen(theme.color("badge_t" if self._urgent else "text2"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        return rect.x()

    def _dot(self, painter: QPainter) -> None:
        if self._count:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("warn" if self._urgent else "line2"))
            painter.drawEllipse(QPointF(self.width() - theme.px(8), theme.px(8)), 4, 4)


class Navigation(QFrame):
    """The pages there are, the officer, and the lock.

    Signals:
        chosen: The page of that name was chosen.
        lock: 锁屏 was chosen.
    """

    chosen = Signal(str)
    lock = Signal()

    def __init__(
        self,
        doors: Sequence[Door],
        officer: str,
        villages: str,
        keys: dict[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setAccessibleName("导航")
        self.items: dict[str, NavigationItem] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self._list = QVBoxLayout()
        self._list.setContentsMargins(theme.S2, theme.S2 + 2, theme.S2, theme.S2)
        self._list.setSpacing(theme.S1)
        above = [door for door in doors if door.name not in LAST]
        there = {door.name: door for door in doors}
        below = [there[name] for name in LAST if name in there]
        for door in above:
            self._add(door, (keys or {}).get(door.name, ""))
        if above and below:
            self._list.addSpacing(theme.S2)
            self._list.addWidget(line())
            self._list.addSpacing(theme.S2)
        for door in below:
            self._add(door, (keys or {}).get(door.name, ""))
        column.addLayout(self._list)
        column.addStretch(1)
        column.addWidget(line())
        column.addWidget(self._foot(officer, villages))
        self.set_narrow(False)

    def count(self, page: Page) -> None:
        """Let a page that was made tell how many things wait on it."""
        page.counted.connect(self.items[page.name].set_count)

    def _add(self, door: Door, keys: str) -> None:
        item = NavigationItem(door.title, door.icon, keys)
        item.setObjectName(f"nav-{door.name}")
        name = door.name
        item.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(item)
        self._list.addWidget(item)
        self.items[name] = item

    def _head(self) -> QWidget:
        made = QWidget()
        made.setFixedHeight(theme.px(56))
        row = QHBoxLayout(made)
        row.setContentsMargins(theme.px(12), 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(Emblem(32))
        row.addStretch(0)
        self._words = QWidget()
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, theme.S2, 0)
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(ElidingLabel("人社服务工作台", theme.BODY, bold=True))
        words.addWidget(ElidingLabel("Nutag Desk", theme.NOTE, tone="text2"))
        words.addStretch(1)
        row.addWidget(self._words, 1)
        return made

    def _foot(self, officer: str, villages: str) -> QWidget:
        made = QWidget()
        made.setFixedHeight(theme.px(56))
        row = QHBoxLayout(made)
        row.setContentsMargins(theme.S3, 0, theme.S2, 0)
        row.setSpacing(theme.S2)
        self._seal = IconLabel("landmark", "text2", 20)
        row.addWidget(self._seal)
        self._who = QWidget()
        who = QVBoxLayout(self._who)
        who.setContentsMargins(0, 0, 0, 0)
        who.setSpacing(0)
        who.addStretch(1)
        self.officer = ElidingLabel(officer, theme.BODY, bold=True)
        self.villages = ElidingLabel(villages, theme.NOTE, tone="text2")
        who.addWidget(self.officer)
        who.addWidget(self.villages)
        who.addStretch(1)
        row.addWidget(self._who, 1)
        self.lock_button = IconButton("lock", "锁屏（Ctrl+L）", clicked=self.lock.emit)
        self.lock_button.setObjectName("lock")
        row.addWidget(self.lock_button)
        return made

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, or icons and words."""
        self.setFixedWidth(theme.px(NARROW if narrow else WIDE))
        for words in (self._words, self._who, self._seal):
            words.setVisible(not narrow)
        for item in self.items.values():
            item.set_narrow(narrow)

    def show_current(self, name: str) -> None:
        """Mark the page that is in view."""
        self.items[name].setChecked(True)

    def current_item(self) -> QWidget | None:
        """Return the row of the page in view."""
        return self._group.checkedButton()
