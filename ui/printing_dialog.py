"""Papers on their way to the printer: how many went, a way to stop, and a way to go on working."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.buttons import Button
from ui.progress_dialog import ProgressDialog


class PrintingDialog(ProgressDialog):
    """Follows the printing; aside, it stands beside the other windows and says when it is done.

    Signals:
        stepped_aside: The window below may be used again.
    """

    stepped_aside = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "正在打印", "份", "取消就撤回还没有打印的。")
        self.away, self._last_words = False, ""
        self.aside = Button("到后台打印", small=True, clicked=self.step_aside)
        self.aside.setObjectName("aside")
        self.head.insertWidget(1, self.aside)
        self.head.setSpacing(theme.S2)

    def step_aside(self) -> None:
        """Let the other windows be used while the papers are printed."""
        self.away = True
        self.aside.hide()
        below = self.parentWidget()
        self.setParent(below.parentWidget() if below else None, self.windowFlags())
        self.setModal(False)
        self.show()
        self.stepped_aside.emit()

    def tell(self, words: str) -> None:
        """Stay with this sentence when the work is over, if it stands aside."""
        self._last_words = words

    # ProgressDialog overrides

    def end(self) -> None:
        """Close; aside, only after the person has read what came of it."""
        if not self.away or not self._last_words or not self.working:
            super().end()
            self.deleteLater()
            return
        self.stop_watching()
        self.show_progress(1, 1)
        self.title.setText("打印完了")
        self.counts.setText(self._last_words)
        self.cancel_button.setText("知道了")
        self.cancel_button.setEnabled(True)

    def cancel(self) -> None:
        """Ask the work to stop; when it is over, close."""
        if self.working:
            super().cancel()
        else:
            self.end()
