"""A subsidy roll (补贴发放表)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import Label, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll(Record):
    """The subsidies of one village, one month and one line of funding, as they were closed.

    ``month`` is ``2026-11``; ``people`` and ``total_fen`` are those of its lines. After
    ``closed_on`` the lines never change: what was wrong comes as 更正 in a later roll.
    """

    month: Annotated[str, Label("月份")] = ""
    department: Annotated[str, Label("主管部门", codes="post_department")] = ""
    closed_on: Annotated[date | None, Label("关账日期")] = None
    closed_by: Annotated[str, Label("填报人")] = ""
    people: Annotated[int | None, Label("人数", unit="人")] = None
    total_fen: Annotated[int | None, Label("合计金额", unit="元")] = None
    sha256: Annotated[str, Label("摘要")] = ""
    rules: Annotated[str, Label("规则包")] = ""
    notice_from: Annotated[date | None, Label("公示开始")] = None
    notice_to: Annotated[date | None, Label("公示结束")] = None
    objection: Annotated[str, Label("异议及处理", lines=2)] = ""
    approved_on: Annotated[date | None, Label("审核日期")] = None
    approved_by: Annotated[str, Label("审核人")] = ""
    returned_on: Annotated[date | None, Label("退回日期")] = None
    return_reason: Annotated[str, Label("退回原因", lines=2)] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
