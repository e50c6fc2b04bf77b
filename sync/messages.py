"""What desks and hubs say to each other: strict msgpack arrays, and nothing else.

A message carries codes, numbers and bytes; no text that a window would show as it is.
"""

from typing import TypeVar

import msgspec

from db.journal import FeedHead, Run
from db.receipts import Receipt

PROTOCOL = 1
MEDIA_TYPE = "application/msgpack"

M = TypeVar("M", bound="Message")


class BadMessage(Exception):
    """The bytes are not the message they should be."""


class Message(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One message; its fields in order are its form."""


class Hello(Message, frozen=True):
    """A desk asks whether anything is new.

    ``digest`` is that of the heads the desk holds for all its villages and for the authority
    feed; ``villages`` names those whose heads it wants listed if the digests differ.
    ``unsent`` counts entries without a receipt, ``oldest_ms`` is when the first was written.
    """

    protocol: int
    device: bytes
    app: str
    schema: int
    digest: bytes
    villages: list[str]
    unsent: int
    oldest_ms: int


class HelloAnswer(Message, frozen=True):
    """What the hub has; everything but its name, time and ``same`` is empty when it is the same.

    ``villages`` lists ``(code, arrivals, digest)`` of every village of the desk.
    """

    hub: bytes
    time_ms: int
    same: bool
    villages: list[tuple[str, int, bytes]]
    heads: list[FeedHead]
    receipts: list[Receipt]


class Push(Message, frozen=True):
    """Runs for the hub, each feed's in order; taken in one transaction."""

    runs: list[Run]


class PushAnswer(Message, frozen=True):
    """What was taken, signed; and which feeds were not, with the code of the reason."""

    receipts: list[Receipt]
    refused: list[tuple[bytes, str]]


class PullAnswer(Message, frozen=True):
    """Runs that arrived at the hub after a place, and the place to go on from."""

    runs: list[Run]
    next: int
    more: bool


class EnrolRequest(Message, frozen=True):
    """A desk shows its invitation.

    ``proof`` is the HMAC-BLAKE2b-32 by the invitation's token over the packed other fields, and
    ``signature`` the desk's over all before it. ``heads`` are those of what it has written.
    """

    invitation: bytes
    device: bytes
    public_key: bytes
    box_key: bytes
    user: bytes
    heads: list[FeedHead]
    proof: bytes
    signature: bytes


class EnrolAnswer(Message, frozen=True):
    """The authority feed, in which the desk finds its certificate."""

    runs: list[Run]


def encode(message: Message) -> bytes:
    """Return the bytes of a message."""
    return msgspec.msgpack.encode(message)


def decode(data: bytes, kind: type[M]) -> M:
    """Return the message of these bytes; ``BadMessage`` if they are none."""
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadMessage(str(type(error).__name__)) from error
