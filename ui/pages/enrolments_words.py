"""How an enrolment is told: how its payment stands, and what its amount rests on."""

from desktop_app.domain.dates import shown
from desktop_app.domain.enrolment_rules import DRAWING
from desktop_app.domain.insurance_arrears import Arrears
from desktop_app.domain.money import yuan
from desktop_app.use_cases.enrolments import (
    ENDED,
    NORMAL,
    OVERDUE,
    SOON,
    EnrolmentLine,
    Outlook,
)

RECKONED = "测算，还没有缴费凭据"

_TONES = {OVERDUE: "bad", SOON: "warn"}
DUE_ICONS = {"bad": "circle-alert", "warn": "clock", "ok": "circle-check"}
"""The sign in front of the words, so that nothing hangs on colour."""


def due_tone(one: EnrolmentLine) -> str:
    """Return the tone of how the payment stands."""
    return _TONES.get(one.due, "ok" if one.due == "" else "")


def due_day(one: EnrolmentLine) -> str:
    """Return the last day to pay."""
    return str(one.next_due_on) if one.next_due_on else "—"


def amount_words(one: EnrolmentLine) -> str:
    """Return the amount, and whether a receipt stands for it."""
    if one.grade_fen is None:
        return ""
    period = one.rhythm_text.removeprefix("按") or "期"
    return f"{yuan(one.grade_fen)} 元/{period} · {'有缴费凭据' if one.proven else RECKONED}"


def can_switch(one: EnrolmentLine) -> bool:
    """Say whether another scheme can follow at once."""
    return not one.died and one.enrolment.ended_on is None


def outlook_words(stands: Outlook) -> list[tuple[str, str, str]]:
    """Return how an enrolment stands: each sentence, its tone, and what it rests on."""
    told = []
    if (found := stands.arrears) is not None:
        basis = found.clause.cited() if found.clause else ""
        told.append((arrears_words(found), "bad", basis))
    told += [(one.message, "", one.basis) for one in stands.reckoned.findings]
    told += [(f"{one.message}{one.advice}", "warn", one.basis) for one in stands.warnings]
    return told


def arrears_words(found: Arrears) -> str:
    """Tell what was not paid, what may be lost, and until when the rest can be made up."""
    words = f"{found.missed_from} 至 {found.missed_to} 共 {found.months} 个月没有缴。"
    if found.lost_months:
        words += f"其中 {found.lost_months} 个月可能已经补不了。"
    if found.last_chance_on is not None:
        words += f"其余请在 {shown(found.last_chance_on)} 以前补缴。"
    return words if found.clause is not None else f"{words}能不能补，请问经办机构。"


def can_pay(one: EnrolmentLine) -> bool:
    """Say whether a payment can be kept."""
    return not (one.died or one.status == ENDED or one.status in DRAWING)


def can_pause(one: EnrolmentLine) -> bool:
    """Say whether the enrolment runs, so that it can be paused."""
    return not one.died and one.status in ("", NORMAL)
