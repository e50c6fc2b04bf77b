"""A spell of work (就业)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Employment(Record):
    """Where a person works, since when and until when.

    ``scope`` (就业地域) follows from home and workplace codes unless ``scope_reason`` says
    why it was set by hand.
    """

    person_id: Annotated[RecordId, Label("人员")] = NEW
    form: Annotated[str, Label("就业形式", codes="employment_form")] = ""
    employer: Annotated[str, Label("就业单位")] = ""
    job: Annotated[str, Label("岗位（工种）")] = ""
    place_code: Annotated[str, Label("工作地区划代码")] = ""
    place: Annotated[str, Label("工作地点")] = ""
    scope: Annotated[str, Label("就业地域", codes="transfer_scope")] = ""
    scope_reason: Annotated[str, Label("改动就业地域的理由")] = ""
    channel: Annotated[str, Label("就业渠道", codes="job_channel")] = ""
    since: Annotated[date | None, Label("开始日期")] = None
    until: Annotated[date | None, Label("结束日期")] = None
    monthly_fen: Annotated[int | None, Label("月收入", unit="元/月")] = None
    contract: Annotated[bool, Label("签订劳动合同")] = False
    notes: Annotated[str, Label("备注", lines=3)] = ""
    income_fen: Annotated[int | None, Label("收入", unit="元")] = None
    income_unit: Annotated[str, Label("收入单位", codes="income_unit")] = ""
    industry: Annotated[str, Label("行业", codes="industry")] = ""
    evidence_kind: Annotated[str, Label("佐证类型", codes="work_evidence")] = ""
    evidence: Annotated[str, Label("佐证材料")] = ""
    returned_on: Annotated[date | None, Label("返乡日期")] = None
    leaves_on: Annotated[date | None, Label("拟外出日期")] = None
