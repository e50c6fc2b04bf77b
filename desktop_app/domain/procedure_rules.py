"""How a placement comes about: the days in order, the review, the check, the notice.

What cannot be (numbers, days out of order) forbids the step itself. What is still missing
forbids the decision to employ, and is asked of the county where paper brought the decision.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from desktop_app.domain.records import Placement, Post, labels
from desktop_app.domain.rules import Clause, Finding, RulePack
from desktop_app.domain.workdays import counted_days, day_words, notice_ends

IN_ORDER = (
    "applied_on",
    "reviewed_on",
    "checked_on",
    "notice_from",
    "notice_to",
    "decided_on",
    "agreement_from",
    "started_on",
)
ALREADY_DONE = ("applied_on", "reviewed_on", "checked_on", "decided_on", "trained_on")
"""Days that say what happened, so that they cannot lie ahead."""

ORDER_BASIS = (
    "申请、评议、审核、公示、聘用、签协议、上岗依次办理 · 各地乡村公益性岗位办法的聘用程序"
)
ASK = "请向旗县确认"


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
    for first, second in (("started_on", "agreement_to"), ("insured_from", "insured_to")):
        if _day(placement, first) and _day(placement, second):
            pairs.append((first, second))
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
    clause, wanted = (
        pack.clause("post.notice_days", begins),
        pack.number("post.notice_days", begins),
    )
    days, unit = counted_days(pack, begins, ends), day_words(pack, begins)
    words = f"公示 {days} {unit}，够 {wanted} {unit}。"
    if days < wanted:
        words = f"公示 {days} {unit}，少于 {wanted} {unit}，{ASK}。"
    found = (
        f"{begins} 至 {ends}，从 {begins} 起算够 {wanted} {unit}要到 {usual_end(pack, begins)}。"
    )
    return _cited(clause, words, found=found)


def usual_end(pack: RulePack, begins: date) -> date:
    """Return the last day of a notice that begins on a day."""
    return notice_ends(pack, begins, pack.number("post.notice_days", begins))


def announcement_end(pack: RulePack, begins: date) -> date:
    """Return the last day of an announcement (公告) that begins on a day."""
    return notice_ends(pack, begins, pack.number("post.announced_days", begins))


def announcement_finding(pack: RulePack, post: Post, on: date) -> Finding | None:
    """Ask that a post is announced before people apply on ``on``; none where it is not asked."""
    clause = pack.clause("post.announcement_first", on)
    if clause.value is False:
        return None
    if post.announced_from is None:
        return _cited(
            clause,
            f"{post.title}还没有公告。",
            found="岗位资料里没有公告日期。",
            advice="先登记公告的起止和地点，再登记报名。",
            fields=("post_id",),
        )
    found = f"公告 {post.announced_from} 至 {post.announced_to or '没有登记'}，报名 {on}。"
    if on < post.announced_from:
        return _cited(
            clause,
            f"报名日期早于{post.title}的公告。",
            found=found,
            advice="请对照公告和申请表，看哪一个日期填错了。",
            fields=("applied_on",),
        )
    return _cited(clause, "公告以后报的名。", found=found)


def decision_findings(pack: RulePack, placement: Placement, on: date) -> tuple[Finding, ...]:
    """Return what stands for or against deciding on ``on`` to employ an applicant."""
    return tuple(
        finding
        for finding in (
            _quorum(pack, placement, on),
            _agreed(pack, placement, on),
            _checked(pack, placement, on),
            _notice_over(pack, placement, on),
            _objection(pack, placement, on),
        )
        if finding is not None
    )


def paper_findings(pack: RulePack, placement: Placement) -> tuple[Finding, ...]:
    """Return the same for a decision that came on paper: what is missing is asked of the county."""
    on = placement.decided_on or placement.agreement_from or placement.started_on
    if on is None:
        return ()
    found = decision_findings(pack, placement, on)
    if placement.decided_on is None:
        clause = pack.clause("post.check_before_notice", on)
        wrong = (one for one in found if not one.passed and one.fields)
        return (*wrong, _cited(clause, f"没有登记聘用决定，{ASK}。"))
    return tuple(
        one if one.passed or one.fields else replace(one, passed=True, message=asking(one.message))
        for one in found
    )


def asking(message: str) -> str:
    """Turn a sentence that forbids into one that asks the county."""
    return f"{message.removesuffix('。')}，{ASK}。"


def forbidding(findings: Iterable[Finding], what: str) -> tuple[Finding, ...]:
    """Let those that failed say what they forbid, such as 不能聘用."""
    return tuple(
        one if one.passed else replace(one, message=f"{what}：{one.message}") for one in findings
    )


def is_objected(placement: Placement) -> bool:
    """Say whether an objection waits for its answer."""
    return placement.objected_on is not None and placement.objection_settled_on is None


def _quorum(pack: RulePack, one: Placement, on: date) -> Finding | None:
    clause = pack.clause("post.review_present", on)
    if one.reviewed_on is None:
        return _cited(clause, "没有登记村级评议。", advice="先登记评议日期和到会、同意人数。")
    if one.review_due is None or one.review_present is None:
        return _cited(clause, "评议没有登记应到和实到人数。", advice="请对照评议记录补上人数。")
    found = f"应到 {one.review_due} 人，实到 {one.review_present} 人，要 {clause.value} 以上到会。"
    if one.review_present >= one.review_due * Fraction(str(clause.value)):
        return _cited(clause, "评议到会人数够。", found=found)
    return _cited(
        clause,
        f"评议到会不足 {clause.value}，评议不算数。",
        found=found,
        advice="请重新评议，再登记新的日期和人数。",
        fields=("review_present",),
    )


def _agreed(pack: RulePack, one: Placement, on: date) -> Finding | None:
    clause = pack.clause("post.review_agreed", on)
    if one.reviewed_on is None:
        return None
    if one.review_agreed is None or one.review_present is None:
        return _cited(clause, "评议没有登记同意人数。", advice="请对照评议记录补上人数。")
    found = f"实到 {one.review_present} 人，同意 {one.review_agreed} 人，要超过 {clause.value}。"
    if one.review_agreed > one.review_present * Fraction(str(clause.value)):
        return _cited(clause, "评议同意人数够。", found=found)
    return _cited(
        clause,
        f"评议同意人数没有超过 {clause.value}，评议没有通过。",
        found=found,
        advice="没有通过的，请登记未聘；人数填错了的，先改正。",
        fields=("review_agreed",),
    )


def _checked(pack: RulePack, one: Placement, on: date) -> Finding | None:
    clause = pack.clause("post.check_before_notice", on)
    if clause.value is False:
        return None
    if one.checked_on is None:
        return _cited(clause, "没有登记审核。", advice="先登记审核日期和审核人。")
    return _cited(clause, f"{one.checked_on} 已经审核，审核人 {one.checked_by or '没有登记'}。")


def _notice_over(pack: RulePack, one: Placement, on: date) -> Finding | None:
    clause = pack.clause("post.notice_days", one.notice_from or on)
    if one.notice_from is None or one.notice_to is None:
        return _cited(clause, "没有登记公示的起止日期。", advice="先登记公示，期满以后再决定。")
    found = f"公示 {one.notice_from} 至 {one.notice_to}，决定日期 {on}。"
    if on >= one.notice_to:
        return _cited(clause, "公示已经期满。", found=found)
    return _cited(
        clause,
        f"公示 {one.notice_to} 才期满。",
        found=found,
        advice="期满以后，登记有无异议，再决定。",
        fields=("notice_to", "decided_on"),
    )


def _objection(pack: RulePack, one: Placement, on: date) -> Finding | None:
    clause = pack.clause("post.notice_days", one.notice_from or on)
    if one.objected_on is None:
        return _cited(clause, "没有收到异议。")
    if not is_objected(one):
        settled = one.objection_settled_on
        return _cited(clause, f"异议 {settled} 已经处理。", found=one.objection)
    return _cited(
        clause,
        f"{one.objected_on} 收到的异议还没有处理。",
        found=one.objection,
        advice="先核实，登记处理的日期和结果，再决定聘不聘。",
        fields=("objection",),
    )


def _cited(
    clause: Clause,
    message: str,
    *,
    found: str = "",
    advice: str = "",
    fields: tuple[str, ...] = (),
) -> Finding:
    """Return what a clause found; what comes with advice forbids."""
    return Finding(
        rule=clause.key,
        title=clause.title,
        passed=not advice,
        message=message,
        found=found,
        basis=clause.cited(),
        advice=advice,
        fields=fields,
    )


def _before(placement: Placement, first: str, second: str) -> bool:
    one, other = _day(placement, first), _day(placement, second)
    return one is not None and other is not None and one < other


def _day(placement: Placement, name: str) -> date | None:
    day: date | None = getattr(placement, name)
    return day


def _label(name: str) -> str:
    return labels(Placement)[name].text


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
