"""工作台: what to do first, where the month stands, and what was done last."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from db import history_queries, workbench_queries
from db.workbench_queries import Rounds
from desktop_app.session import Session
from desktop_app.use_cases.clock import clock_problem
from desktop_app.use_cases.history import UNSEEN, moment, step_label, undoable
from desktop_app.use_cases.visit_drafts import Draft, draft
from desktop_app.use_cases.workbench_lines import GROUPS, Todo
from desktop_app.use_cases.workbench_todo import todo_lines, visit_due_day

__all__ = ["GROUPS", "Draft", "MonthProgress", "Recent", "Todo", "Workbench", "workbench"]

SHOWN = 6
"""Operations shown as done last."""

LOOKED_AT = 2000
"""Operations that are looked through for them."""


@dataclass(frozen=True, slots=True)
class Recent:
    """A step done on this desk; ``undoable`` says whether 撤销 may stand beside it."""

    at: datetime
    text: str
    who: str
    undoable: bool
    operation_id: int


@dataclass(frozen=True, slots=True)
class MonthProgress:
    """Households visited this month, the goal of the month, and what was due by today."""

    visited: int
    households: int
    due_by_today: int
    sentence: str
    basis: str

    @property
    def behind(self) -> bool:
        """Say whether fewer were visited than were due."""
        return self.visited < self.due_by_today


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything the first screen shows.

    ``totals`` counts all things of a group; ``clock`` says what is wrong with the clock, or ``""``.
    """

    headline: str
    draft: Draft | None
    todo: tuple[Todo, ...]
    totals: dict[str, int]
    recent: tuple[Recent, ...]
    month: MonthProgress
    counts: dict[str, int]
    last_saved_at: datetime | None
    clock: str


def workbench(session: Session) -> Workbench:
    """Return what to do first, the progress of the month, and what was done last."""
    database = session.store.database
    rounds = workbench_queries.rounds(database, visit_due_day(session))
    todo = todo_lines(session, rounds)
    totals = {group: sum(line.count for line in todo if line.group == group) for group in GROUPS}
    saved = workbench_queries.last_saved_at(database)
    counts = workbench_queries.counts(database) | {"households": rounds.households}
    return Workbench(
        headline=_headline(totals, counts["people"]),
        draft=draft(session),
        todo=tuple(todo),
        totals=totals,
        recent=tuple(_recent(session)),
        month=_month(session, rounds),
        counts=counts,
        last_saved_at=moment(session, saved) if saved else None,
        clock=clock_problem(session),
    )


def _headline(totals: dict[str, int], people: int) -> str:
    overdue, today, week = totals["overdue"], totals["today"], totals["week"]
    if overdue and today:
        return f"今天先办 {overdue} 件逾期，再办 {today} 件到期"
    if overdue:
        return f"今天先办 {overdue} 件逾期"
    if today:
        return f"今天有 {today} 件到期"
    if week:
        return f"今天没有到期的事，本周还有 {week} 件"
    if not people:
        return "还没有人员，先导入花名册"
    return "今天没有到期的事"


def _recent(session: Session) -> list[Recent]:
    database = session.store.database
    after = max(0, history_queries.last_number(database) - LOOKED_AT)
    offered = {one.operation_id for one in undoable(session) if not one.why_not}
    found = [
        Recent(
            moment(session, step.at),
            step_label(step),
            session.officer,
            step.number in offered,
            step.number,
        )
        for step in history_queries.steps(database, after, SHOWN * 4)
        if not step.undone and not step.depth % 2 and step.act not in UNSEEN
    ]
    return found[:SHOWN]


def _month(session: Session, rounds: Rounds) -> MonthProgress:
    today = session.today()
    clause = session.rules.clause("visit.period_days", today)
    days = monthrange(today.year, today.month)[1]
    period = max(1, session.rules.number("visit.period_days", today))
    goal = min(rounds.households, ceil(rounds.households * days / period))
    due = min(goal, round(goal * today.day / days))
    first = today.replace(day=1)
    visited = workbench_queries.households_visited(session.store.database, first, today)
    sentence = _sentence(visited, goal, due, today, first + timedelta(days=days - 1))
    return MonthProgress(visited, goal, due, sentence, clause.cited())


def _sentence(visited: int, goal: int, due: int, today: date, end: date) -> str:
    if not goal:
        return "还没有登记住户"
    if visited >= goal:
        return "本月该走访的户都走到了"
    if visited >= due:
        return "进度正常"
    left = (end - today).days + 1
    more = ceil((goal - visited) / left) - ceil(goal / end.day)
    if more <= 0:
        return f"比应到少 {due - visited} 户，月底前走完还来得及"
    return f"比应到少 {due - visited} 户，每天多走 {more} 户能补上"
