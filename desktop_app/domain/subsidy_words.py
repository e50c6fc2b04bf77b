"""Why a subsidy is what it is: whole sentences, each with its clause, kept with the line."""

from collections.abc import Iterator
from fractions import Fraction

from desktop_app.domain.attendance import days_text, totals
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import MONTHS_PER_YEAR
from desktop_app.domain.money import yuan
from desktop_app.domain.months import Month
from desktop_app.domain.rules import Finding
from desktop_app.domain.subsidy import YEAR, Holder, Part, Reckoned, Sheet
from desktop_app.domain.subsidy_rules import (
    CAP_MONTHLY,
    CAP_STANDARD,
    CAP_WAGE,
    CHECKED,
    DECEMBER,
    NOTHING,
    PART_MONTH,
    PART_MONTHS,
    POLICY,
    REQUIRED,
    ROUNDING,
    ROUNDINGS,
    TOLD_FIRST,
    UNFIT,
    WAGE,
    WEAK,
    SubsidyRules,
)

RECKONED = "测算，以旗县审核为准"


def explained(
    rules: SubsidyRules, holder: Holder, month: Month, sheet: Sheet, found: Reckoned
) -> tuple[Finding, ...]:
    """Return why the amount is what it is, in the order in which it was reckoned."""
    return tuple(_steps(rules, holder, month, sheet, found))


def corrected(
    month: Month, laid_fen: int, due_fen: int, changes: str, rules: SubsidyRules
) -> Finding:
    """Return why a closed month gets a further line: what was listed, what is due by now."""
    difference = due_fen - laid_fen
    verb = "补发" if difference > 0 else "扣回"
    return Finding(
        rule="subsidy.correction",
        title=f"更正 {month.told}",
        passed=True,
        message=f"{month.told}已列 {yuan(laid_fen)} 元，按现在的登记应为 {yuan(due_fen)} 元，"
        f"{verb} {yuan(abs(difference))} 元。",
        found=changes,
        basis=f"{month.told}已关账，关账以后的改动列为更正 · {rules.pack}",
    )


def _steps(
    rules: SubsidyRules, holder: Holder, month: Month, sheet: Sheet, found: Reckoned
) -> Iterator[Finding]:
    for part in found.parts:
        yield _standard(rules, month, part)
    yield _attendance(rules, holder, month, sheet, found)
    if found.stopped:
        yield _said(
            "placement.stop_month", "补贴止付", f"从 {holder.stop_month} 起停发，本月不发。"
        )
    elif found.part_month:
        yield _part_month(rules, found)
    yield _sum(rules, month, found)
    yield from _caps(rules, found)
    yield from _appraisal(rules, sheet)
    if POLICY in rules.expired:
        words = f"依据已到期，关账时写明现在的依据：{rules.confirmed}。"
        if not rules.confirmed:
            words = "依据已到期，照原来的规定测算；关账时要写明现在的依据。"
        yield _said(POLICY, "政策依据", words, rules.cited(POLICY))


def _standard(rules: SubsidyRules, month: Month, part: Part) -> Finding:
    terms = part.terms
    span = f"{terms.begins_on} 至 {terms.ends_on}"
    standard = yuan(terms.standard_fen or 0)
    basis = "" if terms.required_days is not None else rules.cited(REQUIRED)
    words = f"协议 {span}：补贴标准 {standard} 元/月"
    if terms.period == YEAR:
        month_of_year = f"每月 {standard} ÷ 12 = {_yuan(part.monthly)} 元"
        share = Fraction(terms.standard_fen or 0, MONTHS_PER_YEAR)
        basis = rules.cited(DECEMBER) if part.monthly != share else basis
        if part.monthly != share:
            month_of_year = f"除不尽的零头由 12 月补齐，12 月是 {_yuan(part.monthly)} 元"
        words = f"协议 {span}：补贴标准 {standard} 元/年，{month_of_year}"
    required = f"{words}；{month.told}规定出勤 {part.required} 天。"
    return _said(REQUIRED, "补贴标准", required, basis)


def _attendance(
    rules: SubsidyRules, holder: Holder, month: Month, sheet: Sheet, found: Reckoned
) -> Finding:
    counted = totals(sheet.marks, found.days)
    parts = [f"出勤 {counted.worked} 天"]
    for name, number in (
        ("半天", counted.half),
        ("事假", counted.leave),
        ("病假", counted.sick),
        ("旷工", counted.absent),
    ):
        if number:
            parts.append(f"{name} {number} 天" if name != "半天" else f"半天 {number} 次")
    words = f"{month.told}{'，'.join(parts)}，累计出勤 {days_text(found.halves)} 天。"
    if not sheet.confirmed:
        words += "考勤还没有核对。"
    return _said(CHECKED, "出勤", words, rules.cited(CHECKED), found=_own_days(holder, month))


