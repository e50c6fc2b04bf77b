"""A clue of unpaid wages (欠薪线索)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class WageClue(Record):
    """What somebody said of unpaid wages.

    It is handed to the official channel, never decided here.
    """

    person_id: Annotated[RecordId, Label("人员")] = NEW
    field: Annotated[str, Label("行业类别", codes="wage_field")] = ""
    employer: Annotated[str, Label("欠薪单位")] = ""
    address: Annotated[str, Label("单位地址")] = ""
    project: Annotated[str, Label("项目名称")] = ""
    work: Annotated[str, Label("工作内容")] = ""
    owed_from: Annotated[date | None, Label("欠薪开始")] = None
    owed_to: Annotated[date | None, Label("欠薪结束")] = None
    amount_fen: Annotated[int | None, Label("欠薪金额", unit="元")] = None
    people: Annotated[int | None, Label("涉及人数", unit="人")] = None
    reported_on: Annotated[date | None, Label("反映日期")] = None
    channel: Annotated[str, Label("移交渠道", codes="wage_channel")] = ""
    handed_on: Annotated[date | None, Label("移交日期")] = None
    receipt: Annotated[str, Label("受理编号")] = ""
    result: Annotated[str, Label("办理结果", codes="wage_result")] = ""
    closed_on: Annotated[date | None, Label("办结日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
