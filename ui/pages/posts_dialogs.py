"""The forms about a post and its placements: proposing, approving, abolishing, leaving."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.records import Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.exits import end_placement, exit_stop_month
from desktop_app.use_cases.people import village_name
from desktop_app.use_cases.placement_lines import PlacementLine
from desktop_app.use_cases.posts import (
    abolish_post,
    announce_post,
    approve_post,
    propose_post,
    save_post,
)
from ui import theme
from ui.date_box import DateBox
from ui.icon import IconLabel
from ui.jobs import Jobs
from ui.labels import label
from ui.pages.person_form import FormDialog
from ui.record_form import Heading, RecordForm

LARGE = 1.4
"""The text scale from which boxes stand below each other."""

Done = Callable[[Any], object]

_POST: Sequence[str | Heading] = (
    Heading("岗位"),
    *("title", "village_code", "kind", "headcount", "place", "required_days", "duties"),
    Heading("谁管、谁出钱"),
    *("department", "fund", "standard_fen", "standard_period"),
    Heading("申报"),
    *("proposed_on", "temporary", "need", "notes"),
)
_REQUIRED = ("title", "village_code", "kind", "headcount", "department", "fund")


class PostDialogs:
    """Opens the forms over a page."""

    def __init__(self, page: QWidget, session: Session, jobs: Jobs) -> None:
        self._page, self._session, self._jobs = page, session, jobs

    def propose(self, done: Done) -> FormDialog:
        """Propose a post."""
        codes = self._session.village_codes
        village = codes[0] if len(codes) == 1 else ""
        blank = Post(village_code=village, proposed_on=self._session.today())
        form = self._post_form(blank)
        note = "先登记要设什么岗、设几个。旗县批复以后再登记批复，才能安置人。"
        work = partial(self._propose, form, blank)
        return self._open("设岗", [form], work, done, note=note)

    def edit(self, post: Post, done: Done) -> FormDialog:
        """Correct what is known of a post."""
        form = self._post_form(post)
        dialog = self._open(
            f"{post.title}的资料",
            [form],
            lambda: partial(save_post, self._session, form.record(post)),
            done,
        )
        dialog.only_changes()
        return dialog

    def approve(self, post: Post, done: Done) -> FormDialog:
        """Keep the approval of a post."""
        form = self._form(
            Post,
            ("approved_on", "approval_number", "approved_by"),
            required=("approved_on", "approved_by"),
            wide=("approved_by",),
            help={"approval_number": "照文件写，例如 达人社发〔2026〕3号；没有文号的空着"},
        )
        form.set_record(post)
        if post.approved_on is None:
            form.set_value("approved_on", self._session.today())

        def work() -> Callable[[], Post]:
            said = form.values()
            return lambda: approve_post(self._session, post.id, **said)

        return self._open(f"{post.title}的批复", [form], work, done, verb="登记批复")

    def abolish(self, post: Post, done: Done) -> FormDialog:
        """End a post."""
        form = self._form(Post, ("abolished_on", "notes"), required=("abolished_on",))
        form.fields["notes"].label.setText("为什么撤")
        form.set_value("abolished_on", self._session.today())

        def work() -> Callable[[], Post]:
            said = form.values()
            return lambda: abolish_post(self._session, post.id, said["abolished_on"], said["notes"])

        dialog = self._open(f"{post.title}撤岗？", [form], work, done, verb="撤岗")
        tell_consequences(
            dialog,
            (
                ("users", "岗位上没有人才能撤；有人的，先办退岗。"),
                ("circle-alert", "撤岗以后不能再往这个岗位安置人，以前的记录都留着。"),
            ),
        )
        return dialog

    def leave(self, one: PlacementLine, done: Done) -> FormDialog:
        """Keep that a person leaves a post."""
        form = self._form(
            Placement,
            (
                *("last_day_on", "exit_reason", "exit_evidence", "exit_proposed_by"),
                *("stop_month", "stop_month_reason", "recover_fen"),
            ),
            required=("last_day_on", "exit_reason"),
            help={
                "last_day_on": "最后一天到岗的日子，按这天算到出勤和补贴",
                "stop_month": "从这个月起不发，按规则算好了",
                "stop_month_reason": "止付月和算出来的不一样才写",
                "recover_fen": "没有要追回的空着",
            },
        )
        form.set_value("last_day_on", self._session.today())
        form.set_value("exit_proposed_by", self._session.officer)
        self._follow_stop_month(form)

        def work() -> Callable[[], Placement]:
            said = form.values()
            return lambda: end_placement(self._session, one.id, **said)

        dialog = self._open(f"{one.person_name}退岗？", [form], work, done, verb="办退岗")
        days = self._session.rules.number("post.vacancy_report_days", self._session.today())
        tell_consequences(
            dialog,
            (
                ("hand-heart", f"{one.person_name}不再在{one.post_title}岗位上，名额空出来。"),
                ("file-text", "开过的安置证明从最后出勤日起失效。"),
                ("clock", f"登记以后由苏木镇或旗县审批；离岗后 {days} 天内要报空岗。"),
                ("undo-2", "登记错了，可以用 Ctrl+Z 撤销。"),
            ),
        )
        return dialog

    def _follow_stop_month(self, form: RecordForm) -> None:
        """Reckon the month of the last pay anew when another last day is typed."""
        reckoned = [""]

        def follow() -> None:
            box, month = form.boxes["last_day_on"], form.boxes["stop_month"]
            last = None if box.problem() else box.value()
            if not isinstance(last, date) or month.value() != reckoned[0]:
                return
            reckoned[0] = exit_stop_month(self._session, last)
            form.set_value("stop_month", reckoned[0])

        follow()
        day = form.boxes["last_day_on"]
        if isinstance(day, DateBox):
            day.editingFinished.connect(follow)

    def announce(self, post: Post, done: Done) -> FormDialog:
        """Keep the announcement of a post."""
        form = self._form(
            Post,
            ("announced_from", "announced_to", "announced_at"),
            required=("announced_from", "announced_at"),
            wide=("announced_at",),
            help={
                "announced_to": "空着就按规则的天数算",
                "announced_at": "例如嘎查村公示栏和微信群；贴在几处都写上",
            },
        )
        form.set_record(post)
        if post.announced_from is None:
            form.set_value("announced_from", self._session.today())

        def work() -> Callable[[], Post]:
            said = form.values()
            return lambda: announce_post(self._session, post.id, **said)

        return self._open(f"{post.title}的公告", [form], work, done, verb="登记公告")

    def _propose(self, form: RecordForm, blank: Post) -> Callable[[], Post]:
        return partial(propose_post, self._session, form.record(blank))

    def _post_form(self, post: Post) -> RecordForm:
        form = self._form(
            Post,
            _POST,
            required=_REQUIRED,
            help={
                "title": "例如 草原管护员、保洁员",
                "place": "空着就是嘎查村里",
                "standard_fen": "照批复写，还没有定的空着",
            },
        )
        form.set_record(post)
        return form

    def _form(
        self,
        kind: type[Post | Placement],
        fields: Sequence[str | Heading],
        *,
        required: Sequence[str] = (),
        wide: Sequence[str] = (),
        help: dict[str, str] | None = None,
    ) -> RecordForm:
        villages = [(code, village_name(code)) for code in self._session.village_codes]
        return RecordForm(
            kind,
            fields,
            today=self._session.today(),
            choices={"village_code": villages},
            required=required,
            wide=wide,
            help=help,
            columns=1 if theme.scale() > LARGE else 2,
        )

    def _open(
        self,
        title: str,
        forms: Sequence[RecordForm],
        work: Callable[[], Callable[[], Any]],
        done: Done,
        *,
        note: str = "",
        verb: str = "保存",
    ) -> FormDialog:
        dialog = FormDialog(self._page, self._jobs, title, forms, note=note, verb=verb)
        dialog.run(work, done)
        return dialog


def tell_consequences(dialog: FormDialog, consequences: Sequence[tuple[str, str]]) -> None:
    """Write below the title what will follow, each with an icon."""
    inside = dialog.forms[0].parentWidget()
    layout = None if inside is None else inside.layout()
    if layout is None:
        return
    for place, (icon_name, sentence) in enumerate(consequences):
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.S2)
        line.addWidget(IconLabel(icon_name, "text2", 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(sentence, theme.SECONDARY, wrap=True), 1)
        layout.insertWidget(place, row)  # type: ignore[attr-defined]
    window = dialog.parentWidget()
    room = dialog.height() if window is None else window.height() - theme.S5 * 2
    wanted = dialog.height() + len(consequences) * theme.px(theme.SMALL_BUTTON)
    dialog.resize(dialog.width(), min(wanted, room))
