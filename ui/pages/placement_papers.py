"""The papers issued for a placement: seen again, printed again, made void."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop_app.domain.records import Paper
from desktop_app.session import Session
from desktop_app.use_cases.papers import papers_of, reprint
from desktop_app.use_cases.placement_lines import PlacementLine
from printing.form_names import FORMS
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.jobs import Jobs
from ui.pages.posts_dialogs import PostDialogs
from ui.pdf_preview import PdfPreview, open_preview
from ui.print_log import PrintLog
from ui.record_table import Column, Id
from ui.table_dialog import TableDialog


class PapersDialog(TableDialog[Paper]):
    """Lists the papers; the chosen one is printed again or made void."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        jobs: Jobs,
        dialogs: PostDialogs,
        placement: PlacementLine,
    ) -> None:
        self._session, self._dialogs, self._placement = session, dialogs, placement
        self.again = Button("再看一遍、重印", "primary", "printer", clicked=self.print_again)
        self.void = Button("作废", "danger", clicked=self._void)
        super().__init__(
            parent,
            jobs,
            f"{placement.person_name}开过的文书",
            "开过的文书",
            _columns(),
            read=self._papers,
            judge=self._show_verbs,
            nothing=EmptyState(
                "printer", "还没有开过文书", "用「打印表格」或者「开安置证明」印过的，列在这里。"
            ),
        )
        self.table.opened.connect(lambda _: self.print_again())
        self.finish((self.void, Button("关闭", clicked=self.reject), self.again), height=380)

    def print_again(self) -> None:
        """Show the chosen paper as it was issued."""
        paper = self.chosen()
        if paper is not None:
            self.start(
                lambda progress: reprint(self._session, paper.id), partial(self._show, paper)
            )

    def _show(self, paper: Paper, pdf: bytes) -> None:
        show_paper(self, self._session, self._jobs, self._placement.person_name, paper, pdf)

    def _void(self) -> None:
        paper = self.chosen()
        if paper is not None:
            self._dialogs.void(paper, lambda _: self.look())

    def _papers(self) -> Mapping[Id, Paper]:
        found = papers_of(self._session, self._placement.person_id)
        return {one.id: one for one in found if one.placement_id == self._placement.id}

    def _show_verbs(self, paper: Paper | None) -> None:
        self.again.setEnabled(paper is not None)
        self.void.setEnabled(paper is not None and paper.voided_on is None)


def show_paper(
    parent: QWidget, session: Session, jobs: Jobs, name: str, paper: Paper, pdf: bytes
) -> PdfPreview:
    """Open the preview of an issued paper."""
    form = FORMS.get(paper.form, "文书")
    title = f"{name}的{form} {paper.number}"
    log = PrintLog(session, paper.form, [paper])
    return open_preview(parent.window(), jobs, title, pdf, f"{form} {name} {paper.number}.pdf", log)


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
