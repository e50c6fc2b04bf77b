"""Posts: proposed, approved, listed with what waits, abolished when empty."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.posts import (
    abolish_post,
    approve_post,
    post_file,
    post_lines,
    propose_post,
    save_post,
)
from tests.sessions import TODAY, VILLAGE, keep_person, keep_post

WISH = Post(
    village_code=VILLAGE,
    title=" 草原管护员 ",
    kind="grassland",
    department="hrss",
    fund="employment",
    headcount=3,
    standard_fen=80_000,
)


def keep_placement(session: Session, post: Post, number: int = 1, **facts: Any) -> Placement:
    """Keep a placement as it would stand in an older folder: unchecked."""
    person = keep_person(session, number)
    placement = Placement(village_code=VILLAGE, post_id=post.id, person_id=person.id)
    with session.operation("test", "安置") as operation:
        return operation.save(replace(placement, **facts))


def test_a_post_is_proposed_then_approved(session: Session) -> None:
    post = propose_post(session, WISH)
    assert (post.title, post.proposed_on) == ("草原管护员", TODAY)
    line = post_lines(session)[0]
    assert (line.state, line.waits) == ("proposed", "2026-11-25 已申报，等旗县批复")
    approve_post(session, post.id, TODAY, " 达茂旗人社局 ", "达人社发〔2026〕9号")
    kept = session.get(Post, post.id)
    assert (kept.approved_on, kept.approved_by) == (TODAY, "达茂旗人社局")
    line = post_lines(session)[0]
    assert (line.state, line.free, line.waits) == ("open", 3, "空 3 个名额，还没有公告")
    assert (line.standard_text, line.department_text) == ("800 元/月", "人社部门")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"fund": ""}, "fund"),
        ({"kind": "no such kind"}, "kind"),
        ({"village_code": "150223999999"}, "village_code"),
        ({"headcount": 0}, "headcount"),
        ({"standard_fen": 0}, "standard_fen"),
        ({"required_days": 32}, "required_days"),
        ({"proposed_on": date(2026, 11, 26)}, "proposed_on"),
        ({"approved_on": TODAY}, "approved_on"),
    ],
)
def test_a_wrong_post_is_refused_by_field(
    session: Session, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        propose_post(session, replace(WISH, **changes))
    assert field in refused.value.fields
    assert refused.value.advice
    assert post_lines(session) == []


def test_an_approval_fits_what_is_known(session: Session) -> None:
    post = propose_post(session, replace(WISH, proposed_on=date(2026, 11, 1)))
    for day, by, field in (
        (date(2026, 10, 31), "旗人社局", "approved_on"),
        (date(2026, 11, 26), "旗人社局", "approved_on"),
        (TODAY, "  ", "approved_by"),
    ):
        with pytest.raises(Refused) as refused:
            approve_post(session, post.id, day, by)
        assert refused.value.fields == (field,)
    approve_post(session, post.id, date(2026, 11, 5), "旗人社局")
    keep_placement(session, post, started_on=date(2026, 11, 10))
    with pytest.raises(Refused, match="2026-11-10") as refused:
        approve_post(session, post.id, date(2026, 11, 20), "旗人社局")
    assert "先批复后安置" in refused.value.basis


def test_seats_are_not_cut_below_the_people_on_them(session: Session) -> None:
    post = keep_post(session, kind="forest", fund="county")
    keep_placement(session, post, 1, started_on=date(2026, 2, 1))
    keep_placement(session, post, 2, applied_on=date(2026, 11, 1))
    with pytest.raises(Refused, match="不能少于 2") as refused:
        save_post(session, replace(post, headcount=1))
    assert "乌云1" in refused.value.found
    assert save_post(session, replace(post, headcount=5)).headcount == 5
    with pytest.raises(Refused, match="批复"):
        save_post(session, replace(post, approved_by="别的单位"))


def test_a_post_with_people_is_not_abolished(session: Session) -> None:
    post = keep_post(session)
    placement = keep_placement(session, post, started_on=date(2026, 2, 1))
    with pytest.raises(Refused, match="还有 1 个人") as refused:
        abolish_post(session, post.id, TODAY)
    assert "乌云1（在岗）" in refused.value.found
    with session.operation("test", "退岗") as operation:
        operation.save(replace(placement, last_day_on=date(2026, 11, 20)))
    with pytest.raises(Refused):
        abolish_post(session, post.id, date(2026, 11, 20))
    abolish_post(session, post.id, TODAY, "按批复撤销")
    line = post_lines(session)[0]
    assert (line.state, line.waits_tone) == ("abolished", "")
    assert "按批复撤销" in session.get(Post, post.id).notes
    with pytest.raises(Refused, match="已经撤岗"):
        abolish_post(session, post.id, TODAY)


@pytest.mark.parametrize(
    ("facts", "words", "tone"),
    [
        ({"started_on": date(2026, 2, 1), "agreement_to": date(2026, 10, 31)}, "已到期", "bad"),
        (
            {"started_on": date(2026, 2, 1), "agreement_to": date(2026, 12, 24)},
            "12月24日到期",
            "warn",
        ),
        ({"notice_to": TODAY}, "今天期满", "warn"),
        ({"notice_to": date(2026, 11, 20)}, "已期满", "warn"),
        ({"started_on": date(2026, 2, 1), "last_day_on": date(2026, 11, 24)}, "报空岗", "warn"),
    ],
)
def test_the_list_says_what_waits(
    session: Session, facts: dict[str, Any], words: str, tone: str
) -> None:
    quiet = keep_post(session, title="保洁员")
    post = keep_post(session, title="护路员")
    keep_placement(session, post, **facts)
    first, second = post_lines(session)
    assert (first.id, second.id) == (post.id, quiet.id)
    assert words in first.waits
    assert first.waits_tone == tone


def test_the_dead_and_the_old_stand_before_others(session: Session) -> None:
    post = keep_post(session)
    dead = keep_person(session, 3, died_on=date(2026, 11, 1))
    old = keep_person(session, 5, citizen_id="", birth_on=date(1961, 11, 24), sex="1")
    begins: dict[str, Any] = {"started_on": date(2026, 2, 1), "agreement_to": date(2027, 1, 31)}
    with session.operation("test", "安置") as operation:
        for person in (dead, old):
            wish = Placement(village_code=VILLAGE, post_id=post.id, person_id=person.id)
            operation.save(replace(wish, **begins))
    line = post_lines(session)[0]
    assert (line.taken, line.state) == (2, "full")
    assert line.waits == "乌云3已登记死亡，要办退岗"
    with session.operation("test", "退岗") as operation:
        first = session.find(Placement, person_id=dead.id)[0]
        operation.save(replace(first, last_day_on=date(2026, 11, 1)))
    assert "已到年龄上限" in post_lines(session)[0].waits


def test_posts_are_found_by_their_words_and_holders(session: Session) -> None:
    post = keep_post(session, title="护林员", fund="ecology")
    keep_post(session, title="保洁员")
    keep_placement(session, post, 7, started_on=date(2026, 2, 1))
    assert [line.title for line in post_lines(session, "乌云7")] == ["护林员"]
    assert [line.title for line in post_lines(session, "护林 生态")] == ["护林员"]
    assert post_lines(session, "没有") == []


def test_a_file_keeps_those_who_left_apart(session: Session) -> None:
    post = keep_post(session)
    stays = keep_placement(session, post, 1, started_on=date(2026, 2, 1))
    left = keep_placement(
        session,
        post,
        2,
        started_on=date(2026, 2, 1),
        last_day_on=date(2026, 3, 1),
        exit_reason="14",
    )
    file = post_file(session, post.id)
    assert [one.id for one in file.holders] == [stays.id]
    assert [(one.id, one.exit_text) for one in file.former] == [(left.id, "自愿退出")]
    assert (file.line.taken, file.line.pending) == (1, 0)
    assert file.holders[0].citizen_id.count("*") == 8
    with pytest.raises(Refused):
        post_file(session, NEW)
