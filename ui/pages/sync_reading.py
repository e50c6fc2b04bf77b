"""All that 同步 shows, read in one go away from the screen."""

from dataclasses import dataclass

from desktop_app.session import Session
from desktop_app.use_cases import clashes, conflicts, desk_names, exchange, set_aside, settled
from desktop_app.use_cases.conflicts import Conflict
from desktop_app.use_cases.desk_names import OfficeDesk
from desktop_app.use_cases.exchange import SyncState


@dataclass(frozen=True, slots=True)
class Found:
    """All that the page shows, read in one go on the data thread."""

    state: SyncState
    conflicts: list[Conflict]
    counts: dict[str, int]
    desks: list[OfficeDesk] | None
    own_name: str


def waiting_count(session: Session) -> int:
    """Return how many things here wait for a person, as the navigation shows it."""
    aside = set_aside.quarantined(session)
    undecided = sum(not one.decided for one in aside)
    return exchange.conflict_count(session) + undecided + len(clashes.clashes(session))


def read_all(session: Session) -> Found:
    """Read what the page shows."""
    aside = set_aside.quarantined(session)
    return Found(
        state=exchange.sync_state(session),
        conflicts=conflicts.conflicts(session),
        counts={
            "clashes": len(clashes.clashes(session)),
            "quarantined": sum(not one.decided for one in aside),
            "parked": len(set_aside.parked(session)),
            "settled": settled.settled_count(session),
        },
        desks=desk_names.office_desks(session) if desk_names.is_office(session) else None,
        own_name=desk_names.own_name(session),
    )
