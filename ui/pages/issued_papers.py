"""The papers issued about somebody: printed again, made void, each with its prints."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop_app.domain.records import Paper
from desktop_app.session import Session
from desktop_app.use_cases.papers import reprint, void_paper
from desktop_app.use_cases.printouts import PaperLine, paper_lines
from printing.form_names import FORMS
from ui import theme
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.jobs import Jobs
from ui.labels import label
from ui.pages.person_form import FormDialog
from ui.pages.posts_dialogs import tell_consequences
from ui.pdf_preview import PdfPreview, open_preview
from ui.print_log import PrintLog
from ui.printouts_dialog import PrintoutsDialog
from ui.record_form import RecordForm
from ui.record_table import Column, Id
from ui.table_dialog import TableDialog


class PapersDialog(TableDialog[PaperLine]):
    """Lists the papers that ``read`` returns; the chosen one is printed again or made void."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        jobs: Jobs,
        name: str,
        read: Callable[[], Sequence[Paper]],
    ) -> None:
        """Take the ``name`` of the person they are about."""
        self._session, self._name, self._papers = session, name, read
        self.again = Button("再看一遍、重印", "primary", "printer", clicked=self.print_again)
        self.prints = Button("打印记录", clicked=self.show_prints)
        self.void = Button("作废", "danger", clicked=self.ask_to_void)
        self.whole = label("", theme.NOTE, tone="text2", wrap=True)
        super().__init__(
            parent,
            jobs,
            f"{name}开过的文书",
            "开过的文书",
            _columns(),
            read=self._lines_now,
            judge=self._show_verbs,
            nothing=EmptyState(
                "printer", "还没有开过文书", "用「打印表格」或者「开安置证明」印过的，列在这里。"
            ),
        )
        self.table.opened.connect(lambda _: self.print_again())
        self.column.addWidget(self.whole)
        feet = (self.void, self.prints, Button("关闭", clicked=self.reject), self.again)
        self.finish(feet, height=400)

    def print_again(self) -> None:
        """Show the chosen paper as it was issued."""
        line = self.chosen()
        if line is not None:
            paper = line.paper
            self.start(
                lambda progress: reprint(self._session, paper.id), partial(self._show, paper)
            )

    def show_prints(self) -> None:
        """List how often the chosen paper went out."""
        line = self.chosen()
        if line is not None:
            PrintoutsDialog(self, self._session, self._jobs, line.paper).open()

    def ask_to_void(self) -> None:
        """Make the chosen paper void, for a reason."""
        line = self.chosen()
        if line is None:
            return
        paper = line.paper
        form = RecordForm(
            Paper, ("void_reason",), required=("void_reason",), wide=("void_reason",), columns=1
        )
        dialog = FormDialog(self, self._jobs, "作废这份文书？", [form], verb="作废")
        tell_consequences(
            dialog,
            (
                ("file-text", f"编号 {paper.number}，作废以后编号不再使用。"),
                ("printer", "已经给出去的纸要收回；重印出来的会写明作废。"),
                ("circle-alert", "作废不能撤销。"),
            ),
        )
        dialog.run(
            lambda: partial(void_paper, self._session, paper.id, form.values()["void_reason"]),
            lambda _: self.look(),
        )

    def _show(self, paper: Paper, pdf: bytes) -> None:
        preview = show_paper(self, self._session, self._jobs, self._name, paper, pdf)
        preview.finished.connect(lambda _: self.look())

    def _lines_now(self) -> Mapping[Id, PaperLine]:
        return {one.paper.id: one for one in paper_lines(self._session, self._papers())}

    def _show_verbs(self, line: PaperLine | None) -> None:
        self.again.setEnabled(line is not None)
        self.prints.setEnabled(line is not None and bool(line.printouts))
        self.void.setEnabled(line is not None and line.paper.voided_on is None)
        self.whole.setText("" if line is None else _whole(line.paper))


def show_paper(
    parent: QWidget, session: Session, jobs: Jobs, name: str, paper: Paper, pdf: bytes
) -> PdfPreview:
    """Open the preview of an issued paper."""
    form = FORMS.get(paper.form, "文书")
    title = f"{name}的{form} {paper.number}"
    log = PrintLog(session, paper.form, [paper])
    return open_preview(parent.window(), jobs, title, pdf, f"{form} {name} {paper.number}.pdf", log)


def _columns() -> list[Column[PaperLine]]:
    return [
        Column("文书", 150, lambda one: FORMS.get(one.paper.form, one.paper.form), stretch=True),
        Column("编号", 238, lambda one: one.paper.number.rpartition("第")[2]),
        Column("开具日期", 100, lambda one: str(one.paper.issued_on or ""), kind="date"),
        Column("打印", 106, lambda one: one.words),
        Column("现在", 70, _state, kind="pill",
               tone=lambda one: "" if one.paper.voided_on else "ok"),
    ]  # fmt: skip


def _whole(paper: Paper) -> str:
    """Return the whole number, and why it is void."""
    if paper.voided_on is None:
        return f"编号 {paper.number}。"
    return f"编号 {paper.number}，{paper.voided_on} 作废：{paper.void_reason}。"


def _state(one: PaperLine) -> str:
    return "已作废" if one.paper.voided_on else "有效"
