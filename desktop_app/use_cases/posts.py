"""Posts: proposing, correcting, approving and abolishing them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from desktop_app.domain.codes import code_list
from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_facts import is_open
from desktop_app.domain.procedure_rules import announcement_end
from desktop_app.domain.records import NEW, Placement, Post, RecordId, labels
from desktop_app.session import Session
from desktop_app.use_cases.approvals import refuse_unless_approver
from desktop_app.use_cases.placement_lines import PlacementLine, placement_lines
from desktop_app.use_cases.post_list import (
    PostFile,
    PostLine,
    post_file,
    post_lines,
    standard_text,
)

__all__ = [
    "PlacementLine",
    "PostFile",
    "PostLine",
    "abolish_post",
    "announce_post",
    "approve_post",
    "post_file",
    "post_lines",
    "propose_post",
    "save_post",
    "standard_text",
]

CODED = ("kind", "department", "fund", "standard_period")
REQUIRED = ("title", "kind", "department", "fund")
APPROVAL = ("approved_on", "approved_by", "approval_number", "abolished_on")
ANNOUNCEMENT = ("announced_from", "announced_to", "announced_at")
MOST_SEATS = 999


def propose_post(session: Session, post: Post) -> Post:
    """Keep a new post that was proposed to the county; approval comes later."""
    if post.id != NEW:
        raise Refused(
            "这个岗位已经登记过了，没有再登记一次。", advice="要改岗位资料，请用「改岗位」。"
        )
    filled = [name for name in (*APPROVAL, *ANNOUNCEMENT) if getattr(post, name)]
    if filled:
        raise Refused(
            "设岗时还不能填批复和公告，没有保存。",
            advice="先保存岗位，等旗县批复以后，用「登记批复」填日期、单位和文号。",
            fields=filled,
        )
    wish = replace(post, title=post.title.strip(), proposed_on=post.proposed_on or session.today())
    with session.operation("propose_post", f"申报岗位：{wish.title}") as operation:
        _check(session, wish)
        return operation.save(wish)


def save_post(session: Session, post: Post) -> Post:
    """Keep what was corrected; the approval is kept by ``approve_post`` alone."""
    wish = replace(post, title=post.title.strip())
    with session.operation("save_post", f"修改岗位：{wish.title}") as operation:
        before = session.get(Post, wish.id)
        _check(session, wish)
        elsewhere = (*APPROVAL, *ANNOUNCEMENT)
        if any(getattr(before, name) != getattr(wish, name) for name in elsewhere):
            raise Refused(
                "批复、公告和撤岗不能在这里改，没有保存。",
                advice="请用「登记批复」「登记公告」或者「撤岗」。",
                fields=elsewhere,
            )
        people = _on_post(session, wish.id, session.today())
        if wish.headcount < len(people):
            raise Refused(
                f"岗位数不能少于 {len(people)}：已经有这么多人在岗或者在办。",
                advice="先办完退岗，再减岗位数。",
                fields=("headcount",),
                found=_names(people),
            )
        return operation.save(wish)


def approve_post(
    session: Session,
    post_id: RecordId,
    approved_on: date,
    approved_by: str,
    approval_number: str = "",
) -> Post:
    """Keep that the county approved a post, or correct what was kept of it."""
    with session.operation("approve_post", "登记批复") as operation:
        post = session.get(Post, post_id)
        operation.label = f"登记批复：{post.title}"
        refuse_unless_approver(session, post)
        _check_approval(session, post, approved_on, approved_by)
        return operation.save(
            replace(
                post,
                approved_on=approved_on,
                approved_by=approved_by.strip(),
                approval_number=approval_number.strip(),
            )
        )


def announce_post(
    session: Session,
    post_id: RecordId,
    announced_at: str,
    announced_from: date | None = None,
    announced_to: date | None = None,
) -> Post:
    """Keep that an approved post was announced (公告): from when, until when, and where.

    Without ``announced_to`` the end is reckoned by the clauses in force.
    """
    with session.operation("announce_post", "登记公告") as operation:
        post = session.get(Post, post_id)
        operation.label = f"登记公告：{post.title}"
        begins = announced_from or session.today()
        ends = announced_to or announcement_end(session.rules, begins)
        _check_announcement(session, post, begins, ends, announced_at)
        return operation.save(
            replace(
                post,
                announced_from=begins,
                announced_to=ends,
                announced_at=announced_at.strip(),
            )
        )


def _check_announcement(
    session: Session, post: Post, begins: date, ends: date, announced_at: str
) -> None:
    if post.approved_on is None or post.abolished_on is not None:
        raise Refused(
            f"不能公告：{post.title}{'已经撤岗' if post.abolished_on else '还没有批复'}。",
            advice="批复以后、没有撤岗的岗位才能公告招人。",
            basis=session.rules.clause("post.approval_required", begins).cited(),
        )
    if not announced_at.strip():
        raise Refused(
            "还没有填公告地点，没有保存。",
            advice="例如嘎查村公示栏和微信群；贴在几处就都写上。",
            fields=("announced_at",),
        )
    if begins < post.approved_on or ends < begins:
        raise Refused(
            "公告日期早于批复，或者结束早于开始，没有保存。",
            advice="请对照公告原件改正日期。",
            found=f"批复 {post.approved_on}，公告 {begins} 至 {ends}。",
            fields=("announced_from", "announced_to"),
        )


def abolish_post(session: Session, post_id: RecordId, abolished_on: date, reason: str = "") -> Post:
    """End a post; ``Refused`` while somebody is on it or is being placed on it."""
    with session.operation("abolish_post", "撤岗") as operation:
        post = session.get(Post, post_id)
        operation.label = f"撤岗：{post.title}"
        if post.abolished_on is not None:
            raise Refused(
                f"{post.title}已经撤岗，撤岗日期是 {post.abolished_on}。", advice="不用再办。"
            )
        people = _on_post(session, post_id, abolished_on)
        if people:
            raise Refused(
                f"不能撤岗：{post.title}上还有 {len(people)} 个人。",
                advice="先给他们办完退岗，再撤岗；撤岗日期要在最后一个人的最后出勤日以后。",
                found=_names(people),
                fields=("abolished_on",),
            )
        begun = post.approved_on or post.proposed_on
        if begun is not None and abolished_on < begun:
            raise Refused(
                f"撤岗日期 {abolished_on} 早于岗位的批复或申报日期 {begun}。",
                advice="请对照文件改正日期。",
                fields=("abolished_on",),
            )
        notes = "\n".join(
            part for part in (post.notes, reason and f"撤岗：{reason.strip()}") if part
        )
        return operation.save(replace(post, abolished_on=abolished_on, notes=notes))


def _check(session: Session, post: Post) -> None:
    missing = [name for name in REQUIRED if not getattr(post, name)]
    if missing:
        words = "、".join(labels(Post)[name].text for name in missing)
        raise Refused(
            f"还没有填{words}，没有保存。",
            advice="请对照设岗方案填上；选不准类别的选「其他」。",
            fields=missing,
        )
    if post.village_code not in session.village_codes:
        raise Refused(
            "还没有选嘎查村，没有保存。",
            advice="请从自己负责的嘎查村里选一个。",
            fields=("village_code",),
        )
    for name in CODED:
        value = getattr(post, name)
        if value not in code_list(labels(Post)[name].codes):
            raise Refused(
                f"{labels(Post)[name].text}里没有「{value}」这一项，没有保存。",
                advice="请从列表里选。",
                fields=(name,),
            )
    _check_numbers(session, post)


def _check_numbers(session: Session, post: Post) -> None:
    rules: tuple[tuple[str, Callable[[int], bool], str], ...] = (
        ("headcount", lambda n: 1 <= n <= MOST_SEATS, f"岗位数要在 1 和 {MOST_SEATS} 之间。"),
        ("standard_fen", lambda n: n > 0, "补贴标准要大于零；还没有定的先空着。"),
        ("required_days", lambda n: 1 <= n <= 31, "每月规定出勤要在 1 天和 31 天之间。"),
    )
    for name, holds, words in rules:
        value = getattr(post, name)
        if value is not None and not holds(value):
            raise Refused(words, advice="请对照批复或设岗方案再看一遍。", fields=(name,))
    if post.proposed_on is not None and post.proposed_on > session.today():
        raise Refused(
            f"申报日期 {post.proposed_on} 还没有到。",
            advice="请填已经报出的日期；还没有报的先空着。",
            fields=("proposed_on",),
        )


def _check_approval(session: Session, post: Post, approved_on: date, approved_by: str) -> None:
    if not approved_by.strip():
        raise Refused(
            "还没有填批复单位，没有保存。",
            advice="请照批复文件的落款填，例如旗人力资源和社会保障局。",
            fields=("approved_by",),
        )
    if approved_on > session.today():
        raise Refused(
            f"批复日期 {approved_on} 还没有到，没有保存。",
            advice="请照批复文件的日期填；还没有批复的，等批复以后再登记。",
            fields=("approved_on",),
        )
    if post.proposed_on is not None and approved_on < post.proposed_on:
        raise Refused(
            f"批复日期 {approved_on} 早于申报日期 {post.proposed_on}，没有保存。",
            advice="请对照两份文件，看哪一个日期填错了。",
            fields=("approved_on",),
        )
    begun = [
        one.started_on or one.agreement_from for one in session.find(Placement, post_id=post.id)
    ]
    early = [day for day in begun if day is not None and day < approved_on]
    if early:
        raise Refused(
            f"已经有人从 {min(early)} 在{post.title}上岗，批复日期不能比这更晚。",
            advice="请对照批复文件再看一遍日期。",
            fields=("approved_on",),
            basis=session.rules.clause("post.approval_required", min(early)).cited(),
        )


def _on_post(session: Session, post_id: RecordId, on: date) -> list[PlacementLine]:
    """Return who holds the post on that day, or is being placed on it."""
    placements = session.find(Placement, post_id=post_id)
    open_ones = [one for one in placements if is_open(one, on)]
    return placement_lines(session, open_ones)


def _names(people: list[PlacementLine]) -> str:
    return "、".join(f"{one.person_name}（{one.state_text}）" for one in people)
