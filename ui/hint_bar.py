"""The keys that work now, and when the last save reached the disk."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.icon import IconLabel
from ui.key_cap import KeyCap
from ui.labels import label
from ui.layouts import empty
from ui.page import Hint

MOST = 7


class HintBar(QFrame):
    """The bottom line of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self.setFixedHeight(theme.px(32))
        self._hints: tuple[Hint, ...] = ()
        self._pairs: list[QWidget] = []
        self._keys = QWidget()
        # Keys that find no room are left out; the window may still become narrow.
        self._keys.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self._keys)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(6))
        self._tick = IconLabel("check", "ok", 14)
        self.saved = label("", theme.NOTE, tone="text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S5, 0, theme.S5, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self._keys, 1)
        row.addWidget(self._tick)
        row.addWidget(self.saved)
        self.show_saved("")

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Show the first seven keys."""
        wanted = tuple(hints[:MOST])
        if wanted == self._hints:
            return
        self._hints, self._pairs = wanted, []
        empty(self._row)
        for keys, words in wanted:
            pair = QWidget()
            inside = QHBoxLayout(pair)
            inside.setContentsMargins(0, 0, theme.px(14), 0)
            inside.setSpacing(theme.px(6))
            inside.addWidget(KeyCap(keys))
            inside.addWidget(label(words, theme.NOTE, tone="text2"))
            self._row.addWidget(pair)
            self._pairs.append(pair)
        self._row.addStretch(1)
        self._fit()

    def _fit(self) -> None:
        """Show the keys that find room."""
        room = self._keys.width()
        for pair in self._pairs:
            room -= pair.sizeHint().width() + self._row.spacing()
            pair.setVisible(room >= 0)

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys shown."""
        return self._hints

    def show_saved(self, text: str) -> None:
        """Say when the last record reached the disk, or nothing."""
        self.saved.setText(text)
        self._tick.setVisible(bool(text))

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more or fewer keys."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)
