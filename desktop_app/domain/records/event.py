"""An event (五送活动)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import Label, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """One of the five deliveries, held on a day at a place."""

    kind: Annotated[str, Label("活动种类", codes="delivery")] = ""
    title: Annotated[str, Label("活动名称")] = ""
    held_on: Annotated[date | None, Label("活动日期")] = None
    place: Annotated[str, Label("活动地点")] = ""
    partner: Annotated[str, Label("参加单位")] = ""
    helpers: Annotated[int | None, Label("工作人员", unit="人")] = None
    handed_out: Annotated[int | None, Label("发放材料", unit="份")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
