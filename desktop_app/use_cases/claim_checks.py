"""What happens to a claim between application and decision: checked, given back, taken in again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Claim, Organiser, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.claim_lines import open_claim_of

__all__ = ["check_claim", "refuse_if_out", "resubmit_claim", "return_claim"]


def check_claim(session: Session, claim_id: RecordId, checked_on: date, checked_by: str) -> Claim:
    """Keep that a village or township looked into a claim; whom it would refuse is said apart."""
    if not checked_by.strip():
        raise Refused("还没有填核查人。", advice="照核查意见的落款填。", fields=("checked_by",))

    def checked(claim: Claim) -> Claim:
        refuse_if_out(claim)
        _refuse_odd_day(session, claim.applied_on, checked_on, "checked_on")
        return replace(claim, checked_on=checked_on, checked_by=checked_by.strip())

    return _step(session, claim_id, "check_claim", "登记核查", checked)


def return_claim(
    session: Session, claim_id: RecordId, returned_on: date, return_reason: str
) -> Claim:
    """Give a claim back to its organiser for correction; it is not decided until it comes again."""
    if not return_reason.strip():
        raise Refused(
            "还没有写退回补正的原因。",
            advice="一次写全缺什么、错在哪里，例如缺三个人的务工证明。",
            fields=("return_reason",),
        )

    def returned(claim: Claim) -> Claim:
        refuse_if_out(claim)
        since = claim.resubmitted_on or claim.applied_on
        _refuse_odd_day(session, since, returned_on, "returned_on")
        words = return_reason.strip()
        return replace(claim, returned_on=returned_on, return_reason=words, resubmitted_on=None)

    return _step(session, claim_id, "return_claim", "退回补正", returned)


def resubmit_claim(session: Session, claim_id: RecordId, resubmitted_on: date) -> Claim:
    """Take in again a claim that was given back."""

    def resubmitted(claim: Claim) -> Claim:
        if not claim.is_out:
            raise Refused("这份申请没有退回补正，不用重新受理。", advice="可以直接核查、审定。")
        _refuse_odd_day(session, claim.returned_on, resubmitted_on, "resubmitted_on")
        return replace(claim, resubmitted_on=resubmitted_on)

    return _step(session, claim_id, "resubmit_claim", "重新受理", resubmitted)


def refuse_if_out(claim: Claim) -> None:
    """Refuse what a claim cannot go through while its organiser corrects it."""
    if claim.is_out:
        raise Refused(
            "这份申请退回补正还没有交回来，没有写入。",
            advice="材料补齐以后，先登记重新受理。",
            found=f"{claim.returned_on} 退回：{claim.return_reason}。",
        )


def _step(
    session: Session, claim_id: RecordId, act: str, words: str, change: Callable[[Claim], Claim]
) -> Claim:
    with session.operation(act, words) as operation:
        claim = open_claim_of(session, claim_id)
        operation.label = f"{words}：{session.get(Organiser, claim.organiser_id).name}"
        return operation.save(change(claim))


def _refuse_odd_day(session: Session, since: date | None, day: date, field: str) -> None:
    if day > session.today() or (since is not None and day < since):
        raise Refused(
            f"日期 {day} 不对：要在 {since} 以后、今天以前。",
            advice="照材料上的日期填。",
            fields=(field,),
        )
