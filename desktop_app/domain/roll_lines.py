"""The lines of a subsidy roll: what a month comes to, and what closed months need corrected.

Both follow from the facts of today alone. For a closed month the difference between these
facts and all lines that were laid for it becomes 更正, so that after the next closing the lines
of a month add up to what the facts say.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from desktop_app.domain.attendance import days_text, full_marks
from desktop_app.domain.frozen import FROZEN_FIELDS
from desktop_app.domain.money import yuan
from desktop_app.domain.months import Month
from desktop_app.domain.records import RecordId, Roll, RollLine
from desktop_app.domain.rules import Finding, findings_json
from desktop_app.domain.subsidy import NOT_ON_POST, Holder, Reckoned, Sheet, reckon, required_in
from desktop_app.domain.subsidy_rules import SubsidyRules
from desktop_app.domain.subsidy_words import corrected, explained

MONTH, CORRECTION = "month", "correction"

Key = tuple[RecordId, str]
"""A placement and the text of a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What is on record today about the posts of one village and one line of funding.

    ``sheets`` are the kept ones; ``closed`` gives the rules by which each closed month was
    reckoned, ``laid`` every line of a roll that stands, oldest first; ``appraisals`` the result
    of a month and whether the person was told.
    """

    holders: Mapping[RecordId, Holder]
    sheets: Mapping[Key, Sheet]
    closed: Mapping[str, SubsidyRules]
    laid: Sequence[RollLine] = ()
    appraisals: Mapping[Key, tuple[str, bool]] = field(default_factory=dict)


def proposal(rules: SubsidyRules, holder: Holder, month: Month, until: int | None = None) -> Sheet:
    """Return full attendance of a month, not checked by anybody."""
    terms = holder.terms_in(month)
    required = required_in(rules, terms[-1], month) if terms else rules.required_days
    marks = full_marks(month, required, holder.days(month), until)
    return Sheet(marks=marks, confirmed=False)


def sheet_of(books: Books, rules: SubsidyRules, holder: Holder, month: Month) -> Sheet:
    """Return the kept sheet of a month with its appraisal, or full attendance."""
    key = holder.placement_id, month.text
    sheet = books.sheets.get(key) or proposal(rules, holder, month)
    result, told = books.appraisals.get(key, ("", False))
    return replace(sheet, result=result, told=told) if result else sheet


def month_lines(books: Books, rules: SubsidyRules, month: Month) -> list[RollLine]:
    """Return the line of everybody whose agreement reaches into the month, by name.

    Without a sheet full attendance is taken, for people to see what it would come to; without
    a standard the amount is none.
    """
    found = []
    for holder in books.holders.values():
        if holder.overlaps(month):
            sheet = sheet_of(books, rules, holder, month)
            reckoned = reckon(rules, holder, month, sheet)
            reasons = () if reckoned is None else explained(rules, holder, month, sheet, reckoned)
            found.append(_line(MONTH, holder, month, rules, reckoned, reasons))
    return sorted(found, key=_order)


def due(books: Books, rules: SubsidyRules, key: Key) -> tuple[Sheet, Reckoned] | None:
    """Return what the facts of today give a placement for a closed month.

    None where they are silent: no checked sheet, or no standard.
    """
    holder, month = books.holders.get(key[0]), Month.of(key[1])
    if holder is None or not holder.overlaps(month):
        return Sheet(marks=""), NOT_ON_POST
    sheet = books.sheets.get(key)
    if rules.checked and (sheet is None or not sheet.confirmed):
        return None
    sheet = sheet_of(books, rules, holder, month)
    reckoned = reckon(rules, holder, month, sheet)
    return None if reckoned is None else (sheet, reckoned)


@dataclass(frozen=True, slots=True)
class Past:
    """What closed months need: lines that correct them, and who cannot be told for now."""

    corrections: tuple[RollLine, ...]
    silent: tuple[Key, ...]


def past(books: Books, before: Month) -> Past:
    """Look at every closed month before ``before`` again.

    Where the lines of somebody no longer add up to what is due, there is a correction.
    """
    laid: dict[Key, list[RollLine]] = {}
    for line in books.laid:
        laid.setdefault((line.placement_id, line.for_month), []).append(line)
    months = [Month.of(text) for text in books.closed if text < before.text]
    keys = {key for key in laid if key[1] in books.closed and key[1] < before.text}
    for holder in books.holders.values():
        keys.update((holder.placement_id, month.text) for month in months if holder.overlaps(month))
    found, silent = [], []
    for key in keys:
        rules, lines = books.closed[key[1]], laid.get(key, [])
        known = due(books, rules, key)
        if known is None:
            silent.append(key)
        elif known[1].amount_fen != _sum(lines):
            found.append(_correction(books, rules, key, lines, *known))
    found.sort(key=lambda line: (line.for_month, *_order(line)))
    return Past(tuple(found), tuple(sorted(silent, key=lambda key: (key[1], key[0]))))


def digest(roll: Roll, lines: Sequence[RollLine]) -> str:
    """Return the SHA-256 of everything in a roll that never changes."""
    head = {name: str(getattr(roll, name)) for name in sorted(FROZEN_FIELDS[Roll] - {"sha256"})}
    names = sorted(FROZEN_FIELDS[RollLine] - {"roll_id"})
    rows = sorted([str(getattr(line, name)) for name in names] for line in lines)
    whole = json.dumps([roll.village_code, head, names, rows], ensure_ascii=False, sort_keys=True)
    return sha256(whole.encode()).hexdigest()


def _correction(
    books: Books,
    rules: SubsidyRules,
    key: Key,
    laid: Sequence[RollLine],
    sheet: Sheet,
    reckoned: Reckoned,
) -> RollLine:
    month, before = Month.of(key[1]), _sum(laid)
    holder = books.holders.get(key[0]) or _as_listed(laid[-1])
    line = _line(CORRECTION, holder, month, rules, reckoned, ())
    reason = corrected(month, before, reckoned.amount_fen, _changes(laid, line), rules)
    why = explained(rules, holder, month, sheet, reckoned) if reckoned is not NOT_ON_POST else ()
    return replace(
        line, amount_fen=reckoned.amount_fen - before, explanation=findings_json((reason, *why))
    )


def _changes(laid: Sequence[RollLine], now: RollLine) -> str:
    """Say what differs from the line that was laid last."""
    if not laid:
        return "关账的时候不在表里。"
    then = laid[-1]
    if now.worked_halves == 0 and now.agreement_from is None:
        return "按现在的登记，这个月不在岗。"
    parts = []
    if then.worked_halves != now.worked_halves:
        days = days_text(then.worked_halves or 0), days_text(now.worked_halves or 0)
        parts.append(f"出勤由 {days[0]} 天改为 {days[1]} 天")
    if then.standard_fen != now.standard_fen or then.standard_period != now.standard_period:
        parts.append(f"补贴标准由 {_standard(then)}改为 {_standard(now)}")
    if then.required_days != now.required_days:
        parts.append(f"规定出勤由 {then.required_days} 天改为 {now.required_days} 天")
    return "；".join(parts) + "。" if parts else "协议、考核或者以前的更正有变化。"


def _standard(line: RollLine) -> str:
    return f"{yuan(line.standard_fen or 0)} 元/{'年' if line.standard_period == 'year' else '月'}"


def _line(
    kind: str,
    holder: Holder,
    month: Month,
    rules: SubsidyRules,
    reckoned: Reckoned | None,
    reasons: Sequence[Finding],
) -> RollLine:
    terms = holder.terms_in(month) if reckoned is None else [one.terms for one in reckoned.parts]
    last = terms[-1] if terms else None
    return RollLine(
        placement_id=holder.placement_id,
        person_id=holder.person_id,
        for_month=month.text,
        kind=kind,
        name=holder.name,
        citizen_id=holder.citizen_id,
        post_title=holder.post_title,
        account=holder.account,
        bank=holder.bank,
        agreement_from=min((one.begins_on for one in terms), default=None),
        agreement_to=max((one.ends_on for one in terms), default=None),
        standard_fen=last.standard_fen if last else None,
        standard_period=last.period if last else "month",
        required_days=required_in(rules, last, month) if last else None,
        worked_halves=reckoned.halves if reckoned else None,
        amount_fen=reckoned.amount_fen if reckoned else None,
        explanation=findings_json(reasons) if reasons else "",
    )


def _as_listed(line: RollLine) -> Holder:
    """Return somebody who is on record no more, as the last line knows them."""
    return Holder(
        placement_id=line.placement_id,
        person_id=line.person_id,
        name=line.name,
        citizen_id=line.citizen_id,
        post_title=line.post_title,
        account=line.account,
        bank=line.bank,
    )


def _sum(lines: Sequence[RollLine]) -> int:
    return sum(line.amount_fen or 0 for line in lines)


def _order(line: RollLine) -> tuple[str, str, bytes]:
    return line.post_title, line.name, line.placement_id.bytes
