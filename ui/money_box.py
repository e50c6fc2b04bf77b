"""A box for money: yuan on screen, whole fen inside."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.domain.errors import Refused
from desktop_app.domain.money import parse_yuan, yuan
from ui import theme


class MoneyBox(QLineEdit):
    """An amount, or nothing.

    Signals:
        changed: Somebody changed the value.
    """

    changed = Signal()

    def __init__(self, value: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_type(self, theme.BODY)
        self.set_value(value)
        self.textEdited.connect(lambda: self.changed.emit())

    def value(self) -> int | None:
        """Return the fen; ``None`` when the box is empty or says something else."""
        try:
            return parse_yuan(self.text()) if self.text().strip() else None
        except Refused:
            return None

    def set_value(self, value: int | None) -> None:
        """Show an amount of fen in yuan."""
        self.setText("" if value is None else yuan(value))

    def problem(self) -> str:
        """Return why the text is no amount."""
        if self.text().strip() and self.value() is None:
            return "这里只填数字，单位是元，例如 600 或 600.50。"
        return ""

    # Qt overrides

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the amount out, so that one sees what was understood."""
        if self.value() is not None:
            self.set_value(self.value())
        super().focusOutEvent(event)
