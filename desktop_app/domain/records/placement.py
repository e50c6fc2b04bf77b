"""A placement (安置): one person on one post."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement(Record):
    """One person on one post, from application to the last working day.

    ``checks`` is a JSON list of what was examined by which rule when the person was placed.
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
