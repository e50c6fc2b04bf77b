"""What waits on the posts: agreements, ages, notices and approvals."""

from collections.abc import Iterator
from datetime import date, timedelta

from db import workbench_queries
from db.workbench_queries import Holder
from desktop_app.domain.dates import short, turns
from desktop_app.domain.holder_rules import age_limit, birth_of
from desktop_app.domain.records import Person
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.workbench_lines import Todo, due


def post_lines(session: Session) -> Iterator[Todo]:
    """Return what is due about placements, and the posts that wait for approval."""
    yield from _placements(session)
    yield from _waiting(session)


def _placements(session: Session) -> Iterator[Todo]:
    today, pack = session.today(), session.rules
    warn = pack.number("post.agreement_warn_days", today)
    youngest = min(pack.number(f"post.max_age.{sex}", today) for sex in ("male", "female"))
    until = today + timedelta(days=warn)
    found = workbench_queries.holders(
        session.store.database,
        agreement_until=until,
        notice_until=today + timedelta(days=7),
        born_until=until.replace(year=until.year - youngest, day=1) + timedelta(days=31),
    )
    for holder in found:
        yield from _agreement(session, holder, warn, until)
        yield from _age(session, holder, warn, until)
        yield from _notice(session, holder)


def _agreement(session: Session, holder: Holder, warn: int, until: date) -> Iterator[Todo]:
    ends, today = holder.agreement_to, session.today()
    if ends is not None and ends <= until:
        yield Todo(
            kind="agreement",
            icon="hand-heart",
            who=holder.name,
            what=f"{holder.title}的协议{short(ends)}到期",
            why=f"规则：协议到期前 {warn} 天提醒，续签或者办退岗",
            village=village_name(holder.village_code),
            verb="去办理",
            target="post",
            target_id=holder.post_id,
            basis=session.rules.clause("post.agreement_warn_days", today).cited(),
            **due(ends, today),
        )


def _age(session: Session, holder: Holder, warn: int, until: date) -> Iterator[Todo]:
    today = session.today()
    person = Person(sex=holder.sex, birth_on=holder.birth_on, citizen_id=holder.citizen_id)
    born = birth_of(person)
    if born is None:
        return
    limit = age_limit(session.rules, person, today)
    reached = turns(born, limit.years)
    if reached <= until:
        yield Todo(
            kind="age",
            icon="calendar-clock",
            who=holder.name,
            what=f"{short(reached)}满 {limit.years} 周岁，{holder.title}要办退岗",
            why=f"规则：岗位年龄上限 {limit.years} 周岁，到龄前 {warn} 天提醒",
            village=village_name(holder.village_code),
            verb="去退岗",
            target="post",
            target_id=holder.post_id,
            basis=limit.clause.cited(),
            **due(reached, today),
        )


def _notice(session: Session, holder: Holder) -> Iterator[Todo]:
    ends, today = holder.notice_to, session.today()
    if ends is None or holder.decided or ends > today + timedelta(days=7):
        return
    begins = f"{short(holder.notice_from)}到" if holder.notice_from else "到"
    yield Todo(
        kind="notice",
        icon="scroll-text",
        who=holder.name,
        what=f"{holder.title}公示{short(ends)}期满，登记有无异议",
        why=f"规则：公示期满没有异议才能签协议。公示{begins}{short(ends)}",
        village=village_name(holder.village_code),
        verb="去登记",
        target="post",
        target_id=holder.post_id,
        basis=session.rules.clause("post.notice_days", today).cited(),
        **due(ends, today),
    )


def _waiting(session: Session) -> Iterator[Todo]:
    basis = session.rules.clause("post.approval_required", session.today()).cited()
    for post in workbench_queries.waiting_posts(session.store.database):
        since = f"{short(post.proposed_on)}申报" if post.proposed_on else "还没有申报日期"
        yield Todo(
            kind="post",
            icon="file-text",
            who=post.title,
            what=f"{post.headcount} 个名额等批复",
            why=f"规则：批复以后才能安置。{since}",
            due_on=None,
            due_text="等批复",
            group="open",
            village=village_name(post.village_code),
            verb="登记批复",
            target="post",
            target_id=post.id,
            basis=basis,
        )
