"""A warning to a holder (警示)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Record):
    """A holder was warned; what follows is better work or the exit."""

    placement_id: Annotated[RecordId, Label("安置")] = NEW
    given_on: Annotated[date | None, Label("警示日期")] = None
    reason: Annotated[str, Label("警示原因", codes="caution_reason")] = ""
    words: Annotated[str, Label("警示内容", lines=2)] = ""
    way: Annotated[str, Label("送达方式", codes="notice_way")] = ""
    received_on: Annotated[date | None, Label("签收日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
