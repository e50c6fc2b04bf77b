"""Attendance: signs, half days, whose days count, and what is proposed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.attendance import (
    HALVES,
    MARKS,
    NO_DUTY,
    SIGNS,
    carried_marks,
    covered_days,
    days_text,
    duty_days,
    fitted,
    full_marks,
    read_mark,
    totals,
    unclear_days,
    without_foreign_days,
    worked_halves,
)
from desktop_app.domain.months import Month

OCTOBER = Month.of("2026-10")
MONTHS = st.builds(Month, st.integers(2020, 2035), st.integers(1, 12))


def weekends() -> list[int]:
    return [day for day in range(1, 32) if OCTOBER.day(day).weekday() >= 5]


def free_days(marks: str) -> list[int]:
    return [day for day, mark in enumerate(marks, start=1) if mark == NO_DUTY]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        *[("√", "1"), ("出勤", "1"), ("/", "h"), ("半天", "h"), ("△", "p"), ("○", "s"), ("×", "a")],
        *[("1", "1"), ("H", "h"), ("p", "p"), ("", " "), ("  ", " "), ("?", None)],
    ],
)
def test_signs_words_and_keys_are_read(text: str, mark: str | None) -> None:
    assert read_mark(text) == mark


def test_every_sign_reads_back_as_its_mark() -> None:
    assert {mark: read_mark(sign) for mark, sign in SIGNS.items()} == {one: one for one in MARKS}


@pytest.mark.parametrize(("halves", "words"), [(0, "0"), (1, "0.5"), (57, "28.5"), (60, "30")])
def test_half_days_are_written_as_days(halves: int, words: str) -> None:
    assert days_text(halves) == words


def test_days_before_the_start_and_after_the_last_day_do_not_count() -> None:
    before = (date(2026, 9, 1), date(2026, 10, 3))
    after = (date(2026, 10, 30), date(2027, 1, 1))
    days = covered_days(OCTOBER, [before, after])
    marks = "1" * 31

    assert days == {1, 2, 3, 30, 31}
    assert worked_halves(marks, days) == 10
    assert unclear_days(marks, days) == tuple(range(4, 30))
    assert without_foreign_days(marks, days) == "111" + " " * 26 + "11"


def test_a_mark_of_a_newer_list_counts_nothing_and_is_not_clear() -> None:
    assert totals("1z", {1, 2}).halves == 2
    assert unclear_days("1z", {1, 2}) == (2,)


def test_full_attendance_is_proposed_on_weekdays_first() -> None:
    marks = full_marks(OCTOBER, 22, range(1, 32))

    assert totals(marks, range(1, 32)).worked == 22
    assert free_days(marks) == weekends()


def test_days_that_have_not_come_are_not_proposed() -> None:
    assert full_marks(OCTOBER, 31, range(1, 32), until=20) == "1" * 20 + " " * 11


def test_last_months_pattern_is_carried_by_weekday_and_absence_is_not() -> None:
    september = Month.of("2026-09")
    before = full_marks(september, 22, range(1, 31)).replace("1", "h", 1).replace("1", "a", 1)

    carried = carried_marks(before, september, OCTOBER, range(1, 32))

    assert "a" not in carried
    assert free_days(carried) == weekends()


@given(MONTHS, st.integers(0, 40))
def test_as_many_days_are_expected_as_required_or_the_month_has(
    month: Month, required: int
) -> None:
    assert len(duty_days(month, required)) == min(required, month.days)


@given(MONTHS, st.text(alphabet=MARKS, max_size=31), st.sets(st.integers(1, 31)))
def test_totals_add_up_to_the_half_days(month: Month, text: str, days: set[int]) -> None:
    marks = fitted(text, month)
    found = totals(marks, days)

    assert len(marks) == month.days
    assert found.halves == 2 * found.worked + found.half == worked_halves(marks, days)
    own = [mark for day, mark in enumerate(marks, start=1) if day in days and mark in HALVES]
    assert found.worked + found.half == len(own)
