"""The decision to employ applicants: an office's, never of who registered them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_facts import is_chosen
from desktop_app.domain.placement_steps import begun
from desktop_app.domain.procedure_rules import decision_findings, forbidding, notice_finding
from desktop_app.domain.records import Placement, RecordId
from desktop_app.domain.rules import Finding
from desktop_app.session import Session
from desktop_app.use_cases.approvals import refuse_unless_approver
from desktop_app.use_cases.placement_checks import holder_findings
from desktop_app.use_cases.placement_writing import keep_step, refuse_if_closed

__all__ = ["decide_placements", "decision_checks", "what_blocks"]


def decision_checks(
    session: Session, placement_id: RecordId, decided_on: date | None = None
) -> tuple[Finding, ...]:
    """Return what stands for and against employing an applicant on a day; nothing is kept."""
    return _checks(session, session.get(Placement, placement_id), decided_on or session.today())


def decide_placements(
    session: Session,
    placement_ids: list[RecordId],
    decided_by: str,
    decided_on: date | None = None,
) -> tuple[Placement, ...]:
    """Keep the decision to employ applicants, with all that was examined for it.

    ``Refused`` before review, check and notice are done, while an objection is open, where a
    rule keeps somebody from the post, and beyond its seats.
    """
    if not decided_by.strip():
        raise Refused(
            "还没有填聘用决定单位，没有保存。",
            advice="请照决定文件的落款填，例如旗人力资源和社会保障局。",
            fields=("decided_by",),
        )
    day = decided_on or session.today()

    def decided(before: Placement) -> Placement:
        refuse_if_closed(before)
        refuse_unless_approver(session, before)
        if is_chosen(before):
            raise Refused(
                "这个人已经决定聘用，没有再登记一次。",
                advice="日期填错了的，用「改各步的日期」。",
                found=f"聘用决定日期 {before.decided_on or '没有登记'}。",
            )
        return replace(before, decided_on=day, decided_by=decided_by.strip())

    def holds(before: Placement, wish: Placement) -> Sequence[Finding]:
        return _checks(session, wish, day)

    return keep_step(
        session,
        "decide_placements",
        "决定聘用",
        placement_ids,
        decided,
        holds,
        explained="checks",
    )


def what_blocks(session: Session, placement_id: RecordId) -> tuple[Finding, ...]:
    """Return what keeps an applicant from being employed; a step that is only due does not."""
    one = session.get(Placement, placement_id)
    if one.last_day_on is not None or one.declined_on is not None or begun(one, session.today()):
        return ()
    wrong = [
        finding
        for finding in decision_findings(session.rules, one, session.today())
        if not finding.passed and finding.fields and "notice_to" not in finding.fields
    ]
    rules = [finding for finding in holder_findings(session, one) if not finding.passed]
    return (*(() if is_chosen(one) else wrong), *rules)


def _checks(session: Session, placement: Placement, day: date) -> tuple[Finding, ...]:
    notice = notice_finding(session.rules, placement)
    return (
        *forbidding(decision_findings(session.rules, placement, day), "不能聘用"),
        *(() if notice is None else (notice,)),
        *holder_findings(session, placement),
    )
