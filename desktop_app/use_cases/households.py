"""Households: their facts, their members, and moving somebody to another one."""

from dataclasses import dataclass, replace
from datetime import date

from db.operation import Operation
from db.people_queries import holds_post
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    Consent,
    Employment,
    Enrolment,
    Household,
    Person,
    RecordId,
    Venture,
)
from desktop_app.session import Session
from desktop_app.use_cases.people import HEAD, check_person
from desktop_app.use_cases.people_list import PersonLine, person_lines


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    """A household and the lines of its members, head first."""

    household: Household
    head_name: str
    members: tuple[PersonLine, ...]


def household_file(session: Session, household_id: RecordId) -> HouseholdFile:
    """Return a household with its members; ``Refused`` if it is gone."""
    household = session.get(Household, household_id)
    people = session.find(Person, household_id=household_id)
    people.sort(key=lambda one: (one.relation or "99", one.birth_on or date.max))
    head = next((one.name for one in people if one.relation == HEAD), "")
    lines = person_lines(session, [one.id for one in people])
    return HouseholdFile(household, head or (people[0].name if people else ""), tuple(lines))


def save_household(session: Session, household: Household) -> Household:
    """Keep what was corrected; its members move along to another village."""
    before = household_file(session, household.id)
    with session.operation("save_household", f"修改{before.head_name}一户的资料") as operation:
        if household.village_code not in session.village_codes:
            raise Refused(
                "还没有选嘎查村。",
                advice="请从自己负责的嘎查村里选一个。",
                fields=("village_code",),
            )
        kept = operation.save(household)
        for member in session.find(Person, household_id=household.id):
            operation.save(replace(member, village_code=household.village_code))
            _take_along(session, operation, member, household.village_code)
        return kept


def move_person(
    session: Session, person_id: RecordId, household_id: RecordId, relation: str
) -> Person:
    """Let a person belong to another household, in a relation to its head."""
    person = session.get(Person, person_id)
    with session.operation("move_person", f"{person.name}转到另一户") as operation:
        home = session.get(Household, household_id)
        moved = replace(
            session.get(Person, person_id),
            household_id=home.id,
            village_code=home.village_code,
            relation=relation,
        )
        kept = operation.save(check_person(session, moved))
        _take_along(session, operation, person, home.village_code)
        return kept


def _take_along(session: Session, operation: Operation, person: Person, village: str) -> None:
    """Let what a person does now go along to another village; what was stays where it was.

    Work, enrolments, start-ups and consents go along. Visits, trainings, referrals, clues, claims,
    events and what was paid stay in the village where they happened and are counted.
    """
    if person.village_code == village:
        return
    post = holds_post(session.store.database, person.id.bytes, session.today().isoformat())
    if post:
        raise Refused(
            f"不能迁出：{person.name}现在还在{post}岗位上。",
            advice="岗位属于原来的嘎查村，先办完退岗，再办迁移。",
        )
    kinds: tuple[type[Employment | Enrolment | Venture | Consent], ...]
    kinds = (Employment, Enrolment, Venture, Consent)
    for kind in kinds:
        for record in session.find(kind, person_id=person.id):
            operation.save(replace(record, village_code=village))
