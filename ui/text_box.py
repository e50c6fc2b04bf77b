"""Boxes for words: one line, several lines, a whole number, yes or no."""

import unicodedata

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from ui import theme


class TextBox(QLineEdit):
    """One line of text; spaces at the ends do not count.

    Signals:
        changed: Somebody changed the value.
    """

    changed = Signal()

    def __init__(self, value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_type(self, theme.BODY)
        self.set_value(value)
        self.textEdited.connect(lambda: self.changed.emit())

    def value(self) -> str:
        """Return the text."""
        return self.text().strip()

    def set_value(self, value: str | None) -> None:
        """Show a text from its beginning."""
        self.setText(value or "")
        self.setCursorPosition(0)

    def problem(self) -> str:
        """Return why the text cannot be taken: never."""
        return ""


class NumberBox(QLineEdit):
    """A whole number, or nothing.

    Signals:
        changed: Somebody changed the value.
    """

    changed = Signal()

    def __init__(self, value: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_type(self, theme.BODY)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setMaxLength(12)
        self.set_value(value)
        self.textEdited.connect(lambda: self.changed.emit())

    def value(self) -> int | None:
        """Return the number; ``None`` when the box is empty or says something else."""
        text = self._plain()
        return int(text) if text.isascii() and text.isdigit() else None

    def set_value(self, value: int | None) -> None:
        """Show a number."""
        self.setText("" if value is None else str(value))

    def problem(self) -> str:
        """Return why the text is no number."""
        if not self._plain() or self.value() is not None:
            return ""
        return "这里只填整数，例如 12。"

    def _plain(self) -> str:
        return "".join(unicodedata.normalize("NFKC", self.text()).split())


class NoteBox(QPlainTextEdit):
    """Several lines of text; Tab goes on, Enter begins a new line.

    Signals:
        changed: Somebody changed the value.
    """

    changed = Signal()

    def __init__(self, value: str = "", lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = max(2, lines)
        self._quiet = False
        theme.set_type(self, theme.BODY)
        self.setTabChangesFocus(True)
        self.set_value(value)
        self._keep_height()
        self.textChanged.connect(self._tell)

    def value(self) -> str:
        """Return the text."""
        return self.toPlainText().strip()

    def set_value(self, value: str | None) -> None:
        """Show a text."""
        self._quiet = True
        self.setPlainText(value or "")
        self._quiet = False

    def problem(self) -> str:
        """Return why the text cannot be taken: never."""
        return ""

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def _keep_height(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + theme.px(18))

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_lines"):
            self._keep_height()

    def sizeHint(self) -> QSize:
        """Return the height of the lines promised."""
        return QSize(theme.px(200), self.minimumHeight())


class CheckBox(QCheckBox):
    """Yes or no.

    Signals:
        changed: Somebody changed the value.
    """

    changed = Signal()

    def __init__(
        self, text: str = "是", value: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        theme.set_type(self, theme.BODY)
        self.set_value(value)
        self.clicked.connect(lambda: self.changed.emit())

    def value(self) -> bool:
        """Say whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: bool | None) -> None:
        """Tick it, or not."""
        self.setChecked(bool(value))

    def problem(self) -> str:
        """Return why the value cannot be taken: never."""
        return ""

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the form; Space ticks."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        else:
            super().keyPressEvent(event)
