"""The nine steps of a placement: which are done, which comes next, and whether days fit."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from desktop_app.domain.dates import short, told
from desktop_app.domain.records import Placement, Post, labels
from desktop_app.domain.rules import Finding, RulePack

STEPS = ("需求", "批复", "申请", "评议", "公示", "协议", "上岗", "在岗", "退岗")
APPLIED, REVIEWED, NOTICE, AGREEMENT, START, WORK, LEAVE = range(2, 9)

IN_ORDER = (
    "applied_on",
    "reviewed_on",
    "notice_from",
    "notice_to",
    "decided_on",
    "agreement_from",
    "started_on",
)
ALREADY_DONE = ("applied_on", "reviewed_on", "decided_on")
"""Days that say what happened, so that they cannot lie ahead."""

ORDER_BASIS = "申请、评议、公示、聘用、签协议、上岗依次办理 · 各地乡村公益性岗位办法的聘用程序"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a placement has come.

    ``steps`` are (name, words below it), ``current`` counts from 0 and is 9 when all is done;
    ``sentence`` says what is missing, ``verb`` names the button that does it.
    """

    steps: tuple[tuple[str, str], ...]
    current: int
    sentence: str
    verb: str
    urgent: bool = False


def begun(placement: Placement, today: date) -> bool:
    """Say whether the person has begun to work."""
    first = placement.started_on or placement.agreement_from
    return first is not None and first <= today


def left(placement: Placement, today: date) -> bool:
    """Say whether the last working day is over."""
    return placement.last_day_on is not None and placement.last_day_on < today


def progress(post: Post, placement: Placement, today: date) -> Progress:
    """Return the steps of a placement with their days, and what comes next."""
    current = _current(placement, today)
    days = (
        post.proposed_on,
        post.approved_on,
        placement.applied_on,
        placement.reviewed_on,
        placement.notice_to,
        placement.agreement_from,
        placement.started_on or placement.agreement_from,
        placement.agreement_to,
        placement.last_day_on,
    )
    steps = tuple(
        (name, _below(number, day, current, today))
        for number, (name, day) in enumerate(zip(STEPS, days, strict=True))
    )
    sentence, verb, urgent = _next(placement, current, today)
    return Progress(steps, current, sentence, verb, urgent)


def post_progress(post: Post) -> Progress:
    """Return the steps of a post that nobody is chosen for."""
    if post.approved_on is None:
        current = 1
        sentence, verb = "等旗县批复。批复以后，登记日期、单位和文号。", "登记批复"
    else:
        current = APPLIED
        sentence, verb = "岗位已经批复，还没有选这个名额的人。", "安置人员"
    days = (post.proposed_on, post.approved_on, *(None,) * 7)
    steps = tuple(
        (name, _below(number, day, current, day or date.min))
        for number, (name, day) in enumerate(zip(STEPS, days, strict=True))
    )
    return Progress(steps, current, sentence, verb)


def day_finding(placement: Placement, today: date, *, renewed: bool = False) -> Finding:
    """Find days that come before what they follow, or tell of what has not happened yet.

    A renewed agreement begins after the person came to work.
    """
    ahead = [name for name in ALREADY_DONE if (_day(placement, name) or today) > today]
    if ahead:
        name = ahead[0]
        return _wrong(
            f"{_label(name)}还没有到。",
            f"{_label(name)} {_day(placement, name)}，今天 {today}。",
            "请对照原件改正日期；还没有办的一步先空着。",
            (name,),
        )
    given = [name for name in IN_ORDER if _day(placement, name) is not None]
    pairs = list(pairwise(name for name in given if not (renewed and name == "agreement_from")))
    if placement.started_on and placement.agreement_to:
        pairs.append(("started_on", "agreement_to"))
    for first, second in pairs:
        if _before(placement, second, first):
            return _wrong(
                f"{_label(second)}早于{_label(first)}。",
                f"{_label(first)} {_day(placement, first)}，"
                f"{_label(second)} {_day(placement, second)}。",
                f"请对照原件，看{_label(first)}和{_label(second)}哪一个填错了。",
                (first, second),
            )
    return _right("各步的日期前后相接。")


def review_finding(placement: Placement) -> Finding:
    """Find numbers of a review that cannot be."""
    due, present, agreed = (
        placement.review_due,
        placement.review_present,
        placement.review_agreed,
    )
    fields = ("review_due", "review_present", "review_agreed")
    found = f"应到 {_count(due)}，实到 {_count(present)}，同意 {_count(agreed)}。"
    for small, large, words in (
        (present, due, "实到人数多于应到人数。"),
        (agreed, present, "同意人数多于实到人数。"),
        (0, min((n for n in (due, present, agreed) if n is not None), default=0), "人数小于零。"),
    ):
        if small is not None and large is not None and small > large:
            return _wrong(words, found, "请对照评议记录改正人数。", fields, "评议人数")
    return _right("评议人数前后相符。", "评议人数")


