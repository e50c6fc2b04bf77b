"""What the rules of placement look at, and how a rule answers."""

from dataclasses import dataclass
from datetime import date

from desktop_app.domain.records import Person, Placement, Post

Answer = tuple[bool, str, str, str, tuple[str, ...]]
"""Passed, message, found, advice, fields: what a rule says before its clause is cited."""


def is_chosen(placement: Placement) -> bool:
    """Say whether an applicant was taken: from the decision on the seat is not free."""
    days = (placement.decided_on, placement.agreement_from, placement.started_on)
    return any(day is not None for day in days)


def is_open(placement: Placement, on: date) -> bool:
    """Say whether an application, a placement or the work still runs on a day."""
    last = placement.last_day_on
    return placement.declined_on is None and (last is None or last >= on)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementFacts:
    """What the rules look at: the three records, what else stands open, and what was before.

    ``open_on_post`` counts the others that were chosen for the post. ``spells`` are the days
    (first, last) this person was on posts before the work begins, ``times_before`` the earlier
    posts, ``left_for`` the reasons they were left for.
    """

    person: Person
    post: Post
    placement: Placement
    today: date
    other_placements_of_person: tuple[tuple[Placement, Post], ...] = ()
    household_placements: tuple[tuple[Person, Placement, Post], ...] = ()
    open_on_post: int = 0
    spells: tuple[tuple[date, date], ...] = ()
    times_before: int = 0
    left_for: tuple[str, ...] = ()

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
