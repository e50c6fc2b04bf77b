"""A banner: one icon, one sentence, one or two ways on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui import theme
from ui.buttons import Button
from ui.icon import IconLabel
from ui.labels import ElidingLabel, label

ICONS = {
    "info": "info",
    "ok": "circle-check",
    "warn": "triangle-alert",
    "bad": "circle-alert",
    "": "info",
}


class Banner(QFrame):
    """A sentence across the page; at most one a page, and a warning above it.

    Signals:
        acted: The main way on was chosen.
        dismissed: The other way (such as 不用了) was chosen.
    """

    acted = Signal()
    dismissed = Signal()

    def __init__(
        self,
        text: str = "",
        tone: str = "info",
        action: str = "",
        dismiss: str = "",
        icon_name: str = "",
        parent: QWidget | None = None,
        *,
        wrap: bool = False,
    ) -> None:
        """Take ``wrap`` for sentences that nobody may miss the end of, however many lines."""
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("tone", tone)
        self._own_icon = icon_name
        self._icon = IconLabel(icon_name or ICONS[tone], tone or "text2", 18)
        self._text = label(text, wrap=True) if wrap else ElidingLabel(text)
        self._dismiss = Button(dismiss, "text", small=True, clicked=self.dismissed.emit)
        self._act = Button(action, "outline", small=True, clicked=self.acted.emit)
        self._dismiss.setVisible(bool(dismiss))
        self._act.setVisible(bool(action))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, 5, theme.S3, 5)
        row.setSpacing(theme.S3)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._dismiss)
        row.addWidget(self._act)
        self.setMinimumHeight(theme.px(40))

    def say(self, text: str, tone: str = "info", action: str = "", dismiss: str = "") -> None:
        """Show another sentence and come into view."""
        theme.set_state(self, "tone", tone)
        self._icon.set_icon(self._own_icon or ICONS[tone], tone or "text2")
        self._text.setText(text)
        self._act.setText(action)
        self._act.setVisible(bool(action))
        self._dismiss.setText(dismiss)
        self._dismiss.setVisible(bool(dismiss))
        self.show()

    def text(self) -> str:
        """Return the sentence shown."""
        return self._text.text()
