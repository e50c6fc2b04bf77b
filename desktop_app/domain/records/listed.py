"""A name on an office's list (名单登记)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Record):
    """Somebody of a village stands on a list that an office handed over: a death, a pension, a job.

    Only people of the village are kept, never the rest of the list.
    """

    person_id: Annotated[RecordId, Label("人员")] = NEW
    watch_list: Annotated[str, Label("名单", codes="watch_list")] = ""
    since: Annotated[date | None, Label("起始日期")] = None
    until: Annotated[date | None, Label("截止日期")] = None
    detail: Annotated[str, Label("名单内容")] = ""
    source: Annotated[str, Label("名单来源")] = ""
    as_of: Annotated[date | None, Label("名单日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
