"""The forms about an enrolment: registering, correcting, a payment, pausing and ending."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.domain.dates import add_months
from desktop_app.domain.enrolment_rules import ACCIDENT, MONTHS, next_due
from desktop_app.domain.records import Enrolment, Person
from desktop_app.session import Session
from desktop_app.use_cases.enrolments import (
    NORMAL,
    PAUSED,
    EnrolmentLine,
    end_enrolment,
    record_payment,
    save_enrolment,
    switch_scheme,
)
from ui.dialog import Question
from ui.jobs import Jobs
from ui.pages.enrolments_add import FIELDS, AddEnrolment, enrolment_form, follows_words
from ui.pages.person_form import FormDialog
from ui.record_form import RecordForm

Done = Callable[[Enrolment], object]

_NO_MONEY = "这里不收钱，只记下缴到哪一天、凭的是什么；金额以缴费凭据为准。"


class EnrolmentDialogs:
    """Opens the forms over a page; what was kept goes to ``done``."""

    def __init__(self, page: QWidget, session: Session, jobs: Jobs) -> None:
        self._page, self._session, self._jobs = page, session, jobs

    def add(self, done: Done, person_id: UUID | None = None) -> AddEnrolment:
        """Register an enrolment of somebody who is searched for, or of a person given."""
        person = None if person_id is None else self._session.get(Person, person_id)
        dialog = AddEnrolment(self._page, self._session, self._jobs, person)
        dialog.enrol(done)
        return dialog

    def edit(self, one: EnrolmentLine, done: Done) -> FormDialog:
        """Correct what is known of an enrolment."""
        form = enrolment_form(self._session.today(), (*FIELDS[:-1], "ended_on", FIELDS[-1]))
        form.set_record(one.enrolment)
        dialog = self._open(
            f"{one.name}的{one.scheme_text}",
            form,
            lambda: partial(save_enrolment, self._session, form.record(one.enrolment)),
            done,
        )
        dialog.only_changes()
        return dialog

    def pay(self, one: EnrolmentLine, done: Done) -> FormDialog:
        """Keep a payment: up to which day, on what receipt."""
        form = RecordForm(
            Enrolment,
            ("paid_until", "next_due_on", "evidence"),
            today=self._session.today(),
            required=("paid_until", "evidence"),
            wide=("evidence",),
            help={
                "paid_until": _paid_words(one),
                "evidence": "凭据的名称和号码，例如 电子缴款凭证 尾号 2031",
            },
        )
        form.set_value("paid_until", usual_end(one.enrolment, self._session.today()))
        form.changed.connect(lambda _: _tell_next(form, one.enrolment))
        _tell_next(form, one.enrolment)

        def work() -> Callable[[], Enrolment]:
            said = form.values()
            return lambda: record_payment(self._session, one.id, **said)

        title = f"{one.name}的{one.scheme_text}：登记缴费"
        return self._open(title, form, work, done, note=_NO_MONEY, verb="登记缴费")

    def switch(self, one: EnrolmentLine, done: Done) -> FormDialog:
        """End an enrolment and begin one of another scheme the day after."""
        form = RecordForm(
            Enrolment,
            ("scheme", "since", "rhythm", "base_fen", "grade_fen", "paid_until"),
            today=self._session.today(),
            required=("scheme", "since", "rhythm"),
            help={"since": "新险种从这一天起；原来的在前一天终止"},
        )
        form.set_record(Enrolment(since=self._session.today(), rhythm="month"))

        def work() -> Callable[[], Enrolment]:
            wish = form.record(Enrolment(status=NORMAL))
            return lambda: switch_scheme(self._session, one.id, wish)

        note = "两份不重复、中间也不断；原来的记录都留着。能不能换，以经办机构为准。"
        title = f"{one.name}：{one.scheme_text}换成别的险种"
        return self._open(title, form, work, done, note=note, verb="换险种")

    def end(self, one: EnrolmentLine, done: Done) -> FormDialog:
        """Keep the day on which an enrolment ended, and why."""
        form = RecordForm(
            Enrolment,
            ("ended_on", "stop_reason"),
            today=self._session.today(),
            required=("ended_on",),
        )
        form.set_value("ended_on", self._session.today())

        def work() -> Callable[[], Enrolment]:
            said = form.values()
            return lambda: end_enrolment(self._session, one.id, **said)

        note = "终止以后不再提醒缴费，以前的记录都留着。只是一段时间不缴的，办暂停。"
        title = f"终止{one.name}的{one.scheme_text}？"
        return self._open(title, form, work, done, note=note, verb="终止参保")

    def pause(self, one: EnrolmentLine, go_on: Callable[[Enrolment], object]) -> Question:
        """Ask whether to pause; ``go_on`` gets the enrolment to keep."""
        question = Question(
            self._page.window(),
            f"暂停{one.name}的{one.scheme_text}？",
            "暂停",
            (
                ("clock", "暂停的参保可以随时恢复；有缴费期限的，到期还会提醒。"),
                ("undo-2", "登记错了，可以用 Ctrl+Z 撤销。"),
            ),
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(partial(go_on, replace(one.enrolment, status=PAUSED)))
        question.open()
        return question

    def _open(
        self,
        title: str,
        form: RecordForm,
        work: Callable[[], Callable[[], Enrolment]],
        done: Done,
        *,
        note: str = "",
        verb: str = "保存",
    ) -> FormDialog:
        forms: Sequence[RecordForm] = [form]
        dialog = FormDialog(self._page, self._jobs, title, forms, note=note, verb=verb)
        dialog.run(work, done)
        return dialog


def usual_end(one: Enrolment, today: date) -> date | None:
    """Return the last day of the period that is paid next, to be changed by hand if need be."""
    if one.scheme == ACCIDENT and one.paid_until is not None and one.rhythm in MONTHS:
        return add_months(one.paid_until, MONTHS[one.rhythm])
    return next_due(one.rhythm, one.paid_until or today - timedelta(days=1))


def _tell_next(form: RecordForm, one: Enrolment) -> None:
    box = form.boxes["paid_until"]
    paid = None if box.problem() else box.value()
    follows = next_due(one.rhythm, paid, one.scheme) if isinstance(paid, date) else None
    form.fields["next_due_on"].set_help(follows_words(follows))


def _paid_words(one: EnrolmentLine) -> str:
    if one.paid_until is None:
        return "这次缴费管到的最后一天"
    return f"原来缴至 {one.paid_until}；填这次管到的最后一天"
