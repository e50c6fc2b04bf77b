"""Whether one entry of a desk counts, given that desk's certificate. Pure: no disk, no clock.

An entry that does not count is kept and passed on all the same, and changes no record.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from db.fitting import FROZEN, MALFORMED
from db.forms import is_well_formed
from db.journal import (
    CREATE,
    EDIT,
    ENTER,
    LEAVE,
    REMOVE,
    REMOVED_COLUMN,
    SETTLE,
    FeedHead,
    Header,
    Place,
)
from db.rows import columns, table_number
from desktop_app.domain.frozen import FROZEN_FIELDS, NEVER_REMOVED
from desktop_app.domain.records import Record
from desktop_app.domain.roles import OFFICE_FIELDS, OFFICE_ROLES
from sync.certificates import HUB_ROLE, Certificate, Power

UNKNOWN_DESK = "unknown-desk"
OUT_OF_SCOPE = "out-of-scope"
REVOKED = "revoked"
ROLE = "role"
OWN_PROPOSAL = "own-proposal"
OTHER_OFFICER = "other-officer"


def _numbers(named: Mapping[type[Record], Iterable[str]]) -> Mapping[int, frozenset[int]]:
    return {
        table_number(kind): frozenset(columns(kind).index(name) + 1 for name in names)
        for kind, names in named.items()
    }


DECISIONS = _numbers(OFFICE_FIELDS)
"""The columns that only an office may fill, by the number of their table."""

UNCHANGING = _numbers(FROZEN_FIELDS)
"""The columns that no edit may touch, by the number of their table."""

STAYING = frozenset(map(table_number, NEVER_REMOVED))
"""The tables whose rows are not removed either, whoever asks."""


Proves = Callable[[FeedHead], bool]
"""Says whether a feed is here as far as this, with this chain."""


def verdict(
    certificate: Certificate | None,
    place: Place,
    header: Header,
    payload: Any,
    creator: bytes | None,
    proves: Proves,
) -> str:
    """Return "" for an entry that counts, else the code of the first reason why it does not.

    ``creator`` is the user of the row's first creation, where that is known. What a desk says
    it wrote before enrolment is believed as far as the feed ``proves`` to have been so long then.
    """
    power = certificate.power_at(header.authority_seq) if certificate else None
    if certificate is None or power is None or power.role == HUB_ROLE:
        return UNKNOWN_DESK
    outside = _outside(certificate, power, place, header.seq)
    if outside or payload is None:  # erased: nothing is left to look at, and nothing comes of it
        return outside
    wrong = _wrong(power, header, payload)
    if wrong:
        return wrong
    if header.table in DECISIONS and header.user != certificate.user:
        return OTHER_OFFICER  # else who proposes could decide, by another's name
    if not decides(header, payload):
        return ""
    shown = certificate.shown(place)
    before = header.seq <= shown.seq and proves(shown)
    return "" if before else _may_decide(power.role, header, creator)


def _outside(certificate: Certificate, power: Power, place: Place, seq: int) -> str:
    """Say whether an entry lies outside what its desk may write about at all."""
    if certificate.is_cut_off(place, seq):
        return REVOKED
    return "" if power.covers(place.village) else OUT_OF_SCOPE


def _may_decide(role: str, header: Header, creator: bytes | None) -> str:
    """Say whether an office decides on what somebody else proposed."""
    if role not in OFFICE_ROLES:
        return ROLE
    proposer = header.user if creator is None and header.op == CREATE else creator
    return OWN_PROPOSAL if proposer == header.user else ""


def _wrong(power: Power, header: Header, payload: Any) -> str:
    """Return the code of what is wrong with an entry by itself, whoever stands behind it."""
    if not is_well_formed(header.op, payload):
        return MALFORMED
    if header.op == ENTER and not power.covers(payload[1]):
        return OUT_OF_SCOPE  # who moves a row here must have had it there
    return FROZEN if _touches_frozen(header, payload) else ""


def _touches_frozen(header: Header, payload: Any) -> bool:
    """Say whether a well-formed entry changes, removes or moves what was closed for good."""
    still = UNCHANGING.get(header.table)
    if still is None:
        return False
    stays = header.table in STAYING
    if header.op in (EDIT, SETTLE):
        return any(
            column in still or (stays and column == REMOVED_COLUMN) for column, _, _ in payload
        )
    return header.op in (LEAVE, ENTER) or (stays and header.op == REMOVE)


def decides(header: Header, payload: Any) -> bool:
    """Say whether a well-formed entry fills in what only an office may."""
    own = DECISIONS.get(header.table)
    if own is None:
        return False
    if header.op in (EDIT, SETTLE):
        return any(value for column, value, _ in payload if column in own)
    if header.op in (CREATE, ENTER):
        whole = payload if header.op == CREATE else payload[2]
        return any(value for column, value in enumerate(whole, start=1) if column in own)
    return False
