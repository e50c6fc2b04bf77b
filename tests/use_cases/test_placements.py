"""Placements: the rules, each step, the last working day."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_steps import progress
from desktop_app.domain.records import Person, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.exits import end_placement
from desktop_app.use_cases.history import undo, undoable
from desktop_app.use_cases.placement_checks import check_placement
from desktop_app.use_cases.placements import candidates, place_person, withdraw_placement
from desktop_app.use_cases.posts import post_file, post_lines
from tests.sessions import TODAY, keep_person, keep_post


@pytest.fixture
def post(session: Session) -> Post:
    return keep_post(session, kind="forest", fund="employment")


def wish(session: Session, post: Post, number: int = 1, **facts: Any) -> Placement:
    """Return a placement that no rule forbids, of a new person."""
    placement = Placement(
        post_id=post.id,
        person_id=keep_person(session, number).id,
        applied_on=date(2026, 9, 1),
        reviewed_on=date(2026, 9, 10),
        review_due=30,
        review_present=26,
        review_agreed=25,
        notice_from=date(2026, 9, 11),
        notice_to=date(2026, 9, 17),
        decided_on=date(2026, 9, 20),
        agreement_from=date(2026, 10, 1),
        agreement_to=date(2027, 9, 30),
        started_on=date(2026, 10, 1),
    )
    return replace(placement, **facts)


def test_a_placement_keeps_what_was_found(session: Session, post: Post) -> None:
    kept = place_person(session, wish(session, post))
    assert session.get(Placement, kept.id) == kept
    assert kept.village_code == post.village_code
    checks = json.loads(kept.checks)
    assert {"identity.check_digit", "post.headcount", "post.approval_required"} <= {
        check["rule"] for check in checks
    }
    assert all(check["passed"] and check["basis"] for check in checks)
    assert undoable(session)[0].label == "安置乌云1：护林员"
    line = post_lines(session)[0]
    assert (line.taken, line.pending, line.free) == (1, 0, 1)


def test_a_placement_is_undone_by_name(session: Session, post: Post) -> None:
    place_person(session, wish(session, post))
    assert undo(session) == "安置乌云1：护林员"
    assert post_file(session, post.id).holders == ()


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"agreement_to": date(2027, 10, 1)}, "协议超过 12 个月"),
        ({"agreement_to": None}, "只填了一头"),
        ({"started_on": date(2026, 1, 1), "agreement_from": None}, "批复日期"),
    ],
)
def test_what_a_rule_forbids_is_refused_with_its_source(
    session: Session, post: Post, facts: dict[str, Any], rule: str
) -> None:
    with pytest.raises(Refused, match=rule) as refused:
        place_person(session, wish(session, post, **facts))
    assert refused.value.basis
    assert refused.value.advice
    assert refused.value.fields
    assert session.find(Placement) == []


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"reviewed_on": date(2026, 8, 31)}, ("applied_on", "reviewed_on")),
        ({"notice_to": date(2026, 9, 10)}, ("notice_from", "notice_to")),
        ({"decided_on": date(2026, 9, 16)}, ("notice_to", "decided_on")),
        ({"started_on": date(2026, 9, 30)}, ("agreement_from", "started_on")),
        ({"started_on": date(2027, 10, 1)}, ("started_on", "agreement_to")),
        ({"applied_on": date(2026, 11, 26)}, ("applied_on",)),
        ({"review_present": 31}, ("review_due", "review_present", "review_agreed")),
        ({"review_agreed": -1}, ("review_due", "review_present", "review_agreed")),
    ],
)
def test_days_out_of_order_are_refused_by_field(
    session: Session, post: Post, facts: dict[str, Any], fields: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        place_person(session, wish(session, post, **facts))
    assert refused.value.fields == fields
    assert session.find(Placement) == []


def test_one_person_one_post_and_one_household(session: Session, post: Post) -> None:
    first = place_person(session, wish(session, post))
    other = keep_post(session, title="保洁员")
    again = replace(wish(session, other, 2), person_id=first.person_id)
    with pytest.raises(Refused, match="还在护林员岗位上") as refused:
        place_person(session, again)
    assert "协议 2026-10-01 至 2027-09-30" in refused.value.found
    home = session.get(Placement, first.id).person_id
    kin = keep_person(
        session, 4, household_id=session.get(Person, home).household_id, relation="02"
    )
    with pytest.raises(Refused, match="家里的乌云1"):
        place_person(session, replace(again, person_id=kin.id))
    session.choose_rule("post.one_post_per_household", False)
    assert place_person(session, replace(again, person_id=kin.id)).person_id == kin.id


def test_a_full_post_is_refused(session: Session, post: Post) -> None:
    for number in (1, 3):
        place_person(session, wish(session, post, number))
    with pytest.raises(Refused, match="2 个名额已经满了") as refused:
        place_person(session, wish(session, post, 5))
    assert "名额 2，已占 2" in refused.value.found


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"citizen_id": ""}, "还没有登记身份证号"),
        ({"died_on": date(2026, 3, 1)}, "已经登记死亡"),
        ({"cadre_kin": True}, "嘎查村干部的近亲属"),
        ({"pension_drawn": True}, "已经领取养老待遇"),
        ({"work_capacity": "lost"}, "不能胜任"),
    ],
)
def test_who_may_not_hold_a_post(
    session: Session, post: Post, facts: dict[str, Any], words: str
) -> None:
    person = keep_person(session, 9, **facts)
    with pytest.raises(Refused, match=words):
        place_person(session, replace(wish(session, post, 1), person_id=person.id))


def test_steps_are_registered_one_after_another(session: Session, post: Post) -> None:
    person = keep_person(session, 1)
    first = place_person(
        session, Placement(post_id=post.id, person_id=person.id, applied_on=date(2026, 11, 1))
    )
    assert progress(session.rules, post, first, TODAY).verb == "登记评议"
    second = place_person(session, replace(first, reviewed_on=date(2026, 11, 10)))
    assert undoable(session)[0].label == "登记乌云1的村级评议日期：护林员"
    third = place_person(
        session,
        replace(second, notice_from=date(2026, 11, 21), notice_to=date(2026, 11, 27)),
    )
    steps = progress(session.rules, post, third, TODAY)
    assert steps.sentence.startswith("公示还差 2 天，11月27日期满。")
    assert steps.steps[4] == ("公示", "11月27日期满")
    assert post_file(session, post.id).holders[0].state_text == "公示 5/7 天"
    assert post_lines(session)[0].pending == 1
    with pytest.raises(Refused, match="早于公示结束"):
        place_person(session, replace(third, decided_on=TODAY))


def test_a_short_notice_is_told_and_left_to_the_county(session: Session, post: Post) -> None:
    findings = check_placement(session, wish(session, post, notice_to=date(2026, 9, 13)))
    notice = next(one for one in findings if one.rule == "post.notice_days")
    assert notice.passed
    assert "少于 7 天" in notice.message


def test_an_agreement_is_renewed_on_the_same_placement(session: Session, post: Post) -> None:
    begun: dict[str, Any] = {
        "agreement_from": date(2025, 12, 1),
        "agreement_to": date(2026, 11, 30),
    }
    kept = keep_post(session, approved_on=date(2025, 1, 1), proposed_on=None)
    old = wish(
        session,
        kept,
        applied_on=None,
        reviewed_on=None,
        notice_from=None,
        notice_to=None,
        decided_on=None,
        started_on=date(2025, 12, 1),
        **begun,
    )
    placed = place_person(session, old)
    further = replace(placed, agreement_from=date(2026, 12, 1), agreement_to=date(2027, 11, 30))
    assert place_person(session, further).agreement_to == date(2027, 11, 30)
    with pytest.raises(Refused, match="12 个月"):
        place_person(session, replace(further, agreement_to=date(2028, 11, 30)))


def test_a_kept_placement_changes_neither_person_nor_post(session: Session, post: Post) -> None:
    kept = place_person(session, wish(session, post))
    with pytest.raises(Refused, match="不能换人"):
        place_person(session, replace(kept, person_id=keep_person(session, 3).id))
    with pytest.raises(Refused, match="退岗和未聘不在这里"):
        place_person(session, replace(kept, last_day_on=TODAY))
    with pytest.raises(Refused, match="还没有选"):
        place_person(session, Placement(post_id=post.id))


def test_leaving_frees_the_seat_and_the_person(session: Session, post: Post) -> None:
    kept = place_person(session, wish(session, post))
    left = end_placement(session, kept.id, date(2026, 11, 20), "自愿退岗", " 本人书面申请 ")
    assert (left.exit_reason, left.exit_evidence) == ("14", "本人书面申请")
    assert undoable(session)[0].label == "乌云1退岗：护林员"
    file = post_file(session, post.id)
    assert (len(file.holders), len(file.former), file.line.free) == (1, 0, 2)
    assert file.holders[0].state_text == "退岗没办完"
    again = replace(wish(session, post, 2), person_id=kept.person_id)
    later = replace(again, agreement_from=date(2026, 11, 25), started_on=date(2026, 11, 25),
                    agreement_to=date(2027, 11, 24))  # fmt: skip
    assert place_person(session, later).id != kept.id
    with pytest.raises(Refused, match="已经办过"):
        end_placement(session, kept.id, TODAY, "14")
    with pytest.raises(Refused, match="已经办了退岗"):
        place_person(session, replace(left, notes="改"))


@pytest.mark.parametrize(
    ("day", "reason", "evidence", "field"),
    [
        (date(2026, 9, 30), "14", "", "last_day_on"),
        (date(2027, 10, 1), "14", "", "last_day_on"),
        (TODAY, "", "", "exit_reason"),
        (TODAY, "不想写", "", "exit_reason"),
        (TODAY, "99", "  ", "exit_evidence"),
    ],
)
def test_a_wrong_leaving_is_refused_by_field(
    session: Session, post: Post, day: date, reason: str, evidence: str, field: str
) -> None:
    kept = place_person(session, wish(session, post))
    with pytest.raises(Refused) as refused:
        end_placement(session, kept.id, day, reason, evidence)
    assert refused.value.fields == (field,)
    assert session.get(Placement, kept.id) == kept


def test_leaving_may_be_told_before_the_last_day(session: Session, post: Post) -> None:
    kept = place_person(session, wish(session, post))
    end_placement(session, kept.id, date(2026, 12, 31), "04")
    holder = post_file(session, post.id).holders[0]
    assert (holder.state, holder.state_text) == ("leaving", "12月31日退岗")


def test_nobody_works_after_death(session: Session, post: Post) -> None:
    kept = place_person(session, wish(session, post))
    person = session.get(Person, kept.person_id)
    with session.operation("test", "死亡") as operation:
        operation.save(replace(person, died_on=date(2026, 11, 10)))
    with pytest.raises(Refused, match="死亡日期"):
        end_placement(session, kept.id, date(2026, 11, 11), "01")
    assert end_placement(session, kept.id, date(2026, 11, 9), "01").exit_reason == "01"


def test_only_what_has_not_begun_is_withdrawn(session: Session, post: Post) -> None:
    applied = place_person(
        session,
        Placement(post_id=post.id, person_id=keep_person(session, 1).id, applied_on=TODAY),
    )
    with pytest.raises(Refused, match="还没有上岗"):
        end_placement(session, applied.id, TODAY, "14")
    withdraw_placement(session, applied.id)
    assert session.find(Placement) == []
    begun = place_person(session, wish(session, post, 3))
    with pytest.raises(Refused, match="已经上岗"):
        withdraw_placement(session, begun.id)


def test_candidates_are_of_the_village_and_need_it_first(session: Session, post: Post) -> None:
    keep_person(session, 1, name="平常人", poverty_status="general", work_capacity="full")
    keep_person(session, 2, name="监测户", poverty_status="edge", work_capacity="full")
    keep_person(session, 3, name="外村人", village_code="150223102201")
    assert [one.name for one in candidates(session, post.id)] == ["监测户", "平常人"]
    assert [one.name for one in candidates(session, post.id, "外村")] == ["外村人"]
