"""Money of a training village: last month closed, this month a draft, a claim of an organiser."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from desktop_app.domain.credit_code import check_character
from desktop_app.domain.months import Month
from desktop_app.domain.records import Claim, Employment, Organiser, Person
from desktop_app.session import Session
from desktop_app.use_cases.attendance import confirm_attendance
from desktop_app.use_cases.claim_lines import add_claimed, check_by_phone, see_evidence
from desktop_app.use_cases.claims import save_claim
from desktop_app.use_cases.organisers import save_organiser
from desktop_app.use_cases.roll_drafts import draft_roll
from desktop_app.use_cases.rolls import close_roll, publish_roll
from desktop_app.use_cases.snapshots import close_month

DEPARTMENTS = ("hrss", "agriculture")
BASIS = "（练习）旗里现行的补贴办法"
_CLAIMED = 6
_BODY = "91150223MA0000071"


def make_up_month(session: Session, village: str) -> None:
    """Close last month of a village, subsidies and counts; this month stays open as a draft."""
    month = Month.around(session.today()).previous().text
    for department in DEPARTMENTS:
        draft = draft_roll(session, village, month, department)
        if not draft.lines:
            continue
        confirm_attendance(session, village, month, department, "（练习）考勤员")
        roll = close_roll(session, village, month, department, "（练习）嘎查达", BASIS)
        publish_roll(session, roll.id, session.today())
    close_month(session, village, month)


def make_up_claim(session: Session, people: Sequence[Person]) -> int:
    """Let an organiser claim for people it took to work; return how many are on the claim.

    Some were away long enough and their papers were seen, others not: both are to be found.
    """
    organiser = save_organiser(
        session,
        Organiser(
            name="（练习）草原人力资源有限公司",
            kind="company",
            credit_code=_BODY + check_character(_BODY),
            agreement_number="练输协-07",
            contact="李经理",
            phone="04720000071",
            account="6217000000000000071",
            bank="（练习）农村信用社",
        ),
    )
    spells = _organised(session, people)
    today = session.today()
    applied = today - timedelta(days=6)
    wish = Claim(organiser_id=organiser.id, year=applied.year, applied_on=applied)
    claim = save_claim(session, wish)
    lines = add_claimed(session, claim.id, tuple(one.person_id for one in spells))
    for number, line in enumerate(lines):
        if number < len(lines) - 1:
            see_evidence(session, line.id, "wages", today - timedelta(days=5))
        if number < 2:
            result = ("confirmed", "unreached")[number]
            check_by_phone(session, line.id, today - timedelta(days=4), result)
    return len(lines)


def _organised(session: Session, people: Sequence[Person]) -> list[Employment]:
    """Say of the longest spells, and one short one, that the organiser found the work."""
    today = session.today()
    open_ones = sorted(
        (
            spell
            for person in people
            for spell in session.find(Employment, person_id=person.id)
            if spell.until is None and spell.since is not None and spell.since < today
        ),
        key=lambda one: (one.since, one.id),
    )
    chosen = [*open_ones[: _CLAIMED - 1], *open_ones[_CLAIMED - 1 :][-1:]]
    with session.operation("make_up_village", "编排练习输出") as operation:
        return [
            operation.save(
                replace(
                    one, channel="market", contract=True, evidence_kind="wages",
                    evidence="银行工资流水",
                )
            )
            for one in chosen
        ]  # fmt: skip
