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


def post_lines(session: Session) -> Iterator[Todo]:
    """Return what is due about placements, and the posts that wait for approval."""
    for one in placement_dues(session):
        yield _placement(session, one)
    yield from _waiting(session)


def _placement(session: Session, one: PlacementDue) -> Todo:
    """Tell what is due; what only an office does just waits on a desk of a village."""
    icon, verb = _LOOKS[one.kind]
    waits = one.office and session.role not in OFFICE_ROLES
    when = due(one.due_on, session.today())
    if waits:
        when, verb = {"due_on": None, "due_text": "等旗县", "group": "open"}, "看进度"
    return Todo(
        kind=one.kind,
        icon=icon,
        who=one.person_name,
        what=f"{one.post_title}：{one.words}",
        why=f"{'由苏木乡镇或者旗县办理。' if one.office else ''}从 {short(one.due_on)} 起算",
        village=village_name(one.village_code),
        verb=verb,
        target="post",
        target_id=one.post_id,
        basis=one.basis,
        detail=str(one.placement_id),
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
