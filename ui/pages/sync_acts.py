"""What can be done on 同步: exchange, carry by stick, and settle what desks do not agree on."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStorageInfo
from PySide6.QtWidgets import QFileDialog

from desktop_app.domain.errors import AppError
from desktop_app.session import Session
from desktop_app.use_cases import conflicts
from desktop_app.use_cases.conflicts import Conflict, Side
from desktop_app.use_cases.sticks import Carried, Drive, carry_by_stick, eject, stick_plan
from ui.exchange_loop import ExchangeLoop
from ui.file_places import ask_for_place, in_documents
from ui.jobs import Jobs
from ui.page import Page
from ui.pages.sync_conflict import ConflictDialog, settled_words
from ui.pages.sync_stick import StickCard
from ui.progress_dialog import ProgressDialog


class SyncActs:
    """Does what is asked away from the screen, and tells over the page what came of it."""

    def __init__(
        self, page: Page, session: Session, jobs: Jobs, loop: ExchangeLoop, stick: StickCard
    ) -> None:
        self._page, self._session, self._jobs = page, session, jobs
        self._loop, self._stick = loop, stick
        self._asked = False

    # By network

    def exchange(self) -> None:
        """Exchange by network now, with a way to stop."""
        self._asked = True
        job = self._loop.now()
        note = "已经送到的不会丢，下次接着送。"
        dialog = ProgressDialog(self._page.window(), "用网络送出", cancel_note=note)
        dialog.finished.connect(dialog.deleteLater)
        job.ended.connect(self._over)
        dialog.follow(job)

    def exchanged(self, result: object) -> None:
        """Tell how an exchange ended that somebody asked for; others end in silence."""
        if self._asked and isinstance(result, Exception):
            self._page.refused.emit(result)
        elif self._asked:
            self._page.toast.emit("同步好了", None)

    def _over(self) -> None:
        """Forget that somebody asked, also where they stopped it, and show what is so now."""
        self._asked = False
        self._page.refresh()

    # By stick

    def look_at(self, drive: Drive) -> None:
        """Say what would be done with a stick."""
        self._jobs.start(
            self._page,
            lambda _: stick_plan(self._session, drive),
            self._stick.show_plan,
            self._not_looked,
        )

    def carry(self) -> None:
        """Write what waits onto the stick and read what is on it."""
        plan = self._stick.plan
        if plan is None or not self._stick.go.isEnabled():
            return
        self._stick.busy(True)
        job = self._jobs.start(
            self._page,
            partial(carry_by_stick, self._session, plan.drive),
            self._carried,
            self._page.refused.emit,
        )
        note = "取消以后U盘上不会留下写了一半的文件。"
        dialog = ProgressDialog(self._page.window(), "写入并读入", "段", note)
        dialog.finished.connect(dialog.deleteLater)
        job.ended.connect(lambda: self._stick.busy(False))
        dialog.follow(job)  # type: ignore[arg-type] # of any result

    def let_go(self) -> None:
        """Let go of the stick, so that it can be pulled out."""
        plan = self._stick.plan
        if plan is not None:
            self._do(lambda: eject(plan.drive), lambda words: self._page.toast.emit(words, None))

    def choose_folder(self) -> QFileDialog:
        """Ask where the stick is that was not found."""
        dialog = QFileDialog(self._page, "U盘在哪里", in_documents())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self.look_at(_drive_of(path)))
        dialog.open()
        return dialog

    # What desks do not agree on

    def take(self, conflict: Conflict, side: Side) -> None:
        """Use a value; where only papers decide, show all of it first."""
        if conflict.must_be_person:
            self.open_conflict(conflict)
            return
        self._do(
            lambda: conflicts.settle(self._session, conflict, side.value),
            lambda _: self._page.toast.emit(settled_words(conflict), True),
        )

    def open_conflict(self, conflict: Conflict) -> ConflictDialog:
        """Show all of a conflict."""
        dialog = ConflictDialog(
            self._page,
            self._session,
            self._jobs,
            conflict,
            lambda words: self._page.toast.emit(words, True),
            self._page.refused.emit,
        )
        dialog.open()
        return dialog

    def export(self, found: list[Conflict]) -> QFileDialog:
        """Ask where the list of what waits for a decision goes, and write it."""
        name = f"待确认 {self._session.today()}.xlsx"
        return ask_for_place(
            self._page,
            "导出清单",
            name,
            "Excel (*.xlsx)",
            lambda path: self._export(found, str(path)),
        )

    # Inside

    def _not_looked(self, error: Exception) -> None:
        """Say on the card why a stick cannot be read: nobody pressed anything yet."""
        if isinstance(error, AppError):
            self._stick.show_trouble(f"{error}{error.advice}")
        else:
            self._page.refused.emit(error)

    def _do(self, work: Callable[[], object], done: Callable[..., object]) -> None:
        self._jobs.start(self._page, lambda _: work(), done, self._page.refused.emit)

    def _carried(self, carried: Carried) -> None:
        self._page.toast.emit(carried_words(carried), None)
        if carried.troubles:
            advice = "\n".join(carried.troubles)
            self._page.refused.emit(AppError("有文件没有读入。", advice=advice))
        self._page.refresh()

    def _export(self, found: list[Conflict], path: str) -> None:
        self._do(
            lambda: conflicts.export_conflicts(found, Path(path)),
            lambda count: self._page.toast.emit(f"已导出 {count} 条，号码都遮着", None),
        )


def carried_words(carried: Carried) -> str:
    """Return what a step with a stick did, in a sentence."""
    parts = []
    if carried.written is not None:
        parts.append(f"{carried.entries:,} 条写好了，核对过")
    if carried.read:
        parts.append(f"读入 {carried.read} 个文件，收到 {carried.received:,} 条")
    if carried.receipts:
        parts.append(f"回执 {carried.receipts} 份")
    return "，".join(parts) or "没有要写的，也没有要读的"


def _drive_of(path: str) -> Drive:
    found = QStorageInfo(path)
    return Drive(path, found.displayName(), found.bytesAvailable(), found.isReadOnly())
