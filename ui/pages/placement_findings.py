"""What the rules found about a placement, in one sentence."""

from collections.abc import Sequence

from desktop_app.domain.rules import Finding
from ui.finding_list import FindingList, to_be_asked

__all__ = ["FindingList", "summary"]


def summary(findings: Sequence[Finding]) -> tuple[str, str]:
    """Return a sentence about the findings, and its tone."""
    wrong = [one for one in findings if not one.passed]
    if wrong:
        return f"{len(wrong)} 条不符合，不能安置", "bad"
    asked = sum(to_be_asked(one) for one in findings)
    if asked:
        return f"可以安置，{asked} 条请向旗县确认", "warn"
    return f"{len(findings)} 条都核对过，符合", "ok"
