"""What the rule pack says about the subsidy of one month, kept with the roll that used it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from fractions import Fraction

from desktop_app.domain.errors import Refused
from desktop_app.domain.money import FEN_PER_YUAN
from desktop_app.domain.months import Month
from desktop_app.domain.rules import RulePack

ROUNDINGS = {
    "fen_half_up": "算到分，四舍五入",
    "fen_down": "算到分，不足一分舍去",
    "jiao_half_up": "算到角，四舍五入",
    "jiao_down": "算到角，不足一角舍去",
    "yuan_half_up": "算到元，四舍五入",
    "yuan_down": "算到元，不足一元舍去",
    "yuan_up": "算到元，不足一元进一元",
}
BY_DAYS, WHOLE, NOTHING = "days", "whole", "none"
PART_MONTHS = {
    BY_DAYS: "上岗、退岗当月按实际出勤折算",
    WHOLE: "上岗、退岗当月不因为没在岗的日子少发",
    NOTHING: "上岗、退岗当月不发",
}
_STEPS = {"fen": 1, "jiao": 10, "yuan": FEN_PER_YUAN}

ROUNDING, PART_MONTH = "subsidy.rounding", "subsidy.part_month"
CAP_STANDARD, CAP_MONTHLY = "subsidy.cap_standard", "subsidy.cap_monthly"
CAP_WAGE, WAGE = "subsidy.cap_percent_of_minimum_wage", "wage.minimum_monthly"
WITHIN_MONTH, REQUIRED = "subsidy.required_within_month", "post.required_days"
WEAK, UNFIT = "subsidy.deduct_percent.weak", "subsidy.deduct_percent.unfit"
TOLD_FIRST, CHECKED = "subsidy.deduct_told_first", "subsidy.attendance_checked"
POLICY, DECEMBER = "post.policy_term", "subsidy.year_in_december"
_CITED = (
    ROUNDING, PART_MONTH, CAP_STANDARD, CAP_MONTHLY, CAP_WAGE, WITHIN_MONTH, REQUIRED, WEAK, UNFIT,
    TOLD_FIRST, CHECKED, POLICY, DECEMBER,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyRules:
    """The numbers that decide about one month in one county, with the words of their sources.

    ``cap_fen`` and ``wage_fen`` are 0 where there is no cap and where no minimum wage is
    known; ``basis`` has the cited words of each clause by its key, ``expired`` the keys of
    those past their end.
    """

    pack: str = ""
    rounding: str = "fen_half_up"
    part_month: str = BY_DAYS
    required_days: int = 30
    within_month: bool = True
    cap_standard: bool = True
    cap_fen: int = 0
    wage_fen: int = 0
    wage_percent: int = 0
    deduct_weak: int = 0
    deduct_unfit: int = 0
    told_first: bool = True
    checked: bool = True
    year_in_december: bool = False
    """Whether December bears the fen that a yearly standard has over twelve equal months."""
    basis: Mapping[str, str] = field(default_factory=dict)
    expired: tuple[str, ...] = ()
    confirmed: str = ""
    """What the office named as today's basis, where a clause is past its end."""

    def text(self) -> str:
        """Return the rules as a closed roll keeps them."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def cited(self, key: str) -> str:
        """Return the words of a clause; '' where it was not kept."""
        return self.basis.get(key, "")

    def deduction(self, result: str) -> int:
        """Return how many percent an appraisal takes away."""
        return {"weak": self.deduct_weak, "unfit": self.deduct_unfit}.get(result, 0)

    def legal_cap(self) -> Fraction | None:
        """Return the most that may be paid for a month, in fen; none where nothing limits it."""
        caps = [Fraction(self.cap_fen)] if self.cap_fen else []
        if self.wage_fen and self.wage_percent:
            caps.append(Fraction(self.wage_fen * self.wage_percent, 100))
        return min(caps, default=None)


def subsidy_rules(pack: RulePack, month: Month, area: str) -> SubsidyRules:
    """Return what the pack says about a month in a county; ``Refused`` for a name nobody knows."""
    on = month.last

    def text(key: str, known: Mapping[str, str]) -> str:
        value = str(pack.clause(key, on).value)
        if value not in known:
            raise Refused(
                f"规则「{pack.clause(key, on).title}」的值「{value}」不认识，没有算补贴。",
                advice=f"请旗县在规则里改成这几种之一：{'、'.join(known)}。",
            )
        return value

    wage = pack.clause(WAGE, on, area) if _known_in(pack, WAGE, area) else None
    clauses = {key: pack.clause(key, on) for key in _CITED}
    if wage is not None:
        clauses[WAGE] = wage
    return SubsidyRules(
        pack=pack.name,
        rounding=text(ROUNDING, ROUNDINGS),
        part_month=text(PART_MONTH, PART_MONTHS),
        required_days=pack.number(REQUIRED, on),
        within_month=pack.holds(WITHIN_MONTH, on),
        cap_standard=pack.holds(CAP_STANDARD, on),
        cap_fen=pack.number(CAP_MONTHLY, on) * FEN_PER_YUAN,
        wage_fen=int(wage.value) * FEN_PER_YUAN if wage else 0,
        wage_percent=pack.number(CAP_WAGE, on),
        deduct_weak=pack.number(WEAK, on),
        deduct_unfit=pack.number(UNFIT, on),
        told_first=pack.holds(TOLD_FIRST, on),
        checked=pack.holds(CHECKED, on),
        year_in_december=pack.holds(DECEMBER, on),
        basis={key: clause.cited() for key, clause in clauses.items()},
        expired=tuple(key for key, clause in clauses.items() if clause.expired),
    )


def kept_rules(text: str) -> SubsidyRules:
    """Return the rules that a closed roll was made by; names of a newer version are left out."""
    facts = json.loads(text)
    known = {one.name for one in fields(SubsidyRules)}
    values = {name: value for name, value in facts.items() if name in known}
    return SubsidyRules(**values | {"expired": tuple(values.get("expired", ()))})


def rounded(exact: Fraction, rule: str) -> int:
    """Return an exact amount in whole fen by a named rule; halves go up, never to even."""
    unit, way = rule.split("_", 1)
    step = _STEPS[unit]
    whole, rest = divmod(exact, step)
    up = {"half_up": rest * 2 >= step, "up": rest > 0, "down": False}[way]
    return int(whole + up) * step


def _known_in(pack: RulePack, key: str, area: str) -> bool:
    return any(not one.areas or area in one.areas for one in pack.clauses[key])
