"""The invitation of a hub, and how a desk shows it.

It names the hub and its keys, so that the desk trusts nothing it was not handed, and a token
that is good for one enrolment. It is signed by the hub's key: that shows it came whole; that it
came from the office is known from the hand it came from.

As a file it is text that ends with one line of plain signs, and holds the hub's TLS certificate.
On paper it is a QR code that may hold the SHA-256 of the certificate instead, to stay readable:
the desk then takes the certificate that the hub shows on the first connection, and goes on only
if ``with_certificate`` finds it to be the one (a desk that enrols by stick finds it in the
authority feed). Nothing else is ever accepted.
"""

import base64
import hmac
from collections.abc import Callable, Sequence
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from db.disk import keep_whole
from db.journal import FeedHead, device_id, pack, signed_by
from desktop_app.domain.errors import Refused, Unavailable
from sync.authority_entries import Area, Bytes16, Bytes32, Bytes64, Name, Role
from sync.messages import EnrolRequest

INVITATION_ENDING = ".nutag-invite"
MARK, QR_MARK = "NUTAG1.", "NUTAG1Q."
LONGEST = 1 << 16
"""Bytes that the text of an invitation may have."""

QR_SIGNS = 1990
"""Signs that fit a QR code of version 30 at error level M: capitals, digits, a few others."""

HEADING = (
    "嘎查村人社服务专员工作台　登记邀请",
    "这是旗县区发给 {officer} 的登记邀请，只能登记一台电脑，用过即作废，请不要转发。",
    "请在程序的“同步”页面点“读入邀请文件”，选择这个文件。下面一行是邀请内容，请不要改动。",
)

Url = Annotated[str, Meta(pattern=r"\Ahttps://[!-~]{1,200}\Z")]
Prefixes = Annotated[list[Area], Meta(min_length=1)]
Tls = Annotated[bytes, Meta(max_length=4096)]


