"""Subsidy amounts against a table that people of the trade can read and reckon by hand."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest

from desktop_app.domain.attendance import NO_DUTY, duty_days, read_mark
from desktop_app.domain.codes import code_list
from desktop_app.domain.money import parse_yuan, yuan
from desktop_app.domain.months import Month
from desktop_app.domain.rules import RulePack, Value, built_in_rules, findings_json
from desktop_app.domain.subsidy import Holder, Sheet, Terms, reckon, required_in
from desktop_app.domain.subsidy_rules import ROUNDINGS, kept_rules, subsidy_rules
from desktop_app.domain.subsidy_words import explained
from tests.trade.tables import cases

SAID: dict[str, Value] = {"是": True, "否": False, "整月": "whole", "不发": "none"}
SAID.update((words, rule) for rule, words in ROUNDINGS.items())


def pack_of(case: Mapping[str, str]) -> RulePack:
    """Return the built-in pack with what the county chose, by the titles of the clauses."""
    pack = built_in_rules()
    keys = {each.title: key for key, clauses in pack.clauses.items() for each in clauses}
    chosen: dict[str, Value] = {}
    for setting in filter(None, case["设置"].split(";")):
        title, value = setting.split("=")
        chosen[keys[title]] = SAID[value] if value in SAID else int(value)
    return pack.with_settings(chosen)


def holder_of(case: Mapping[str, str]) -> Holder:
    period = code_list("standard_period").find(case["周期"]) or ""
    required = int(case["规定出勤"]) if case["规定出勤"] else None
    begins, ends = _day(case["协议开始"]), _day(case["协议结束"])
    assert begins is not None
    assert ends is not None
    terms = [Terms(begins, ends, parse_yuan(case["补贴标准"]), period, required)]
    again = _day(case["续签开始"])
    if again is not None:
        standard = parse_yuan(case["续签标准"])
        terms.append(Terms(again, date(again.year + 1, 1, 1), standard, period, required))
    return Holder(
        placement_id=UUID(int=1),
        person_id=UUID(int=2),
        terms=tuple(terms),
        first=_day(case["上岗日期"]),
        last=_day(case["最后出勤日"]),
        died_on=_day(case["去世日期"]),
        stop_month=case["止付月"],
    )


def marks_of(text: str, month: Month, holder: Holder, required: int) -> str:
    """Return 满勤 as every expected day, or the named marks laid from the first own day on."""
    days = sorted(holder.days(month))
    if text == "满勤":
        named = ["1"] * len(set(days) & duty_days(month, required))
        days = [day for day in days if day in duty_days(month, required)]
    else:
        parts = [(part.rstrip("0123456789"), part) for part in text.split()]
        named = [read_mark(word) or "?" for word, part in parts for _ in range(_count(word, part))]
    marks = [NO_DUTY] * month.days
    for day, mark in zip(days, named, strict=False):
        marks[day - 1] = mark
    assert "?" not in marks
    return "".join(marks)


def _count(word: str, part: str) -> int:
    return int(part.removeprefix(word))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("case", cases("subsidies"))
def test_amounts(case: Mapping[str, str]) -> None:
    month, holder = Month.of(case["月份"]), holder_of(case)
    rules = subsidy_rules(pack_of(case), month, case["旗县"])
    required = required_in(rules, holder.terms[0], month)
    sheet = Sheet(
        marks=marks_of(case["考勤"], month, holder, required),
        result=code_list("appraisal_result").find(case["考核"]) or "" if case["考核"] else "",
        told=case["已告知"] == "是",
    )

    found = reckon(rules, holder, month, sheet)

    assert found is not None
    assert f"{found.amount_fen // 100}.{found.amount_fen % 100:02}" == case["期望"]
    assert reckon(kept_rules(rules.text()), holder, month, sheet) == found
    reasons = explained(rules, holder, month, sheet, found)
    assert any(f"本月补贴 {yuan(found.amount_fen)} 元" in one.message for one in reasons)
    assert json.loads(findings_json(reasons))


@pytest.mark.parametrize("yearly_fen", [1, 100_000, 250_000, 200_000, 999_999, 360_001])
@pytest.mark.parametrize("rounding", [rule for rule in ROUNDINGS if rule.startswith("fen")])
@pytest.mark.parametrize("begins", [date(2026, 1, 1), date(2026, 8, 1)])
def test_twelve_full_months_in_a_row_make_the_yearly_amount(
    yearly_fen: int, rounding: str, begins: date
) -> None:
    ends = date(begins.year + 1, begins.month, 1) - timedelta(days=1)
    terms = (Terms(begins, ends, yearly_fen, "year", 30),)
    holder = Holder(placement_id=UUID(int=1), person_id=UUID(int=2), terms=terms)
    pack = built_in_rules().with_settings({"subsidy.rounding": rounding})

    paid = []
    for further in range(12):
        month = Month.around(begins).plus(further)
        found = reckon(
            subsidy_rules(pack, month, "150223"), holder, month, Sheet(marks="1" * month.days)
        )
        assert found is not None
        paid.append(found.amount_fen)

    assert sum(paid) == yearly_fen


def test_the_table_is_long_enough() -> None:
    assert len(cases("subsidies")) >= 40
