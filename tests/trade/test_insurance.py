"""Due days, arrears and amounts of insurance, against tables that people of the trade can read."""

from collections.abc import Mapping
from datetime import date

import pytest

from desktop_app.domain.codes import code_list
from desktop_app.domain.enrolment_rules import next_due
from desktop_app.domain.insurance_amounts import AVERAGE, reckon
from desktop_app.domain.insurance_arrears import arrears
from desktop_app.domain.money import parse_yuan
from desktop_app.domain.records import Enrolment
from desktop_app.domain.rules import built_in_rules
from tests.trade.tables import cases


def enrolment(case: Mapping[str, str]) -> Enrolment:
    paid = case.get("已缴至", "")
    return Enrolment(
        scheme=code_list("insurance_scheme").find(case["险种"]) or "",
        status="1",
        rhythm=code_list("payment_rhythm").find(case["周期"]) or "" if case["周期"] else "",
        paid_until=date.fromisoformat(paid) if paid else None,
        identity_kind=code_list("insured_kind").find(case.get("身份", "")) or "",
        grade_fen=_fen(case.get("档次（元）", "")),
        base_fen=_fen(case.get("缴费基数（元）", "")),
    )


def _fen(text: str) -> int | None:
    return parse_yuan(text) if text else None


@pytest.mark.parametrize("case", cases("insurance_due"))
def test_days_and_arrears(case: Mapping[str, str]) -> None:
    one, today = enrolment(case), date.fromisoformat(case["今天"])
    found = arrears(built_in_rules(), one, today)

    due = next_due(one.rhythm, one.paid_until, one.scheme)
    assert str(due or "") == case["下次期限"]
    assert (found.months if found else 0) == int(case["欠缴月数"])
    assert (found.lost_months if found else 0) == int(case["过了补缴期的月数"])
    assert str((found and found.last_chance_on) or "") == case["最后补缴日"]


@pytest.mark.parametrize("case", cases("insurance_amounts"))
def test_amounts_are_reckoned_or_left_out(case: Mapping[str, str]) -> None:
    average = case["平均工资（元）"]
    pack = built_in_rules().with_settings({AVERAGE: int(average)} if average else {})

    found = reckon(pack, enrolment(case), date.fromisoformat(case["日期"]), "150223")

    assert found.amount_fen == _fen(case["每期金额（元）"])
    assert found.subsidy_fen == _fen(case["政府补贴（元）"])
    assert len(found.findings) == 1
    assert found.findings[0].passed == (found.amount_fen is not None)
    assert "待旗县确认" in found.findings[0].basis
