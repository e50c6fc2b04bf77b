"""同步: where the facts are, how they get to the office, and what desks do not agree on."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.session import Session
from desktop_app.use_cases.sticks import Drive, drives
from ui import theme
from ui.banner import Banner
from ui.buttons import Button
from ui.cards import PageHead
from ui.drives import DriveWatch
from ui.exchange_loop import ExchangeLoop
from ui.jobs import Jobs
from ui.page import Hint, Page
from ui.pages.sync_acts import SyncActs
from ui.pages.sync_desks import DesksView
from ui.pages.sync_inbox import InboxCard
from ui.pages.sync_join import JoinCard
from ui.pages.sync_places import PlacesCard
from ui.pages.sync_reading import Found, read_all, waiting_count
from ui.pages.sync_stick import StickCard
from ui.pages.sync_waiting import WaitingCard
from ui.pages.sync_ways import SyncWays

NARROW = 900
SAME = "没有网络也能用U盘送，保证一样"
REVOKED = "旗县已经停用了这台电脑：记录都在，但是不会再送出。请打电话问旗县，没送到的由谁补上。"


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
        self.acts = SyncActs(self, session, jobs, loop, self.stick)
        self.send = Button("用网络送出", "outline", "refresh-cw", "F5", clicked=self.exchange)
        self.history = Button(
            "查看送出记录", icon_name="scroll-text", clicked=self.ways.open_history
        )
        self.to_desks = Button("电脑与证书", "outline", "landmark", clicked=self.show_desks)
        self._lay_out()
        self._connect()
        jobs.start(self, lambda _: waiting_count(session), self._count, self.refused.emit)

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys for the conflicts, or for the page."""
        conflict = self.inbox.list.current()
        send = [("F5", "用网络送出")] if self.send.isEnabled() else []
        if self.inbox.list.hasFocus() and conflict is not None:
            return [
                *send,
                ("F6", "换栏"),
                ("1", "用左边的"),
                ("2", "用右边的"),
                ("3", "都留着"),
                ("Enter", "看全部"),
                ("Ctrl E", "导出清单"),
            ]
        return [*send, ("F6", "换栏"), ("Ctrl E", "导出清单")]

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
        """Return the conflicts, the stick or joining, the lists behind, and what sends."""
        if self.desks.isVisible():
            return self.desks.first(), self.desks.back_button
        parts: list[QWidget] = [self.inbox.list] if self.inbox.list.found.conflicts else []
        parts.append(self.stick.go if self.stick.go.isEnabled() else self.stick.other)
        if not self.joining.isHidden():
            parts[-1] = self.joining.read
        return *parts, *self.inbox.ways.values(), self.to_desks, self.history, self.send

    def leave(self) -> None:
        """Look for sticks no more."""
        self.watch.stop()

    # What people do

    def exchange(self) -> None:
        """Exchange by network now, where there is an office that can be reached."""
        if self.send.isEnabled():
            self.send.setEnabled(False)
            self.acts.exchange()

    def export(self) -> None:
        """Write the list of what waits for a decision."""
        self.acts.export(self.found.conflicts if self.found is not None else [])

    def show_desks(self) -> None:
        """Show the desks and certificates of the office."""
        self._turn(desks=True)

    def show_exchange(self) -> None:
        """Show the exchange again."""
        self._turn(desks=False)

    # Showing

    def _turn(self, *, desks: bool) -> None:
        """Bring one of both into view; a stack would keep the room of the larger one."""
        self._exchange.setVisible(not desks)
        self.desks.setVisible(desks)
        self.focus_first()
        self.hints_changed.emit()

    def _show(self, found: Found) -> None:
        first, self.found = self.found is None, found
        now, numbers = self._session.now(), found.state.numbers
        self._head.set_note(f"{SAME} · 这台电脑叫 {found.own_name}")
        self.places.show_state(found.state, now)
        self.waiting.show_state(found.state, now)
        self.inbox.show_conflicts(found.conflicts)
        self.inbox.show_counts(found.counts)
        self.joining.setVisible(not numbers.office)
        self.stick.setVisible(bool(numbers.office))
        self.send.setEnabled(bool(found.state.urls) and not self._loop.running)
        self.send.setToolTip("" if found.state.urls else "旗县的邀请里没有网址，请用U盘送")
        self._show_standing(found)
        self.to_desks.setVisible(found.desks is not None)
        self.desks.show_desks(found.desks or [], now)
        counts = found.counts
        self._count(len(found.conflicts) + counts["quarantined"] + counts["clashes"])
        if self.stick.plan is not None:
            self.acts.look_at(self.stick.plan.drive)
        if first and _holds(self, self.window().focusWidget()):
            self.focus_first()  # what wants the keyboard first is known only now
        self.hints_changed.emit()

    def _show_standing(self, found: Found) -> None:
        """Say above everything that the office has not let this desk in yet, or has shut it out."""
        numbers = found.state.numbers
        revoked = numbers.revoked
        waits = bool(numbers.office) and not numbers.enrolled
        self.banner.setVisible(waits or revoked)
        if revoked:
            self.banner.say(REVOKED, "bad")
        elif waits:
            self.banner.say(
                f"已读入{numbers.office}的邀请。用网络或U盘送出一次，等旗县回信，就接上了。", "info"
            )

    def _count(self, waiting: int) -> None:
        self.counted.emit(waiting, True)

    def _exchanged(self, result: object) -> None:
        self.acts.exchanged(result)
        self.refresh()

    # Building

    def _lay_out(self) -> None:
        self._head = PageHead("同步", SAME)
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
        self._exchange = QWidget()
        column = QVBoxLayout(self._exchange)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(self.banner)
        column.addWidget(self.places)
        column.addLayout(self._middle)
        column.addWidget(self.inbox, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S3)
        whole.addWidget(self._head)
        whole.addWidget(self._exchange, 1)
        whole.addWidget(self.desks, 1)
        self.desks.hide()

    def _connect(self) -> None:
        self.watch.found.connect(self.stick.show_drives)
        self.stick.wanted.connect(self.acts.look_at)
        self.stick.carry.connect(self.acts.carry)
        self.stick.let_go.connect(self.acts.let_go)
        self.stick.elsewhere.connect(self.acts.choose_folder)
        self.inbox.list.taken.connect(self.acts.take)
        self.inbox.list.opened.connect(self.acts.open_conflict)
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
