"""The invitation of a hub, and how a desk shows it.

It names the hub and its keys, so that the desk trusts nothing it was not handed, and a token
that is good for one enrolment. As text it fits into a file and a QR code.
"""

import base64
from collections.abc import Callable, Sequence
from hashlib import blake2b, sha256

import msgspec

from db.journal import FeedHead, pack, signed_by
from sync.messages import BadMessage, EnrolRequest

MARK = "NUTAG1."
LONGEST = 8192


class Invitation(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What the office hands over; ``tls_certificate`` is DER, ``urls`` where the hub listens."""

    id: bytes
    token: bytes
    officer: str
    role: str
    prefixes: list[str]
    hub_name: str
    county_code: str
    hub_public_key: bytes
    hub_box_key: bytes
    root_public_key: bytes
    tls_certificate: bytes
    urls: list[str]

    @property
    def realm(self) -> bytes:
        """Return the name of the realm: what the root key vouches for."""
        return realm_of(self.root_public_key)


def realm_of(root_public_key: bytes) -> bytes:
    """Return the 16-byte name of the realm of a root key."""
    return blake2b(root_public_key, digest_size=16).digest()


def invitation_text(invitation: Invitation) -> str:
    """Return an invitation as one line of plain signs."""
    data = msgspec.msgpack.encode(invitation)
    return MARK + base64.urlsafe_b64encode(data + sha256(data).digest()[:4]).decode().rstrip("=")


def read_invitation(text: str) -> Invitation:
    """Return the invitation of its text; ``BadMessage`` if it is none or was mistyped."""
    line = "".join(text.split())
    if not line.startswith(MARK) or len(line) > LONGEST:
        raise BadMessage("not an invitation")
    body = line.removeprefix(MARK)
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        invitation = msgspec.msgpack.decode(data[:-4], type=Invitation)
    except (ValueError, msgspec.DecodeError) as error:
        raise BadMessage(type(error).__name__) from error
    if sha256(data[:-4]).digest()[:4] != data[-4:]:
        raise BadMessage("checksum")
    return invitation


def enrol_request(
    invitation: Invitation,
    *,
    public_key: bytes,
    box_key: bytes,
    user: bytes,
    heads: Sequence[FeedHead],
    device: bytes,
    sign: Callable[[bytes], bytes],
) -> EnrolRequest:
    """Return what a desk shows a hub: by network, or as the introduction of a packet.

    ``heads`` are those of everything the desk has written before.
    """
    bare = EnrolRequest(
        invitation.id, device, public_key, box_key, user, list(heads), proof=b"", signature=b""
    )
    proven = msgspec.structs.replace(bare, proof=proof_of(bare, invitation.token))
    return msgspec.structs.replace(proven, signature=sign(_signed_text(proven)))


def proof_of(request: EnrolRequest, token: bytes) -> bytes:
    """Return the keyed BLAKE2b-256, by the invitation's token, of what a desk shows."""
    return blake2b(pack(_facts(request)), key=token, digest_size=32).digest()


def is_signed(request: EnrolRequest) -> bool:
    """Say whether a desk signed what it shows."""
    return signed_by(request.public_key, request.signature, _signed_text(request))


def _facts(request: EnrolRequest) -> list[object]:
    return [
        "en1",
        request.invitation,
        request.device,
        request.public_key,
        request.box_key,
        request.user,
        request.heads,
    ]


def _signed_text(request: EnrolRequest) -> bytes:
    return pack([*_facts(request), request.proof])
