"""Which of several values is likelier, by rule: offered, never chosen for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from desktop_app.domain.exchange_words import act_words
from desktop_app.domain.records import Record
from desktop_app.domain.roles import OFFICE_FIELDS
from desktop_app.use_cases.record_words import EMPTY

VISITED = act_words("record_visit")
BY_PERSON = (
    "citizen_id",
    "disability_card",
    "name",
    "birth_on",
    "sex",
    "died_on",
    "headcount",
    "standard_period",
    "approved_on",
    "approved_by",
    "approval_number",
    "account",
    "amount_fen",
    "decided_on",
    "exit_approved_on",
    "paid_on",
    "worked_halves",
    "marks",
    "last_day_on",
    "started_on",
    "withdrawn_on",
    "result",
    "person_id",
    "household_id",
    "post_id",
    "placement_id",
)
"""Fields that papers decide, not rules: who somebody is, who died, money and decisions on it."""

PAPERS = "证件、银行卡、钱、批复和生死只能由人对照材料来定，程序不预先选。"
CLEARLY_LATER = timedelta(days=1)
"""Clocks of two desks may differ by hours; by a whole day hardly."""


class Written(Protocol):
    """A value with when and on what occasion it was written."""

    @property
    def index(self) -> int:
        """Return its place."""

    @property
    def text(self) -> str:
        """Return what it says."""

    @property
    def value(self) -> Any:
        """Return it as it is stored."""

    @property
    def at(self) -> datetime:
        """Return when it was written, by the clock of that desk."""

    @property
    def occasion(self) -> str:
        """Return on what occasion."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The index of the likelier value, ``None`` where no rule says; and why."""

    index: int | None
    why: str


def must_be_person(kind: type[Record], field: str) -> bool:
    """Say whether only a person may decide on a field, by papers."""
    if field in BY_PERSON or field in OFFICE_FIELDS.get(kind, ()):
        return True
    return field.endswith(("_fen", "_id")) or "bank" in field or "card" in field


def suggest(kind: type[Record], field: str, sides: Sequence[Written]) -> Suggestion:
    """Return the likelier of the values."""
    if must_be_person(kind, field):
        return Suggestion(None, PAPERS)
    if len({repr(side.value) for side in sides}) == 1:
        return Suggestion(sides[0].index, "几边写的一样，确认一下就行。")
    filled = [side for side in sides if side.text != EMPTY]
    if len(filled) == 1:
        return Suggestion(filled[0].index, "另一边是空的。")
    return _by_occasion(sides) or _by_time(sides)


def _by_occasion(sides: Sequence[Written]) -> Suggestion | None:
    visited = [side for side in sides if side.occasion == VISITED]
    if len(visited) == 1:
        return Suggestion(visited[0].index, "这是入户走访时当面问到的。")
    return None


def _by_time(sides: Sequence[Written]) -> Suggestion:
    later, earlier = sorted(sides, key=lambda side: side.at, reverse=True)[:2]
    apart = later.at - earlier.at
    if apart >= CLEARLY_LATER:
        return Suggestion(later.index, f"这是后写的，晚了 {apart.days} 天。")
    return Suggestion(None, "前后不到一天，电脑的钟不一定准，请问一下本人。")
