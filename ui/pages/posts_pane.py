"""What is known of one post: who holds it, how far a placement has come, what to do."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.placement_steps import Progress, post_progress, progress
from desktop_app.domain.records import Post
from desktop_app.domain.rules import Finding, RulePack
from desktop_app.use_cases.placement_lines import PlacementLine
from desktop_app.use_cases.post_list import PostFile
from ui import theme
from ui.buttons import Button, IconButton
from ui.cards import Card, ScrollColumn
from ui.labels import ElidingLabel, label
from ui.pages.placement_table import HolderTable, holder_columns
from ui.pages.posts_rows import money_words
from ui.pages.posts_steps import (
    ABOLISH,
    ANNOUNCE,
    APPLY,
    APPROVE,
    CHECKS,
    EDIT,
    NEXT,
    PLACE,
    StepCard,
    drop,
)
from ui.refusal_card import RefusalCard

MOST_ROWS = 7


class PostPane(ScrollColumn):
    """Three cards that scroll as one: the post with its people, the steps, a refusal.

    Signals:
        asked: Something is to be done with the post or the chosen placement; carries the verb.
        closed: The way back to the list was chosen.
    """

    asked = Signal(str)
    closed = Signal()

    def __init__(self, rules: RulePack, parent: QWidget | None = None) -> None:
        super().__init__(theme.S3, parent)
        self.rules, self.decides = rules, True
        self.blocks: Callable[[UUID], Sequence[Finding]] = lambda placement_id: ()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.file: PostFile | None = None
        self._today = date.min
        self._lines: dict[UUID, PlacementLine] = {}
        self._with_former = False
        self.refusal = RefusalCard()
        self.column.addWidget(self._post_card())
        self.steps = StepCard()
        self.steps.asked.connect(self.asked)
        self.column.addWidget(self.steps)
        self.column.addWidget(self.refusal)
        self.column.addStretch(1)

    # What the page asks for

    def show_file(self, file: PostFile | None, today: date) -> None:
        """Show a post; another one than before hides a refusal and those who left."""
        if file is None or self.file is None or file.post.id != self.file.post.id:
            self.refusal.hide()
            self._with_former = False
        self.file, self._today = file, today
        if file is not None:
            self._show_post(file)
            self._show_people(file)
            self.show_steps()

    def stand_alone(self, alone: bool) -> None:
        """Offer the way back to the list while the pane takes its place."""
        self.back.setVisible(alone)

    def placement(self) -> PlacementLine | None:
        """Return the placement that is chosen."""
        found = self.table.selected_id()
        return self._lines.get(found) if isinstance(found, UUID) else None

    def select(self, placement_id: UUID) -> bool:
        """Choose a placement, of those who left too."""
        if self.file is not None and not self.table.select(placement_id) and self.file.former:
            self._with_former = True
            self._show_people(self.file)
        found = self.table.select(placement_id)
        self.show_steps()
        return found

    def next_step(self) -> Progress | None:
        """Return how far the chosen placement has come, or the post without one."""
        if self.file is None:
            return None
        chosen = self.placement()
        if chosen is None:
            return post_progress(self.file.post, self._today, decides=self.decides)
        return progress(
            self.rules, self.file.post, chosen.placement, self._today, decides=self.decides
        )

    # The post

    def _post_card(self) -> Card:
        card = Card(padding=0)
        self.back = IconButton("arrow-left", "回岗位列表（Esc）", clicked=self.closed.emit)
        self.back.hide()
        self.title = label("", theme.CARD_TITLE, bold=True)
        self.facts = ElidingLabel("", theme.SECONDARY, tone="text2")
        self.approval = ElidingLabel("", theme.NOTE, tone="text3")
        self.place = Button("登记报名", icon_name="user-plus", clicked=self._verb(APPLY))
        self.approve = Button("登记批复", "primary", clicked=self._verb(APPROVE))
        self.more = IconButton("ellipsis", "更多要办的事", clicked=self._open_post_menu)
        self.more.setMinimumSize(theme.px(theme.BUTTON), theme.px(theme.BUTTON))
        words = QHBoxLayout()
        words.setSpacing(theme.S3)
        words.addWidget(self.back)
        words.addWidget(self.title)
        words.addWidget(self.facts, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(words)
        left.addWidget(self.approval)
        head = QHBoxLayout()
        head.setContentsMargins(theme.S4, theme.S3, theme.S3, theme.S3)
        head.setSpacing(theme.S2)
        head.addLayout(left, 1)
        for button in (self.approve, self.place, self.more):
            head.addWidget(button)
        self.table: HolderTable = HolderTable(holder_columns(), self._rows)
        self.table.setAccessibleName("持岗人")
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.current_changed.connect(lambda _: self.show_steps())
        self.table.opened.connect(lambda _: self.asked.emit(NEXT))
        self.table.explained.connect(self._verb(CHECKS))
        self.nobody = label("", theme.SECONDARY, tone="text2", wrap=True)
        self.nobody.setContentsMargins(theme.S4, theme.S2, theme.S4, theme.S3)
        self.former = Button("", "text", small=True, clicked=self._toggle_former)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.S2, 0, theme.S2, theme.S1)
        foot.addWidget(self.former)
        foot.addStretch(1)
        card.body.setSpacing(0)
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addLayout(head)
        card.body.addWidget(self.table)
        card.body.addWidget(self.nobody)
        card.body.addLayout(foot)
        return card

    def _show_post(self, file: PostFile) -> None:
        found, post = file.line, file.post
        self.title.setText(found.title)
        self.facts.setText(f"{found.village} · 名额 {found.headcount} · {money_words(found)}")
        self.approval.setText(_approval_words(post))
        self.approve.setVisible(found.state == "proposed")
        self.place.setVisible(found.state in ("open", "full"))

    def _show_people(self, file: PostFile) -> None:
        shown = [*file.holders, *(file.former if self._with_former else ())]
        self._lines = {one.id: one for one in shown}
        self.table.show([one.id for one in shown])
        self.table.reread([one.id for one in shown])
        self.table.setVisible(bool(shown))
        rows = min(len(shown), MOST_ROWS)
        self.table.setFixedHeight(theme.px(theme.TABLE_HEAD) + rows * theme.px(theme.ROW) + 2)
        self.nobody.setText(_nobody_words(file))
        self.nobody.setVisible(not shown)
        many = len(file.former)
        gone = any(one.state == "declined" for one in file.former)
        words = f"退岗{'和未聘' if gone else ''}的 {many} 人"
        self.former.setText(f"收起{words}" if self._with_former else words)
        self.former.setVisible(bool(many))

    def _rows(self, ids: list[object]) -> list[PlacementLine]:
        return [self._lines[id_] for id_ in ids if isinstance(id_, UUID)]

    def _toggle_former(self) -> None:
        self._with_former = not self._with_former
        if self.file is not None:
            self._show_people(self.file)
            self.show_steps()

    def show_steps(self) -> None:
        """Show how far the chosen placement has come."""
        found, chosen = self.next_step(), self.placement()
        if found is None or self.file is None:
            return
        self.steps.setVisible(self.file.line.state != "abolished" or chosen is not None)
        blocks = self.blocks(chosen.id) if chosen is not None else ()
        self.steps.show_progress(self.file.post, chosen, found, blocks)

    def _open_post_menu(self) -> None:
        if self.file is None:
            return
        entries: list[tuple[str, str, bool]] = [(EDIT, "改岗位资料…", True)]
        if self.file.line.state != "proposed":
            entries.append((APPROVE, "改正批复…", True))
            entries.append((ANNOUNCE, "登记公告…", self.file.line.state != "abolished"))
            entries.append((PLACE, "照纸件补录持岗人…", self.file.line.state != "abolished"))
        entries.append((ABOLISH, "撤岗…", self.file.line.state != "abolished"))
        drop(entries, self.more, self.asked.emit)

    def _verb(self, verb: str) -> Callable[[], None]:
        return partial(self.asked.emit, verb)


def _approval_words(post: Post) -> str:
    if post.abolished_on is not None:
        return f"{post.abolished_on} 撤岗"
    if post.approved_on is None:
        return f"{post.proposed_on} 申报，还没有批复" if post.proposed_on else "还没有批复"
    number = post.approval_number or "没有登记文号"
    hung = f" · 公告到 {post.announced_to}" if post.announced_to else " · 还没有公告"
    return f"{post.approved_on} 批复 · {post.approved_by} · {number}{hung}"


def _nobody_words(file: PostFile) -> str:
    if file.line.state == "proposed":
        return "批复以后才能安置人。"
    if file.line.state == "abolished":
        return "已经撤岗，没有人在岗。"
    return "还没有人在岗。公告以后点「登记报名」，选人的时候逐条核对。"
