"""The papers issued for a placement: seen again, printed again, made void."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.records import Paper
from desktop_app.session import Session
from desktop_app.use_cases.papers import papers_of, reprint
from desktop_app.use_cases.placement_lines import PlacementLine
from printing.form_names import FORMS
from ui import failures, theme
from ui.buttons import Button
from ui.dialog import name_dialog
from ui.empty_state import EmptyState
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import label
from ui.pages.posts_dialogs import PostDialogs
from ui.pdf_preview import PdfPreview
from ui.record_table import Column, RecordTable
from ui.refusal_card import RefusalCard


class PapersDialog(QDialog):
    """Lists the papers; the chosen one is printed again or made void."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        jobs: Jobs,
        dialogs: PostDialogs,
        placement: PlacementLine,
    ) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._session, self._jobs, self._dialogs = session, jobs, dialogs
        self._placement = placement
        self._papers: dict[UUID, Paper] = {}
        title = f"{placement.person_name}开过的文书"
        name_dialog(self, title)
        self.table: RecordTable = RecordTable(_columns(), self._rows)
        self.table.setAccessibleName("开过的文书")
        self.table.current_changed.connect(lambda _: self._show_verbs())
        self.table.opened.connect(lambda _: self.print_again())
        self.none = EmptyState(
            "printer", "还没有开过文书", "用「打印表格」或者「开安置证明」印过的，列在这里。"
        )
        self.refusal = RefusalCard()
        self.again = Button("再看一遍、重印", "primary", "printer", clicked=self.print_again)
        self.void = Button("作废", "danger", clicked=self._void)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.addStretch(1)
        for button in (self.void, Button("关闭", clicked=self.reject), self.again):
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
        self.resize(min(theme.px(720), parent.window().width() - 48), theme.px(380))
        self.ring = FocusRing(self)
        self.look()

    def look(self) -> None:
        """Read the papers again."""
        found = papers_of(self._session, self._placement.person_id)
        self._papers = {one.id: one for one in found if one.placement_id == self._placement.id}
        self.table.show(list(self._papers))
        self.table.setVisible(bool(self._papers))
        self.none.setVisible(not self._papers)
        self._show_verbs()
        self.table.setFocus()

    def print_again(self) -> None:
        """Show the chosen paper as it was issued."""
        paper = self._chosen()
        if paper is not None:
            self._jobs.start(
                self,
                lambda progress: reprint(self._session, paper.id),
                partial(self._show, paper),
                self._failed,
            )

    def _show(self, paper: Paper, pdf: bytes) -> None:
        show_paper(self, self._jobs, self._placement.person_name, paper, pdf)

    def _void(self) -> None:
        paper = self._chosen()
        if paper is not None:
            self._dialogs.void(paper, lambda _: self.look())

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)

    def _chosen(self) -> Paper | None:
        found = self.table.selected_id()
        return self._papers.get(found) if isinstance(found, UUID) else None

    def _show_verbs(self) -> None:
        paper = self._chosen()
        self.again.setEnabled(paper is not None)
        self.void.setEnabled(paper is not None and paper.voided_on is None)

    def _rows(self, ids: list[object]) -> list[Paper]:
        return [self._papers[id_] for id_ in ids if isinstance(id_, UUID)]


def show_paper(parent: QWidget, jobs: Jobs, name: str, paper: Paper, pdf: bytes) -> PdfPreview:
    """Open the preview of an issued paper."""
    form = FORMS.get(paper.form, "文书")
    title = f"{name}的{form} {paper.number}"
    preview = PdfPreview(title, pdf, f"{form} {name} {paper.number}.pdf", jobs, parent.window())
    preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    preview.open()
    return preview


def _columns() -> list[Column[Paper]]:
    return [
        Column("文书", 170, lambda one: FORMS.get(one.form, one.form), stretch=True),
        Column("编号", 250, lambda one: one.number),
        Column("开具日期", 100, lambda one: str(one.issued_on or ""), kind="date"),
        Column("现在", 80, _state, kind="pill", tone=lambda one: "" if one.voided_on else "ok"),
        Column("作废原因", 140, lambda one: one.void_reason, stretch=True),
    ]


def _state(one: Paper) -> str:
    return "已作废" if one.voided_on else "有效"
