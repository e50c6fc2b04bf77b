"""Points of a month's work: how many each side may give, and what they come to."""

from desktop_app.domain.months import Month
from desktop_app.domain.records import Appraisal, labels
from desktop_app.domain.rules import Finding, RulePack

SIDES = (
    ("village_points", "post.appraisal.village"),
    ("township_points", "post.appraisal.township"),
    ("villager_points", "post.appraisal.villagers"),
)
GRADES = (
    ("good", "post.appraisal.good"),
    ("fit", "post.appraisal.fit"),
    ("weak", "post.appraisal.weak"),
)
UNFIT = "unfit"


def points(appraisal: Appraisal) -> int | None:
    """Return the sum of the three sides; none while one is missing."""
    given = [getattr(appraisal, name) for name, _ in SIDES]
    return None if None in given else sum(given)


def grade(pack: RulePack, appraisal: Appraisal) -> str:
    """Return the result that the points come to; '' while a side is missing."""
    total = points(appraisal)
    if total is None:
        return ""
    on = Month.of(appraisal.month).last
    return next((name for name, key in GRADES if total >= pack.number(key, on)), UNFIT)


def point_findings(pack: RulePack, appraisal: Appraisal) -> tuple[Finding, ...]:
    """Find more points than a side may give, and fewer than none."""
    on = Month.of(appraisal.month).last
    found = []
    for name, key in SIDES:
        given, clause = getattr(appraisal, name), pack.clause(key, on)
        most, title = pack.number(key, on), labels(Appraisal)[name].text
        fits = given is None or 0 <= given <= most
        said = "没有填" if given is None else f"{given} 分"
        found.append(
            Finding(
                rule=key,
                title=clause.title,
                passed=fits,
                message=f"{title}{said}，满分 {most} 分。" if fits
                else f"没有保存：{title}要在 0 分和 {most} 分之间。",
                found=f"{title}：{said}。",
                basis=clause.cited(),
                advice="" if fits else "请对照考核表改正分数。",
                fields=() if fits else (name,),
            )
        )  # fmt: skip
    return tuple(found)


def full_points(pack: RulePack, appraisal: Appraisal) -> int:
    """Return the most that a month's work can be worth."""
    on = Month.of(appraisal.month).last
    return sum(pack.number(key, on) for _, key in SIDES)
