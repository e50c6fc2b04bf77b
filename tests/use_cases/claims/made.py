"""What the tests of claims put on them."""

from dataclasses import replace
from datetime import date

from desktop_app.domain.credit_code import check_character
from desktop_app.domain.records import Claim, ClaimLine, Employment, Organiser, Person
from desktop_app.session import Session
from desktop_app.use_cases.claim_decisions import decide_claim
from desktop_app.use_cases.claim_lines import (
    add_claimed,
    check_by_phone,
    see_evidence,
)
from desktop_app.use_cases.claims import (
    save_claim,
)
from desktop_app.use_cases.employments import save_employment
from desktop_app.use_cases.organisers import save_organiser
from tests.sessions import TODAY, keep_person

BASIS = "包人社发〔2026〕11号"
CODE = "91150203MA0AAAAA1" + check_character("91150203MA0AAAAA1")
OTHER_CODE = "91150203MA0BBBBB2" + check_character("91150203MA0BBBBB2")


def worker(session: Session, number: int = 1, **facts: object) -> Person:
    """Keep a person whom an organiser took to work in another county."""
    person = keep_person(session, number, name=f"乌云{'一二三四五'[number - 1]}")
    work = Employment(
        person_id=person.id, place_code="150203", since=date(2026, 2, 1), channel="market",
        form="010", employer="北疆乳业", evidence_kind="contract",
    )  # fmt: skip
    save_employment(session, replace(work, **facts))  # type: ignore[arg-type]
    return person


def put_on(session: Session, claim: Claim, *people: Person, seen: bool = True) -> list[ClaimLine]:
    """Put people on a claim; their evidence was seen and they were called."""
    lines = add_claimed(session, claim.id, tuple(one.id for one in people))
    if not seen:
        return lines
    return [
        check_by_phone(
            session, see_evidence(session, one.id, "contract", TODAY).id, TODAY, "confirmed"
        )
        for one in lines
    ]


def decide(session: Session, claim: Claim, **facts: object) -> Claim:
    """Decide a claim today, by the document that holds."""
    given = {"basis": BASIS, **facts}
    return decide_claim(session, claim.id, TODAY, "达茂旗人社局", **given)  # type: ignore[arg-type]


def another_claim(session: Session, year: int = 2026) -> Claim:
    """Keep a claim of another organiser."""
    known = session.find(Organiser, credit_code=OTHER_CODE)
    other = known[0] if known else save_organiser(
        session, Organiser(name="塞外劳务", kind="company", credit_code=OTHER_CODE)
    )  # fmt: skip
    return save_claim(
        session, Claim(organiser_id=other.id, year=year, applied_on=date(2026, 11, 2))
    )
