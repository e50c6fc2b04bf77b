"""One field of a form: label, box, and a line that is always kept free."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.icon import IconLabel
from ui.labels import ElidingLabel, label, set_tone


class Field(QWidget):
    """A label above ``widget`` and one line below it for help or an error."""

    def __init__(
        self, title: str, widget: QWidget, help: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.widget, self._help = widget, help
        self.label: QLabel = label(title, theme.SECONDARY, tone="text2")
        self.label.setBuddy(widget)
        widget.setAccessibleName(title)
        widget.setAccessibleDescription(help)
        self._icon = IconLabel("circle-alert", "bad", 14)
        self._line = ElidingLabel(help, theme.NOTE, tone="text3")
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.S1)
        below.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self._line, 1)
        self._icon.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.label)
        column.addWidget(widget)
        column.addWidget(self._below)
        self._keep_line()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def drop_line(self) -> None:
        """Give up the line below, where no value can be wrong."""
        self._below.hide()

    @property
    def error(self) -> str:
        """The error shown now, or ''."""
        return self._line.text() if self.widget.property("error") else ""

    def set_error(self, text: str) -> None:
        """Show why the value does not stand; '' takes the error away."""
        theme.set_state(self.widget, "error", bool(text))
        self._icon.setVisible(bool(text))
        self._line.setText(text or self._help)
        set_tone(self._line, "bad" if text else "text3")
        self.widget.setAccessibleDescription(text or self._help)

    def set_help(self, text: str) -> None:
        """Show other help, unless an error stands there."""
        self._help = text
        if not self.error:
            self._line.setText(text)
            self.widget.setAccessibleDescription(text)

    def _keep_line(self) -> None:
        self._below.setFixedHeight(theme.px(theme.NOTE + 6))

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        """Keep the line's height when the text scale changes."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_below"):
            self._keep_line()
        return super().event(event)
