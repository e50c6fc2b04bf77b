"""The card of a packet: who it is from, for whom and how much, in clear and signed.

A packet is ``magic | version | suite | length of the header | header | signature | body``. The
header is strict msgpack. Its last field has a fixed length and is filled in when the body has
been written, so that a packet streams to disk in one pass. The signature is the sender's over
everything before it, and the header holds the hash of the body: one signature vouches for all.
The card says nothing of what is inside; how much it is stays behind the padding.
"""

import struct
from dataclasses import dataclass, replace
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta

from db.journal import pack, signed_by
from sync.authority_entries import Bytes16, Bytes32
from sync.packet_refusal import PacketRefused

MAGIC = b"NUTAGPKT"
VERSION = 1
SUITE = 1
"""HPKE (X25519, HKDF-SHA256, ChaCha20-Poly1305), ChaCha20-Poly1305, Ed25519, BLAKE2b-256."""

LARGEST_HEADER = 1 << 16
LARGEST_PLAIN = 512 << 20
"""Bytes inside one packet. An office of 200,000 workers with its history fits in 100 MB; more
than five times that is split into more packets, and is refused before it can fill a disk."""

LARGEST_BODY = LARGEST_PLAIN + (LARGEST_PLAIN >> 6)
"""Bytes of a sealed body: what cannot be compressed grows a little."""

MOST_FRAMES = 400_000
"""Frames of one packet: 200,000 operations in runs of one entry, and their receipts."""

_START = struct.Struct(">8sBBI")
_SUMS = struct.Struct(">HHQ32s")
START, SIGNATURE = _START.size, 64

Kind = Literal["work", "reply", "snapshot", "enrol"]


class _Header(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    realm: Bytes16
    packet: Bytes16
    kind: Kind
    sender: Bytes16
    sender_key: Bytes32
    recipients: Annotated[
        list[tuple[Bytes16, Bytes32, Annotated[bytes, Meta(min_length=80, max_length=80)]]],
        Meta(min_length=1),
    ]
    introduction: bytes
    made_at_ms: Annotated[int, Meta(ge=0, lt=1 << 53)]
    app: Annotated[str, Meta(max_length=40)]
    schema: Annotated[int, Meta(ge=0, lt=1 << 31)]
    sums: Annotated[bytes, Meta(min_length=_SUMS.size, max_length=_SUMS.size)]


@dataclass(frozen=True, slots=True)
class PacketCard:
    """What is known of a packet without a key.

    ``recipients`` are ``(device, X25519 public key)``. ``introduction`` is the encoded
    ``EnrolRequest`` of a desk that is not enrolled yet, else empty. Who writes leaves the fields
    from ``packet`` on alone: each file gets its own name, and is part ``part`` of ``parts``.
    """

    realm: bytes
    kind: Kind
    sender: bytes
    sender_key: bytes
    recipients: tuple[tuple[bytes, bytes], ...]
    made_at_ms: int
    app: str
    schema: int
    introduction: bytes = b""
    packet: bytes = b""
    part: int = 1
    parts: int = 1
    version: int = VERSION
    suite: int = SUITE


class Body(NamedTuple):
    """The sealed body as the header announces it: where it begins, its length and its hash."""

    start: int
    length: int
    digest: bytes


class ReadHeader(NamedTuple):
    """A header whose signature held."""

    card: PacketCard
    wrapped: dict[bytes, tuple[bytes, bytes]]
    body: Body


def wrapping_context(card: PacketCard, device: bytes, box_key: bytes) -> bytes:
    """Return what the wrapped key of one recipient is bound to."""
    return pack(["pk1", card.realm, card.packet, card.sender, card.sender_key, device, box_key])


def encode_head(card: PacketCard, wrapped: list[bytes], length: int, digest: bytes) -> bytes:
    """Return everything before the signature; its length depends on the card alone.

    ``ValueError`` if the header would be larger than a reader takes.
    """
    rows = [(*who, key) for who, key in zip(card.recipients, wrapped, strict=True)]
    header = msgspec.msgpack.encode(
        _Header(
            card.realm, card.packet, card.kind, card.sender, card.sender_key, rows,
            card.introduction, card.made_at_ms, card.app, card.schema,
            _SUMS.pack(card.part, card.parts, length, digest),
        )
    )  # fmt: skip
    if len(header) > LARGEST_HEADER:
        raise ValueError("too many recipients for one packet")
    return _START.pack(MAGIC, VERSION, SUITE, len(header)) + header


def header_length(start: bytes) -> int:
    """Return how long the header is that follows these first bytes; refuse what is not ours."""
    if start[: len(MAGIC)] != MAGIC[: len(start)] or not start:
        raise PacketRefused("not-ours")
    if len(start) < _START.size:
        raise PacketRefused("cut-off")
    _, version, suite, length = _START.unpack(start)
    if version != VERSION:
        raise PacketRefused("newer-version" if version > VERSION else "not-ours")
    if suite != SUITE:
        raise PacketRefused("unknown-suite")
    if not 0 < length <= LARGEST_HEADER:
        raise PacketRefused("damaged")
    return int(length)


def decode_head(head: bytes, signature: bytes, file_length: int) -> ReadHeader:
    """Return the header of a packet whose bytes before the signature are ``head``.

    Refuse unless the file is as long as it says and the sender it names signed it.
    """
    try:
        header = msgspec.msgpack.decode(head[START:], type=_Header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PacketRefused("damaged") from error
    part, parts, length, digest = _SUMS.unpack(header.sums)
    body = Body(len(head) + SIGNATURE, length, digest)
    if file_length < body.start + length:
        raise PacketRefused("cut-off")
    if file_length > body.start + length or not 1 <= part <= parts:
        raise PacketRefused("damaged")
    if not signed_by(header.sender_key, signature, head):
        raise PacketRefused("damaged")
    if length > LARGEST_BODY:
        raise PacketRefused("too-large")
    who = tuple((device, box_key) for device, box_key, _ in header.recipients)
    card = PacketCard(
        header.realm, header.kind, header.sender, header.sender_key, who, header.made_at_ms,
        header.app, header.schema, header.introduction, header.packet, part, parts,
    )  # fmt: skip
    keys = {device: (box_key, wrapped) for device, box_key, wrapped in header.recipients}
    return ReadHeader(card, keys, body)


def for_piece(card: PacketCard, packet: bytes, part: int, parts: int) -> PacketCard:
    """Return the card of one file of a packet."""
    return replace(card, packet=packet, part=part, parts=parts)
