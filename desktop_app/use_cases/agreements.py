"""Agreements (协议): each signing is a record, and the placement carries the newest dates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop_app.domain.dates import add_months
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Agreement, Placement, Post, RecordId
from desktop_app.domain.rules import Finding, findings_json, refuse_unless_passed
from desktop_app.session import Session
from desktop_app.use_cases.placement_checks import holder_findings, step_findings
from desktop_app.use_cases.placement_writing import label_of, refuse_if_closed

if TYPE_CHECKING:
    from db.operation import Operation

__all__ = ["agreements_of", "keep_agreement_of", "renew_agreement", "sign_agreement", "usual_term"]


def agreements_of(session: Session, placement_id: RecordId) -> list[Agreement]:
    """Return the agreements of a placement, oldest first."""
    found = session.find(Agreement, placement_id=placement_id)
    return sorted(found, key=lambda one: one.begins_on or date.min)


def usual_term(session: Session, begins_on: date) -> date:
    """Return the last day of an agreement of the longest term that may begin then."""
    months = session.rules.number("post.agreement_max_months", begins_on)
    return add_months(begins_on, months) - timedelta(days=1)


def sign_agreement(
    session: Session,
    placement_id: RecordId,
    begins_on: date,
    ends_on: date | None = None,
    number: str = "",
    signed_on: date | None = None,
) -> Agreement:
    """Keep the first agreement of somebody whom the office decided to employ.

    Without ``ends_on`` it has the longest term. ``Refused`` beyond the term, the total term and
    the age limit, and before the decision.
    """
    return _sign(
        session,
        "sign_agreement",
        "登记协议",
        placement_id,
        Agreement(
            begins_on=begins_on,
            ends_on=ends_on or usual_term(session, begins_on),
            number=number.strip(),
            signed_on=signed_on,
        ),
    )


def renew_agreement(
    session: Session,
    placement_id: RecordId,
    ends_on: date | None = None,
    begins_on: date | None = None,
    number: str = "",
    signed_on: date | None = None,
) -> Agreement:
    """Keep a further agreement: it begins after the last one, at once unless said otherwise."""
    before = session.get(Placement, placement_id)
    if before.agreement_to is None:
        raise Refused(
            "还没有登记过协议，不能续签。", advice="请用「登记协议」填第一份协议的起止日期。"
        )
    begins = begins_on or before.agreement_to + timedelta(days=1)
    if begins <= before.agreement_to:
        raise Refused(
            f"续签的协议要从 {before.agreement_to} 以后开始，没有保存。",
            advice="请对照新协议改正开始日期。",
            found=f"上一份协议到 {before.agreement_to}，新的从 {begins} 开始。",
            fields=("begins_on",),
        )
    return _sign(
        session,
        "renew_agreement",
        "续签协议",
        placement_id,
        Agreement(
            begins_on=begins,
            ends_on=ends_on or usual_term(session, begins),
            number=number.strip(),
            signed_on=signed_on,
        ),
    )


def keep_agreement_of(operation: "Operation", session: Session, kept: Placement) -> None:
    """Keep the agreement whose dates were written on a placement: the newest, or a further one.

    Dates that only correct the newest agreement correct it; others are a further agreement.
    """
    begins, ends = kept.agreement_from, kept.agreement_to
    if begins is None or ends is None:
        return
    known = agreements_of(session, kept.id)
    newest = known[-1] if known else None
    if newest is None or (newest.ends_on is not None and begins > newest.ends_on):
        operation.save(_with_terms(session, kept, Agreement(begins_on=begins, ends_on=ends)))
    else:
        operation.save(replace(newest, begins_on=begins, ends_on=ends))


def _sign(
    session: Session, act: str, words: str, placement_id: RecordId, wish: Agreement
) -> Agreement:
    with session.operation(act, words) as operation:
        before = session.get(Placement, placement_id)
        refuse_if_closed(before)
        _refuse_undecided(session, before, wish)
        signed = replace(before, agreement_from=wish.begins_on, agreement_to=wish.ends_on)
        first = before.started_on
        renewed = before.agreement_to is not None or (
            first is not None and wish.begins_on is not None and first < wish.begins_on
        )
        findings: Sequence[Finding] = (
            *holder_findings(session, signed, renewed=renewed),
            *step_findings(session, signed, renewed=renewed),
        )
        refuse_unless_passed(findings)
        operation.save(replace(signed, checks=findings_json(findings)))
        operation.label = label_of(session, words, [before])
        return operation.save(_with_terms(session, before, wish))


def _with_terms(session: Session, placement: Placement, wish: Agreement) -> Agreement:
    """Write down what the post pays and asks when the agreement is signed."""
    post = session.get(Post, placement.post_id)
    return replace(
        wish,
        village_code=placement.village_code,
        placement_id=placement.id,
        standard_fen=post.standard_fen,
        standard_period=post.standard_period,
        required_days=post.required_days,
    )


def _refuse_undecided(session: Session, before: Placement, wish: Agreement) -> None:
    at_work = before.started_on is not None or before.agreement_to is not None
    if before.decided_on is None and not at_work:
        raise Refused(
            "还没有决定聘用，不能签协议。",
            advice="公示期满、决定聘用以后再签。",
            basis=session.rules.clause("post.check_before_notice", session.today()).cited(),
        )
    if wish.signed_on is not None and wish.signed_on > session.today():
        raise Refused(
            f"签订日期 {wish.signed_on} 还没有到，没有保存。",
            advice="请照协议落款的日期填。",
            fields=("signed_on",),
        )
