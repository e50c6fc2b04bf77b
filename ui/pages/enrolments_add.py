"""The dialog that registers an enrolment: who, in which scheme, paid up to when."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop_app.domain.enrolment_rules import PAYING, next_due
from desktop_app.domain.records import Enrolment, Person
from desktop_app.session import Session
from desktop_app.use_cases.enrolments import NORMAL, save_enrolment
from ui.jobs import Jobs
from ui.pages.enrolments_words import RECKONED
from ui.pages.person_entry import PersonEntry
from ui.record_form import RecordForm

FIELDS: Sequence[str] = (
    *("scheme", "status", "rhythm", "grade_fen", "base_fen", "identity_kind"),
    *("since", "paid_until", "next_due_on", "office", "evidence", "notes"),
)


def enrolment_form(today: date, fields: Sequence[str] = FIELDS) -> RecordForm:
    """Return a form that tells, while one types, the next day to pay and what money rests on."""
    form = RecordForm(Enrolment, fields, today=today, required=("scheme",))
    form.changed.connect(lambda _: _tell(form))
    _tell(form)
    return form


class AddEnrolment(PersonEntry):
    """Registers an enrolment of a person given, or of one that is searched for."""

    def __init__(
        self, parent: QWidget, session: Session, jobs: Jobs, person: Person | None
    ) -> None:
        form = enrolment_form(session.today())
        form.set_record(Enrolment(status=NORMAL, rhythm="year"))
        _tell(form)
        note = "只登记知道的；金额没有缴费凭据以前，都按测算。"
        super().__init__(parent, session, jobs, form, "登记参保", person, note=note)
        self._session = session

    def enrol(self, done: Callable[[Enrolment], object]) -> None:
        """Open; ``done`` gets the enrolment when it is kept."""
        self.enter(Enrolment(), partial(save_enrolment, self._session), done)


def follows_words(follows: date | None) -> str:
    """Say which day stands when the box is left empty."""
    return f"空着就是 {follows}" if follows else "空着就按缴费周期和已缴至算"


def _tell(form: RecordForm) -> None:
    """Write below the boxes which day follows, and that money without a receipt is reckoned."""
    read = {name: box.value() for name, box in form.boxes.items() if not box.problem()}
    paid = read.get("paid_until")
    pays = (read.get("status") or "") in PAYING
    rhythm, scheme = str(read.get("rhythm") or ""), str(read.get("scheme") or "")
    follows = next_due(rhythm, paid, scheme) if isinstance(paid, date) and pays else None
    form.fields["next_due_on"].set_help(follows_words(follows))
    proven = bool(str(read.get("evidence") or "").strip())
    form.fields["grade_fen"].set_help("" if proven else RECKONED)
