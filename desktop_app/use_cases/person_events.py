"""What else happened in the life of a person: training, jobs, start-ups, wages, subsidies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop_app.domain.codes import text_of
from desktop_app.domain.money import yuan
from desktop_app.domain.months import Month
from desktop_app.domain.records import (
    Attendee,
    Event,
    RecordId,
    Referral,
    RollLine,
    Training,
    Vacancy,
    Venture,
    WageClue,
)
from desktop_app.session import Session


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """Something that happened: when, what in a line, by whom, and a note below it."""

    on: date
    icon: str
    text: str
    who: str = ""
    note: str = ""


def other_events(session: Session, person_id: RecordId) -> Iterator[HistoryEvent]:
    """Yield what happened besides visits, posts, work, insurance and papers, in no order."""
    yield from _trainings(session, person_id)
    yield from _referrals(session, person_id)
    yield from _ventures(session, person_id)
    yield from _clues(session, person_id)
    yield from _deliveries(session, person_id)
    yield from _payments(session, person_id)


def _trainings(session: Session, person_id: RecordId) -> Iterator[HistoryEvent]:
    for one in session.find(Training, person_id=person_id):
        on = one.ends_on or one.begins_on or one.enrolled_on or one.wished_on
        if on is not None:
            trade = text_of("trade", one.trade) or one.course
            note = "计入培训人次" if one.counted else ""
            result = text_of("training_result", one.result)
            yield HistoryEvent(on, "graduation-cap", f"培训：{trade}，{result}", note=note)


def _referrals(session: Session, person_id: RecordId) -> Iterator[HistoryEvent]:
    found = session.find(Referral, person_id=person_id)
    titles = {one.id: one.title for one in session.many(Vacancy, [r.vacancy_id for r in found])}
    for one in found:
        on = one.result_on or one.offered_on
        if on is not None:
            title = titles.get(one.vacancy_id, "岗位")
            result = text_of("referral_result", one.result)
            yield HistoryEvent(on, "hand-helping", f"推荐到{title}：{result}")


def _ventures(session: Session, person_id: RecordId) -> Iterator[HistoryEvent]:
    for one in session.find(Venture, person_id=person_id):
        called = one.name or text_of("venture_form", one.form)
        if one.started_on is not None:
            yield HistoryEvent(one.started_on, "house", f"创业：{called}")
        if one.loan_on is not None:
            yield HistoryEvent(one.loan_on, "wallet", f"创业贷款 {yuan(one.loan_fen or 0)} 元")
        if one.closed_on is not None:
            yield HistoryEvent(one.closed_on, "house", f"停业：{called}")


def _clues(session: Session, person_id: RecordId) -> Iterator[HistoryEvent]:
    for one in session.find(WageClue, person_id=person_id):
        if one.reported_on is not None:
            note = text_of("wage_result", one.result) if one.handed_on else "还没有移交"
            yield HistoryEvent(one.reported_on, "wallet", f"反映欠薪：{one.employer}", note=note)


def _deliveries(session: Session, person_id: RecordId) -> Iterator[HistoryEvent]:
    came = session.find(Attendee, person_id=person_id)
    for one in session.many(Event, [each.event_id for each in came]):
        if one.held_on is not None:
            yield HistoryEvent(one.held_on, "map-pin", f"参加{one.title}")


def _payments(session: Session, person_id: RecordId) -> Iterator[HistoryEvent]:
    for one in session.find(RollLine, person_id=person_id):
        if one.paid_on is not None:
            month = Month.of(one.for_month).told
            words = f"发放岗位补贴 {yuan(one.paid_fen or 0)} 元"
            yield HistoryEvent(one.paid_on, "wallet", words, note=f"{month} · {one.post_title}")
