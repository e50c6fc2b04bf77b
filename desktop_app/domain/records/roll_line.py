"""A line of a subsidy roll (补贴明细)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine(Record):
    """What one holder gets for one month, with all that it was reckoned from.

    A correction repeats the month it is about in ``for_month`` and carries the difference,
    which may be below zero. ``worked_halves`` counts half days. Payment is kept afterwards.
    """

    roll_id: Annotated[RecordId, Label("补贴发放表")] = NEW
    placement_id: Annotated[RecordId, Label("安置")] = NEW
    person_id: Annotated[RecordId, Label("人员")] = NEW
    for_month: Annotated[str, Label("补贴月份")] = ""
    kind: Annotated[str, Label("明细种类", codes="roll_line_kind")] = ""
    name: Annotated[str, Label("姓名")] = ""
    citizen_id: Annotated[str, Label("身份证号")] = ""
    post_title: Annotated[str, Label("岗位名称")] = ""
    account: Annotated[str, Label("一卡通账号")] = ""
    bank: Annotated[str, Label("开户行")] = ""
    agreement_from: Annotated[date | None, Label("协议开始")] = None
    agreement_to: Annotated[date | None, Label("协议结束")] = None
    standard_fen: Annotated[int | None, Label("补贴标准", unit="元")] = None
    standard_period: Annotated[str, Label("补贴周期", codes="standard_period")] = "month"
    required_days: Annotated[int | None, Label("每月规定出勤", unit="天")] = None
    worked_halves: Annotated[int | None, Label("出勤半天数", unit="个半天")] = None
    amount_fen: Annotated[int | None, Label("补贴金额", unit="元")] = None
    explanation: Annotated[str, Label("计算说明")] = ""
    paid_on: Annotated[date | None, Label("发放日期")] = None
    paid_fen: Annotated[int | None, Label("实发金额", unit="元")] = None
    payment_evidence: Annotated[str, Label("发放凭据")] = ""
    failure: Annotated[str, Label("未发原因")] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
