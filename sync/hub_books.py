"""What a hub keeps: feeds, the order in which they arrived, and what its authority says.

Every writer holds the rows of the villages it writes to, in the order of their codes, until it
is done; so several processes on one database give every arrival one number, and never wait for
each other in a circle.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol

import msgspec

from db import bodies, feed_store, journal
from db.feed_store import Taken
from db.feeds import SCHEMA
from db.hub_keys import HubKeys
from db.journal import Entry, FeedHead, Run, digest_of
from db.receipts import Receipt, receipt_text
from db.sql import Sql
from sync.authority import Authority
from sync.authority_entries import NOBODY, TABLE
from sync.certificates import HUB_ROLE, Certificate

VILLAGE = 12
"""Digits in the code of a village; shorter codes are those of authority feeds."""

VillageState = tuple[str, int, bytes]
"""A village's code, how many runs arrived for it, and the digest of its heads."""

_HEADS = "SELECT device, village_code, epoch, head_seq, head_chain FROM feed WHERE head_seq > 0"
_HEAD_OF_FEED = f"{_HEADS} AND key = ?"
_HEADS_OF_DESK = f"{_HEADS} AND device = ? ORDER BY key"
_HELD = "SELECT code, arrivals FROM village WHERE code IN ({}) ORDER BY code"


class HubWorld(Protocol):
    """What a hub sees of the outside."""

    @property
    def now(self) -> Callable[[], datetime]:
        """Return the clock: it gives an aware moment."""

    @property
    def random(self) -> Callable[[int], bytes]:
        """Return the source of that many random bytes."""


@dataclass(slots=True)
class Arrivals:
    """Villages held by a writer, and how many runs have arrived for each."""

    counts: dict[str, int]
    touched: set[str] = field(default_factory=set)


class Folded(NamedTuple):
    """The authority as far as it was read: the heads of its feeds, and whose feeds count."""

    heads: Mapping[bytes, FeedHead]
    authority: Authority
    counties: tuple[str, ...]


