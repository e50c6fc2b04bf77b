"""Folds the entries of one authority feed into what they say, one after another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from db.journal import Entry, Place, device_id
from sync.authority_entries import (
    HUB,
    CertificateRuling,
    EraseRuling,
    HubRuling,
    RevokeRuling,
    ScopeRuling,
    read_ruling,
    root_signed,
)
from sync.certificates import Certificate, HubCard, Power


class Note(NamedTuple):
    """An authority entry that was passed over, with the code of the reason."""

    county: str
    seq: int
    code: str


@dataclass(frozen=True, slots=True)
class County:
    """What one authority feed says up to ``head``."""

    place: Place
    hub: HubCard
    head: int
    certificates: Mapping[bytes, Certificate]
    cut_off: Mapping[bytes, tuple[Mapping[bytes, int], str]]
    erasures: tuple[tuple[str, int, bytes], ...] = ()
    notes: tuple[Note, ...] = ()


def hub_ruling(place: Place, entry: Entry) -> HubRuling | None:
    """Return the card with which a feed begins; ``None`` if that is not the feed's own hub."""
    ruling = read_ruling(entry.header.op, entry.payload) if entry.header.op == HUB else None
    if not isinstance(ruling, HubRuling) or ruling.county != place.village:
        return None
    return ruling if device_id(ruling.public_key) == place.device else None


def before_first(place: Place, hub: HubRuling) -> County:
    """Return a county whose hub is trusted, before any entry is taken in."""
    return County(place, _card(hub), 0, {}, {})


class Folding:
    """Takes the entries of one county in, one after another."""

    def __init__(self, county: County) -> None:
        self._start = county
        self._hub, self._head = county.hub, county.head
        self._certificates = dict(county.certificates)
        self._cut_off = dict(county.cut_off)
        self._erasures, self._notes = list(county.erasures), list(county.notes)

    @property
    def county(self) -> County:
        """Return what the feed says up to here."""
        return replace(
            self._start,
            hub=self._hub,
            head=self._head,
            certificates=self._certificates,
            cut_off=self._cut_off,
            erasures=tuple(self._erasures),
            notes=tuple(self._notes),
        )

    def take(self, entry: Entry) -> None:
        """Take one entry in, or note why it says nothing."""
        self._head = entry.header.seq
        ruling = read_ruling(entry.header.op, entry.payload)
        code = self._take(ruling)
        if code:
            self._notes.append(Note(self._start.place.village, entry.header.seq, code))

    def _take(self, ruling: Any) -> str:
        match ruling:
            case HubRuling():
                return self._show_hub(ruling)
            case CertificateRuling():
                return self._certify(ruling)
            case ScopeRuling():
                return self._change_scope(ruling)
            case RevokeRuling():
                return self._revoke(ruling)
            case EraseRuling():
                return self._erase(ruling)
        return "malformed"

    def _show_hub(self, ruling: HubRuling) -> str:
        """Take a later card of the same hub: its name, box key or TLS certificate may change."""
        if ruling.county != self._hub.county or ruling.public_key != self._hub.public_key:
            return "malformed"
        if not root_signed(ruling, self._hub.root_public_key):
            return "wrong-root"
        self._hub = _card(ruling)
        return ""

    def _certify(self, ruling: CertificateRuling) -> str:
        device = ruling.device
        if device_id(ruling.public_key) != device:
            return "malformed"
        power = self._power(ruling)
        known = self._certificates.get(device)
        enrolled: dict[tuple[str, bytes], tuple[int, bytes]] = {}
        for village, epoch, seq, chain in ruling.heads:
            shown = (seq, chain)
            enrolled[village, epoch] = max(shown, enrolled.get((village, epoch), shown))
        last, reason = self._cut_off.get(device, (None, ""))
        self._certificates[device] = Certificate(
            county=self._hub.county,
            device=device,
            public_key=ruling.public_key,
            box_key=ruling.box_key,
            user=ruling.user,
            officer=ruling.officer,
            since_seq=known.since_seq if known else self._head,
            powers=(*known.powers, power) if known else (power,),
            enrolled=known.enrolled if known else enrolled,
            last=last,
            reason=reason,
        )
        return ""

    def _change_scope(self, ruling: ScopeRuling) -> str:
        known = self._certificates.get(ruling.device)
        if known is None:
            return "unknown-desk"
        power = self._power(ruling)
        self._certificates[ruling.device] = replace(known, powers=(*known.powers, power))
        return ""

    def _power(self, ruling: CertificateRuling | ScopeRuling) -> Power:
        """Return what a hub gives a desk; what is not its own it cannot give."""
        own = {
            prefix: voucher
            for prefix, voucher in ruling.areas
            if prefix.startswith(self._hub.county)
        }
        return Power(self._head, ruling.role, tuple(own), tuple(own.values()))

    def _revoke(self, ruling: RevokeRuling) -> str:
        """Cut a desk off; of two revocations whatever one of them leaves out is out."""
        last = {key: seq for key, seq, _chain in ruling.last}
        before = self._cut_off.get(ruling.device)
        if before is not None:
            last = {key: min(seq, before[0].get(key, 0)) for key, seq in last.items()}
        self._cut_off[ruling.device] = (last, ruling.reason)
        known = self._certificates.get(ruling.device)
        if known is not None:
            self._certificates[ruling.device] = replace(known, last=last, reason=ruling.reason)
        return ""

    def _erase(self, ruling: EraseRuling) -> str:
        if not ruling.village.startswith(self._hub.county):
            return "out-of-scope"
        self._erasures.append((ruling.village, ruling.table, ruling.row))
        return ""


def _card(ruling: HubRuling) -> HubCard:
    return HubCard(
        device_id(ruling.public_key),
        ruling.public_key,
        ruling.box_key,
        ruling.name,
        ruling.county,
        ruling.root_public_key,
        ruling.tls_certificate,
    )
