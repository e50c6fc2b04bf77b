"""Months: read, told, ordered, and walked through."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month

MONTHS = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))


def test_a_month_knows_its_days() -> None:
    month = Month.of("2024-02")

    assert (month.first, month.last, month.days) == (date(2024, 2, 1), date(2024, 2, 29), 29)
    assert month.told == "2024年2月"
    assert date(2024, 2, 29) in month
    assert date(2024, 3, 1) not in month


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "2026-1", "26-01", "2026-11-1"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="不是一个月份"):
        Month.of(text)


def test_december_is_followed_by_january() -> None:
    assert Month.of("2026-12").next() == Month.of("2027-01")
    assert Month.of("2027-01").previous() == Month.of("2026-12")


@given(MONTHS, MONTHS)
def test_texts_sort_as_the_months_do(one: Month, other: Month) -> None:
    assert (one < other) == (one.text < other.text)
    assert Month.of(one.text) == one


@given(MONTHS, MONTHS)
def test_walking_the_distance_arrives(one: Month, other: Month) -> None:
    assert one.plus(one.until(other)) == other
    assert one.next().previous() == one
    assert Month.around(one.last) == one
