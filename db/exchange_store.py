"""What a desk remembers of its exchanges: receipts, cursors, the office, and what was carried."""

from collections.abc import Iterable
from dataclasses import dataclass

from db import journal
from db.feed_store import chain_at, headers_between
from db.journal import FeedHead
from db.receipts import Receipt, receipt_text
from db.sql import Sql

LATEST_MS = 1 << 48
"""No clock of a hub reaches so far."""


@dataclass(frozen=True, slots=True)
class OwnFeed:
    """A feed that this desk wrote: how far it reaches, and how far a hub has signed for it."""

    feed: int
    head: FeedHead
    receipted: int

    @property
    def unsent(self) -> int:
        """Return how many entries no hub has signed for."""
        return self.head.seq - self.receipted


@dataclass(frozen=True, slots=True)
class UnsentEntry:
    """One entry without a receipt: the table it is about and when it was written (ms)."""

    table: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """One exchange as people read it: ``carrier`` is network or usb, ``outcome`` a code."""

    at: str
    carrier: str
    place: str
    sent: int
    received: int
    receipts: int
    outcome: str


def own_feeds(sql: Sql, device: bytes) -> list[OwnFeed]:
    """Return the feeds of this desk, of every epoch."""
    rows = sql.fetch(
        "SELECT id, device, village_code, epoch, head_seq, head_chain,"
        " coalesce((SELECT seq FROM receipt WHERE receipt.feed = feed.id), 0)"
        " FROM feed WHERE device = ? AND head_seq > 0 ORDER BY id",
        (device,),
    )
    return [OwnFeed(row[0], FeedHead(*row[1:6]), min(row[6], row[4])) for row in rows]


def unsent_entries(sql: Sql, device: bytes) -> list[UnsentEntry]:
    """Return the entries of this desk that no hub has signed for."""
    found: list[UnsentEntry] = []
    for own in own_feeds(sql, device):
        for header in headers_between(sql, own.feed, own.receipted + 1, own.head.seq):
            found.append(UnsentEntry(header.table, header.hlc >> 16))
    return found


def oldest_unsent_ms(sql: Sql, device: bytes) -> int:
    """Return when the oldest entry without a receipt was written, in ms; 0 if there is none."""
    stamps = []
    for own in own_feeds(sql, device):
        if own.unsent:
            place = own.receipted + 1
            stamps += [h.hlc >> 16 for h in headers_between(sql, own.feed, place, place)]
    return min(stamps, default=0)


def keep_receipt(sql: Sql, receipt: Receipt, hub_key: bytes) -> bool:
    """Keep a receipt that the hub signed for what is here; say whether it was true.

    A receipt for entries that are not here, or not the same here, is not kept.
    """
    if not 0 <= receipt.at_ms < LATEST_MS:
        return False
    text = receipt_text(receipt.hub, receipt.head, receipt.at_ms)
    if not journal.signed_by(hub_key, receipt.signature, text):
        return False
    if chain_at(sql, receipt.head.key, receipt.seq) != receipt.chain:
        return False
    sql.run(
        "INSERT INTO receipt (feed, hub, seq, chain, at_ms, signature)"
        " SELECT id, ?, ?, ?, ?, ? FROM feed WHERE key = ?"
        " ON CONFLICT (feed) DO UPDATE SET hub = excluded.hub, seq = excluded.seq,"
        " chain = excluded.chain, at_ms = excluded.at_ms, signature = excluded.signature"
        " WHERE excluded.seq > receipt.seq"
        " OR (excluded.seq = receipt.seq AND excluded.at_ms > receipt.at_ms)",
        (
            receipt.hub,
            receipt.seq,
            receipt.chain,
            receipt.at_ms,
            receipt.signature,
            receipt.head.key,
        ),
    )
    return True


def last_receipt_ms(sql: Sql, device: bytes) -> int:
    """Return the hub's clock on the last receipt for this desk, in ms; 0 without any."""
    rows = sql.fetch(
        "SELECT coalesce(max(at_ms), 0) FROM receipt JOIN feed ON feed.id = receipt.feed"
        " WHERE device = ?",
        (device,),
    )
    return int(rows[0][0])


def cursor(sql: Sql, hub: bytes, village: str) -> int:
    """Return up to which arrival number this desk has pulled a village from a hub."""
    rows = sql.fetch("SELECT number FROM cursor WHERE hub = ? AND village_code = ?", (hub, village))
    return int(rows[0][0]) if rows else 0


def keep_cursor(sql: Sql, hub: bytes, village: str, number: int) -> None:
    """Remember up to which arrival number a village was pulled."""
    sql.run(
        "INSERT INTO cursor (hub, village_code, number) VALUES (?, ?, ?)"
        " ON CONFLICT (hub, village_code) DO UPDATE SET number = excluded.number",
        (hub, village, number),
    )


def keep_exchange(sql: Sql, exchange: Exchange) -> None:
    """Add an exchange to the history."""
    sql.run(
        "INSERT INTO exchange (at, carrier, place, sent, received, receipts, outcome)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            exchange.at,
            exchange.carrier,
            exchange.place,
            exchange.sent,
            exchange.received,
            exchange.receipts,
            exchange.outcome,
        ),
    )


def exchanges(sql: Sql, limit: int = 200) -> list[Exchange]:
    """Return the last exchanges, newest first."""
    rows = sql.fetch(
        "SELECT at, carrier, place, sent, received, receipts, outcome FROM exchange"
        " ORDER BY number DESC LIMIT ?",
        (limit,),
    )
    return [Exchange(*row) for row in rows]


def is_shut_out(sql: Sql) -> bool:
    """Say whether a hub would have nothing of this desk any more, and has not signed since.

    What was written to a stick meanwhile, or did not find the hub, says nothing of it.
    """
    rows = sql.fetch(
        "SELECT outcome FROM exchange WHERE outcome IN ('revoked', 'done')"
        " AND (carrier = 'network' OR receipts > 0) ORDER BY number DESC LIMIT 1"
    )
    return bool(rows) and rows[0][0] == "revoked"


@dataclass(frozen=True, slots=True)
class Office:
    """The office of this desk: the invitation as text, when it was read, when it was answered."""

    invitation: str
    accepted_at: str
    certified_at: str | None


def office(sql: Sql) -> Office | None:
    """Return the office of this desk; ``None`` before an invitation was read."""
    rows = sql.fetch("SELECT invitation, accepted_at, certified_at FROM office")
    return Office(*rows[0]) if rows else None


def keep_office(sql: Sql, found: Office) -> None:
    """Remember the office of this desk."""
    sql.run(
        "INSERT INTO office (id, invitation, accepted_at, certified_at) VALUES (1, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET invitation = excluded.invitation,"
        " accepted_at = excluded.accepted_at, certified_at = excluded.certified_at",
        (found.invitation, found.accepted_at, found.certified_at),
    )


def packet_is_new(sql: Sql, packet: bytes) -> bool:
    """Say whether a packet was not read here yet."""
    return not sql.fetch("SELECT 1 FROM packet WHERE id = ?", (packet,))


def keep_packets(sql: Sql, packets: Iterable[bytes], at: str) -> None:
    """Remember packets that were read here."""
    sql.run_many(
        "INSERT INTO packet (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(packet, at) for packet in packets],
    )
