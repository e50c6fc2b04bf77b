"""A placement from the announcement to the first day, step by step, with what each refuses."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_steps import progress
from desktop_app.domain.records import Agreement, Person, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.agreements import agreements_of, renew_agreement, sign_agreement
from desktop_app.use_cases.applications import (
    apply_for_post,
    check_applicants,
    decline_applicants,
    review_applicants,
)
from desktop_app.use_cases.history import undo, undoable
from desktop_app.use_cases.notices import (
    notice_end,
    object_to_notice,
    open_notice,
    settle_objection,
)
from desktop_app.use_cases.on_post import insure_holders, start_work, train_holders
from desktop_app.use_cases.placement_decisions import decide_placements, decision_checks
from desktop_app.use_cases.posts import announce_post, post_file, post_lines
from tests.sessions import TODAY, citizen_id, keep_person, keep_post
from tests.use_cases.placements import (
    APPLIED,
    BEGINS,
    CHECKED,
    DECIDED,
    NOTICED,
    OFFICE,
    REVIEWED,
    announced_post,
    go_on,
    placed,
)


@pytest.fixture
def post(session: Session) -> Post:
    return announced_post(session)


def test_a_post_is_announced_before_anybody_applies(session: Session) -> None:
    fresh = keep_post(session)
    person = keep_person(session, 1)
    with pytest.raises(Refused, match="还没有公告") as refused:
        apply_for_post(session, fresh.id, [person.id], TODAY)
    assert "先公告后报名" in refused.value.basis
    announced = announce_post(session, fresh.id, " 公示栏 ", date(2026, 11, 20))
    assert (announced.announced_to, announced.announced_at) == (date(2026, 11, 22), "公示栏")
    with pytest.raises(Refused, match="早于护林员的公告"):
        apply_for_post(session, fresh.id, [person.id], date(2026, 11, 19))
    assert apply_for_post(session, fresh.id, [person.id], TODAY)[0].applied_on == TODAY
    session.choose_rule("post.announcement_first", False)
    other = keep_post(session, title="保洁员")
    assert apply_for_post(session, other.id, [keep_person(session, 2).id], TODAY)


@pytest.mark.parametrize(
    ("facts", "said", "words"),
    [
        ({"approved_on": None}, {"announced_at": "公示栏"}, "还没有批复"),
        ({"abolished_on": TODAY}, {"announced_at": "公示栏"}, "已经撤岗"),
        ({}, {"announced_at": " "}, "公告地点"),
        ({}, {"announced_at": "栏", "announced_from": date(2026, 1, 1)}, "早于批复"),
        (
            {},
            {"announced_at": "栏", "announced_from": TODAY, "announced_to": date(2026, 11, 24)},
            "结束早于开始",
        ),
    ],
)
def test_a_wrong_announcement_is_refused(
    session: Session, facts: dict[str, Any], said: dict[str, Any], words: str
) -> None:
    fresh = keep_post(session, **facts)
    with pytest.raises(Refused, match=words):
        announce_post(session, fresh.id, **said)
    assert session.get(Post, fresh.id) == fresh


def test_a_placement_goes_from_application_to_work(session: Session, post: Post) -> None:
    one = placed(session, post)
    assert (one.applied_on, one.reviewed_on, one.checked_on) == (APPLIED, REVIEWED, CHECKED)
    assert (one.notice_from, one.notice_to) == (NOTICED, date(2026, 11, 16))
    assert (one.decided_on, one.decided_by) == (DECIDED, OFFICE)
    assert (one.agreement_from, one.agreement_to) == (BEGINS, date(2027, 11, 19))
    assert (one.trained_on, one.insured_to) == (DECIDED, date(2027, 11, 19))
    assert one.started_on == BEGINS
    assert progress(session.rules, post, one, TODAY).act == "leave"
    signed = agreements_of(session, one.id)
    assert [(each.begins_on, each.ends_on) for each in signed] == [(BEGINS, date(2027, 11, 19))]
    assert signed[0].standard_fen == post.standard_fen
    labels = [step.label for step in undoable(session)][:7]
    assert labels[0] == "登记上岗：乌云1，护林员"
    assert "决定聘用：乌云1，护林员" in labels


def test_more_apply_than_there_are_seats_and_the_rest_is_declined(
    session: Session, post: Post
) -> None:
    people = [keep_person(session, number).id for number in range(1, 5)]
    applied = apply_for_post(session, post.id, people, APPLIED)
    line = post_lines(session)[0]
    assert (line.applicants, line.pending, line.state) == (4, 2, "open")
    ids = [one.id for one in applied]
    votes = {id_: 25 - place for place, id_ in enumerate(ids)}
    review_applicants(session, votes, REVIEWED, 30, 26)
    assert undoable(session)[0].label == "登记评议：4 人"
    assert session.get(Placement, ids[2]).review_agreed == 23
    check_applicants(session, ids, CHECKED, "苏木镇")
    open_notice(session, ids, "公示栏", NOTICED)
    with pytest.raises(Refused, match=r"^乌云3：.*名额已经满了"):
        decide_placements(session, ids, OFFICE, DECIDED)
    assert all(session.get(Placement, id_).decided_on is None for id_ in ids)
    decide_placements(session, ids[:2], OFFICE, DECIDED)
    declined = decline_applicants(session, ids[2:], " 名额已满 ")
    assert [one.declined_reason for one in declined] == ["名额已满", "名额已满"]
    file = post_file(session, post.id)
    assert [one.state_text for one in file.former] == ["未聘", "未聘"]
    assert (file.line.applicants, file.line.pending, file.line.state) == (0, 2, "full")
    other = announced_post(session, title="保洁员")
    assert apply_for_post(session, other.id, [people[2]], TODAY)


def test_nobody_applies_twice_or_holds_two_posts_on_either_line(
    session: Session, post: Post
) -> None:
    one = placed(session, post, until="applied")
    other = announced_post(session, title="草管员", department="agriculture")
    with pytest.raises(Refused, match="已经报名护林员"):
        apply_for_post(session, other.id, [one.person_id], TODAY)
    go_on(session, one.id, "applied", "started")
    with pytest.raises(Refused, match="还在护林员岗位上") as refused:
        apply_for_post(session, other.id, [one.person_id], TODAY)
    assert "人社部门" in refused.value.found
    home = session.get(Person, one.person_id).household_id
    kin = keep_person(session, 5, household_id=home, relation="02")
    with pytest.raises(Refused, match="家里的乌云1"):
        apply_for_post(session, other.id, [kin.id], TODAY)
    short = announced_post(session, title="防火员", temporary=True)
    assert apply_for_post(session, short.id, [kin.id], TODAY)


def decide(session: Session, id_: UUID) -> object:
    return decide_placements(session, [id_], OFFICE, DECIDED)


@pytest.mark.parametrize(
    ("until", "act", "words"),
    [
        ("applied", lambda s, i: check_applicants(s, [i], CHECKED, "镇"), "还没有登记村级评议"),
        ("applied", lambda s, i: open_notice(s, [i], "栏", NOTICED), "没有登记村级评议"),
        ("reviewed", lambda s, i: open_notice(s, [i], "栏", NOTICED), "没有登记审核"),
        ("reviewed", decide, "没有登记审核"),
        ("checked", decide, "没有登记公示"),
        ("noticed", lambda s, i: decide_placements(s, [i], OFFICE, NOTICED), "2026-11-16 才期满"),
        ("noticed", lambda s, i: decide_placements(s, [i], " ", DECIDED), "聘用决定单位"),
        ("noticed", lambda s, i: sign_agreement(s, i, BEGINS), "还没有决定聘用"),
        ("noticed", lambda s, i: train_holders(s, [i], TODAY), "还没有决定聘用"),
        ("decided", decide, "已经决定聘用"),
        ("decided", lambda s, i: open_notice(s, [i], "栏", NOTICED), "已经决定聘用"),
        ("decided", lambda s, i: review_applicants(s, {i: 1}, REVIEWED, 3, 2), "已经决定聘用"),
        ("decided", lambda s, i: start_work(s, [i], BEGINS), "不在协议期里"),
        ("decided", lambda s, i: renew_agreement(s, i), "还没有登记过协议"),
        ("signed", lambda s, i: start_work(s, [i], BEGINS), "岗前培训"),
        ("started", lambda s, i: start_work(s, [i], BEGINS), "已经从 2026-11-20 上岗"),
        ("started", lambda s, i: renew_agreement(s, i, begins_on=BEGINS), "以后开始"),
    ],
)  # fmt: skip
def test_no_step_is_done_out_of_turn(
    session: Session,
    post: Post,
    until: str,
    act: Callable[[Session, UUID], object],
    words: str,
) -> None:
    one = placed(session, post, until=until)
    with pytest.raises(Refused, match=words) as refused:
        act(session, one.id)
    assert refused.value.advice
    assert session.get(Placement, one.id) == one


@pytest.mark.parametrize(
    ("due", "present", "agreed", "words"),
    [
        (30, 19, 19, "到会不足 2/3"),
        (30, 20, 10, "没有超过 1/2"),
        (30, 31, 20, "多于应到"),
        (30, 20, 21, "多于实到"),
    ],
)
def test_a_review_without_quorum_or_majority_goes_no_further(
    session: Session, post: Post, due: int, present: int, agreed: int, words: str
) -> None:
    one = placed(session, post, until="applied")

    def go_to_notice() -> None:
        review_applicants(session, {one.id: agreed}, REVIEWED, due, present)
        check_applicants(session, [one.id], CHECKED, "苏木镇")
        open_notice(session, [one.id], "公示栏", NOTICED)

    with pytest.raises(Refused, match=words):
        go_to_notice()
    assert session.get(Placement, one.id).notice_from is None


def test_the_smallest_quorum_and_majority_are_enough(session: Session, post: Post) -> None:
    one = placed(session, post, until="applied")
    review_applicants(session, {one.id: 11}, REVIEWED, 30, 20)
    check_applicants(session, [one.id], CHECKED, "苏木镇")
    assert open_notice(session, [one.id], "公示栏", NOTICED)[0].notice_from == NOTICED


def test_the_end_of_a_notice_is_reckoned_by_days_or_working_days(session: Session) -> None:
    assert notice_end(session, date(2026, 9, 28)) == date(2026, 10, 4)
    session.choose_rule("post.notice_working_days", True)
    assert notice_end(session, date(2026, 9, 28)) == date(2026, 10, 12)
    session.choose_rule("post.notice_counts_first_day", False)
    assert notice_end(session, date(2026, 9, 28)) == date(2026, 10, 13)


def test_an_open_objection_blocks_the_decision_until_it_is_answered(
    session: Session, post: Post
) -> None:
    one = placed(session, post, until="noticed")
    with pytest.raises(Refused, match="还没有写异议"):
        object_to_notice(session, one.id, " ")
    with pytest.raises(Refused, match="不在公示开始以后"):
        object_to_notice(session, one.id, "家里有车", date(2026, 11, 9))
    with pytest.raises(Refused, match="没有等着处理的异议"):
        settle_objection(session, one.id, "不成立")
    object_to_notice(session, one.id, "匿名反映家里有工资收入", date(2026, 11, 12))
    failed = [one for one in decision_checks(session, one.id) if not one.passed]
    words = ["不能聘用：2026-11-12 收到的异议还没有处理。"]
    assert [finding.message for finding in failed] == words
    with pytest.raises(Refused, match="异议还没有处理"):
        decide(session, one.id)
    with pytest.raises(Refused, match="早于收到异议"):
        settle_objection(session, one.id, "不成立", date(2026, 11, 11))
    settled = settle_objection(session, one.id, "入户核实，不成立", date(2026, 11, 15))
    assert settled.objection == (
        "2026-11-12 异议：匿名反映家里有工资收入\n2026-11-15 处理：入户核实，不成立"
    )
    object_to_notice(session, one.id, "又有人反映", date(2026, 11, 15))
    assert session.get(Placement, one.id).objection_settled_on is None
    settle_objection(session, one.id, "同一件事", date(2026, 11, 15))
    assert decide(session, one.id)


def test_a_decision_keeps_what_was_examined(session: Session, post: Post) -> None:
    kept = placed(session, post, until="decided")
    rules = {each["rule"] for each in json.loads(kept.checks)}
    assert {"post.review_present", "post.notice_days", "post.max_age.male"} <= rules
    assert {"post.total_years", "post.eligible.hrss"} <= rules
    assert undo(session) == "决定聘用：乌云1，护林员"
    assert session.get(Placement, kept.id).decided_on is None


def test_agreements_are_renewed_until_the_total_term(session: Session, post: Post) -> None:
    one = placed(session, post)
    second = renew_agreement(session, one.id)
    assert (second.begins_on, second.ends_on) == (date(2027, 11, 20), date(2028, 11, 19))
    third = renew_agreement(session, one.id)
    assert session.get(Placement, one.id).agreement_to == third.ends_on == date(2029, 11, 19)
    with pytest.raises(Refused, match="累计补贴期限超过了 3 年") as refused:
        renew_agreement(session, one.id)
    assert "待旗县确认" in refused.value.basis
    assert len(session.find(Agreement, placement_id=one.id)) == 3
    session.choose_rule("post.total_years", 0)
    assert renew_agreement(session, one.id, ends_on=date(2030, 5, 1)).ends_on == date(2030, 5, 1)


def test_who_is_near_retirement_goes_on_until_then(session: Session, post: Post) -> None:
    born = date(1975, 3, 2)
    one = placed(session, post, 1, citizen_id=citizen_id(born, 1), birth_on=born)
    for _ in range(2):
        renew_agreement(session, one.id)
    with pytest.raises(Refused, match="累计补贴期限"):
        renew_agreement(session, one.id)
    older = date(1969, 9, 2)  # retires 15 months after 60, on 2030-12-02
    near = placed(session, post, 3, citizen_id=citizen_id(older, 3), birth_on=older)
    for _ in range(3):
        renew_agreement(session, near.id)
    with pytest.raises(Refused, match="累计补贴期限") as refused:
        renew_agreement(session, near.id, ends_on=date(2030, 12, 2))
    assert "2030-12-01 或以前" in refused.value.advice
    last = renew_agreement(session, near.id, ends_on=date(2030, 12, 1))
    assert last.ends_on == date(2030, 12, 1)


def test_an_agreement_longer_than_the_clause_is_refused(session: Session, post: Post) -> None:
    one = placed(session, post, until="decided")
    with pytest.raises(Refused, match="协议超过 12 个月"):
        sign_agreement(session, one.id, BEGINS, date(2027, 11, 20))
    with pytest.raises(Refused, match="签订日期"):
        sign_agreement(session, one.id, BEGINS, signed_on=date(2026, 11, 26))


def test_nobody_begins_without_insurance_where_it_is_asked(session: Session, post: Post) -> None:
    one = placed(session, post, until="signed")
    train_holders(session, [one.id], DECIDED)
    with pytest.raises(Refused, match="没有意外险") as refused:
        start_work(session, [one.id], BEGINS)
    assert refused.value.fields == ("insured_from",)
    with pytest.raises(Refused, match="承保公司和保单号"):
        insure_holders(session, [one.id], "人保", " ", BEGINS)
    with pytest.raises(Refused, match="保险结束早于保险开始"):
        insure_holders(session, [one.id], "人保", "PI1", BEGINS, date(2026, 11, 19))
    session.choose_rule("post.accident_insurance", False)
    assert start_work(session, [one.id], BEGINS)[0].started_on == BEGINS


def test_a_step_needs_somebody_and_refuses_who_is_gone(session: Session, post: Post) -> None:
    with pytest.raises(Refused, match="还没有选人"):
        train_holders(session, [])
    with pytest.raises(Refused, match="还没有选人"):
        apply_for_post(session, post.id, [])
    one = placed(session, post, until="applied")
    with pytest.raises(Refused, match="还没有写未聘的原因"):
        decline_applicants(session, [one.id], " ")
    with pytest.raises(Refused, match="未聘日期"):
        decline_applicants(session, [one.id], "放弃", date(2026, 11, 1))
    decline_applicants(session, [one.id], "本人放弃")
    with pytest.raises(Refused, match="已经登记未聘"):
        review_applicants(session, {one.id: 3}, REVIEWED, 5, 4)
    with pytest.raises(Refused, match="还没有填审核人"):
        check_applicants(session, [one.id])
    with pytest.raises(Refused, match="还没有填公示地点"):
        open_notice(session, [one.id], "")
