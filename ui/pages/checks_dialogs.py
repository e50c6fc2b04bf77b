"""The dialogs of the checks: an outcome, a list to take in, and how old the lists are."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Listed, Outcome
from desktop_app.domain.watch_facts import Hit
from desktop_app.session import Session
from desktop_app.use_cases.checks import ListAge, settle_hit
from desktop_app.use_cases.watch_lists import ListPreview, read_watch_list, take_in_list
from ui import theme
from ui.dialog import Question
from ui.file_places import ask_for_file
from ui.jobs import Jobs
from ui.labels import label
from ui.pages.checks_pane import VERBS
from ui.pages.person_form import FormDialog
from ui.record_form import RecordForm
from ui.text_box import CheckBox

FILES = "Excel 工作簿 (*.xlsx *.xlsm)"
_LATER = {
    "true": "这一条仍然挡住发放，直到办完退岗或者改正。",
    "false": "资料不变，以后各月都不再报。",
    "settled": "资料不变，以后各月都不再报。",
}


class CheckDialogs:
    """Opens the forms over the page of checks."""

    def __init__(self, page: QWidget, session: Session, jobs: Jobs) -> None:
        self._page, self._session, self._jobs = page, session, jobs

    def settle(
        self, hit: Hit, month: str, result: str, done: Callable[[Outcome], object]
    ) -> FormDialog:
        """Ask how a hit was verified, and keep the outcome."""
        form = RecordForm(
            Outcome,
            ("reason",),
            required=("reason",),
            help={"reason": "找谁核实的、看了什么，例如 11 月 20 日入户，本人在家"},
        )
        if hit.outcome is not None:
            form.set_value("reason", hit.outcome.reason)

        def work() -> Callable[[], Outcome]:
            reason = str(form.values()["reason"])
            return lambda: settle_hit(
                self._session, hit.village_code, month, hit.rule, hit.placement_id,
                hit.subject, result, reason,
            )  # fmt: skip

        title = f"{hit.name}：{hit.title}，{VERBS[result]}"
        note = f"{hit.reason}{_LATER[result]}"
        dialog = FormDialog(self._page, self._jobs, title, [form], note=note, verb=VERBS[result])
        dialog.run(work, done)
        return dialog

    def ask_for_list(self, done: Callable[[int], object]) -> QFileDialog:
        """Ask for the file of a list, then what it is, then whether to keep what was found."""
        return ask_for_file(self._page, "选择部门名单", FILES, lambda path: self.read(path, done))

    def read(self, path: Path, done: Callable[[int], object]) -> FormDialog:
        """Ask which list a file is, read it, and show what it would bring."""
        form = RecordForm(
            Listed,
            ("watch_list", "as_of", "source"),
            today=self._session.today(),
            required=("watch_list", "as_of"),
            wide=("source",),
            help={"source": "哪个部门给的，例如 旗民政局", "as_of": "部门出这份名单的日期"},
        )
        form.set_value("as_of", self._session.today())

        def work() -> Callable[[], ListPreview]:
            said = form.values()
            return lambda: read_watch_list(
                self._session,
                path,
                said["watch_list"],
                Progress(),
                source=said["source"],
                as_of=said["as_of"],
                whole=True,
            )

        note = "只留下本机有的人；不认识的人一行也不留。"
        title = f"导入名单：{path.name}"
        dialog = FormDialog(self._page, self._jobs, title, [form], note=note, verb="读名单")
        dialog.run(work, lambda preview: self._ask_to_keep(preview, done))
        return dialog

    def show_ages(self, lists: tuple[ListAge, ...], limit: int) -> Question:
        """Show which lists were taken in, and how old they are."""
        found = {one.watch_list for one in lists}
        lines = [
            (("triangle-alert" if one.old else "circle-check"), _age_words(one)) for one in lists
        ]
        kinds = code_list("watch_list").choices()
        missing = [kind.text for kind in kinds if kind.value not in found]
        if missing:
            lines.append(("circle-alert", f"还没有导入过：{'、'.join(missing)}。"))
        question = Question(
            self._page.window(),
            "导入过的名单",
            "导入名单…",
            lines,
            note=f"过了 {limit} 天的名单，请旗县换新的。",
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.think_again.setText("关闭")
        return question

    # Inside

    def _ask_to_keep(self, preview: ListPreview, done: Callable[[int], object]) -> None:
        content, whole = QWidget(), CheckBox("是完整名单：以前有、这次没有的人从名单上去掉")
        whole.setVisible(bool(preview.gone))
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        for words in replace(preview, gone=()).summary().splitlines():
            column.addWidget(label(words, theme.SECONDARY, wrap=True))
        if preview.gone:
            words = f"同一来源以前的名单上有 {len(preview.gone)} 人，这次没有。"
            column.addWidget(label(words, theme.SECONDARY, wrap=True))
        column.addWidget(whole)
        name = text_of("watch_list", preview.watch_list)
        question = Question(
            self._page.window(), f"留下{name}名单上的 {len(preview.rows)} 人？", "留下",
            note="可以整批撤销。", content=content,
        )  # fmt: skip
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(
            lambda: self._keep(preview if whole.value() else replace(preview, gone=()), done)
        )
        question.open()

    def _keep(self, preview: ListPreview, done: Callable[[int], object]) -> None:
        self._jobs.start(
            self._page,
            lambda progress: take_in_list(self._session, preview, progress),
            lambda _: done(len(preview.rows)),
        )


def _age_words(one: ListAge) -> str:
    """Say of what day a list is, and whether it is old."""
    day = f"{one.as_of}，{one.days} 天前" if one.as_of else "没有写日期"
    old = "，该换新的了" if one.old else ""
    name = text_of("watch_list", one.watch_list)
    return f"{name}（{one.source or '来源没有写'}）：{day}，对上 {one.people} 人{old}。"
