"""Files and applicants of a training village's posts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from desktop_app.domain.attendance import LEAVE, NO_DUTY, SICK, WORKED, full_marks
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import (
    Agreement,
    Appraisal,
    Attendance,
    Document,
    Person,
    Placement,
    Post,
)
from desktop_app.session import Session
from desktop_app.use_cases.applications import (
    apply_for_post,
    check_applicants,
    decline_applicants,
    review_applicants,
)
from desktop_app.use_cases.notices import open_notice
from desktop_app.use_cases.posts import announce_post, approve_post, propose_post

OFFICE = "（练习）旗人力资源和社会保障局"
BOARD = "嘎查村公示栏"
_PAPERS = ("application", "identity", "review", "notice", "agreement")
_WANTED = 4
_FREE = ("4", "5", "7", "9")
"""就业状态 of people who may ask for a post."""


def make_up_files(session: Session, village: str, chance: Random) -> None:
    """Give the holders of a village agreements, papers, accounts, two months of days, and points.

    One of them left three weeks ago.
    """
    month = Month.around(session.today())
    holders = [
        one for one in session.find(Placement, village_code=village) if one.started_on is not None
    ]
    with session.operation("make_up_village", "编排练习档案和考勤") as operation:
        for number, placement in enumerate(holders):
            person, post = (
                session.get(Person, placement.person_id),
                session.get(Post, placement.post_id),
            )
            account = f"6217{chance.randrange(10**14, 10**15)}"
            operation.save(replace(person, account=account, bank="（练习）农村信用社"))
            operation.save(_agreement(post, placement, number))
            for kind in _PAPERS[: 5 - number % 3]:
                operation.save(_paper(placement, kind))
            last = session.today() - timedelta(days=20) if number == len(holders) - 1 else None
            if last is not None:
                operation.save(_left(placement, last))
            for each in (month.previous(), month):
                until = min(last or session.today(), session.today() - timedelta(days=1))
                sheet = _sheet(post, placement, each, until, chance)
                operation.save(replace(sheet, village_code=village))
            operation.save(_points(placement, month.previous(), chance))


def make_up_applicants(session: Session, village: str, people: Sequence[Person]) -> int:
    """Open a post and bring its applicants to different steps; return how many applied."""
    today = session.today()
    wish = Post(
        village_code=village,
        title="水管员",
        kind="water",
        department="hrss",
        fund="employment",
        headcount=2,
        standard_fen=80_000,
        required_days=22,
        place="嘎查村自来水站",
        duties="每天查看水泵和管线，按时供水，登记用水。",
        need="原来的水管员年纪大了，嘎查村还没有专人。",
        proposed_on=today - timedelta(days=60),
    )
    post = propose_post(session, wish)
    approved = today - timedelta(days=40)
    approve_post(session, post.id, approved, OFFICE, f"练人社发〔{approved.year}〕27号")
    announce_post(session, post.id, BOARD, today - timedelta(days=30))
    applicants = _apply(session, post, people, today - timedelta(days=15))
    if len(applicants) == _WANTED:
        _bring_on(session, applicants, today)
    return len(applicants)


def _apply(
    session: Session, post: Post, people: Sequence[Person], day: date
) -> tuple[Placement, ...]:
    """Let people of different households apply, passing over whom the rules do not let."""
    found: dict[object, Placement] = {}
    for person in people:
        if person.employment_status not in _FREE or person.household_id in found:
            continue
        try:
            found[person.household_id] = apply_for_post(session, post.id, [person.id], day)[0]
        except Refused:  # a rule keeps this one from the post: the next is asked
            continue
        if len(found) == _WANTED:
            break
    return tuple(found.values())


def _bring_on(session: Session, applicants: tuple[Placement, ...], today: date) -> None:
    """Leave one at the application, decline one, check one, and hang out the name of one."""
    named, checked, declined, _ = applicants
    votes = {named.id: 25, checked.id: 22, declined.id: 6}
    review_applicants(session, votes, today - timedelta(days=12), 30, 26)
    decline_applicants(
        session, [declined.id], "民主评议同意人数没有过半", today - timedelta(days=11)
    )
    office = "（练习）苏木镇"
    check_applicants(session, [named.id, checked.id], today - timedelta(days=9), office)
    open_notice(session, [named.id], BOARD, today - timedelta(days=3))


def _agreement(post: Post, placement: Placement, number: int) -> Agreement:
    begins = placement.agreement_from
    return Agreement(
        village_code=placement.village_code,
        placement_id=placement.id,
        number=f"练协{begins:%Y}-{placement.village_code[-3:]}{number + 1:02}",
        signed_on=begins,
        begins_on=begins,
        ends_on=placement.agreement_to,
        standard_fen=post.standard_fen,
        standard_period=post.standard_period,
        required_days=post.required_days,
    )


def _paper(placement: Placement, kind: str) -> Document:
    return Document(
        village_code=placement.village_code,
        person_id=placement.person_id,
        placement_id=placement.id,
        kind=kind,
        seen_on=placement.agreement_from,
        kept_at="嘎查村档案柜 2 号",
    )


def _left(placement: Placement, last: date) -> Placement:
    return replace(
        placement,
        last_day_on=last,
        exit_reason="04",
        exit_evidence="本人交来的劳动合同复印件",
        exit_proposed_by="嘎查村",
        stop_month=Month.around(last).next().text,
    )


def _sheet(
    post: Post, placement: Placement, month: Month, until: date, chance: Random
) -> Attendance:
    """Return a month of days worked, with a day of leave or sickness here and there."""
    last = min(month.last, until)
    days = range(1, last.day + 1) if last >= month.first else range(0)
    marks = list(full_marks(month, post.required_days or month.days, days))
    for _ in range(chance.choice((0, 0, 1, 2))):
        day = chance.randrange(month.days)
        if marks[day] == WORKED:
            marks[day] = chance.choice((LEAVE, SICK, "h"))
    if not days:
        marks = [NO_DUTY] * month.days
    return Attendance(placement_id=placement.id, month=month.text, marks="".join(marks))


def _points(placement: Placement, month: Month, chance: Random) -> Appraisal:
    points = chance.randint(82, 98)
    return Appraisal(
        village_code=placement.village_code,
        placement_id=placement.id,
        month=month.text,
        village_points=points,
        township_points=points - 2,
        villager_points=points + 1,
        result="good" if points >= 95 else "fit",
    )
