"""How far a placement has come, and what is said about it."""

from datetime import date
from typing import Any

import pytest

from desktop_app.domain.placement_steps import day_finding, post_progress, progress
from desktop_app.domain.records import Placement, Post

TODAY = date(2026, 11, 25)
POST = Post(proposed_on=date(2026, 1, 5), approved_on=date(2026, 1, 20))


@pytest.mark.parametrize(
    ("facts", "current", "verb", "urgent"),
    [
        ({}, 2, "登记申请", False),
        ({"applied_on": date(2026, 11, 1)}, 3, "登记评议", False),
        ({"reviewed_on": date(2026, 11, 2)}, 4, "登记公示", False),
        ({"reviewed_on": TODAY, "notice_to": date(2026, 11, 26)}, 4, "登记公示结果", False),
        ({"reviewed_on": TODAY, "notice_to": date(2026, 11, 24)}, 4, "登记公示结果", True),
        ({"decided_on": date(2026, 11, 24)}, 5, "登记协议", False),
        ({"agreement_from": date(2026, 12, 1)}, 6, "改上岗日期", False),
        ({"started_on": date(2026, 11, 1), "agreement_to": TODAY}, 7, "办退岗", False),
        ({"started_on": date(2025, 11, 1), "agreement_to": date(2026, 10, 31)}, 7, "办退岗", True),
        ({"started_on": date(2026, 11, 1)}, 7, "登记协议", True),
        ({"started_on": date(2026, 11, 1), "last_day_on": TODAY}, 8, "", False),
        ({"started_on": date(2026, 11, 1), "last_day_on": date(2026, 11, 24)}, 9, "", False),
    ],
)  # fmt: skip
def test_the_first_step_that_is_not_done_is_the_current_one(
    facts: dict[str, Any], current: int, verb: str, urgent: bool
) -> None:
    found = progress(POST, Placement(**facts), TODAY)
    assert (found.current, found.verb, found.urgent) == (current, verb, urgent)
    assert len(found.steps) == 9
    assert found.sentence.endswith("。")


def test_days_of_another_year_say_the_year() -> None:
    placement = Placement(
        applied_on=date(2025, 12, 1),
        agreement_from=date(2026, 1, 1),
        agreement_to=date(2026, 12, 31),
    )
    below = [words for _, words in progress(POST, placement, TODAY).steps]
    assert below == ["1月5日", "1月20日", "2025-12", "", "", "1月1日", "1月1日", "到12月31日", ""]


def test_a_post_without_people_waits_for_approval_then_for_somebody() -> None:
    assert post_progress(Post(proposed_on=TODAY)).verb == "登记批复"
    assert post_progress(POST).verb == "安置人员"


def test_a_renewed_agreement_begins_after_the_first_day() -> None:
    placement = Placement(
        started_on=date(2025, 12, 1),
        agreement_from=date(2026, 12, 1),
        agreement_to=date(2027, 11, 30),
    )
    assert day_finding(placement, TODAY, renewed=True).passed
    wrong = day_finding(placement, TODAY)
    assert wrong.fields == ("agreement_from", "started_on")
    assert wrong.message == "没有保存：上岗日期早于协议开始。"
