"""What a period of an insurance may cost (测算), from the tables of the rule pack.

Nothing here is official: without the table of the year no amount is given at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop_app.domain.codes import text_of
from desktop_app.domain.enrolment_rules import MONTHS
from desktop_app.domain.money import FEN_PER_YUAN, yuan
from desktop_app.domain.records import Enrolment
from desktop_app.domain.rules import Clause, Finding, RulePack

SUBSIDY = "enrolment.resident_subsidy."
HARDSHIP_GRADE, HARDSHIP_SUBSIDY = "enrolment.hardship_grade", "enrolment.hardship_subsidy"
PAID_FOR_GRADE = "enrolment.paid_for_grade"
AVERAGE, RATE = "pension.average_monthly", "pension.flexible_rate"
LOWEST, HIGHEST = "pension.base_lowest", "pension.base_highest"
NO_BASE = "今年的缴费基数没有登记，不计算金额。"
PAID_FOR = ("021", "022")
"""重度残疾一级、二级：政府代缴."""
ORDINARY = ("", "011", "090")
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a person pays for one period and what the government adds a year, both in fen.

    An amount is none where it cannot be known; the findings say why, or from what it follows.
    """

    amount_fen: int | None
    subsidy_fen: int | None
    findings: tuple[Finding, ...]


def reckon(pack: RulePack, one: Enrolment, on: date, area: str = "") -> Reckoned:
    """Return what an enrolment costs a period by the tables in force on a day."""
    if one.scheme == "resident_pension":
        return _resident(pack, one, on)
    if one.scheme == "flexible_pension":
        return _flexible(pack, one, on, area)
    return Reckoned(None, None, ())


def _resident(pack: RulePack, one: Enrolment, on: date) -> Reckoned:
    """城乡居民养老：一年一次，按档次，政府按档次补贴."""
    if one.identity_kind in PAID_FOR:
        clause = pack.clause(PAID_FOR_GRADE, on)
        words = f"{text_of('insured_kind', one.identity_kind)}，由政府按 {clause.value} 元代缴。"
        return _from_clause(clause, 0, int(clause.value) * FEN_PER_YUAN, words)
    if one.grade_fen is None:
        clause = next(iter(_subsidies(pack, on)))[1]
        return Reckoned(None, None, (_missing(clause, "还没有登记缴费档次，不计算补贴。"),))
    hardship = pack.clause(HARDSHIP_GRADE, on)
    if one.grade_fen == int(hardship.value) * FEN_PER_YUAN and one.identity_kind not in ORDINARY:
        clause = pack.clause(HARDSHIP_SUBSIDY, on)
        words = f"困难群体 {hardship.value} 元档，政府补贴 {clause.value} 元。"
        return _from_clause(clause, one.grade_fen, int(clause.value) * FEN_PER_YUAN, words)
    below = [pair for pair in _subsidies(pack, on) if pair[0] * FEN_PER_YUAN <= one.grade_fen]
    if not below:
        clause = next(iter(_subsidies(pack, on)))[1]
        words = f"{yuan(one.grade_fen)} 元低于最低缴费档次，对不上档次表。"
        return Reckoned(None, None, (_missing(clause, words),))
    _grade, clause = below[-1]
    words = f"{yuan(one.grade_fen)} 元档，政府补贴 {clause.value} 元。"
    return _from_clause(clause, one.grade_fen, int(clause.value) * FEN_PER_YUAN, words)


def _flexible(pack: RulePack, one: Enrolment, on: date, area: str) -> Reckoned:
    """灵活就业职工养老：缴费基数 × 20%，基数在全口径平均工资的 60% 到 300% 之间自选."""
    average, rate = pack.clause(AVERAGE, on, area), pack.clause(RATE, on)
    if not average.value or average.expired:
        return Reckoned(None, None, (_missing(average, NO_BASE),))
    if one.base_fen is None:
        return Reckoned(None, None, (_missing(average, "还没有登记缴费基数，不计算金额。"),))
    low, high = (
        int(average.value) * FEN_PER_YUAN * pack.number(key, on) // _HUNDRED
        for key in (LOWEST, HIGHEST)
    )
    if not low <= one.base_fen <= high:
        words = f"缴费基数 {yuan(one.base_fen)} 元不在 {yuan(low)} 到 {yuan(high)} 元之间。"
        return Reckoned(None, None, (_missing(average, words),))
    months = MONTHS.get(one.rhythm, 1)
    amount = _rounded(one.base_fen * int(rate.value) * months, _HUNDRED)
    words = (
        f"缴费基数 {yuan(one.base_fen)} 元 × {rate.value}% × {months} 个月 = {yuan(amount)} 元。"
    )
    return _from_clause(rate, amount, None, words)


def _subsidies(pack: RulePack, on: date) -> Iterator[tuple[int, Clause]]:
    """Yield the lowest grade, in yuan, of each step of the table, and its clause."""
    keys = [key for key in pack.clauses if key.startswith(SUBSIDY)]
    steps = sorted(int(key.removeprefix(SUBSIDY)) for key in keys)
    for grade in steps:
        yield grade, pack.clause(f"{SUBSIDY}{grade}", on)


def _from_clause(clause: Clause, amount: int, subsidy: int | None, words: str) -> Reckoned:
    if clause.expired:
        return Reckoned(None, None, (_missing(clause, f"依据已到期（{clause.until}），不计算。"),))
    finding = Finding(
        rule=clause.key,
        title=clause.title,
        passed=True,
        message=f"测算：{words}",
        basis=clause.cited(),
    )
    return Reckoned(amount, subsidy, (finding,))


def _missing(clause: Clause, words: str) -> Finding:
    return Finding(
        rule=clause.key,
        title=clause.title,
        passed=False,
        message=words,
        basis=clause.cited(),
        advice="以经办机构和税务的缴费通知为准；知道了今年的数，请旗县改规则包。",
    )


def _rounded(number: int, by: int) -> int:
    """Divide, halves upwards (四舍五入到分)."""
    return (2 * number + by) // (2 * by)
