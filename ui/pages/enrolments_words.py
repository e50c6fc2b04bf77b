"""How an enrolment is told: how its payment stands, and what its amount rests on."""

from desktop_app.domain.enrolment_rules import DRAWING
from desktop_app.domain.money import yuan
from desktop_app.use_cases.enrolments import ENDED, NORMAL, OVERDUE, SOON, EnrolmentLine

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


def can_pay(one: EnrolmentLine) -> bool:
    """Say whether a payment can be kept."""
    return not (one.died or one.status == ENDED or one.status in DRAWING)


def can_pause(one: EnrolmentLine) -> bool:
    """Say whether the enrolment runs, so that it can be paused."""
    return not one.died and one.status in ("", NORMAL)
