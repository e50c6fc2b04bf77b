"""Applications for posts: who applies, what the village and the township say, who is not taken."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_facts import is_chosen
from desktop_app.domain.procedure_rules import announcement_finding, forbidding
from desktop_app.domain.records import Person, Placement, Post, RecordId
from desktop_app.domain.rules import Finding, findings_json, refuse_unless_passed
from desktop_app.session import Session
from desktop_app.use_cases.approvals import refuse_unless_approver
from desktop_app.use_cases.placement_checks import holder_findings, step_findings
from desktop_app.use_cases.placement_writing import keep_step, label_of, refuse_if_closed

__all__ = [
    "application_checks",
    "apply_for_post",
    "check_applicants",
    "decline_applicants",
    "review_applicants",
]


def apply_for_post(
    session: Session,
    post_id: RecordId,
    person_ids: list[RecordId],
    applied_on: date | None = None,
) -> tuple[Placement, ...]:
    """Keep that people applied for an announced post; more may apply than there are seats.

    ``Refused`` with the first rule that keeps somebody from the post; nobody is kept then.
    """
    if not person_ids:
        raise Refused("还没有选人，没有写入。", advice="先选报名的人，再登记。")
    day = applied_on or session.today()
    with session.operation("apply_for_post", "登记报名") as operation:
        post = session.get(Post, post_id)
        kept = []
        for person_id in dict.fromkeys(person_ids):
            findings = application_checks(session, post.id, person_id, day)
            refuse_unless_passed(findings)
            wish = _application(post, person_id, day)
            kept.append(operation.save(replace(wish, checks=findings_json(findings))))
        operation.label = label_of(session, "登记报名", kept)
        return tuple(kept)


def application_checks(
    session: Session, post_id: RecordId, person_id: RecordId, applied_on: date | None = None
) -> tuple[Finding, ...]:
    """Return what every rule finds about somebody's application; nothing is kept."""
    post, day = session.get(Post, post_id), applied_on or session.today()
    wish = _application(post, session.get(Person, person_id).id, day)
    announced = announcement_finding(session.rules, post, day)
    return (
        *forbidding(() if announced is None else (announced,), "不能报名"),
        *holder_findings(session, wish),
        *step_findings(session, wish),
    )


def _application(post: Post, person_id: RecordId, day: date) -> Placement:
    return Placement(
        village_code=post.village_code, post_id=post.id, person_id=person_id, applied_on=day
    )


def review_applicants(
    session: Session,
    agreed: dict[RecordId, int],
    reviewed_on: date,
    review_due: int,
    review_present: int,
) -> tuple[Placement, ...]:
    """Keep a review by the village: who should have come, who came, how many agreed to whom."""
    votes: Mapping[RecordId, int] = agreed

    def reviewed(before: Placement) -> Placement:
        _refuse_unless_applicant(before)
        return replace(
            before,
            reviewed_on=reviewed_on,
            review_due=review_due,
            review_present=review_present,
            review_agreed=votes[before.id],
        )

    return keep_step(session, "review_applicants", "登记评议", list(votes), reviewed)


def check_applicants(
    session: Session,
    placement_ids: list[RecordId],
    checked_on: date | None = None,
    checked_by: str = "",
) -> tuple[Placement, ...]:
    """Keep that the township examined applicants after the review; an office does this."""
    if not checked_by.strip():
        raise Refused(
            "还没有填审核人，没有保存。",
            advice="请照审核意见的落款填，例如苏木镇党群服务中心和经办人。",
            fields=("checked_by",),
        )

    def checked(before: Placement) -> Placement:
        _refuse_unless_applicant(before)
        refuse_unless_approver(session, before)
        if before.reviewed_on is None:
            raise Refused("还没有登记村级评议，没有保存。", advice="先登记评议，再登记审核。")
        return replace(
            before, checked_on=checked_on or session.today(), checked_by=checked_by.strip()
        )

    def holds(before: Placement, wish: Placement) -> Sequence[Finding]:
        return holder_findings(session, wish)

    return keep_step(
        session, "check_applicants", "登记审核", placement_ids, checked, holds, explained="checks"
    )


def decline_applicants(
    session: Session,
    placement_ids: list[RecordId],
    declined_reason: str,
    declined_on: date | None = None,
) -> tuple[Placement, ...]:
    """Keep that applicants were not taken, when and why; what was registered stays."""
    if not declined_reason.strip():
        raise Refused(
            "还没有写未聘的原因，没有保存。",
            advice="例如评议没有通过、名额已满、本人放弃。",
            fields=("declined_reason",),
        )
    day = declined_on or session.today()

    def declined(before: Placement) -> Placement:
        _refuse_unless_applicant(before)
        early = before.applied_on is not None and day < before.applied_on
        if early or day > session.today():
            raise Refused(
                f"未聘日期 {day} 早于申请日期，或者还没有到，没有保存。",
                advice="请对照评议、公示的结果改正日期。",
                fields=("declined_on",),
            )
        return replace(before, declined_on=day, declined_reason=declined_reason.strip())

    return keep_step(session, "decline_applicants", "登记未聘", placement_ids, declined)


def _refuse_unless_applicant(before: Placement) -> None:
    refuse_if_closed(before)
    if is_chosen(before):
        raise Refused(
            "这个人已经决定聘用，前面的步骤不能再登记。",
            advice="日期填错了的，用「改各步的日期」；不再聘用的，办退岗或者撤回。",
        )
