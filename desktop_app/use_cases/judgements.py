"""How a holder's work was judged, as a list: appraisals and warnings, the newest first."""

from dataclasses import dataclass
from datetime import date

from desktop_app.domain.appraisal_rules import points
from desktop_app.domain.codes import text_of
from desktop_app.domain.months import Month
from desktop_app.domain.records import Appraisal, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.appraisals import appraisals_of, cautions_of

__all__ = ["Judgement", "judgements"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """An appraisal (考核) or a warning (警示): when, what, and when the person was told."""

    id: RecordId
    kind: str
    when: str
    result: str
    words: str
    told_on: date | None


def judgements(session: Session, placement_id: RecordId) -> list[Judgement]:
    """Return the appraisals and warnings of a holder, the newest first."""
    found = [
        Judgement(
            one.id,
            "appraisal",
            Month.of(one.month).text,
            _result(one),
            one.deductions,
            one.told_on,
        )
        for one in appraisals_of(session, placement_id)
    ]
    found += [
        Judgement(
            one.id,
            "caution",
            str(one.given_on or ""),
            text_of("caution_reason", one.reason),
            one.words,
            one.received_on,
        )
        for one in cautions_of(session, placement_id)
    ]
    return sorted(found, key=lambda one: one.when, reverse=True)


def _result(one: Appraisal) -> str:
    total = points(one)
    if total is None:
        return "分数没有填全"
    return f"{text_of('appraisal_result', one.result)} {total} 分".strip()
