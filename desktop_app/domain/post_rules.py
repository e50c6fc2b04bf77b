"""Rules of placement about the seat: other posts, headcount, approval, agreement, term."""

from datetime import timedelta

from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import add_months
from desktop_app.domain.placement_facts import (
    Answer,
    PlacementFacts,
    is_chosen,
    is_open,
    no,
    ok,
)
from desktop_app.domain.records import Placement, Post
from desktop_app.domain.rules import RulePack


def one_post(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Refuse who still holds another post, on either line, or has applied for one."""
    for placement, post in facts.other_placements_of_person:
        if _still_held(placement, facts):
            return no(
                f"{facts.person.name}现在还在{post.title}岗位上。"
                if is_chosen(placement)
                else f"{facts.person.name}已经报名{post.title}，还没有结果。",
                _seat(placement, post),
                f"先办完{post.title}退岗，再安置；或者换别的人。"
                if is_chosen(placement)
                else f"先办完{post.title}的报名，或者撤回那次报名。",
                "person_id",
            )
    return ok("没有别的在岗岗位。")


def one_post_a_household(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Refuse a second post in one household; temporary posts stand apart where so set."""
    apart = pack.holds("check.temporary_posts_apart", facts.begins_on)
    for member, placement, post in facts.household_placements:
        if apart and (post.temporary or facts.post.temporary):
            continue
        held = is_chosen(placement) and _still_held(placement, facts)
        if member.id != facts.person.id and held:
            return no(
                f"{facts.person.name}家里的{member.name}已经在{post.title}岗位上。",
                f"{member.name} · {_seat(placement, post)}",
                f"先办完{member.name}退岗，再安置；或者换别的户。旗县允许一户多岗的，先改设置。",
                "person_id",
            )
    return ok("同户没有别人在岗。")


def headcount(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Ask for a free seat."""
    post = facts.post
    found = f"名额 {post.headcount}，已占 {facts.open_on_post}。"
    if facts.open_on_post < post.headcount:
        return ok("岗位还有空名额。", found)
    return no(
        f"{post.title}的 {post.headcount} 个名额已经满了。",
        found,
        "先办完一个人的退岗，或者选别的岗位；名额批错了的，先按批复改岗位数。",
        "post_id",
    )


def approved(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Ask for a post approved by the first day and not abolished."""
    post, on = facts.post, facts.begins_on
    if post.approved_on is None:
        return no(
            f"{post.title}还没有批复。",
            "岗位资料里没有批复日期。",
            "等旗县批复以后，先登记批复日期和文号，再安置。",
            "post_id",
        )
    found = f"批复日期 {post.approved_on}，上岗日期 {on}。"
    if on < post.approved_on:
        return no(
            f"上岗日期早于{post.title}的批复日期。",
            found,
            f"请把上岗和协议开始日期改到 {post.approved_on} 或以后。",
            "started_on",
            "agreement_from",
        )
    if post.abolished_on is not None and on >= post.abolished_on:
        return no(
            f"{post.title}已经撤岗。",
            f"撤岗日期 {post.abolished_on}。",
            "请选别的岗位。",
            "post_id",
        )
    return ok("岗位已经批复，没有撤岗。", found)


def agreement(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Refuse an agreement with one end, turned around or too long."""
    begins, ends = facts.placement.agreement_from, facts.placement.agreement_to
    dates = ("agreement_from", "agreement_to")
    if begins is None and ends is None:
        return ok("还没有签协议，签的时候再核对期限。")
    if begins is None or ends is None:
        return no("协议起止只填了一头。", "", "请把协议开始和结束日期都填上。", *dates)
    found = f"协议 {begins} 至 {ends}。"
    if ends < begins:
        return no("协议结束日期早于开始日期。", found, "请对照协议改正日期。", *dates)
    months = pack.number("post.agreement_max_months", begins)
    latest = add_months(begins, months) - timedelta(days=1)
    if ends > latest:
        return no(
            f"协议超过 {months} 个月。",
            found,
            f"请把协议结束日期改到 {latest} 或以前，到期再续签。",
            "agreement_to",
        )
    return ok(f"协议没有超过 {months} 个月。", found)


def policy_term(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Warn, or refuse where so set, once the policy behind the posts has ended."""
    clause = pack.clause("post.policy_term", facts.begins_on)
    if not clause.expired:
        return ok("安置所依据的政策在有效期内。")
    found = f"{clause.title}有效期到 {clause.until}，上岗日期 {facts.begins_on}。"
    if not pack.holds("rules.refuse_when_expired", facts.begins_on):
        return ok("依据已到期，请向旗县确认现在按哪个文件办。", found)
    return no("依据已到期。", found, "先从旗县读入新规则包，再安置。", "started_on")


def _still_held(placement: Placement, facts: PlacementFacts) -> bool:
    if placement.id == facts.placement.id and placement.post_id == facts.placement.post_id:
        return False
    return is_open(placement, facts.begins_on)


def _seat(placement: Placement, post: Post) -> str:
    """Say which seat is held, by which agreement, and whether it was left."""
    parts = [post.title, text_of("post_department", post.department)]
    if placement.agreement_from and placement.agreement_to:
        parts.append(f"协议 {placement.agreement_from} 至 {placement.agreement_to}")
    leaves = f"{placement.last_day_on} 最后出勤" if placement.last_day_on else "未退岗"
    return " · ".join(part for part in parts if part) + f"，{leaves}。"
