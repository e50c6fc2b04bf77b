"""Who may be placed, against a table that people of the trade can read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from desktop_app.domain.codes import code_list
from desktop_app.domain.placement_facts import PlacementFacts
from desktop_app.domain.placement_rules import placement_findings
from desktop_app.domain.records import Person, Placement, Post
from desktop_app.domain.rules import built_in_rules
from tests.sessions import citizen_id
from tests.trade.tables import cases

DEPARTMENTS = {"人社": "hrss", "农牧": "agriculture"}
OTHER = Post(id=UUID(int=9), title="护林员")
HELD = Placement(id=UUID(int=8), post_id=OTHER.id, started_on=date(2026, 3, 1))


def facts(case: Mapping[str, str]) -> PlacementFacts:
    on = date.fromisoformat(case["上岗日期"])
    person = _person(case)
    post = Post(
        id=UUID(int=2),
        title="保洁员",
        department=DEPARTMENTS[case["岗位部门"]],
        temporary=case["临时岗位"] == "是",
        headcount=2,
        approved_on=date(2020, 1, 1),
    )
    held, home = _held(case["本人在岗"]), _held(case["同户在岗"])
    left = case["以前退岗原因"]
    return PlacementFacts(
        person=person,
        post=post,
        placement=Placement(post_id=post.id, person_id=person.id, started_on=on),
        today=on,
        other_placements_of_person=(held,) if held else (),
        household_placements=((Person(id=UUID(int=7), name="钱二妹"), *home),) if home else (),
        open_on_post=int(case["已占名额"]),
        times_before=int(case["以前安置次数"]),
        left_for=(code_list("exit_reason").find(left) or left,) if left else (),
    )


def _person(case: Mapping[str, str]) -> Person:
    born, sex = date.fromisoformat(case["出生日期"]), {"男": "1", "女": "2", "": ""}[case["性别"]]
    person = Person(
        id=UUID(int=1),
        name="赵满仓",
        sex=sex,
        birth_on=born,
        citizen_id=citizen_id(born, 122 if sex == "2" else 123),
        work_capacity=code_list("work_capacity").find(case["劳动能力"]) or "",
        cadre_kin=case["干部近亲属"] == "是",
        pension_drawn=case["领养老金"] == "是",
        died_on=date(2026, 1, 1) if case["已去世"] == "是" else None,
    )
    if not sex:  # then the number would tell it
        person = replace(person, citizen_id="")
    return replace(person, **_category(case["类别"]))


def _category(words: str) -> dict[str, Any]:
    if words in ("低保", "残疾"):
        return {"subsistence": True} if words == "低保" else {"disability_kind": "1"}
    poverty = code_list("poverty_status").find(words)
    return {"poverty_status": poverty} if poverty else {
        "hard_to_place": code_list("hard_to_place").find(words)
    }  # fmt: skip


def _held(words: str) -> tuple[Placement, Post] | None:
    """Return what somebody holds, by the words of the table."""
    if not words:
        return None
    applied = replace(HELD, started_on=None, applied_on=date(2026, 11, 1))
    if words.startswith("离岗"):
        return replace(HELD, last_day_on=date.fromisoformat(words[2:])), OTHER
    return {
        "报名": (applied, OTHER),
        "未聘": (replace(applied, declined_on=date(2026, 11, 20)), OTHER),
        "临时": (HELD, replace(OTHER, temporary=True)),
        "人社": (HELD, replace(OTHER, department="hrss")),
        "农牧": (HELD, replace(OTHER, department="agriculture")),
    }[words]


@pytest.mark.parametrize("case", cases("eligibility"))
def test_who_may_be_placed(case: Mapping[str, str]) -> None:
    found = placement_findings(built_in_rules(), facts(case))
    failed = [one.rule for one in found if not one.passed]
    if not case["性别"]:  # nobody without a number is placed: a rule of its own
        failed = [rule for rule in failed if rule != "identity.check_digit"]
    judged = next(one for one in found if one.rule == case["条款"])

    assert failed == ([case["条款"]] if case["期望"] == "不能" else [])
    assert ("请向旗县确认" in judged.message) == (case["期望"] == "问旗县")
    assert judged.basis
