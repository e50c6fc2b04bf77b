"""How a step of placements is kept: all of those chosen in one operation, or none of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from desktop_app.domain.errors import Refused
from desktop_app.domain.procedure_rules import IN_ORDER
from desktop_app.domain.records import Person, Placement, Post, RecordId
from desktop_app.domain.rules import Finding, findings_json, refuse_unless_passed
from desktop_app.session import Session
from desktop_app.use_cases.placement_checks import step_findings

_WAY = (*IN_ORDER, "review_due", "review_present", "review_agreed", "insured_from", "insured_to")

Change = Callable[[Placement], Placement]
Checks = Callable[[Placement, Placement], Sequence[Finding]]
"""Findings that must pass, of a placement as it was and as it is wished."""


def keep_step(
    session: Session,
    act: str,
    words: str,
    placement_ids: Sequence[RecordId],
    change: Change,
    checks: Checks | None = None,
    *,
    explained: str = "",
) -> tuple[Placement, ...]:
    """Keep one step of these placements: what ``change`` gives, if nothing forbids it.

    ``words`` name the step in the undo menu. ``explained`` names the field that keeps what
    ``checks`` found. A refusal names the person where there are more.
    """
    if not placement_ids:
        raise Refused("还没有选人，没有写入。", advice="先选一个或几个人，再办这一步。")
    with session.operation(act, words) as operation:
        kept = []
        for placement_id in dict.fromkeys(placement_ids):
            before = session.get(Placement, placement_id)
            name = session.get(Person, before.person_id).name
            try:
                wish = change(before)
                findings = tuple(checks(before, wish)) if checks else ()
                steps = step_findings(session, wish, renewed=True) if _moves(before, wish) else ()
                refuse_unless_passed((*findings, *steps))
            except Refused as refused:
                raise _named(refused, name, many=len(placement_ids) > 1) from refused
            if explained:
                kept_findings: dict[str, Any] = {explained: findings_json(findings)}
                wish = replace(wish, **kept_findings)
            kept.append(operation.save(wish))
        operation.label = label_of(session, words, kept)
        return tuple(kept)


def label_of(session: Session, words: str, kept: Sequence[Placement]) -> str:
    """Return how the undo menu calls a step: whose, or of how many people."""
    if len(kept) == 1:
        person = session.get(Person, kept[0].person_id)
        return f"{words}：{person.name}，{session.get(Post, kept[0].post_id).title}"
    return f"{words}：{len(kept)} 人"


def refuse_if_closed(placement: Placement) -> None:
    """Refuse a step of a placement that has come to its end."""
    if placement.last_day_on is not None:
        raise Refused(
            "这个人已经办了退岗，安置的各步不能再改。",
            advice="要重新上岗的，请重新安置；退岗登记错了的，先撤销那一步。",
            found=f"最后出勤日 {placement.last_day_on}。",
        )
    if placement.declined_on is not None:
        raise Refused(
            "这次报名已经登记未聘，不能再办。",
            advice="登记错了的，先撤销那一步；要再报名的，请重新登记报名。",
            found=f"{placement.declined_on} 未聘：{placement.declined_reason}。",
        )


def _moves(before: Placement, wish: Placement) -> bool:
    """Say whether a step of the way to the post changes; what is old is not judged again."""
    return any(getattr(before, name) != getattr(wish, name) for name in _WAY)


def _named(refused: Refused, name: str, *, many: bool) -> Refused:
    """Say whom a refusal is about, where several people were chosen."""
    if not many:
        return refused
    return Refused(
        f"{name}：{refused}",
        advice=refused.advice,
        fields=refused.fields,
        found=refused.found,
        basis=refused.basis,
    )
