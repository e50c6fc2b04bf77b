"""Public notices of applicants (公示): hung for the days of the clause, objections answered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desktop_app.domain.errors import Refused
from desktop_app.domain.procedure_rules import (
    decision_findings,
    forbidding,
    is_objected,
    usual_end,
)
from desktop_app.domain.records import Placement, RecordId
from desktop_app.domain.rules import Finding
from desktop_app.session import Session
from desktop_app.use_cases.placement_checks import holder_findings
from desktop_app.use_cases.placement_writing import keep_step, refuse_if_closed

__all__ = ["notice_end", "object_to_notice", "open_notice", "settle_objection"]

BEFORE_NOTICE = ("post.review_present", "post.review_agreed", "post.check_before_notice")


def notice_end(session: Session, notice_from: date) -> date:
    """Return the last day of a notice that begins then, by the clauses in force."""
    return usual_end(session.rules, notice_from)


def open_notice(
    session: Session,
    placement_ids: list[RecordId],
    notice_at: str,
    notice_from: date | None = None,
    notice_to: date | None = None,
) -> tuple[Placement, ...]:
    """Keep that applicants hang out for objections: from when, until when, and where.

    Without ``notice_to`` the end is reckoned by the clauses. ``Refused`` before the review and
    the check.
    """
    if not notice_at.strip():
        raise Refused(
            "还没有填公示地点，没有保存。",
            advice="例如嘎查村公示栏和微信群；贴在几处就都写上。",
            fields=("notice_at",),
        )
    begins = notice_from or session.today()
    ends = notice_to or notice_end(session, begins)

    def hung(before: Placement) -> Placement:
        refuse_if_closed(before)
        if before.decided_on is not None:
            raise Refused(
                "已经决定聘用，不能再公示，没有保存。",
                advice="公示日期填错了的，用「改各步的日期」。",
            )
        return replace(before, notice_from=begins, notice_to=ends, notice_at=notice_at.strip())

    def ready(before: Placement, wish: Placement) -> Sequence[Finding]:
        found = decision_findings(session.rules, wish, begins)
        return (
            *holder_findings(session, wish),
            *forbidding((one for one in found if one.rule in BEFORE_NOTICE), "不能公示"),
        )

    return keep_step(
        session, "open_notice", "登记公示", placement_ids, hung, ready, explained="checks"
    )


def object_to_notice(
    session: Session, placement_id: RecordId, objection: str, objected_on: date | None = None
) -> Placement:
    """Keep an objection to an applicant: the decision waits until it is answered."""
    day, words = objected_on or session.today(), objection.strip()
    if not words:
        raise Refused(
            "还没有写异议的内容，没有保存。",
            advice="写清楚谁反映、反映什么；不愿留名的写匿名。",
            fields=("objection",),
        )

    def objected(before: Placement) -> Placement:
        refuse_if_closed(before)
        if before.notice_from is None or day < before.notice_from or day > session.today():
            raise Refused(
                "异议日期不在公示开始以后、今天以前，没有保存。",
                advice="请先登记公示，再照收到异议的那天填。",
                found=f"公示开始 {before.notice_from or '没有登记'}，异议 {day}。",
                fields=("objected_on",),
            )
        return replace(
            before,
            objected_on=day,
            objection_settled_on=None,
            objection=_further(before.objection, f"{day} 异议：{words}"),
        )

    return keep_step(session, "object_to_notice", "登记异议", [placement_id], objected)[0]


def settle_objection(
    session: Session, placement_id: RecordId, answer: str, settled_on: date | None = None
) -> Placement:
    """Keep how an objection was examined and answered, and when."""
    day, words = settled_on or session.today(), answer.strip()
    if not words:
        raise Refused(
            "还没有写处理的结果，没有保存。",
            advice="写清楚谁核实、查到什么、成不成立。",
            fields=("objection",),
        )

    def settled(before: Placement) -> Placement:
        refuse_if_closed(before)
        first = before.objected_on
        if first is None or not is_objected(before):
            raise Refused("没有等着处理的异议，没有写入。", advice="收到异议的，先登记异议。")
        if day < first or day > session.today():
            raise Refused(
                f"处理日期 {day} 早于收到异议的 {first}，或者还没有到，没有保存。",
                advice="请照处理意见的日期填。",
                fields=("objection_settled_on",),
            )
        return replace(
            before,
            objection_settled_on=day,
            objection=_further(before.objection, f"{day} 处理：{words}"),
        )

    return keep_step(session, "settle_objection", "处理异议", [placement_id], settled)[0]


def _further(text: str, line: str) -> str:
    return "\n".join(part for part in (text, line) if part)
