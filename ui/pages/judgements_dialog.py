"""How a holder's work was judged: appraisals and warnings, and signing for them."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.session import Session
from desktop_app.use_cases.appraisals import sign_warning
from desktop_app.use_cases.judgements import Judgement, judgements
from desktop_app.use_cases.placement_lines import PlacementLine
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.jobs import Jobs
from ui.record_table import Column, Id
from ui.table_dialog import TableDialog

KINDS = {"appraisal": "考核", "caution": "警示"}


class JudgementsDialog(TableDialog[Judgement]):
    """Lists appraisals and warnings; a warning is signed for with Enter.

    Signals:
        asked: Another one is to be registered; carries the act.
    """

    asked = Signal(str)

    def __init__(
        self, parent: QWidget, session: Session, jobs: Jobs, placement: PlacementLine
    ) -> None:
        self._session, self._placement = session, placement
        self.signed = Button("今天签收", "primary", key="Enter", clicked=self.sign)
        super().__init__(
            parent,
            jobs,
            f"{placement.person_name}的考核和警示",
            "考核和警示",
            _columns(),
            read=self._judgements,
            judge=self._show_verbs,
            nothing=EmptyState("file-text", "还没有考核和警示", "在岗的人，每月登记一次考核。"),
        )
        self.table.opened.connect(lambda _: self.sign())
        self.finish(
            (
                Button("登记考核", clicked=lambda: self._ask("appraise")),
                Button("登记警示", clicked=lambda: self._ask("warn")),
                Button("关闭", clicked=self.accept),
                self.signed,
            )
        )

    def sign(self) -> None:
        """Keep that the chosen warning was signed for today."""
        one = self.chosen()
        if one is not None and self.signed.isEnabled():
            self.start(lambda progress: sign_warning(self._session, one.id))

    def _ask(self, act: str) -> None:
        self.accept()
        self.asked.emit(act)

    def _judgements(self) -> Mapping[Id, Judgement]:
        return {one.id: one for one in judgements(self._session, self._placement.id)}

    def _show_verbs(self, one: Judgement | None) -> None:
        self.signed.setEnabled(one is not None and one.kind == "caution" and one.told_on is None)


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
