"""What an office decides about a claim: every line with its reasons, payment, and corrections."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Claim, ClaimLine, Organiser, Person, RecordId
from desktop_app.domain.rules import Finding, findings_json, findings_of
from desktop_app.domain.transfer_rules import ClaimAnswer
from desktop_app.session import Session
from desktop_app.use_cases.approvals import refuse_unless_approver
from desktop_app.use_cases.claim_checks import refuse_if_out
from desktop_app.use_cases.claim_lines import (
    GRANTED,
    REFUSED,
    ClaimedPerson,
    answer_of,
    claim_people,
    open_claim_of,
)

PHONE_SHARE = "transfer.phone_share"


def decide_claim(
    session: Session,
    claim_id: RecordId,
    decided_on: date,
    decided_by: str,
    basis: str = "",
) -> Claim:
    """Decide every line of a claim, and keep with each what was checked.

    Who passes every rule is granted, unless those who checked proposed to refuse. Nobody who fails
    a rule is granted. Where the clauses have ended, ``basis`` names the document that holds now.
    ``Refused``, with nothing written, for a desk that may not decide, too few telephone checks,
    an empty claim, or one that is out for correction.
    """
    claim = session.get(Claim, claim_id)
    name = session.get(Organiser, claim.organiser_id).name
    with session.operation("decide_claim", f"审定输出补助：{name}") as operation:
        claim = open_claim_of(session, claim_id)
        refuse_unless_approver(session, claim)
        refuse_if_out(claim)
        _check_decision(session, claim, decided_on, decided_by)
        people = claim_people(session, claim_id, basis)
        if not people:
            raise Refused("花名册还是空的，不能审定。", advice="先加人，或者从表格导入。")
        _check_phone_share(session, people, decided_on)
        granted = 0
        for one in people:
            # Asked again: a line before may have granted the same identity number.
            answer = answer_of(session, claim, one.line, basis)
            line = _decided(one.line, answer, one.line.proposed_refusal)
            granted += line.result == GRANTED
            operation.save(line)
        return operation.save(
            replace(
                claim,
                decided_on=decided_on,
                decided_by=decided_by.strip(),
                result=GRANTED if granted else REFUSED,
            )
        )


def correct_line(
    session: Session, line_id: RecordId, grant: bool, reason: str, basis: str = ""
) -> ClaimLine:
    """Put right one line after the decision: take the subsidy back, or grant it after all.

    What was decided before stays below the new explanation. To grant, every rule must pass now.
    """
    line = session.get(ClaimLine, line_id)
    name = session.get(Person, line.person_id).name
    with session.operation("correct_line", f"更正输出补助：{name}") as operation:
        line = session.get(ClaimLine, line_id)
        claim = session.get(Claim, line.claim_id)
        _check_correction(session, claim, line, grant=grant, reason=reason)
        corrected = _decided(line, answer_of(session, claim, line, basis), "" if grant else reason)
        if grant and corrected.result != GRANTED:
            failed = next(one for one in findings_of(corrected.explanation) if not one.passed)
            raise Refused(
                f"不能更正为同意：{failed.message}",
                advice=failed.advice,
                found=failed.found,
                basis=failed.basis,
            )
        notes = f"{session.today()} 更正：{reason.strip()}"
        kept = replace(
            corrected,
            explanation=findings_json(
                (*findings_of(corrected.explanation), _corrected(line, notes))
            ),
            notes=f"{line.notes}\n{notes}".strip(),
        )
        return operation.save(kept)


def pay_claim(session: Session, claim_id: RecordId, paid_on: date) -> Claim:
    """Keep the day on which the subsidy of a decided claim was paid."""
    name = session.get(Organiser, session.get(Claim, claim_id).organiser_id).name
    with session.operation("pay_claim", f"登记输出补助发放：{name}") as operation:
        claim = session.get(Claim, claim_id)
        if claim.decided_on is None or claim.result != GRANTED:
            raise Refused("这份申请还没有同意的人，不能登记发放。", advice="先审定，再登记发放。")
        if not claim.decided_on <= paid_on <= session.today():
            raise Refused(
                f"发放日期 {paid_on} 不对：要在审定 {claim.decided_on} 以后、今天以前。",
                advice="照回单填。",
                fields=("paid_on",),
            )
        return operation.save(replace(claim, paid_on=paid_on))


def phone_checks_needed(session: Session, people: int, on: date) -> int:
    """Return how many of so many people have to be called before a decision."""
    share = session.rules.number(PHONE_SHARE, on)
    return -(-people * share // 100)


def _decided(line: ClaimLine, answer: ClaimAnswer, reason: str) -> ClaimLine:
    granted = answer.passed and not reason
    findings = answer.findings
    if reason:
        findings = (*findings, _by_hand(reason))
    return replace(
        line,
        months=answer.months,
        first_time=answer.first_time,
        rate_fen=answer.rate_fen,
        amount_fen=answer.amount_fen if granted else 0,
        result=GRANTED if granted else REFUSED,
        explanation=findings_json(findings),
    )


def _by_hand(reason: str) -> Finding:
    return Finding(
        rule="transfer.by_hand",
        title="核查和审定的意见",
        passed=False,
        message=f"不同意：{reason.strip()}",
        basis="核查、审定时写明的理由",
        advice="情况变了的，请旗县更正。",
    )


def _corrected(line: ClaimLine, notes: str) -> Finding:
    before = {GRANTED: "同意", REFUSED: "不同意"}.get(line.result, "")
    return Finding(
        rule="transfer.corrected",
        title="更正",
        passed=True,
        message=notes,
        found=f"更正以前：{before}，{(line.amount_fen or 0) // 100} 元。",
        basis="审定以后的更正",
    )


def _check_decision(session: Session, claim: Claim, decided_on: date, decided_by: str) -> None:
    if not decided_by.strip():
        raise Refused("还没有填审定人。", advice="填审定的单位或者人。", fields=("decided_by",))
    if decided_on > session.today() or (claim.applied_on and decided_on < claim.applied_on):
        raise Refused(
            f"审定日期 {decided_on} 不对：要在申请 {claim.applied_on} 以后、今天以前。",
            advice="照审定的文件填。",
            fields=("decided_on",),
        )


def _check_phone_share(session: Session, people: Sequence[ClaimedPerson], on: date) -> None:
    would = [one for one in people if one.granted]
    called = sum(one.line.phone_checked_on is not None for one in would)
    needed = phone_checks_needed(session, len(would), on)
    if called < needed:
        clause = session.rules.clause(PHONE_SHARE, on)
        raise Refused(
            f"电话抽查还不够：符合的 {len(would)} 人里抽查了 {called} 人，至少要 {needed} 人。",
            advice="再打几个电话，登记抽查结果，然后审定。",
            basis=clause.cited(),
        )


def _check_correction(
    session: Session, claim: Claim, line: ClaimLine, *, grant: bool, reason: str
) -> None:
    if claim.decided_on is None:
        raise Refused("这份申请还没有审定，不用更正。", advice="审定以前直接改花名册。")
    refuse_unless_approver(session, claim)
    if not reason.strip():
        raise Refused(
            "还没有写更正的理由。",
            advice="写明查到了什么，例如“本人没有外出”。",
            fields=("reason",),
        )
    if (line.result == GRANTED) == grant:
        told = "同意" if grant else "不同意"
        raise Refused(f"这个人现在就是{told}，不用更正。", advice="请核对选的是不是这个人。")
