"""A month's word about a person (月度监测)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring(Record):
    """Somebody asked whether anything changed this month.

    ``changed`` names the fields, or is empty for 无变化.
    """

    person_id: Annotated[RecordId, Label("人员")] = NEW
    month: Annotated[str, Label("月份")] = ""
    asked_on: Annotated[date | None, Label("监测日期")] = None
    way: Annotated[str, Label("走访方式", codes="visit_way")] = ""
    informant: Annotated[str, Label("受访人")] = ""
    changed: Annotated[str, Label("变化的内容")] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
