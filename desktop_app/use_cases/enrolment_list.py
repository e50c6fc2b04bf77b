"""Finding enrolments, what is due first, and what a list shows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from db.enrolment_queries import (
    EnrolmentQuestion,
    enrolment_count,
    enrolment_ids,
    line_rows,
)
from desktop_app.domain.citizen_id import masked
from desktop_app.domain.codes import text_of
from desktop_app.domain.enrolment_rules import DRAWING, PAYING, due_state, next_due
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Enrolment, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name

OVERDUE, SOON = "overdue", "soon"
NORMAL, NOT_ENROLLED, PAUSED, ENDED = "1", "0", "2", "4"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentFilter:
    """Which enrolments are looked for; what is empty does not narrow.

    ``due`` is ``overdue``, ``soon`` or nothing.
    """

    text: str = ""
    schemes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentLine:
    """What a list shows of an enrolment; ``citizen_id`` is masked.

    ``due`` is ``overdue``, ``soon``, ``""`` (not yet) or ``none`` (nothing to be paid).
    """

    id: RecordId
    person_id: RecordId
    name: str
    citizen_id: str
    village: str
    scheme_text: str
    status: str
    status_text: str
    rhythm_text: str
    grade_fen: int | None
    paid_until: date | None
    next_due_on: date | None
    due: str
    due_text: str
    died: bool
    enrolment: Enrolment

    @property
    def proven(self) -> bool:
        """Say whether a receipt stands for the amount; else it is only reckoned (测算)."""
        return bool(self.enrolment.evidence.strip())


def find_enrolments(
    session: Session, wanted: EnrolmentFilter | None = None, limit: int | None = None
) -> list[RecordId]:
    """Return the ids of those that fit: best matches first, else what is due first."""
    question = _question(session, wanted or EnrolmentFilter())
    return [UUID(bytes=found) for found in enrolment_ids(session.store.database, question, limit)]


def count_enrolments(session: Session, wanted: EnrolmentFilter | None = None) -> int:
    """Return how many enrolments fit."""
    return enrolment_count(session.store.database, _question(session, wanted or EnrolmentFilter()))


def enrolment_lines(session: Session, ids: Sequence[RecordId]) -> list[EnrolmentLine]:
    """Return what a list shows of these enrolments, in this order; those gone are left out."""
    today = session.today()
    warn_days = session.rules.number("enrolment.warn_days", today)
    rows = line_rows(session.store.database, [id_.bytes for id_ in ids])
    return [
        _line(one, rows[one.id.bytes], today, warn_days)
        for one in session.many(Enrolment, ids)
        if one.id.bytes in rows
    ]


def enrolments_of(session: Session, person_id: RecordId) -> list[EnrolmentLine]:
    """Return every enrolment of a person: what is due first, those that ended last."""
    lines = enrolment_lines(
        session, [one.id for one in session.find(Enrolment, person_id=person_id)]
    )
    return sorted(lines, key=lambda one: (one.status == ENDED, one.next_due_on or date.max))


def due_words(due: str, due_on: date | None, today: date) -> str:
    """Return in words how a payment stands."""
    if due == "none" or due_on is None:
        return "不用缴"
    days = (due_on - today).days
    if due == OVERDUE:
        return f"逾期 {-days} 天"
    return "今天到期" if days == 0 else f"还有 {days} 天"


def _question(session: Session, wanted: EnrolmentFilter) -> EnrolmentQuestion:
    today = session.today()
    due = None
    if wanted.due == OVERDUE:
        due = (date.min, today - timedelta(days=1))
    elif wanted.due == SOON:
        due = (today, today + timedelta(days=session.rules.number("enrolment.warn_days", today)))
    elif wanted.due:
        raise Refused(
            f"不认识的到期情况“{wanted.due}”。", advice="写 overdue（逾期）或 soon（快到期）。"
        )
    return EnrolmentQuestion(
        text=wanted.text,
        schemes=wanted.schemes,
        statuses=wanted.statuses,
        due=due and (due[0].isoformat(), due[1].isoformat()),
    )


def _line(one: Enrolment, row: tuple[Any, ...], today: date, warn_days: int) -> EnrolmentLine:
    _, _, name, number, village_code, died_on = row
    due = "none" if died_on else due_state(one, today, warn_days)
    due_on = one.next_due_on or next_due(one.rhythm, one.paid_until, one.scheme)
    return EnrolmentLine(
        id=one.id,
        person_id=one.person_id,
        name=name,
        citizen_id=masked(number) if number else "",
        village=village_name(village_code),
        scheme_text=text_of("insurance_scheme", one.scheme),
        status=one.status,
        status_text=text_of("enrolment_status", one.status or NORMAL),
        rhythm_text=text_of("payment_rhythm", one.rhythm),
        grade_fen=one.grade_fen,
        paid_until=one.paid_until,
        next_due_on=None if due == "none" else due_on,
        due=due,
        due_text=_no_due_words(one, died=died_on is not None)
        if due == "none"
        else due_words(due, due_on, today),
        died=died_on is not None,
        enrolment=one,
    )


def _no_due_words(one: Enrolment, *, died: bool) -> str:
    if died:
        return "已故"
    if one.ended_on is not None or one.status == ENDED:
        return "已终止"
    if one.status in DRAWING:
        return "不用缴"
    return "没有期限" if one.status in PAYING else "未参保"
