"""The organiser's subsidy, against a table that people of the trade can read."""

from collections.abc import Mapping
from datetime import date

import pytest

from desktop_app.domain.codes import code_list
from desktop_app.domain.records import Employment, Person
from desktop_app.domain.rules import RulePack, built_in_rules
from desktop_app.domain.transfer_rules import ClaimFacts, Grant, claim_answer
from tests.trade.tables import cases
from tests.trade.test_transfers import spells_of

SPANS = "起止（；分开，没有结束写“今”）"


@pytest.mark.parametrize("case", cases("claims"))
def test_claims(case: Mapping[str, str]) -> None:
    answer = claim_answer(pack_of(case["旗县设置"]), facts_of(case))

    assert answer.passed == (case["期望"] == "同意")
    assert answer.amount_fen == int(case["金额（元）"]) * 100
    failed = [one.rule for one in answer.findings if not one.passed]
    assert sorted(failed) == sorted(case["不符合的规则"].split())
    assert all(one.message and one.basis for one in answer.findings)
    assert all(one.advice for one in answer.findings if not one.passed)


def pack_of(settings: str) -> RulePack:
    """Return the rules with what the county set."""
    if not settings:
        return built_in_rules()
    key, value = settings.split("=")
    chosen = value == "是" if value in ("是", "否") else int(value)
    return built_in_rules().with_settings({key: chosen})


def facts_of(case: Mapping[str, str]) -> ClaimFacts:
    """Return what a row tells."""
    code = {
        name: code_list(codes).find(case[name]) or ""
        for name, codes in (
            ("就业地域", "transfer_scope"),
            ("就业渠道", "job_channel"),
            ("佐证", "work_evidence"),
            ("电话抽查", "phone_check"),
        )
    }
    spells = tuple(
        Employment(scope=code["就业地域"], channel=code["就业渠道"], since=since, until=until)
        for since, until in (spells_of(case[SPANS]) if case[SPANS] else [])
    )
    before = case["以前补过（主体/年度）"]
    organiser, _, year = before.partition("/")
    seen = case["佐证查看日期"]
    return ClaimFacts(
        person=Person(name="巴特尔"),
        year=int(case["年度"]),
        today=date.fromisoformat(case["今天"]),
        spell=spells[-1] if spells else None,
        spells=spells,
        grants=(Grant(organiser, int(year)),) if before else (),
        claimed_by=(case["另有申报"],) if case["另有申报"] else (),
        evidence_kind=code["佐证"],
        evidence_seen_on=date.fromisoformat(seen) if seen else None,
        phone_check=code["电话抽查"],
        basis=case["现在的依据"],
    )
