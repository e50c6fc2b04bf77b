"""The form of the journal: entries, commitments, chains and feeds. Pure bytes, no tables.

An entry is ``[header, salt, payload]``. Its commitment is
``BLAKE2b(header | BLAKE2b(salt | payload))``, so that a payload can be erased from every copy
(``[header, None, inner digest]``) while the chain still verifies.
"""

from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from db.forms import OPERATIONS, is_well_formed

VERSION = 1
CREATE, EDIT, SETTLE, REMOVE, LEAVE, ENTER = OPERATIONS
NONSENSE = "nonsense"
"""What stands for a payload that has not the form of its operation."""

REMOVED_COLUMN = 0
SEGMENT = 256
"""Entries in one sealed segment."""

LARGEST_ENTRY = 32 << 10
"""Bytes of one entry: a whole segment of such still fits a frame of a packet."""

LONGEST_ACT = 64
"""Signs of the name of what a person did."""

SALT = 12
"""Random bytes of each entry: nobody can try so many, once values are erased (decision 0009)."""

DIGEST = 32
"""Bytes of the digests here."""

LATEST = 1 << 62
"""The last clock that an entry can have: every replica can keep it, and none refuses it."""

START = bytes(32)
"""The chain before the first entry."""

Dot = tuple[int, int]
"""A feed (its number in this file) and a sequence number in it."""


RowKey = tuple[int, bytes]
"""A table number and a row id."""


class Place(NamedTuple):
    """Whose feed, about which village, since which epoch."""

    device: bytes
    village: str
    epoch: bytes


pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder().decode


def unpack(data: bytes) -> Any:
    """Return what msgpack bytes say; ``ValueError`` or its kin where they say nothing."""
    try:
        return _unpack(data)
    except RecursionError as error:
        raise ValueError("nested without end") from error


class Header(msgspec.Struct, frozen=True, gc=False):
    """What stays of an entry for ever.

    ``remaining`` counts the entries of the same operation that follow in the same feed, so
    that an operation is never taken in by halves. ``hlc`` is a hybrid logical clock: 48 bits of
    milliseconds, 16 of a counter.
    """

    seq: int
    hlc: int
    authority_seq: int
    user: bytes
    act: str
    remaining: int
    op: int
    table: int
    row: bytes
    schema: int


def feed_key(device: bytes, village_code: str, epoch: bytes) -> bytes:
    """Return the 16-byte name of a feed."""
    return blake2b(pack([device, village_code, epoch]), digest_size=16).digest()


def device_id(public_key: bytes) -> bytes:
    """Return the 16-byte name of a desk from its Ed25519 public key."""
    return blake2b(public_key, digest_size=16).digest()


def encode_header(header: Header) -> bytes:
    """Return the bytes of a header."""
    return pack(
        [
            VERSION,
            header.seq,
            header.hlc,
            header.authority_seq,
            header.user,
            header.act,
            header.remaining,
            header.op,
            header.table,
            header.row,
            header.schema,
        ]
    )


def is_shapely(header: Header) -> bool:
    """Say whether the parts of a header are what they should be."""
    return (
        _is_number(header.seq, 1 << 53)
        and _is_number(header.hlc, LATEST + 1)
        and _is_number(header.authority_seq, 1 << 53)
        and _is_number(header.remaining, 1 << 31)
        and _is_number(header.op, 1 << 15)
        and _is_number(header.table, 1 << 15)
        and _is_number(header.schema, 1 << 31)
        and _is_id(header.user)
        and _is_id(header.row)
        and type(header.act) is str
        and len(header.act) <= LONGEST_ACT
    )


def _is_number(number: Any, most: int) -> bool:
    return type(number) is int and 0 <= number < most


def _is_id(name: Any) -> bool:
    return type(name) is bytes and len(name) == 16


def decode_header(data: bytes) -> Header:
    """Return the header of its bytes."""
    version, *values = unpack(data)
    if version != VERSION:
        message = f"unknown entry version {version}"
        raise ValueError(message)
    return Header(*values)


def commitment(header: bytes, salt: bytes | None, payload: bytes) -> bytes:
    """Return the 32-byte commitment; without a salt, ``payload`` is the inner digest itself."""
    inner = payload if salt is None else inner_digest(salt, payload)
    return blake2b(header + inner, digest_size=DIGEST).digest()


def inner_digest(salt: bytes, payload: bytes) -> bytes:
    """Return what is left of a payload when it is erased."""
    return blake2b(salt + payload, digest_size=DIGEST).digest()


def link(chain: bytes, committed: bytes) -> bytes:
    """Return the chain after one more entry."""
    return blake2b(chain + committed, digest_size=DIGEST).digest()


def checkpoint_text(key: bytes, seq: int, chain: bytes) -> bytes:
    """Return the bytes that a desk signs: this feed, whole up to ``seq``."""
    return pack(["ck1", key, seq, chain])