def _own_days(holder: Holder, month: Month) -> str:
    parts = []
    if holder.first is not None and holder.first in month:
        parts.append(f"{holder.first} 上岗")
    if holder.last is not None and holder.last in month:
        parts.append(f"{holder.last} 最后出勤")
    if holder.died_on is not None and holder.died_on in month:
        parts.append(f"{holder.died_on} 去世")
    return "，".join(parts) and "，".join(parts) + "。"


def _part_month(rules: SubsidyRules, found: Reckoned) -> Finding:
    words = f"当月在岗 {len(found.days)} 天，不是整月：{PART_MONTHS[rules.part_month]}。"
    if found.excused:
        words += f"不在岗的日子折 {days_text(found.excused)} 天，不扣。"
    return _said(PART_MONTH, "上岗、退岗当月", words, rules.cited(PART_MONTH))


def _sum(rules: SubsidyRules, month: Month, found: Reckoned) -> Finding:
    """Write the sum out as one would on paper."""
    if found.stopped or (found.part_month and rules.part_month == NOTHING):
        words = "本月补贴 0 元。"
    elif found.excused:
        last = found.parts[-1]
        days = days_text(found.halves + found.excused)
        words = f"{_yuan(last.monthly)} ÷ {last.required} × {days} = {_yuan(found.worked)} 元。"
    else:
        parts = [
            f"{_yuan(one.monthly)} ÷ {one.required} × {days_text(one.halves)}"
            for one in found.parts
        ]
        words = f"{' + '.join(parts) or '0'} = {_yuan(found.worked)} 元。"
    rule = ROUNDINGS[rules.rounding]
    return _said(
        ROUNDING,
        "补贴金额",
        f"{words}{rule}，本月补贴 {yuan(found.amount_fen)} 元（{RECKONED}）。",
        rules.cited(ROUNDING),
    )


def _caps(rules: SubsidyRules, found: Reckoned) -> Iterator[Finding]:
    if not found.parts:
        return
    standard = max(part.monthly for part in found.parts)
    if rules.cap_standard and found.worked > standard:
        words = f"出勤多于规定天数，按月标准 {_yuan(standard)} 元算。"
        yield _said(CAP_STANDARD, "月标准封顶", words, rules.cited(CAP_STANDARD))
    if rules.wage_percent:
        yield _wage_cap(rules, min(found.worked, standard) if rules.cap_standard else found.worked)
    if rules.cap_fen:
        over = found.worked > rules.cap_fen
        words = f"当月补贴上限 {yuan(rules.cap_fen)} 元，{'按上限算' if over else '没有超过'}。"
        yield _said(CAP_MONTHLY, "当月上限", words, rules.cited(CAP_MONTHLY))


def _wage_cap(rules: SubsidyRules, due: Fraction) -> Finding:
    if not rules.wage_fen:
        words = "规则包里没有本旗县的最低工资标准，没有核对封顶。"
        return _said(CAP_WAGE, "最低工资封顶", words, rules.cited(CAP_WAGE))
    cap = Fraction(rules.wage_fen * rules.wage_percent, 100)
    over = "按封顶数算" if due > cap else "没有超过"
    words = (
        f"最低工资 {yuan(rules.wage_fen)} 元的 {rules.wage_percent}% 是 {_yuan(cap)} 元，{over}。"
    )
    basis = "；".join(part for part in (rules.cited(CAP_WAGE), rules.cited(WAGE)) if part)
    return _said(CAP_WAGE, "最低工资封顶", words, basis)


def _appraisal(rules: SubsidyRules, sheet: Sheet) -> Iterator[Finding]:
    percent = rules.deduction(sheet.result)
    if not sheet.result:
        return
    result = text_of("appraisal_result", sheet.result)
    key = {"weak": WEAK, "unfit": UNFIT}.get(sheet.result, TOLD_FIRST)
    if not percent:
        yield _said(key, "考核", f"当月考核{result}，不扣补贴。", rules.cited(key))
    elif rules.told_first and not sheet.told:
        words = f"当月考核{result}，还没有告知本人，所以没有扣 {percent}%。"
        yield _said(TOLD_FIRST, "考核", words, rules.cited(TOLD_FIRST))
    else:
        yield _said(key, "考核", f"当月考核{result}，扣 {percent}%。", rules.cited(key))


def _yuan(fen: Fraction) -> str:
    """Return an exact amount as people write it; where it has no end, to four places."""
    if fen.denominator == 1:
        return yuan(int(fen))
    whole, parts = divmod(fen.numerator * 100 // fen.denominator, 10_000)
    text = f"{whole}.{parts:04}"
    return text.rstrip("0") if 100 % fen.denominator == 0 else f"{text}…"


def _said(rule: str, title: str, message: str, basis: str = "", found: str = "") -> Finding:
    return Finding(rule=rule, title=title, passed=True, message=message, found=found, basis=basis)
