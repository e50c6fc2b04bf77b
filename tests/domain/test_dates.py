"""Days are read as people write them, and months have ends."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.citizen_id import age_on
from desktop_app.domain.dates import (
    add_months,
    add_years,
    month_end,
    parse_date,
    short,
    shown,
    turns,
)
from desktop_app.domain.errors import Refused

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-02",
        "2026/3/2",
        "2026.3.2",
        "2026年3月2日",
        " ２０２６年３月２日 ",
        "20260302",
        20260302,
        20260302.0,
        46083,
        46083.5,
        DAY,
        datetime(2026, 3, 2, 9, 30),  # noqa: DTZ001 - spreadsheets give times without a zone
        "2026-03-02 00:00:00",
    ],
)
def test_one_day_written_in_many_ways(value: object) -> None:
    assert parse_date(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30",
        "2026-3",
        "202603",
        "昨天",
        "",
        None,
        True,
        3.7,
        7,
        float("nan"),
        float("inf"),
        "0026-01-01",
    ],
)
def test_what_is_no_day_is_refused_with_advice(value: object) -> None:
    with pytest.raises(Refused) as refused:
        parse_date(value)
    assert refused.value.advice


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_what_is_shown_reads_back(day: date) -> None:
    assert parse_date(shown(day)) == parse_date(day.isoformat()) == day
    assert shown(day).endswith(short(day))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-600, 600))
def test_adding_months_keeps_the_day_or_takes_the_month_end(day: date, months: int) -> None:
    later = add_months(day, months)

    assert later.day == day.day or (later == month_end(later) and later.day < day.day)


def test_a_leap_day_comes_back_as_28_february() -> None:
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(1, 100))
def test_a_person_turns_an_age_on_the_first_day_of_that_age(birth: date, years: int) -> None:
    day = turns(birth, years)

    assert age_on(birth, day) == years
    assert age_on(birth, day - timedelta(days=1)) == years - 1
