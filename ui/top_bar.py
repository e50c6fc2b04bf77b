"""The top of the window: one search for everything, the practice mark, where the facts are."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui import theme
from ui.icon import IconLabel
from ui.key_cap import KeyCap
from ui.labels import ElidingLabel, label

ASKS = "找人：姓名、拼音首字母、证件号片段、电话"


class SearchBox(QFrame):
    """The search that is the same on every page.

    Signals:
        asked: The text to look for changed, or Enter asked again.
        left: Esc was pressed; the page may have the keyboard.
        entered: Down or Enter: the first find may have the keyboard.
    """

    asked = Signal(str)
    left = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.edit = _SearchEdit(self)
        self.edit.setObjectName("search")
        self.edit.setProperty("role", "bare")
        self.edit.setPlaceholderText(ASKS)
        self.edit.setAccessibleName("找人")
        self.edit.setAccessibleDescription(ASKS)
        theme.set_type(self.edit, theme.BODY)
        self.setFocusProxy(self.edit)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(10), 0, theme.S2, 0)
        row.setSpacing(theme.S2)
        row.addWidget(IconLabel("search", "text2", 18))
        row.addWidget(self.edit, 1)
        row.addWidget(KeyCap("Ctrl K"))
        self.setFixedHeight(theme.px(36))
        # Only committed text comes here: an input method that composes stays in the box.
        self.edit.textEdited.connect(self.asked.emit)

    def take(self) -> None:
        """Get the keyboard, with the old text ready to be replaced."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def clear(self) -> None:
        """Forget the text without asking again."""
        self.edit.clear()


class _SearchEdit(QLineEdit):
    def __init__(self, box: SearchBox) -> None:
        super().__init__(box)
        self._box = box

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc, go into the list with Down or Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self._box.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self._box.asked.emit(self.text())
            self._box.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Light up the frame around."""
        super().focusInEvent(event)
        theme.set_state(self._box, "active", True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the frame fade."""
        super().focusOutEvent(event)
        theme.set_state(self._box, "active", False)


class SyncSign(QFrame):
    """Where the facts are and since when, at the same place on every page.

    Signals:
        clicked: It was pressed, by pointer or keys.
    """

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setObjectName("sync-sign")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("到「同步」")
        self.setFixedHeight(theme.px(40))
        self._icon = IconLabel("hard-drive", "ok", 20)
        self.state = label("", theme.SECONDARY, bold=True, tone="ok")
        self.since = label("", theme.NOTE, tone="text2")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.setContentsMargins(0, 0, 0, 0)
        words.addStretch(1)
        words.addWidget(self.state)
        words.addWidget(self.since)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S3, 0, theme.px(14), 0)
        row.setSpacing(theme.S3)
        row.addWidget(self._icon)
        row.addLayout(words)
        self.say("已保存在本机", "还没有新的记录", "ok")

    def say(self, state: str, since: str, tone: str = "ok", icon_name: str = "hard-drive") -> None:
        """Show another state."""
        theme.set_state(self, "tone", tone)
        self._icon.set_icon(icon_name, tone)
        self.state.setText(state)
        theme.set_state(self.state, "tone", tone)
        self.since.setText(since)
        self.setAccessibleName(f"{state}，{since}")

    # Qt overrides

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Count as pressed."""
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count Enter and Space as pressing."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


class TrainingMark(QFrame):
    """Says on every page that these people are made up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "training")
        self.setObjectName("training-mark")
        self.setAccessibleName("练习：这里的人都是编的")
        self.setFixedHeight(theme.px(32))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S3, 0, theme.S3, 0)
        row.setSpacing(theme.S2)
        row.addWidget(IconLabel("graduation-cap", "badge_t", 18))
        row.addWidget(label("练习", theme.BODY, bold=True, tone="badge"))
        row.addWidget(ElidingLabel("这里的人都是编的", theme.NOTE, tone="badge"), 1)


class TopBar(QFrame):
    """Search at the left, the practice mark, the sign at the right."""

    def __init__(self, training: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "topbar")
        self.setProperty("training", training)
        self.setFixedHeight(theme.px(56))
        self.search = SearchBox()
        self.search.setMaximumWidth(theme.px(480))
        self.sign = SyncSign()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S5, 0, theme.S5, 0)
        row.setSpacing(theme.S4)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        if training:
            row.addWidget(TrainingMark())
        row.addWidget(self.sign)

    def show_saved(self, moment: datetime | None, today: datetime) -> None:
        """Say when the last record reached the disk of this computer."""
        since = "还没有新的记录" if moment is None else f"最后保存 {saved_words(moment, today)}"
        self.sign.say("已保存在本机", since, "ok")


def saved_words(moment: datetime, now: datetime) -> str:
    """Return the time alone for today, else with its day."""
    clock = f"{moment:%H:%M}"
    if moment.date() == now.date():
        return clock
    return f"{moment.month}月{moment.day}日 {clock}"
