"""What is due about posts and placements: for the to-do list, oldest day first."""

from dataclasses import dataclass
from datetime import date, timedelta

from db.post_queries import seats
from desktop_app.domain.placement_due import Due, dues
from desktop_app.domain.records import RecordId
from desktop_app.session import Session

__all__ = ["PlacementDue", "placement_dues"]


@dataclass(frozen=True, slots=True)
class PlacementDue:
    """Something due, and about whom: ``basis`` cites the clause it follows from."""

    placement_id: RecordId
    post_id: RecordId
    person_id: RecordId
    person_name: str
    post_title: str
    village_code: str
    kind: str
    due_on: date
    words: str
    basis: str
    office: bool


def placement_dues(session: Session, until: date | None = None) -> tuple[PlacementDue, ...]:
    """Return what is due about placements, up to a day where one is given."""
    today, pack = session.today(), session.rules
    since = today - timedelta(days=pack.number("post.exit_follow_days", today))
    found = [
        PlacementDue(
            placement_id=seat.placement.id,
            post_id=seat.placement.post_id,
            person_id=seat.placement.person_id,
            person_name=seat.person.name,
            post_title=seat.post_title,
            village_code=seat.placement.village_code,
            kind=due.kind,
            due_on=due.due_on,
            words=due.words,
            basis=_basis(session, due, today),
            office=due.office,
        )
        for seat in seats(session.store.database, since)
        for due in dues(pack, seat.person, seat.placement, today)
        if until is None or due.due_on <= until
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.placement_id)))


def _basis(session: Session, due: Due, today: date) -> str:
    return session.rules.clause(due.clause, today).cited()
