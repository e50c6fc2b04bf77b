"""Boxes to choose one value of a list, by pointer, arrows or typing a part of its words."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from desktop_app.domain.codes import code_list
from ui import theme

Choice = tuple[str, str]
"""A value and its words."""


class ChoiceBox(QComboBox):
    """One value of a few; typing filters by any part of the words.

    A value that the list does not know is kept and shown as it is. The words of the list come
    from ``choices``; with ``optional`` the first line is empty.

    Signals:
        changed: Somebody chose another value.
    """

    changed = Signal()

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        value: str = "",
        optional: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._optional = optional
        self._told = ""
        theme.set_type(self, theme.BODY)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(12)
        self.edit = QLineEdit()
        self.edit.setProperty("role", "bare")
        self.edit.setPlaceholderText("请选择")
        self.setLineEdit(self.edit)
        theme.set_type(self.edit, theme.BODY)
        self._complete()
        self.set_choices(choices)
        self.set_value(value)
        self.activated.connect(self._settle)
        self.edit.editingFinished.connect(self._settle)
        self.edit.installEventFilter(self)

    def _complete(self) -> None:
        found = QCompleter(self.model(), self)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        found.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        found.setMaxVisibleItems(12)
        found.popup().setProperty("role", "popup")
        self.setCompleter(found)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer another list; the value stays."""
        kept = self.value() if self.count() else ""
        self.clear()
        if self._optional:
            self.addItem("", "")
        for value, words in choices:
            self.addItem(words, value)
        self.set_value(kept)

    def value(self) -> str:
        """Return the value chosen, or that of the words typed; '' for none."""
        place = self._place()
        return "" if place < 0 else str(self.itemData(place))

    def set_value(self, value: str | None) -> None:
        """Choose a value; one that is not in the list is added as it is."""
        wanted = value or ""
        place = self.findData(wanted)
        if place < 0 and wanted:
            self.addItem(self.words_of(wanted), wanted)
            place = self.count() - 1
        self.setCurrentIndex(place)
        self.edit.setText(self.itemText(place) if place >= 0 else "")
        self.edit.setCursorPosition(0)
        self._told = wanted

    def problem(self) -> str:
        """Return why the words typed mean nothing in the list."""
        if self._place() >= 0 or not self.currentText().strip():
            return ""
        return f"没有「{self.currentText().strip()}」这一项，请从列表里选。"

    def words_of(self, value: str) -> str:
        """Return the words for a value that is not offered."""
        return value

    def meaning(self, text: str) -> str | None:
        """Return the value that typed words mean besides the words offered."""
        return None

    def _place(self) -> int:
        text = self.currentText().strip()
        place = self.findText(text, Qt.MatchFlag.MatchFixedString)
        if place < 0 and text:
            place = self.findData(self.meaning(text) or text)
        if place < 0 and text:
            place = self._only(lambda words: text in words)
        if place < 0 and len(text) > 1:  # 达茂旗
            place = self._only(lambda words: _in_order(text, words))
        return place

    def _only(self, means: Callable[[str], bool]) -> int:
        """Return the one item whose words are meant; -1 for none or several."""
        some = [n for n in range(self.count()) if means(self.itemText(n))]
        return some[0] if len(some) == 1 else -1

    def _settle(self) -> None:
        place = self._place()
        if place >= 0:
            self.setCurrentIndex(place)
            self.edit.setText(self.itemText(place))
        if self.value() != self._told:
            self._told = self.value()
            self.changed.emit()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the whole list at a click into the words."""
        if event.type() == QEvent.Type.MouseButtonRelease and watched is self.edit:
            self.edit.selectAll()
            self.showPopup()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll; a wheel must not change a fact by chance."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the words, so that typing replaces them."""
        super().focusInEvent(event)
        self.edit.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list with Space on an empty box or Alt+Down; leave Enter to the form."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._settle()
            event.ignore()
        elif event.key() == Qt.Key.Key_Space and not self.currentText():
            self.showPopup()
        else:
            super().keyPressEvent(event)


def _in_order(letters: str, words: str) -> bool:
    """Say whether all letters come in the words, one after the other."""
    rest = iter(words)
    return all(letter in rest for letter in letters)


class CodeBox(ChoiceBox):
    """One code of a list of the trade; aliases and values may be typed too."""

    def __init__(
        self,
        list_name: str,
        value: str = "",
        optional: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._codes = code_list(list_name)
        choices = [(code.value, code.text) for code in self._codes.choices()]
        super().__init__(choices, value, optional, parent)

    def words_of(self, value: str) -> str:
        """Return the words of a withdrawn code, or an unknown value itself."""
        return self._codes.text(value)

    def meaning(self, text: str) -> str | None:
        """Return the value of an alias."""
        return self._codes.find(text)
