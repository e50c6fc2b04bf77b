"""Compares the digest on a printed monthly report with the journal of today."""

from functools import partial

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.session import Session
from desktop_app.use_cases.ledger_checks import LedgerCheck, check_ledger_mark
from ui import failures, theme
from ui.dialog import Question
from ui.field import Field
from ui.jobs import Jobs
from ui.labels import label, set_tone

NOTE = "字母和数字照抄，空格不要紧；编号输末尾几段就行。不输摘要，就和留底里的比。"


class LedgerDialog(Question):
    """Asks for the number and the digest; the answer stands below them, until it is closed."""

    def __init__(self, parent: QWidget, session: Session, jobs: Jobs) -> None:
        self._session, self._jobs = session, jobs
        self.number, self.digest = QLineEdit(), QLineEdit()
        self.number.setObjectName("number")
        self.digest.setObjectName("digest")
        self.answer = label("", theme.SECONDARY, wrap=True)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for title, box in (("月报右上角的编号", self.number), ("月报末尾的账本摘要", self.digest)):
            field = Field(title, box)
            field.drop_line()
            column.addWidget(field)
        column.addWidget(self.answer)
        super().__init__(parent, "核对纸上的账本摘要", "核对", note=NOTE, content=content)
        self.think_again.setText("关闭")
        self.setMinimumWidth(theme.px(560))
        self.number.setFocus()

    def accept(self) -> None:
        """Compare; the dialog stays open with the answer."""
        work = partial(check_ledger_mark, self._session, self.number.text(), self.digest.text())
        self._jobs.start(self, lambda _: work(), self._show, self._failed)

    # Inside

    def _show(self, check: LedgerCheck) -> None:
        now = f"\n纸上 {check.printed}\n现在 {check.now}" if check.now and not check.holds else ""
        self._say(f"{check.sentence}{now}", "ok" if check.holds else "bad")

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self._say(f"{words.message}{words.advice}", "bad")

    def _say(self, text: str, tone: str) -> None:
        self.answer.setText(text)
        set_tone(self.answer, tone)
        self.fit()
