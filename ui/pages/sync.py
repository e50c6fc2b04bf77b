"""同步: where the facts are, how they get to the office, and what desks do not agree on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import AppError
from desktop_app.session import Session
from desktop_app.use_cases import clashes, conflicts, desk_names, exchange, set_aside, settled
from desktop_app.use_cases.conflicts import Conflict, Side
from desktop_app.use_cases.desk_names import OfficeDesk
from desktop_app.use_cases.exchange import SyncState
from desktop_app.use_cases.sticks import (
    Carried,
    Drive,
    StickPlan,
    carry_by_stick,
    drives,
    eject,
    stick_plan,
)
from ui import theme
from ui.banner import Banner
from ui.buttons import Button
from ui.cards import PageHead
from ui.drives import DriveWatch
from ui.exchange_loop import ExchangeLoop
from ui.file_places import in_documents
from ui.jobs import Jobs
from ui.page import Hint, Page
from ui.pages.sync_conflict import ConflictDialog, settled_words
from ui.pages.sync_desks import DesksView
from ui.pages.sync_inbox import InboxCard
from ui.pages.sync_join import JoinCard
from ui.pages.sync_places import PlacesCard
from ui.pages.sync_stick import StickCard
from ui.pages.sync_waiting import WaitingCard
from ui.pages.sync_ways import SyncWays
from ui.progress_dialog import ProgressDialog

NARROW = 900


@dataclass(frozen=True, slots=True)
class Found:
    """All that the page shows, read in one go on the data thread."""

    state: SyncState
    conflicts: list[Conflict]
    counts: dict[str, int]
    desks: list[OfficeDesk] | None


def read_all(session: Session) -> Found:
    """Read what the page shows."""
    aside = set_aside.quarantined(session)
    return Found(
        state=exchange.sync_state(session),
        conflicts=conflicts.conflicts(session),
        counts={
            "clashes": len(clashes.clashes(session)),
            "quarantined": sum(not one.decided for one in aside),
            "parked": len(set_aside.parked(session)),
            "settled": settled.settled_count(session),
        },
        desks=desk_names.office_desks(session) if desk_names.is_office(session) else None,
    )


class SyncPage(Page):
    """Three places above, what waits and the stick in the middle, the conflicts below."""

    name, title, icon = "sync", "同步", "refresh-cw"
    read_on_return = True

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        loop: ExchangeLoop,
        look_for_drives: Callable[[], Sequence[Drive]] = drives,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._loop = session, jobs, loop
        self.found: Found | None = None
        self.ways = SyncWays(self, session, jobs)
        self.watch = DriveWatch(look_for_drives, self)
        self.places, self.waiting = PlacesCard(), WaitingCard()
        self.stick, self.inbox = StickCard(), InboxCard()
        self.joining = JoinCard(self, session, jobs)
        self.banner = Banner(icon_name="landmark")
        self.desks = DesksView()
        self.send = Button("用网络送出", "outline", "refresh-cw", "F5", clicked=self.exchange)
        self.history = Button(
            "查看送出记录", icon_name="scroll-text", clicked=self.ways.open_history
        )
        self.to_desks = Button("电脑与证书", "outline", "landmark", clicked=self.show_desks)
        self._lay_out()
        self._connect()

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys for the conflicts, or for the page."""
        conflict = self.inbox.list.current()
        if self.inbox.list.hasFocus() and conflict is not None:
            return [
                ("F5", "立即同步"),
                ("F6", "换栏"),
                ("1", "用左边的"),
                ("2", "用右边的"),
                ("3", "都留着"),
                ("Enter", "看全部"),
                ("Ctrl E", "导出清单"),
            ]
        return [("F5", "立即同步"), ("F6", "换栏"), ("Ctrl E", "导出清单")]

    def refresh(self, changes: object = None) -> None:
        """Read everything again, away from the screen."""
        self._jobs.start(self, lambda _: read_all(self._session), self._show, self.refused.emit)

    def focus_first(self) -> None:
        """Begin with the conflicts, else with what sends."""
        if self.desks.isVisible():
            self.desks.first().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        wanted = next((pane for pane in self.panes() if pane.isEnabled()), self.history)
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """Return the conflicts, the button of the stick or of joining, and the ways to send."""
        if self.desks.isVisible():
            return self.desks.first(), self.desks.back_button
        parts: list[QWidget] = [self.inbox.list] if self.inbox.list.found.conflicts else []
        parts.append(self.stick.go if self.stick.go.isEnabled() else self.stick.other)
        if not self.joining.isHidden():
            parts[-1] = self.joining.read
        return *parts, self.send, self.history

    def leave(self) -> None:
        """Look for sticks no more."""
        self.watch.stop()

    # What people do

    def exchange(self) -> None:
        """Exchange by network now, with a way to stop."""
        if self.found is None or not self.send.isEnabled():
            return
        job = self._loop.now()
        note = "已经送到的不会丢，下次接着送。"
        dialog = ProgressDialog(self.window(), "用网络送出", cancel_note=note)
        dialog.finished.connect(dialog.deleteLater)
        dialog.follow(job)
        self.send.setEnabled(False)
        self._asked = True

    def carry(self) -> None:
        """Write what waits onto the stick and read what is on it."""
        plan = self.stick.plan
        if plan is None or not self.stick.go.isEnabled():
            return
        self.stick.busy(True)
        job = self._jobs.start(
            self,
            partial(carry_by_stick, self._session, plan.drive),
            self._carried,
            self.refused.emit,
        )
        note = "取消以后U盘上不会留下写了一半的文件。"
        dialog = ProgressDialog(self.window(), "写入并读入", "个文件", note)
        dialog.finished.connect(dialog.deleteLater)
        job.ended.connect(lambda: self.stick.busy(False))
        dialog.follow(job)  # type: ignore[arg-type] # of any result

    def let_go(self) -> None:
        """Let go of the stick, so that it can be pulled out."""
        plan = self.stick.plan
        if plan is not None:
            self._jobs.start(
                self,
                lambda _: eject(plan.drive),
                lambda words: self.toast.emit(words, None),
                self.refused.emit,
            )

    def take(self, conflict: Conflict, side: Side) -> None:
        """Use a value; where only papers decide, show all of it first."""
        if conflict.must_be_person:
            self.open_conflict(conflict)
            return
        self._jobs.start(
            self,
            lambda _: conflicts.settle(self._session, conflict, side.value),
            lambda _: self.toast.emit(settled_words(conflict), True),
            self.refused.emit,
        )

    def open_conflict(self, conflict: Conflict) -> ConflictDialog:
        """Show all of a conflict."""
        dialog = ConflictDialog(
            self,
            self._session,
            self._jobs,
            conflict,
            lambda words: self.toast.emit(words, True),
            self.refused.emit,
        )
        dialog.open()
        return dialog

    def show_desks(self) -> None:
        """Show the desks and certificates of the office."""
        self._stack.setCurrentWidget(self.desks)
        self.focus_first()
        self.hints_changed.emit()

    def show_exchange(self) -> None:
        """Show the exchange again."""
        self._stack.setCurrentIndex(0)
        self.focus_first()
        self.hints_changed.emit()

    def choose_folder(self) -> QFileDialog:
        """Ask where the stick is that was not found."""
        dialog = QFileDialog(self, "U盘在哪里", in_documents())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self._look_at(_drive_of(path)))
        dialog.open()
        return dialog

    def export(self) -> QFileDialog:
        """Ask where the list of what waits for a decision goes."""
        name = f"待确认 {self._session.today()}.xlsx"
        dialog = QFileDialog(self, "导出清单", in_documents(name), "Excel (*.xlsx)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(self._export)
        dialog.open()
        return dialog

    # Showing

    def _show(self, found: Found) -> None:
        first, self.found = self.found is None, found
        now, numbers = self._session.now(), found.state.numbers
        self.places.show_state(found.state, now)
        self.waiting.show_state(found.state, now)
        self.inbox.show_conflicts(found.conflicts)
        self.inbox.show_counts(found.counts)
        self.joining.setVisible(not numbers.office)
        self.stick.setVisible(bool(numbers.office))
        self.send.setEnabled(bool(found.state.urls) and not self._loop.running)
        self.send.setToolTip("" if found.state.urls else "旗县的邀请里没有网址，请用U盘送")
        waits = bool(numbers.office) and not numbers.enrolled
        self.banner.setVisible(waits)
        if waits:
            self.banner.say(
                f"已读入{numbers.office}的邀请。再送出一次，等旗县回信，就接上了。", "info"
            )
        self.to_desks.setVisible(found.desks is not None)
        self.desks.show_desks(found.desks or [], now)
        waiting = len(found.conflicts) + found.counts["quarantined"] + found.counts["clashes"]
        self.counted.emit(waiting, True)
        if self.watch.drives and self.stick.plan is not None:
            self._look_at(self.stick.plan.drive)
        if first and _holds(self, self.window().focusWidget()):
            self.focus_first()  # what wants the keyboard first is known only now
        self.hints_changed.emit()

    def _look_at(self, drive: Drive) -> None:
        self._jobs.start(
            self, lambda _: stick_plan(self._session, drive), self._planned, self.refused.emit
        )

    def _planned(self, plan: StickPlan) -> None:
        self.stick.show_plan(plan)
        self.hints_changed.emit()

    def _carried(self, carried: Carried) -> None:
        self.toast.emit(carried_words(carried), None)
        if carried.troubles:
            self.refused.emit(AppError("有文件没有读入。", advice="\n".join(carried.troubles)))
        self.refresh()

    def _exchanged(self, result: object) -> None:
        if self._asked and isinstance(result, Exception):
            self.refused.emit(result)
        elif self._asked:
            self.toast.emit("同步好了", None)
        self._asked = False
        self.refresh()

    def _export(self, path: str) -> None:
        found = self.found.conflicts if self.found is not None else []
        self._jobs.start(
            self,
            lambda _: conflicts.export_conflicts(found, Path(path)),
            lambda count: self.toast.emit(f"已导出 {count} 条，号码都遮着", None),
            self.refused.emit,
        )

    # Building

    def _lay_out(self) -> None:
        self._head = PageHead("同步", "没有网络也能用U盘送，保证一样")
        for button in (self.to_desks, self.history, self.send):
            self._head.add_action(button)
        self.banner.hide()
        self.to_desks.hide()
        self.joining.hide()
        self._middle = QHBoxLayout()
        self._middle.setSpacing(theme.S4)
        self._middle.addWidget(self.waiting, 520)
        self._middle.addWidget(self.joining, 582)
        self._middle.addWidget(self.stick, 582)
        exchange_view = QWidget()
        column = QVBoxLayout(exchange_view)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(self.banner)
        column.addWidget(self.places)
        column.addLayout(self._middle)
        column.addWidget(self.inbox, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(exchange_view)
        self._stack.addWidget(self.desks)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S3)
        whole.addWidget(self._head)
        whole.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._asked = False
        self.watch.found.connect(self.stick.show_drives)
        self.stick.wanted.connect(self._look_at)
        self.stick.carry.connect(self.carry)
        self.stick.let_go.connect(self.let_go)
        self.stick.elsewhere.connect(self.choose_folder)
        self.inbox.list.taken.connect(self.take)
        self.inbox.list.opened.connect(self.open_conflict)
        self.inbox.list.selectionModel().currentChanged.connect(
            lambda *_: self.hints_changed.emit()
        )
        self.inbox.asked.connect(self.ways.open)
        self.desks.back.connect(self.show_exchange)
        self._loop.ended.connect(self._exchanged)
        self.key("F5", self.exchange)
        self.key("Ctrl+E", self.export)

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Look for sticks while the page is in view."""
        super().showEvent(event)
        self.watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look for sticks no more."""
        super().hideEvent(event)
        self.watch.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards below each other where they do not fit side by side."""
        super().resizeEvent(event)
        down = self.width() < theme.px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight
        if self._middle.direction() != way:
            self._middle.setDirection(way)
            self.places.stand(down)


def _holds(page: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and page.isAncestorOf(focus)


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
    from PySide6.QtCore import QStorageInfo

    found = QStorageInfo(path)
    return Drive(path, found.displayName(), found.bytesAvailable(), found.isReadOnly())
