"""What the authority feeds say: who the hubs and desks are, what each may do, what is erased.

``Authority`` is a value: the fold of authority entries of one or several counties, the same
whatever order the counties' feeds came in. ``judge`` says by it whether an entry counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db.journal import Entry, Header, Place, feed_key
from sync.authority_entries import HubRuling, root_signed
from sync.authority_fold import County, Folding, Note, before_first, hub_ruling
from sync.certificates import HUB_ROLE, Certificate, HubCard, Recipient
from sync.judging import Proves, verdict

ENDLESS = 1 << 62
"""Beyond every place in a feed."""


class Authority:
    """The fold of authority entries. A value: ``with_entries`` returns another one.

    ``roots`` are the root public keys that are trusted from outside, by county code. A hub
    without one is trusted while a hub above it certifies its device as a hub there. ``proves``
    says whether a desk's feed is here as its certificate says it was; a replica that judges
    records gives it.
    """

    def __init__(
        self,
        roots: Mapping[str, bytes] | None = None,
        proves: Proves = lambda _head: True,
    ) -> None:
        self.roots: Mapping[str, bytes] = dict(roots or {})
        self.proves = proves
        self._feeds: dict[str, tuple[Place, tuple[Entry, ...]]] = {}
        self._counties: dict[str, County] = {}
        self._untrusted: dict[str, Note] = {}
        self._lengths: tuple[int, ...] = ()
        self._erased: frozenset[tuple[int, bytes]] = frozenset()

    @classmethod
    def empty(cls, roots: Mapping[str, bytes] | None = None) -> "Authority":
        """Return the authority before its first entry."""
        return cls(roots)

    def with_entry(self, place: Place, entry: Entry) -> "Authority":
        """Return the authority after one more entry of the feed at ``place``."""
        return self.with_entries(place, [entry])

    def with_entries(self, place: Place, entries: Iterable[Entry]) -> "Authority":
        """Return the authority after more entries of one feed, in order.

        Entries that are in it already change nothing. ``ValueError`` on a gap, or on a second
        feed for a county.
        """
        known, before = self._feeds.get(place.village, (place, ()))
        if known != place:
            raise ValueError(f"{place.village} has another authority feed")
        new = [entry for entry in entries if entry.header.seq > len(before)]
        for seq, entry in enumerate(new, start=len(before) + 1):
            if entry.header.seq != seq:
                raise ValueError(f"authority entry {seq} of {place.village} is missing")
        after = self._copy()
        after._feeds[place.village] = (place, (*before, *new))
        after._refold(place.village)
        return after

    # who

    @property
    def counties(self) -> tuple[str, ...]:
        """Return the codes of the counties whose authority is in force here."""
        return tuple(sorted(self._counties))

    def county(self, code: str) -> County | None:
        """Return what the authority feed of a county says."""
        return self._counties.get(code)

    def hub(self, county: str) -> HubCard | None:
        """Return the hub of a county."""
        found = self._counties.get(county)
        return found.hub if found else None

    def hubs_for(self, village: str) -> list[HubCard]:
        """Return the hubs that may let a desk in for this village."""
        return [self._counties[code].hub for code in self.counties if village.startswith(code)]

    def head(self, county: str) -> int:
        """Return how far the authority feed of a county reaches here; 0 if it is not here."""
        found = self._feeds.get(county)
        return len(found[1]) if found else 0

    def certificate(self, device: bytes) -> Certificate | None:
        """Return the certificate of a desk: that of the narrowest county which has one."""
        for code in sorted(self._counties, key=lambda code: (-len(code), code)):
            found = self._counties[code].certificates.get(device)
            if found is not None:
                return found
        return None

    def certificate_for(self, device: bytes, village: str) -> Certificate | None:
        """Return the certificate by which a desk's entries about a village are judged."""
        for length in self._lengths:
            county = self._counties.get(village[:length])
            found = county.certificates.get(device) if county else None
            if found is not None:
                return found
        return None

    def desks(self, county: str) -> list[Certificate]:
        """Return the desks that a county has let in, in that order; the revoked ones too."""
        found = self._counties.get(county)
        return list(found.certificates.values()) if found else []

    def public_key(self, device: bytes) -> bytes | None:
        """Return the key that a desk or a hub signs with; a revoked one's too."""
        for county in self._counties.values():
            if county.hub.device == device:
                return county.hub.public_key
        found = self.certificate(device)
        return found.public_key if found else None

    def feed_key(self, place: Place, first: Entry | None) -> bytes | None:
        """Return the key that must have signed an authority feed; ``None`` if it may not come in.

        ``first`` is the feed's first entry, for a feed that is not here yet.
        """
        known = self._feeds.get(place.village)
        if known is not None:
            county = self._counties.get(place.village)
            return county.hub.public_key if county and known[0] == place else None
        ruling = None if first is None else hub_ruling(place, first)
        if ruling is None or self._distrust(place, ruling):
            return None
        return ruling.public_key

    def recipients(self, villages: Sequence[str]) -> list[Recipient]:
        """Return the hubs, then the desks in force, that may read all of these villages."""
        hubs, desks = [], []
        for code in self.counties:
            county = self._counties[code]
            if all(village.startswith(code) for village in villages):
                hubs.append(Recipient(county.hub.device, county.hub.box_key))
            for desk in county.certificates.values():
                if not desk.revoked and all(_reads(desk, village) for village in villages):
                    desks.append(Recipient(desk.device, desk.box_key))
        return list(dict.fromkeys([*hubs, *desks]))

    # what is erased, what was passed over

    @property
    def erasures(self) -> list[tuple[str, int, bytes]]:
        """Return the orders to erase: village, table number and row."""
        return [each for code in self.counties for each in self._counties[code].erasures]

    @property
    def erased(self) -> frozenset[tuple[int, bytes]]:
        """Return the rows that were ordered erased: table number and row."""
        return self._erased

    def is_erased(self, table: int, row: bytes) -> bool:
        """Say whether the values of a row were ordered erased."""
        return (table, row) in self._erased

    def is_erased_in(self, village: str, table: int, row: bytes) -> bool:
        """Say whether a county that this village belongs to ordered it."""
        return self.is_erased(table, row) and any(
            village.startswith(order[0]) and order[1:] == (table, row) for order in self.orders
        )

    @property
    def orders(self) -> list[tuple[str, int, bytes]]:
        """Return the orders to erase, with the code of the county whose they are."""
        return [
            (code, table, row)
            for code in self.counties
            for _, table, row in self._counties[code].erasures
        ]

    @property
    def notes(self) -> list[Note]:
        """Return the authority entries that say nothing here, and why."""
        found = [note for code in self.counties for note in self._counties[code].notes]
        return found + [self._untrusted[code] for code in sorted(self._untrusted)]

    # folding

    def _copy(self) -> "Authority":
        copy = Authority(self.roots, self.proves)
        copy._feeds = dict(self._feeds)
        copy._counties = dict(self._counties)
        copy._untrusted = dict(self._untrusted)
        copy._lengths, copy._erased = self._lengths, self._erased
        return copy

    def _refold(self, code: str) -> None:
        """Fold a county that has more entries, then those below it whose trust hangs on it."""
        below = [each for each in self._feeds if each != code and each.startswith(code)]
        hubs = self._hubs_below(code) if below else []
        self._fold(code)
        if below and self._hubs_below(code) != hubs:
            for each in sorted(below, key=lambda each: (len(each), each)):
                self._counties.pop(each, None)
                self._fold(each)
        self._lengths = tuple(sorted({len(each) for each in self._counties}, reverse=True))
        self._erased = frozenset((table, row) for _, table, row in self.erasures)

    def _hubs_below(self, code: str) -> list[tuple[object, ...]]:
        certificates = self.desks(code)
        return [
            (desk.device, *desk.basis(ENDLESS))
            for desk in certificates
            if any(power.role == HUB_ROLE for power in desk.powers)
        ]

    def _fold(self, code: str) -> None:
        place, entries = self._feeds[code]
        first = hub_ruling(place, entries[0]) if entries else None
        distrust = "malformed" if first is None else self._distrust(place, first)
        self._untrusted.pop(code, None)
        if first is None or distrust:
            self._counties.pop(code, None)
            self._untrusted[code] = Note(code, 1, distrust)
            return
        end = min(len(entries), self._end(place))
        county = self._counties.get(code) or before_first(place, first)
        folding = Folding(county)
        for entry in entries[county.head : end]:
            folding.take(entry)
        self._counties[code] = folding.county

    def _distrust(self, place: Place, hub: HubRuling) -> str:
        """Return why a hub is not trusted; empty if it is."""
        root = self.roots.get(place.village)
        if not root_signed(hub, hub.root_public_key if root is None else root):
            return "wrong-root"
        if root is None and self._voucher(place) is None:
            return "unknown-hub"
        return ""

    def _voucher(self, place: Place) -> Certificate | None:
        """Return the certificate of an upper hub for the hub whose authority feed this is."""
        for length in range(len(place.village) - 1, 0, -1):
            county = self._counties.get(place.village[:length])
            found = county.certificates.get(place.device) if county else None
            if found is not None and any(
                power.role == HUB_ROLE and power.covers(place.village) for power in found.powers
            ):
                return found
        return None

    def _end(self, place: Place) -> int:
        """Return the last entry of an authority feed that counts: all, unless it was cut off."""
        voucher = None if place.village in self.roots else self._voucher(place)
        if voucher is None or voucher.last is None:
            return ENDLESS
        return voucher.last.get(feed_key(*place), 0)


def judge(
    authority: Authority, place: Place, header: Header, payload: Any, creator: bytes | None
) -> str:
    """Return "" for an entry that counts, else a code: see ``sync.judging``.

    The verdict is the same wherever the county's authority is known up to
    ``header.authority_seq``: neither arrival nor clocks matter.
    """
    certificate = authority.certificate_for(place.device, place.village)
    return verdict(certificate, place, header, payload, creator, authority.proves)


def affected(old: Authority, new: Authority) -> list[bytes]:
    """Return the desks some of whose entries get another verdict by the newer authority.

    A change of scope is not among them: who wrote before it is held against what was in force.
    """
    found: dict[bytes, None] = {}
    for code in sorted({*old.counties, *new.counties}):
        head = old.head(code)
        before = {desk.device: desk.basis(head) for desk in old.desks(code)}
        after = {desk.device: desk.basis(head) for desk in new.desks(code)}
        for device in [*after, *before]:
            if before.get(device) != after.get(device):
                found[device] = None
    return list(found)


def _reads(desk: Certificate, village: str) -> bool:
    return village.startswith(desk.county) and desk.powers[-1].reads(village, desk.county)
