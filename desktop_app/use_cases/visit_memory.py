"""What is known before a visit: last time's answers, brought up to date by the register."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from db.visit_queries import last_visit_of
from desktop_app.domain.records import (
    NEW,
    Employment,
    Enrolment,
    Household,
    Person,
    Visit,
    labels,
)
from desktop_app.session import Session
from desktop_app.use_cases.visit_questions import ASKED, applies

OF_THE_PERSON = ("employment_status", "job_intention", "training_wish")
"""Answers that are facts of the person too: typed once, kept in both places."""

PENSIONS = frozenset({"resident_pension", "flexible_pension", "employee_pension"})


EMPTY = Visit()


@dataclass(frozen=True, slots=True)
class Known:
    """What was known before a visit: the last visit, and its answers brought up to date."""

    last: Visit | None
    answers: Visit


def known_before(
    session: Session, household: Household, person: Person, until: date, but: UUID = NEW
) -> Known:
    """Return what was known before a visit on day ``until``, leaving the visit ``but`` out."""
    last_id = last_visit_of(session.store.database, person.id, until=until, but=but)
    last = session.get(Visit, last_id) if last_id else None
    known: dict[str, Any] = {name: getattr(last, name) for name in ASKED} if last else {}
    known |= _of_work(session, person, last)
    known |= {name: getattr(person, name) for name in OF_THE_PERSON if getattr(person, name)}
    for enrolment in session.find(Enrolment, person_id=person.id):
        if enrolment.scheme in PENSIONS and enrolment.status:
            known["enrolment"] = enrolment.status
    answers = Visit(
        village_code=household.village_code,
        household_id=household.id,
        person_id=person.id,
        **known,
    )
    return Known(last, _without_idle_facts(answers))


def _of_work(session: Session, person: Person, last: Visit | None) -> dict[str, Any]:
    """Return the place of work from the register, where it began after the last visit."""
    open_ones = session.find(Employment, person_id=person.id, until=None)
    if not open_ones:
        return {}
    work = open_ones[-1]
    if last and last.visited_on and (work.since is None or work.since <= last.visited_on):
        return {}
    named = " · ".join(part for part in (work.employer, work.job) if part)
    return {"scope": work.scope, "employer": named, "monthly_fen": work.monthly_fen}


def settled(visit: Visit, household: Household, person: Person, known: Visit) -> Visit:
    """Return the visit in its place, with empty codes as before and no idle answers."""
    same = {
        name: getattr(known, name)
        for name in ASKED
        if labels(Visit)[name].codes and name != "scope" and not getattr(visit, name)
    }
    place: dict[str, Any] = {
        "village_code": household.village_code,
        "household_id": household.id,
        "person_id": person.id,
    }
    return _without_idle_facts(replace(visit, **same, **place))


def _without_idle_facts(visit: Visit) -> Visit:
    idle = {
        name: getattr(EMPTY, name)
        for name in ASKED
        if getattr(visit, name) != getattr(EMPTY, name) and not applies(visit, name)
    }
    return replace(visit, **idle) if idle else visit
