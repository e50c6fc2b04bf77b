"""The rule pack answers by date and area, and says where each number comes from."""

import json
import tomllib
from datetime import date
from importlib import resources

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.rules import (
    Finding,
    RulePack,
    built_in_rules,
    findings_json,
    read_rules,
    refuse_unless_passed,
)

TODAY = date(2026, 11, 25)

TWO_AGES = """
title = "试用规则包"
version = "1"
[[clauses]]
key = "age"
title = "年龄上限"
value = 60
basis = "某文〔2020〕1号"
since = 2020-01-01
until = 2024-12-31
evidence = "A"
[[clauses]]
key = "age"
title = "年龄上限"
value = 63
basis = "某文〔2025〕2号"
since = 2025-01-01
until = 2025-12-31
evidence = "A"
pending = true
"""


@pytest.fixture
def pack() -> RulePack:
    return read_rules(TWO_AGES)


@pytest.mark.parametrize(
    ("on", "value", "expired"),
    [
        (date(2019, 1, 1), 60, False),
        (date(2020, 1, 1), 60, False),
        (date(2024, 12, 31), 60, False),
        (date(2025, 1, 1), 63, False),
        (date(2026, 1, 1), 63, True),
    ],
)
def test_the_clause_of_the_day_decides(pack: RulePack, on: date, value: int, expired: bool) -> None:
    clause = pack.clause("age", on)

    assert (clause.value, clause.expired) == (value, expired)


def test_a_citation_names_pack_number_source_validity_and_doubt(pack: RulePack) -> None:
    cited = pack.clause("age", date(2025, 6, 1)).cited()
    late = pack.clause("age", TODAY).cited()

    assert cited == (
        "年龄上限 · 试用规则包 1 第 2 条 · 某文〔2025〕2号"
        " · 2025-01-01 至 2025-12-31 有效 · 待旗县确认"
    )
    assert "依据已到期（2025-12-31）" in late


def test_a_county_setting_changes_the_value_and_says_so(pack: RulePack) -> None:
    changed = pack.with_settings({"age": 65, "unknown": 1})

    assert changed.number("age", TODAY) == 65
    assert "旗县在设置里改过" in changed.clause("age", TODAY).cited()
    assert pack.number("age", TODAY) == 63


def test_every_built_in_clause_is_sourced_and_doubtful_ones_are_marked() -> None:
    clauses = [one for versions in built_in_rules().clauses.values() for one in versions]

    assert all(one.title and one.basis for one in clauses)
    assert all(one.until is None or one.since <= one.until for one in clauses)
    assert {one.evidence_grade for one in clauses} <= set("ABCKD")
    assert all(one.pending for one in clauses if one.evidence_grade in "BCD")


def test_the_minimum_wage_depends_on_area_and_date() -> None:
    pack = built_in_rules()

    assert pack.number("wage.minimum_monthly", TODAY, "150203") == 2270
    assert pack.number("wage.minimum_monthly", TODAY, "150223") == 2200
    assert pack.number("wage.minimum_monthly", date(2024, 1, 1), "150223") == 1910
    with pytest.raises(KeyError):
        pack.number("wage.minimum_monthly", TODAY, "150102")


def test_a_switch_is_no_number() -> None:
    assert built_in_rules().holds("post.one_post_per_household", TODAY)
    with pytest.raises(TypeError):
        built_in_rules().number("post.one_post_per_household", TODAY)


def test_the_first_failed_finding_is_told_and_the_rest_counted() -> None:
    good = Finding(rule="a", title="甲", passed=True, message="没有问题。")
    bad = Finding(
        rule="b", title="乙", passed=False, message="不能安置：满了。", advice="换岗。",
        found="名额 1。", basis="某文", fields=("post_id",),
    )  # fmt: skip

    refuse_unless_passed([good])
    with pytest.raises(Refused, match="不能安置：满了。另外还有 1 条不符合。") as refused:
        refuse_unless_passed([good, bad, bad])
    assert refused.value.fields == ("post_id",)
    assert (refused.value.found, refused.value.basis) == ("名额 1。", "某文")


def test_findings_are_kept_as_readable_json() -> None:
    kept = findings_json([Finding(rule="a", title="甲", passed=True, message="没有问题。")])

    assert "没有问题。" in kept
    assert json.loads(kept)[0]["passed"] is True


def test_the_pack_reads_every_file_of_its_folder_and_numbers_never_meet() -> None:
    folder = resources.files("desktop_app") / "data" / "rules"
    files = {one.name.removesuffix(".toml") for one in folder.iterdir() if one.name != "former"}
    facts = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
    clauses = [one for versions in built_in_rules().clauses.values() for one in versions]

    assert set(facts["files"]) == files - {"pack"}
    assert len({one.number for one in clauses}) == len(clauses)
    assert all(one.subject and one.pack == built_in_rules().name for one in clauses)


def test_the_numbers_of_clauses_stay() -> None:
    numbers = {
        key: built_in_rules().clause(key, TODAY).number
        for key in ("identity.check_digit", "post.announced_days", "transfer.min_months")
    }

    assert numbers == {
        "identity.check_digit": 101,
        "post.announced_days": 124,
        "transfer.min_months": 504,
    }


def test_the_ten_plans_are_targets_of_the_year_they_were_set_for() -> None:
    pack = built_in_rules()
    clauses = [
        pack.clause(key, date(2023, 6, 1)) for key in pack.clauses if key.startswith("target.")
    ]
    four = ("county", "prefecture", "region", "province")

    assert sum(pack.number(f"target.transfer_{one}", TODAY) for one in four) == 200_200
    assert len(clauses) == 23
    assert all(one.until == date(2023, 12, 31) and not one.expired for one in clauses)
