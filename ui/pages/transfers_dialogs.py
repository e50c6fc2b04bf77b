"""The forms about work away: going, coming home, the next departure, corrections."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_app.domain.records import Employment, Person
from desktop_app.session import Session
from desktop_app.use_cases.employments import plan_departure, record_return, save_employment
from desktop_app.use_cases.people import PersonLine
from desktop_app.use_cases.transfers import TransferLine
from ui.jobs import Jobs
from ui.pages.person_entry import PersonEntry
from ui.pages.person_form import FormDialog
from ui.pages.work_form import WorkForm
from ui.record_form import RecordForm

Done = Callable[[Employment], object]
GO, BACK = "登记外出", "登记返乡"


class AddTransfer(PersonEntry):
    """Registers work of a person given, or of one that is searched for."""

    def __init__(
        self, parent: QWidget, session: Session, jobs: Jobs, person: Person | None
    ) -> None:
        self.work = WorkForm(session, person=person)
        self.work.set_value("form", "010")
        self._records = session
        note = "就业地域从户籍和工作地得出；以前还在做的那一段，到新的开始前一天结束。"
        super().__init__(parent, session, jobs, self.work, GO, person, note=note)

    def _choose(self, person: PersonLine | None) -> None:
        super()._choose(person)
        self.work.about(None if person is None else self._records.get(Person, person.id))


class TransferDialogs:
    """Opens the forms over a page; what was kept goes to ``done``."""

    def __init__(self, page: QWidget, session: Session, jobs: Jobs) -> None:
        self._page, self._session, self._jobs = page, session, jobs

    def add(self, done: Done, person_id: UUID | None = None) -> AddTransfer:
        """Register work of somebody who is searched for, or of a person given."""
        person = None if person_id is None else self._session.get(Person, person_id)
        dialog = AddTransfer(self._page, self._session, self._jobs, person)
        dialog.enter(Employment(form="010"), partial(save_employment, self._session), done)
        return dialog

    def edit(self, one: TransferLine, done: Done) -> FormDialog:
        """Correct what is known of a spell."""
        person = self._session.get(Person, one.person_id)
        form = WorkForm(self._session, person=person)
        form.show_work(one.employment)
        dialog = self._open(
            f"修改{one.name}的这一段外出",
            form,
            lambda: partial(save_employment, self._session, form.record(one.employment)),
            done,
        )
        dialog.only_changes()
        return dialog

    def come_home(self, one: TransferLine, done: Done) -> FormDialog:
        """Keep the day of coming home, what the person does now, and the next departure."""
        today = self._session.today()
        day = RecordForm(
            Employment, ("returned_on", "leaves_on"), today=today, required=("returned_on",),
            help={"returned_on": "最后一天在外做工", "leaves_on": "打算再出去的日子；没有的空着"},
        )  # fmt: skip
        day.set_value("returned_on", today)
        now = RecordForm(Person, ("employment_status",), required=("employment_status",))
        now.fields["employment_status"].label.setText("现在的就业状态 *")

        def work() -> Callable[[], Employment]:
            said, status = day.values(), now.values()["employment_status"]
            return partial(
                record_return, self._session, one.id, said["returned_on"], status, said["leaves_on"]
            )

        note = "这一段外出到返乡那天为止；累计月数只算到那一天。"
        return self._open(f"{one.name}返乡", [day, now], work, done, note=note, verb=BACK)

    def depart(self, one: TransferLine, done: Done) -> FormDialog:
        """Keep when somebody means to go again."""
        form = RecordForm(Employment, ("leaves_on",), today=self._session.today())
        form.set_value("leaves_on", one.employment.leaves_on)

        def work() -> Callable[[], Employment]:
            day = form.values()["leaves_on"]
            return partial(plan_departure, self._session, one.id, day)

        note = "只记打算；真的出去了，用「登记外出」。"
        return self._open(f"{one.name}下次外出", form, work, done, note=note)

    def _open(
        self,
        title: str,
        forms: RecordForm | list[RecordForm],
        work: Callable[[], Callable[[], Employment]],
        done: Done,
        *,
        note: str = "",
        verb: str = "保存",
    ) -> FormDialog:
        each = forms if isinstance(forms, list) else [forms]
        dialog = FormDialog(self._page, self._jobs, title, each, note=note, verb=verb)
        dialog.run(work, done)
        return dialog
