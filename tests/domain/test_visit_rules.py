"""A visit lies in the past, and not absurdly far."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_app.domain.records import Visit
from desktop_app.domain.rules import built_in_rules
from desktop_app.domain.visit_rules import visit_findings

TODAY = date(2026, 11, 25)
VISIT = Visit(visited_on=TODAY)


def failed(visit: Visit) -> set[str]:
    found = visit_findings(built_in_rules(), visit, TODAY)
    assert all(one.advice and one.fields for one in found if not one.passed)
    return {one.rule for one in found if not one.passed}


@pytest.mark.parametrize("days", [0, 1, 1095])
def test_a_past_visit_passes(days: int) -> None:
    assert failed(replace(VISIT, visited_on=TODAY - timedelta(days=days))) == set()


@pytest.mark.parametrize(
    ("on", "rule"),
    [
        (TODAY + timedelta(days=1), "visit.no_future"),
        (None, "visit.no_future"),
        (date(2016, 11, 25), "visit.oldest_days"),
    ],
)
def test_a_visit_of_the_future_or_of_long_ago_is_refused(on: date | None, rule: str) -> None:
    assert failed(replace(VISIT, visited_on=on)) == {rule}


def test_a_promise_is_not_due_before_the_visit() -> None:
    early = replace(VISIT, promise_due_on=TODAY - timedelta(days=1))

    assert failed(early) == {"visit.promise_after_visit"}
