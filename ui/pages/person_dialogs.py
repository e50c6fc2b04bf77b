"""The forms about a person: who it is, the household, and work."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_app.domain.citizen_id import masked
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Employment, Household, Person
from desktop_app.session import Session
from desktop_app.use_cases.certificates import issue_certificate
from desktop_app.use_cases.employments import end_employment, save_employment
from desktop_app.use_cases.households import save_household
from desktop_app.use_cases.papers import IssuedPaper
from desktop_app.use_cases.people import PersonFile, add_person, save_person, village_name
from desktop_app.use_cases.similar_people import similar_people
from ui.buttons import Button
from ui.jobs import Jobs
from ui.page import Page
from ui.pages.person_form import FormDialog
from ui.pages.work_form import WorkForm
from ui.pdf_preview import open_preview
from ui.print_log import PrintLog
from ui.record_form import Heading, RecordForm

T = TypeVar("T")
Fields = Sequence[str | Heading]

_PERSON: Fields = (
    Heading("基本"),
    *("name", "citizen_id", "relation", "phone", "sex", "birth_on", "ethnicity", "political"),
    *("education", "marriage", "residence", "address"),
    Heading("劳动力"),
    *("work_capacity", "health", "skills", "skill_level", "in_school", "disability_card"),
    *("disability_kind", "disability_level"),
    Heading("就业和意愿"),
    *("employment_status", "job_intention", "wanted_place", "wanted_job"),
    *("wanted_monthly_fen", "training_wish"),
    Heading("保障"),
    *("poverty_status", "hard_to_place", "subsistence", "destitute", "pension_drawn"),
    *("cadre_kin", "died_on", "notes"),
)
_NEW: Fields = (
    *("village_code", "name", "citizen_id", "phone", "relation", "ethnicity", "education"),
    *("address", "work_capacity", "employment_status", "poverty_status", "notes"),
)
_HOUSEHOLD: Fields = (
    *("village_code", "group_name", "number", "kind", "address", "phone", "risk_cause"),
    *("relocated", "notes"),
)
_NUMBER_HELP = "性别和出生日期由证件号得出"
_MASKED_HELP = "没有变就不用动；要改，整个重打"


class Host(Protocol):
    """The page that shows the person after something was kept."""

    def kept(self, person_id: UUID, words: str) -> None:
        """Say what was kept, and show the person."""

    def choose(self, record_id: UUID) -> None:
        """Show the file of a person."""

    def run(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        """Do a use case on the data thread, and tell a refusal."""


class PersonDialogs:
    """Opens the forms over a page; what is kept is told to the page."""

    def __init__(self, page: Page, host: Host, session: Session, jobs: Jobs) -> None:
        self._page, self._host, self._session, self._jobs = page, host, session, jobs

    def add_person(self) -> None:
        """Register somebody in a new household."""
        codes = self._session.village_codes
        blank = Person(village_code=codes[0] if len(codes) == 1 else "", relation="01")
        form = self._form(Person, _NEW, required=("name", "village_code"))
        form.set_record(blank)
        note = "登记成新的一户。给已有的户添人，先选那一户的人，再用「在这一户登记新成员」。"
        self._add(form, blank, "新增人员", note)

    def add_member(self, member: Person) -> None:
        """Register somebody in the household of ``member``."""
        blank = Person(
            village_code=member.village_code,
            household_id=member.household_id,
            address=member.address,
            poverty_status=member.poverty_status,
        )
        fields = [field for field in _NEW if field != "village_code"]
        form = self._form(Person, fields, required=("name", "relation"))
        form.set_record(blank)
        self._add(form, blank, f"在{member.name}这一户登记新成员", "")

    def edit_person(self, person: Person) -> None:
        """Correct what is known of a person; the number stays masked."""
        form = self._form(Person, _PERSON, required=("name",), number_help=_MASKED_HELP)
        shown = masked(person.citizen_id)
        form.set_record(replace(person, citizen_id=shown))
        if not person.citizen_id:
            form.fields["citizen_id"].set_help(_NUMBER_HELP)

        def work() -> Callable[[], Person]:
            made = form.record(person)
            if made.citizen_id.strip() == shown:
                made = replace(made, citizen_id=person.citizen_id)
            elif made.citizen_id.strip():
                made = _freed(made, person)
            return partial(save_person, self._session, made)

        told = self._told("已保存{}的资料")
        self._open(f"{person.name}的资料", [form], work, told).only_changes()

    def edit_household(self, file: PersonFile) -> None:
        """Correct the facts of the household."""
        if file.household is None:
            return
        household = file.household
        form = self._form(Household, _HOUSEHOLD, required=("village_code",))
        form.set_record(household)
        head = next((one.name for one in file.members if one.relation == "户主"), file.line.name)
        self._open(
            f"{head}一户的资料",
            [form],
            lambda: partial(save_household, self._session, form.record(household)),
            lambda _: self._host.kept(file.person.id, f"已保存{head}一户的资料"),
        ).only_changes()

    def add_work(self, person: Person) -> None:
        """Keep where a person works; the 就业地域 is derived as the place is told."""
        form = WorkForm(self._session, person=person)
        base = Employment(person_id=person.id)
        self._open(
            f"登记{person.name}的就业",
            [form],
            lambda: partial(save_employment, self._session, form.record(base)),
            lambda _: self._host.kept(person.id, f"已保存{person.name}的就业"),
        )

    def end_work(self, file: PersonFile) -> None:
        """Keep the last day of the present work, and what the person does now."""
        work = file.employment
        if work is None:
            return
        day = self._form(Employment, ("until",), required=("until",))
        day.set_value("until", self._session.today())
        now = self._form(Person, ("employment_status",), required=("employment_status",))
        now.fields["employment_status"].label.setText("现在的就业状态 *")
        name = file.person.name

        def end() -> Callable[[], Employment]:
            until = day.values()["until"]
            status = now.values()["employment_status"]
            return partial(end_employment, self._session, work.id, until, status)

        self._open(
            f"{name}不再做{work.job or work.employer or '现在的工作'}",
            [day, now],
            end,
            lambda _: self._host.kept(file.person.id, f"已结束{name}的就业"),
        )

    def issue_paper(self, file: PersonFile) -> None:
        """Issue the certificate of the post held now, and show it before it is printed."""
        held = next((one for one in file.placements if one.current), None)
        if held is None:
            return
        name, placement_id = file.person.name, held.placement.id

        def show(issued: IssuedPaper) -> None:
            title = f"{name}的安置证明"
            save_name = f"安置证明 {name} {issued.paper.number}.pdf"
            log = PrintLog(self._session, issued.paper.form, [issued.paper])
            open_preview(self._page.window(), self._jobs, title, issued.pdf, save_name, log)

        self._host.run(partial(issue_certificate, self._session, placement_id), show)

    def _add(self, form: RecordForm, blank: Person, title: str, note: str) -> None:
        self._open(
            title,
            [form],
            lambda: partial(self._register, form.record(blank)),
            lambda made: self._host.kept(made[0].id, made[1]),
            note,
        )

    def _register(self, wish: Person) -> tuple[Person, str]:
        """Keep somebody new; the words also tell of who may be the same person."""
        kept = add_person(self._session, wish)
        similar = [one.sentence for one in similar_people(self._session, kept.id)[:1]]
        return kept, "。".join([f"已登记{kept.name}", *similar])

    def _told(self, sentence: str) -> Callable[[Person], None]:
        return lambda kept: self._host.kept(kept.id, sentence.format(kept.name))

    def _form(
        self,
        kind: type[Person | Household | Employment],
        fields: Fields,
        *,
        required: Sequence[str] = (),
        number_help: str = _NUMBER_HELP,
    ) -> RecordForm:
        villages = [(code, village_name(code)) for code in self._session.village_codes]
        return RecordForm(
            kind,
            fields,
            today=self._session.today(),
            choices={"village_code": villages},
            wide=("address",),
            help={"citizen_id": number_help},
            required=required,
        )

    def _open(
        self,
        title: str,
        forms: Sequence[RecordForm],
        work: Callable[[], Callable[[], object]],
        done: Callable[..., object],
        note: str = "",
    ) -> FormDialog:
        dialog = FormDialog(self._page, self._jobs, title, forms, note=note)
        dialog.ways_out = lambda refusal: self._ways_out(dialog, refusal)
        dialog.run(work, done)
        return dialog

    def _ways_out(self, dialog: FormDialog, refusal: Refused) -> list[QWidget]:
        """Offer the file of whoever is registered with the number that was typed."""
        box = dialog.forms[0].boxes.get("citizen_id")
        if box is None or refusal.fields != ("citizen_id",):
            return []
        number = "".join(str(box.value()).split()).upper()
        return [
            Button(
                f"打开{other.name}的资料",
                small=True,
                clicked=partial(self._leave_for, dialog, other.id),
            )
            for other in self._session.find(Person, citizen_id=number)
        ]

    def _leave_for(self, dialog: FormDialog, person_id: UUID) -> None:
        dialog.leave()
        self._host.choose(person_id)


def _freed(made: Person, before: Person) -> Person:
    """Let sex and birthday follow from a new number, unless they were changed as well."""
    birth_on = None if made.birth_on == before.birth_on else made.birth_on
    sex = "" if made.sex == before.sex else made.sex
    return replace(made, birth_on=birth_on, sex=sex)
