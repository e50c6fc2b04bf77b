"""Placements on several desks: who may do what, and what is told when two desks placed one."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.conflict_queries import quarantined
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Household, Person, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.agreements import sign_agreement
from desktop_app.use_cases.applications import (
    apply_for_post,
    check_applicants,
    review_applicants,
)
from desktop_app.use_cases.approvals import may_decide
from desktop_app.use_cases.clashes import Clash, clashes
from desktop_app.use_cases.exits import approve_exits, end_placement
from desktop_app.use_cases.notices import open_notice
from desktop_app.use_cases.placement_decisions import decide_placements
from desktop_app.use_cases.placements import place_person
from desktop_app.use_cases.posts import approve_post
from sync.hub import Hub
from tests.sessions import TODAY, VILLAGE, keep_person
from tests.use_cases.desks_of_office import join, meet
from tests.use_cases.placements import (
    APPLIED,
    BEGINS,
    CHECKED,
    DECIDED,
    NOTICED,
    OFFICE,
    REVIEWED,
    announced_post,
)

TOWNSHIP = VILLAGE[:9]


def proposed_post(session: Session, **facts: object) -> Post:
    """Keep a post that no office has approved: what a desk may write for another."""
    return announced_post(session, approved_on=None, approved_by="", approval_number="", **facts)


def both_meet(hub: Hub, *sessions: Session) -> None:
    for session in (*sessions, *sessions):
        meet(hub, session)


def test_a_specialist_proposes_and_an_office_decides(hub: Hub, tmp_path: Path) -> None:
    village = join(hub, tmp_path, "苏日娜")
    office = join(hub, tmp_path, "王建国", "township", TOWNSHIP)
    colleague = join(hub, tmp_path, "李梅", "township", TOWNSHIP)
    post = proposed_post(office)
    both_meet(hub, office, colleague)
    approve_post(colleague, post.id, date(2026, 1, 20), OFFICE)
    both_meet(hub, colleague, village)
    assert (may_decide(village), may_decide(office)) == (False, True)

    one = apply_for_post(village, post.id, [keep_person(village).id], APPLIED)[0]
    review_applicants(village, {one.id: 25}, REVIEWED, 30, 26)
    with pytest.raises(Refused, match="专员的电脑不能登记审批"):
        check_applicants(village, [one.id], CHECKED, "苏木镇")
    both_meet(hub, village, office)
    check_applicants(office, [one.id], CHECKED, "苏木镇 王建国")
    both_meet(hub, office, village)
    open_notice(village, [one.id], "公示栏", NOTICED)
    with pytest.raises(Refused, match="专员的电脑不能登记审批"):
        decide_placements(village, [one.id], OFFICE, DECIDED)
    both_meet(hub, village, office)
    decide_placements(office, [one.id], OFFICE, DECIDED)
    both_meet(hub, office, village)
    sign_agreement(village, one.id, BEGINS)
    end_placement(village, one.id, TODAY, "14", "本人申请")
    with pytest.raises(Refused, match="专员的电脑不能登记审批"):
        approve_exits(village, [one.id], OFFICE)
    both_meet(hub, village, office)
    approve_exits(office, [one.id], OFFICE)
    both_meet(hub, office, village, colleague)

    kept = village.get(Placement, one.id)
    assert kept == office.get(Placement, one.id) == colleague.get(Placement, one.id)
    assert (kept.decided_by, kept.exit_approved_by) == (OFFICE, OFFICE)
    for session in (village, office, colleague):
        assert quarantined(session.store.database) == []


def test_an_office_decides_on_nothing_that_the_same_officer_began(hub: Hub, tmp_path: Path) -> None:
    village = join(hub, tmp_path, "苏日娜")
    post = proposed_post(village)
    meet(hub, village)
    office = join(hub, tmp_path, "王建国", "township", TOWNSHIP)
    both_meet(hub, office, village)
    approve_post(office, post.id, date(2026, 1, 20), OFFICE)
    person = keep_person(office)
    wish = Placement(post_id=post.id, person_id=person.id, decided_on=DECIDED)
    with pytest.raises(Refused, match="不能同时登记审核和聘用决定"):
        place_person(office, wish)
    one = apply_for_post(office, post.id, [person.id], APPLIED)[0]
    review_applicants(office, {one.id: 25}, REVIEWED, 30, 26)
    with pytest.raises(Refused, match="不能是同一个人"):
        check_applicants(office, [one.id], CHECKED, "苏木镇")
    assert office.get(Placement, one.id).checked_on is None


def test_no_agreement_is_written_before_the_office_decided(hub: Hub, tmp_path: Path) -> None:
    village = join(hub, tmp_path, "苏日娜")
    post = proposed_post(village)
    meet(hub, village)
    office = join(hub, tmp_path, "王建国", "township", TOWNSHIP)
    both_meet(hub, office, village)
    approve_post(office, post.id, date(2026, 1, 20), OFFICE)
    both_meet(hub, office, village)
    wish = Placement(post_id=post.id, person_id=keep_person(village).id, started_on=BEGINS)

    with pytest.raises(Refused, match="聘用还没有决定"):
        place_person(village, wish)
    assert village.find(Placement) == []


def test_nobody_approves_the_exit_that_he_proposed(hub: Hub, tmp_path: Path) -> None:
    village = join(hub, tmp_path, "苏日娜")
    office = join(hub, tmp_path, "王建国", "township", TOWNSHIP)
    post = proposed_post(office)
    both_meet(hub, office, village)
    person = keep_person(village)
    with village.operation("test", "旧资料") as operation:
        one = operation.save(
            Placement(
                village_code=post.village_code,
                post_id=post.id,
                person_id=person.id,
                started_on=BEGINS,
                agreement_from=BEGINS,
            )
        )
    both_meet(hub, village, office)
    end_placement(office, one.id, TODAY, "08")
    with pytest.raises(Refused, match="提出和审批退岗不能是同一个人"):
        approve_exits(office, [one.id], OFFICE)


def test_two_desks_that_placed_one_person_are_told_at_the_first_exchange(
    hub: Hub, tmp_path: Path
) -> None:
    one, other = join(hub, tmp_path, "苏日娜"), join(hub, tmp_path, "王海")
    person = keep_person(one)
    first = proposed_post(one, title="护林员", department="agriculture")
    second = proposed_post(one, title="保洁员")
    both_meet(hub, one, other)
    for session, post in ((one, first), (other, second)):
        _place(session, post, person)
        assert clashes(session) == []

    meet(hub, one)
    meet(hub, other)
    assert _told(clashes(other)) == [("在两个岗位上", person.id)]
    meet(hub, one)
    assert clashes(one) == clashes(other)

    mine = one.find(Placement, post_id=first.id)[0]
    end_placement(one, mine.id, date(2026, 11, 24), "14")
    both_meet(hub, one, other)
    assert clashes(one) == clashes(other) == []


def test_two_desks_that_filled_one_seat_are_told_and_applicants_fill_none(
    hub: Hub, tmp_path: Path
) -> None:
    one, other = join(hub, tmp_path, "苏日娜"), join(hub, tmp_path, "王海")
    post = proposed_post(one, headcount=1)
    both_meet(hub, one, other)
    for number, session in enumerate((one, other), start=1):
        person = keep_person(session, number)
        with session.operation("test", "报名") as operation:
            operation.save(
                Placement(
                    village_code=post.village_code,
                    post_id=post.id,
                    person_id=person.id,
                    applied_on=APPLIED,
                )
            )
    both_meet(hub, one, other)
    assert clashes(one) == clashes(other) == []
    for session, placement in zip((one, other), one.find(Placement), strict=True):
        with session.operation("test", "上岗") as operation:
            operation.save(replace(session.get(Placement, placement.id), started_on=BEGINS))
    both_meet(hub, one, other)
    assert _told(clashes(one)) == _told(clashes(other)) == [("安置的人超过名额", post.id)]


def test_two_desks_that_placed_two_of_one_household_are_told(hub: Hub, tmp_path: Path) -> None:
    one, other = join(hub, tmp_path, "苏日娜"), join(hub, tmp_path, "王海")
    with one.operation("test", "住户") as operation:
        house = operation.save(Household(village_code=VILLAGE))
    mother = keep_person(one, 1, household_id=house.id)
    son = keep_person(one, 2, household_id=house.id)
    neighbour = keep_person(one, 3)
    posts = [proposed_post(one, title=title) for title in ("护林员", "保洁员", "护边员")]
    short = proposed_post(one, title="防火员", temporary=True)
    both_meet(hub, one, other)
    _place(one, posts[0], mother)
    _place(one, posts[2], neighbour)
    _place(other, posts[1], son)
    assert clashes(one) == clashes(other) == []

    meet(hub, one)
    meet(hub, other)
    (told,) = clashes(other)
    assert (told.what, told.names) == ("一户有几个人在岗", f"{mother.name}、{son.name}")
    meet(hub, one)
    assert clashes(one) == [told]

    end_placement(other, other.find(Placement, person_id=son.id)[0].id, date(2026, 11, 24), "14")
    both_meet(hub, other, one)
    assert clashes(one) == clashes(other) == []

    _place(other, short, son)
    both_meet(hub, other, one)
    assert clashes(one) == clashes(other) == []


def _place(session: Session, post: Post, person: Person) -> None:
    """Keep that somebody works on a post, as two desks may while neither knows of the other."""
    with session.operation("test", "安置") as operation:
        operation.save(
            Placement(
                village_code=post.village_code,
                post_id=post.id,
                person_id=person.id,
                started_on=BEGINS,
            )
        )


def _told(found: list[Clash]) -> list[tuple[str, object]]:
    return [(one.what, one.id) for one in found]
