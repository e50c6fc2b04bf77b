"""The keys of a hub: what it signs with, what packets to it are sealed for, and its TLS name.

They lie in the hub's store, sealed by its passphrase. The root key, which vouches for them, is
never there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from db.desk import box_key, box_private_key
from db.key_envelope import (
    KEY_BYTES,
    NONCE_BYTES,
    Cost,
    Envelope,
    Nonce,
    WrongSecret,
    open_by_passphrase,
    seal_by_passphrase,
)
from desktop_app.domain.errors import Refused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

TLS_NAME = "nutag-hub"
"""The one name in every hub's certificate: desks pin its key and ask for no other name."""
TLS_DAYS = 7305
_LABEL = b"nutag-desk hub keys 1"

Random = Callable[[int], bytes]


@dataclass(frozen=True)
class HubKeys:
    """A hub as it signs: ``private_key`` is Ed25519, ``tls_key`` PKCS#8 and both TLS parts DER."""

    name: str
    county_code: str
    epoch: bytes
    root_public_key: bytes
    private_key: bytes
    tls_key: bytes
    tls_certificate: bytes

    @cached_property
    def _signer(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.private_key)

    @cached_property
    def public_key(self) -> bytes:
        """Return the 32-byte key that checks this hub's signatures."""
        return self._signer.public_key().public_bytes_raw()

    @cached_property
    def device(self) -> bytes:
        """Return the 16-byte name of the hub."""
        from db.journal import device_id

        return device_id(self.public_key)

    @cached_property
    def box_private_key(self) -> bytes:
        """Return the X25519 key that opens packets to this hub."""
        return box_private_key(self.private_key)

    @cached_property
    def box_key(self) -> bytes:
        """Return the X25519 public key that packets to this hub are sealed for."""
        return box_key(self.private_key)

    def sign(self, text: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of ``text``."""
        return self._signer.sign(text)


def make_hub_keys(
    name: str, county_code: str, root_public_key: bytes, random: Random, now: datetime
) -> HubKeys:
    """Return new keys for a hub; ``now`` is where its TLS certificate begins to be valid."""
    tls_key, tls_certificate = _tls(random, now)
    return HubKeys(
        name, county_code, random(4), root_public_key, random(32), tls_key, tls_certificate
    )


class _Secrets(msgspec.Struct, frozen=True, array_like=True):
    root_public_key: bytes
    private_key: bytes
    tls_key: bytes
    tls_certificate: bytes


class _Sealed(msgspec.Struct, frozen=True, array_like=True):
    envelope: Envelope
    nonce: Nonce
    sealed: bytes


def seal_hub_keys(
    keys: HubKeys, passphrase: str, random: Random, cost: Cost | None = None
) -> bytes:
    """Return the private parts of a hub's keys, sealed by a passphrase; ``cost`` of one guess."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    key, nonce = random(KEY_BYTES), random(NONCE_BYTES)
    envelope = seal_by_passphrase(key, passphrase, _LABEL, random, cost or Cost(), "hub")
    secrets = msgspec.msgpack.encode(
        _Secrets(keys.root_public_key, keys.private_key, keys.tls_key, keys.tls_certificate)
    )
    sealed = ChaCha20Poly1305(key).encrypt(nonce, secrets, _LABEL + keys.county_code.encode())
    return msgspec.msgpack.encode(_Sealed(envelope, nonce, sealed))


def open_hub_keys(
    sealed: bytes, passphrase: str, *, name: str, county_code: str, epoch: bytes
) -> HubKeys:
    """Return the keys of a hub; ``Refused`` if the passphrase is another."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    found = msgspec.msgpack.decode(sealed, type=_Sealed)
    try:
        key = open_by_passphrase(found.envelope, passphrase, _LABEL)
        plain = ChaCha20Poly1305(key).decrypt(
            found.nonce, found.sealed, _LABEL + county_code.encode()
        )
    except (WrongSecret, InvalidTag) as error:
        raise wrong_passphrase() from error
    secrets = msgspec.msgpack.decode(plain, type=_Secrets)
    return HubKeys(name, county_code, epoch, *msgspec.structs.astuple(secrets))


def wrong_passphrase() -> Refused:
    """Return what to tell somebody whose passphrase does not open the hub."""
    return Refused(
        "汇集点的口令不对，没有打开。",
        advice="请核对 NUTAG_PASSPHRASE 或重新输入；看看大写锁定是否开着。",
        fields=("passphrase",),
    )


def _tls(random: Random, now: datetime) -> tuple[bytes, bytes]:
    """Return a private key and a self-signed certificate of it, both DER."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    number = int.from_bytes(random(40)) % (order - 1) + 1
    key = ec.derive_private_key(number, ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, TLS_NAME)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(random(16)) >> 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=TLS_DAYS))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(TLS_NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    )
    return (
        key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
        certificate.public_bytes(serialization.Encoding.DER),
    )
