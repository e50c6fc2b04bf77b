"""The entries of an authority feed: what each says, how it is built, how it is read.

They have the form of every entry (``db.journal``) with table 0. A payload that is not exactly
of its form says nothing.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from db.journal import FeedHead, device_id, pack, signed_by
from desktop_app.domain.paper_code import vouched_text

HUB, CERTIFICATE, SCOPE, REVOKE, ERASE = 16, 17, 18, 19, 20
"""What an authority entry does; they follow the operations on rows."""

TABLE = 0
"""The table number of every authority entry."""

NOBODY = bytes(16)
"""The user of every authority entry: the hub itself."""

Sign = Callable[[bytes], bytes]
Role = Literal["specialist", "township", "county", "hub"]
Bytes16 = Annotated[bytes, Meta(min_length=16, max_length=16)]
Bytes32 = Annotated[bytes, Meta(min_length=32, max_length=32)]
Bytes64 = Annotated[bytes, Meta(min_length=64, max_length=64)]
Epoch = Annotated[bytes, Meta(min_length=4, max_length=4)]
Count = Annotated[int, Meta(ge=0, lt=1 << 53)]
Area = Annotated[str, Meta(pattern=r"\A[0-9]{2,12}\Z")]
Village = Annotated[str, Meta(pattern=r"\A[0-9]{12}\Z")]
Name = Annotated[str, Meta(max_length=200)]
Code = Annotated[str, Meta(min_length=1, max_length=40)]


class Ruling(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What one authority entry says; its fields in order are its form."""


class HubRuling(Ruling, frozen=True):
    """The hub shows itself: ``root_signature`` is by the root key over ``hub_text``."""

    public_key: Bytes32
    box_key: Bytes32
    name: Name
    county: Area
    root_public_key: Bytes32
    root_signature: Bytes64
    tls_certificate: bytes


class CertificateRuling(Ruling, frozen=True):
    """A desk is let in, with what it had written by then: ``(village, epoch, seq, chain)``.

    ``areas`` are what the codes of its villages begin with, each with the hub's signature over
    ``vouched_text``, which the codes of its papers carry.
    """

    device: Bytes16
    public_key: Bytes32
    box_key: Bytes32
    user: Bytes16
    officer: Name
    role: Role
    areas: list[tuple[Area, Bytes64]]
    heads: list[tuple[Village, Epoch, Count, Bytes32]]


class ScopeRuling(Ruling, frozen=True):
    """From here on a desk has this role and these villages instead."""

    device: Bytes16
    role: Role
    areas: list[tuple[Area, Bytes64]]


class RevokeRuling(Ruling, frozen=True):
    """Of a desk nothing counts beyond the entries named: ``(feed key, seq, chain)``."""

    device: Bytes16
    last: list[tuple[Bytes16, Count, Bytes32]]
    reason: Code


class EraseRuling(Ruling, frozen=True):
    """The values of a row are to be erased on every copy."""

    village: Village
    table: Annotated[int, Meta(ge=1, lt=1 << 31)]
    row: Bytes16
    ground: Code
    approver: Name


KINDS: dict[int, type[Ruling]] = {
    HUB: HubRuling,
    CERTIFICATE: CertificateRuling,
    SCOPE: ScopeRuling,
    REVOKE: RevokeRuling,
    ERASE: EraseRuling,
}


def read_ruling(op: int, payload: Any) -> Ruling | None:
    """Return what an entry says; ``None`` if it is of no known form, or was erased."""
    kind = KINDS.get(op)
    if kind is None:
        return None
    try:
        return msgspec.convert(payload, kind)
    except msgspec.ValidationError:
        return None


def hub_text(public_key: bytes, box_key: bytes, county: str) -> bytes:
    """Return the bytes that the root key signs for a hub."""
    return pack(["hub1", public_key, box_key, county])


def hub_payload(
    public_key: bytes,
    box_key: bytes,
    name: str,
    county: str,
    *,
    root_public_key: bytes,
    sign_by_root: Sign,
    tls_certificate: bytes = b"",
) -> list[Any]:
    """Return the payload with which a hub begins its authority feed; signed by the root key."""
    signature = sign_by_root(hub_text(public_key, box_key, county))
    fields = [public_key, box_key, name, county, root_public_key, signature, tls_certificate]
    return _checked(HUB, fields)


def certificate_payload(
    device: bytes,
    public_key: bytes,
    box_key: bytes,
    *,
    user: bytes,
    officer: str,
    role: str,
    prefixes: Sequence[str],
    sign: Sign,
    heads: Sequence[FeedHead] = (),
) -> list[Any]:
    """Return the payload that lets a desk in; ``heads`` are those it shows at enrolment.

    ``sign`` is the hub's, here and below.
    """
    written = [[head.village, head.epoch, head.seq, head.chain] for head in heads]
    areas = _vouched(public_key, prefixes, sign)
    fields = [device, public_key, box_key, user, officer, role, areas, written]
    return _checked(CERTIFICATE, fields)


def scope_payload(public_key: bytes, role: str, prefixes: Sequence[str], sign: Sign) -> list[Any]:
    """Return the payload that gives a desk another role or other villages from here on."""
    return _checked(SCOPE, [device_id(public_key), role, _vouched(public_key, prefixes, sign)])


def revoke_payload(device: bytes, last: Sequence[FeedHead], reason: str) -> list[Any]:
    """Return the payload that cuts a desk off after these heads; feeds not named count nothing."""
    return _checked(REVOKE, [device, [[head.key, head.seq, head.chain] for head in last], reason])


def erase_payload(village: str, table: int, row: bytes, ground: str, approver: str) -> list[Any]:
    """Return the payload that orders the values of a row erased."""
    return _checked(ERASE, [village, table, row, ground, approver])


def root_signed(hub: HubRuling, root_public_key: bytes) -> bool:
    """Say whether the owner of this root key signed for a hub."""
    text = hub_text(hub.public_key, hub.box_key, hub.county)
    return hub.root_public_key == root_public_key and signed_by(
        root_public_key, hub.root_signature, text
    )


def _vouched(public_key: bytes, prefixes: Sequence[str], sign: Sign) -> list[Any]:
    return [[prefix, sign(vouched_text(public_key, prefix))] for prefix in prefixes]


def _checked(op: int, fields: list[Any]) -> list[Any]:
    """Return a payload, or raise ``ValueError``: a hub never writes what nobody would read."""
    msgspec.convert(fields, KINDS[op])
    return fields
