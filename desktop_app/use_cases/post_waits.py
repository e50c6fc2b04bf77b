"""What waits on a seat: the words in amber and brick below a post."""

from dataclasses import dataclass
from datetime import date, timedelta

from db.post_queries import Seat
from desktop_app.domain.dates import short
from desktop_app.domain.placement_rules import age_limit_on
from desktop_app.domain.placement_steps import begun, left
from desktop_app.domain.records import Person, Placement
from desktop_app.domain.rules import RulePack


@dataclass(frozen=True, slots=True)
class Wait:
    """How a seat counts (taken, pending or '') and what waits there; the lowest rank is first."""

    seat: str
    rank: int
    words: str = ""
    tone: str = ""


def wait_of(pack: RulePack, seat: Seat, today: date) -> Wait:
    """Return what waits on a seat."""
    placement = Placement(
        notice_to=seat.notice_to,
        decided_on=seat.decided_on,
        agreement_from=seat.agreement_from,
        agreement_to=seat.agreement_to,
        started_on=seat.started_on,
        last_day_on=seat.last_day_on,
    )
    if left(placement, today):
        return _vacancy(pack, seat, today)
    if begun(placement, today):
        return _at_work(pack, seat, today)
    return _pending(seat, today)


def _vacancy(pack: RulePack, seat: Seat, today: date) -> Wait:
    days = pack.number("post.vacancy_report_days", today)
    if seat.last_day_on is None:
        return Wait("", 9)
    until = seat.last_day_on + timedelta(days=days)
    words = f"{seat.name}{short(seat.last_day_on)}离岗，{short(until)}前要报空岗"
    return Wait("", 2, words, "warn")


def _at_work(pack: RulePack, seat: Seat, today: date) -> Wait:
    if seat.died_on is not None and seat.last_day_on is None:
        return Wait("taken", 0, f"{seat.name}已登记死亡，要办退岗", "bad")
    if seat.last_day_on is not None:
        return Wait("taken", 4, f"{seat.name}{short(seat.last_day_on)}退岗", "warn")
    person = Person(sex=seat.sex, birth_on=seat.birth_on, citizen_id=seat.citizen_id)
    reached = age_limit_on(pack, person, today)
    if reached is not None and reached <= today:
        return Wait("taken", 0, f"{seat.name}{short(reached)}已到年龄上限，要办退岗", "bad")
    return _agreement(pack, seat, today)


def _agreement(pack: RulePack, seat: Seat, today: date) -> Wait:
    ends = seat.agreement_to
    if ends is None:
        return Wait("taken", 5, f"{seat.name}的协议期限没有登记", "warn")
    if ends < today:
        return Wait("taken", 1, f"{seat.name}的协议{short(ends)}已到期，没有办退岗", "bad")
    warn = pack.number("post.agreement_warn_days", today)
    if (ends - today).days <= warn:
        return Wait("taken", 4, f"{seat.name}的协议{short(ends)}到期", "warn")
    return Wait("taken", 9)


def _pending(seat: Seat, today: date) -> Wait:
    if seat.agreement_from is not None or seat.started_on is not None:
        day = seat.started_on or seat.agreement_from
        return Wait("pending", 8, f"{seat.name}{short(day)}上岗" if day else "")
    ends = seat.notice_to
    if seat.decided_on is not None or ends is None:
        return Wait("pending", 7, f"{seat.name}的安置正在办")
    if ends < today:
        return Wait("pending", 3, f"{seat.name}的公示{short(ends)}已期满，登记结果", "warn")
    if ends == today:
        return Wait("pending", 3, f"{seat.name}在公示，今天期满", "warn")
    return Wait("pending", 6, f"{seat.name}在公示，{short(ends)}期满")
