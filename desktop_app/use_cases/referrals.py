"""推荐就业: who fits a vacancy and why, put forward with consent, and what came of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from db.matching_queries import MatchQuestion, likely_people, open_vacancies
from desktop_app.domain.codes import code_list
from desktop_app.domain.errors import Refused
from desktop_app.domain.matching import Reason, fits, points, reasons
from desktop_app.domain.records import (
    NEW,
    Employer,
    Employment,
    Person,
    RecordId,
    Referral,
    Training,
    Vacancy,
)
from desktop_app.session import Session
from desktop_app.use_cases.consents import valid_consent
from desktop_app.use_cases.employments import keep_employment, scope_for
from desktop_app.use_cases.people_list import labour_born
from desktop_app.use_cases.vacancies import is_open

SHOWN = 50
LOOKED_AT = 300
"""People that are looked at one by one for the list of those who fit best."""

OFFERED, HIRED = "offered", "hired"


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who may fit a vacancy, with what speaks for and against."""

    person_id: RecordId
    vacancy_id: RecordId
    points: int
    reasons: tuple[Reason, ...]


def matches(session: Session, vacancy_id: RecordId, limit: int = SHOWN) -> list[Match]:
    """Return who fits a vacancy and looks for work, the best first; all worked out offline."""
    vacancy = session.get(Vacancy, vacancy_id)
    born = labour_born(session.today())
    scope = _scope(session, vacancy)
    trade = code_list("trade").code(vacancy.trade)
    question = MatchQuestion(
        born_from=born[0],
        born_to=born[1],
        trade=vacancy.trade,
        words=(trade.text, *trade.aliases) if trade else (),
        scope=scope,
        most_fen=vacancy.pay_to_fen or vacancy.pay_from_fen,
        flexible=vacancy.flexible,
    )
    ids = likely_people(session.store.database, question, max(LOOKED_AT, limit))
    people = session.many(Person, [UUID(bytes=each) for each in ids])
    referred = {one.person_id for one in session.find(Referral, vacancy_id=vacancy_id)}
    found = [
        _match(session, vacancy, scope, person) for person in people if person.id not in referred
    ]
    return _best(found, limit)


def vacancies_for(session: Session, person_id: RecordId, limit: int = SHOWN) -> list[Match]:
    """Return the open vacancies that fit a person, the best first."""
    person, today = session.get(Person, person_id), session.today()
    ids = open_vacancies(session.store.database, today.isoformat(), LOOKED_AT)
    vacancies = session.many(Vacancy, [UUID(bytes=each) for each in ids])
    found = [_match(session, one, _scope(session, one), person) for one in vacancies]
    return _best(found, limit)


def refer(
    session: Session, vacancy_id: RecordId, person_id: RecordId, offered_on: date | None = None
) -> Referral:
    """Put a person forward for a vacancy, with the reasons; needs the person's consent first."""
    vacancy, person = session.get(Vacancy, vacancy_id), session.get(Person, person_id)
    employer, day = session.get(Employer, vacancy.employer_id), offered_on or session.today()
    with session.operation("refer", f"推荐{person.name}：{vacancy.title}") as operation:
        if day > session.today():
            raise Refused(
                f"推荐日期 {day} 还没有到。", advice="填推荐的那一天。", fields=("offered_on",)
            )
        if not is_open(vacancy, day):
            raise Refused(
                f"{vacancy.title}已经截止，没有写入。",
                advice="请选还在招的岗位；延期的，先改截止日期。",
                fields=("vacancy_id",),
            )
        if any(one.result != "declined" for one in _earlier(session, vacancy_id, person_id)):
            raise Refused(
                f"{person.name}已经推荐过这个岗位，没有写入。",
                advice="请在原来的推荐上登记结果。",
                fields=("person_id",),
            )
        why = reasons(vacancy, _scope(session, vacancy), person, _learnt(session, person), day)
        _refuse_unfit(person, why)
        consent = _consent(session, person, employer, day)
        return operation.save(
            Referral(
                village_code=person.village_code,
                vacancy_id=vacancy_id,
                person_id=person_id,
                consent_id=consent,
                offered_on=day,
                reasons=json.dumps([asdict(one) for one in why], ensure_ascii=False),
                result=OFFERED,
            )
        )


