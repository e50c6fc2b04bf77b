"""The row of filters above the people: search box, choices, and a way to clear them all."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QMenu,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from desktop_app.domain.codes import code_list
from desktop_app.use_cases.people import PeopleFilter
from ui import theme
from ui.buttons import Button
from ui.icon import icon, paint_icon
from ui.pages.people_flow import FlowRow

Choice = tuple[str, str]

ALL = "全部"
WAIT_MS = 60
LABOUR, ON_POST, NO_POST = "labour", "post", "no_post"


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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", "filter", parent=parent)
        self._title, self._single = title, single
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
        return "、".join(words) or ALL

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


class SearchBox(QLineEdit):
    """A box to search in; Down and Enter go on to the list.

    Signals:
        left: The person wants to go on to the list.
    """

    left = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        theme.set_type(self)
        self.setClearButtonEnabled(True)
        self.addAction(
            icon("search", "text2", theme.px(18)), QLineEdit.ActionPosition.LeadingPosition
        )

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the list with Down or Enter; empty the box with Esc, then leave it."""
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class PeopleFilterRow(QWidget):
    """Search box and filters in one row.

    Signals:
        changed: Somebody else is looked for now.
    """

    changed = Signal()

    def __init__(
        self, villages: Sequence[Choice], visit_days: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.search = SearchBox("姓名、拼音首字母、证件号片段、电话")
        self.villages = FilterButton("嘎查村", villages)
        self.statuses = FilterButton("就业状态", _choices("employment_status"))
        self.poverty = FilterButton("脱贫监测", _choices("poverty_status"))
        days = sorted({visit_days, 2 * visit_days, 3 * visit_days})
        self.visits = FilterButton(
            "走访", [(str(day), f"{day} 天没走访") for day in days], single=True
        )
        self.more = FilterButton(
            "更多",
            [(LABOUR, "只看劳动力（16—59 岁）"), (ON_POST, "在公益岗"), (NO_POST, "不在公益岗")],
        )
        self.clear_all = Button("清除条件", "text", clicked=self.clear)
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _: self._wait.start())
        row = FlowRow(self, theme.S2)
        self.search.setMinimumWidth(theme.px(200))
        row.addWidget(self.search)
        for button in self._buttons():
            row.addWidget(button)
            button.changed.connect(self._filtered)
        row.addWidget(self.clear_all)
        self.clear_all.hide()

    def wanted(self) -> PeopleFilter:
        """Return who is looked for."""
        more, days = self.more.values(), self.visits.values()
        posts = None if (ON_POST in more) == (NO_POST in more) else ON_POST in more
        return PeopleFilter(
            text=self.search.text().strip(),
            village_codes=self.villages.values(),
            statuses=self.statuses.values(),
            poverty=self.poverty.values(),
            posts=posts,
            not_visited_days=int(days[0]) if days else None,
            labour_only=LABOUR in more,
        )

    def narrows(self) -> bool:
        """Say whether anything narrows the list."""
        return self.wanted() != PeopleFilter()

    def clear(self) -> None:
        """Look for everybody again, in one step."""
        self.blockSignals(True)
        self.search.clear()
        for button in self._buttons():
            button.choose(())
        self.blockSignals(False)
        self._filtered()

    def _buttons(self) -> tuple[FilterButton, ...]:
        return self.villages, self.statuses, self.poverty, self.visits, self.more

    def _filtered(self) -> None:
        self._wait.stop()
        self.clear_all.setVisible(any(button.values() for button in self._buttons()))
        self.changed.emit()


def _choices(name: str) -> list[Choice]:
    return [(code.value, code.text) for code in code_list(name).choices()]
