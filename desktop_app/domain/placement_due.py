"""Due days of posts and placements, each a pure question: what is due when, and why.

Nothing here reads records: lists ask with what ``db.post_queries.seats`` returned.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_app.domain.exit_rules import open_steps, report_until
from desktop_app.domain.placement_facts import is_chosen
from desktop_app.domain.placement_rules import age_limit_on
from desktop_app.domain.placement_steps import begun, insurance_missing, is_waiting_for_office
from desktop_app.domain.procedure_rules import is_objected
from desktop_app.domain.records import Person, Placement
from desktop_app.domain.rules import RulePack

AGREEMENT_ENDS = "agreement_ends"
AGE_REACHED = "age_reached"
NOTICE_ENDED = "notice_ended"
INSURANCE_ENDS = "insurance_ends"
OBJECTION_OPEN = "objection_open"
APPROVAL_WAITING = "approval_waiting"
EXIT_OPEN = "exit_open"
VACANCY_REPORT = "vacancy_report"


@dataclass(frozen=True, slots=True)
class Due:
    """What is due on a day: one of the kinds above, what to do, and by which clause.

    ``office`` says that it waits for a township or county.
    """

    kind: str
    due_on: date
    words: str
    clause: str
    office: bool = False


def dues(pack: RulePack, person: Person, placement: Placement, today: date) -> Iterator[Due]:
    """Give what is due about one placement, up to the warning days of the clauses."""
    if placement.declined_on is not None:
        return
    if placement.last_day_on is not None:
        yield from _leaving(pack, placement, today)
    elif begun(placement, today):
        yield from _at_work(pack, person, placement, today)
    else:
        yield from _pending(placement, today)


def _pending(one: Placement, today: date) -> Iterator[Due]:
    if is_objected(one) and one.objected_on is not None:
        words = "公示收到异议，要核实处理"
        yield Due(OBJECTION_OPEN, one.objected_on, words, "post.notice_days")
        return
    waits = is_waiting_for_office(one, today)
    if one.notice_to is not None and not is_chosen(one):
        words = "公示期满，没有异议就登记聘用决定"
        yield Due(NOTICE_ENDED, one.notice_to, words, "post.notice_days", office=waits)
    elif waits and one.reviewed_on is not None:
        words = "评议已经登记，等审核"
        yield Due(APPROVAL_WAITING, one.reviewed_on, words, "post.check_before_notice", office=True)


def _at_work(pack: RulePack, person: Person, one: Placement, today: date) -> Iterator[Due]:
    ends = one.agreement_to
    if ends is not None and (ends - today).days <= pack.number("post.agreement_warn_days", today):
        words = "协议到期，续签或者办退岗"
        yield Due(AGREEMENT_ENDS, ends, words, "post.agreement_warn_days")
    limit = age_limit_on(pack, person, today)
    soon = timedelta(days=pack.number("post.age_warn_days", today))
    if limit is not None and limit <= today + soon:
        yield Due(AGE_REACHED, limit, "到岗位年龄上限，办退岗", "post.age_warn_days")
    if pack.holds("post.accident_insurance", today):
        yield from _insurance(pack, one, today)


def _insurance(pack: RulePack, one: Placement, today: date) -> Iterator[Due]:
    clause = "post.accident_insurance"
    if insurance_missing(pack, one, today):
        since = one.insured_to or one.started_on or today
        yield Due(INSURANCE_ENDS, since, "今天没有意外险，马上保上", clause)
    elif one.insured_to is not None:
        left = (one.insured_to - today).days
        if left <= pack.number("post.insurance_warn_days", today):
            yield Due(INSURANCE_ENDS, one.insured_to, "意外险到期，接着保", clause)


def _leaving(pack: RulePack, one: Placement, today: date) -> Iterator[Due]:
    last = one.last_day_on or today
    steps = open_steps(one, today)
    if "approve" in steps:
        words = "退岗已经提出，等审批"
        yield Due(APPROVAL_WAITING, last, words, "post.stop_month_after", office=True)
    for step, words in (
        ("tell", "退岗还没有告知"),
        ("sign", "退岗告知还没有签收"),
        ("recover", "补贴还没有追回"),
    ):
        if step in steps:
            yield Due(EXIT_OPEN, last, words, "post.stop_month_after")
    if "report" in steps:
        until = report_until(pack, last)
        yield Due(VACANCY_REPORT, until, "离岗以后要报空岗", "post.vacancy_report_days")
