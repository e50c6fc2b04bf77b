"""接入旗县: reading the invitation of the office."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desktop_app.session import Session
from desktop_app.use_cases.joining import (
    InvitationCard,
    join,
    look_at_invitation,
    look_at_invitation_file,
)
from ui import theme
from ui.buttons import Button
from ui.cards import Card
from ui.dialog import Question
from ui.file_places import ask_for_file
from ui.jobs import Jobs
from ui.labels import ElidingLabel
from ui.page import Page
from ui.pages.sync_stick import Step

ENDING = ".nutag-invite"
STEPS = (
    ("向旗县就业服务中心要一份邀请", "一份邀请接入一台电脑：一个文件，或一段文字"),
    ("在这里读入邀请，核对旗县和管的嘎查村", "不对就不要接入，请旗县重新发"),
    ("有网络会自己登记；没有就写到U盘带去旗县", "登记以前记的事，接入以后一起送出"),
)
TRAINING = "这是练习，里面的人都是编的，不能接入旗县。"


class JoinCard(Card):
    """What joining is, and two ways to read an invitation."""

    def __init__(self, page: Page, session: Session, jobs: Jobs) -> None:
        super().__init__("接入旗县", "这台电脑还没有接入")
        self._page, self._session, self._jobs = page, session, jobs
        for number, (words, below) in enumerate(STEPS, start=1):
            step = Step(number)
            step.say(words, below)
            self.body.addWidget(step)
        self.body.addStretch(1)
        self.read = Button("读入邀请文件", "primary", "folder-open", clicked=self.choose)
        self.paste = Button("粘贴邀请文字", "outline", clicked=self.take_text)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        note = TRAINING if session.training else "不接入也能一直用，数据都在本机。"
        feet.addWidget(ElidingLabel(note, theme.NOTE, tone="text2"), 1)
        feet.addWidget(self.paste)
        feet.addWidget(self.read)
        self.body.addLayout(feet)
        for button in (self.read, self.paste):
            button.setEnabled(not session.training)

    def choose(self) -> QFileDialog:
        """Ask for the file of an invitation."""
        return ask_for_file(
            self, "读入邀请", f"邀请 (*{ENDING})", lambda path: self.read_file(str(path))
        )

    def read_file(self, path: str) -> None:
        """Read an invitation from a file, and ask."""
        self._look(partial(look_at_invitation_file, Path(path)))

    def take_text(self) -> None:
        """Read an invitation from the clipboard, and ask."""
        self._look(partial(look_at_invitation, QGuiApplication.clipboard().text()))

    # Inside

    def _look(self, look: Callable[[], InvitationCard]) -> None:
        self._jobs.start(self, lambda _: look(), self._ask, self._page.refused.emit)

    def _ask(self, card: InvitationCard) -> None:
        how = (
            "接入以后，有网络时自己送出，不用按。"
            if card.by_network
            else "旗县没有开通网络，接入以后用U盘送。"
        )
        question = Question(
            self._page,
            f"接入「{card.office}」？",
            "接入",
            (
                ("user", f"发给：{card.officer}，{card.role}"),
                ("map-pin", f"管：{card.places}"),
                ("landmark", "以后这台电脑的记录会送到那里，只有那里能打开。"),
                ("refresh-cw", how),
            ),
        )
        question.accepted.connect(partial(self._join, card))
        question.open()

    def _join(self, card: InvitationCard) -> None:
        self._jobs.start(
            self,
            lambda _: join(self._session, card),
            lambda _: self._joined(card),
            self._page.refused.emit,
        )

    def _joined(self, card: InvitationCard) -> None:
        self._page.toast.emit(f"已读入{card.office}的邀请，送出一次就接上", None)
        self._page.refresh()
