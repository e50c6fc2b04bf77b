"""What waits on a seat: the words in amber and brick below a post, and the list it stands in."""

from dataclasses import dataclass
from datetime import date

from db.post_queries import Seat
from desktop_app.domain.dates import short
from desktop_app.domain.exit_rules import open_steps, report_until
from desktop_app.domain.placement_facts import is_chosen
from desktop_app.domain.placement_rules import age_limit_on
from desktop_app.domain.placement_steps import (
    begun,
    insurance_missing,
    is_waiting_for_office,
    left,
)
from desktop_app.domain.procedure_rules import is_objected
from desktop_app.domain.rules import RulePack

APPROVAL, NOTICE, EXPIRING, EXITS = "approval", "notice", "expiring", "exits"
LISTS = (
    (APPROVAL, "等审批"),
    (NOTICE, "公示中"),
    (EXPIRING, "快到期"),
    (EXITS, "退岗没办完"),
)
"""The lists that posts can be narrowed to, and how they are called."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How a seat counts and what waits there; the lowest rank is first.

    ``seat`` is taken, chosen, applied or ''; ``lists`` names those of ``LISTS`` it stands in.
    """

    seat: str
    rank: int
    words: str = ""
    tone: str = ""
    lists: frozenset[str] = frozenset()


def wait_of(pack: RulePack, seat: Seat, today: date) -> Wait:
    """Return what waits on a seat."""
    placement = seat.placement
    if left(placement, today):
        found = _left(pack, seat, today)
    elif begun(placement, today):
        found = _at_work(pack, seat, today)
    else:
        found = _pending(seat, today)
    lists = {*found.lists}
    if is_waiting_for_office(placement, today):
        lists.add(APPROVAL)
    if placement.last_day_on is not None and open_steps(placement, today):
        lists.add(EXITS)
    return Wait(found.seat, found.rank, found.words, found.tone, frozenset(lists))


def _left(pack: RulePack, seat: Seat, today: date) -> Wait:
    last, name = seat.placement.last_day_on, seat.person.name
    steps = open_steps(seat.placement, today)
    if last is None or not steps:
        return Wait("", 9)
    until = report_until(pack, last)
    if "report" in steps and until < today:
        return Wait("", 1, f"{name}{short(last)}离岗，{short(until)}前要报空岗，已经超过", "bad")
    if "report" in steps:
        return Wait("", 2, f"{name}{short(last)}离岗，{short(until)}前要报空岗", "warn")
    words = {
        "approve": "退岗等审批",
        "tell": "退岗还没有告知",
        "sign": "退岗告知还没有签收",
        "recover": "补贴还没有追回",
    }[steps[0]]
    return Wait("", 4, f"{name}{words}", "warn")


def _at_work(pack: RulePack, seat: Seat, today: date) -> Wait:
    placement, person = seat.placement, seat.person
    if person.died_on is not None and placement.last_day_on is None:
        return Wait("taken", 0, f"{person.name}已登记死亡，要办退岗", "bad", frozenset((EXPIRING,)))
    if placement.last_day_on is not None:
        return Wait("taken", 4, f"{person.name}{short(placement.last_day_on)}退岗", "warn")
    reached = age_limit_on(pack, person, today)
    if reached is not None and reached <= today:
        words = f"{person.name}{short(reached)}已到年龄上限，要办退岗"
        return Wait("taken", 0, words, "bad", frozenset((EXPIRING,)))
    return _agreement(pack, seat, today)


def _agreement(pack: RulePack, seat: Seat, today: date) -> Wait:
    ends, name = seat.placement.agreement_to, seat.person.name
    soon = frozenset((EXPIRING,))
    if ends is None:
        return Wait("taken", 5, f"{name}的协议期限没有登记", "warn")
    if ends < today:
        return Wait("taken", 1, f"{name}的协议{short(ends)}已到期，没有办退岗", "bad", soon)
    warn = pack.number("post.agreement_warn_days", today)
    if (ends - today).days <= warn:
        return Wait("taken", 4, f"{name}的协议{short(ends)}到期", "warn", soon)
    if insurance_missing(pack, seat.placement, today):
        return Wait("taken", 6, f"{name}今天没有意外险", "warn")
    return Wait("taken", 9)


def _pending(seat: Seat, today: date) -> Wait:
    placement, name = seat.placement, seat.person.name
    kind = "chosen" if is_chosen(placement) else "applied"
    if placement.agreement_from is not None or placement.started_on is not None:
        day = placement.started_on or placement.agreement_from
        return Wait(kind, 8, f"{name}{short(day)}上岗" if day else "")
    ends = placement.notice_to
    if placement.decided_on is not None or ends is None:
        return Wait(kind, 7, f"{name}的安置正在办")
    hanging = frozenset((NOTICE,))
    if is_objected(placement):
        return Wait(kind, 2, f"{name}的公示收到异议，还没有处理", "bad", hanging)
    if ends < today:
        return Wait(kind, 3, f"{name}的公示{short(ends)}已期满，等决定聘用", "warn")
    if ends == today:
        return Wait(kind, 3, f"{name}在公示，今天期满", "warn", hanging)
    return Wait(kind, 6, f"{name}在公示，{short(ends)}期满", lists=hanging)
