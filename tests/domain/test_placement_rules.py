"""Each rule of placement refuses what it should, with its source and a way out."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from desktop_app.domain.placement_rules import PlacementFacts, age_limit_on, placement_findings
from desktop_app.domain.records import Person, Placement, Post
from desktop_app.domain.rules import Finding, RulePack, built_in_rules

TODAY = date(2026, 11, 25)
PACK = built_in_rules()
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number(birth: str, order: str = "123") -> str:
    """Make an identity number that nobody bears: county 150299 does not exist."""
    body = f"150299{birth}{order}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


PERSON = Person(id=UUID(int=1), name="赵满仓", citizen_id=number("19800610"), sex="1")
POST = Post(
    id=UUID(int=2),
    title="保洁员",
    department="hrss",
    headcount=2,
    approved_on=date(2026, 1, 5),
)
PLACEMENT = Placement(
    person_id=PERSON.id,
    post_id=POST.id,
    agreement_from=date(2026, 12, 1),
    agreement_to=date(2027, 11, 30),
)
FACTS = PlacementFacts(person=PERSON, post=POST, placement=PLACEMENT, today=TODAY)
FOREST = Post(id=UUID(int=3), title="护林员", department="agriculture")
HELD = Placement(
    id=UUID(int=4),
    post_id=FOREST.id,
    agreement_from=date(2026, 3, 1),
    agreement_to=date(2027, 2, 28),
)


def failed(facts: PlacementFacts, pack: RulePack = PACK) -> dict[str, Finding]:
    return {one.rule: one for one in placement_findings(pack, facts) if not one.passed}


def with_person(**changes: object) -> PlacementFacts:
    return replace(FACTS, person=replace(PERSON, **changes))  # type: ignore[arg-type]


def with_placement(**changes: object) -> PlacementFacts:
    return replace(FACTS, placement=replace(PLACEMENT, **changes))  # type: ignore[arg-type]


def with_post(**changes: object) -> PlacementFacts:
    return replace(FACTS, post=replace(POST, **changes))  # type: ignore[arg-type]


def test_a_person_who_meets_every_rule_passes_with_explanations() -> None:
    findings = placement_findings(PACK, FACTS)

    assert all(one.passed for one in findings)
    assert all(one.basis and one.message.endswith("。") for one in findings)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (with_person(citizen_id=""), "identity.check_digit"),
        (with_person(citizen_id=PERSON.citizen_id[:17] + "A"), "identity.check_digit"),
        (with_person(died_on=date(2026, 5, 1)), "post.living"),
        (with_person(citizen_id=number("20110101")), "post.min_age"),
        (with_person(citizen_id=number("19611201")), "post.max_age.male"),
        (with_person(citizen_id=number("19661201", "124"), sex="2"), "post.max_age.female"),
        (with_person(cadre_kin=True), "post.cadre_kin_excluded"),
        (with_person(pension_drawn=True), "post.pension_excluded"),
        (with_person(work_capacity="lost"), "post.capacity"),
        (replace(FACTS, other_placements_of_person=((HELD, FOREST),)), "post.one_person_one_post"),
        (
            replace(
                FACTS,
                household_placements=((Person(id=UUID(int=9), name="钱二妹"), HELD, FOREST),),
            ),
            "post.one_post_per_household",
        ),
        (replace(FACTS, open_on_post=2), "post.headcount"),
        (with_post(approved_on=None), "post.approval_required"),
        (with_post(approved_on=date(2026, 12, 2)), "post.approval_required"),
        (with_post(abolished_on=date(2026, 12, 1)), "post.approval_required"),
        (with_placement(agreement_to=date(2027, 12, 1)), "post.agreement_max_months"),
        (with_placement(agreement_to=date(2026, 11, 30)), "post.agreement_max_months"),
        (with_placement(agreement_to=None), "post.agreement_max_months"),
    ],
)
def test_each_rule_refuses_with_source_and_way_out(facts: PlacementFacts, rule: str) -> None:
    finding = failed(facts)[rule]

    assert finding.message.startswith("不能安置：")
    assert finding.message.endswith("。")
    assert finding.basis
    assert finding.advice.endswith("。")
    assert finding.fields


def test_a_second_post_is_refused_in_the_words_of_the_card() -> None:
    facts = replace(FACTS, other_placements_of_person=((HELD, FOREST),))
    finding = failed(facts)["post.one_person_one_post"]

    assert finding.message == "不能安置：赵满仓现在还在护林员岗位上。"
    assert finding.found == "护林员 · 农牧部门 · 协议 2026-03-01 至 2027-02-28，未退岗。"
    assert finding.advice == "先办完护林员退岗，再安置；或者换别的人。"
    assert "规则包 2026.1-内置 第" in finding.basis


def test_a_post_that_is_left_before_the_new_one_begins_is_no_hindrance() -> None:
    left = replace(HELD, last_day_on=date(2026, 11, 30))

    assert not failed(replace(FACTS, other_placements_of_person=((left, FOREST),)))


def test_ages_turn_on_the_birthday() -> None:
    eve, day = (
        with_person(citizen_id=number("19611202")),
        with_person(citizen_id=number("19611201")),
    )

    assert "post.max_age.male" not in failed(eve)
    assert "post.max_age.male" in failed(day)
    assert "post.min_age" not in failed(with_person(citizen_id=number("20101201")))
    assert age_limit_on(PACK, PERSON, TODAY) == date(2045, 6, 10)


def test_an_unknown_sex_takes_the_lower_limit_and_an_unknown_birth_is_refused() -> None:
    unknown = with_person(citizen_id="", sex="", birth_on=date(1964, 1, 1))
    nothing = failed(with_person(citizen_id=""))

    assert "post.max_age.female" in failed(unknown)
    assert {"post.min_age", "post.max_age.male"} <= set(nothing)


def test_a_county_may_allow_two_posts_in_a_household() -> None:
    member = Person(id=UUID(int=9), name="钱二妹")
    facts = replace(FACTS, household_placements=((member, HELD, FOREST),))
    pack = PACK.with_settings({"post.one_post_per_household": False})

    assert not failed(facts, pack)


def test_after_the_policy_ended_the_officer_is_told_and_may_be_stopped() -> None:
    told = {one.rule: one for one in placement_findings(PACK, FACTS)}["post.policy_term"]
    strict = PACK.with_settings({"rules.refuse_when_expired": True})

    assert told.passed
    assert told.message.startswith("依据已到期")
    assert failed(FACTS, strict)["post.policy_term"].message == "不能安置：依据已到期。"
