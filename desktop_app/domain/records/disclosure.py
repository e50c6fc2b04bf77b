"""A look at a whole identity number (查看证件号)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure(Record):
    """Somebody had a whole identity number shown; kept for the auditor."""

    person_id: Annotated[RecordId, Label("人员")] = NEW
    shown_at: Annotated[datetime | None, Label("查看时间")] = None
    occasion: Annotated[str, Label("场合")] = ""
