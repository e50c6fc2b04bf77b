"""The row of filters above the people: search box, choices, and a way to clear them all."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QWidget,
)

from desktop_app.domain.codes import code_list
from desktop_app.use_cases.people import PeopleFilter
from ui import theme
from ui.buttons import Button
from ui.icon import icon
from ui.pages.people_filter_button import Choice, FilterButton
from ui.pages.people_flow import FlowRow

WAIT_MS = 60
LABOUR, ON_POST, NO_POST = "labour", "post", "no_post"


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

    def search_now(self) -> None:
        """Look for what was typed without waiting for the next key."""
        if self._wait.isActive():
            self._wait.stop()
            self.changed.emit()

    def narrows(self) -> bool:
        """Say whether anything narrows the list."""
        return self.wanted() != PeopleFilter()

    def clear(self) -> None:
        """Look for everybody again, in one step."""
        self.search_for("")

    def search_for(self, text: str) -> None:
        """Look for a text alone: no filter hides whom it finds."""
        self.blockSignals(True)
        self.search.setText(text)
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
