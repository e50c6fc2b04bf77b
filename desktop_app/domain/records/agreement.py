"""An agreement of a placement (协议)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Record):
    """One signing of an agreement; renewing one is a further record.

    ``ends_on`` is the last day. The placement carries the dates of the newest.
    """

    placement_id: Annotated[RecordId, Label("安置")] = NEW
    number: Annotated[str, Label("协议编号")] = ""
    signed_on: Annotated[date | None, Label("签订日期")] = None
    begins_on: Annotated[date | None, Label("协议开始")] = None
    ends_on: Annotated[date | None, Label("协议结束")] = None
    standard_fen: Annotated[int | None, Label("补贴标准", unit="元")] = None
    standard_period: Annotated[str, Label("补贴周期", codes="standard_period")] = "month"
    required_days: Annotated[int | None, Label("每月规定出勤", unit="天")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
