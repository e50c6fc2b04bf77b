"""One line of what is due: who, what, why by which rule, and the one verb."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from desktop_app.domain.dates import short
from desktop_app.domain.records import NEW

GROUPS = ("overdue", "today", "week", "later", "open", "snoozed")
"""逾期, 今天到期, 本周, 往后, 没有期限, 推迟的."""

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One thing to do. ``why`` names the rule and its dates, ``basis`` cites the clause.

    ``target`` is visit (a person), route, post, enrolment and so on; ``count`` says for how many
    people or households the line stands. ``key`` stays the same until the due day is another;
    ``detail`` tells lines apart that are about the same record.
    """

    kind: str
    icon: str
    who: str
    what: str
    why: str
    due_on: date | None
    due_text: str
    group: str
    village: str
    verb: str
    target: str
    target_id: UUID = NEW
    basis: str = ""
    count: int = 1
    detail: str = ""

    @property
    def key(self) -> str:
        """Return how a line is called when it is put off."""
        return f"{self.kind}:{self.detail or self.target_id}:{self.due_on or ''}"

    @property
    def overdue(self) -> bool:
        """Say whether the day has passed."""
        return self.group == "overdue"


def due(day: date, today: date) -> dict[str, Any]:
    """Return what a line says about its due day."""
    group, text = _when(day, today)
    return {"due_on": day, "due_text": text, "group": group}


def _when(day: date, today: date) -> tuple[str, str]:
    """Return the group of a due day and how it reads."""
    left = (day - today).days
    if left < 0:
        return "overdue", f"逾期 {-left} 天"
    if left == 0:
        return "today", "今天"
    if left <= 6 - today.weekday():
        return "week", f"周{_WEEKDAYS[day.weekday()]}"
    return "later", short(day)
