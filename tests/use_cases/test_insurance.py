"""Switching schemes, why an enrolment ended, and how an enrolment stands today."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Enrolment, Person
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.enrolments import (
    end_enrolment,
    outlook,
    record_payment,
    save_enrolment,
    switch_scheme,
)
from desktop_app.use_cases.history import undo
from tests.sessions import TODAY, keep_person


@pytest.fixture
def person(session: Session) -> Person:
    return keep_person(session)


@pytest.fixture
def resident(session: Session, person: Person) -> Enrolment:
    return save_enrolment(
        session,
        Enrolment(
            person_id=person.id,
            scheme="resident_pension",
            status="1",
            rhythm="year",
            grade_fen=50_000,
            since=date(2020, 3, 1),
            paid_until=date(2024, 12, 31),
        ),
    )


FLEXIBLE = Enrolment(
    scheme="flexible_pension", status="1", rhythm="month", base_fen=450_000, since=TODAY
)


def test_a_switch_leaves_no_day_in_both_and_none_between(
    session: Session, resident: Enrolment
) -> None:
    kept = switch_scheme(session, resident.id, FLEXIBLE)

    before = session.get(Enrolment, resident.id)
    assert before.ended_on == TODAY - timedelta(days=1)
    assert (before.status, before.stop_reason) == ("4", "1407")
    assert (kept.person_id, kept.since, kept.status) == (resident.person_id, TODAY, "1")
    assert undo(session) == "换险种：乌云1"
    assert session.get(Enrolment, resident.id) == resident


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (replace(FLEXIBLE, since=None), "从哪一天开始"),
        (replace(FLEXIBLE, scheme="resident_pension"), "还是原来的险种"),
        (replace(FLEXIBLE, since=TODAY + timedelta(days=40)), "终止日期还没有到"),
        (replace(FLEXIBLE, since=date(2020, 1, 1)), "终止日期早于参保日期"),
        (replace(FLEXIBLE, scheme=""), "还没有选险种"),
    ],
)
def test_a_switch_that_cannot_be_writes_nothing(
    session: Session, resident: Enrolment, wish: Enrolment, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        switch_scheme(session, resident.id, wish)

    assert session.find(Enrolment) == [resident]


def test_what_ended_is_not_switched(session: Session, resident: Enrolment) -> None:
    end_enrolment(session, resident.id, TODAY, "1401")

    with pytest.raises(Refused, match="已经终止"):
        switch_scheme(session, resident.id, FLEXIBLE)
    assert session.get(Enrolment, resident.id).stop_reason == "1401"


def test_the_outlook_tells_arrears_and_reckons_by_the_table(
    session: Session, resident: Enrolment
) -> None:
    stands = outlook(session, resident.id)

    assert stands.arrears is not None
    assert (stands.arrears.months, stands.arrears.lost_months) == (12, 12)
    assert (stands.reckoned.amount_fen, stands.reckoned.subsidy_fen) == (50_000, 7_000)
    assert all(one.message.startswith("测算：") for one in stands.reckoned.findings)
    assert stands.warnings == ()


def test_a_payment_keeps_the_day_its_receipt_was_seen(
    session: Session, resident: Enrolment
) -> None:
    record_payment(session, resident.id, date(2025, 12, 31), "电子缴款凭证 尾号 2031")

    kept = session.get(Enrolment, resident.id)
    assert kept.seen_on == TODAY
    assert outlook(session, resident.id).arrears is None


def test_no_amount_is_bound_while_the_base_of_the_year_is_missing(
    session: Session, person: Person
) -> None:
    kept = save_enrolment(session, replace(FLEXIBLE, person_id=person.id))

    found = outlook(session, kept.id).reckoned
    assert found.amount_fen is None
    assert "没有登记，不计算" in found.findings[0].message


def test_who_is_late_for_a_first_enrolment_or_may_claim_is_told_to_ask(session: Session) -> None:
    old = keep_person(session, 3, birth_on=date(1964, 1, 1), citizen_id="")
    one = save_enrolment(session, replace(FLEXIBLE, person_id=old.id))
    assert "首次参保" in outlook(session, one.id).warnings[0].message

    older = keep_person(session, 5, birth_on=date(1960, 1, 1), citizen_id="")
    wish = Enrolment(person_id=older.id, scheme="resident_pension", status="1", rhythm="year")
    told = outlook(session, save_enrolment(session, wish).id).warnings[0]
    assert "可以办理领取待遇" in told.message
    assert "待旗县确认" in told.basis


def test_a_student_does_not_join_the_residents_pension(session: Session) -> None:
    student = keep_person(session, 7, in_school="junior_7", birth_on=date(2010, 1, 1))

    with pytest.raises(Refused, match="在校学生"):
        save_enrolment(
            session, Enrolment(person_id=student.id, scheme="resident_pension", status="1")
        )


def test_both_are_called_by_name(session: Session, resident: Enrolment) -> None:
    wish = {"scheme": "flexible_pension", "status": "1", "rhythm": "month", "since": "2026-11-25"}

    kept = call(session, "switch_scheme", {"enrolment_id": str(resident.id), "wish": wish})

    assert call(session, "outlook", {"enrolment_id": str(kept.id)}).arrears is None
    with pytest.raises(Refused, match="不认识"):
        call(session, "outlook", {"enrolment": str(kept.id)})
