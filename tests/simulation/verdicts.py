"""Judges entries a second time: who was allowed to write what, from the authority entries alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from db.ids import sealed
from db.journal import Header, feed_key

HUB, CERTIFICATE, SCOPE, REVOKE, ERASE = 16, 17, 18, 19, 20
ENTERS = 6
APPROVERS = ("township", "county")


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry that somebody wants to have counted."""

    device: bytes
    village: str
    epoch: bytes
    header: Header
    payload: Any
    salt: bytes | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """One entry of an authority feed."""

    county: str
    seq: int
    op: int
    payload: Any


@dataclass(slots=True)
class Law:
    """All that the offices have decided.

    ``decisions`` are the columns only an office may fill, ``closed`` those that nobody changes.
    """

    rulings: list[Ruling] = field(default_factory=list)
    decisions: Mapping[int, frozenset[int]] = field(default_factory=dict)
    closed: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @property
    def erased(self) -> set[tuple[int, bytes]]:
        """Return the rows whose values were ordered away."""
        return {(r.payload[1], r.payload[2]) for r in self.rulings if r.op == ERASE}

    def judge(self, offer: Offer, creator: bytes | None) -> str:
        """Return why an entry does not count; empty if it does."""
        mine = [
            ruling
            for ruling in self._of(offer.village)
            if ruling.op in (CERTIFICATE, SCOPE, REVOKE) and ruling.payload[0] == offer.device
        ]
        certificates = [ruling for ruling in mine if ruling.op == CERTIFICATE]
        if not certificates:
            return "unknown-desk"
        if _beyond_revocation(mine, offer):
            return "revoked"
        role, prefixes = _power(mine, max(offer.header.authority_seq, certificates[0].seq))
        if not any(offer.village.startswith(prefix) for prefix in prefixes):
            return "out-of-scope"
        return (
            self._wrong(offer, prefixes)
            or self._judge_decision(certificates[0], role, offer, creator)
            or ("" if self._is_what_its_id_names(offer) else "frozen")
        )

    def _wrong(self, offer: Offer, prefixes: list[str]) -> str:
        """Return what is wrong with an entry whoever wrote it."""
        if not _well_formed(offer):
            return "malformed"
        if offer.header.op == ENTERS and not any(map(offer.payload[1].startswith, prefixes)):
            return "out-of-scope"
        return "frozen" if self._reopens(offer) else ""

    def _reopens(self, offer: Offer) -> bool:
        """Say whether an entry changes, removes or moves what was closed."""
        header = offer.header
        if header.table not in self.closed or offer.payload is None:
            return False
        if header.op in (2, 3):
            still = self.closed[header.table] | {0}
            return any(column in still for column, _, _ in offer.payload)
        return header.op in (4, 5, 6)

    def _is_what_its_id_names(self, offer: Offer) -> bool:
        """Say whether what is closed at once was written only once: its id names its values."""
        header, payload = offer.header, offer.payload
        if header.table not in self.closed or header.op != 1 or payload is None:
            return True
        assert offer.salt is not None
        return sealed(header.row, offer.salt, payload[1:]) == header.row

    def _judge_decision(
        self, certificate: Ruling, role: str, offer: Offer, creator: bytes | None
    ) -> str:
        header = offer.header
        decided = header.table in self.decisions and offer.payload is not None
        if decided and header.user != certificate.payload[3]:
            return "other-officer"
        if _before_enrolment(certificate, offer) or not self._approves(offer):
            return ""
        return _may_approve(role, header.user == creator)

    def _of(self, village: str) -> Iterable[Ruling]:
        return sorted(
            (r for r in self.rulings if village.startswith(r.county)), key=lambda r: r.seq
        )

    def _approves(self, offer: Offer) -> bool:
        """Say whether an entry fills in what only an office may."""
        header, payload = offer.header, offer.payload
        own = self.decisions.get(header.table, frozenset())
        if payload is None:
            return False
        if header.op in (1, 6):
            values = payload if header.op == 1 else payload[2]
            return any(values[c - 1] for c in own if c <= len(values))
        if header.op in (2, 3):
            return any(value for column, value, _ in payload if column in own)
        return False


def _may_approve(role: str, own: bool) -> str:
    if role not in APPROVERS:
        return "role"
    return "own-proposal" if own else ""


def _power(mine: Iterable[Ruling], at: int) -> tuple[str, list[str]]:
    """Return the role and the prefixes of a desk at a place in the authority feed."""
    role, areas = "", list[Any]()
    for ruling in mine:
        if ruling.seq > at:
            break
        if ruling.op == CERTIFICATE:
            role, areas = ruling.payload[5], ruling.payload[6]
        elif ruling.op == SCOPE:
            role, areas = ruling.payload[1], ruling.payload[2]
    return role, [area for area, _voucher in areas]


def _beyond_revocation(mine: Iterable[Ruling], offer: Offer) -> bool:
    key = feed_key(offer.device, offer.village, offer.epoch)
    for ruling in mine:
        if ruling.op == REVOKE:
            last = {bytes(named): seq for named, seq, _chain in ruling.payload[1]}
            if offer.header.seq > last.get(key, 0):
                return True
    return False


def _before_enrolment(certificate: Ruling, offer: Offer) -> bool:
    return any(
        (village, epoch) == (offer.village, offer.epoch) and offer.header.seq <= seq
        for village, epoch, seq, _chain in certificate.payload[7]
    )


def _well_formed(offer: Offer) -> bool:
    """Say whether an edit cites one base each and a settlement at least two."""
    op, payload = offer.header.op, offer.payload
    if payload is None or op not in range(1, 7):
        return True
    if not isinstance(payload, list):
        return False
    if op == 2:
        return all(isinstance(base, int) or _is_far(base) for _, _, base in payload)
    if op == 3:
        return all(len(bases) >= 2 for _, _, bases in payload)
    return True


def _is_far(base: Any) -> bool:
    return len(base) == 2 and isinstance(base[0], bytes)