class Invitation(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What the office hands over; made by ``make_invitation`` alone.

    ``urls`` are where the hub listens, none if it has no network. ``tls_certificate`` is DER, or
    empty where only its SHA-256 is known; both are empty if the hub has none.
    """

    id: Bytes16
    token: Bytes16
    officer: Name
    role: Role
    prefixes: Prefixes
    hub_name: Name
    county_code: Area
    hub_public_key: Bytes32
    hub_box_key: Bytes32
    root_public_key: Bytes32
    tls_certificate: Tls
    urls: list[Url]
    tls_sha256: Annotated[bytes, Meta(max_length=32)]
    signature: Bytes64

    @property
    def realm(self) -> bytes:
        """Return the name of the realm: what the root key vouches for."""
        return realm_of(self.root_public_key)

    @property
    def hub_device(self) -> bytes:
        """Return the name of the hub it is from."""
        return device_id(self.hub_public_key)


def realm_of(root_public_key: bytes) -> bytes:
    """Return the 16-byte name of the realm of a root key."""
    return blake2b(root_public_key, digest_size=16).digest()


def make_invitation(
    *,
    id: bytes,
    token: bytes,
    officer: str,
    role: str,
    prefixes: Sequence[str],
    hub_name: str,
    county_code: str,
    hub_public_key: bytes,
    hub_box_key: bytes,
    root_public_key: bytes,
    tls_certificate: bytes,
    urls: Sequence[str],
    sign: Callable[[bytes], bytes],
) -> Invitation:
    """Return a signed invitation; ``sign`` is the hub's. ``ValueError`` if no desk would read it.

    ``token`` is a secret of 16 random bytes that the hub remembers under ``id``.
    """
    fields = [
        id,
        token,
        officer,
        role,
        list(prefixes),
        hub_name,
        county_code,
        hub_public_key,
        hub_box_key,
        root_public_key,
        tls_certificate,
        list(urls),
        sha256(tls_certificate).digest() if tls_certificate else b"",
    ]
    bare = msgspec.convert([*fields, bytes(64)], Invitation)
    made = msgspec.structs.replace(bare, signature=sign(_offer(bare)))
    if not _is_true(made):
        raise ValueError("the invitation is not what its hub would sign")
    return made


# as text


def invitation_text(invitation: Invitation) -> str:
    """Return an invitation whole, as one line of plain signs."""
    return _line(MARK, _packed(invitation))


def qr_text(invitation: Invitation) -> str:
    """Return an invitation as the text of a QR code: capitals and digits, which take less room.

    The TLS certificate is left out where the code would pass version 30 with it. ``Refused`` if
    there are too many villages even so.
    """
    bare = msgspec.structs.replace(invitation, tls_certificate=b"")
    for one in (invitation, bare):
        text = _line(QR_MARK, _packed(one))
        if len(text) <= QR_SIGNS:
            return text
    raise Refused(
        "这份邀请里的嘎查村太多，一个二维码放不下。",
        advice="请把邀请保存成文件，用 U 盘交给专员；或者邀请整个苏木乡镇，不要逐个列嘎查村。",
        fields=("prefixes",),
    )


def read_invitation(text: str) -> Invitation:
    """Return the invitation of its text, of a file or of a QR code.

    ``Refused`` if it is none, is cut or was altered.
    """
    start = text.find("NUTAG1")
    if start < 0:
        raise Refused(
            "这里面没有登记邀请。",
            advice=f"请选旗县区发来的邀请文件，文件名以“{INVITATION_ENDING}”结尾；或者把邀请的"
            "全部内容复制进来。",
        )
    data = _unpacked("".join(text[start:].split()))
    if data is None or sha256(data[:-4]).digest()[:4] != data[-4:]:
        raise _damaged()
    try:
        invitation = msgspec.msgpack.decode(data[:-4], type=Invitation)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _damaged() from error
    if not _is_true(invitation):
        raise Refused(
            "这份邀请的签名不对，可能被人改过，没有采用。",
            advice="请不要用它登记。请打电话问旗县区，并请他们重新发一份。",
        )
    return invitation


def write_invitation(path: Path, invitation: Invitation) -> None:
    """Write an invitation to a file for people to carry; ``Unavailable`` if the disk refuses."""
    heading = "\r\n".join(HEADING).format(officer=invitation.officer)
    text = f"{heading}\r\n\r\n{invitation_text(invitation)}\r\n"
    try:
        keep_whole(path, text.encode("utf-8-sig"))
    except OSError as error:
        raise Unavailable(
            f"邀请文件没有写成：{path.name}。",
            advice="请看一看磁盘或 U 盘是不是满了、写保护了或者被拔出了，再写一次。",
        ) from error


def read_invitation_file(path: Path) -> Invitation:
    """Return the invitation of a file, whatever an editor saved it as."""
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
    except OSError as error:
        raise Unavailable(
            f"邀请文件读不出来：{path.name}。",
            advice="请看一看 U 盘是不是插好了，再选一次；还是读不出来，请旗县区重新发一份。",
        ) from error
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if wide else "ascii", errors="ignore")
    return read_invitation(text if len(data) <= LONGEST else "")


def with_certificate(invitation: Invitation, tls_certificate: bytes) -> Invitation:
    """Return an invitation from paper with the certificate that the hub showed.

    ``Refused`` if it is not the one that the invitation names: somebody else answered.
    """
    if sha256(tls_certificate).digest() != invitation.tls_sha256:
        raise Refused(
            "对方不是邀请上写的那个旗县区，没有连接，什么都没有发出去。",
            advice="请换一个网络再试，或者用 U 盘登记；还是这样，请打电话问旗县区。",
        )
    return msgspec.structs.replace(invitation, tls_certificate=tls_certificate)


def _offer(invitation: Invitation) -> bytes:
    """Return the bytes that the hub signs: all but the certificate, which has its SHA-256."""
    fields = msgspec.structs.replace(invitation, tls_certificate=b"", signature=bytes(64))
    return pack(["iv1", fields])


def _is_true(invitation: Invitation) -> bool:
    """Say whether an invitation is whole and signed, and offers nothing beyond its county."""
    certificate, digest = invitation.tls_certificate, invitation.tls_sha256
    if certificate and sha256(certificate).digest() != digest:
        return False
    if not all(prefix.startswith(invitation.county_code) for prefix in invitation.prefixes):
        return False
    return signed_by(invitation.hub_public_key, invitation.signature, _offer(invitation))


def _packed(invitation: Invitation) -> bytes:
    data = msgspec.msgpack.encode(invitation)
    return data + sha256(data).digest()[:4]


def _line(mark: str, data: bytes) -> str:
    encode = base64.b32encode if mark == QR_MARK else base64.urlsafe_b64encode
    return mark + encode(data).decode().rstrip("=")


def _unpacked(line: str) -> bytes | None:
    """Return the bytes of a line of plain signs; ``None`` if one sign is not as we write it."""
    mark = QR_MARK if line.startswith(QR_MARK) else MARK
    body = line.removeprefix(mark)
    try:
        if mark == QR_MARK:
            data = base64.b32decode(body + "=" * (-len(body) % 8))
        else:
            data = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    return data if _line(mark, data) == line else None


def _damaged() -> Refused:
    return Refused(
        "这份邀请不完整，或者被改动过。",
        advice="请重新复制整份邀请，一个字符都不要少；还是不行，请旗县区重新发一份。",
    )


# how a desk shows it


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


def check_proof(request: EnrolRequest, token: bytes) -> bool:
    """Say whether who shows this holds the invitation's token."""
    return hmac.compare_digest(proof_of(request, token), request.proof)


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
