"""How far a placement has come, and what is said about it."""

from datetime import date
from typing import Any

import pytest

from desktop_app.domain.placement_steps import (
    is_waiting_for_office,
    post_progress,
    progress,
)
from desktop_app.domain.procedure_rules import day_finding
from desktop_app.domain.records import Placement, Post
from desktop_app.domain.rules import built_in_rules

PACK = built_in_rules()
TODAY = date(2026, 11, 25)
POST = Post(proposed_on=date(2026, 1, 5), approved_on=date(2026, 1, 20))
CHECKED: dict[str, Any] = {"reviewed_on": date(2026, 11, 2), "checked_on": date(2026, 11, 3)}
AT_WORK: dict[str, Any] = {
    "started_on": date(2026, 11, 1),
    "agreement_from": date(2026, 11, 1),
    "agreement_to": date(2027, 10, 31),
    "insured_from": date(2026, 11, 1),
    "insured_to": date(2027, 10, 31),
}
LEFT = {**AT_WORK, "last_day_on": date(2026, 11, 24)}
APPROVED = {**LEFT, "exit_approved_on": TODAY}
TOLD = {**APPROVED, "exit_notice_on": TODAY, "exit_notice_way": "hand"}
SIGNED = {**TOLD, "exit_received_on": TODAY}


@pytest.mark.parametrize(
    ("facts", "current", "act", "verb", "urgent"),
    [
        ({}, 2, "date", "登记申请", False),
        ({"applied_on": date(2026, 11, 1)}, 3, "review", "登记评议", False),
        ({"reviewed_on": date(2026, 11, 2)}, 3, "check", "登记审核", False),
        (CHECKED, 4, "notice", "登记公示", False),
        ({**CHECKED, "notice_to": date(2026, 11, 26)}, 4, "", "", False),
        ({**CHECKED, "notice_to": date(2026, 11, 24)}, 4, "decide", "决定聘用", True),
        (
            {**CHECKED, "notice_to": date(2026, 11, 24), "objected_on": date(2026, 11, 20)},
            *(4, "settle", "处理异议", True),
        ),
        ({"decided_on": date(2026, 11, 24)}, 5, "sign", "登记协议", False),
        ({"agreement_from": date(2026, 12, 1)}, 6, "train", "登记培训", False),
        (
            {"agreement_from": date(2026, 12, 1), "trained_on": TODAY},
            *(6, "insure", "登记保险", False),
        ),
        (
            {
                "agreement_from": date(2026, 11, 20),
                "trained_on": TODAY,
                "insured_from": date(2026, 11, 20),
            },
            *(6, "start", "登记上岗", True),
        ),
        (AT_WORK, 7, "leave", "办退岗", False),
        ({**AT_WORK, "insured_to": date(2026, 11, 24)}, 7, "insure", "登记保险", True),
        ({**AT_WORK, "agreement_to": date(2026, 11, 24)}, 7, "leave", "办退岗", True),
        ({"started_on": date(2026, 11, 1)}, 7, "sign", "登记协议", True),
        ({**AT_WORK, "last_day_on": TODAY}, 8, "approve_exit", "审批退岗", False),
        (LEFT, 8, "approve_exit", "审批退岗", False),
        (APPROVED, 8, "tell_exit", "登记告知", False),
        (TOLD, 8, "sign_exit", "登记签收", False),
        (SIGNED, 8, "report", "报空岗", False),
        ({**SIGNED, "recover_fen": 60_000}, 8, "recover", "登记追回", False),
        ({**SIGNED, "last_day_on": date(2026, 11, 21)}, 8, "report", "报空岗", True),
        ({**SIGNED, "vacancy_reported_on": TODAY}, 9, "", "", False),
        (
            {**APPROVED, "exit_reason": "01", "vacancy_reported_on": TODAY},
            *(9, "", "", False),
        ),
        (
            {**APPROVED, "exit_notice_on": TODAY, "exit_notice_way": "public"},
            *(8, "report", "报空岗", False),
        ),
        ({"declined_on": TODAY, "declined_reason": "评议没有通过"}, 9, "", "", False),
    ],
)
def test_the_first_step_that_is_not_done_is_the_current_one(
    facts: dict[str, Any], current: int, act: str, verb: str, urgent: bool
) -> None:
    found = progress(PACK, POST, Placement(**facts), TODAY)
    assert (found.current, found.act, found.verb, found.urgent) == (current, act, verb, urgent)
    assert len(found.steps) == 9
    assert found.sentence.endswith("。")


def test_days_of_another_year_say_the_year() -> None:
    placement = Placement(
        applied_on=date(2025, 12, 1),
        agreement_from=date(2026, 1, 1),
        agreement_to=date(2026, 12, 31),
        started_on=date(2026, 1, 1),
    )
    below = [words for _, words in progress(PACK, POST, placement, TODAY).steps]
    assert below == ["1月5日", "1月20日", "2025-12", "", "", "1月1日", "1月1日", "到12月31日", ""]


def test_a_step_says_what_it_consists_of() -> None:
    found = progress(PACK, POST, Placement(**TOLD), TODAY)
    assert found.details == (
        ("最后出勤", date(2026, 11, 24)),
        ("审批", TODAY),
        ("告知", TODAY),
        ("签收", None),
        ("空岗报告", None),
    )


def test_a_desk_that_may_not_decide_waits_in_words() -> None:
    for facts in ({"reviewed_on": TODAY}, {**CHECKED, "notice_to": TODAY}, LEFT):
        found = progress(PACK, POST, Placement(**facts), TODAY, decides=False)
        assert (found.act, found.verb) == ("", "")
        assert "同步一次就能接着办" in found.sentence
        assert is_waiting_for_office(Placement(**facts), TODAY)
    waiting = post_progress(Post(proposed_on=TODAY), TODAY, decides=False)
    assert waiting.verb == ""


def test_a_post_without_people_waits_for_approval_then_for_announcement_then_for_people() -> None:
    assert post_progress(Post(proposed_on=TODAY), TODAY).verb == "登记批复"
    assert post_progress(POST, TODAY).verb == "登记公告"
    announced = Post(approved_on=TODAY, announced_from=TODAY, announced_to=TODAY)
    assert post_progress(announced, TODAY).verb == "登记报名"


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
