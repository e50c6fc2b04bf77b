"""The window before the desk: whose it is, the passphrase, and the way out by recovery code."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout

from desktop_app.domain.errors import Refused
from ui import failures, theme
from ui.cards import scrolled
from ui.emblem import Emblem, emblem_icon
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import label, line
from ui.landscape import Landscape, lift
from ui.recover_card import RecoverCard
from ui.unlock_card import UnlockCard

Open = Callable[[str], Any]
"""Opens by passphrase, on the data thread; raises ``Refused`` when it is wrong."""
Recover = Callable[[str, str], Any]
"""Opens by recovery code and sets a new passphrase, on the data thread."""

_HEIGHTS = (386, 372, 532)
"""The heights of the card: passphrase, code, new passphrase."""


class Unlock(QMainWindow):
    """The window of a locked data folder.

    ``unlock`` and ``recover`` run on the data thread; what they return goes to ``opened``.
    ``wait`` says how many seconds a wrong try costs now. ``other`` lets somebody else in.
    """

    def __init__(
        self,
        jobs: Jobs,
        officer: str,
        villages: Sequence[str],
        unlock: Open,
        opened: Callable[[Any], object],
        *,
        recover: Recover | None = None,
        wait: Callable[[], int] = lambda: 0,
        other: Callable[[], object] | None = None,
        note: str = "资料已加密，只存在这台电脑",
    ) -> None:
        super().__init__()
        self._jobs, self._unlock, self._recover = jobs, unlock, recover
        self._opened, self._wait = opened, wait
        self.setWindowTitle("人社服务工作台 · 已锁定")
        self.setWindowIcon(emblem_icon())
        self.card = UnlockCard(officer, villages, other is not None)
        self.recovery = RecoverCard([officer, *villages])
        self._ground = Landscape(note)
        self.setCentralWidget(self._ground)
        self.frame = self._frame()
        self._wire(other)
        self.ring = FocusRing(self)
        self.resize(1366, 768)
        left = wait()
        if left > 0:
            self.card.refuse(f"上次口令不对，请 {left} 秒后再试。", left)
        self.card.box.setFocus()

    def _frame(self) -> QFrame:
        made = QFrame(self._ground)
        made.setProperty("role", "window")
        lift(made)
        head = QHBoxLayout()
        head.setSpacing(theme.px(14))
        head.addWidget(Emblem(48))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label("人社服务工作台", theme.PAGE_TITLE, bold=True))
        words.addWidget(label("嘎查村人社服务专员 · Nutag Desk", theme.SECONDARY, tone="text2"))
        head.addLayout(words, 1)
        self.cards = QStackedWidget()
        self.cards.addWidget(scrolled(self.card))
        self.cards.addWidget(self.recovery)
        column = QVBoxLayout(made)
        column.setContentsMargins(theme.S6, theme.px(28), theme.S6, theme.px(28))
        column.setSpacing(theme.S4)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.cards, 1)
        return made

    def _wire(self, other: Callable[[], object] | None) -> None:
        self.card.asked.connect(self._try)
        self.card.forgotten.connect(lambda: self._show(1))
        self.card.forgot.setVisible(self._recover is not None)
        if other is not None:
            self.card.other.clicked.connect(lambda: other())
        self.recovery.asked.connect(self._try_recovery)
        self.recovery.back.connect(lambda: self._show(0))
        self.recovery.moved.connect(self._place)

    def _show(self, place: int) -> None:
        self.cards.setCurrentIndex(place)
        self._place()
        if place:
            self.recovery.start()
        else:
            self.recovery.clear()
            self.card.box.setFocus()

    def _try(self, passphrase: str) -> None:
        self._jobs.start(
            self, lambda _progress: self._unlock(passphrase), self._done, self._refused
        )

    def _try_recovery(self, code: str, passphrase: str) -> None:
        recover = self._recover
        if recover is not None:
            self._jobs.start(
                self,
                lambda _progress: recover(code, passphrase),
                self._done,
                self.recovery.refuse,
            )

    def _done(self, session: Any) -> None:
        self.card.calm()
        self.recovery.clear()
        self._opened(session)

    def _refused(self, error: Exception) -> None:
        told = failures.words(error)
        words = told.message if isinstance(error, Refused) else f"{told.message}{told.advice}"
        self.card.refuse(words, self._wait())
        self.card.said.setToolTip(told.advice)

    def _place(self) -> None:
        wide = theme.px(560 if self.cards.currentIndex() else 416)
        high = theme.px(_HEIGHTS[self.cards.currentIndex() + self.recovery.step()])
        wide, high = min(wide, self.width() - 32), min(high, self.height() - 32)
        left, top = (self.width() - wide) // 2, (self.height() - high) // 2
        self.frame.setGeometry(left, top, wide, high)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the card in the middle."""
        super().resizeEvent(event)
        self._place()
