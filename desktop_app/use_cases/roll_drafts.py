"""The roll of a month before it is closed: everybody's line, corrections, and what stops it."""

from dataclasses import dataclass, replace

from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import RollLine
from desktop_app.domain.roll_lines import CORRECTION, month_lines, past
from desktop_app.domain.rules import Finding
from desktop_app.domain.subsidy_rules import SubsidyRules
from desktop_app.session import Session
from desktop_app.use_cases.roll_books import (
    month_of,
    read_books,
    read_rules,
    refuse_unknown,
    standing_roll,
)
from desktop_app.use_cases.roll_checks import roll_findings

__all__ = ["Draft", "draft_roll"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a month would be closed with; the lines of the month first, then 更正.

    A finding that did not pass stops the closing.
    """

    village_code: str
    month: str
    department: str
    lines: tuple[RollLine, ...]
    findings: tuple[Finding, ...]
    rules: SubsidyRules

    @property
    def people(self) -> int:
        """Return how many people have a line."""
        return len({line.person_id for line in self.lines})

    @property
    def total_fen(self) -> int:
        """Return the sum of all lines."""
        return sum(line.amount_fen or 0 for line in self.lines)

    @property
    def corrected_fen(self) -> int:
        """Return the sum of the corrections alone."""
        return sum(line.amount_fen or 0 for line in self.lines if line.kind == CORRECTION)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Return what has to be settled first."""
        return tuple(one for one in self.findings if not one.passed)


def draft_roll(session: Session, village_code: str, month: str, department: str) -> Draft:
    """Return what a month comes to by the facts of today; nothing is kept.

    ``Refused`` for a month that has not begun, and for one that is closed.
    """
    refuse_unknown(session, village_code, department)
    known = month_of(session, month)
    refuse_closed(session, village_code, known, department)
    return drafted(session, village_code, known, department)


def refuse_closed(session: Session, village_code: str, known: Month, department: str) -> None:
    """Refuse a month of which a closed roll stands."""
    roll = standing_roll(session, village_code, known.text, department)
    if roll is not None:
        raise Refused(
            f"{known.told}已经关账，没有草表。",
            advice="要看已关账的补贴表，打开它；关账以后的改动列在下一个月的更正里。",
            found=f"关账日期 {roll.closed_on}。",
        )


def drafted(
    session: Session, village_code: str, month: Month, department: str, basis: str = ""
) -> Draft:
    """Return the draft of a month that is known to be open.

    ``basis`` is what the office named as today's, where a clause is past its end.
    """
    rules = replace(read_rules(session, month), confirmed=basis.strip())
    books = read_books(session, village_code, department, month)
    before = past(books, month)
    lines = (*month_lines(books, rules, month), *before.corrections)
    return Draft(
        village_code=village_code,
        month=month.text,
        department=department,
        lines=lines,
        findings=roll_findings(session, village_code, month, books, rules, lines, before.silent),
        rules=rules,
    )
