"""The dialog that places a person: who, which days, and what the rules say meanwhile."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.dates import add_months
from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_steps import AGREEMENT, APPLIED, NOTICE, REVIEWED, START
from desktop_app.domain.records import NEW, Placement, Post
from desktop_app.domain.rules import Finding
from desktop_app.session import Session
from desktop_app.use_cases.people import PersonLine
from desktop_app.use_cases.placement_checks import check_placement
from desktop_app.use_cases.placements import place_person
from ui import failures, theme
from ui.buttons import Button
from ui.date_box import DateBox
from ui.jobs import Jobs
from ui.labels import label, line, set_tone
from ui.pages.person_form import FormDialog
from ui.pages.placement_candidates import Candidates
from ui.pages.placement_findings import FindingList, summary
from ui.record_form import Heading, RecordForm

WAIT_MS = 120
LARGE = 1.4
"""The text scale from which days stand below each other."""

FIELDS: Sequence[str | Heading] = (
    Heading("申请和评议"),
    *("applied_on", "reviewed_on", "review_due", "review_present", "review_agreed"),
    *("checked_on", "checked_by"),
    Heading("公示和聘用"),
    *("notice_from", "notice_to", "notice_at", "decided_on", "decided_by"),
    Heading("协议和上岗"),
    *("agreement_from", "agreement_to", "trained_on", "started_on"),
    Heading("意外险"),
    *("insurer", "policy_number", "insured_from", "insured_to", "notes"),
)
FIRST_FIELD = {
    APPLIED: "applied_on",
    REVIEWED: "reviewed_on",
    NOTICE: "notice_from",
    AGREEMENT: "agreement_from",
    START: "started_on",
}
"""Where the caret stands for a step."""


class PlacementDialog(FormDialog):
    """Places somebody on a post as the papers show it, or corrects days; checks meanwhile."""

    fields = FIELDS

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        jobs: Jobs,
        post: Post,
        placement: Placement | None = None,
        *,
        title: str = "",
        step: int = APPLIED,
    ) -> None:
        columns = 1 if theme.scale() > LARGE or len(self.fields) == 1 else 2
        self.form = RecordForm(Placement, self.fields, today=session.today(), columns=columns)
        new = placement is None
        words = title or f"安置人员：{post.title}"
        super().__init__(parent, jobs, words, [self.form], verb="安置" if new else "保存")
        self._session, self._post, self._step = session, post, step
        self.placement = placement or Placement(post_id=post.id)
        self.form.set_record(self.placement)
        self.findings = FindingList()
        self._summary = label("核对", theme.BODY, bold=True)
        self.basis = Button("看依据", "text", small=True, clicked=self._toggle_bases)
        self.people = Candidates(session, post) if new else None
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self.check)
        self._asked = 0
        self.form.changed.connect(lambda _: self._wait.start())
        self._fill_ends()
        self._three_columns()
        if self.people is not None:
            self.people.chosen.connect(self._choose)

    def place(self, done: Callable[[Placement], object], person_id: UUID | None = None) -> None:
        """Open; ``done`` gets the placement when it is kept. ``person_id`` is chosen already."""
        self.run(self._read, done)
        if self.people is None:
            self._to_step()
            self.check()
            return
        self.people.look(person_id)
        if person_id is None:
            self.people.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.focus_first()
        self._choose(self.people.person())

    def check(self) -> None:
        """Ask the rules about what stands in the boxes now."""
        wish = self._wish()
        self._wait.stop()
        if wish.person_id == NEW:
            self.findings.say("选一个人，就在这里逐条核对。")
            self._say("核对", "")
            return
        self._asked += 1
        number = self._asked
        self._jobs.start(
            self,
            lambda progress: self._check(wish),
            lambda found: self._show(number, found),
            self._cannot_check,
        )

    # Inside

    def _read(self) -> Callable[[], Placement]:
        wish = replace(self.placement, **self.form.values())
        if wish.person_id == NEW:
            self.refusal.show_refusal("还没有选人，没有保存。", "在左边搜姓名，选中一个人再安置。")
            raise Refused("还没有选人，没有保存。", fields=("person_id",))
        return self._keep(wish)

    def _check(self, wish: Placement) -> tuple[Finding, ...]:
        return check_placement(self._session, wish)

    def _keep(self, wish: Placement) -> Callable[[], Placement]:
        return lambda: place_person(self._session, wish)

    def _choose(self, person: PersonLine | None) -> None:
        chosen = NEW if person is None else person.id
        if chosen != self.placement.person_id:
            self.placement = replace(self.placement, person_id=chosen)
            self.refusal.hide()
        self.check()

    def _wish(self) -> Placement:
        """Return the placement as far as the boxes can be read."""
        read: dict[str, Any] = {
            name: box.value() for name, box in self.form.boxes.items() if not box.problem()
        }
        return replace(self.placement, **read)

    def _refused(self, error: Exception) -> None:
        """Show the refusal, and below each field what is wrong with it."""
        super()._refused(error)
        if theme.scale() > LARGE:  # the list beside says the rest, and the card must leave room
            for part in (*self.refusal.found, *self.refusal.basis):
                part.hide()
            QTimer.singleShot(0, self, self._fit)
        failed = [one for one in self.findings.findings if not one.passed]
        if not failed:
            return
        self.form.clear_errors()
        for finding in reversed(failed):
            for name in finding.fields:
                if name in self.form.fields:
                    self.form.fields[name].set_error(finding.message.partition("：")[2])

    def _show(self, number: int, found: tuple[Finding, ...]) -> None:
        if number == self._asked:
            self.findings.show_findings(found)
            self._say(*summary(found))

    def _cannot_check(self, error: Exception) -> None:
        words = failures.words(error)
        self.findings.say(f"{words.message}{words.advice}")
        self._say("没有核对", "bad")

    def _say(self, words: str, tone: str) -> None:
        self._summary.setText(words)
        set_tone(self._summary, tone)
        self.basis.setVisible(bool(self.findings.findings))

    def _toggle_bases(self) -> None:
        shown = not self.findings.bases
        self.findings.show_findings(self.findings.findings, bases=shown)
        self.basis.setText("收起依据" if shown else "看依据")

    def _fill_ends(self) -> None:
        """Write the usual end when a beginning was typed and no end stands yet."""
        rules = self._session.rules

        def after_notice(begins: date) -> date:
            return begins + timedelta(days=rules.number("post.notice_days", begins) - 1)

        def after_agreement(begins: date) -> date:
            months = rules.number("post.agreement_max_months", begins)
            return add_months(begins, months) - timedelta(days=1)

        for begin, end, usual in (
            ("notice_from", "notice_to", after_notice),
            ("agreement_from", "agreement_to", after_agreement),
        ):
            box = self.form.boxes.get(begin)
            if isinstance(box, DateBox):
                box.editingFinished.connect(partial(self._fill, begin, end, usual))

    def _fill(self, begin: str, end: str, usual: Callable[[date], date]) -> None:
        first, last = self.form.boxes[begin], self.form.boxes[end]
        begins = None if first.problem() else first.value()
        if isinstance(begins, date) and last.value() is None and not last.problem():
            self.form.set_value(end, usual(begins))
            self._wait.start()

    def _to_step(self) -> None:
        name = FIRST_FIELD.get(self._step, "agreement_from")
        if name == "notice_from" and self.placement.notice_from is not None:
            name = "decided_on"
        self._scroll.ensureWidgetVisible(self.form.fields[name])
        self.form.boxes[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def _three_columns(self) -> None:
        """Stand people, form and findings beside each other."""
        layout = self.layout()
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.S5, 0, theme.S5, 0)
        row.setSpacing(theme.S4)
        if layout is not None:
            layout.replaceWidget(self._scroll, holder)
        inside = self._scroll.column
        inside.setContentsMargins(0, theme.S1, theme.S3, theme.S1)
        if self.people is not None:
            row.addWidget(self.people, 330)
            row.addWidget(line(vertical=True))
        row.addWidget(self._scroll, self._middle())
        row.addWidget(line(vertical=True))
        row.addLayout(self._checks(), 330)

    def _middle(self) -> int:
        """Return the share of the form in the width, beside 330 of people and of findings."""
        return 390

    def _checks(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.addWidget(self._summary, 1)
        head.addWidget(self.basis)
        self.basis.hide()
        column = QVBoxLayout()
        column.setSpacing(theme.S2)
        column.addLayout(head)
        column.addWidget(self.findings, 1)
        return column

    def _fit(self) -> None:
        """Take nearly the whole window."""
        window = self.parentWidget()
        wide = theme.px(1120 if self.people is not None else 800)
        if window is not None:
            room = window.size()
            self.resize(min(wide, room.width() - 48), room.height() - 48)
