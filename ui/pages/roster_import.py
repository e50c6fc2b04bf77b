"""导入花名册: choose a file, match its villages, look at what it would do, import, take back."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.history import batch_stands, undo_batch
from desktop_app.use_cases.roster_import import (
    ImportResult,
    RosterPreview,
    import_roster,
    match_villages,
    read_roster,
    write_errors,
)
from ui import failures, theme
from ui.buttons import Button
from ui.cards import PageHead
from ui.file_places import ask_for_file, ask_for_place
from ui.jobs import Job, Jobs
from ui.page import Hint, Page
from ui.pages import roster_import_steps as steps
from ui.pages.roster_import_choose import ChooseFile
from ui.pages.roster_import_done import ImportDone
from ui.pages.roster_import_files import FILES, file_in
from ui.pages.roster_import_preview import ORDER, PreviewRoster
from ui.pages.roster_import_villages import MatchVillages
from ui.progress_dialog import ProgressDialog
from ui.refusal_card import RefusalCard

T = TypeVar("T")


class RosterImportPage(Page):
    """Takes a roster in, one step after another; nothing is written before 导入."""

    name, title, icon = "import", "导入花名册", "upload"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.preview: RosterPreview | None = None
        self.result: ImportResult | None = None
        self.setAcceptDrops(True)
        self.head = PageHead(self.title)
        self.refusal = RefusalCard()
        self.choose = ChooseFile()
        self.villages = MatchVillages()
        self.rows = PreviewRoster()
        self.done = ImportDone()
        self._lay_out()
        self._connect()
        self.go_to(steps.CHOOSE)

    # What the window asks for

    @property
    def step(self) -> int:
        """Return which step is in view."""
        return self._stack.currentIndex()

    def hints(self) -> list[Hint]:
        """Return the keys of the step."""
        if self.step != steps.PREVIEW or not self.rows.narrow:
            return steps.HINTS[self.step]
        return (
            steps.ALONE_HINTS
            if self.rows.alone
            else [("Enter", "看这一行"), *steps.HINTS[steps.PREVIEW]]
        )

    def open(self, argument: object = None) -> None:
        """Begin anew, or read the file that is named."""
        if isinstance(argument, Path):
            self.read(argument)
        elif self.step == steps.RESULT:
            self.go_to(steps.CHOOSE)

    def focus_first(self) -> None:
        """Give the keyboard to what the step needs first."""
        (self.choose, self.villages, self.rows, self.done)[self.step].focus_first()

    def panes(self) -> Sequence[QWidget]:
        """Return the list and the buttons below it."""
        if self.step == steps.PREVIEW:
            return self.rows.tabs[self.rows.state], self.rows.table, self.rows.go
        return ()

    # What people do

    def browse(self) -> None:
        """Let the person look for a file."""
        ask_for_file(self.window(), "选择花名册", FILES, self.read)

    def paste(self) -> None:
        """Read the file that was copied, or take the place that was copied as text."""
        path = file_in(QApplication.clipboard().mimeData())
        if self.step != steps.CHOOSE:
            return
        if path is not None:
            self.read(path)
        else:
            self.choose.path.setFocus()
            self.choose.path.paste()

    def read(self, path: Path) -> None:
        """Read a file and show what it would do."""
        self._start(
            f"正在读 {path.name}",
            lambda progress: read_roster(self._session, path, progress),
            self._was_read,
            self._not_read,
        )

    def match(self, codes: dict[str, str]) -> None:
        """Compare again, now that the villages are known."""
        preview = self.preview
        if preview is not None:
            self._start(
                "正在核对",
                lambda progress: match_villages(self._session, preview, codes, progress),
                self._show,
            )

    def take_in(self) -> None:
        """Write what the preview shows."""
        preview = self.preview
        if preview is not None and self.step == steps.PREVIEW and self.rows.go.isEnabled():
            self._start(
                f"正在导入 {preview.file_name}",
                lambda progress: import_roster(self._session, preview, progress),
                self._imported,
            )

    def refresh(self, changes: object = None) -> None:
        """Say that the batch is undone, where it was undone by Ctrl+Z."""
        result = self.result if self.step == steps.RESULT else None
        if result is None or result.batch is None:
            return
        if not batch_stands(self._session, result.batch):
            self._taken_back(result.new + result.changed)

    def take_back(self) -> None:
        """Undo the whole batch that was imported last."""
        batch = self.result.batch if self.result is not None else None
        if batch is not None:
            self._start(
                "正在撤销整批",
                lambda progress: undo_batch(self._session, batch, progress),
                self._taken_back,
                note="取消后仍是导入以后的样子。",
            )

    def ask_where(self) -> None:
        """Let the person say where the list of problems goes."""
        if self.preview is None or not self.preview.counts["refused"]:
            return
        name = f"{Path(self.preview.file_name).stem}-没有导入的行.xlsx"
        ask_for_place(self.window(), "导出问题清单", name, FILES, self.export)

    def export(self, path: Path) -> None:
        """Write the rows that are not taken to a file."""
        preview = self.preview
        if preview is None:
            return
        self._jobs.start(
            self,
            lambda progress: write_errors(preview, path),
            lambda count: self.toast.emit(f"{count} 行写到了 {path.name}", None),
            self._failed,
        )

    def go_to(self, step: int) -> None:
        """Show a step."""
        steps.show_alone(self._stack, step)
        self.head.set_note(steps.NOTES[step])
        self.refusal.hide()
        self.hints_changed.emit()
        if self.isVisible():
            self.focus_first()

    # Inside

    def _lay_out(self) -> None:
        self._stack = QStackedLayout()
        for widget in (self.choose, self.villages, self.rows, self.done):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(self.head)
        column.addWidget(self.refusal)
        column.addLayout(self._stack, 1)

    def _connect(self) -> None:
        self.choose.browse_asked.connect(self.browse)
        self.choose.chosen.connect(self.read)
        self.villages.chosen.connect(self.match)
        self.villages.back_asked.connect(lambda: self.go_to(steps.CHOOSE))
        self.rows.back_asked.connect(lambda: self.go_to(steps.CHOOSE))
        self.rows.villages_asked.connect(self._match_again)
        self.rows.alone_changed.connect(self.hints_changed)
        self.rows.import_asked.connect(self.take_in)
        self.rows.export_asked.connect(self.ask_where)
        self.done.people_asked.connect(lambda: self.go.emit("people", ""))
        self.done.undo_asked.connect(self.take_back)
        self.done.export_asked.connect(self.ask_where)
        self.done.again_asked.connect(lambda: self.go_to(steps.CHOOSE))
        self.key("Ctrl+O", self.browse)
        self.key("Ctrl+V", self.paste)
        self.key("Ctrl+E", self.ask_where)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            self.key(keys, self._go_on)
        for number, state in enumerate(ORDER, start=1):
            self.key(str(number), partial(self._switch, state))

    def _go_on(self) -> None:
        if self.step == steps.VILLAGES:
            self.villages.go.click()
        else:
            self.take_in()

    def _switch(self, state: str) -> None:
        if self.step == steps.PREVIEW:
            self.rows.show_state(state)
            self.rows.focus_first()

    def _match_again(self) -> None:
        if self.preview is not None:
            self.villages.show_choices(self.preview.villages)
            self.go_to(steps.VILLAGES)

    def _start(
        self,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        note: str = "取消不会写入。",
    ) -> None:
        """Do long work, with its progress and a way to stop it."""
        self.refusal.hide()
        job: Job[Any] = self._jobs.start(self, work, done, failed or self._failed)
        dialog = ProgressDialog(self.window(), title, "行", note)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.follow(job)

    def _was_read(self, preview: RosterPreview) -> None:
        self.preview = preview
        if any(choice.open for choice in preview.villages):
            self._match_again()
        else:
            self._show(preview)

    def _show(self, preview: RosterPreview) -> None:
        self.preview = preview
        self.rows.show_preview(preview)
        self.go_to(steps.PREVIEW)

    def _imported(self, result: ImportResult) -> None:
        self.result = result
        self.done.show_result(result)
        self.go_to(steps.RESULT)

    def _taken_back(self, count: int) -> None:
        self.result = None
        self.done.show_undone(count)
        self.go_to(steps.RESULT)

    def _not_read(self, error: Exception) -> None:
        self.go_to(steps.CHOOSE)
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)

    # Qt overrides

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        path = file_in(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.read(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press a button with Enter too; go back to the choice of a file with Esc."""
        pressed = QApplication.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(pressed, Button):
            pressed.click()
        elif event.key() == Qt.Key.Key_Escape and self.step == steps.PREVIEW and self.rows.alone:
            self.rows.show_alone(alone=False)
        elif event.key() == Qt.Key.Key_Escape and self.step in {steps.VILLAGES, steps.PREVIEW}:
            self.go_to(steps.CHOOSE)
        else:
            super().keyPressEvent(event)
