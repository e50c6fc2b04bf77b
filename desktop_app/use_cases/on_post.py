"""What comes between the agreement and the work: training, accident insurance, the first day."""

from dataclasses import replace
from datetime import date, timedelta

from desktop_app.domain.dates import add_years
from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_facts import is_chosen
from desktop_app.domain.placement_steps import insurance_missing
from desktop_app.domain.records import Placement, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.placement_checks import holder_findings
from desktop_app.use_cases.placement_writing import keep_step, refuse_if_closed

__all__ = ["insure_holders", "start_work", "train_holders"]


def train_holders(
    session: Session, placement_ids: list[RecordId], trained_on: date | None = None
) -> tuple[Placement, ...]:
    """Keep that people were trained for their post before they begin."""
    day = trained_on or session.today()

    def trained(before: Placement) -> Placement:
        _refuse_unless_chosen(before)
        return replace(before, trained_on=day)

    return keep_step(session, "train_holders", "登记岗前培训", placement_ids, trained)


def insure_holders(
    session: Session,
    placement_ids: list[RecordId],
    insurer: str,
    policy_number: str,
    insured_from: date,
    insured_to: date | None = None,
) -> tuple[Placement, ...]:
    """Keep the accident insurance of people on posts; without an end it runs a year."""
    missing = [
        name
        for name, value in (("insurer", insurer), ("policy_number", policy_number))
        if not value.strip()
    ]
    if missing:
        raise Refused(
            "承保公司和保单号还没有填全，没有保存。",
            advice="请照保单填；一张保单保几个人的，几个人一起选上。",
            fields=missing,
        )
    ends = insured_to or add_years(insured_from, 1) - timedelta(days=1)

    def insured(before: Placement) -> Placement:
        _refuse_unless_chosen(before)
        return replace(
            before,
            insurer=insurer.strip(),
            policy_number=policy_number.strip(),
            insured_from=insured_from,
            insured_to=ends,
        )

    return keep_step(session, "insure_holders", "登记意外险", placement_ids, insured)


def start_work(
    session: Session, placement_ids: list[RecordId], started_on: date | None = None
) -> tuple[Placement, ...]:
    """Keep the first day of work, after agreement, training and insurance."""
    day = started_on or session.today()

    def started(before: Placement) -> Placement:
        _refuse_unless_chosen(before)
        if before.started_on is not None:
            raise Refused(
                f"已经从 {before.started_on} 上岗，没有再登记一次。",
                advice="日期填错了的，用「改各步的日期」。",
            )
        _refuse_unready(session, before, day)
        return replace(before, started_on=day)

    return keep_step(
        session,
        "start_work",
        "登记上岗",
        placement_ids,
        started,
        lambda before, wish: holder_findings(session, wish),
        explained="checks",
    )


def _refuse_unready(session: Session, before: Placement, day: date) -> None:
    pack = session.rules
    begins, ends = before.agreement_from, before.agreement_to
    if begins is None or ends is None or not begins <= day <= ends:
        raise Refused(
            f"上岗日期 {day} 不在协议期里，没有保存。",
            advice="先登记协议；日期要在协议的起止以内。",
            found=f"协议 {begins or '没有登记'} 至 {ends or '没有登记'}。",
            fields=("started_on",),
        )
    late = before.trained_on is None or before.trained_on > day
    if late and pack.holds("post.training_first", day):
        raise Refused(
            "还没有登记岗前培训，不能上岗。",
            advice="先登记岗前培训的日期；旗县不要求的，请旗县改规则包。",
            fields=("trained_on",),
            basis=pack.clause("post.training_first", day).cited(),
        )
    since, until = before.insured_from or "没有登记", before.insured_to or "没有登记"
    if insurance_missing(pack, before, day):
        raise Refused(
            f"{day} 没有意外险，不能上岗。",
            advice="先登记保单和起止日期；旗县不要求的，请旗县改规则包。",
            found=f"保险 {since} 至 {until}。",
            fields=("insured_from",),
            basis=pack.clause("post.accident_insurance", day).cited(),
        )


def _refuse_unless_chosen(before: Placement) -> None:
    refuse_if_closed(before)
    if not is_chosen(before):
        raise Refused("还没有决定聘用，不能办这一步。", advice="公示期满、决定聘用以后再办。")
