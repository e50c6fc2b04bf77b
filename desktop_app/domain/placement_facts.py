"""What the rules of placement look at, and how a rule answers."""

from dataclasses import dataclass
from datetime import date

from desktop_app.domain.records import Person, Placement, Post

Answer = tuple[bool, str, str, str, tuple[str, ...]]
"""Passed, message, found, advice, fields: what a rule says before its clause is cited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementFacts:
    """What the rules look at: the three records and what else stands open."""

    person: Person
    post: Post
    placement: Placement
    today: date
    other_placements_of_person: tuple[tuple[Placement, Post], ...] = ()
    household_placements: tuple[tuple[Person, Placement, Post], ...] = ()
    open_on_post: int = 0

    @property
    def begins_on(self) -> date:
        """Return the day the work begins, by agreement or by what is planned."""
        placement = self.placement
        return placement.started_on or placement.agreement_from or self.today


def ok(message: str, found: str = "") -> Answer:
    """Say that the rule is kept."""
    return True, message, found, "", ()


def no(message: str, found: str, advice: str, *fields: str) -> Answer:
    """Say that the rule forbids it, on what was found, and what to do."""
    return False, message, found, advice, fields
