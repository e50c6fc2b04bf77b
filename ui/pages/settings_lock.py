"""锁屏和口令: when the window locks by itself, another passphrase, another recovery code."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain import divisions
from desktop_app.domain.passphrase import strength
from desktop_app.session import Session
from desktop_app.settings import Settings
from desktop_app.use_cases.set_up import SetUp, change_passphrase, passphrase_weakness
from ui import failures, theme
from ui.buttons import Button
from ui.cards import Card, focus_in_view
from ui.field import Field
from ui.jobs import Jobs
from ui.labels import label
from ui.new_passphrase import NewPassphrase
from ui.pages.settings_look import Change
from ui.pages.settings_recovery import RecoveryCard
from ui.pages.settings_section import Options, Said, Section
from ui.passphrase_box import PassphraseBox
from ui.refusal_card import RefusalCard

MINUTES = (2, 5, 10, 15, 30, 60)
CHANGED = (
    "口令换好了，下次打开用新口令。恢复码没有变，收好的那张纸还能用；以前的备份仍用备份那天的口令。"
)
TRAINING = "练习时不自动锁屏，也没有口令：这里的人都是编造的。这里选的分钟数，打开正式的数据才用。"


class LockSection(Section):
    """Auto-lock, passphrase, recovery code; in training none is needed, and it says so."""

    name, title, icon = "lock", "锁屏和口令", "lock"

    def __init__(self, session: Session, jobs: Jobs, settings: Settings, change: Change) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        steps = sorted({*MINUTES, settings.lock_minutes})
        choices = [(step, f"{step} 分钟") for step in steps]
        self.minutes = Options("自动锁屏", choices, settings.lock_minutes)
        self.minutes.chosen.connect(lambda step: change(lock_minutes=step))
        self.passphrase = None if session.training else PassphraseCard(session, jobs)
        self.column.addWidget(self._lock_card(session.training))
        if self.passphrase is not None:
            self.passphrase.changed.connect(lambda: self.toast.emit("口令换好了", None))
            self.column.addWidget(self.passphrase)
            self.recovery = RecoveryCard(session, jobs)
            self.recovery.renewed.connect(lambda: self.toast.emit("恢复码换好了", None))
            self.column.addWidget(self.recovery)
        self.column.addStretch(1)

    def focus_first(self) -> None:
        """Begin with the minutes."""
        self.minutes.focus_first()

    def leave(self) -> None:
        """Forget what was typed."""
        if self.passphrase is not None:
            self.passphrase.clear()

    def _lock_card(self, training: bool) -> Card:
        card = Card("自动锁屏", "这么久没有动键盘和鼠标，就锁上")
        card.body.addSpacing(theme.S1)
        card.body.addWidget(self.minutes)
        words = "锁上以后要再输口令；没保存的走访草稿还在。随时可以按 Ctrl+L 锁上。"
        if training:
            words = TRAINING
        card.body.addWidget(label(words, theme.NOTE, tone="text2", wrap=True))
        return card


class PassphraseCard(Card):
    """Asks for the old passphrase once and the new one twice.

    Signals:
        changed: The new passphrase opens the folder from now on.
    """

    changed = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__("换口令", "每天打开资料用的那一个")
        self._session, self._jobs = session, jobs
        self._wish = SetUp(
            officer=session.officer,
            county_code=session.county_code,
            village_codes=session.village_codes,
        )
        self.old = PassphraseBox()
        self.old.setObjectName("passphrase-old")
        self.old_field = Field("现在的口令", self.old, "换以前再核对一次是本人。")
        self.fresh = NewPassphrase(self._judge)
        self.fresh.first_field.label.setText("新口令")
        self.fresh.first.setAccessibleName("新口令")
        self.go = Button("换口令", "primary", "key-round", clicked=self.change)
        self.missing = label("", theme.NOTE, tone="text2", wrap=True)
        self.said, self.refusal = Said(), RefusalCard()
        self._lay_out()
        self.old.changed.connect(self._look)
        self.fresh.changed.connect(self._look)
        self.old.returnPressed.connect(
            lambda: focus_in_view(self.fresh.first, self.fresh.first_field)
        )
        self.fresh.submitted.connect(self.change)
        self._look()

    def change(self) -> None:
        """Change the passphrase, when everything is written."""
        if not self.go.isEnabled():
            return
        old, new = self.old.value(), self.fresh.value()
        self.go.setEnabled(False)
        self._jobs.start(
            self,
            lambda _: change_passphrase(self._session, old, new),
            lambda _: self._changed(),
            self._refused,
        )

    def clear(self) -> None:
        """Forget what was typed, and what was said about it."""
        self.old.clear()
        self.old.hide_text()
        self.fresh.clear()
        self.said.hide()
        self.refusal.hide()

    def _changed(self) -> None:
        self.clear()
        self.said.say(CHANGED)
        self.changed.emit()

    def _refused(self, error: Exception) -> None:
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)
        if "passphrase" in words.fields:
            self.old_field.set_error(words.message)
            focus_in_view(self.old, self.old_field)
            self.old.selectAll()
        elif "new" in words.fields:
            self.fresh.first_field.set_error(words.message)
            focus_in_view(self.fresh.first, self.fresh.first_field)
        self.go.setEnabled(True)

    def _look(self) -> None:
        missing = "先写现在的口令，再写新口令" if not self.old.value() else self.fresh.missing()
        if not missing and self.old.value() == self.fresh.value():
            missing = "新口令和现在的一样，请换一个"
        self.missing.setText(missing)
        self.go.setEnabled(not missing)
        self.old_field.set_error("")
        self.fresh.first_field.set_error("")
        if self.old.value():
            self.said.hide()
        self.refusal.hide()

    def _judge(self, text: str) -> tuple[int, str]:
        weak = passphrase_weakness(text, self._wish)
        if weak:
            return min(1, len(text)), weak
        names = [self._wish.officer, divisions.county(self._wish.county_code).name]
        return max(2, strength(text, names)), ""

    def _lay_out(self) -> None:
        boxes = QWidget()
        boxes.setMaximumWidth(theme.px(460))
        column = QVBoxLayout(boxes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.old_field)
        column.addWidget(self.fresh)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S3)
        feet.addWidget(self.go)
        feet.addWidget(self.missing, 1)
        column.addLayout(feet)
        self.body.addWidget(self.said)
        self.body.addWidget(self.refusal)
        self.body.addWidget(boxes)
