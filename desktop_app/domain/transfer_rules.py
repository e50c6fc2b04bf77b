"""组织输出补助: whether an organiser may be paid for a person, how much, and why.

Every rule is one small function; its number or switch is read from the pack on the day the
months were full. What has ended is never applied silently: then the one who decides names the
document that holds now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import MONTHS_PER_YEAR
from desktop_app.domain.money import FEN_PER_YUAN
from desktop_app.domain.placement_facts import Answer, no, ok
from desktop_app.domain.records import Employment, Person
from desktop_app.domain.rules import Clause, Finding, RulePack
from desktop_app.domain.work_months import WorkedYear, worked_year

PAID_SCOPES = ("prefecture", "region", "province")
MARKET, SELF_MADE = "market", ("self", "kin")
DENIED = "denied"
MIN_MONTHS, RATE, EVIDENCE = "transfer.min_months", "transfer.subsidy.", "transfer.evidence_needed"
CHANNEL, FIRST, NEVER_AWAY = (
    "transfer.channel_must_fit",
    "transfer.first_time",
    "transfer.first_means_never_away",
)
TERM = "transfer.term"
CLAIM_DAYS = "transfer.claim_days"
ASK = "请向旗县确认"


@dataclass(frozen=True, slots=True)
class Grant:
    """A subsidy that was granted before for the same person: to whom, for which year."""

    organiser: str
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """What the rules look at: the person, the spell that is claimed, and all spells.

    ``grants`` were given for this person before, ``claimed_by`` are other organisers whose
    claims are open. ``basis`` is the document that the one who decides names, once the clauses
    have ended.
    """

    person: Person
    year: int
    today: date
    spell: Employment | None = None
    spells: tuple[Employment, ...] = ()
    grants: tuple[Grant, ...] = ()
    claimed_by: tuple[str, ...] = ()
    evidence_kind: str = ""
    evidence_seen_on: date | None = None
    phone_check: str = ""
    basis: str = ""

    @property
    def scope(self) -> str:
        """Return the class of the spell that is claimed."""
        return "" if self.spell is None else self.spell.scope

    def worked(self, pack: RulePack) -> WorkedYear:
        """Return the months of the year in classes that are paid, up to today or the death."""
        days = ((one.since, one.until) for one in self.spells if one.scope in PAID_SCOPES)
        return worked_year(
            pack, days, self.year, min(self.today, self.person.died_on or self.today)
        )

    def on(self, pack: RulePack) -> date:
        """Return the day whose rules count: when the months were full, or the end of the year."""
        end = min(self.today, date(self.year, MONTHS_PER_YEAR, 31))
        months = pack.number(MIN_MONTHS, end)
        return self.worked(pack).reached(months) or end


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What the rules say of one person: findings, and what would be paid if all are kept."""

    findings: tuple[Finding, ...]
    months: int
    first_time: bool
    rate_fen: int | None

    @property
    def passed(self) -> bool:
        """Say whether every rule is kept."""
        return self.rate_fen is not None and all(one.passed for one in self.findings)

    @property
    def amount_fen(self) -> int:
        """Return what is to be paid: the rate, or nothing."""
        return (self.rate_fen or 0) if self.passed else 0


Rule = Callable[[RulePack, ClaimFacts, date], Answer]


def claim_answer(pack: RulePack, facts: ClaimFacts) -> ClaimAnswer:
    """Return what each rule found for one person of a claim, and the rate of the class."""
    on = facts.on(pack)
    findings = [_class(pack, facts, on)]
    for key, rule in _RULES:
        clause = pack.clause(key, on)
        if clause.value is not False:
            findings.append(_finding(clause, rule(pack, facts, on)))
    rate = _rate(pack, facts.scope, on)
    if rate is not None:
        findings.append(_term(pack, rate, facts, on))
    return ClaimAnswer(
        findings=tuple(findings),
        months=facts.worked(pack).months,
        first_time=all(one.passed for one in findings if one.rule in (FIRST, NEVER_AWAY)),
        rate_fen=None if rate is None else int(rate.value) * FEN_PER_YUAN,
    )


def claim_until(pack: RulePack, reached: date, today: date) -> date:
    """Return until when an organiser is to claim for whose months were full on ``reached``."""
    return reached + timedelta(days=pack.number(CLAIM_DAYS, today))


def expired(findings: Sequence[Finding]) -> bool:
    """Say whether only the end of the clauses stands against paying."""
    failed = [one.rule for one in findings if not one.passed]
    return failed == [TERM]


def _class(pack: RulePack, facts: ClaimFacts, on: date) -> Finding:
    rate, scope = _rate(pack, facts.scope, on), text_of("transfer_scope", facts.scope)
    if rate is not None:
        answer = ok(f"{scope}，每人 {rate.value} 元。", _where(facts.spell))
        return _finding(rate, answer)
    basis = pack.clause(f"{RATE}{PAID_SCOPES[0]}", on)
    if facts.spell is None:
        return _finding(
            basis,
            no(
                f"{facts.year} 年没有登记跨旗县以上的外出。",
                "外出务工里没有这一年的记录。",
                "先在「外出务工」登记这个人在哪里、从哪天开始做，再核对。",
                "employment_id",
            ),
        )
    return _finding(
        basis,
        no(
            f"就业地域是{scope or '不明'}，计划里没有这一档补助。",
            _where(facts.spell),
            "旗县内的不补；境外的，先问旗县有没有规定。地域登记错了的，先改外出记录。",
            "scope",
        ),
    )


