"""The pages of the window, one in view."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class PageStack(QStackedWidget):
    """Wants the room of the page in view, not that of the largest page."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self.updateGeometry())

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        """Return what the page in view needs."""
        return self.currentWidget().minimumSizeHint() if self.count() else super().minimumSizeHint()