Written = tuple[Header, bytes, bytes | None, bytes]
"""A header, its bytes, the salt and the payload: without a salt, what ``without_payload`` left."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One entry, read: ``payload`` is decoded, ``None`` where it was erased, or ``NONSENSE``."""

    feed: int
    header: Header
    payload: Any
    salt: bytes = b""

    @property
    def dot(self) -> Dot:
        """Return the place of the entry."""
        return self.feed, self.header.seq


class OfFeed(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Something of one feed, which its first three fields name."""

    device: bytes
    village: str
    epoch: bytes

    @property
    def place(self) -> Place:
        """Return whose feed it is."""
        return Place(self.device, self.village, self.epoch)

    @property
    def key(self) -> bytes:
        """Return the 16-byte name of the feed."""
        return feed_key(*self.place)


class Run(OfFeed, frozen=True):
    """Entries ``first`` to ``last`` of one feed on their way, with the checkpoint at ``last``.

    ``body`` is a zstandard frame of a msgpack list of entries, verbatim as their author wrote
    them; at most 256 entries, never across the end of a segment.
    """

    first: int
    last: int
    body: bytes
    chain: bytes
    signature: bytes


class FeedHead(OfFeed, frozen=True):
    """How far a feed reaches at some replica: its last sequence number and the chain there."""

    seq: int
    chain: bytes


def digest_of(heads: Iterable[FeedHead]) -> bytes:
    """Return the 16-byte digest of feeds: equal on two replicas that hold the same entries."""
    digest = blake2b(digest_size=16)
    for line in sorted(head.key + head.chain + head.seq.to_bytes(8, "big") for head in heads):
        digest.update(line)
    return digest.digest()


def encode_entry(header: bytes, salt: bytes | None, payload: bytes) -> bytes:
    """Return the bytes of an entry, stored and forwarded as they are."""
    return pack([header, salt, payload])


def decode_entry(feed: int, data: bytes) -> Entry:
    """Return the entry of its bytes."""
    header, _head, salt, payload = parts_of(data)
    if salt is None:
        return Entry(feed, header, None)
    return Entry(feed, header, content(header.op, payload), salt)


def parts_of(data: bytes) -> Written:
    """Return the parts of an entry's bytes."""
    head, salt, payload = unpack(data)
    return decode_header(head), head, salt, payload


def content(op: int, payload: bytes) -> Any:
    """Return a payload, read; ``NONSENSE`` where its author wrote no such operation."""
    try:
        found = unpack(payload)
    except (ValueError, TypeError, msgspec.DecodeError):
        return NONSENSE
    return found if is_well_formed(op, found) else NONSENSE


def commitment_of(data: bytes) -> bytes:
    """Return the commitment of an entry's bytes."""
    header, salt, payload = unpack(data)
    return commitment(header, salt, payload)


def without_payload(data: bytes) -> bytes:
    """Return an entry whose values are erased: the chain over it stays what it was."""
    header, salt, payload = unpack(data)
    if salt is None:
        return data
    return pack([header, None, inner_digest(salt, payload)])


def signed_by(public_key: bytes, signature: bytes, text: bytes) -> bool:
    """Say whether the owner of an Ed25519 key signed ``text``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def dot_of(feed: int, base: Any, feed_of: Callable[[bytes], int | None]) -> Dot | None:
    """Return the place that a base names, seen from a feed; ``None`` if its feed is not here."""
    if isinstance(base, int):
        return feed, base
    other = feed_of(base[0])
    return None if other is None else (other, base[1])


def writes(entry: Entry) -> list[tuple[int, Any, list[Any]]]:
    """Return ``(column, value, bases)`` of what an entry writes to a row that is there.

    Creations and moves write whole rows and are not asked.
    """
    if entry.payload is None or entry.payload is NONSENSE:
        return []
    if entry.header.op == EDIT:
        return [(column, value, [base]) for column, value, base in entry.payload]
    if entry.header.op == SETTLE:
        return [(column, value, list(bases)) for column, value, bases in entry.payload]
    if entry.header.op == REMOVE:
        return [(REMOVED_COLUMN, 1, [entry.payload[0]])]
    return []


def with_bases(op: int, payload: Any, named: Callable[[Any], Any]) -> Any:
    """Return a payload whose bases are ``named`` otherwise."""
    if op == EDIT:
        return [[column, value, named(base)] for column, value, base in payload]
    if op == SETTLE:
        return [[column, value, [named(b) for b in bases]] for column, value, bases in payload]
    if op == REMOVE:
        return [named(payload[0]), [[column, named(base)] for column, base in payload[1]]]
    if op == LEAVE:
        return [*payload[:2], [[column, named(base)] for column, base in payload[2]]]
    return payload


def bases(entry: Entry) -> list[tuple[int, Any]]:
    """Return ``(column, base)`` of everything that an entry builds on."""
    found = [(column, base) for column, _value, several in writes(entry) for base in several]
    if entry.header.op in (REMOVE, LEAVE) and isinstance(entry.payload, list):
        found += [(column, base) for column, base in entry.payload[-1]]
    return found
