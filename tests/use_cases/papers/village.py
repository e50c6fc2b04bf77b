"""A made-up village in which something of everything was recorded."""

from dataclasses import dataclass, replace
from datetime import date

from desktop_app.domain.records import (
    Claim,
    Consent,
    Employment,
    Enrolment,
    Household,
    Organiser,
    Person,
    Placement,
    Training,
    Visit,
)
from desktop_app.session import Session
from desktop_app.use_cases.claims import save_claim
from desktop_app.use_cases.consents import give_consent
from desktop_app.use_cases.employments import save_employment
from desktop_app.use_cases.enrolments import save_enrolment
from desktop_app.use_cases.organisers import save_organiser
from desktop_app.use_cases.visits import record_visit
from tests.sessions import TODAY, VILLAGE, citizen_id, keep_person
from tests.use_cases.claims.made import CODE, put_on
from tests.use_cases.placements import announced_post, placed

WIFE_BORN = date(1988, 6, 15)


@dataclass(frozen=True)
class Village:
    """Whom and what the tests print."""

    head: Person
    wife: Person
    home: Household
    holder: Placement
    workers: tuple[Person, ...]
    claim: Claim
    pension: Enrolment
    flexible: Enrolment
    injury: Enrolment
    visit: Visit


def settle(session: Session) -> Village:
    """Keep a household with work, insurance, visits; a holder; a claim of two workers."""
    head = keep_person(
        session, 1, name="巴特尔", poverty_status="lifted", education="70", health="1",
        employment_status="11", job_intention="away", training_wish="焊工", wanted_job="焊工",
        wanted_monthly_fen=450_000, account="6217000000000000001", bank="农商银行",
    )  # fmt: skip
    home = session.get(Household, head.household_id)
    with session.operation("test", "户") as operation:
        home = operation.save(replace(home, address="三组12号", kind="lifted", group_name="三组"))
    wife = keep_person(
        session, 2, name="其木格", relation="10", household_id=home.id, birth_on=WIFE_BORN,
        citizen_id=citizen_id(WIFE_BORN, 2), employment_status="7",
    )  # fmt: skip
    save_employment(session, Employment(
        person_id=head.id, place_code="150203", since=date(2026, 2, 1), channel="market",
        form="010", employer="北疆乳业", job="挤奶工", monthly_fen=420_000, contract=True,
    ))  # fmt: skip
    pension = save_enrolment(session, Enrolment(
        person_id=wife.id, scheme="resident_pension", status="1", rhythm="year",
        grade_fen=50_000, since=date(2024, 3, 1), paid_until=date(2026, 12, 31),
        evidence="缴费凭证",
    ))  # fmt: skip
    flexible = save_enrolment(session, Enrolment(
        person_id=head.id, scheme="flexible_pension", status="1", since=date(2026, 3, 1),
    ))  # fmt: skip
    with session.operation("test", "培训") as operation:
        operation.save(Training(
            village_code=VILLAGE, person_id=head.id, trade="welder", course="焊工初级班",
            begins_on=date(2025, 5, 1), ends_on=date(2025, 5, 20), enrolled_on=date(2025, 4, 1),
            hours=80, result="finished",
        ))  # fmt: skip
    holder = placed(session, announced_post(session, required_days=30), 5, name="那仁")
    injury = save_enrolment(session, Enrolment(
        person_id=holder.person_id, scheme="injury", status="1", since=date(2026, 11, 20),
    ))  # fmt: skip
    workers, claim = _claimed(session)
    give_consent(session, Consent(
        person_id=head.id, purpose="referral", recipient="北疆人力", given_on=TODAY, way="signed",
    ))  # fmt: skip
    record_visit(session, Visit(
        person_id=wife.id, visited_on=date(2026, 10, 8), way="home", purpose="routine",
        residing="here", employment_status="7",
    ))  # fmt: skip
    visit = record_visit(session, Visit(
        person_id=wife.id, visited_on=date(2026, 11, 20), way="home", purpose="survey",
        residing="here", employment_status="4", notes="想在附近找活。", difficulty="照看老人",
        promise="报名草原管护员", promise_due_on=date(2026, 12, 5),
    ))  # fmt: skip
    return Village(head, wife, home, holder, workers, claim, pension, flexible, injury, visit)


def _claimed(session: Session) -> tuple[tuple[Person, ...], Claim]:
    people = (keep_person(session, 7, name="乌云花"), keep_person(session, 8, name="娜仁花"))
    for person, place in zip(people, ("150203", "110105"), strict=True):
        save_employment(session, Employment(
            person_id=person.id, place_code=place, since=date(2026, 2, 1), channel="market",
            form="010", employer="北疆乳业", evidence_kind="contract",
        ))  # fmt: skip
    organiser = save_organiser(
        session,
        Organiser(name="北疆人力", kind="company", credit_code=CODE, contact="王建国"),
    )
    claim = save_claim(
        session, Claim(organiser_id=organiser.id, year=2026, applied_on=date(2026, 11, 1))
    )
    put_on(session, claim, *people)
    return people, claim
