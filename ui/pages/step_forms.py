"""What the small dialog of each step asks, what stands there already, and what keeps it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from desktop_app.domain.months import Month
from desktop_app.domain.records import Agreement, Appraisal, Caution, Placement, Record
from desktop_app.session import Session
from desktop_app.use_cases.agreements import renew_agreement, sign_agreement, usual_term
from desktop_app.use_cases.applications import (
    check_applicants,
    decline_applicants,
    review_applicants,
)
from desktop_app.use_cases.appraisals import appraise, warn_holder
from desktop_app.use_cases.exits import (
    approve_exits,
    deliver_exit_notice,
    record_recovery,
    report_vacancy,
    return_exit,
)
from desktop_app.use_cases.notices import (
    notice_end,
    object_to_notice,
    open_notice,
    settle_objection,
)
from desktop_app.use_cases.on_post import insure_holders, start_work, train_holders
from desktop_app.use_cases.placement_decisions import decide_placements
from desktop_app.use_cases.placement_lines import PlacementLine

Said = dict[str, Any]
Start = Callable[[Session, PlacementLine], Said]
Keep = Callable[[Session, list[UUID], Said], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """One step: its ``verb``, the fields it asks, and the use case that keeps it.

    ``start`` gives what stands in the boxes; ``many`` says that it may be done for several
    people at once; ``names`` calls a field otherwise than its label.
    """

    verb: str
    fields: Sequence[str]
    keep: Keep
    start: Start
    kind: type[Record] = Placement
    required: Sequence[str] = ()
    many: bool = True
    votes: str = ""
    help: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[tuple[str, str]] = ()


def _today(*names: str) -> Start:
    return lambda session, line: dict.fromkeys(names, session.today())


def _notice(session: Session, line: PlacementLine) -> Said:
    begins = session.today()
    return {"notice_from": begins, "notice_to": notice_end(session, begins)}


def _agreement(session: Session, line: PlacementLine) -> Said:
    begins = session.today()
    return {"signed_on": begins, "begins_on": begins, "ends_on": usual_term(session, begins)}


def _renewal(session: Session, line: PlacementLine) -> Said:
    ends = line.agreement_to or session.today()
    begins = ends + timedelta(days=1)
    return {
        "signed_on": session.today(),
        "begins_on": begins,
        "ends_on": usual_term(session, begins),
    }


def _insurance(session: Session, line: PlacementLine) -> Said:
    one = line.placement
    begins = session.today()
    if one.started_on is None and one.agreement_from is not None:
        begins = max(begins, one.agreement_from)
    if one.insured_to is not None and one.insured_to >= begins:
        begins = one.insured_to + timedelta(days=1)
    return {"insured_from": begins, "insurer": one.insurer}


def _first_day(session: Session, line: PlacementLine) -> Said:
    return {"started_on": line.agreement_from or session.today()}


def _told(session: Session, line: PlacementLine) -> Said:
    one = line.placement
    if one.exit_notice_on is None:
        return {"exit_notice_on": session.today(), "exit_notice_way": "hand"}
    return {
        "exit_notice_on": one.exit_notice_on,
        "exit_notice_way": one.exit_notice_way,
        "exit_received_on": session.today(),
    }


def _recovery(session: Session, line: PlacementLine) -> Said:
    return {"recovered_on": session.today(), "recover_fen": line.placement.recover_fen}


def _month(session: Session, line: PlacementLine) -> Said:
    wanted = Month.around(session.today()).previous()
    first = line.started_on or line.agreement_from
    return {"month": max(wanted, Month.around(first)).text if first else wanted.text}


STEP_FORMS: Mapping[str, StepForm] = {
    "review": StepForm(
        verb="登记评议",
        fields=("reviewed_on", "review_due", "review_present"),
        required=("reviewed_on", "review_due", "review_present"),
        start=_today("reviewed_on"),
        votes="同意",
        keep=lambda session, ids, said: review_applicants(session, said.pop("votes"), **said),
        notes=(("users", "应到、实到是整个会的人数；同意人数一个人一个人地填。"),),
    ),
    "check": StepForm(
        verb="登记审核",
        fields=("checked_on", "checked_by"),
        required=("checked_on", "checked_by"),
        start=_today("checked_on"),
        keep=lambda session, ids, said: check_applicants(session, ids, **said),
        help={"checked_by": "照审核意见的落款，例如 希拉穆仁苏木 王建国"},
    ),
    "notice": StepForm(
        verb="登记公示",
        fields=("notice_from", "notice_to", "notice_at"),
        required=("notice_from", "notice_to", "notice_at"),
        start=_notice,
        keep=lambda session, ids, said: open_notice(session, ids, **said),
        help={"notice_to": "按规则的天数算好了，照公示原件改", "notice_at": "贴在几处都写上"},
    ),
    "objection": StepForm(
        verb="登记异议",
        fields=("objected_on", "objection"),
        required=("objected_on", "objection"),
        start=_today("objected_on"),
        many=False,
        keep=lambda session, ids, said: object_to_notice(session, ids[0], **said),
        names={"objection": "反映的内容"},
        notes=(("circle-alert", "登记以后，处理完才能决定聘用。"),),
    ),
    "settle": StepForm(
        verb="处理异议",
        fields=("objection_settled_on", "objection"),
        required=("objection_settled_on", "objection"),
        start=_today("objection_settled_on"),
        many=False,
        keep=lambda session, ids, said: settle_objection(
            session, ids[0], said["objection"], said["objection_settled_on"]
        ),
        names={"objection": "核实和处理的结果"},
    ),
    "decide": StepForm(
        verb="决定聘用",
        fields=("decided_on", "decided_by"),
        required=("decided_on", "decided_by"),
        start=_today("decided_on"),
        keep=lambda session, ids, said: decide_placements(session, ids, **said),
        help={"decided_by": "照决定文件的落款填"},
        notes=(("users", "没有选上的先不勾，办完以后登记未聘。"),),
    ),
    "decline": StepForm(
        verb="登记未聘",
        fields=("declined_on", "declined_reason"),
        required=("declined_on", "declined_reason"),
        start=_today("declined_on"),
        keep=lambda session, ids, said: decline_applicants(session, ids, **said),
        help={"declined_reason": "例如评议没有通过、名额已满、本人放弃"},
    ),
    "sign": StepForm(
        verb="登记协议",
        kind=Agreement,
        fields=("begins_on", "ends_on", "signed_on", "number"),
        required=("begins_on", "ends_on"),
        start=_agreement,
        many=False,
        keep=lambda session, ids, said: sign_agreement(session, ids[0], **said),
    ),
    "renew": StepForm(
        verb="续签协议",
        kind=Agreement,
        fields=("begins_on", "ends_on", "signed_on", "number"),
        required=("begins_on", "ends_on"),
        start=_renewal,
        many=False,
        keep=lambda session, ids, said: renew_agreement(session, ids[0], **said),
    ),
    "train": StepForm(
        verb="登记培训",
        fields=("trained_on",),
        required=("trained_on",),
        start=_today("trained_on"),
        keep=lambda session, ids, said: train_holders(session, ids, **said),
    ),
    "insure": StepForm(
        verb="登记保险",
        fields=("insurer", "policy_number", "insured_from", "insured_to"),
        required=("insurer", "policy_number", "insured_from"),
        start=_insurance,
        keep=lambda session, ids, said: insure_holders(session, ids, **said),
        help={"insured_to": "空着就是保一年"},
    ),
    "start": StepForm(
        verb="登记上岗",
        fields=("started_on",),
        required=("started_on",),
        start=_first_day,
        keep=lambda session, ids, said: start_work(session, ids, **said),
    ),
    "approve_exit": StepForm(
        verb="审批退岗",
        fields=("exit_approved_on", "exit_approved_by"),
        required=("exit_approved_on", "exit_approved_by"),
        start=_today("exit_approved_on"),
        keep=lambda session, ids, said: approve_exits(session, ids, **said),
        help={"exit_approved_by": "照退岗审批表的落款填"},
    ),
    "return_exit": StepForm(
        verb="退回退岗",
        fields=("notes",),
        required=("notes",),
        start=lambda session, line: {},
        many=False,
        keep=lambda session, ids, said: return_exit(session, ids[0], said["notes"]),
        names={"notes": "为什么退回"},
        notes=(("hand-heart", "退回以后，这个人还在岗位上；退回的原因写进备注。"),),
    ),
    "tell_exit": StepForm(
        verb="登记告知",
        fields=("exit_notice_on", "exit_notice_way", "exit_received_on"),
        required=("exit_notice_on", "exit_notice_way"),
        start=_told,
        many=False,
        keep=lambda session, ids, said: deliver_exit_notice(session, ids[0], **said),
        help={"exit_received_on": "还没有签收的空着；公告送达不用填"},
    ),
    "recover": StepForm(
        verb="登记追回",
        fields=("recovered_on", "recover_fen"),
        required=("recovered_on", "recover_fen"),
        start=_recovery,
        many=False,
        keep=lambda session, ids, said: record_recovery(session, ids[0], **said),
    ),
    "report": StepForm(
        verb="报空岗",
        fields=("vacancy_reported_on",),
        required=("vacancy_reported_on",),
        start=_today("vacancy_reported_on"),
        keep=lambda session, ids, said: report_vacancy(session, ids, **said),
    ),
    "appraise": StepForm(
        verb="登记考核",
        kind=Appraisal,
        fields=(
            *("month", "told_on", "village_points", "township_points", "villager_points"),
            "deductions",
        ),
        required=("month",),
        start=_month,
        many=False,
        keep=lambda session, ids, said: appraise(session, ids[0], **said),
        help={"month": "写成 2026-11 的样子", "told_on": "发补贴以前告诉本人的日期"},
    ),
    "warn": StepForm(
        verb="登记警示",
        kind=Caution,
        fields=("given_on", "reason", "way", "received_on", "words"),
        required=("given_on", "reason", "way", "words"),
        start=lambda session, line: {"given_on": session.today(), "way": "hand"},
        many=False,
        keep=lambda session, ids, said: warn_holder(session, ids[0], **said),
    ),
}
"""The steps with a small dialog, by the act that ``placement_steps`` names."""

SAME_FORM = {"sign_exit": "tell_exit"}
"""Acts that another form keeps."""


def step_form(act: str) -> StepForm | None:
    """Return the form of an act; none where something larger opens."""
    return STEP_FORMS.get(SAME_FORM.get(act, act))
