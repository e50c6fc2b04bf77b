"""A village with posts, holders and agreements, for the tests of attendance and rolls."""

from dataclasses import replace
from datetime import date

from desktop_app.domain.records import Agreement, Person, Placement, Post, Roll
from desktop_app.session import Session
from desktop_app.use_cases.attendance import confirm_attendance
from desktop_app.use_cases.rolls import close_roll
from tests.sessions import VILLAGE, keep_person, keep_post

HRSS, AGRICULTURE = "hrss", "agriculture"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
BASIS = "内乡振发〔2026〕示范1号"
OFFICE = "达茂旗就业服务中心"


def keep_holder(
    session: Session,
    post: Post,
    number: int,
    *,
    standard_fen: int | None = None,
    person: Person | None = None,
    **facts: object,
) -> Placement:
    """Keep a made-up person on a post with an agreement for the whole year."""
    person = person or keep_person(
        session, number, account=f"6217{number:015}", bank="达茂旗农商银行"
    )
    placement = Placement(
        village_code=post.village_code,
        post_id=post.id,
        person_id=person.id,
        decided_on=YEAR[0],
        agreement_from=YEAR[0],
        agreement_to=YEAR[1],
        started_on=YEAR[0],
    )
    placement = replace(placement, **facts)  # type: ignore[arg-type]
    with session.operation("test", "安置") as operation:
        placement = operation.save(placement)
        operation.save(
            Agreement(
                village_code=post.village_code,
                placement_id=placement.id,
                begins_on=placement.agreement_from,
                ends_on=placement.agreement_to,
                standard_fen=standard_fen,
                required_days=post.required_days,
            )
        )
    return placement


def keep_village(session: Session, people: int = 3) -> tuple[Post, list[Placement]]:
    """Keep a post with holders, 600 yuan a month for 30 days."""
    post = keep_post(session, headcount=99, required_days=30)
    return post, [keep_holder(session, post, number) for number in range(1, people + 1)]


def closed(session: Session, month: str, department: str = HRSS) -> Roll:
    """Check the attendance of a month as it is shown, and close it."""
    confirm_attendance(session, VILLAGE, month, department, "乌兰")
    return close_roll(session, VILLAGE, month, department, basis=BASIS)
