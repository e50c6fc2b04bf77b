"""The card that says how far a placement has come, and the button of its next step."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QWidget

from desktop_app.domain.placement_steps import NOTICE, Progress
from desktop_app.domain.records import Post
from desktop_app.domain.rules import Finding
from desktop_app.use_cases.placement_lines import PlacementLine
from ui import theme
from ui.buttons import Button, IconButton
from ui.cards import Card
from ui.icon import IconLabel
from ui.labels import ElidingLabel, label, set_tone
from ui.stepper import Stepper

APPLY, PLACE, APPROVE, ANNOUNCE, EDIT, ABOLISH = (
    "apply",
    "place",
    "approve",
    "announce",
    "edit",
    "abolish",
)
JUDGED, PRINT, REGISTER = "judged", "print", "register"
NEXT, CHANGE, LEAVE, PAPER, PAPERS, CHECKS, EXIT_CHECKS, FILE, PERSON, WITHDRAW = (
    "next",
    "change",
    "leave",
    "paper",
    "papers",
    "checks",
    "exit_checks",
    "file",
    "person",
    "withdraw",
)
AT_WORK = ("working", "expired", "agreed", "leaving")


class StepCard(Card):
    """Nine steps, one sentence about what is missing, and what can be done.

    Signals:
        asked: Something is to be done with the placement; carries the verb.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._chosen: PlacementLine | None = None
        self.what = label("", theme.CARD_TITLE, bold=True)
        self.who = ElidingLabel("", theme.SECONDARY, tone="text2")
        self.who.setAlignment(Qt.AlignmentFlag.AlignRight)
        head = QHBoxLayout()
        head.setSpacing(theme.S3)
        self.file = Button("档案", "text", "folder-open", small=True, clicked=self._verb(FILE))
        head.addWidget(self.what)
        head.addWidget(self.who, 1)
        head.addWidget(self.file)
        self.stepper = Stepper()
        self.parts = label("", theme.SECONDARY, tone="text2", wrap=True)
        self.blocked = label("", theme.SECONDARY, tone="bad", wrap=True)
        self.sentence = label("", theme.SECONDARY, tone="text2", wrap=True)
        self.sentence_icon = IconLabel("info", "info", 16)
        self.paper = Button("开安置证明", icon_name="printer", clicked=self._verb(PAPER))
        self.leave = Button("办退岗", clicked=self._verb(LEAVE))
        self.step = Button("", "primary", key="Enter", clicked=self._verb(NEXT))
        self.more = IconButton("ellipsis", "更多要办的事", clicked=self._open_menu)
        self.more.setMinimumSize(theme.px(theme.BUTTON), theme.px(theme.BUTTON))
        said = QHBoxLayout()
        said.setSpacing(theme.S2)
        said.addWidget(self.sentence_icon)
        said.addWidget(self.sentence, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S2)
        buttons.addStretch(1)
        for button in (self.paper, self.leave, self.step, self.more):
            buttons.addWidget(button)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(theme.S2)
        self._foot.addLayout(said, 1)
        self._foot.addLayout(buttons)
        self.body.setSpacing(theme.S3)
        self.body.addLayout(head)
        self.body.addWidget(self.stepper)
        self.body.addWidget(self.parts)
        self.body.addWidget(self.blocked)
        self.body.addLayout(self._foot)

    def show_progress(
        self,
        post: Post,
        chosen: PlacementLine | None,
        found: Progress,
        blocks: Sequence[Finding] = (),
    ) -> None:
        """Show how far a placement has come, or a post that nobody is chosen for.

        ``blocks`` are what keeps it from going on.
        """
        self._chosen = chosen
        name = post.title if chosen is None else chosen.person_name
        self.what.setText(f"{name} · {'设岗' if chosen is None else '安置'}到哪一步")
        self.who.setText(_note(post, chosen))
        tone = "warn" if found.urgent or found.current == NOTICE else "accent_h"
        self.stepper.show_steps(found.steps, found.current, tone)
        self.sentence.setText(found.sentence)
        set_tone(self.sentence, "warn" if found.urgent else "text2")
        self.parts.setText(_parts(found))
        self.parts.setVisible(bool(found.details))
        self.blocked.setText("\n".join(f"{one.message}{one.advice}" for one in blocks))
        self.blocked.setVisible(bool(blocks))
        icon, ink = ("triangle-alert", "warn") if found.urgent else ("info", "info")
        self.sentence_icon.set_icon(icon, ink)
        self._show_verbs(found, chosen)

    def _show_verbs(self, found: Progress, chosen: PlacementLine | None) -> None:
        at_work = chosen is not None and chosen.state in AT_WORK
        leaving = found.act == "leave"
        self.paper.setVisible(at_work)
        self.paper.set_kind("outline" if found.urgent or not leaving else "primary")
        self.file.setVisible(chosen is not None)
        self.leave.setVisible(leaving and not found.urgent)
        show_step = bool(found.verb) and (not leaving or found.urgent)
        # The head of the card has this button already.
        self.step.setVisible(show_step and not (chosen is None and found.act == "approve"))
        self.step.setText(found.verb)
        self.more.setVisible(chosen is not None)

    def _open_menu(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        drop(
            [
                *_acts_of(chosen),
                (FILE, "档案…", True),
                (JUDGED, "考核和警示…", chosen.started_on is not None),
                (CHECKS, "为什么：安置时的核对", True),
                (EXIT_CHECKS, "为什么：退岗时的核对", chosen.placement.last_day_on is not None),
                (PRINT, "打印表格…", True),
                (PAPERS, "开过的文书…", True),
                (PERSON, f"打开{chosen.person_name}的资料", True),
            ],
            self.more,
            self.asked.emit,
        )

    def _verb(self, verb: str) -> Callable[[], None]:
        return partial(self.asked.emit, verb)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the buttons below their sentence where there is no room beside it."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        narrow = self.width() < theme.px(640)
        self._foot.setDirection(way.TopToBottom if narrow else way.LeftToRight)


def drop(
    entries: Sequence[tuple[str, str, bool]], below: QWidget, act: Callable[[str], object]
) -> QMenu:
    """Open a menu of (verb, words, whether it can be done now) below a button."""
    menu = QMenu(below)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for verb, words, can in entries:
        action = menu.addAction(words)
        action.setEnabled(can)
        action.triggered.connect(partial(_act, act, verb))
    menu.popup(below.mapToGlobal(below.rect().bottomLeft()))
    return menu


def _act(act: Callable[[str], object], verb: str, _checked: bool = False) -> None:
    act(verb)


def _acts_of(chosen: PlacementLine) -> list[tuple[str, str, bool]]:
    """Return what can be done out of turn, by how the placement stands."""
    one = chosen.placement
    open_ = (CHANGE, "改各步的日期…", True)
    if chosen.state in ("waiting", "agreed"):
        applicant = one.decided_on is None and one.agreement_from is None
        return [
            ("objection", "登记异议…", applicant and one.notice_from is not None),
            ("decline", "登记未聘…", applicant),
            open_,
            (WITHDRAW, "撤回这次安置…", True),
        ]
    if chosen.state in ("working", "expired"):
        return [
            ("renew", "续签协议…", one.agreement_to is not None),
            ("insure", "登记保险…", True),
            ("appraise", "登记考核…", True),
            ("warn", "登记警示…", True),
            (LEAVE, "办退岗…", True),
            open_,
        ]
    if chosen.state == "declined":
        return []
    return [
        ("approve_exit", "审批退岗…", one.exit_approved_on is None),
        ("return_exit", "退回退岗…", one.exit_approved_on is None),
        ("tell_exit", "登记告知和签收…", True),
        ("recover", "登记追回…", True),
        ("report", "报空岗…", True),
    ]


def _parts(found: Progress) -> str:
    """Say what the present step consists of, each part with its day."""
    parts = (f"{name} {day or '还没有'}" for name, day in found.details)
    return f"这一步：{'　'.join(parts)}" if found.details else ""


def _note(post: Post, chosen: PlacementLine | None) -> str:
    if chosen is not None and chosen.state == "declined":
        return chosen.placement.declined_reason
    if chosen is None or chosen.state not in ("left", "closing"):
        return f"批准 {post.approved_by}" if post.approved_by else ""
    return f"{chosen.exit_text} · {chosen.placement.exit_evidence}".rstrip(" ·")
