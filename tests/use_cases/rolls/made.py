"""What the tests of rolls do over and over."""

from datetime import date

from desktop_app.domain.records import (
    Placement,
    Roll,
    RollLine,
)
from desktop_app.session import Session
from desktop_app.use_cases.attendance import (
    MarkedMonth,
    save_marks,
)
from tests.sessions import VILLAGE, Clock
from tests.use_cases.roll_world import (
    HRSS,
)

SEPTEMBER, OCTOBER, NOVEMBER = "2026-09", "2026-10", "2026-11"
TODAY = date(2026, 11, 25)


def pass_days(session: Session, days: float) -> None:
    clock = session.world.now
    assert isinstance(clock, Clock)
    clock.pass_days(days)


def mark(session: Session, placement: Placement, marks: str, month: str = OCTOBER) -> None:
    one = MarkedMonth(placement_id=placement.id, marks=marks)
    save_marks(session, VILLAGE, month, HRSS, [one])


def sums(session: Session, month: str, department: str = HRSS) -> dict[str, int]:
    """Return what every standing line gives each person for a month."""
    found: dict[str, int] = {}
    for roll in session.find(Roll, department=department):
        for line in session.find(RollLine, roll_id=roll.id, for_month=month):
            if roll.returned_on is None:
                found[line.name] = found.get(line.name, 0) + (line.amount_fen or 0)
    return found
