"""Rules of placement about earlier posts: total term, times, reasons of leaving, who it is for."""

from datetime import date, timedelta

from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.dates import MONTHS_PER_YEAR, add_months, add_years
from desktop_app.domain.holder_rules import FEMALE, MALE, birth_of, sex_of
from desktop_app.domain.placement_facts import Answer, PlacementFacts, no, ok
from desktop_app.domain.records import Person, Post
from desktop_app.domain.rules import RulePack

ONE_DAY = timedelta(days=1)
DELAY_BEGINS = date(2025, 1, 1)
ELIGIBLE = "post.eligible"
MONITORED = ("unstable", "edge", "sudden")
GROUPS = {
    "脱贫户": ("lifted", "lifted_no_policy", "unstable_cleared"),
    "监测对象": (*MONITORED, "unstable_cleared", "edge_cleared", "sudden_cleared"),
}


def total_term(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Refuse an agreement that goes beyond the years paid for in all.

    Days between two posts do not count; who is near retirement may go on until it.
    """
    begins, ends = facts.begins_on, facts.placement.agreement_to
    years = pack.number("post.total_years", begins)
    if not years or ends is None:
        return ok("累计期限没有限制。" if not years else "签协议的时候再核对累计期限。")
    used = sum((last - first).days + 1 for first, last in facts.spells)
    latest = add_years(begins - timedelta(days=used), years) - ONE_DAY
    found = f"以前在岗 {used} 天，这份协议 {begins} 至 {ends}，累计 {years} 年到 {latest}。"
    if ends <= latest:
        return ok(f"累计没有超过 {years} 年。", found)
    return _near_retirement(pack, facts, years, latest, found)


def _near_retirement(
    pack: RulePack, facts: PlacementFacts, years: int, latest: date, found: str
) -> Answer:
    first = min((begin for begin, _ in facts.spells), default=facts.begins_on)
    near = pack.number("post.near_retirement_years", first)
    retires = retirement_on(pack, facts.person, first)
    ends = facts.placement.agreement_to
    if retires is not None and first < retires < add_years(first, near):
        found += f"初次安置 {first} 距退休不足 {near} 年，{retires} 退休。"
        if ends is not None and ends < retires:
            return ok("距退休不足几年的，可以到退休为止。", found)
        latest = retires - ONE_DAY
    return no(
        f"{facts.person.name}的累计补贴期限超过了 {years} 年。",
        found,
        f"请把协议结束日期改到 {latest} 或以前；期限已经用完的，不能再签。",
        "agreement_to",
    )


def retirement_on(pack: RulePack, person: Person, on: date) -> date | None:
    """Return the day a person retires by the rules in force on ``on``; none without a birthday.

    While the sex is not known the later age of both is taken.
    """
    born = birth_of(person)
    if born is None:
        return None
    known = sex_of(person)
    names = [name for value, name in ((MALE, "male"), (FEMALE, "female")) if known in ("", value)]
    age = max(pack.number(f"post.retirement_age.{name}", on) for name in names)
    usual = add_years(born, age)
    step = pack.number("post.retirement_delay_step", on)
    if not step or usual < DELAY_BEGINS:
        return usual
    since = (usual.year - DELAY_BEGINS.year) * MONTHS_PER_YEAR + usual.month - 1
    delay = min(since // step + 1, pack.number("post.retirement_delay_most", on))
    return add_months(usual, delay)


def placed_again(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Refuse who was placed again as often as is allowed."""
    most, times = pack.number("post.placed_again_times", facts.begins_on), facts.times_before
    found = f"以前安置过 {times} 次，这次是第 {times} 次再安置。" if times else "第一次安置。"
    if times <= most:
        return ok(f"再安置没有超过 {most} 次。", found)
    return no(
        f"{facts.person.name}已经再安置过 {most} 次。",
        found,
        "请换别的人；如果旗县允许，先请旗县改规则包。",
        "person_id",
    )


def may_return(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Refuse who left a post for a reason that bars the way back."""
    reasons = code_list("exit_reason")
    for value in facts.left_for:
        code = reasons.code(value)
        if code is not None and not code.may_return:
            return no(
                f"{facts.person.name}以前因为「{code.text}」退岗，不能再安置。",
                f"退岗原因：{code.text}。",
                "请换别的人；如果那次退岗登记错了，先改正那一次。",
                "person_id",
            )
    return ok("没有不能再安置的退岗原因。")


def eligible(pack: RulePack, facts: PlacementFacts) -> Answer:
    """Tell whom the posts of this line are for; whoever is not known to be of them is asked."""
    clause = pack.clause(eligible_key(pack, facts.post), facts.begins_on)
    wanted, groups = str(clause.value), groups_of(facts.person)
    found = f"安置对象：{wanted}。登记的类别：{'、'.join(groups) or '没有'}。"
    if any(group in wanted.split("、") for group in groups):
        return ok(f"属于安置对象：{'、'.join(groups)}。", found)
    return ok("没有登记为安置对象的类别，请向旗县确认能不能安置。", found)


def eligible_key(pack: RulePack, post: Post) -> str:
    """Return the key of the clause that says whom the posts of a department are for."""
    key = f"{ELIGIBLE}.{post.department}"
    return key if key in pack.clauses else f"{ELIGIBLE}.hrss"


def groups_of(person: Person) -> tuple[str, ...]:
    """Return the groups of people in need that somebody is registered in."""
    found = [name for name, values in GROUPS.items() if person.poverty_status in values]
    if person.hard_to_place not in ("", "none"):
        found.append("就业困难人员")
    if person.subsistence:
        found.append("低保")
    if person.disability_kind or person.disability_card:
        found.append("残疾")
    return tuple(found)


def group_words(person: Person) -> str:
    """Return the registered category and groups as a notice names them."""
    category = text_of("poverty_status", person.poverty_status)
    others = [group for group in groups_of(person) if group not in GROUPS]
    return "、".join(filter(None, (category, *others)))
