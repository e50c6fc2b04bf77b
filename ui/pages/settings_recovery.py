"""换恢复码: another code on paper, when the envelope was opened or the paper is lost."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain import divisions
from desktop_app.session import Session
from desktop_app.use_cases.printout_lines import RECOVERY_SHEET
from desktop_app.use_cases.set_up import renew_recovery
from ui import failures, theme
from ui.buttons import Button
from ui.cards import Card, scrolled
from ui.dialog import Question
from ui.failure_dialog import FailureDialog
from ui.field import Field
from ui.first_run_steps.recovery import RecoveryStep
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import label
from ui.passphrase_box import PassphraseBox
from ui.pdf_preview import open_preview
from ui.print_log import PrintLog
from ui.refusal_card import RefusalCard

WHY = "信封被拆开过、怀疑有人看过、那张纸找不到了，就换一个。换好以后，原来那张纸打不开这份资料。"
ASKS = (
    "先核对是本人。换好以后，原来的恢复码马上作废，请备好打印机或者纸笔。"
    "换好以后请再备份一次：以前的备份仍用备份那天的恢复码。"
)
WIDE, LOW, HIGH = 720, 330, 520
"""How large the dialog is: with the passphrase low, with the code high."""


class RecoveryCard(Card):
    """Says when to take another recovery code, and begins it.

    Signals:
        renewed: The new code holds, and two groups of it came back from the paper.
    """

    renewed = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__("换恢复码", "封在信封里的那张纸")
        self._session, self._jobs = session, jobs
        self.go = Button("换恢复码", icon_name="file-text", clicked=self.ask)
        self.go.setObjectName("renew-recovery")
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addStretch(1)
        self.body.addWidget(label(WHY, theme.NOTE, tone="text2", wrap=True))
        self.body.addLayout(row)

    def ask(self) -> None:
        """Ask the passphrase, then show the new code."""
        dialog = RenewRecovery(self.window(), self._session, self._jobs)
        dialog.accepted.connect(self.renewed)
        dialog.open()


class RenewRecovery(QDialog):
    """Asks the passphrase, shows the new code once, and asks two groups back from the paper."""

    def __init__(self, parent: QWidget, session: Session, jobs: Jobs) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("换恢复码")
        self.setModal(True)
        self._host, self._session, self._jobs, self._busy = parent, session, jobs, False
        self.passphrase = PassphraseBox()
        self.field = Field("现在的口令", self.passphrase, "换以前再核对一次是本人。")
        self.refusal = RefusalCard()
        self.step = RecoveryStep(self.print_out)
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolled(self._question()))
        self.stack.addWidget(scrolled(self.step))
        self.lacks = label("", theme.SECONDARY, tone="text2", wrap=True)
        self.cancel = Button("取消", clicked=self.reject)
        self.go = Button("换恢复码", "primary", clicked=self.next)
        self._lay_out()
        self.passphrase.changed.connect(self._look)
        self.passphrase.returnPressed.connect(self.next)
        self.step.changed.connect(self._look)
        self.step.submitted.connect(self.next)
        self.ring = FocusRing(self)
        self._look()
        self.passphrase.setFocus()

    @property
    def renewed(self) -> bool:
        """Say whether the new code holds already."""
        return bool(self.step.groups())

    def next(self) -> None:
        """Take a new code; once it is proved from the paper, close."""
        if not self.go.isEnabled():
            return
        if self.renewed:
            self.accept()
            return
        passphrase = self.passphrase.value()
        self._busy = True
        self._look()
        self._jobs.start(
            self,
            lambda _: renew_recovery(self._session, passphrase),
            self._show,
            self._refused,
        )

    def print_out(self) -> None:
        """Show the recovery sheet, ready for the printer."""
        groups = self.step.groups()
        self._jobs.start(
            self,
            lambda _: _sheet(self._session, groups),
            self._preview,
            lambda error: FailureDialog(self, error).open(),
        )

    def _show(self, groups: list[str]) -> None:
        self._busy = False
        self.passphrase.clear()
        self.step.show_groups(groups)
        self.stack.setCurrentIndex(1)
        self._grow()
        self.go.setText("换好了")
        self.cancel.setText("先关上")
        self._look()
        self.step.focus_first()

    def _refused(self, error: Exception) -> None:
        self._busy = False
        words = failures.words(error)
        self._look()
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)
        if "passphrase" in words.fields:
            self.field.set_error(words.message)
        self.passphrase.setFocus()
        self.passphrase.selectAll()

    def _preview(self, pdf: bytes) -> None:
        log = PrintLog(self._session, RECOVERY_SHEET)
        preview = open_preview(self, self._jobs, "数据恢复码", pdf, "恢复码.pdf", log)
        preview.printed.connect(lambda: self.step.show_printed("已打印"))
        preview.saved.connect(lambda: self.step.show_printed("已存为 PDF"))

    def _look(self) -> None:
        if self.renewed:
            missing = self.step.missing()
        else:
            missing = "" if self.passphrase.value() else "写上口令就能继续"
            self.refusal.hide()
            self.field.set_error("")
        self.lacks.setText("正在换……" if self._busy else missing)
        self.go.setEnabled(not missing and not self._busy)
        self.cancel.setEnabled(not self._busy)
        self.passphrase.setReadOnly(self._busy)

    def _question(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(label("换恢复码", theme.PAGE_TITLE, bold=True))
        column.addWidget(label(ASKS, tone="text2", wrap=True))
        column.addWidget(self.refusal)
        self.field.setMaximumWidth(theme.px(460))
        column.addWidget(self.field)
        column.addStretch(1)
        return made

    def _lay_out(self) -> None:
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.addWidget(self.lacks, 1)
        for button in (self.cancel, self.go):
            button.setAutoDefault(False)
            feet.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S5, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        column.addWidget(self.stack, 1)
        column.addLayout(feet)

    def _fit(self, high: int) -> None:
        room, edge = self._host.size(), theme.px(48)
        self.resize(
            min(theme.px(WIDE), room.width() - edge), min(theme.px(high), room.height() - edge)
        )

    def _grow(self) -> None:
        """Take the room that the code wants, and stay in the middle."""
        before = self.height()
        self._fit(HIGH)
        self.move(self.x(), max(0, self.y() - (self.height() - before) // 2))

    def _leave(self) -> None:
        super().reject()

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Take the room first: Qt then puts the dialog in the middle."""
        self._fit(HIGH if self.renewed else LOW)
        super().showEvent(event)

    def reject(self) -> None:
        """Close; ask first when the new code holds and no paper was proved."""
        if self._busy:
            return
        if not self.renewed:
            super().reject()
            return
        question = Question(
            self,
            "新的恢复码还没有核对，先关上？",
            "先关上",
            (
                ("triangle-alert", "原来的恢复码已经作废，新的只显示这一次。"),
                ("info", "纸上没有抄好的，请用口令再换一次恢复码。"),
            ),
            dangerous=True,
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(self._leave)
        question.open()

    def done(self, result: int) -> None:
        """Let the secrets go with the dialog."""
        self.step.forget()
        self.passphrase.clear()
        super().done(result)


def _sheet(session: Session, groups: list[str]) -> bytes:
    from printing.recovery_sheet import recovery_sheet

    names = list(divisions.told_apart(map(divisions.village, session.village_codes)))
    return recovery_sheet(groups, session.officer, names, session.today())
