"""What is due, line by line: who, what, why by which rule, and the one verb."""

from collections.abc import Iterator
from datetime import date, timedelta

from db import visit_queries, workbench_queries
from db.workbench_queries import DueEnrolments, Rounds
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import short
from desktop_app.domain.insurance_arrears import last_chance, make_up_clause
from desktop_app.domain.months import Month
from desktop_app.session import Session
from desktop_app.use_cases.monitoring import OPEN, MonitoringFilter, count_monitored
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.snoozing import put_off
from desktop_app.use_cases.workbench_lines import GROUPS, Todo, due
from desktop_app.use_cases.workbench_money import money_lines
from desktop_app.use_cases.workbench_posts import post_lines
from desktop_app.use_cases.workbench_work import work_lines

NAMED = 12
"""Households whose visit is due that stand by name; the others share one line."""

MOST = 1000
"""Enrolments that are counted; more are said to be more."""


def todo_lines(session: Session, rounds: Rounds) -> list[Todo]:
    """Return what is due or waits, by group, the earliest first."""
    found = [
        *_promises(session),
        *_visits(session, rounds),
        *_enrolments(session),
        *_monitoring(session),
        *post_lines(session),
        *work_lines(session),
        *money_lines(session),
    ]
    return sorted(put_off(session, found), key=_order)


def visit_due_day(session: Session) -> date:
    """Return the day of a last visit from which a visit is due today."""
    today = session.today()
    return today - timedelta(days=session.rules.number("visit.period_days", today))


def _order(todo: Todo) -> tuple[int, date, bool]:
    return GROUPS.index(todo.group), todo.due_on or date.max, todo.target == "route"


def _promises(session: Session) -> Iterator[Todo]:
    today = session.today()
    days = session.rules.number("visit.warn_days", today)
    basis = session.rules.clause("visit.warn_days", today).cited()
    until = today + timedelta(days=days)
    for promise in workbench_queries.promises(session.store.database, until, 200):
        made = f"{short(promise.visited_on)}走访时答应" if promise.visited_on else "走访时答应"
        yield Todo(
            kind="promise",
            icon="hand-helping",
            who=promise.name,
            what=f"答应的事：{promise.words}",
            why=f"规则：办结前 {days} 天提醒。{made}，{short(promise.due_on)}前办完",
            village=village_name(promise.village_code),
            verb="回访",
            target="visit",
            target_id=promise.person_id,
            basis=basis,
            **due(promise.due_on, today),
        )


def _visits(session: Session, rounds: Rounds) -> Iterator[Todo]:
    today = session.today()
    clause = session.rules.clause("visit.period_days", today)
    period, basis = session.rules.number("visit.period_days", today), clause.cited()
    before = today + timedelta(days=8 - period)
    database = session.store.database
    stops = visit_queries.longest_unvisited(database, NAMED, before=before)
    homes = visit_queries.homes(database, [id_ for id_, _ in stops])
    named = [(homes[id_], last) for id_, last in stops if id_ in homes and last is not None]
    for home, last in named:
        yield Todo(
            kind="visit",
            icon="footprints",
            who=home.head_name,
            what=f"{(today - last).days} 天没有走访，该去看看了",
            why=f"规则：每户 {period} 天内走访一次。上次 {short(last)}",
            village=village_name(home.village_code),
            verb="走访",
            target="visit",
            target_id=home.head_id,
            basis=basis,
            **due(last + timedelta(days=period), today),
        )
    overdue = sum((today - last).days > period for _, last in named)
    if rounds.overdue > overdue and overdue == len(named):
        yield _route(
            f"还有 {rounds.overdue - overdue} 户",
            "走访已经逾期",
            period,
            basis,
            "overdue",
            rounds.overdue - overdue,
        )
    if rounds.never:
        yield _route(f"{rounds.never} 户", "还没有走访过", period, basis, "open", 1)


def _route(who: str, what: str, period: int, basis: str, group: str, count: int) -> Todo:
    return Todo(
        kind="route",
        icon="footprints",
        who=who,
        what=what,
        why=f"规则：每户 {period} 天内走访一次。最久没去的排在最前面",
        due_on=None,
        due_text="",
        group=group,
        village="",
        verb="看路线",
        target="route",
        basis=basis,
        count=count,
    )


def _enrolments(session: Session) -> Iterator[Todo]:
    today = session.today()
    days = session.rules.number("enrolment.warn_days", today)
    until = today + timedelta(days=days)
    found = workbench_queries.due_enrolments(session.store.database, until, MOST + 1)
    basis = session.rules.clause("enrolment.warn_days", today).cited()
    for some in found:
        clause = make_up_clause(session.rules, some.scheme, today)
        yield _enrolment(some, days, today, basis, last_chance(clause, some.due_on))


def _enrolment(
    some: DueEnrolments, days: int, today: date, basis: str, chance: date | None
) -> Todo:
    many = f"等 {MOST} 多人" if some.count > MOST else f"等 {some.count} 人"
    return Todo(
        kind="enrolment",
        icon="shield-check",
        who=some.name if some.count == 1 else f"{some.name} {many}",
        what=f"{text_of('insurance_scheme', some.scheme)}该缴费了",
        why=f"规则：缴费期限前 {days} 天提醒。{_chance_words(some.due_on, chance, today)}",
        village=village_name(some.village_code),
        verb="查看",
        target="enrolment",
        target_id=some.id,
        basis=basis,
        **due(some.due_on, today),
    )


def _chance_words(due_on: date, chance: date | None, today: date) -> str:
    """Tell until when to pay, or to make up what was not paid."""
    if due_on >= today:
        return f"{short(due_on)}以前缴，错过可能补不了"
    if chance is None:
        return "已经错过，能不能补请问经办机构"
    if chance < today:
        return "补缴期已过，可能补不了，请问经办机构"
    return f"已经错过，{short(chance)}以前还能补"


def _monitoring(session: Session) -> Iterator[Todo]:
    """Yield how many the month still asks about, until its last day."""
    left = count_monitored(session, MonitoringFilter(state=OPEN))
    if not left:
        return
    today = session.today()
    month = Month.around(today)
    clause = session.rules.clause("monitoring.needy_only", today)
    yield Todo(
        kind="monitoring",
        icon="clipboard-list",
        who=f"{left} 人",
        what=f"{today.month}月的情况还没有问",
        why="规则：每月问一次有没有变化。这个月走访过的不用再问",
        village="",
        verb="去问",
        target="monitoring",
        basis=clause.cited(),
        **due(month.last, today),
    )
