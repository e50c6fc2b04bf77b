"""A box for a passphrase: hidden until shown, with a warning when the caps lock is on."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import theme
from ui.caps_lock import caps_lock_after, caps_lock_now
from ui.icon import icon


class PassphraseBox(QLineEdit):
    """Shows dots; the eye at its end shows the characters.

    Signals:
        changed: The text is another one.
        caps_changed: The caps lock went on or off.
    """

    changed = Signal()
    caps_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caps = False
        theme.set_type(self, theme.CARD_TITLE)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(256)
        hints = Qt.InputMethodHint
        self.setInputMethodHints(
            hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase
        )
        self.eye = QAction(icon("eye", "text2", theme.px(20)), "显示口令（Alt+V）", self)
        self.eye.setShortcut("Alt+V")
        self.eye.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.eye.triggered.connect(self.toggle)
        self.addAction(self.eye, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(lambda: self.changed.emit())

    def toggle(self) -> None:
        """Show the characters, or hide them again."""
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        mode = QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        self.eye.setIcon(icon("eye-off" if hidden else "eye", "text2", theme.px(20)))
        self.eye.setText("隐藏口令（Alt+V）" if hidden else "显示口令（Alt+V）")

    def hide_text(self) -> None:
        """Show dots."""
        if self.echoMode() == QLineEdit.EchoMode.Normal:
            self.toggle()

    def value(self) -> str:
        """Return the text as it is: spaces inside belong to it."""
        return self.text()

    def set_value(self, value: str) -> None:
        """Take another text."""
        self.setText(value)

    def problem(self) -> str:
        """Return why the text cannot be taken: others judge it."""
        return ""

    def _caps(self, now: bool) -> None:
        if now != self.caps:
            self.caps = now
            self.caps_changed.emit(now)

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return a box a little higher than others."""
        return QSize(theme.px(320), theme.px(44))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice the caps lock."""
        self._caps(caps_lock_after(event, self.caps))
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ask the system about the caps lock, where it tells."""
        super().focusInEvent(event)
        state = caps_lock_now()
        if state is not None:
            self._caps(state)