def record_referral_result(
    session: Session, referral_id: RecordId, result: str, result_on: date, notes: str = ""
) -> Referral:
    """Keep what came of a referral; who was hired gets the work on record as well."""
    referral = session.get(Referral, referral_id)
    person = session.get(Person, referral.person_id)
    with session.operation("record_referral_result", f"{person.name}的推荐结果") as operation:
        before = session.get(Referral, referral_id)
        if result not in code_list("referral_result") or result == OFFERED:
            raise Refused(
                "还没有选推荐结果，没有保存。", advice="选单位或者本人的答复。", fields=("result",)
            )
        early = before.offered_on is not None and result_on < before.offered_on
        if early or result_on > session.today():
            raise Refused(
                f"结果日期 {result_on} 不对，没有保存。",
                advice="填推荐以后、到今天为止的一天。",
                fields=("result_on",),
            )
        if result == HIRED and before.result != HIRED:
            vacancy = session.get(Vacancy, before.vacancy_id)
            employer = session.get(Employer, vacancy.employer_id)
            keep_employment(session, operation, _employment(vacancy, employer, person, result_on))
        kept = replace(before, result=result, result_on=result_on, notes=notes or before.notes)
        return operation.save(kept)


def reasons_of(referral: Referral) -> tuple[Reason, ...]:
    """Return the reasons that were kept with a referral (为什么)."""
    return tuple(Reason(**each) for each in json.loads(referral.reasons or "[]"))


def _best(found: Sequence[Match], limit: int) -> list[Match]:
    fitting = [one for one in found if fits(one.reasons)]
    return sorted(fitting, key=lambda one: -one.points)[:limit]


def _match(session: Session, vacancy: Vacancy, scope: str, person: Person) -> Match:
    why = reasons(vacancy, scope, person, _learnt(session, person), session.today())
    return Match(person.id, vacancy.id, points(why), why)


def _learnt(session: Session, person: Person) -> list[Training]:
    return session.find(Training, person_id=person.id)


def _scope(session: Session, vacancy: Vacancy) -> str:
    """Return how far the work is from the county's villages: the same for all its people."""
    home = Person(village_code=session.village_codes[0])
    return scope_for(session, home, vacancy.place_code, vacancy.place)


def _earlier(session: Session, vacancy_id: RecordId, person_id: RecordId) -> list[Referral]:
    return session.find(Referral, vacancy_id=vacancy_id, person_id=person_id)


def _refuse_unfit(person: Person, why: Sequence[Reason]) -> None:
    against = [one.text for one in why if one.hard and not one.fits]
    if against:
        raise Refused(
            f"{person.name}不符合这个岗位的条件，没有写入。",
            advice="请换别的岗位；资料登记错了的，先改正资料。",
            fields=("person_id",),
            found="".join(against),
        )


def _consent(session: Session, person: Person, employer: Employer, day: date) -> RecordId:
    """Return the consent that allows the referral; ``Refused`` where one is needed and missing."""
    found = valid_consent(session, person.id, "referral", employer.name, day)
    if found is not None:
        return found.id
    clause = session.rules.clause("referral.consent_first", day)
    if clause.value is False:
        return NEW
    raise Refused(
        f"{person.name}还没有同意把资料交给{employer.name}，没有推荐。",
        advice=f"先问本人，登记同意书（用途选向用人单位推荐，接收方写{employer.name}），再推荐。",
        fields=("person_id",),
        basis=clause.cited(),
    )


def _employment(vacancy: Vacancy, employer: Employer, person: Person, on: date) -> Employment:
    return Employment(
        person_id=person.id,
        form="022" if vacancy.flexible else "010",
        employer=employer.name,
        job=vacancy.title,
        place_code=vacancy.place_code or employer.place_code,
        place=vacancy.place,
        channel="government",
        since=on,
        industry=employer.industry,
    )
