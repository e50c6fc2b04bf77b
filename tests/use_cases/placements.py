"""A placement brought as far as a test needs it, by the same use cases that people call."""

from datetime import date
from uuid import UUID

from desktop_app.domain.records import Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.agreements import sign_agreement
from desktop_app.use_cases.applications import (
    apply_for_post,
    check_applicants,
    review_applicants,
)
from desktop_app.use_cases.notices import open_notice
from desktop_app.use_cases.on_post import insure_holders, start_work, train_holders
from desktop_app.use_cases.placement_decisions import decide_placements
from tests.sessions import keep_person, keep_post

OFFICE = "达茂旗人力资源和社会保障局"
APPLIED, REVIEWED, CHECKED = date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 8)
NOTICED, DECIDED = date(2026, 11, 10), date(2026, 11, 17)
BEGINS = date(2026, 11, 20)
STEPS = ("applied", "reviewed", "checked", "noticed", "decided", "signed", "started")


def announced_post(session: Session, **facts: object) -> Post:
    """Keep an approved and announced post with two seats and return it."""
    announcement: dict[str, object] = {
        "announced_from": date(2026, 10, 20),
        "announced_to": date(2026, 10, 22),
        "announced_at": "嘎查村公示栏",
    }
    return keep_post(session, **{**announcement, **facts})


def placed(
    session: Session, post: Post, number: int = 1, *, until: str = "started", **person: object
) -> Placement:
    """Return a placement of a new person that has come as far as ``until``."""
    who = keep_person(session, number, **person).id
    placement = apply_for_post(session, post.id, [who], APPLIED)[0]
    return go_on(session, placement.id, "applied", until)


def go_on(session: Session, id_: UUID, done: str, until: str) -> Placement:
    """Do the steps after ``done`` up to ``until``."""
    for step in STEPS[STEPS.index(done) + 1 : STEPS.index(until) + 1]:
        _do(session, id_, step)
    return session.get(Placement, id_)


def _do(session: Session, id_: UUID, step: str) -> None:
    if step == "reviewed":
        review_applicants(session, {id_: 25}, REVIEWED, 30, 26)
    elif step == "checked":
        check_applicants(session, [id_], CHECKED, "希拉穆仁苏木 王建国")
    elif step == "noticed":
        open_notice(session, [id_], "嘎查村公示栏", NOTICED)
    elif step == "decided":
        decide_placements(session, [id_], OFFICE, DECIDED)
    elif step == "signed":
        sign_agreement(session, id_, BEGINS)
    else:
        train_holders(session, [id_], DECIDED)
        insure_holders(session, [id_], "人保财险", "PI2026-0001", BEGINS)
        start_work(session, [id_], BEGINS)
