"""The card that asks for the passphrase of a locked data folder."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.banner import Banner
from ui.buttons import Button
from ui.labels import ElidingLabel, label
from ui.passphrase_box import PassphraseBox


class UnlockCard(QWidget):
    """Asks for the passphrase.

    Signals:
        asked: The passphrase to try.
        forgotten: The recovery code shall open.
    """

    asked = Signal(str)
    forgotten = Signal()

    def __init__(self, officer: str, villages: Sequence[str], other: bool) -> None:
        super().__init__()
        self._left = 0
        self.box = PassphraseBox()
        self.box.setObjectName("passphrase")
        self.box.setAccessibleName("口令")
        self.other = Button("换一个人", "text", small=True)
        self.other.setObjectName("other")
        self.other.setVisible(other)
        self.said = Banner("", "warn")
        self.go = Button("解锁", "primary", key="Enter", clicked=self.ask)
        self.go.setObjectName("unlock")
        self.forgot = Button("忘了口令？用恢复码", "text", small=True, clicked=self.forgotten.emit)
        self.forgot.setObjectName("forgot")
        self._lay(officer, villages)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self.box.returnPressed.connect(self.ask)
        self.box.caps_changed.connect(self._caps)
        self.setFocusProxy(self.box)

    def _lay(self, officer: str, villages: Sequence[str]) -> None:
        who = QHBoxLayout()
        who.setSpacing(theme.S2)
        who.addWidget(label(officer, theme.CARD_TITLE, bold=True))
        who.addWidget(ElidingLabel("、".join(villages), theme.SECONDARY, tone="text2"), 1)
        who.addWidget(self.other)
        # The line of warnings is always kept, or the button would jump away from the pointer.
        kept = QWidget()
        kept.setFixedHeight(theme.px(40))
        keep = QVBoxLayout(kept)
        keep.setContentsMargins(0, 0, 0, 0)
        keep.addWidget(self.said)
        self.said.hide()
        feet = QHBoxLayout()
        feet.addWidget(label("输错会变慢，不会清空资料", theme.NOTE, tone="text2"), 1)
        feet.addWidget(self.forgot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(who)
        column.addSpacing(theme.S1)
        column.addWidget(label("口令", theme.SECONDARY, tone="text2"))
        column.addWidget(self.box)
        column.addWidget(kept)
        column.addWidget(self.go)
        column.addSpacing(theme.S1)
        column.addLayout(feet)
        column.addStretch(1)

    def ask(self) -> None:
        """Try what was typed."""
        if not self.go.isEnabled():
            return
        if not self.box.text():
            self.said.say("先写口令，再解锁。", "warn")
            self.box.setFocus()
            return
        self.said.hide()
        self._busy("正在解锁……")
        self.asked.emit(self.box.text())

    def refuse(self, message: str, wait: int) -> None:
        """Say why it stays locked, and wait so many seconds."""
        self._busy("")
        self.box.selectAll()
        self.box.setFocus()
        self.said.say(message, "bad")
        self._left = wait
        if wait > 0:
            self._clock.start()
            self._count()

    def calm(self) -> None:
        """Forget the passphrase."""
        self.box.clear()
        self.box.hide_text()
        self._busy("")

    def _busy(self, words: str) -> None:
        self.go.setEnabled(not words)
        self.box.setReadOnly(bool(words))
        self.go.setText(words or "解锁")

    def _tick(self) -> None:
        self._left -= 1
        self._count()

    def _count(self) -> None:
        if self._left > 0:
            self.go.setEnabled(False)
            self.go.setText(f"请等 {self._left} 秒")
        else:
            self._clock.stop()
            self._busy("")

    def _caps(self, on: bool) -> None:
        if on:
            self.said.say("大写锁定开着，口令会区分大小写", "warn")
        else:
            self.said.hide()
