"""Whether one entry of a desk counts, given that desk's certificate. Pure: no disk, no clock.

An entry that does not count is kept and passed on all the same, and changes no record.
"""

from typing import Any

from db.journal import CREATE, EDIT, ENTER, LEAVE, REMOVE, SETTLE, Header, Place
from db.rows import columns, table_number
from desktop_app.domain.records import Post
from sync.certificates import HUB_ROLE, Certificate, Power

UNKNOWN_DESK = "unknown-desk"
OUT_OF_SCOPE = "out-of-scope"
REVOKED = "revoked"
ROLE = "role"
OWN_PROPOSAL = "own-proposal"
MALFORMED = "malformed"

APPROVERS = ("township", "county")
"""The roles that may fill in an approval."""

POST = table_number(Post)
APPROVAL = frozenset(
    columns(Post).index(name) + 1 for name in ("approved_on", "approved_by", "approval_number")
)
"""The columns of a post that only an office may fill."""

_SCALARS = frozenset((type(None), bool, int, float, str, bytes))
_LARGEST = 1 << 63
_COLUMNS = 1 << 15


def verdict(
    certificate: Certificate | None,
    place: Place,
    header: Header,
    payload: Any,
    creator: bytes | None,
) -> str:
    """Return "" for an entry that counts, else the code of the first reason why it does not.

    ``creator`` is the user of the row's first creation, where that is known.
    """
    power = certificate.power_at(header.authority_seq) if certificate else None
    if certificate is None or power is None or power.role == HUB_ROLE:
        return UNKNOWN_DESK
    outside = _outside(certificate, power, place, header.seq)
    if outside or payload is None:  # erased: nothing is left to look at, and nothing comes of it
        return outside
    if not is_well_formed(header.op, payload):
        return MALFORMED
    if certificate.wrote_before_enrolment(place, header.seq) or not approves(header, payload):
        return ""
    return _may_approve(power.role, header, creator)


def _outside(certificate: Certificate, power: Power, place: Place, seq: int) -> str:
    """Say whether an entry lies outside what its desk may write about at all."""
    if certificate.is_cut_off(place, seq):
        return REVOKED
    return "" if power.covers(place.village) else OUT_OF_SCOPE


def _may_approve(role: str, header: Header, creator: bytes | None) -> str:
    """Say whether an office approves what somebody else proposed."""
    if role not in APPROVERS:
        return ROLE
    proposer = header.user if creator is None and header.op == CREATE else creator
    return OWN_PROPOSAL if proposer == header.user else ""


def approves(header: Header, payload: Any) -> bool:
    """Say whether a well-formed entry fills in an approval of a post."""
    if header.table != POST:
        return False
    if header.op in (EDIT, SETTLE):
        return any(value for column, value, _ in payload if column in APPROVAL)
    if header.op in (CREATE, ENTER):
        whole = payload if header.op == CREATE else payload[2]
        return any(value for column, value in enumerate(whole, start=1) if column in APPROVAL)
    return False


def is_well_formed(op: int, payload: Any) -> bool:
    """Say whether a payload has the form of its operation; those of newer programs have any."""
    check = _FORMS.get(op)
    return check is None or (type(payload) is list and check(payload))


def _is_row(values: Any) -> bool:
    return type(values) is list and len(values) > 0 and all(map(_is_value, values))


def _is_value(value: Any) -> bool:
    if type(value) is int:
        return -_LARGEST <= value < _LARGEST
    return type(value) in _SCALARS


def _is_base(base: Any) -> bool:
    """Say whether this is one base: a place in the same feed, or a feed key and a place."""
    if type(base) is list:
        return len(base) == 2 and type(base[0]) is bytes and len(base[0]) == 16 and _is_seq(base[1])
    return _is_seq(base)


def _is_seq(seq: Any) -> bool:
    return type(seq) is int and 1 <= seq < 1 << 53


def _is_column(column: Any) -> bool:
    return type(column) is int and 0 <= column < _COLUMNS


def _are_writes(payload: list[Any], cites: Any) -> bool:
    """Say whether these are columns, each once, with a value and what it builds on."""
    for write in payload:
        if type(write) is not list or len(write) != 3:
            return False
        if not (_is_column(write[0]) and _is_value(write[1]) and cites(write[2])):
            return False
    return 0 < len(payload) == len({column for column, _, _ in payload})


def _is_edit(payload: list[Any]) -> bool:
    return _are_writes(payload, _is_base)


def _is_settlement(payload: list[Any]) -> bool:
    return _are_writes(payload, _are_several)


def _are_several(bases: Any) -> bool:
    if type(bases) is not list or not all(map(_is_base, bases)):
        return False
    return len({tuple(base) if type(base) is list else base for base in bases}) >= 2


def _are_seen(seen: Any) -> bool:
    """Say whether these are the heads an author knew: a column and a base each."""
    return type(seen) is list and all(
        type(each) is list and len(each) == 2 and _is_column(each[0]) and _is_base(each[1])
        for each in seen
    )


def _is_removal(payload: list[Any]) -> bool:
    return len(payload) == 2 and _is_base(payload[0]) and _are_seen(payload[1])


def _is_village(code: Any) -> bool:
    return type(code) is str and len(code) == 12 and code.isascii() and code.isdigit()


def _is_leave(payload: list[Any]) -> bool:
    if len(payload) != 3:
        return False
    return _is_seq(payload[0]) and _is_village(payload[1]) and _are_seen(payload[2])


def _is_arrival(payload: list[Any]) -> bool:
    if len(payload) != 3:
        return False
    return _is_seq(payload[0]) and _is_village(payload[1]) and _is_row(payload[2])


_FORMS = {
    CREATE: _is_row,
    EDIT: _is_edit,
    SETTLE: _is_settlement,
    REMOVE: _is_removal,
    LEAVE: _is_leave,
    ENTER: _is_arrival,
}
