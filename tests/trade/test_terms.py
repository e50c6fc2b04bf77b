"""Terms, notices, ages and stop months, against a table that people of the trade can read."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest

from desktop_app.domain.exit_rules import report_until, stop_month
from desktop_app.domain.placement_facts import PlacementFacts
from desktop_app.domain.placement_rules import age_limit_on, placement_findings
from desktop_app.domain.procedure_rules import announcement_end, usual_end
from desktop_app.domain.records import Person, Placement, Post
from desktop_app.domain.rules import RulePack, Value, built_in_rules
from desktop_app.domain.term_rules import retirement_on
from tests.trade.tables import cases

WAYS: Mapping[str, dict[str, Value]] = {
    "自然日": {},
    "工作日": {"post.notice_working_days": True},
    "自然日，第二天起": {"post.notice_counts_first_day": False},
}


def day(case: Mapping[str, str], name: str = "日期") -> date:
    return date.fromisoformat(case[name])


def person(case: Mapping[str, str]) -> Person:
    sex = {"男": "1", "女": "2", "": ""}[case["性别"]]
    born = day(case, "出生日期") if case["出生日期"] else None
    return Person(id=UUID(int=1), name="赵满仓", sex=sex, birth_on=born)


def may_sign(case: Mapping[str, str], rule: str) -> str:
    """Say whether an agreement can be signed, as far as one rule goes."""
    begins = day(case, "协议开始")
    first = day(case, "第一份开始") if case["第一份开始"] else begins
    placement = Placement(agreement_from=begins, agreement_to=day(case, "协议结束"))
    facts = PlacementFacts(
        person=person(case),
        post=Post(id=UUID(int=2), department="hrss", approved_on=date(2020, 1, 1)),
        placement=placement,
        today=begins,
        spells=((first, begins - timedelta(days=1)),) if first < begins else (),
    )
    found = {one.rule: one for one in placement_findings(built_in_rules(), facts)}
    return "可以" if found[rule].passed else "不能"


def pack(case: Mapping[str, str]) -> RulePack:
    return built_in_rules().with_settings(WAYS[case["天数算法"]])


QUESTIONS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "协议": lambda case: may_sign(case, "post.agreement_max_months"),
    "累计": lambda case: may_sign(case, "post.total_years"),
    "退休": lambda case: str(retirement_on(built_in_rules(), person(case), day(case))),
    "到龄": lambda case: str(age_limit_on(built_in_rules(), person(case), day(case))),
    "公示": lambda case: str(usual_end(pack(case), day(case))),
    "公告": lambda case: str(announcement_end(pack(case), day(case))),
    "止付": lambda case: (
        stop_month(
            built_in_rules().with_settings({"post.stop_month_after": int(case["天数算法"])}),
            day(case),
        ).text
    ),
    "空岗": lambda case: str(report_until(built_in_rules(), day(case))),
}


@pytest.mark.parametrize("case", cases("terms"))
def test_terms(case: Mapping[str, str]) -> None:
    assert QUESTIONS[case["题"]](case) == case["期望"]


def test_each_case_names_a_clause_that_the_county_has_to_confirm() -> None:
    rules = built_in_rules()
    named = {case.values[0]["条款"] for name in ("terms", "eligibility") for case in cases(name)}
    assert named <= set(rules.clauses)
    unconfirmed = {key for key in named if not rules.clauses[key][0].pending}
    assert unconfirmed == {"post.headcount", "post.living", "post.min_age"}
