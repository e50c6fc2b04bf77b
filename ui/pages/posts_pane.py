"""What is known of one post: who holds it, how far a placement has come, what to do."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_app.domain.placement_steps import NOTICE, Progress, post_progress, progress
from desktop_app.domain.records import Post
from desktop_app.use_cases.placement_lines import PlacementLine
from desktop_app.use_cases.post_list import PostFile
from ui import theme
from ui.buttons import Button, IconButton
from ui.cards import Card, ScrollColumn
from ui.icon import IconLabel
from ui.labels import ElidingLabel, label, set_tone
from ui.pages.posts_list import money_words
from ui.record_table import Column, RecordTable
from ui.refusal_card import RefusalCard
from ui.stepper import Stepper

PLACE, APPROVE, EDIT, ABOLISH = "place", "approve", "edit", "abolish"
NEXT, CHANGE, LEAVE, PAPER, PAPERS, CHECKS, PERSON, WITHDRAW = (
    "next",
    "change",
    "leave",
    "paper",
    "papers",
    "checks",
    "person",
    "withdraw",
)
MOST_ROWS = 7
_SEX, _NUMBER, _SINCE = 1, 2, 4
AT_WORK = ("working", "expired", "agreed", "leaving")


class HolderTable(RecordTable):
    """Those on a post.

    Signals:
        back: The left arrow: the person wants the list of posts.
        explained: 空格: the person wants to know what was examined.
    """

    back = Signal()
    explained = Signal()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for; numbers and days are never cut."""
        super().resizeEvent(event)
        for column, needs in ((_SEX, 735), (_NUMBER, 655), (_SINCE, 500)):
            self.setColumnHidden(column, self.width() < theme.px(needs))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with the left arrow, explain with 空格."""
        if event.key() == Qt.Key.Key_Left:
            self.back.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.explained.emit()
        else:
            super().keyPressEvent(event)


class PostPane(ScrollColumn):
    """Three cards that scroll as one: the post with its people, the steps, a refusal.

    Signals:
        asked: Something is to be done with the post or the chosen placement; carries the verb.
        closed: The way back to the list was chosen.
    """

    asked = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(theme.S3, parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.file: PostFile | None = None
        self._today = date.min
        self._lines: dict[UUID, PlacementLine] = {}
        self._with_former = False
        self.refusal = RefusalCard()
        self.column.addWidget(self._post_card())
        self.column.addWidget(self._step_card())
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
            return post_progress(self.file.post)
        return progress(self.file.post, chosen.placement, self._today)

    # The post

    def _post_card(self) -> Card:
        card = Card(padding=0)
        self.back = IconButton("arrow-left", "回岗位列表（Esc）", clicked=self.closed.emit)
        self.back.hide()
        self.title = label("", theme.CARD_TITLE, bold=True)
        self.facts = ElidingLabel("", theme.SECONDARY, tone="text2")
        self.approval = ElidingLabel("", theme.NOTE, tone="text3")
        self.place = Button("安置人员", icon_name="user-plus", clicked=self._ask(PLACE))
        self.approve = Button("登记批复", "primary", clicked=self._ask(APPROVE))
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
        self.table: HolderTable = HolderTable(_columns(), self._rows)
        self.table.setAccessibleName("持岗人")
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.current_changed.connect(lambda _: self.show_steps())
        self.table.opened.connect(lambda _: self.asked.emit(NEXT))
        self.table.explained.connect(self._ask(CHECKS))
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
        self.former.setText(f"收起退岗的 {many} 人" if self._with_former else f"退岗的 {many} 人")
        self.former.setVisible(bool(many))

    def _rows(self, ids: list[object]) -> list[PlacementLine]:
        return [self._lines[id_] for id_ in ids if isinstance(id_, UUID)]

    def _toggle_former(self) -> None:
        self._with_former = not self._with_former
        if self.file is not None:
            self._show_people(self.file)
            self.show_steps()

    # The steps

    def _step_card(self) -> Card:
        card = Card()
        self.step_title = label("", theme.CARD_TITLE, bold=True)
        self.step_note = ElidingLabel("", theme.SECONDARY, tone="text2")
        self.step_note.setAlignment(Qt.AlignmentFlag.AlignRight)
        head = QHBoxLayout()
        head.setSpacing(theme.S3)
        head.addWidget(self.step_title)
        head.addWidget(self.step_note, 1)
        self.stepper = Stepper()
        self.sentence = label("", theme.SECONDARY, tone="text2", wrap=True)
        self.sentence_icon = IconLabel("info", "info", 16)
        self.paper = Button("开安置证明", icon_name="printer", clicked=self._ask(PAPER))
        self.leave = Button("办退岗", clicked=self._ask(LEAVE))
        self.step = Button("", "primary", key="Enter", clicked=self._ask(NEXT))
        self.step_more = IconButton("ellipsis", "更多要办的事", clicked=self._open_step_menu)
        self.step_more.setMinimumSize(theme.px(theme.BUTTON), theme.px(theme.BUTTON))
        said = QHBoxLayout()
        said.setSpacing(theme.S2)
        said.addWidget(self.sentence_icon)
        said.addWidget(self.sentence, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S2)
        buttons.addStretch(1)
        for button in (self.paper, self.leave, self.step, self.step_more):
            buttons.addWidget(button)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(theme.S2)
        self._foot.addLayout(said, 1)
        self._foot.addLayout(buttons)
        card.body.setSpacing(theme.S3)
        card.body.addLayout(head)
        card.body.addWidget(self.stepper)
        card.body.addLayout(self._foot)
        self.steps = card
        return card

    def show_steps(self) -> None:
        """Show how far the chosen placement has come."""
        found, chosen = self.next_step(), self.placement()
        if found is None or self.file is None:
            return
        ended = self.file.line.state == "abolished" and chosen is None
        self.steps.setVisible(not ended)
        name = self.file.line.title if chosen is None else chosen.person_name
        self.step_title.setText(f"{name} · {'设岗' if chosen is None else '安置'}到哪一步")
        self.step_note.setText(_step_note(self.file.post, chosen))
        tone = "warn" if found.urgent or found.current == NOTICE else "accent_h"
        self.stepper.show_steps(found.steps, found.current, tone)
        self.sentence.setText(found.sentence)
        set_tone(self.sentence, "warn" if found.urgent else "text2")
        icon, ink = ("triangle-alert", "warn") if found.urgent else ("info", "info")
        self.sentence_icon.set_icon(icon, ink)
        self._show_verbs(found, chosen)

    def _show_verbs(self, found: Progress, chosen: PlacementLine | None) -> None:
        at_work = chosen is not None and chosen.state in AT_WORK
        leaving = found.verb == "办退岗"
        self.paper.setVisible(at_work)
        self.paper.set_kind("outline" if found.urgent or not leaving else "primary")
        self.leave.setVisible(leaving and not found.urgent)
        show_step = bool(found.verb) and (not leaving or found.urgent)
        # The head of the card has this button already.
        self.step.setVisible(show_step and not (chosen is None and found.verb == "登记批复"))
        self.step.setText(found.verb)
        self.step_more.setVisible(chosen is not None)

    # Menus

    def _open_post_menu(self) -> None:
        if self.file is None:
            return
        entries: list[tuple[str, str, bool]] = [(EDIT, "改岗位资料…", True)]
        if self.file.line.state != "proposed":
            entries.append((APPROVE, "改正批复…", True))
        entries.append((ABOLISH, "撤岗…", self.file.line.state != "abolished"))
        self._menu(entries, self.more)

    def _open_step_menu(self) -> None:
        chosen = self.placement()
        if chosen is None:
            return
        begun = chosen.state in ("working", "expired", "leaving", "left")
        self._menu(
            [
                (CHANGE, "改各步的日期、续签协议…", chosen.state != "left"),
                (LEAVE, "办退岗…", chosen.state in ("working", "expired")),
                (WITHDRAW, "撤回这次安置…", not begun),
                (CHECKS, "安置时的核对", True),
                (PAPERS, "开过的证明…", True),
                (PERSON, f"打开{chosen.person_name}的资料", True),
            ],
            self.step_more,
        )

    def _menu(self, entries: Sequence[tuple[str, str, bool]], below: QWidget) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for verb, words, can in entries:
            action = menu.addAction(words)
            action.setEnabled(can)
            action.triggered.connect(self._ask(verb))
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the buttons below their sentence where there is no room beside it."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        narrow = self.width() < theme.px(640)
        self._foot.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    def _ask(self, verb: str) -> "_Asker":
        return _Asker(self, verb)


class _Asker:
    """Asks for one verb; unlike a lambda it says which when looked at."""

    def __init__(self, pane: PostPane, verb: str) -> None:
        self._pane, self.verb = pane, verb

    def __call__(self, *_: object) -> None:
        self._pane.asked.emit(self.verb)


def _columns() -> list[Column[PlacementLine]]:
    return [
        Column("持岗人", 140, lambda one: one.person_name),
        Column("性别年龄", 76, lambda one: f"{one.sex} {one.age if one.age is not None else ''}"),
        Column("证件号", 156, lambda one: one.citizen_id, kind="id"),
        Column("协议起止", 190, _agreement, kind="date", stretch=True),
        Column("上岗 / 退岗", 96, _since, kind="date"),
        Column("现在", 104, lambda one: one.state_text, kind="pill", tone=lambda one: one.tone),
    ]


def _agreement(one: PlacementLine) -> str:
    if one.agreement_from is None or one.agreement_to is None:
        return "还没签协议"
    return f"{one.agreement_from} 至 {one.agreement_to}"


def _since(one: PlacementLine) -> str:
    day = one.last_day_on or one.started_on
    return str(day) if day else "—"


def _approval_words(post: Post) -> str:
    if post.abolished_on is not None:
        return f"{post.abolished_on} 撤岗"
    if post.approved_on is None:
        return f"{post.proposed_on} 申报，还没有批复" if post.proposed_on else "还没有批复"
    number = post.approval_number or "没有登记文号"
    return f"{post.approved_on} 批复 · {post.approved_by} · {number}"


def _nobody_words(file: PostFile) -> str:
    if file.line.state == "proposed":
        return "批复以后才能安置人。"
    if file.line.state == "abolished":
        return "已经撤岗，没有人在岗。"
    return "还没有人在岗。点「安置人员」，选人、填日期，同时逐条核对。"


def _step_note(post: Post, chosen: PlacementLine | None) -> str:
    if chosen is None or chosen.state != "left":
        return f"批准 {post.approved_by}" if post.approved_by else ""
    return f"{chosen.exit_text} · {chosen.placement.exit_evidence}".rstrip(" ·")
