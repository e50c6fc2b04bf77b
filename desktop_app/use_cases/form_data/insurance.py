"""The papers of insurance: F3 and F5 of an enrolment, injury insurance, and the register."""

from desktop_app.domain.codes import text_of
from desktop_app.domain.divisions import village
from desktop_app.domain.errors import Refused
from desktop_app.domain.money import yuan
from desktop_app.domain.records import Enrolment, Person, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.enrolment_list import ENDED, EnrolmentLine, enrolment_lines
from desktop_app.use_cases.form_data.filled import (
    Filled,
    Selection,
    asked_village,
    unit,
)
from desktop_app.use_cases.form_data.words import (
    day,
    own_values,
    person_values,
    span,
    yes_no,
)
from printing.form_data import FormData

RESIDENT, FLEXIBLE, INJURY = "resident_pension", "flexible_pension", "injury"
EMPLOYEE = ("flexible_pension", "employee_pension")
OTHER_KINDS = ("resident_medical", "employee_medical", "injury", "unemployment")
SEVERE = ("021", "022")
NO_PAYMENT = "个人不缴费"
FREELANCE = "2"
"""灵活就业或创业."""


def pension_enrolment(session: Session, wanted: Selection) -> Filled:
    """Return F3 of an enrolment in the residents' pension."""
    one, person = _asked(session, wanted, RESIDENT)
    workers = _first(session, person, EMPLOYEE)
    others = [each for each in session.find(Enrolment, person_id=person.id)
              if each.scheme in OTHER_KINDS and each.status != ENDED]  # fmt: skip
    values = {
        **person_values(session, person),
        "county": village(person.village_code).county_name,
        "registered_on": day(one.since),
        "worker_span": _span_of(workers),
        "other_span": "、".join(text_of("insurance_scheme", each.scheme) for each in others),
    }
    ticked = {
        "grade": [NO_PAYMENT if one.grade_fen == 0 else yuan(one.grade_fen)]
        if one.grade_fen is not None
        else [],
        "special_group": _special_groups(person, one),
        "worker_pension": [yes_no(workers is not None)],
        "other_insurance": [yes_no(bool(others))],
    }
    return _filled(person, values, ticked)


def flexible_pension(session: Session, wanted: Selection) -> Filled:
    """Return F5 of an enrolment as flexibly employed: new, or going on after a pause."""
    one, person = _asked(session, wanted, FLEXIBLE)
    values = {
        **person_values(session, person),
        "since": day(one.since),
        "filled_on": day(session.today()),
    }
    kind = "续保" if one.paid_until is not None else "新增"
    return _filled(person, values, {"kind": [kind]}, dated=("filled_on",))


def injury_insurance(session: Session, wanted: Selection) -> Filled:
    """Return the registration for injury insurance, with the post held while it runs."""
    one, person = _asked(session, wanted, INJURY)
    held = _held(session, person)
    values = {
        **person_values(session, person),
        "filled_on": day(session.today()),
        "pay": yuan(one.base_fen) if one.base_fen else "",
        "since": day(one.since),
        "until": day(one.ended_on),
    }
    kind = "其他"
    if held is not None:
        post = session.get(Post, held.post_id)
        kind = "公益性岗位"
        values |= {
            "unit": unit(held.village_code),
            "post_title": post.title,
            "work_place": post.place or village(post.village_code).short_name,
            "started_on": day(held.started_on),
            "agreement": span(held.agreement_from, held.agreement_to),
        }
    elif person.employment_status == FREELANCE:
        kind = "灵活就业"
    return _filled(person, values, {"post_kind": [kind]}, dated=("filled_on",))


def enrolment_register(session: Session, wanted: Selection) -> Filled:
    """Return the register of a village: everybody's enrolments, by name."""
    code = asked_village(session, wanted)
    ids = [one.id for one in session.find(Enrolment, village_code=code)]
    lines = sorted(enrolment_lines(session, ids), key=lambda one: (one.name, one.scheme_text))
    people = {one.id: one for one in session.many(Person, [one.person_id for one in lines])}
    rows = [_row(session, one, people[one.person_id]) for one in lines if one.person_id in people]
    values = {
        "village": village(code).short_name,
        "on": day(session.today()),
        "maker": session.officer,
    }
    return Filled(
        data=FormData(values=values, rows={"people": rows}),
        subject=village(code).short_name,
        village_code=code,
        shows=tuple(dict.fromkeys(one.person_id for one in lines)),
        dated=("on",),
    )


def enrolment_values(one: Enrolment) -> dict[str, str]:
    """Return what registers and files say of an enrolment."""
    return {
        "scheme": text_of("insurance_scheme", one.scheme),
        "status": text_of("enrolment_status", one.status),
        "rhythm": text_of("payment_rhythm", one.rhythm),
        "grade": "" if one.grade_fen is None else yuan(one.grade_fen),
        "since": day(one.since),
        "paid_until": day(one.paid_until),
        "next_due_on": day(one.next_due_on),
        "evidence": one.evidence,
        "ended_on": day(one.ended_on),
        "notes": one.notes,
    }


def _row(session: Session, line: EnrolmentLine, person: Person) -> dict[str, str]:
    return enrolment_values(line.enrolment) | own_values(session, person)


def _asked(session: Session, wanted: Selection, scheme: str) -> tuple[Enrolment, Person]:
    one = session.get(Enrolment, wanted.id)
    if one.scheme != scheme:
        raise Refused(
            f"这张表只用于{text_of('insurance_scheme', scheme)}，"
            f"选中的是{text_of('insurance_scheme', one.scheme)}，没有打印。",
            advice="请选对险种，再打印。",
            fields=("scheme",),
        )
    return one, session.get(Person, one.person_id)


def _filled(
    person: Person,
    values: dict[str, str],
    ticked: dict[str, list[str]],
    dated: tuple[str, ...] = (),
) -> Filled:
    return Filled(
        data=FormData(values=values, ticked=ticked),
        subject=person.name,
        village_code=person.village_code,
        person_id=person.id,
        shows=(person.id,) if person.citizen_id else (),
        dated=dated,
    )


def _first(session: Session, person: Person, schemes: tuple[str, ...]) -> Enrolment | None:
    found = session.find(Enrolment, person_id=person.id)
    return next((one for one in found if one.scheme in schemes), None)


def _span_of(one: Enrolment | None) -> str:
    if one is None or one.since is None:
        return ""
    return f"{day(one.since)}至{day(one.ended_on) or '今'}"


def _special_groups(person: Person, one: Enrolment) -> list[str]:
    groups = [
        ("低保", person.subsistence),
        ("一、二级重度残疾", one.identity_kind in SEVERE),
        ("特困人员", person.destitute),
    ]
    return [word for word, holds in groups if holds]


def _held(session: Session, person: Person) -> Placement | None:
    """Return the post that a person holds today."""
    today = session.today()
    return next(
        (
            one
            for one in session.find(Placement, person_id=person.id)
            if one.started_on is not None and (one.last_day_on is None or one.last_day_on >= today)
        ),
        None,
    )
