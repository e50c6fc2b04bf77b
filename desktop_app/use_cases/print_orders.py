"""Which papers fit what is chosen on a page, and how many copies of each are usual here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db.disk import keep_whole
from desktop_app.domain.codes import text_of
from desktop_app.domain.records import Enrolment, Person, Placement, Post, RecordId, Visit
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name
from printing.form_names import FORMS

CHOICES = "printing.json"
OF_SCHEME = {
    "resident_pension": "pension_enrolment",
    "flexible_pension": "flexible_pension",
    "injury": "injury_insurance",
}
FOR_PEOPLE = ("training_wish", "policy_notice", "privacy_notice")
FOR_EVERYBODY = ("labour_agreement", "post_card", "placement_certificate")
SEVERAL, MOST_AT_ONCE = 2, 1000
FOR_EXITS = ("exit_approval", "exit_notice", "vacancy_report")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOrder:
    """A form that can be printed now, and of what; ``words`` say it in a list."""

    form: str
    words: str
    ids: tuple[RecordId, ...] = ()
    village_code: str = ""
    month: str = ""
    department: str = ""
    year: int = 0


def placement_orders(session: Session, placement_id: RecordId) -> list[PrintOrder]:
    """Return the papers of a placement; those of a review or a notice are about all of it."""
    one = session.get(Placement, placement_id)
    name = session.get(Person, one.person_id).name
    beside = [each for each in session.find(Placement, post_id=one.post_id)
              if each.declined_on is None]  # fmt: skip
    found = [_one("post_application", name, one.id)]
    if one.reviewed_on is not None:
        judged = [each.id for each in beside if each.reviewed_on == one.reviewed_on]
        found.append(_many("village_review", name, judged))
    if one.notice_from is not None:
        hung = [each.id for each in beside if (each.notice_from, each.notice_to)
                == (one.notice_from, one.notice_to)]  # fmt: skip
        found.append(_many("hire_notice", name, hung))
    if one.agreement_to is not None:
        found += [_one(form, name, one.id) for form in ("labour_agreement", "post_card")]
    if one.last_day_on is not None:
        found += [_one(form, name, one.id) for form in FOR_EXITS]
    return [*found, *_of_everybody(session, one, beside)]


def _of_everybody(
    session: Session, one: Placement, beside: Sequence[Placement]
) -> list[PrintOrder]:
    """Return what all holders of the post need at once, where there are several."""
    return _one_each(FOR_EVERYBODY, f"{session.get(Post, one.post_id).title}在岗的", _held(beside))


def holder_orders(session: Session) -> list[PrintOrder]:
    """Return what all who hold a post in a village need at once, for each village of the desk."""
    return [
        order
        for code in session.village_codes
        for order in _one_each(
            FOR_EVERYBODY,
            f"{village_name(code)}在岗的",
            _held(session.find(Placement, village_code=code)),
        )
    ]


def listed_orders(ids: Sequence[RecordId]) -> list[PrintOrder]:
    """Return what everybody of a list of people is given."""
    return _one_each(FOR_PEOPLE, "名单里的", ids)


def _held(placements: Sequence[Placement]) -> list[RecordId]:
    return [one.id for one in placements if one.agreement_to is not None
            and one.last_day_on is None]  # fmt: skip


def _one_each(forms: Sequence[str], whose: str, ids: Sequence[RecordId]) -> list[PrintOrder]:
    """Return a paper for each, where there are several, and no more than are printed at once."""
    if not SEVERAL <= len(ids) <= MOST_AT_ONCE:
        return []
    about = f"{whose} {len(ids)} 人，每人一份"
    return [PrintOrder(form=form, words=_words(form, about), ids=tuple(ids)) for form in forms]


def person_orders(session: Session, person_id: RecordId) -> list[PrintOrder]:
    """Return the papers of a person and the household, and those of the last visit."""
    person = session.get(Person, person_id)
    found = [_one(form, person.name, person.id) for form in FOR_PEOPLE]
    if person.household_id.int:
        found.insert(0, _one("household_file", f"{person.name}的户", person.household_id))
    return [*found, *visit_orders(session, person.id)]


def visit_orders(session: Session, person_id: RecordId) -> list[PrintOrder]:
    """Return the papers of the last visit of a person or of the household."""
    person = session.get(Person, person_id)
    visits = session.find(Visit, person_id=person.id)
    if not visits and person.household_id.int:
        visits = session.find(Visit, household_id=person.household_id)
    last = max(visits, key=lambda one: (str(one.visited_on or ""), one.id), default=None)
    if last is None or last.visited_on is None:
        return []
    told = f"{last.visited_on:%m-%d} 走访{person.name}"
    return [_one(form, told, last.id) for form in ("visit_record", "visit_receipt")]


def enrolment_orders(session: Session, enrolment_id: RecordId) -> list[PrintOrder]:
    """Return the paper of an enrolment; schemes without a form of their own have none."""
    one = session.get(Enrolment, enrolment_id)
    form = OF_SCHEME.get(one.scheme)
    if form is None:
        return []
    name = session.get(Person, one.person_id).name
    return [_one(form, f"{name} {text_of('insurance_scheme', one.scheme)}", one.id)]


def claim_orders(claim_id: RecordId, organiser: str) -> list[PrintOrder]:
    """Return the claim of an organiser and its roster."""
    return [_one(form, organiser, claim_id) for form in ("transfer_subsidy", "transfer_roster")]


def register_orders(session: Session, *forms: str, year: int = 0) -> list[PrintOrder]:
    """Return these registers for each village of the desk."""
    return [
        PrintOrder(form=form, words=_words(form, village_name(code)), village_code=code, year=year)
        for form in forms
        for code in session.village_codes
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintHabit:
    """How a form is usually printed on this computer; no ``copies`` is as many as it names.

    ``times`` is how often the whole of it goes through the printer.
    """

    copies: int = 0
    times: int = 1
    printer: str = ""
    sides: str = ""
    backwards: bool = False


def usual_copies(session: Session) -> dict[str, int]:
    """Return how many copies of each form are usual: as printed last here, else as it names."""
    from printing.forms import built_in_layout

    known = _habits(session)
    return {form: (known[form].copies if form in known else 0)
            or max(1, len(built_in_layout(form).copies)) for form in FORMS}  # fmt: skip


def usual_way(session: Session, form: str) -> PrintHabit:
    """Return how a form was printed last on this computer."""
    return _habits(session).get(form, PrintHabit())


def remember_way(session: Session, form: str, habit: PrintHabit) -> None:
    """Keep how a form is usually printed here; the file names nobody."""
    import msgspec

    known = _habits(session)
    if known.get(form, PrintHabit()) == habit:
        return
    file = _file(session)
    file.parent.mkdir(parents=True, exist_ok=True)
    keep_whole(file, msgspec.json.encode(known | {form: habit}))


def remember_copies(session: Session, form: str, copies: int) -> None:
    """Keep how many copies of a form are usual here."""
    remember_way(session, form, replace(usual_way(session, form), copies=copies))


def _habits(session: Session) -> dict[str, PrintHabit]:
    import msgspec

    try:
        return msgspec.json.decode(_file(session).read_bytes(), type=dict[str, PrintHabit])
    except (OSError, msgspec.DecodeError):
        return {}


def _file(session: Session) -> Path:
    return session.world.home / CHOICES


def _one(form: str, about: str, id_: RecordId) -> PrintOrder:
    return PrintOrder(form=form, words=_words(form, about), ids=(id_,))


def _many(form: str, name: str, ids: Sequence[RecordId]) -> PrintOrder:
    about = name if len(ids) == 1 else f"{name}等 {len(ids)} 人"
    return PrintOrder(form=form, words=_words(form, about), ids=tuple(ids))


def _words(form: str, about: str) -> str:
    return f"{FORMS[form]} · {about}"
