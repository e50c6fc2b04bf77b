"""What long work looks like: how far, how much, and a way to stop."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.domain.progress import Progress
from ui import theme
from ui.buttons import Button
from ui.dialog import name_dialog
from ui.jobs import Job
from ui.labels import ElidingLabel, label

AFTER_MS = 500


class ProgressDialog(QDialog):
    """Appears when work takes longer than half a second; closes when it ends.

    Signals:
        cancelled: 取消 was chosen; the work stops at its next item.
    """

    cancelled = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        unit: str = "条",
        cancel_note: str = "取消不会写入。",
    ) -> None:
        super().__init__(parent)
        name_dialog(self, title)
        self.setModal(True)
        self.setMinimumWidth(theme.px(480))
        self._unit, self._cancel_note = unit, cancel_note
        self._progress: Progress | None = None
        self.cancel_button = Button("取消", small=True, clicked=self.cancel)
        self.head = QHBoxLayout()
        self.title = ElidingLabel(title, bold=True)
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.cancel_button)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(title)
        self.counts = label("", theme.NOTE, tone="text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S4, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        column.addLayout(self.head)
        column.addWidget(self.bar)
        column.addWidget(self.counts)
        self._delay = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._delay.timeout.connect(self.open)
        self._tick = QTimer(self, interval=100)
        self._tick.timeout.connect(self._read)
        self._say(None, 0, "")

    @property
    def working(self) -> bool:
        """Say whether the work it follows still goes on."""
        return self._tick.isActive()

    def follow(self, job: "Job[object]") -> None:
        """Show the progress of ``job`` until it ends."""
        self._progress = job.progress
        job.ended.connect(self.end)
        self._delay.start()
        self._tick.start()

    def show_progress(self, done: int, total: int | None, note: str = "") -> None:
        """Show counts; without a total the bar only says that work goes on."""
        self.bar.setRange(0, total or 0)
        self.bar.setValue(done)
        self._say(total, done, note)

    def cancel(self) -> None:
        """Ask the work to stop."""
        if self._progress is not None:
            self._progress.cancel()
        self.cancel_button.setEnabled(False)
        self.cancel_button.setText("正在停下")
        self.cancelled.emit()

    def end(self) -> None:
        """Close, whether it had appeared or not."""
        self.stop_watching()
        self.done(0)

    def stop_watching(self) -> None:
        """Stay as it is: the work is over."""
        self._delay.stop()
        self._tick.stop()

    def reject(self) -> None:
        """Treat Esc and the window's cross as 取消."""
        self.cancel()

    def _read(self) -> None:
        if self._progress is not None:
            self.show_progress(self._progress.done, self._progress.total, self._progress.note)

    def _say(self, total: int | None, done: int, note: str) -> None:
        count = f"已办 {done:,} {self._unit}"
        if total is not None:
            count += f"，共 {total:,} {self._unit}"
        parts = [count, note] if note else [count]
        self.counts.setText(f"{' · '.join(parts)}。{self._cancel_note}")
