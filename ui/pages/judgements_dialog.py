"""How a holder's work was judged: appraisals and warnings, and signing for them."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.session import Session
from desktop_app.use_cases.appraisals import sign_warning
from desktop_app.use_cases.judgements import Judgement, judgements
from desktop_app.use_cases.placement_lines import PlacementLine
from ui import failures, theme
from ui.buttons import Button
from ui.dialog import name_dialog
from ui.empty_state import EmptyState
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import label
from ui.record_table import Column, Id, RecordTable
from ui.refusal_card import RefusalCard

KINDS = {"appraisal": "考核", "caution": "警示"}


class JudgementsDialog(QDialog):
    """Lists appraisals and warnings; a warning is signed for with Enter.

    Signals:
        asked: Another one is to be registered; carries the act.
    """

    asked = Signal(str)

    def __init__(
        self, parent: QWidget, session: Session, jobs: Jobs, placement: PlacementLine
    ) -> None:
        super().__init__(parent.window())
        self.setModal(True)
        self._session, self._jobs, self._placement = session, jobs, placement
        self._lines: dict[UUID, Judgement] = {}
        title = f"{placement.person_name}的考核和警示"
        name_dialog(self, title)
        self.table: RecordTable = RecordTable(_columns(), self._rows)
        self.table.setAccessibleName("考核和警示")
        self.table.current_changed.connect(lambda _: self._show_verbs())
        self.table.opened.connect(lambda _: self.sign())
        self.none = EmptyState("file-text", "还没有考核和警示", "在岗的人，每月登记一次考核。")
        self.refusal = RefusalCard()
        self.signed = Button("今天签收", "primary", key="Enter", clicked=self.sign)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.addStretch(1)
        for button in (
            Button("登记考核", clicked=lambda: self._ask("appraise")),
            Button("登记警示", clicked=lambda: self._ask("warn")),
            Button("关闭", clicked=self.accept),
            self.signed,
        ):
            button.setAutoDefault(False)
            feet.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S4, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        column.addWidget(label(title, theme.CARD_TITLE, bold=True, wrap=True))
        column.addWidget(self.refusal)
        column.addWidget(self.table, 1)
        column.addWidget(self.none, 1)
        column.addLayout(feet)
        room = parent.window().size()
        self.resize(
            min(theme.px(760), room.width() - theme.px(48)),
            min(theme.px(480), room.height() - theme.px(48)),
        )
        self.ring = FocusRing(self)
        self.look()

    def look(self) -> None:
        """Read the list again."""
        found = judgements(self._session, self._placement.id)
        self._lines = {one.id: one for one in found}
        self.table.show([one.id for one in found])
        self.table.reread([one.id for one in found])
        self.table.setVisible(bool(found))
        self.none.setVisible(not found)
        self._show_verbs()
        self.table.setFocus()

    def sign(self) -> None:
        """Keep that the chosen warning was signed for today."""
        one = self._chosen()
        if one is None or not self.signed.isEnabled():
            return
        self._jobs.start(
            self,
            lambda progress: sign_warning(self._session, one.id),
            lambda _: self.look(),
            self._failed,
        )

    def _ask(self, act: str) -> None:
        self.accept()
        self.asked.emit(act)

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)

    def _chosen(self) -> Judgement | None:
        found = self.table.selected_id()
        return self._lines.get(found) if isinstance(found, UUID) else None

    def _show_verbs(self) -> None:
        one = self._chosen()
        self.signed.setEnabled(one is not None and one.kind == "caution" and one.told_on is None)

    def _rows(self, ids: list[Id]) -> list[Judgement]:
        return [self._lines[id_] for id_ in ids if isinstance(id_, UUID)]


def _columns() -> list[Column[Judgement]]:
    return [
        Column("月份（日期）", 110, lambda one: one.when, kind="date"),
        Column("种类", 72, lambda one: KINDS[one.kind], kind="pill", tone=_tone),
        Column("结果（原因）", 150, lambda one: one.result),
        Column("内容", 200, lambda one: one.words, stretch=True),
        Column("告知（签收）", 110, lambda one: str(one.told_on or "还没有"), kind="date"),
    ]


def _tone(one: Judgement) -> str:
    return "warn" if one.kind == "caution" else "info"
