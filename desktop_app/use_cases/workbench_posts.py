"""What waits on the posts: every due day of a placement, and the posts that wait for approval."""

from collections.abc import Iterator

from db import workbench_queries
from desktop_app.domain import placement_due as kinds
from desktop_app.domain.dates import short
from desktop_app.domain.roles import OFFICE_ROLES
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.placement_dues import PlacementDue, placement_dues
from desktop_app.use_cases.workbench_lines import Todo, due

_LOOKS = {
    kinds.AGREEMENT_ENDS: ("hand-heart", "去办理"),
    kinds.AGE_REACHED: ("calendar-clock", "去退岗"),
    kinds.NOTICE_ENDED: ("scroll-text", "去登记"),
    kinds.INSURANCE_ENDS: ("shield-check", "去投保"),
    kinds.OBJECTION_OPEN: ("triangle-alert", "去处理"),
    kinds.APPROVAL_WAITING: ("file-text", "去审批"),
    kinds.EXIT_OPEN: ("undo-2", "去办理"),
    kinds.VACANCY_REPORT: ("file-text", "去报告"),
}

NAMED = 3
"""Holders of a village with the same thing due that stand by name; more share one line."""


def post_lines(session: Session) -> Iterator[Todo]:
    """Return what is due about placements, and the posts that wait for approval."""
    together: dict[tuple[str, str, str], list[PlacementDue]] = {}
    for one in placement_dues(session):
        together.setdefault((one.village_code, one.kind, one.words), []).append(one)
    for some in together.values():
        if len(some) > NAMED:
            yield _placement(session, some[0], len(some))
        else:
            yield from (_placement(session, one, 1) for one in some)
    yield from _waiting(session)


def _placement(session: Session, one: PlacementDue, count: int) -> Todo:
    """Tell what is due; what only an office does just waits on a desk of a village."""
    icon, verb = _LOOKS[one.kind]
    waits = one.office and session.role not in OFFICE_ROLES
    when = due(one.due_on, session.today())
    if waits:
        when, verb = {"due_on": None, "due_text": "等旗县", "group": "open"}, "看进度"
    return Todo(
        kind=one.kind,
        icon=icon,
        who=one.person_name if count == 1 else f"{one.person_name} 等 {count} 人",
        what=f"{one.post_title}：{one.words}" if count == 1 else one.words,
        why=f"{'由苏木乡镇或者旗县办理。' if one.office else ''}从 {short(one.due_on)} 起算",
        village=village_name(one.village_code),
        verb=verb,
        target="post",
        target_id=one.post_id,
        basis=one.basis,
        detail=str(one.placement_id),
        count=count,
        **when,
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
