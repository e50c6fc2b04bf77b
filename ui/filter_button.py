"""A button that narrows a list by a choice of values."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QStyle, QStyleOptionButton, QWidget

from ui import theme
from ui.buttons import Button
from ui.icon import paint_icon

Choice = tuple[str, str]
"""A value and its words."""

ALL = "全部"


class StayingMenu(QMenu):
    """A menu of choices to tick; it stays open until Enter, Esc or a click elsewhere."""

    # Qt overrides

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick what was clicked and stay."""
        self._tick(self.actionAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space; Enter ticks and closes."""
        if event.key() == Qt.Key.Key_Space:
            self._tick(self.activeAction())
        else:
            super().keyPressEvent(event)

    def _tick(self, action: QAction | None) -> None:
        if action is not None and action.isEnabled():
            action.trigger()


class FilterButton(Button):
    """A choice of values, none meaning 全部; teal while it narrows, with a cross to clear it.

    Signals:
        changed: Other values were chosen.
    """

    changed = Signal()

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        single: bool = False,
        none: str = ALL,
        parent: QWidget | None = None,
    ) -> None:
        """Take what is said while nothing is chosen as ``none``."""
        super().__init__("", "filter", parent=parent)
        self._title, self._single, self._none = title, single, none
        self._words = dict(choices)
        self._menu = QMenu(self) if single else StayingMenu(self)
        self._ticks: dict[str, QAction] = {}
        for value, words in choices:
            tick = self._menu.addAction(words)
            tick.setCheckable(True)
            tick.triggered.connect(lambda _=False, value=value: self._chosen(value))
            self._ticks[value] = tick
        self.clicked.connect(self._open)
        self._say()

    def values(self) -> tuple[str, ...]:
        """Return what is chosen, in the order of the menu."""
        return tuple(value for value, tick in self._ticks.items() if tick.isChecked())

    def choose(self, values: Sequence[str]) -> None:
        """Choose exactly these values."""
        before = self.values()
        for value, tick in self._ticks.items():
            tick.setChecked(value in values)
        if self.values() != before:
            self._say()
            self.changed.emit()

    def _chosen(self, value: str) -> None:
        if self._single:
            for other, tick in self._ticks.items():
                tick.setChecked(other == value and tick.isChecked())
        self._say()
        self.changed.emit()

    def _summary(self) -> str:
        words = [self._words[value] for value in self.values()]
        if len(words) > 2:
            return f"{words[0]}等 {len(words)} 项"
        return "、".join(words) or self._none

    def _say(self) -> None:
        summary = self._summary()
        self.setAccessibleName(f"{self._title}：{summary}")
        self.setToolTip(f"{self._title}：{summary}" if self.values() else "")
        theme.set_state(self, "active", bool(self.values()))
        self.updateGeometry()

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _spacing(self) -> tuple[int, int]:
        return theme.px(12), theme.px(16)

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Leave room for title, values and the sign, up to a bound."""
        edge, sign = self._spacing()
        bold = theme.font(theme.SECONDARY, bold=bool(self.values()))
        from_title = self._advance(theme.font(theme.SECONDARY), self._title)
        words = min(self._advance(bold, self._summary()), theme.px(112))
        width = 2 * edge + from_title + theme.px(8) + words + theme.px(8) + sign
        return QSize(width, super().sizeHint().height())

    @staticmethod
    def _advance(font: QFont, text: str) -> int:
        return QFontMetrics(font).horizontalAdvance(text) + 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Down or Enter; clear with Delete."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.choose(())
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Clear when the cross was clicked, else open."""
        edge, sign = self._spacing()
        on_cross = event.position().x() > self.width() - edge - sign - theme.px(4)
        if self.values() and on_cross and self.rect().contains(event.position().toPoint()):
            self.setDown(False)
            self.choose(())
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw title, values, and a chevron or a cross."""
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        active = bool(self.values())
        edge, sign = self._spacing()
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        font = theme.font(theme.SECONDARY)
        title = self._advance(font, self._title)
        painter.setFont(font)
        painter.setPen(theme.color("accent_h" if active else "text2"))
        painter.drawText(QRect(edge, 0, title, self.height()), flags, self._title)
        painter.setFont(theme.font(theme.SECONDARY, bold=active))
        painter.setPen(theme.color("accent_h" if active else "text"))
        left = edge + title + theme.px(8)
        room = QRect(left, 0, self.width() - left - edge - sign - theme.px(4), self.height())
        words = painter.fontMetrics().elidedText(
            self._summary(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, flags, words)
        at = QPointF(self.width() - edge - sign, (self.height() - sign) / 2)
        name, ink = ("x", "accent_h") if active else ("chevron-down", "text2")
        paint_icon(painter, at, name, ink, sign)
