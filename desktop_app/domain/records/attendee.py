"""Somebody at an event (参加人员)."""

from dataclasses import dataclass
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee(Record):
    """A person of the village came to an event, and what came of it."""

    event_id: Annotated[RecordId, Label("五送活动")] = NEW
    person_id: Annotated[RecordId, Label("人员")] = NEW
    wish: Annotated[str, Label("当场意愿")] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
