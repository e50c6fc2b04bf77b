"""The card that says what cannot be done, why, and what can."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.world import SHANGHAI
from ui import theme
from ui.buttons import Button
from ui.icon import IconLabel
from ui.labels import label


class RefusalCard(QFrame):
    """Teaches after a refusal; hidden until there is one.

    Signals:
        dismissed: 知道了 was chosen; the card has hidden itself.
    """

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "refusal")
        self.title = label("", bold=True, tone="bad", wrap=True)
        self.stamp = label("", theme.NOTE, tone="text2")
        head = QHBoxLayout()
        head.setSpacing(theme.S2)
        head.addWidget(IconLabel("circle-alert", "bad", 18), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.stamp, 0, Qt.AlignmentFlag.AlignTop)
        self._rows = QGridLayout()
        self._rows.setContentsMargins(theme.px(26), 0, 0, 0)
        self._rows.setHorizontalSpacing(theme.S3)
        self._rows.setVerticalSpacing(theme.S1)
        self._rows.setColumnStretch(1, 1)
        self.found = self._row(0, "查到")
        self.basis = self._row(1, "依据")
        self.advice = self._row(2, "怎么办")
        self.ways = QHBoxLayout()
        self.ways.setSpacing(theme.S2)
        self.ways.setContentsMargins(theme.px(26), theme.S1, 0, 0)
        self.ways.addStretch(1)
        self.ways.addWidget(Button("知道了", "text", small=True, clicked=self._dismiss))
        self._doors: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S4, theme.S3, theme.S3, theme.S3)
        column.setSpacing(theme.S2)
        column.addLayout(head)
        column.addLayout(self._rows)
        column.addLayout(self.ways)
        self.hide()

    def _row(self, number: int, name: str) -> tuple[QLabel, QLabel]:
        head = label(name, theme.SECONDARY, tone="text2")
        text = label("", theme.SECONDARY, wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows.addWidget(head, number, 0, Qt.AlignmentFlag.AlignTop)
        self._rows.addWidget(text, number, 1, Qt.AlignmentFlag.AlignTop)
        return head, text

    def show_refusal(self, message: str, advice: str, found: str = "", basis: str = "") -> None:
        """Show why nothing was done; rows without words are left out."""
        self.title.setText(message)
        moment = _now()
        self.stamp.setText(f"{moment} · 没有写入任何记录")
        for (head, text), words in (
            (self.found, found),
            (self.basis, basis),
            (self.advice, advice),
        ):
            text.setText(words)
            head.setVisible(bool(words))
            text.setVisible(bool(words))
        for door in self._doors:
            self.ways.removeWidget(door)
            door.deleteLater()
        self._doors = []
        self.setAccessibleName(f"{message} {advice}")
        self.show()

    def add_way(self, button: QWidget) -> None:
        """Add a button that leads out; the next refusal takes it away."""
        self.ways.insertWidget(len(self._doors), button)
        self._doors.append(button)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()


def _now() -> str:
    """Return the moment as the offices' clocks show it, whatever this computer's zone is."""
    now = datetime.now(SHANGHAI)
    return f"{now.month}月{now.day}日 {now:%H:%M}"
