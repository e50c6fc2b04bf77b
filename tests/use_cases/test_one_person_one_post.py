"""Whatever is done with posts on one desk, in any order, nobody ever holds two."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_facts import is_chosen, is_open
from desktop_app.domain.records import Placement
from desktop_app.session import Session
from desktop_app.use_cases.agreements import renew_agreement, sign_agreement
from desktop_app.use_cases.applications import (
    apply_for_post,
    check_applicants,
    decline_applicants,
    review_applicants,
)
from desktop_app.use_cases.clashes import clashes
from desktop_app.use_cases.exits import approve_exits, end_placement, return_exit
from desktop_app.use_cases.history import redo, undo
from desktop_app.use_cases.notices import open_notice
from desktop_app.use_cases.on_post import insure_holders, start_work, train_holders
from desktop_app.use_cases.placement_decisions import decide_placements
from desktop_app.use_cases.placements import place_person, withdraw_placement
from tests.sessions import TODAY, keep_person, open_test_session
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

Act = Callable[[Session, Placement], object]

ON_PLACEMENTS: dict[str, Act] = {
    "review": lambda s, p: review_applicants(s, {p.id: 20}, REVIEWED, 30, 26),
    "check": lambda s, p: check_applicants(s, [p.id], CHECKED, "苏木镇"),
    "notice": lambda s, p: open_notice(s, [p.id], "公示栏", NOTICED),
    "decide": lambda s, p: decide_placements(s, [p.id], OFFICE, DECIDED),
    "decline": lambda s, p: decline_applicants(s, [p.id], "名额已满"),
    "sign": lambda s, p: sign_agreement(s, p.id, BEGINS),
    "renew": lambda s, p: renew_agreement(s, p.id),
    "train": lambda s, p: train_holders(s, [p.id], DECIDED),
    "insure": lambda s, p: insure_holders(s, [p.id], "人保", "P1", BEGINS),
    "start": lambda s, p: start_work(s, [p.id], BEGINS),
    "leave": lambda s, p: end_placement(s, p.id, BEGINS + timedelta(days=2), "04"),
    "leave later": lambda s, p: end_placement(s, p.id, date(2026, 12, 31), "07"),
    "approve": lambda s, p: approve_exits(s, [p.id], OFFICE),
    "return": lambda s, p: return_exit(s, p.id, "撤回申请"),
    "withdraw": lambda s, p: withdraw_placement(s, p.id),
    "correct": lambda s, p: place_person(s, replace(p, started_on=BEGINS + timedelta(days=1))),
}
STRIDES = (
    ("review", "check", "notice", "decide"),
    ("sign", "train", "insure", "start"),
    ("review", "check", "notice", "decide", "sign", "train", "insure", "start"),
)
"""What people do in a row, so that chance gets to the end of it too."""

PEOPLE, POSTS = 2, 2
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("apply"), st.integers(0, PEOPLE - 1), st.integers(0, POSTS - 1)),
        st.tuples(st.just("place"), st.integers(0, PEOPLE - 1), st.integers(0, POSTS - 1)),
        st.tuples(st.sampled_from([*ON_PLACEMENTS]), st.integers(0, 5), st.just(0)),
        st.tuples(st.sampled_from(STRIDES), st.integers(0, 5), st.just(0)),
        st.tuples(st.sampled_from(["undo", "redo"]), st.just(0), st.just(0)),
    ),
    min_size=4,
    max_size=14,
)


def attempt(act: Callable[[], object]) -> None:
    """Do what is not refused."""
    with suppress(Refused):
        act()


def live(session: Session, steps: list[tuple[object, int, int]]) -> None:
    """Do the steps with two people and two posts, on the two lines of funding."""
    people = [keep_person(session, number).id for number in range(1, PEOPLE + 1)]
    posts = [
        announced_post(session, title="护林员", department="agriculture").id,
        announced_post(session, title="保洁员", department="hrss", headcount=1).id,
    ]
    for step, first, second in steps:
        if step in ("undo", "redo"):
            attempt(lambda name=step: (undo if name == "undo" else redo)(session))  # type: ignore[misc]
        elif step == "apply":
            attempt(lambda p=people[first], o=posts[second]: apply_for_post(  # type: ignore[misc]
                session, o, [p], APPLIED))  # fmt: skip
        elif step == "place":
            wish = Placement(
                post_id=posts[second],
                person_id=people[first],
                decided_on=DECIDED,
                started_on=BEGINS,
                agreement_from=BEGINS,
                agreement_to=date(2027, 11, 19),
            )
            attempt(lambda w=wish: place_person(session, w))  # type: ignore[misc]
        else:
            _on_placement(session, step, first)
        assert_one_post_each(session)


def _on_placement(session: Session, step: object, number: int) -> None:
    for name in step if isinstance(step, tuple) else (step,):
        found = session.find(Placement)
        if found:
            one = found[number % len(found)]
            attempt(lambda n=name, p=one: ON_PLACEMENTS[n](session, p))  # type: ignore[misc]


def assert_one_post_each(session: Session) -> None:
    """Look on every day at who is chosen for a post, works or has a last day to come."""
    running = [one for one in session.find(Placement) if is_chosen(one)]
    for day in (BEGINS, BEGINS + timedelta(days=1), TODAY, date(2027, 1, 1)):
        held = [one.person_id for one in running if is_open(one, day) and _begins(one) <= day]
        assert len(held) == len(set(held)), day
    assert [one for one in clashes(session) if "两个岗位" in one.what] == []
    assert [one for one in clashes(session) if "超过名额" in one.what] == []


def _begins(one: Placement) -> date:
    return one.started_on or one.agreement_from or one.decided_on or date.min


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_no_sequence_of_use_cases_gives_somebody_two_posts(
    steps: list[tuple[object, int, int]],
) -> None:
    with TemporaryDirectory() as folder:
        session = open_test_session(Path(folder))
        try:
            live(session, steps)
        finally:
            session.close()


def test_the_strides_reach_the_work(tmp_path: Path) -> None:
    session = open_test_session(tmp_path)
    live(session, [("apply", 0, 0), (STRIDES[2], 0, 0), ("apply", 0, 1), ("place", 0, 1)])
    (one,) = session.find(Placement)
    assert one.started_on == BEGINS
