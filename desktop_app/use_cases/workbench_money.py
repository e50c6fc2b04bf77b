"""What waits about money: months not closed, rolls and claims that an office has to decide."""

from collections.abc import Iterator
from datetime import timedelta

from db import work_due_queries as queries
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import short
from desktop_app.domain.months import Month
from desktop_app.domain.roles import OFFICE_ROLES
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.workbench_lines import Todo, due

MOST = 50


def money_lines(session: Session) -> Iterator[Todo]:
    """Return months not closed and claims given back; for an office also what it has to decide."""
    yield from _open_rolls(session)
    yield from _returned(session)
    if session.role in OFFICE_ROLES:
        yield from _rolls(session)
        yield from _claims(session)


def _open_rolls(session: Session) -> Iterator[Todo]:
    today = session.today()
    month = Month.around(today).previous()
    clause = session.rules.clause("subsidy.report_day", today)
    day = session.rules.number("subsidy.report_day", today)
    until = month.last + timedelta(days=day)
    found = queries.open_rolls(session.store.database, month.text, month.first, month.last)
    for one in found:
        yield Todo(
            kind="roll",
            icon="wallet",
            who=f"{one.people} 人",
            what=f"{month.told}{text_of('post_department', one.department)}补贴还没有关账",
            why=f"规则：下月 {day} 日以前报上月的考勤和补贴",
            village=village_name(one.village_code),
            verb="去关账",
            target="rolls",
            basis=clause.cited(),
            detail=f"{one.village_code}{one.department}{month.text}",
            **due(until, today),
        )


def _rolls(session: Session) -> Iterator[Todo]:
    clause = session.rules.clause("subsidy.report_day", session.today())
    for one in queries.rolls_to_approve(session.store.database, MOST):
        month, department = one.what.split(" ", 1)
        yield Todo(
            kind="roll_approval",
            icon="file-text",
            who=village_name(one.village_code),
            what=f"{Month.of(month).told}{text_of('post_department', department)}补贴等审核",
            why=f"规则：审核以后才能发放。{short(one.on)}关账",
            due_on=None,
            due_text="等审核",
            group="open",
            village=village_name(one.village_code),
            verb="去审核",
            target="rolls",
            target_id=one.id,
            basis=clause.cited(),
        )


def _claims(session: Session) -> Iterator[Todo]:
    clause = session.rules.clause("transfer.min_months", session.today())
    for one in queries.claims_to_decide(session.store.database, MOST):
        yield Todo(
            kind="claim",
            icon="file-text",
            who=one.who,
            what=f"输出补助申请 {one.what} 等审定",
            why=f"规则：核查以后由旗县审定。{short(one.on)}申请",
            due_on=None,
            due_text="等审定",
            group="open",
            village="",
            verb="去审定",
            target="claims",
            target_id=one.id,
            basis=clause.cited(),
        )


def _returned(session: Session) -> Iterator[Todo]:
    for one in queries.claims_returned(session.store.database, MOST):
        yield Todo(
            kind="claim_returned",
            icon="undo-2",
            who=one.who,
            what="输出补助申请退回补正，还没有交回来",
            why=f"{short(one.on)}退回：{one.what}",
            due_on=None,
            due_text="等补正",
            group="open",
            village=village_name(one.village_code),
            verb="去受理",
            target="claims",
            target_id=one.id,
        )
