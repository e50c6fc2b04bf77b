"""The nine steps of a placement: which are done, which comes next, and what each consists of."""

from dataclasses import dataclass
from datetime import date

from desktop_app.domain.dates import short, told
from desktop_app.domain.exit_rules import open_steps, report_until
from desktop_app.domain.placement_facts import is_chosen
from desktop_app.domain.procedure_rules import is_objected
from desktop_app.domain.records import Placement, Post
from desktop_app.domain.rules import RulePack

STEPS = ("需求", "批复", "申请", "评议", "公示", "协议", "上岗", "在岗", "退岗")
NEED, APPROVAL, APPLIED, REVIEWED, NOTICE, AGREEMENT, START, WORK, LEAVE = range(9)

OFFICE_ACTS = frozenset(("approve", "check", "decide", "approve_exit"))
"""What only an office does once the desk is in its books."""

Detail = tuple[str, date | None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a placement has come.

    ``steps`` are (name, words below it), ``current`` counts from 0 and is 9 when all is done;
    ``sentence`` says what is missing, ``verb`` names the button that does ``act``. ``details``
    are what the current step consists of, each with its day or none.
    """

    steps: tuple[tuple[str, str], ...]
    current: int
    sentence: str
    verb: str
    urgent: bool = False
    act: str = ""
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class _Next:
    """What comes next: which act, how its button is called, what is said."""

    act: str
    verb: str
    sentence: str
    urgent: bool = False


def begun(placement: Placement, today: date) -> bool:
    """Say whether the person has begun to work."""
    first = placement.started_on or placement.agreement_from
    return first is not None and first <= today


def left(placement: Placement, today: date) -> bool:
    """Say whether the last working day is over."""
    return placement.last_day_on is not None and placement.last_day_on < today


def progress(
    pack: RulePack, post: Post, placement: Placement, today: date, *, decides: bool = True
) -> Progress:
    """Return the steps of a placement with their days, and what comes next.

    ``decides`` says whether this desk may do what an office does.
    """
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
    found = _next(pack, placement, current, today)
    return _progress(days, current, _for(found, decides=decides), _details(placement), today)


def post_progress(post: Post, today: date, *, decides: bool = True) -> Progress:
    """Return the steps of a post that nobody is chosen for."""
    if post.approved_on is None:
        current = APPROVAL
        found = _Next("approve", "登记批复", "等旗县批复。批复以后，登记日期、单位和文号。")
    elif post.announced_from is None:
        current = APPLIED
        found = _Next("announce", "登记公告", "岗位已经批复。先公告招人，再登记报名。")
    else:
        current = APPLIED
        until = f"公告到{short(post.announced_to)}，" if post.announced_to else "已经公告，"
        found = _Next("apply", "登记报名", f"{until}把报名的人逐个登记上。")
    days = (post.proposed_on, post.approved_on, *(None,) * 7)
    details = {APPROVAL: _post_details(post), APPLIED: _post_details(post)}
    return _progress(days, current, _for(found, decides=decides), details, today)


def _progress(
    days: tuple[date | None, ...],
    current: int,
    found: _Next,
    details: dict[int, tuple[Detail, ...]],
    today: date,
) -> Progress:
    steps = tuple(
        (name, _below(number, day, current, today))
        for number, (name, day) in enumerate(zip(STEPS, days, strict=True))
    )
    return Progress(
        steps,
        current,
        found.sentence,
        found.verb,
        found.urgent,
        found.act,
        details.get(min(current, LEAVE), ()),
    )


def _for(found: _Next, *, decides: bool) -> _Next:
    """Take the button away where another desk has to act."""
    if decides or found.act not in OFFICE_ACTS:
        return found
    who = "苏木镇审核" if found.act == "check" else "苏木镇或旗县审批"
    return _Next("", "", f"已经报上去，等{who}；那边办完，同步一次就能接着办。", found.urgent)


def _post_details(post: Post) -> tuple[Detail, ...]:
    return (
        ("申报", post.proposed_on),
        ("批复", post.approved_on),
        ("公告", post.announced_from),
    )


def _details(one: Placement) -> dict[int, tuple[Detail, ...]]:
    """Return what each step consists of."""
    return {
        APPLIED: (("申请", one.applied_on),),
        REVIEWED: (("评议", one.reviewed_on), ("审核", one.checked_on)),
        NOTICE: (
            ("公示开始", one.notice_from),
            ("公示结束", one.notice_to),
            *((("异议处理", one.objection_settled_on),) if one.objected_on else ()),
            ("聘用决定", one.decided_on),
        ),
        AGREEMENT: (("协议开始", one.agreement_from), ("协议结束", one.agreement_to)),
        START: (
            ("岗前培训", one.trained_on),
            ("意外险", one.insured_from),
            ("上岗", one.started_on),
        ),
        WORK: (
            ("上岗", one.started_on),
            ("协议到", one.agreement_to),
            ("意外险到", one.insured_to),
        ),
        LEAVE: (
            ("最后出勤", one.last_day_on),
            ("审批", one.exit_approved_on),
            ("告知", one.exit_notice_on),
            ("签收", one.exit_received_on),
            *((("追回", one.recovered_on),) if one.recover_fen else ()),
            ("空岗报告", one.vacancy_reported_on),
        ),
    }


def _current(placement: Placement, today: date) -> int:
    """Return the first step that is not done; a later day means that the earlier ones are."""
    if placement.declined_on is not None:
        return LEAVE + 1
    if placement.last_day_on is not None:
        return LEAVE if open_steps(placement, today) or not left(placement, today) else LEAVE + 1
    done = (
        (START, placement.started_on is not None and begun(placement, today)),
        (AGREEMENT, placement.agreement_from is not None or placement.started_on is not None),
        (NOTICE, placement.decided_on is not None),
        (REVIEWED, placement.checked_on is not None or placement.notice_from is not None),
        (APPLIED, placement.applied_on is not None or placement.reviewed_on is not None),
    )
    return next((step + 1 for step, is_done in done if is_done), APPLIED)


def _next(pack: RulePack, one: Placement, current: int, today: date) -> _Next:
    if one.declined_on is not None:
        return _Next("", "", f"{told(one.declined_on, today)}登记未聘：{one.declined_reason}。")
    if current in (APPLIED, AGREEMENT):
        return {
            APPLIED: _Next("date", "登记申请", "还没有登记申请日期。"),
            AGREEMENT: _Next("sign", "登记协议", "已经决定聘用。签完协议，把起止日期登记上。"),
        }[current]
    step = {
        REVIEWED: _reviewed,
        NOTICE: _notice,
        START: _start,
        WORK: _at_work,
        LEAVE: _leaving,
    }.get(current)
    return step(pack, one, today) if step else _Next("", "", "已经退岗，全部办完。")


def _reviewed(pack: RulePack, one: Placement, today: date) -> _Next:
    if one.reviewed_on is None:
        return _Next("review", "登记评议", "已经申请，等村级评议。评议完把日期和人数登记上。")
    return _Next("check", "登记审核", "评议已经登记，等苏木镇审核。审核通过就能公示。")


def _notice(pack: RulePack, one: Placement, today: date) -> _Next:
    ends = one.notice_to
    if ends is None:
        return _Next("notice", "登记公示", "审核通过，还没有登记公示的起止日期和地点。")
    if is_objected(one):
        return _Next("settle", "处理异议", "收到异议，处理完才能决定聘用。", urgent=True)
    if ends > today:
        days = (ends - today).days
        words = f"公示还差 {days} 天，{short(ends)}期满。收到异议随时登记；没有异议，到期决定聘用。"
        return _Next("", "", words)
    return _Next("decide", "决定聘用", "公示期满。没有收到异议，就登记聘用决定。", urgent=True)


def _start(pack: RulePack, one: Placement, today: date) -> _Next:
    begins = one.started_on or one.agreement_from
    when = f"协议{told(begins, today)}开始，" if begins else ""
    untrained = one.trained_on is None and one.started_on is None
    if untrained and pack.holds("post.training_first", today):
        return _Next("train", "登记培训", f"{when}先岗前培训，把日期登记上。")
    if insurance_missing(pack, one, begins or today):
        return _Next("insure", "登记保险", f"{when}还没有登记意外险，上岗前先保上。")
    late = begins is not None and begins <= today
    return _Next("start", "登记上岗", f"{when}还没有登记上岗日期。", urgent=late)


def insurance_missing(pack: RulePack, one: Placement, on: date) -> bool:
    """Say whether accident insurance is asked for and does not cover a day."""
    if not pack.holds("post.accident_insurance", on):
        return False
    covered = one.insured_from is not None and one.insured_from <= on
    return not covered or (one.insured_to is not None and one.insured_to < on)


def _at_work(pack: RulePack, one: Placement, today: date) -> _Next:
    ends = one.agreement_to
    if ends is None:
        return _Next("sign", "登记协议", "正在岗位上，还没有登记协议的结束日期。", urgent=True)
    if ends < today:
        words = f"协议{told(ends, today)}已经到期，请办退岗；续签的，登记新的协议期限。"
        return _Next("leave", "办退岗", words, urgent=True)
    if insurance_missing(pack, one, today):
        words = "正在岗位上，今天没有意外险。保上以后，把保单和起止日期登记上。"
        return _Next("insure", "登记保险", words, urgent=True)
    words = f"正在岗位上，协议到{told(ends, today)}，还有 {(ends - today).days} 天。"
    return _Next("leave", "办退岗", words)


def _leaving(pack: RulePack, one: Placement, today: date) -> _Next:
    last = one.last_day_on or today
    steps = open_steps(one, today)
    if not steps:
        return _Next("", "", f"已经登记退岗，最后出勤日是{told(last, today)}。")
    until = report_until(pack, last)
    late = "report" in steps and until < today
    return {
        "approve": _Next("approve_exit", "审批退岗", "退岗已经提出，等苏木镇或旗县审批。"),
        "tell": _Next("tell_exit", "登记告知", "还没有登记退岗告知：哪天、怎么送达。"),
        "sign": _Next("sign_exit", "登记签收", "告知已经送出，还没有登记签收日期。"),
        "recover": _Next("recover", "登记追回", "有要追回的补贴，追回以后登记日期。"),
        "report": _Next(
            "report",
            "报空岗",
            f"空岗要在{told(until, today)}前报告，{'已经超过。' if late else '还没有登记。'}",
            urgent=late,
        ),
    }["report" if late else steps[0]]


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


def is_waiting_for_office(placement: Placement, today: date) -> bool:
    """Say whether an office has to decide next: on the check, on employing, or on an exit."""
    if placement.declined_on is not None:
        return False
    if placement.last_day_on is not None:
        return placement.exit_approved_on is None
    if is_chosen(placement):
        return False
    if placement.notice_to is not None:
        return placement.notice_to <= today and not is_objected(placement)
    return placement.reviewed_on is not None and placement.checked_on is None
