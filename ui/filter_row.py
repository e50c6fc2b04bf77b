"""The row of filters above a list: search box, choices, and a way to clear them all."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.codes import code_list
from ui import theme
from ui.buttons import Button
from ui.filter_button import FilterButton
from ui.flow_row import FlowRow
from ui.search_box import SearchBox


class FilterRow(QWidget):
    """Search box and filters in one row.

    Signals:
        changed: Something else is looked for now.
    """

    changed = Signal()

    def __init__(self, *buttons: FilterButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = buttons
        self.search = SearchBox("姓名、拼音首字母、证件号片段、电话")
        self.search.setMinimumWidth(theme.px(200))
        self.search.asked.connect(self.changed)
        self.clear_all = Button("清除条件", "text", clicked=self.clear)
        row = FlowRow(self, first_fills=True)
        row.addWidget(self.search)
        for button in buttons:
            row.addWidget(button)
            button.changed.connect(self._filtered)
        row.addWidget(self.clear_all)
        self.clear_all.hide()

    def narrows(self) -> bool:
        """Say whether anything narrows the list."""
        return bool(self.search.wanted()) or self._filters()

    def clear(self) -> None:
        """Look for everything again, in one step."""
        self.search_for("")

    def search_for(self, text: str) -> None:
        """Look for a text alone: no filter hides what it finds."""
        self.blockSignals(True)
        self.search.setText(text)
        for button in self._buttons:
            button.choose(())
        self.blockSignals(False)
        self._filtered()

    def _filters(self) -> bool:
        return any(button.values() for button in self._buttons)

    def _filtered(self) -> None:
        self.search.rest()
        self.clear_all.setVisible(self._filters())
        self.changed.emit()


def code_filter(title: str, list_name: str) -> FilterButton:
    """Return a filter by the values of a code list."""
    choices = code_list(list_name).choices()
    return FilterButton(title, [(code.value, code.text) for code in choices])
