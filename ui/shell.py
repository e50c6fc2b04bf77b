"""The window: navigation, one page in view, and what is the same on every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.errors import AppError
from ui import theme
from ui.bell import on_screen
from ui.cards import scrolled
from ui.desk import Desk, Step, villages_words
from ui.emblem import emblem_icon
from ui.focus_ring import FocusRing
from ui.hint_bar import HintBar
from ui.idle import Idle
from ui.jobs import Jobs
from ui.navigation import Navigation
from ui.page import Door, Page
from ui.page_stack import PageStack
from ui.progress_dialog import ProgressDialog
from ui.toast import REDO, UNDO, Toast
from ui.top_bar import TopBar, saved_words

if TYPE_CHECKING:
    from desktop_app.use_cases.exchange import Sign

NARROW_BELOW, NARROW_SCALE = 1180, 1.5
MAKING_MS = 400
SIGN_MS, FIRST_SIGN_MS, SIGN_AGAIN_MS = 200, 1000, 600_000
"""An import of thousands reads the numbers a few times only, and a start reads none; what was
written today is of yesterday when midnight has passed over an open window."""

PEOPLE, SYNC, SETTINGS = "people", "sync", "settings"


class Shell(QMainWindow):
    """The window of an open data folder; ``on_lock`` is called after it has hidden itself."""

    def __init__(
        self,
        session: Desk,
        jobs: Jobs,
        doors: Sequence[Door],
        on_lock: Callable[[], object],
        *,
        undo: Step | None = None,
        redo: Step | None = None,
        idle_minutes: float = 10,
        last_saved: datetime | None = None,
        sign: Callable[[], Sign] | None = None,
    ) -> None:
        super().__init__()
        self.session, self.jobs = session, jobs
        self.pages: dict[str, Page] = {}
        self._doors = {door.name: door for door in doors}
        self._order = list(self._doors)
        self._on_lock, self._undo, self._redo = on_lock, undo, redo
        self._sign = sign
        self._stale = set(self._order)
        self._before_search = ""
        self._closed = False
        mark = " · 练习" if session.training else ""
        self.setWindowTitle(f"人社服务工作台{mark}")
        self.setWindowIcon(emblem_icon())
        first = self._make(self._order[0])
        self._read(first)  # on the data thread, while the window is built here
        self._build(doors)
        self._take_in(first)
        self.ring = FocusRing(self)
        self._sign_soon = QTimer(self, singleShot=True)
        self._sign_soon.timeout.connect(self.show_sign)
        self.sign_again = QTimer(self, interval=SIGN_AGAIN_MS)
        self.sign_again.timeout.connect(self.show_sign)
        self._signed = False
        self.show_saved(last_saved)
        if sign is not None:
            self._sign_soon.start(FIRST_SIGN_MS)
            self.sign_again.start()
        self._listen()
        self._keys()
        self.idle = Idle(idle_minutes, self)
        self.idle.reached.connect(self._left_alone)
        self.idle.lock_asked.connect(self.lock)
        self.go(self._order[0])
        self._making = QTimer(self, interval=MAKING_MS)
        self._making.timeout.connect(self._make_next)
        self._making.start()

    # building

    def _build(self, doors: Sequence[Door]) -> None:
        keys = {name: f"Ctrl+{place}" for place, name in enumerate(self._order[:9], 1)}
        self.navigation = Navigation(
            doors, self.session.officer, villages_words(self.session.village_codes), keys
        )
        self.top = TopBar(self.session.training)
        self.stack = PageStack()
        frame = QWidget()
        frame.setProperty("role", "page")
        edges = QVBoxLayout(frame)
        roomy = theme.scale() < NARROW_SCALE
        above, below = (theme.S4, theme.S3) if roomy else (theme.S2, theme.S1)
        edges.setContentsMargins(theme.S5, above, theme.S5, below)
        edges.addWidget(self.stack)
        self.bar = HintBar()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        # Large text on a low screen: the page scrolls before the bar with the keys is cut off.
        area = scrolled(frame)
        self.stack.currentChanged.connect(lambda _: area.verticalScrollBar().setValue(0))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        column.addWidget(area, 1)
        column.addWidget(self.bar)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(right, 1)
        self.setCentralWidget(whole)
        self.toast = Toast(right, theme.px(56) + theme.S3)
        self.resize(1366, 768)

    def _listen(self) -> None:
        self.navigation.chosen.connect(self.go)
        self.navigation.lock.connect(self.lock)
        self.top.sign.clicked.connect(partial(self.go, SYNC))
        self.jobs.failed.connect(self.show_failure)
        search = self.top.search
        search.asked.connect(self._search)
        search.entered.connect(lambda: self.page.focus_first())
        search.left.connect(self._leave_search)
        search.setVisible(PEOPLE in self._doors)
        # A commit is told on the thread that wrote.
        self._stop_listening = self.session.listen(on_screen(self, self._changed))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def _keys(self) -> None:
        acts: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+K", self.top.search.take),
            ("Ctrl+L", self.lock),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
            ("F1", self.help),
            ("F6", lambda: self.next_pane(1)),
            ("Shift+F6", lambda: self.next_pane(-1)),
        ]
        for place, name in enumerate(self._order[:9], 1):
            acts.append((f"Ctrl+{place}", partial(self.go, name)))
        if SETTINGS in self._doors:
            acts.append(("Ctrl+0", partial(self.go, SETTINGS)))
        for keys, act in acts:
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # pages

    @property
    def page(self) -> Page:
        """The page in view."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)  # noqa: S101 - the stack holds nothing else
        return page

    def page_of(self, name: str) -> Page:
        """Return the page of a place, made now if it is needed for the first time."""
        if name not in self.pages:
            self._take_in(self._make(name))
        return self.pages[name]

    def _make(self, name: str) -> Page:
        page = self.pages[name] = self._doors[name].make()
        return page

    def _take_in(self, page: Page) -> None:
        """Let a page speak to the window, and put it behind the one in view."""
        page.toast.connect(self.say)
        page.go.connect(self.go)
        page.refused.connect(self.show_failure)
        page.hints_changed.connect(self._show_hints)
        self.navigation.count(page)
        self.stack.addWidget(page)

    def _read(self, page: Page) -> None:
        """Let a page read again what changed while it was out of view."""
        if page.name in self._stale:
            self._stale.discard(page.name)
            page.refresh()

    def _make_next(self) -> None:
        """Make one more page while nobody waits, so that the first visit to it is quick."""
        if self.jobs.busy:
            return
        self._making.stop()  # a page that cannot be made says so once, not again and again
        missing = [name for name in self._order if name not in self.pages]
        if missing:
            self.page_of(missing[0])
        if len(missing) > 1:
            self._making.start()

    def go(self, name: str, argument: object = None) -> None:
        """Bring a page into view; with an argument, let it show that."""
        if name not in self._doors:
            return
        before, page = self.stack.currentWidget(), self.page_of(name)
        if page is not before:
            if isinstance(before, Page):
                before.leave()
            self.stack.setCurrentWidget(page)
            if page.read_on_return:
                self._stale.add(name)
        self.navigation.show_current(name)
        self._read(page)
        if argument is not None:
            page.open(argument)
        if not self.top.search.edit.hasFocus():
            page.focus_first()
        self._show_hints()

    def next_pane(self, step: int) -> None:
        """Give the keyboard to the next part of the window."""
        panes = [self.navigation.current_item(), self.top.search.edit, *self.page.panes()]
        there = [pane for pane in panes if pane is not None and _takes_keys(pane)]
        if not self.page.panes():
            there.append(self.page)
        focus = self.focusWidget()
        now = next((n for n, pane in enumerate(there) if _holds(pane, focus)), -step)
        wanted = there[(now + step) % len(there)]
        if wanted is self.page:
            self.page.focus_first()
        else:
            wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _search(self, text: str) -> None:
        if self.page.name != PEOPLE:
            self._before_search = self.page.name
        self.go(PEOPLE, text)

    def _leave_search(self) -> None:
        self.top.search.clear()
        if self._before_search and self.page.name == PEOPLE:
            self.page.setFocus()
            self.go(self._before_search)
        else:
            self.page.focus_first()
        self._before_search = ""

    # what happened

    def say(self, text: str, undo: Callable[[], object] | bool | None = None) -> None:
        """Tell what was done; ``undo`` (or ``True`` for the last step) is its way back."""
        self.toast.show_text(text, self.undo if undo is True else undo or None)

    def show_failure(self, error: BaseException) -> None:
        """Say what stopped a step, by which rule, and what to do."""
        from ui.failure_dialog import FailureDialog

        FailureDialog(self, error).open()

    def show_saved(self, moment: datetime | None) -> None:
        """Show when the last record reached the disk."""
        now = self.session.now()
        if not self._signed:
            self.top.show_saved(moment, now)
        self.bar.show_saved("" if moment is None else f"{saved_words(moment, now)} 已保存在本机")

    def show_sign(self) -> None:
        """Say again where the facts are."""
        if self._sign is not None and not self._closed:
            now, self._signed = self._sign(), True
            self.top.sign.say(now.state, now.since, now.tone, now.icon)

    def _changed(self, changes: object) -> None:
        self.show_saved(self.session.now())
        self._sign_soon.start(SIGN_MS)
        self._stale = set(self._order) - {self.page.name}
        self.page.refresh(changes)

    def undo(self) -> None:
        """Take the last step back and tell which it was."""
        self._step(
            self._undo, lambda name: self.toast.show_text(f"已撤销：{name}", self.redo, REDO)
        )

    def redo(self) -> None:
        """Do again what was taken back, and tell what it was."""
        self._step(
            self._redo, lambda name: self.toast.show_text(f"已重做：{name}", self.undo, UNDO)
        )

    def _step(self, step: Step | None, tell: Callable[[str], object]) -> None:
        if step is not None:
            work = step
            self.jobs.start(self, lambda _progress: work(), tell, self._not_stepped)

    def _not_stepped(self, error: Exception) -> None:
        if isinstance(error, AppError) and not error.advice:
            self.say(str(error))
        else:
            self.show_failure(error)

    def _left_alone(self) -> None:
        """Lock; but long work that somebody began and left, as a batch of papers, is finished."""
        if any(dialog.working for dialog in self.findChildren(ProgressDialog)):
            self.idle.begin_again()
        else:
            self.lock()

    def lock(self) -> None:
        """Hide everything, open dialogs too, and give the key back."""
        if self._closed:
            return
        self.page.leave()
        self.close_down()
        for dialog in self.findChildren(QDialog):
            dialog.hide()
        self.hide()
        self._on_lock()

    def close_down(self) -> None:
        """Stop listening; the window may be thrown away afterwards."""
        if self._closed:
            return
        self._closed = True
        self.idle.stop()
        self._making.stop()
        self._sign_soon.stop()
        self.sign_again.stop()
        self._stop_listening()
        self.jobs.failed.disconnect(self.show_failure)
        app = QApplication.instance()
        if isinstance(app, QApplication):  # a window that goes still loses the focus
            app.focusChanged.disconnect(self._focus_moved)

    def help(self) -> None:
        """List the keys that work here."""
        from ui.key_help import KeyHelp

        KeyHelp(self, self.page.title, self.page.hints()).open()

    def _show_hints(self) -> None:
        hints = self.page.hints()
        if self.top.search.edit.hasFocus():
            hints = [("↓", "到名单里"), ("Esc", "回到刚才的页")]
        self.bar.show_hints([*hints, ("F1", "全部按键")] if len(hints) < 7 else hints)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            self._show_hints()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep only the icons of the navigation where space lacks."""
        super().resizeEvent(event)
        self.navigation.set_narrow(self.width() < NARROW_BELOW or theme.scale() >= NARROW_SCALE)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the session when the person closes the window."""
        self.page.leave()
        self.close_down()
        super().closeEvent(event)


def _takes_keys(pane: QWidget) -> bool:
    return pane.isVisible() and pane.isEnabled()


def _holds(pane: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (pane is focus or pane.isAncestorOf(focus))