def _months(pack: RulePack, facts: ClaimFacts, on: date) -> Answer:
    least, worked = pack.number(MIN_MONTHS, on), facts.worked(pack)
    if worked.months >= least:
        return ok(f"{facts.year} 年就业满 {least} 个月。", worked.told())
    return no(
        f"{facts.year} 年只有 {worked.months} 个月，不到 {least} 个月。",
        worked.told(),
        "还在外面的，满了再申报；日子登记少了的，先补外出记录。",
        "months",
    )


def _first_time(pack: RulePack, facts: ClaimFacts, on: date) -> Answer:
    if facts.grants:
        told = "、".join(f"{one.organiser}（{one.year or '年度不明'}）" for one in facts.grants)
        return no(
            f"{facts.person.name}已经补过一次，只补首次输出。",
            f"已经同意的：{told}。",
            "从花名册里去掉这个人；以前那次审定错了的，先由旗县更正。",
            "first_time",
        )
    if facts.claimed_by:
        names = "、".join(facts.claimed_by)
        return ok(f"没有补过；另外还有人申报同一个人，{ASK}。", f"也申报了的：{names}。")
    return ok("没有查到以前补过。")


def _never_away(pack: RulePack, facts: ClaimFacts, on: date) -> Answer:
    before = [
        one
        for one in facts.spells
        if one.scope in PAID_SCOPES and one.since is not None and one.since.year < facts.year
    ]
    if not before:
        return ok("以前没有跨旗县务工的记录。")
    first = min(before, key=lambda one: one.since or date.max)
    return no(
        f"{facts.person.name}以前出去务过工，不是首次输出。",
        f"最早的一次：{first.since} 起，{_where(first)}",
        "从花名册里去掉这个人；旗县只看领没领过补助的，先改设置。",
        "first_time",
    )


def _channel(pack: RulePack, facts: ClaimFacts, on: date) -> Answer:
    channel = "" if facts.spell is None else facts.spell.channel
    words = text_of("job_channel", channel)
    if channel == MARKET:
        return ok("登记的就业渠道是人力资源机构或劳务经纪人。")
    if channel and channel not in SELF_MADE:
        return ok(f"登记的就业渠道是{words}，是不是这个主体组织的，{ASK}。")
    return no(
        f"登记的就业渠道是{words}，不是主体组织输出的。" if words else "没有登记就业渠道。",
        "",
        "确实是这个主体组织的，先在外出记录里改就业渠道；不是的，从花名册里去掉。",
        "employment_id",
    )


def _evidence(pack: RulePack, facts: ClaimFacts, on: date) -> Answer:
    kind, seen = facts.evidence_kind, facts.evidence_seen_on
    if kind and seen is not None and seen <= facts.today:
        return ok(f"看过{text_of('work_evidence', kind)}。", f"查看日期 {seen}。")
    return no(
        "没有登记看过哪种就业佐证。",
        f"佐证类型：{text_of('work_evidence', kind) or '没有'}；查看日期：{seen or '没有'}。",
        "看过合同、工资、单位证明或者村证明的原件，再登记佐证类型和查看日期。",
        "evidence_kind",
        "evidence_seen_on",
    )


def _phone(pack: RulePack, facts: ClaimFacts, on: date) -> Answer:
    if facts.phone_check == DENIED:
        return no(
            "电话抽查不属实。",
            "抽查时本人或者家里人说没有这回事。",
            "请主体说明情况；确实打错了电话的，重新抽查再登记。",
            "phone_check",
        )
    told = text_of("phone_check", facts.phone_check)
    return ok(f"电话抽查：{told}。" if told else "没有抽到这个人。")


def _term(pack: RulePack, rate: Clause, facts: ClaimFacts, on: date) -> Finding:
    if not rate.expired:
        answer = ok("补助标准在有效期内。", f"按 {on} 的规则。")
    else:
        found = f"{rate.title}有效期到 {rate.until}，按 {on} 核对。"
        closed = pack.holds("rules.refuse_when_expired", on)
        if facts.basis.strip() and not closed:
            answer = ok(
                "依据已到期，审定时写明了现在的依据。",
                f"{found}现在的依据：{facts.basis.strip()}。",
            )
        else:
            advice = (
                "先从旗县读入新的规则包，再审定。"
                if closed
                else "先向旗县确认现在按哪个文件办；审定时写明文号，才能同意。"
            )
            answer = no("依据已到期，不能照旧标准发。", found, advice, "basis")
    return _finding(rate, answer, rule=TERM, title="补助标准的有效期")


_RULES: tuple[tuple[str, Rule], ...] = (
    (MIN_MONTHS, _months),
    (FIRST, _first_time),
    (NEVER_AWAY, _never_away),
    (CHANNEL, _channel),
    (EVIDENCE, _evidence),
    ("transfer.phone_share", _phone),
)


def _rate(pack: RulePack, scope: str, on: date) -> Clause | None:
    return pack.clause(f"{RATE}{scope}", on) if scope in PAID_SCOPES else None


def _where(spell: Employment | None) -> str:
    if spell is None:
        return ""
    parts = (spell.place or spell.place_code, spell.employer, spell.job)
    return " ".join(part for part in parts if part) + "。"


def _finding(clause: Clause, answer: Answer, *, rule: str = "", title: str = "") -> Finding:
    passed, message, found, advice, fields = answer
    return Finding(
        rule=rule or clause.key,
        title=title or clause.title,
        passed=passed,
        message=message,
        found=found,
        basis=clause.cited(),
        advice=advice,
        fields=fields,
    )
