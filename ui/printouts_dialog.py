"""How often a paper went out: when, by whom, on which printer, how far, by which versions."""

from PySide6.QtWidgets import QWidget

from desktop_app.domain.codes import text_of
from desktop_app.domain.records import Paper, Printout
from desktop_app.session import Session
from desktop_app.use_cases.printout_lines import (
    form_words,
    moment_words,
    printout_words,
)
from desktop_app.use_cases.printouts import printouts_of
from ui import theme
from ui.buttons import Button
from ui.jobs import Jobs
from ui.labels import label
from ui.record_table import Column
from ui.table_dialog import TableDialog


class PrintoutsDialog(TableDialog[Printout]):
    """Lists each time that a paper was sent to a printer or kept as a file, newest first."""

    def __init__(self, parent: QWidget, session: Session, jobs: Jobs, paper: Paper) -> None:
        self.whole = label("", theme.NOTE, tone="text2", wrap=True)
        super().__init__(
            parent,
            jobs,
            f"{form_words(paper.form)} {paper.number} 的打印记录",
            "打印记录",
            _columns(),
            read=lambda: {one.id: one for one in printouts_of(session, paper.id)},
            judge=self._tell,
        )
        self.column.addWidget(self.whole)
        self.finish((Button("关闭", clicked=self.reject),), height=420)

    def _tell(self, one: Printout | None) -> None:
        versions = (
            ""
            if one is None
            else (f"规则：{one.rules or '没有记'}；版式：{one.layout or '没有记'}。")
        )
        self.whole.setText("" if one is None else f"{printout_words(one)}。{versions}")


def _columns() -> list[Column[Printout]]:
    return [
        Column("时间", 140, moment_words),
        Column("经办人", 90, lambda one: one.officer),
        Column("去处", 140, lambda one: one.printer or "PDF 文件", stretch=True),
        Column("遍数", 50, lambda one: str(one.copies) if one.printer else ""),
        Column("结果", 170, lambda one: text_of("print_outcome", one.outcome), stretch=True),
    ]
