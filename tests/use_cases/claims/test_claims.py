"""Organisers, their claims, and the people on them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_app.domain.credit_code import is_credit_code
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Claim, Employment, Organiser
from desktop_app.session import Session
from desktop_app.use_cases.claim_lines import (
    add_claimed,
    claim_people,
    drop_claimed,
)
from desktop_app.use_cases.claims import (
    ClaimFilter,
    find_claims,
    save_claim,
)
from desktop_app.use_cases.employments import save_employment
from desktop_app.use_cases.organisers import organisers, save_organiser
from tests.sessions import TODAY, VILLAGE, citizen_id
from tests.use_cases.claims.made import CODE, another_claim, put_on, worker


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": ""}, "kind"),
        ({"credit_code": ""}, "credit_code"),
        ({"credit_code": CODE[:-1] + ("0" if CODE[-1] != "0" else "1")}, "credit_code"),
        ({"kind": "broker", "credit_code": ""}, "citizen_id"),
    ],
)
def test_an_organiser_that_cannot_be_is_refused(
    session: Session, facts: dict[str, str], field: str
) -> None:
    base = Organiser(name="北疆人力", kind="company", credit_code=CODE)

    with pytest.raises(Refused) as refusal:
        save_organiser(session, replace(base, **facts))  # type: ignore[arg-type]

    assert refusal.value.fields == (field,)
    assert session.find(Organiser) == []


def test_an_organiser_is_known_once_and_found(session: Session, organiser: Organiser) -> None:
    with pytest.raises(Refused, match="北疆人力"):
        save_organiser(session, Organiser(name="别名", kind="company", credit_code=CODE.lower()))
    number = citizen_id(date(1980, 5, 1), 11)
    save_organiser(session, Organiser(name="图雅", kind="broker", citizen_id=number.lower()))

    assert [one.name for one in organisers(session)] == ["北疆人力", "图雅"]
    assert organisers(session, "北疆") == [organiser]
    assert organiser.village_code == VILLAGE
    assert not is_credit_code("91150203MA0AAAAA")
    assert not is_credit_code(CODE[:-1] + "I")


def test_what_a_county_keeps_is_for_all_its_villages(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "role", "county")

    kept = save_organiser(session, Organiser(name="北疆人力", kind="company", credit_code=CODE))

    assert kept.village_code == session.office_code


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"year": None}, "year"),
        ({"year": 2027}, "year"),
        ({"applied_on": None}, "applied_on"),
        ({"applied_on": TODAY + timedelta(days=1)}, "applied_on"),
        ({"applied_on": date(2025, 3, 1)}, "applied_on"),
    ],
)
def test_a_claim_that_cannot_be_is_refused(
    session: Session, organiser: Organiser, facts: dict[str, object], field: str
) -> None:
    base = Claim(organiser_id=organiser.id, year=2026, applied_on=date(2026, 11, 1))

    with pytest.raises(Refused) as refusal:
        save_claim(session, replace(base, **facts))  # type: ignore[arg-type]

    assert refusal.value.fields[0] == field
    with pytest.raises(Refused, match="还没有选输出组织主体"):
        save_claim(session, replace(base, organiser_id=Claim().organiser_id))


def test_claims_are_numbered_by_year_and_listed(session: Session, claim: Claim) -> None:
    second = another_claim(session)
    older = another_claim(session, 2025)

    assert [claim.number, second.number, older.number] == [
        "输补2026-001",
        "输补2026-002",
        "输补2025-001",
    ]
    assert find_claims(session) == [second.id, claim.id, older.id]
    assert find_claims(session, ClaimFilter(text="北疆")) == [claim.id]
    assert find_claims(session, ClaimFilter(years=(2025,))) == [older.id]
    assert find_claims(session, ClaimFilter(decided=True)) == []


def test_a_person_comes_on_a_claim_with_the_spell_that_is_paid(
    session: Session, claim: Claim
) -> None:
    person = worker(session, until=date(2026, 5, 31))
    save_employment(
        session,
        Employment(person_id=person.id, place_code="150223", since=date(2026, 8, 1), form="010"),
    )

    line = put_on(session, claim, person, seen=False)[0]

    assert (line.scope, line.evidence_kind, line.result) == ("prefecture", "contract", "open")
    assert add_claimed(session, claim.id, (person.id,)) == []
    shown = claim_people(session, claim.id)[0]
    assert (shown.name, shown.scope_text, shown.answer.months) == ("乌云一", "盟市内跨旗县", 4)
    assert shown.result_text == "不符合"
    drop_claimed(session, line.id)
    assert claim_people(session, claim.id) == []
