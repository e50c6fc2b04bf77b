"""The card that opens a locked data folder by its recovery code."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.passphrase import strength, weakness
from ui import failures, theme
from ui.buttons import Button
from ui.cards import scrolled
from ui.labels import label
from ui.new_passphrase import NewPassphrase
from ui.recovery_boxes import RecoveryBoxes

_CODE_NOTE = "找出封存的那张恢复码，按 1 至 8 的顺序输入；不分大小写。"
_FRESH_NOTE = "原来的口令从此不能用了，恢复码不变。"


class RecoverCard(QWidget):
    """Asks for the recovery code, then for a new passphrase.

    Signals:
        asked: The code and the new passphrase.
        back: The passphrase came to mind.
        moved: The other step is in view.
    """

    asked = Signal(str, str)
    back = Signal()
    moved = Signal()

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.code = RecoveryBoxes()
        self.fresh = NewPassphrase(lambda text: (strength(text, words), weakness(text, words)))
        self.said = label("", theme.NOTE, tone="text2", wrap=True)
        self.steps = QStackedWidget()
        self.title = label("用恢复码打开", theme.CARD_TITLE, bold=True)
        self.note = label(_CODE_NOTE, theme.SECONDARY, tone="text2", wrap=True)
        code_page = QWidget()
        column = QVBoxLayout(code_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.code)
        column.addStretch(1)
        self.steps.addWidget(code_page)
        self.steps.addWidget(scrolled(self.fresh))
        self.back_button = Button("返回", clicked=self.go_back)
        self.back_button.setObjectName("back")
        self.go = Button("继续", "primary", key="Enter", clicked=self.go_on)
        self.go.setObjectName("go-on")
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.addWidget(self.back_button)
        feet.addWidget(self.said, 1)
        feet.addWidget(self.go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S3)
        whole.addWidget(self.title)
        whole.addWidget(self.note)
        whole.addWidget(self.steps, 1)
        whole.addLayout(feet)
        self.code.changed.connect(self._look)
        self.code.submitted.connect(self.go_on)
        self.fresh.changed.connect(self._look)
        self.fresh.submitted.connect(self.go_on)
        self._show(0)

    def start(self) -> None:
        """Begin with the code."""
        self._show(0)

    def go_on(self) -> None:
        """Go to the new passphrase, or open with both."""
        if not self.go.isEnabled():
            return
        if self.steps.currentIndex() == 0:
            self._show(1)
            return
        self.go.setEnabled(False)
        self.said.setText("正在换口令……")
        self.asked.emit(self.code.value(), self.fresh.value())

    def go_back(self) -> None:
        """Return to the code, or to the passphrase card."""
        if self.steps.currentIndex():
            self._show(0)
        else:
            self.back.emit()

    def refuse(self, error: Exception) -> None:
        """Say why it stays locked; what is about the code leads back to it."""
        told = failures.words(error)
        self._show(1 if "passphrase" in told.fields else 0)
        self.said.setText(f"{told.message}{told.advice}")
        theme.set_state(self.said, "tone", "bad")

    def clear(self) -> None:
        """Forget everything typed."""
        self.code.clear()
        self.fresh.clear()
        self._show(0)

    def _show(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        self.title.setText("设一个新口令" if step else "用恢复码打开")
        self.note.setText(_FRESH_NOTE if step else _CODE_NOTE)
        self.go.setText("换成新口令" if step else "继续")
        self._look()
        (self.fresh.first if step else self.code).setFocus()
        self.moved.emit()

    def step(self) -> int:
        """Return 0 for the code, 1 for the new passphrase."""
        return self.steps.currentIndex()

    def _look(self) -> None:
        if self.steps.currentIndex() == 0:
            left = sum(len(box.text()) < 4 for box in self.code.boxes)
            missing = self.code.problem() or (f"还差 {left} 组" if left else "")
        else:
            missing = self.fresh.missing()
        wrong = self.steps.currentIndex() == 0 and bool(self.code.problem())
        theme.set_state(self.said, "tone", "bad" if wrong else "text2")
        self.said.setText(missing)
        self.go.setEnabled(not missing)
