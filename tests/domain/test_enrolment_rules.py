"""Enrolments do not overlap, and the next payment is due at the end of its period."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.enrolment_rules import (
    MONTHS,
    EnrolmentFacts,
    due_state,
    enrolment_findings,
    next_due,
)
from desktop_app.domain.records import Enrolment, Person
from desktop_app.domain.rules import built_in_rules

TODAY = date(2026, 11, 25)
RESIDENT = Enrolment(
    id=UUID(int=1), scheme="resident_pension", status="1", rhythm="year", since=date(2020, 1, 1)
)
FLEXIBLE = Enrolment(scheme="flexible_pension", status="1", since=date(2026, 1, 1))


def failed(mine: Enrolment, *others: Enrolment, person: Person | None = None) -> set[str]:
    facts = EnrolmentFacts(enrolment=mine, today=TODAY, person=person, others=others)
    return {one.rule for one in enrolment_findings(built_in_rules(), facts) if not one.passed}


def test_two_pensions_at_one_time_are_refused_and_one_after_the_other_is_not() -> None:
    ended = replace(RESIDENT, ended_on=date(2026, 1, 1))
    paused = replace(RESIDENT, status="2")

    assert failed(FLEXIBLE, RESIDENT) == {"enrolment.one_pension"}
    assert failed(FLEXIBLE, ended) == failed(FLEXIBLE, paused) == set()
    assert failed(RESIDENT, RESIDENT) == set()


def test_two_medical_insurances_are_refused() -> None:
    resident, employee = (
        Enrolment(id=UUID(int=n), scheme=scheme, status="1")
        for n, scheme in enumerate(("resident_medical", "employee_medical"), start=5)
    )

    assert failed(employee, resident) == {"enrolment.one_medical"}
    assert failed(employee, RESIDENT) == set()


@pytest.mark.parametrize(
    "wrong",
    [
        {"ended_on": date(2019, 12, 31)},
        {"ended_on": TODAY + timedelta(days=1)},
        {"paid_until": date(2019, 1, 1)},
    ],
)
def test_days_out_of_order_are_refused(wrong: dict[str, date]) -> None:
    assert failed(replace(RESIDENT, **wrong)) == {"enrolment.dates_in_order"}  # type: ignore[arg-type]


def test_a_child_is_too_young_for_the_resident_pension() -> None:
    child = Person(birth_on=date(2010, 1, 1))

    assert failed(RESIDENT, person=child) == {"enrolment.min_age"}


@pytest.mark.parametrize(
    ("rhythm", "paid_until", "due"),
    [
        ("month", date(2026, 3, 31), date(2026, 4, 30)),
        ("quarter", date(2026, 3, 31), date(2026, 6, 30)),
        ("half_year", date(2026, 6, 30), date(2026, 12, 31)),
        ("year", date(2025, 12, 31), date(2026, 12, 31)),
        ("month", date(2024, 1, 31), date(2024, 2, 29)),
        ("", date(2026, 3, 31), None),
        ("year", None, None),
    ],
)
def test_the_next_payment_is_due_at_the_end_of_the_next_period(
    rhythm: str, paid_until: date | None, due: date | None
) -> None:
    assert next_due(rhythm, paid_until) == due


@given(st.sampled_from(sorted(MONTHS)), st.dates(date(2000, 1, 1), date(2099, 1, 1)))
def test_what_is_due_lies_ahead_and_within_one_period(rhythm: str, paid_until: date) -> None:
    due = next_due(rhythm, paid_until)

    assert due is not None
    assert timedelta(0) < due - paid_until <= timedelta(days=31 * MONTHS[rhythm])


def test_an_accident_insurance_is_renewed_before_it_runs_out() -> None:
    assert next_due("year", date(2027, 5, 9), "accident") == date(2027, 5, 9)


@pytest.mark.parametrize(
    ("days", "state"), [(-1, "overdue"), (0, "soon"), (30, "soon"), (31, ""), (None, "none")]
)
def test_the_state_of_what_is_due(days: int | None, state: str) -> None:
    due = None if days is None else TODAY + timedelta(days=days)

    assert due_state(replace(RESIDENT, next_due_on=due), TODAY, 30) == state


def test_who_paused_is_still_reminded() -> None:
    assert due_state(replace(RESIDENT, status="2", next_due_on=TODAY), TODAY, 30) == "soon"


def test_nothing_is_due_from_who_draws_a_pension_or_has_left() -> None:
    due = replace(RESIDENT, next_due_on=TODAY)

    assert due_state(replace(due, status="benefit"), TODAY, 30) == "none"
    assert due_state(replace(due, ended_on=TODAY), TODAY, 30) == "none"
