"""A public-welfare post (公益性岗位)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import Label, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Record):
    """A post of one village, with as many seats as ``headcount``.

    Nobody may be placed on it before ``approved_on``, nor from ``abolished_on``.
    ``standard_fen`` is paid per ``standard_period`` (月 or 年).
    """

    title: Annotated[str, Label("岗位名称")] = ""
    kind: Annotated[str, Label("岗位类别", codes="post_kind")] = ""
    department: Annotated[str, Label("主管部门", codes="post_department")] = ""
    fund: Annotated[str, Label("资金来源", codes="post_fund")] = ""
    headcount: Annotated[int, Label("岗位数", unit="人")] = 1
    standard_fen: Annotated[int | None, Label("补贴标准", unit="元")] = None
    standard_period: Annotated[str, Label("补贴周期", codes="standard_period")] = "month"
    required_days: Annotated[int | None, Label("每月规定出勤", unit="天")] = None
    place: Annotated[str, Label("岗位地点")] = ""
    duties: Annotated[str, Label("岗位职责", lines=3)] = ""
    need: Annotated[str, Label("设岗理由", lines=2)] = ""
    proposed_on: Annotated[date | None, Label("申报日期")] = None
    approved_on: Annotated[date | None, Label("批复日期")] = None
    approved_by: Annotated[str, Label("批复单位")] = ""
    approval_number: Annotated[str, Label("批复文号")] = ""
    abolished_on: Annotated[date | None, Label("撤岗日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
    announced_from: Annotated[date | None, Label("公告开始")] = None
    announced_to: Annotated[date | None, Label("公告结束")] = None
    announced_at: Annotated[str, Label("公告地点")] = ""
    temporary: Annotated[bool, Label("临时岗位")] = False