class HubBooks:
    """The store of one hub, as the parts of the hub use it."""

    def __init__(self, sql: Sql, keys: HubKeys, world: HubWorld) -> None:
        self.sql, self.keys, self.world = sql, keys, world
        self._folded = self._nothing()
        self._guard = threading.Lock()

    def now_ms(self) -> int:
        """Return the hub's time in milliseconds."""
        return int(self.world.now().timestamp() * 1000)

    # authority

    def authority(self) -> Authority:
        """Return what the authority feeds in the store say; what others committed included."""
        with self._guard:
            self._folded = self._read_on(self._folded)
            return self._folded.authority

    def authority_inside(self) -> Authority:
        """Return the same inside a transaction, with what it has written; not remembered."""
        with self._guard:
            folded = self._folded
        return self._read_on(folded).authority

    def certificate(self, device: bytes) -> Certificate | None:
        """Return the certificate of a desk: this hub's own, or that of a hub below it."""
        authority = self.authority()
        own = authority.county(self.keys.county_code)
        found = own.certificates.get(device) if own else None
        return found or authority.certificate(device)

    def append(self, arrivals: Arrivals, op: int, row: bytes, payload: list[Any]) -> None:
        """Write an entry of the hub's authority feed; inside a transaction that holds it."""
        keys = self.keys
        key = journal.feed_key(keys.device, keys.county_code, keys.epoch)
        found = self.sql.fetch("SELECT head_seq, head_chain, hlc FROM feed WHERE key = ?", (key,))
        seq, chain, hlc = found[0] if found else (0, journal.START, 0)
        stamp = max(hlc + 1, self.now_ms() << 16)
        header = journal.Header(seq + 1, stamp, seq, NOBODY, "hub", 0, op, TABLE, row, SCHEMA)
        data = journal.encode_entry(
            journal.encode_header(header), self.world.random(journal.SALT), journal.pack(payload)
        )
        chain = journal.link(bytes(chain), journal.commitment_of(data))
        run = Run(
            keys.device,
            keys.county_code,
            keys.epoch,
            seq + 1,
            seq + 1,
            bodies.pack_body([data]),
            chain,
            keys.sign(journal.checkpoint_text(key, seq + 1, chain)),
        )
        self.take(arrivals, run, keys.public_key, lambda _table, _row: False)

    def authority_runs(self, counties: Iterable[str] | None = None) -> list[Run]:
        """Return authority feeds whole: those of these counties, or the hub's own."""
        codes = [self.keys.county_code] if counties is None else list(counties)
        heads = feed_store.heads(self.sql, codes)
        return [run for head in heads for run in feed_store.runs_after(self.sql, head.key, 0)]

    def _read_on(self, folded: Folded) -> Folded:
        """Return the authority with what came since; from its start if the store was set back."""
        heads, authority = dict(folded.heads), folded.authority
        here = self._trusted_heads(folded.counties)
        if not heads.keys() <= {head.key for head in here}:
            return self._read_on(self._nothing())
        for head in here:
            before = heads.get(head.key)
            seq = before.seq if before else 0
            if before and (head.seq < seq or (head.seq == seq and head != before)):
                return self._read_on(self._nothing())
            if head.seq > seq:
                authority = authority.with_entries(head.place, self._entries(head.key, seq))
                heads[head.key] = head
        if authority is folded.authority:
            return folded
        new = Folded(heads, authority, self._counties(authority))
        return new if new.counties == folded.counties else self._read_on(new)

    def _nothing(self) -> Folded:
        county = self.keys.county_code
        return Folded({}, Authority({county: self.keys.root_public_key}), (county,))

    def _counties(self, authority: Authority) -> tuple[str, ...]:
        """Return the codes of the counties whose authority feeds count: own, and certified."""
        found = {self.keys.county_code}
        for code in authority.counties:
            for desk in authority.desks(code):
                powers = [power for power in desk.powers if power.role == HUB_ROLE]
                found |= {prefix for power in powers for prefix in power.prefixes}
        return tuple(sorted(found, key=lambda code: (len(code), code)))

    def _trusted_heads(self, codes: Sequence[str]) -> list[FeedHead]:
        own = self.keys.county_code
        heads = feed_store.heads(self.sql, codes)
        heads.sort(key=lambda head: (len(head.village), head.village))
        return [h for h in heads if h.village != own or h.device == self.keys.device]

    def _entries(self, key: bytes, after: int) -> list[Entry]:
        return [
            _read_entry(data)
            for run in feed_store.runs_after(self.sql, key, after)
            for data in bodies.open_body(run.body)
        ]

    # feeds

    def hold(self, villages: Iterable[str]) -> Arrivals:
        """Hold villages until the transaction ends; no other writer comes between."""
        codes = sorted(set(villages))
        self.sql.run_many(
            "INSERT INTO village (code, arrivals, digest) VALUES (?, 0, ?) ON CONFLICT DO NOTHING",
            [(code, digest_of([])) for code in codes],
        )
        asked = _HELD.format(", ".join("?" * len(codes)))
        rows = self.sql.fetch(f"{asked}{self.sql.lock}", codes) if codes else []
        return Arrivals(dict(rows))

    def take(
        self,
        arrivals: Arrivals,
        run: Run,
        public_key: bytes,
        erased: Callable[[int, bytes], bool],
    ) -> Taken:
        """Take a run in and number it; ``BadRun`` if it is none. Its village must be held."""
        taken = feed_store.take_run(self.sql, run, public_key, erased)
        if taken.first <= taken.last:
            number = arrivals.counts[run.village] + 1
            arrivals.counts[run.village] = number
            arrivals.touched.add(run.village)
            self.sql.run(
                "INSERT INTO arrival (village, number, feed, first, last, at_ms)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (run.village, number, taken.feed, taken.first, taken.last, self.now_ms()),
            )
        return taken

    def close_arrivals(self, arrivals: Arrivals) -> None:
        """Write down where the villages that were touched stand; the last step of a writer."""
        for code in sorted(arrivals.touched):
            digest = digest_of(feed_store.heads(self.sql, [code]))
            self.sql.run(
                "UPDATE village SET arrivals = ?, digest = ? WHERE code = ?",
                (arrivals.counts[code], digest, code),
            )

    def receipts(self, keys: Iterable[bytes]) -> list[Receipt]:
        """Sign for feeds as they are in the store; outside of any transaction, so durable."""
        at_ms = self.now_ms()
        rows = [row for key in keys for row in self.sql.fetch(_HEAD_OF_FEED, (key,))]
        return [self._receipt(FeedHead(*row), at_ms) for row in rows]

    def receipts_for(self, device: bytes) -> list[Receipt]:
        """Sign for all feeds of a desk; outside of any transaction, so durable."""
        at_ms = self.now_ms()
        return [self._receipt(head, at_ms) for head in self.heads_of(device)]

    def heads_of(self, device: bytes) -> list[FeedHead]:
        """Return how far each feed of a desk reaches here."""
        return [FeedHead(*row) for row in self.sql.fetch(_HEADS_OF_DESK, (device,))]

    def _receipt(self, head: FeedHead, at_ms: int) -> Receipt:
        hub = self.keys.device
        signature = self.keys.sign(receipt_text(hub, head, at_ms))
        return Receipt(
            hub, head.device, head.village, head.epoch, head.seq, head.chain, at_ms, signature
        )

    # villages

    def states(self, codes: Sequence[str] = (), prefixes: Sequence[str] = ()) -> list[VillageState]:
        """Return where villages stand: those named, even if empty, and all under prefixes."""
        found: dict[str, VillageState] = {code: (code, 0, digest_of([])) for code in codes}
        select = "SELECT code, arrivals, digest FROM village"
        for first in range(0, len(codes), 500):
            part = list(codes[first : first + 500])
            marks = ", ".join("?" * len(part))
            for row in self.sql.fetch(f"{select} WHERE code IN ({marks})", part):
                found[row[0]] = (row[0], row[1], row[2])
        for prefix in prefixes:
            # Not LIKE: no index of PostgreSQL helps it unless the collation is C.
            rows = self.sql.fetch(
                f"{select} WHERE code BETWEEN ? AND ?", (prefix, prefix + "9" * VILLAGE)
            )
            found |= {row[0]: (row[0], row[1], row[2]) for row in rows}
        return [found[code] for code in sorted(found)]


def _read_entry(data: bytes) -> Entry:
    try:
        return journal.decode_entry(0, data)
    except (ValueError, msgspec.DecodeError):  # a hub below signed nonsense: it says nothing
        return Entry(0, journal.decode_header(journal.unpack(data)[0]), None)


def digest_of_states(states: Iterable[VillageState]) -> bytes:
    """Return the 16-byte digest of villages: what two hubs compare instead of all heads."""
    digest = blake2b(digest_size=16)
    for code, arrivals, heads in sorted(states):
        if arrivals:
            digest.update(journal.pack([code, heads]))
    return digest.digest()


def is_code(village: str) -> bool:
    """Say whether a text has the shape of the code of an area or a village."""
    return village.isascii() and village.isdigit() and 2 <= len(village) <= VILLAGE


def ever_covered(certificate: Certificate, village: str) -> bool:
    """Say whether a desk has, or once had, a village; what it wrote then is still taken."""
    return any(power.covers(village) for power in certificate.powers)
