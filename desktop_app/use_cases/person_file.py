"""Everything the desk knows about one person, as the officer needs it at the door."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop_app.domain.codes import text_of
from desktop_app.domain.money import yuan
from desktop_app.domain.records import (
    NEW,
    Employment,
    Enrolment,
    Household,
    Paper,
    Person,
    Placement,
    Post,
    RecordId,
    Visit,
)
from desktop_app.session import Session
from desktop_app.use_cases.people_list import PersonLine, person_lines
from desktop_app.use_cases.person_events import HistoryEvent, other_events
from desktop_app.use_cases.printout_lines import printout_events
from printing.form_names import FORMS


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A placement of the person with the post it is on; ``current`` says whether it runs."""

    placement: Placement
    post_title: str
    current: bool


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A person with household, work, posts, insurance and what happened, newest first."""

    person: Person
    line: PersonLine
    household: Household | None
    members: tuple[PersonLine, ...]
    employment: Employment | None
    placements: tuple[HeldPost, ...]
    enrolments: tuple[Enrolment, ...]
    last_visit: Visit | None
    events: tuple[HistoryEvent, ...]


def person_file(session: Session, person_id: RecordId) -> PersonFile:
    """Return the file of a person; ``Refused`` if the person is gone."""
    person = session.get(Person, person_id)
    employments = session.find(Employment, person_id=person_id)
    placements = _held(session, person_id)
    enrolments = tuple(session.find(Enrolment, person_id=person_id))
    visits = _visits(session, person)
    papers = session.find(Paper, person_id=person_id)
    events = [
        *_visit_events(visits, session.officer),
        *_placement_events(placements),
        *_employment_events(employments),
        *_enrolment_events(enrolments),
        *_paper_events(papers, session.officer),
        *printout_events(session, person_id),
        *other_events(session, person_id),
    ]
    return PersonFile(
        person=person,
        line=person_lines(session, [person_id])[0],
        household=_household(session, person.household_id),
        members=_members(session, person),
        employment=current_employment(employments, session.today()),
        placements=placements,
        enrolments=enrolments,
        last_visit=visits[0] if visits else None,
        events=tuple(sorted(events, key=lambda event: event.on, reverse=True)),
    )


def current_employment(employments: list[Employment], today: date) -> Employment | None:
    """Return the work that runs today, the one begun last if there are more."""
    running = [one for one in employments if one.until is None or one.until >= today]
    return max(running, key=lambda one: one.since or date.min, default=None)


def _household(session: Session, household_id: RecordId) -> Household | None:
    found = session.many(Household, [household_id])
    return found[0] if found else None


def _members(session: Session, person: Person) -> tuple[PersonLine, ...]:
    if person.household_id == NEW:
        return ()
    people = session.find(Person, household_id=person.household_id)
    ordered = sorted(people, key=lambda one: (one.relation or "99", one.birth_on or date.max))
    return tuple(person_lines(session, [one.id for one in ordered]))


def _held(session: Session, person_id: RecordId) -> tuple[HeldPost, ...]:
    placements = session.find(Placement, person_id=person_id)
    posts = {post.id: post for post in session.many(Post, [one.post_id for one in placements])}
    found = []
    for one in placements:
        title = posts[one.post_id].title if one.post_id in posts else "公益岗位"
        begun = one.started_on or one.agreement_from
        runs = begun is not None and begun <= session.today()
        ended = one.last_day_on is not None and one.last_day_on < session.today()
        found.append(HeldPost(one, title, current=runs and not ended))
    return tuple(sorted(found, key=lambda held: held.placement.started_on or date.min)[::-1])


def _visits(session: Session, person: Person) -> list[Visit]:
    """Return visits of the person and of the household as such, newest first."""
    own = session.find(Visit, person_id=person.id)
    if person.household_id != NEW:
        known = {visit.id for visit in own}
        shared = session.find(Visit, household_id=person.household_id)
        own += [one for one in shared if one.person_id == NEW and one.id not in known]
    return sorted(own, key=lambda visit: visit.visited_on or date.min, reverse=True)


def _visit_events(visits: list[Visit], who: str) -> Iterator[HistoryEvent]:
    for visit in visits:
        if visit.visited_on is None:
            continue
        said = visit.difficulty or visit.notes or visit.employer
        if not said:
            said = text_of("employment_status", visit.employment_status) or "情况没有变化"
        way = text_of("visit_way", visit.way)
        note = f"{way}，答应：{visit.promise}" if visit.promise else way
        yield HistoryEvent(visit.visited_on, "footprints", f"走访：{said}", who, note)


def _placement_events(placements: tuple[HeldPost, ...]) -> Iterator[HistoryEvent]:
    for held in placements:
        one, begun = held.placement, held.placement.started_on or held.placement.agreement_from
        if begun is not None:
            until = f"协议到 {one.agreement_to}" if one.agreement_to else ""
            yield HistoryEvent(begun, "hand-heart", f"上岗：{held.post_title}", note=until)
        if one.last_day_on is not None:
            reason = text_of("exit_reason", one.exit_reason) or "没有写明原因"
            note = f"在岗 {begun} 至 {one.last_day_on}" if begun else ""
            yield HistoryEvent(
                one.last_day_on, "undo-2", f"{held.post_title}退岗：{reason}", note=note
            )


def _employment_events(employments: list[Employment]) -> Iterator[HistoryEvent]:
    for one in employments:
        work = " ".join(part for part in (one.employer, one.job) if part) or "没有写明单位"
        where = " · ".join(
            part for part in (text_of("transfer_scope", one.scope), one.place, _wage(one)) if part
        )
        if one.since is not None:
            yield HistoryEvent(one.since, "plane", f"就业：{work}", note=where)
        if one.until is not None:
            yield HistoryEvent(one.until, "plane", f"不再做：{work}", note=where)


def _wage(employment: Employment) -> str:
    return "" if employment.monthly_fen is None else f"{yuan(employment.monthly_fen)} 元/月"


def _enrolment_events(enrolments: tuple[Enrolment, ...]) -> Iterator[HistoryEvent]:
    for one in enrolments:
        scheme = text_of("insurance_scheme", one.scheme)
        paid = f"已缴至 {one.paid_until}" if one.paid_until else ""
        if one.since is not None:
            yield HistoryEvent(one.since, "shield-check", f"参保：{scheme}", note=paid)
        if one.ended_on is not None:
            yield HistoryEvent(one.ended_on, "shield-check", f"终止参保：{scheme}")


def _paper_events(papers: list[Paper], who: str) -> Iterator[HistoryEvent]:
    for paper in papers:
        name = FORMS.get(paper.form, paper.form)
        number = f"编号 {paper.number}"
        if paper.issued_on is not None:
            yield HistoryEvent(paper.issued_on, "printer", f"开具{name}", who, number)
        if paper.voided_on is not None:
            yield HistoryEvent(
                paper.voided_on, "file-text", f"作废{name}：{paper.void_reason}", who, number
            )
