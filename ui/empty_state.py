"""What stands where a list would be: what is so, and what helps."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.icon import paint_icon
from ui.labels import label


class _Disc(QWidget):
    """An icon in a soft disc."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setFixedSize(theme.px(56), theme.px(56))

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw disc and icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("soft"))
        painter.drawEllipse(self.rect())
        size = theme.px(28)
        start = (self.width() - size) / 2
        paint_icon(painter, QPointF(start, start), self.name, "accent", size)


class EmptyState(QWidget):
    """An icon, a title, a sentence of help, and one or two buttons."""

    def __init__(
        self,
        icon_name: str = "search",
        title: str = "",
        help: str = "",
        buttons: list[QWidget] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._disc = _Disc(icon_name)
        self.title = label(title, theme.CARD_TITLE, bold=True, wrap=True)
        self.help = label(help, theme.SECONDARY, tone="text2", wrap=True)
        for words in (self.title, self.help):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.S2)
        self._row.addStretch(1)
        for button in buttons or []:
            self._row.addWidget(button)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(theme.S2)
        column.addStretch(1)
        column.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.title)
        column.addWidget(self.help)
        column.addLayout(self._row)
        column.addStretch(1)

    def say(self, title: str, help: str = "", icon_name: str = "") -> None:
        """Show other words."""
        self.title.setText(title)
        self.help.setText(help)
        if icon_name:
            self._disc.name = icon_name
            self._disc.update()

    def add_button(self, button: QWidget) -> None:
        """Add a way on."""
        self._row.insertWidget(self._row.count() - 1, button)
