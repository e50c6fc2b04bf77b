"""公益岗位: the posts, who holds them, and each step of a placement."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Household, Paper, Person, Placement, Post
from desktop_app.session import Changes, Session
from desktop_app.use_cases.approvals import may_decide
from desktop_app.use_cases.placement_decisions import what_blocks
from desktop_app.use_cases.posts import PostLine, post_file, post_lines
from ui import theme
from ui.buttons import Button
from ui.cards import PageHead
from ui.export_dialog import Exportable, Exporting
from ui.jobs import Jobs
from ui.page import Hint, Page
from ui.pages import posts_steps as steps
from ui.pages.posts_acts import PostActs
from ui.pages.posts_dialogs import PostDialogs
from ui.pages.posts_list import PostList
from ui.pages.posts_pane import PostPane
from ui.sheet_import import SheetImporting

NARROW = 900
"""Below this width the post takes the place of the list."""


class PostsPage(Page):
    """Posts at the left, one post with its people and steps at the right."""

    name, title, icon = "posts", "公益岗位", "hand-heart"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._in_view: list[UUID] = []
        self._narrow = self._alone = False
        self.list = PostList(session.rules.name)
        self.pane = PostPane(session.rules)
        self.pane.blocks = partial(what_blocks, session)
        self.dialogs = PostDialogs(self, session, jobs)
        self.acts = PostActs(self, self, self.pane, self.dialogs, session, jobs)
        self._lay_out()
        self._connect()

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys for the list, or for the holders."""
        if self.pane.table.hasFocus():
            return [
                ("↑↓", "选人"),
                ("←", "回岗位"),
                ("Enter", "办下一步"),
                ("空格", "看核对"),
                ("Ctrl P", "开证明"),
            ]
        return [
            ("↑↓", "选岗位"),
            ("→", "看持岗人"),
            ("Enter", "办下一步"),
            ("Ctrl N", "设岗"),
            ("Ctrl P", "开证明"),
        ]

    def refresh(self, changes: object = None) -> None:
        """Read the posts and the chosen one again."""
        kinds = (Post, Placement, Person, Household, Paper)
        if isinstance(changes, Changes) and not changes.touches(*kinds):
            return
        before = self.list.view.current()
        self._look()
        if self.list.view.current() == before:  # else the list has told of another one
            self._show_post()

    def open(self, argument: object = None) -> None:
        """Show a post by its id, or the post of a person; somebody without one is placed."""
        if isinstance(argument, UUID):
            if any(line.id == argument for line in post_lines(self._session)):
                self.show_post(argument)
            else:
                self._open_person(argument)

    def focus_first(self) -> None:
        """Give the keyboard to the posts."""
        self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """Return the posts, the holders, and the button of the next step."""
        return self.list.view, self.pane.table, self.pane.steps.step

    # What people do

    def show_post(self, post_id: UUID, placement_id: UUID | None = None) -> None:
        """Choose a post, and a placement on it."""
        if not self.list.view.select(post_id):
            self.list.clear()
            self._look()
            self.list.view.select(post_id)
        self._alone = self._narrow
        self._show_post()
        if placement_id is not None:
            self.pane.select(placement_id)

    def propose(self) -> None:
        """Propose a new post."""
        self.dialogs.propose(partial(self.kept_post, "已申报岗位"))

    def do(self, verb: str) -> None:
        """Do with the post or the chosen placement what a button, a menu or a key asks for."""
        self.acts.do(verb)

    def kept_post(self, words: str, post: Post) -> None:
        """Say what was kept of a post, and show it."""
        self._look()
        self.show_post(post.id)
        if not self._narrow:  # the button that asked for it may have the keyboard, or be gone
            self.focus_first()
        self.toast.emit(f"{words}：{post.title}", True)

    def kept_placement(self, words: str, placement: Placement, *, named: bool = True) -> None:
        """Say what was kept of a placement, and of whom where ``named``; show it."""
        name = self._session.get(Person, placement.person_id).name
        self._look()
        self.show_post(placement.post_id, placement.id)
        self.toast.emit(f"{words}{name}" if named and name not in words else words, True)

    # Inside

    def _open_person(self, person_id: UUID) -> None:
        held = self.acts.held_by(person_id)
        if held is not None:
            self.show_post(held.post_id, held.id)
            return
        open_posts = [line for line in post_lines(self._session) if line.state == "open"]
        file = self.pane.file
        here = file is not None and any(line.id == file.post.id for line in open_posts)
        if open_posts and not here:
            self.show_post(open_posts[0].id)
        if open_posts and self.pane.file is not None:
            self.acts.apply(self.pane.file.post, person_id)
        else:
            self.toast.emit("没有空着的岗位。先设岗、登记批复，再安置人。", None)

    # Reading

    def _look(self) -> None:
        found = post_lines(self._session, self.list.search.text(), self.list.only())
        self._in_view = [line.id for line in found]
        self.list.show_lines(found)
        if not self.list.narrows():
            self._count(found)

    def _count(self, found: Sequence[PostLine]) -> None:
        live = [line for line in found if line.state != "abolished"]
        seats = sum(line.headcount for line in live)
        taken, pending = sum(one.taken for one in live), sum(one.pending for one in live)
        free = sum(line.free for line in live)
        self._head.set_note(
            f"{len(live)} 个岗位，名额 {seats} · 在岗 {taken} · 办理中 {pending} · 空缺 {free}"
            if live
            else ""
        )
        waiting = sum(line.waits_tone in ("warn", "bad") for line in live)
        self.counted.emit(waiting, any(line.waits_tone == "bad" for line in live))

    def _show_post(self) -> None:
        chosen = self.list.view.current()
        try:
            file = None if chosen is None else post_file(self._session, chosen)
        except Refused:
            file = None  # removed meanwhile: the list is read again in a moment
        self.pane.rules, self.pane.decides = self._session.rules, may_decide(self._session)
        self.pane.show_file(file, self._session.today())
        self._arrange()

    # Building

    def _lay_out(self) -> None:
        self._head = PageHead("公益岗位")
        self._head.add_action(
            Button("打印台账", icon_name="printer", clicked=lambda: self.acts.print_register())
        )
        offered = [Exportable("posts", lambda: self._in_view), Exportable("placements")]
        self.exporting = Exporting(self, self._session, self._jobs, offered)
        self._head.add_action(self.exporting.button())
        self.importing = SheetImporting(self, self._session, self._jobs, "posts", "placements")
        self._head.add_action(self.importing.button())
        self._head.add_action(Button("设岗", "primary", "plus", "Ctrl N", clicked=self.propose))
        below = QHBoxLayout()
        below.setSpacing(theme.S4)
        below.addWidget(self.list, 336)
        below.addWidget(self.pane, 766)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(self._head)
        column.addLayout(below, 1)

    def _connect(self) -> None:
        self.list.searched.connect(self._searched)
        self.list.new_asked.connect(self.propose)
        view, table = self.list.view, self.pane.table
        view.chosen.connect(lambda _: self._show_post())
        view.acted.connect(self._act)
        view.onward.connect(self._to_holders)
        view.doubleClicked.connect(lambda _: self._to_holders())
        table.back.connect(self._back)
        self.pane.closed.connect(self._back)
        self.pane.asked.connect(self.do)
        self.key("Ctrl+N", self.propose)
        self.key("Ctrl+P", partial(self.do, steps.PAPER))
        self.key("/", self._to_search)

    def _searched(self) -> None:
        self._look()
        self._show_post()

    def _act(self) -> None:
        if self._narrow and not self._alone:
            self._to_holders()
        else:
            self.do(steps.NEXT)

    def _to_holders(self) -> None:
        self._alone = self._narrow
        self._arrange()
        if self.pane.table.isVisible():
            self.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_search(self) -> None:
        self.list.search.show()
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _arrange(self) -> None:
        """Show list and post, or one of them where there is no room for both."""
        has_post = self.pane.file is not None
        alone = self._narrow and self._alone and has_post
        self.list.setVisible(not alone)
        self.pane.setVisible(has_post and (alone or not self._narrow))
        self.pane.stand_alone(alone)
        self.hints_changed.emit()

    def _back(self) -> None:
        self._alone = False
        self._arrange()
        self.focus_first()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the post take the place of the list where there is no room for both."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list with Esc."""
        if event.key() == Qt.Key.Key_Escape and self._narrow and self._alone:
            self._back()
        else:
            super().keyPressEvent(event)