def notice_finding(pack: RulePack, placement: Placement) -> Finding | None:
    """Say how long the notice hung; a shorter one is for the county to judge."""
    begins, ends = placement.notice_from, placement.notice_to
    if begins is None or ends is None or ends < begins:
        return None
    clause = pack.clause("post.notice_days", begins)
    days, wanted = (ends - begins).days + 1, pack.number("post.notice_days", begins)
    words = f"公示 {days} 天，够 {wanted} 天。"
    if days < wanted:
        words = f"公示 {days} 天，少于 {wanted} 天，请向旗县确认。"
    return Finding(
        rule=clause.key, title=clause.title, passed=True, message=words, basis=clause.cited()
    )


def _current(placement: Placement, today: date) -> int:
    """Return the first step that is not done; a later day means that the earlier ones are."""
    done = (
        (LEAVE, left(placement, today)),
        (WORK, placement.last_day_on is not None),
        (START, begun(placement, today)),
        (AGREEMENT, placement.agreement_from is not None),
        (NOTICE, placement.decided_on is not None),
        (REVIEWED, placement.reviewed_on is not None or placement.notice_from is not None),
        (APPLIED, placement.applied_on is not None),
    )
    return next((step + 1 for step, is_done in done if is_done), APPLIED)


def _next(placement: Placement, current: int, today: date) -> tuple[str, str, bool]:
    if current == NOTICE:
        return _notice(placement, today)
    if current in (WORK, LEAVE):
        return _at_work(placement, today)
    first = placement.started_on or placement.agreement_from
    return {
        APPLIED: ("还没有登记申请日期。", "登记申请", False),
        REVIEWED: ("已经申请，等村级评议。评议完把日期和人数登记上。", "登记评议", False),
        AGREEMENT: ("已经决定聘用。签完协议，把起止日期登记上。", "登记协议", False),
        START: (f"协议已签，{_words(first)}上岗。", "改上岗日期", False),
    }.get(current, ("已经退岗，全部办完。", "", False))


def _notice(placement: Placement, today: date) -> tuple[str, str, bool]:
    ends = placement.notice_to
    if ends is None:
        return "评议通过，还没有登记公示的起止日期。", "登记公示", False
    if ends > today:
        days = (ends - today).days
        words = f"公示还差 {days} 天，{short(ends)}期满。到期后登记有无异议，就能签协议。"
        return words, "登记公示结果", False
    return "公示期满。没有收到异议就能签协议，先登记结果。", "登记公示结果", True


def _at_work(placement: Placement, today: date) -> tuple[str, str, bool]:
    last, ends = placement.last_day_on, placement.agreement_to
    if last is not None:
        return f"已经登记退岗，最后出勤日是{short(last)}。", "", False
    if ends is None:
        return "正在岗位上，还没有登记协议的结束日期。", "登记协议", True
    if ends < today:
        return (
            f"协议{told(ends, today)}已经到期，请办退岗；续签的，登记新的协议期限。",
            "办退岗",
            True,
        )
    return (
        f"正在岗位上，协议到{told(ends, today)}，还有 {(ends - today).days} 天。",
        "办退岗",
        False,
    )


def _below(number: int, day: date | None, current: int, today: date) -> str:
    """Return the words below a step; days that are only planned stand where one acts now."""
    if day is None or number > current:
        return ""
    if number < current:
        return short(day) if day.year == today.year else f"{day:%Y-%m}"
    if number == NOTICE:
        return "今天期满" if day == today else f"{short(day)}期满"
    words = short(day) if day.year == today.year else f"{day:%Y-%m}"
    return f"到{words}" if number == WORK else words


def _before(placement: Placement, first: str, second: str) -> bool:
    one, other = _day(placement, first), _day(placement, second)
    return one is not None and other is not None and one < other


def _day(placement: Placement, name: str) -> date | None:
    day: date | None = getattr(placement, name)
    return day


def _label(name: str) -> str:
    return labels(Placement)[name].text


def _words(day: date | None) -> str:
    return short(day) if day else ""


def _count(number: int | None) -> str:
    return "未填" if number is None else f"{number} 人"


def _right(message: str, title: str = "办理顺序") -> Finding:
    return Finding(
        rule="placement.order", title=title, passed=True, message=message, basis=ORDER_BASIS
    )


def _wrong(
    message: str, found: str, advice: str, fields: tuple[str, ...], title: str = "办理顺序"
) -> Finding:
    return Finding(
        rule="placement.order",
        title=title,
        passed=False,
        message=f"没有保存：{message}",
        found=found,
        basis=ORDER_BASIS,
        advice=advice,
        fields=fields,
    )
