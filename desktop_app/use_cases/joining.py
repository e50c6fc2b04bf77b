"""Joining an office, as a person sees it: what an invitation says before it is accepted."""

from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.exchange_words import ROLES
from desktop_app.session import Session
from desktop_app.use_cases.desk_names import area_words


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """What an invitation says: from whom, for whom, for which villages, reachable by network."""

    text: str
    office: str
    officer: str
    role: str
    places: str
    by_network: bool


def look_at_invitation(text: str) -> InvitationCard:
    """Return what an invitation says; ``Refused`` if it is damaged. Nothing is kept."""
    from sync.invitation import read_invitation

    found = read_invitation(text)
    return InvitationCard(
        text=text,
        office=found.hub_name,
        officer=found.officer,
        role=ROLES.get(found.role, found.role),
        places=area_words(tuple(found.prefixes)),
        by_network=bool(found.urls),
    )


def look_at_invitation_file(path: Path) -> InvitationCard:
    """Return what an invitation file says; ``Refused`` if it is damaged."""
    from desktop_app.use_cases.office import read_invitation_text

    return look_at_invitation(read_invitation_text(path))


def join(session: Session, card: InvitationCard) -> None:
    """Accept an invitation; the next exchange, by network or stick, shows it to the office."""
    from desktop_app.use_cases.office import accept_invitation

    accept_invitation(session, card.text)
