"""What every step of the wizard is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.labels import label


class Step(QWidget):
    """One question of the wizard; put content into ``body``.

    A subclass sets ``name`` and ``promise`` (for the list at the left), ``title`` and ``words``.

    Signals:
        changed: What is missing may be another thing now.
        submitted: Enter in the last box: go on if nothing is missing.
    """

    name = ""
    promise = ""
    title = ""
    words = ""

    changed = Signal()
    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.S3)
        self.body.addWidget(label(self.title, theme.PAGE_TITLE, bold=True))
        if self.words:
            self.body.addWidget(label(self.words, tone="text2", wrap=True))

    def missing(self) -> str:
        """Return in a few words what is still to be done, or ''."""
        return ""

    def summary(self) -> str:
        """Return what was decided here, for the list at the left."""
        return self.promise

    def focus_first(self) -> None:
        """Give the keyboard to the first box."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
