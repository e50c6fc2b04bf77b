"""The dialogs of the checks: an outcome, and how old the lists are."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.records import Outcome
from desktop_app.domain.watch_facts import Hit
from desktop_app.session import Session
from desktop_app.use_cases.checks import ListAge, settle_hit
from ui.dialog import Question
from ui.jobs import Jobs
from ui.pages.checks_pane import VERBS
from ui.pages.person_form import FormDialog
from ui.record_form import RecordForm

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


def _age_words(one: ListAge) -> str:
    """Say of what day a list is, and whether it is old."""
    day = f"{one.as_of}，{one.days} 天前" if one.as_of else "没有写日期"
    old = "，该换新的了" if one.old else ""
    name = text_of("watch_list", one.watch_list)
    return f"{name}（{one.source or '来源没有写'}）：{day}，对上 {one.people} 人{old}。"
