"""Classes of transfer and months of work, against tables that people of the trade can read."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.codes import code_list
from desktop_app.domain.employment_scope import scope_from_text, scope_of
from desktop_app.domain.rules import built_in_rules
from desktop_app.domain.work_months import DAYS, IN_A_ROW, Span, merged, worked_year
from tests.trade.tables import cases

DAY = timedelta(days=1)


@pytest.mark.parametrize("case", cases("transfer_scope"))
def test_classes(case: Mapping[str, str]) -> None:
    home, code, text = (case[name] for name in ("户籍嘎查村代码", "工作地代码", "工作地点"))
    found = scope_of(home, code) if code else scope_from_text(text, home[:6])

    assert found == (code_list("transfer_scope").find(case["期望"]) or "")


@pytest.mark.parametrize("case", cases("work_months"))
def test_months_of_a_year(case: Mapping[str, str]) -> None:
    pack = built_in_rules().with_settings({IN_A_ROW: case["要求连续"] == "是"})
    on = date.fromisoformat(case["算到"])

    year = worked_year(
        pack, spells_of(case["起止（；分开，没有结束写“今”）"]), int(case["年度"]), on
    )

    assert (year.months, year.days) == (int(case["月数"]), int(case["天数"]))
    assert str(year.reached(6) or "") == case["满六个月的日子"]


def spells_of(text: str) -> list[tuple[date, date | None]]:
    """Read spells as the tables write them."""
    pairs = [part.split(" 至 ") for part in text.split("；")]
    return [
        (date.fromisoformat(since), None if until == "今" else date.fromisoformat(until))
        for since, until in pairs
    ]


SPELLS = st.lists(
    st.tuples(st.dates(date(2025, 6, 1), date(2027, 6, 1)), st.integers(0, 400)).map(
        lambda pair: (pair[0], pair[0] + pair[1] * DAY)
    ),
    max_size=5,
)


@settings(deadline=None)
@given(SPELLS)
def test_days_are_counted_once_however_spells_overlap(spells: list[Span]) -> None:
    on = date(2026, 12, 31)
    year = worked_year(built_in_rules(), spells, 2026, on)

    days = {since + n * DAY for since, until in spells for n in range((until - since).days + 1)}
    assert year.days == sum(day.year == 2026 for day in days)
    assert merged(year.spans, date(2026, 1, 1), on) == year.spans
    assert year.months <= 12


@settings(deadline=None)
@given(SPELLS, st.integers(1, 12))
def test_the_day_reached_is_the_first_on_which_the_months_are_full(
    spells: list[Span], months: int
) -> None:
    pack, end = built_in_rules(), date(2026, 12, 31)
    day = worked_year(pack, spells, 2026, end).reached(months)

    assert (day is None) == (worked_year(pack, spells, 2026, end).months < months)
    if day is not None:
        assert worked_year(pack, spells, 2026, day).months >= months
        assert worked_year(pack, spells, 2026, day - DAY).months < months


def test_the_days_that_make_a_month_are_a_rule() -> None:
    spells = [(date(2026, 1, 1), date(2026, 1, 20)), (date(2026, 3, 1), date(2026, 3, 5))]

    assert worked_year(built_in_rules(), spells, 2026, date(2026, 12, 31)).months == 0
    own = built_in_rules().with_settings({DAYS: 25})
    assert worked_year(own, spells, 2026, date(2026, 12, 31)).months == 1


@settings(deadline=None)
@given(SPELLS, st.integers(1, 12), st.integers(20, 31))
def test_no_year_fills_its_months_in_fewer_days_than_the_list_looks_for(
    spells: list[Span], months: int, days: int
) -> None:
    pack = built_in_rules().with_settings({DAYS: days})
    year = worked_year(pack, spells, 2026, date(2026, 12, 31))

    if year.months >= months:
        assert year.days >= min(30, days) * months - 2
