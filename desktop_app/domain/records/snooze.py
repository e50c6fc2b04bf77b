"""A to-do put off (推迟的待办)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import Label, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze(Record):
    """Somebody put a to-do off until a day, and said why; ``key`` names the to-do."""

    key: Annotated[str, Label("待办编号")] = ""
    until: Annotated[date | None, Label("推迟到")] = None
    reason: Annotated[str, Label("推迟原因")] = ""
    officer: Annotated[str, Label("经办人")] = ""
