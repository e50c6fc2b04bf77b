"""A month as it was reported (月度快照)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import Label, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot(Record):
    """The counts of a village at the end of a month, as they were closed; ``content`` is JSON."""

    month: Annotated[str, Label("月份")] = ""
    closed_on: Annotated[date | None, Label("关账日期")] = None
    closed_by: Annotated[str, Label("填报人")] = ""
    content: Annotated[str, Label("内容")] = ""
    sha256: Annotated[str, Label("摘要")] = ""
    rules: Annotated[str, Label("规则包")] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
