"""Cards: white areas with a line around, perhaps a title and actions."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.labels import ElidingLabel, label


class Card(QFrame):
    """A card; put content into ``body``, buttons of the head into ``head``."""

    def __init__(
        self,
        title: str = "",
        note: str = "",
        padding: int = theme.S4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(theme.S2)
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.S2)
        self.title = label(title, theme.CARD_TITLE, bold=True)
        self.note = ElidingLabel(note, theme.SECONDARY, tone="text2")
        if title:
            self.head.addWidget(self.title)
            self.head.addWidget(self.note, 1)
            self.body.addLayout(self.head)


class PageHead(QWidget):
    """The title row of a page: title, a sentence, actions at the right."""

    def __init__(self, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label(title, theme.PAGE_TITLE, bold=True)
        self.note = ElidingLabel(note, theme.SECONDARY, tone="text2")
        self._actions = QHBoxLayout()
        self._actions.setSpacing(theme.S2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S3)
        row.addWidget(self.title)
        row.addWidget(self.note, 1)
        row.addLayout(self._actions)
        self.setMinimumHeight(theme.px(theme.BUTTON))

    def set_note(self, text: str) -> None:
        """Say in a sentence what is here and what comes first."""
        self.note.setText(text)

    def add_action(self, button: QWidget) -> None:
        """Add a button at the right end."""
        self._actions.addWidget(button)


class _Inside(QWidget):
    """What scrolls."""

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        """Leave the height to the width; Qt would take that of words wrapped at their narrowest."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            return QSize(1, 1)
        return super().minimumSizeHint()


class ScrollColumn(QScrollArea):
    """A column that scrolls as one; add to ``column``."""

    def __init__(self, spacing: int = theme.S3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = _Inside()
        inside.setAutoFillBackground(False)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(spacing)
        self.setWidget(inside)
        # The style sheet keeps the viewport clear; to ask for it here would make Python load
        # every kind of widget, to find out which it is.
        inside.setAutoFillBackground(False)


def focus_in_view(widget: QWidget, around: QWidget | None = None) -> None:
    """Give ``widget`` the keyboard and scroll to it (to ``around``, its label and line)."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        area.ensureWidgetVisible(around or widget, 0, theme.S4)


def scrolled(inside: QWidget) -> QScrollArea:
    """Let something scroll when the window is too low for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)  # as in ScrollColumn, not asked of the viewport
    return area
