"""What waits in the registers: wages, trainings, referrals, vacancies, who came home or away."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from db import work_due_queries as queries
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import short
from desktop_app.domain.records import Employment, Person, RecordId
from desktop_app.domain.transfer_rules import CLAIM_DAYS, MIN_MONTHS, claim_until
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.transfers import returned_undecided, six_months_reached
from desktop_app.use_cases.workbench_lines import Todo, due

MOST = 50


def work_lines(session: Session) -> Iterator[Todo]:
    """Return what waits about wages, trainings, referrals, vacancies and people who came home."""
    yield from _clues(session)
    yield from _trainings(session)
    yield from _referrals(session)
    yield from _vacancies(session)
    yield from _returned(session)
    yield from _six_months(session)


def _clues(session: Session) -> Iterator[Todo]:
    today = session.today()
    clause = session.rules.clause("wage.hand_over_days", today)
    days = session.rules.number("wage.hand_over_days", today)
    for one in queries.clues_not_handed(session.store.database, MOST):
        yield Todo(
            kind="clue",
            icon="wallet",
            who=one.who,
            what=f"反映{one.what}欠薪，还没有移交",
            why=f"规则：{days} 天以内移交给劳动保障监察或者线索平台。{short(one.on)}反映",
            village=village_name(one.village_code),
            verb="去移交",
            target="wages",
            target_id=one.id,
            basis=clause.cited(),
            **due(one.on + timedelta(days=days), today),
        )


def _trainings(session: Session) -> Iterator[Todo]:
    today = session.today()
    clause = session.rules.clause("training.warn_days", today)
    until = today + timedelta(days=session.rules.number("training.warn_days", today))
    found = queries.trainings_beginning(session.store.database, today, until, MOST)
    for one in found:
        yield Todo(
            kind="training",
            icon="graduation-cap",
            who=one.who,
            what=f"{short(one.on)}开班：{text_of('trade', one.what)}",
            why="规则：开班以前提醒本人，送到班上",
            village=village_name(one.village_code),
            verb="查看",
            target="trainings",
            target_id=one.id,
            basis=clause.cited(),
            **due(one.on, today),
        )


def _referrals(session: Session) -> Iterator[Todo]:
    today = session.today()
    clause = session.rules.clause("referral.answer_days", today)
    days = session.rules.number("referral.answer_days", today)
    before = today - timedelta(days=days)
    for one in queries.referrals_unanswered(session.store.database, before, MOST):
        yield Todo(
            kind="referral",
            icon="hand-helping",
            who=one.who,
            what=f"推荐到{one.what}还没有结果，问一问",
            why=f"规则：推荐 {days} 天以后要有结果。{short(one.on)}推荐",
            village=village_name(one.village_code),
            verb="登记结果",
            target="referrals",
            target_id=one.id,
            basis=clause.cited(),
            **due(one.on + timedelta(days=days), today),
        )


def _vacancies(session: Session) -> Iterator[Todo]:
    today = session.today()
    clause = session.rules.clause("vacancy.warn_days", today)
    until = today + timedelta(days=session.rules.number("vacancy.warn_days", today))
    for one in queries.vacancies_closing(session.store.database, today, until, MOST):
        yield Todo(
            kind="vacancy",
            icon="hand-helping",
            who=one.who,
            what=f"招{one.what}，{short(one.on)}截止，看看还有没有合适的人",
            why="规则：截止以前再推荐一次",
            village=village_name(one.village_code),
            verb="找人",
            target="vacancies",
            target_id=one.id,
            basis=clause.cited(),
            **due(one.on, today),
        )


def _returned(session: Session) -> Iterator[Todo]:
    today = session.today()
    clause = session.rules.clause("transfer.next_step_days", today)
    found = returned_undecided(session)[:MOST]
    spells = {one.id: one for one in session.many(Employment, [id_ for id_, _ in found])}
    names = _names(session, spells.values())
    for id_, since in found:
        spell = spells[id_]
        yield Todo(
            kind="returned",
            icon="plane",
            who=names.get(spell.person_id, ""),
            what="返乡以后还没有说下一步",
            why=f"规则：返乡 {clause.value} 天以后问一问，是再出去还是留下",
            village=village_name(spell.village_code),
            verb="去问",
            target="transfers",
            target_id=id_,
            basis=clause.cited(),
            **due(since, today),
        )


def _six_months(session: Session) -> Iterator[Todo]:
    """Tell for whom the organiser can claim now, and has not."""
    today = session.today()
    clause = session.rules.clause(CLAIM_DAYS, today)
    months = session.rules.number(MIN_MONTHS, today)
    found = six_months_reached(session, date(today.year, 1, 1))
    found = sorted(found, key=lambda each: (each[1], each[0]))[:MOST]
    spells = {one.id: one for one in session.many(Employment, [id_ for id_, _ in found])}
    names = _names(session, spells.values())
    for id_, reached in found:
        spell = spells[id_]
        yield Todo(
            kind="six_months",
            icon="plane",
            who=names.get(spell.person_id, ""),
            what=f"今年在外满 {months} 个月，可以申请输出补助",
            why=f"规则：满 {months} 个月以后 {clause.value} 天内申请。{short(reached)}满的",
            village=village_name(spell.village_code),
            verb="去申请",
            target="claims",
            basis=clause.cited(),
            detail=str(id_),
            **due(claim_until(session.rules, reached, today), today),
        )


def _names(session: Session, spells: Iterable[Employment]) -> dict[RecordId, str]:
    people = session.many(Person, [one.person_id for one in spells])
    return {one.id: one.name for one in people}
