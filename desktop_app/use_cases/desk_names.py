"""The desks that the office's certificates name: who works there, and how far they are here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from db import settlement_queries
from desktop_app.domain import divisions
from desktop_app.domain.errors import Refused
from desktop_app.domain.exchange_words import ROLES
from desktop_app.domain.roles import OFFICE_ROLES
from desktop_app.session import Session
from desktop_app.use_cases.exchange import moment
from desktop_app.use_cases.people_list import village_name

if TYPE_CHECKING:
    from sync.authority import Authority
    from sync.certificates import Certificate

COUNTY, VILLAGE = 6, 12
UNKNOWN_DESK = "别的电脑"
SHORT = 8
"""Signs of the short name of a desk."""


@dataclass(frozen=True, slots=True)
class OfficeDesk:
    """A desk of the office: who, where, what is here of it, and whether it was cut off.

    ``name`` is the short name by which people tell two desks of one officer apart.
    """

    name: str
    officer: str
    role: str
    places: str
    entries: int
    last_written: datetime | None
    revoked: bool
    mine: bool


def authority_of(session: Session) -> "Authority":
    """Return what the authority feeds say that are here; empty before enrolment."""
    from desktop_app.use_cases.office import replica

    return replica(session).authority


def own_certificate(session: Session) -> "Certificate | None":
    """Return the certificate that this desk's own office gave it."""
    mine = authority_of(session).certificate(session.store.desk.device)
    return mine if mine is not None and mine.county == session.county_code else None


def desk_names(session: Session) -> Mapping[bytes, str]:
    """Return the officer of each desk that is known here, by the device."""
    authority = authority_of(session)
    county = session.county_code
    found = {card.device: card.officer for card in authority.desks(county)}
    hub = authority.hub(county)
    if hub is not None:
        found[hub.device] = hub.name
    found[session.store.desk.device] = session.officer
    return found


def short_name(device: bytes) -> str:
    """Return the short name of a desk, the same on every screen and at the hub."""
    return device.hex()[:SHORT].upper()


def own_name(session: Session) -> str:
    """Return the short name of this desk, as people say it on the telephone."""
    return short_name(session.store.desk.device)


def is_office(session: Session) -> bool:
    """Say whether this desk is one of a township or county."""
    return session.role in OFFICE_ROLES


def office_desks(session: Session) -> list[OfficeDesk]:
    """Return the desks of the office, those that count first, by officer."""
    reach = settlement_queries.reach_of_desks(session.store.database)
    found = []
    for card in authority_of(session).desks(session.county_code):
        entries, at_ms = reach.get(card.device, (0, 0))
        found.append(
            OfficeDesk(
                name=short_name(card.device),
                officer=card.officer,
                role=ROLES.get(card.role, card.role),
                places=area_words(card.prefixes),
                entries=entries,
                last_written=moment(at_ms) if at_ms else None,
                revoked=card.revoked,
                mine=card.device == session.store.desk.device,
            )
        )
    return sorted(found, key=lambda desk: (desk.revoked, desk.officer, desk.name))


def area_words(prefixes: tuple[str, ...]) -> str:
    """Return what people call the areas that these codes begin."""
    named = [village_name(code) if len(code) == VILLAGE else _area(code) for code in prefixes]
    return "、".join(named)


def _area(code: str) -> str:
    try:
        if len(code) == COUNTY:
            return f"{divisions.county(code).name}全部"
        towns = {town.code: town.name for town in divisions.townships(code[:COUNTY])}
    except Refused:
        return code
    return f"{towns.get(code, code)}全部"
