"""A claim of an organiser (输出补助申请)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Record):
    """One claim of an organiser for the people it took to work in one year.

    It is out for correction while ``returned_on`` stands without ``resubmitted_on``.
    """

    organiser_id: Annotated[RecordId, Label("输出组织主体")] = NEW
    number: Annotated[str, Label("编号")] = ""
    year: Annotated[int | None, Label("年度")] = None
    applied_on: Annotated[date | None, Label("申请日期")] = None
    checked_on: Annotated[date | None, Label("核查日期")] = None
    checked_by: Annotated[str, Label("核查人")] = ""
    decided_on: Annotated[date | None, Label("审定日期")] = None
    decided_by: Annotated[str, Label("审定人")] = ""
    result: Annotated[str, Label("审定结果", codes="claim_result")] = ""
    paid_on: Annotated[date | None, Label("发放日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
    returned_on: Annotated[date | None, Label("退回补正日期")] = None
    return_reason: Annotated[str, Label("退回补正原因", lines=2)] = ""
    resubmitted_on: Annotated[date | None, Label("重新受理日期")] = None

    @property
    def is_out(self) -> bool:
        """Say whether it was given back to be corrected and has not come again."""
        return self.returned_on is not None and self.resubmitted_on is None
