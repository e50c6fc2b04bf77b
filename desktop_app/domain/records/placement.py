"""A placement (安置): one person on one post."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement(Record):
    """One person on one post, from application to the last working day.

    ``checks`` is a JSON list of what was examined by which rule when the person was placed,
    ``exit_checks`` the same for the exit. ``objection`` is a running text, a line an event;
    one is open while ``objected_on`` stands without ``objection_settled_on``.
    """

    post_id: Annotated[RecordId, Label("岗位")] = NEW
    person_id: Annotated[RecordId, Label("人员")] = NEW
    applied_on: Annotated[date | None, Label("申请日期")] = None
    reviewed_on: Annotated[date | None, Label("村级评议日期")] = None
    review_due: Annotated[int | None, Label("应到", unit="人")] = None
    review_present: Annotated[int | None, Label("实到", unit="人")] = None
    review_agreed: Annotated[int | None, Label("同意", unit="人")] = None
    notice_from: Annotated[date | None, Label("公示开始")] = None
    notice_to: Annotated[date | None, Label("公示结束")] = None
    objection: Annotated[str, Label("异议及处理", lines=2)] = ""
    decided_on: Annotated[date | None, Label("聘用决定日期")] = None
    agreement_from: Annotated[date | None, Label("协议开始")] = None
    agreement_to: Annotated[date | None, Label("协议结束")] = None
    started_on: Annotated[date | None, Label("上岗日期")] = None
    last_day_on: Annotated[date | None, Label("最后出勤日")] = None
    exit_reason: Annotated[str, Label("退岗原因", codes="exit_reason")] = ""
    exit_evidence: Annotated[str, Label("退岗依据", lines=2)] = ""
    checks: Annotated[str, Label("安置时的核对")] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
    checked_on: Annotated[date | None, Label("审核日期")] = None
    checked_by: Annotated[str, Label("审核人")] = ""
    notice_at: Annotated[str, Label("公示地点")] = ""
    objected_on: Annotated[date | None, Label("异议日期")] = None
    objection_settled_on: Annotated[date | None, Label("异议处理日期")] = None
    decided_by: Annotated[str, Label("聘用决定单位")] = ""
    trained_on: Annotated[date | None, Label("岗前培训日期")] = None
    insurer: Annotated[str, Label("承保公司")] = ""
    policy_number: Annotated[str, Label("保单号")] = ""
    insured_from: Annotated[date | None, Label("保险开始")] = None
    insured_to: Annotated[date | None, Label("保险结束")] = None
    exit_proposed_by: Annotated[str, Label("退岗提出人")] = ""
    exit_approved_on: Annotated[date | None, Label("退岗审批日期")] = None
    exit_approved_by: Annotated[str, Label("退岗审批单位")] = ""
    stop_month: Annotated[str, Label("补贴止付月")] = ""
    recover_fen: Annotated[int | None, Label("追回金额", unit="元")] = None
    recovered_on: Annotated[date | None, Label("追回日期")] = None
    exit_notice_on: Annotated[date | None, Label("退岗告知日期")] = None
    exit_notice_way: Annotated[str, Label("退岗送达方式", codes="notice_way")] = ""
    exit_received_on: Annotated[date | None, Label("退岗签收日期")] = None
    vacancy_reported_on: Annotated[date | None, Label("空岗报告日期")] = None
    declined_on: Annotated[date | None, Label("未聘日期")] = None
    declined_reason: Annotated[str, Label("未聘原因")] = ""
    stop_month_reason: Annotated[str, Label("改动止付月的理由")] = ""
    exit_checks: Annotated[str, Label("退岗时的核对")] = ""
