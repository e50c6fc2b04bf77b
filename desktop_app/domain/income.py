"""Income with its unit: what it comes to a month, and how that is said."""

from datetime import date

from desktop_app.domain.dates import MONTHS_PER_YEAR
from desktop_app.domain.money import yuan
from desktop_app.domain.rules import RulePack

MONTH, DAY, YEAR = "month", "day", "year"
WORKDAYS = "transfer.workdays_a_month"

_TOLD = {MONTH: "元/月", DAY: "元/天", YEAR: "元/年"}


def monthly_equivalent(pack: RulePack, fen: int, unit: str, on: date) -> int:
    """Return the fen a month that an income comes to, half a fen rounded up.

    A daily wage is taken for as many days as the rule of ``on`` says.
    """
    if unit == DAY:
        return fen * pack.number(WORKDAYS, on)
    if unit == YEAR:
        return (2 * fen + MONTHS_PER_YEAR) // (2 * MONTHS_PER_YEAR)
    return fen


def income_words(pack: RulePack, fen: int | None, unit: str, on: date) -> str:
    """Return an income as it was told, with what it comes to a month where that differs."""
    if fen is None:
        return ""
    told = f"{yuan(fen)} {_TOLD.get(unit, '元/月')}"
    if unit not in (DAY, YEAR):
        return told
    by = f"按一个月 {pack.number(WORKDAYS, on)} 天" if unit == DAY else "按 12 个月"
    whole = yuan(monthly_equivalent(pack, fen, unit, on))
    return f"{told}，{by}折算 {whole} 元/月（测算）"
