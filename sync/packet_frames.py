"""The frames inside a packet: what a desk and a hub put on a stick, one after another.

A frame is one tag byte and a strict msgpack value. The first frame of a work packet is its
``Opening``; runs of the authority feed come before all others.
"""

import msgspec

from db.journal import FeedHead, Run
from db.receipts import Receipt
from sync.messages import BadMessage, Message

LARGEST_FRAME = 10 << 20
"""Bytes that one frame may have: a segment of the longest entries, packed badly."""


class Opening(Message, frozen=True):
    """Who writes the packet and how far each of its feeds reaches there, authority included."""

    device: bytes
    heads: list[FeedHead]
    app: str
    schema: int


class SnapshotPiece(Message, frozen=True):
    """Part ``number`` (from 0) of a snapshot's bytes; ``last`` on the final one."""

    number: int
    last: bool
    data: bytes


Frame = Opening | Run | Receipt | SnapshotPiece

_KINDS: dict[int, type[Opening] | type[Run] | type[Receipt] | type[SnapshotPiece]] = {
    1: Opening,
    2: Run,
    3: Receipt,
    4: SnapshotPiece,
}
_TAGS = {kind: tag for tag, kind in _KINDS.items()}


def encode_frame(frame: Frame) -> bytes:
    """Return the bytes of a frame."""
    return bytes([_TAGS[type(frame)]]) + msgspec.msgpack.encode(frame)


def decode_frame(data: bytes) -> Frame:
    """Return the frame of these bytes; ``BadMessage`` if they are none, or too many."""
    if len(data) > LARGEST_FRAME:
        raise BadMessage("too-large")
    kind = _KINDS.get(data[0]) if data else None
    if kind is None:
        raise BadMessage("unknown frame")
    try:
        return msgspec.msgpack.decode(data[1:], type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadMessage(type(error).__name__) from error
