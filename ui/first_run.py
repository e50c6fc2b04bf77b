"""The window of the first day: 管哪里 → 我是谁 → 设口令 → 恢复码 → 完成."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain import divisions
from ui import failures, theme
from ui.banner import Banner
from ui.buttons import Button
from ui.cards import scrolled
from ui.emblem import Emblem, emblem_icon
from ui.failure_dialog import FailureDialog
from ui.first_run_steps.done import DoneStep
from ui.first_run_steps.officer import OfficerStep
from ui.first_run_steps.passphrase import PassphraseStep
from ui.first_run_steps.place import PlaceStep
from ui.first_run_steps.recovery import RecoveryStep
from ui.first_run_steps.step import Step
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import ElidingLabel, label, line
from ui.landscape import Landscape, lift
from ui.pdf_preview import open_preview
from ui.print_log import PrintLog
from ui.step_list import StepList

if TYPE_CHECKING:
    from desktop_app.use_cases.set_up import SetUp

Create = Callable[["SetUp", str], list[str]]
"""Makes the data folder on the data thread and returns the groups of the recovery code."""

PASSPHRASE, RECOVERY, DONE = 2, 3, 4
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
WIDE, HIGH, SIDE = 958, 600, 264


class FirstRun(QMainWindow):
    """Asks everything that a new data folder needs.

    ``print_recovery`` makes the PDF of the recovery sheet on the data thread. ``finish`` gets
    the name of the page to begin with. ``warning`` is what to know of the place of the data.
    """

    def __init__(
        self,
        jobs: Jobs,
        create: Create,
        print_recovery: Callable[[list[str]], bytes],
        finish: Callable[[str], object],
        start_training: Callable[[], object],
        *,
        warning: str = "",
        note: str = "资料只存在这台电脑，不会自己发到网上",
        log: Callable[[], PrintLog] = PrintLog,
    ) -> None:
        """Take ``log`` as what gives the record of prints once the folder is made."""
        super().__init__()
        self._log = log
        self._jobs, self._create, self._print = jobs, create, print_recovery
        self._finish, self._start_training = finish, start_training
        self._made = False
        self.setWindowTitle("人社服务工作台 · 第一次使用")
        self.setWindowIcon(emblem_icon())
        self.place, self.officer = PlaceStep(), OfficerStep()
        self.passphrase = PassphraseStep(self._judge)
        self.recovery, self.done = RecoveryStep(self.print_out), DoneStep()
        self.steps: list[Step] = [
            self.place, self.officer, self.passphrase, self.recovery, self.done,
        ]  # fmt: skip
        self._ground = Landscape(note)
        self.setCentralWidget(self._ground)
        self.frame = self._frame(warning)
        self._wire()
        self.ring = FocusRing(self)
        self.resize(1366, 768)
        self.go(0)

    # building

    def _frame(self, warning: str) -> QWidget:
        made = QWidget(self._ground)
        back = QFrame(made)
        back.setProperty("role", "window")
        lift(back)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(back)
        inside = QHBoxLayout(back)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self.side = self._side()
        inside.addWidget(self.side)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self._content(warning), 1)
        right.addWidget(line())
        right.addLayout(self._feet())
        inside.addLayout(right, 1)
        return made

    def _side(self) -> QFrame:
        made = QFrame()
        made.setProperty("role", "step-side")
        made.setFixedWidth(theme.px(SIDE))
        head = QHBoxLayout()
        head.setSpacing(theme.S3)
        head.addWidget(Emblem(40))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label("第一次使用", theme.CARD_TITLE, bold=True))
        words.addWidget(label("大约 5 分钟", theme.NOTE, tone="text2"))
        head.addLayout(words, 1)
        self.list = StepList()
        column = QVBoxLayout(made)
        column.setContentsMargins(theme.S6, theme.S6, theme.S4, theme.S6)
        column.setSpacing(theme.px(40))
        column.addLayout(head)
        column.addWidget(self.list)
        column.addStretch(1)
        return made

    def _content(self, warning: str) -> QVBoxLayout:
        self.where = label("", theme.SECONDARY, tone="text2")
        self.warning = Banner(warning, "warn")
        self.warning.setVisible(bool(warning))
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(scrolled(step))
        column = QVBoxLayout()
        column.setContentsMargins(theme.px(40), theme.S6, theme.px(40), theme.S4)
        column.setSpacing(theme.S2)
        column.addWidget(self.where)
        column.addWidget(self.warning)
        column.addWidget(self.stack, 1)
        return column

    def _feet(self) -> QHBoxLayout:
        self.back_button = Button("上一步", clicked=self.back)
        self.back_button.setObjectName("back")
        self.next_button = Button("下一步", "primary", clicked=self.next)
        self.next_button.setObjectName("next")
        self.lacks = ElidingLabel("", theme.SECONDARY, tone="text2")
        self.lacks.setAlignment(_RIGHT)
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(40), theme.px(14), theme.S6, theme.px(14))
        row.setSpacing(theme.S3)
        row.addWidget(self.back_button)
        row.addWidget(self.lacks, 1)
        row.addWidget(self.next_button)
        return row

    def _wire(self) -> None:
        for step in self.steps:
            step.changed.connect(self._look)
            step.submitted.connect(self.next)
        self.place.training.connect(lambda: self._start_training())
        self.done.chosen.connect(self._end)

    # walking

    @property
    def step(self) -> int:
        """The number of the step in view, from 0."""
        return self.stack.currentIndex()

    def go(self, number: int) -> None:
        """Show a step."""
        self.stack.setCurrentIndex(number)
        self._look()
        self.steps[number].focus_first()

    def back(self) -> None:
        """Return to the step before."""
        if self.step > 0 and not self._made:
            self.go(self.step - 1)

    def next(self) -> None:
        """Go on, when nothing is missing; after the passphrase the data folder is made."""
        if not self.next_button.isEnabled() or self.step == DONE:
            return
        if self.step == PASSPHRASE:
            self._make()
        else:
            self.go(self.step + 1)

    def set_up(self) -> "SetUp":
        """Return what was answered."""
        from desktop_app.use_cases.set_up import SetUp

        return SetUp(
            officer=self.officer.officer(),
            county_code=self.place.county_code(),
            village_codes=self.place.village_codes(),
        )

    def _judge(self, text: str) -> tuple[int, str]:
        from desktop_app.use_cases.set_up import passphrase_weakness

        return judged(text, self.set_up(), passphrase_weakness)

    def _make(self) -> None:
        wish, passphrase = self.set_up(), self.passphrase.boxes.value()
        self._busy(True)
        self._jobs.start(
            self, lambda _progress: self._create(wish, passphrase), self._made_it, self._failed
        )

    def _made_it(self, groups: list[str]) -> None:
        self._made = True
        self._busy(False)
        self.recovery.show_groups(groups)
        self.go(RECOVERY)
        self.passphrase.boxes.setEnabled(False)

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        told = failures.words(error)
        self.passphrase.said.say(f"{told.message}{told.advice}", "bad")

    def _busy(self, busy: bool) -> None:
        self.frame.setEnabled(not busy)
        self.next_button.setText("正在加密……" if busy else "下一步")

    def print_out(self) -> None:
        """Show the recovery sheet, ready for the printer."""
        groups = self.recovery.groups()
        self._jobs.start(self, lambda _progress: self._print(groups), self._preview, self._no_paper)

    def _preview(self, pdf: bytes) -> None:
        preview = open_preview(self, self._jobs, "数据恢复码", pdf, "恢复码.pdf", self._log())
        preview.printed.connect(lambda: self.recovery.show_printed("已打印"))
        preview.saved.connect(lambda: self.recovery.show_printed("已存为 PDF"))

    def _no_paper(self, error: Exception) -> None:
        FailureDialog(self, error).open()

    def _end(self, page: str) -> None:
        self.recovery.forget()
        self.passphrase.boxes.clear()
        self._finish(page)

    def _look(self) -> None:
        number, missing = self.step, self.steps[self.step].missing()
        self.where.setText(f"第 {number + 1} 步，共 {len(self.steps)} 步")
        self.back_button.setVisible(number > 0 and not self._made)
        self.next_button.setVisible(number < DONE)
        self.next_button.setEnabled(not missing)
        self.lacks.setText(missing)
        self.list.show_steps([(step.name, self._below(step)) for step in self.steps], number)

    def _below(self, step: Step) -> str:
        return step.summary() if self.steps.index(step) <= self.step else step.promise

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the wizard in the middle."""
        super().resizeEvent(event)
        wide = min(theme.px(WIDE), self.width() - 32)
        high = min(theme.px(HIGH), self.height() - 32)
        self.side.setVisible(theme.px(WIDE) <= self.width())
        self.frame.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the secrets go with the window."""
        self.recovery.forget()
        self.passphrase.boxes.clear()
        super().closeEvent(event)


def judged(text: str, wish: "SetUp", weakness: Callable[[str, "SetUp"], str]) -> tuple[int, str]:
    """Return the strength of a passphrase and what would better it."""
    from desktop_app.domain.passphrase import strength

    weak = weakness(text, wish)
    if weak:
        return min(1, len(text)), weak
    names = [wish.officer, divisions.county(wish.county_code).name]
    return max(2, strength(text, names)), ""
