"""Seals the database key behind a passphrase or a recovery code."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from desktop_app.domain.errors import Unavailable

PASSPHRASE, RECOVERY = "passphrase", "recovery"
KEY_BYTES, SALT_BYTES, NONCE_BYTES, TAG_BYTES = 32, 16, 12, 16

Salt = Annotated[bytes, Meta(min_length=SALT_BYTES, max_length=SALT_BYTES)]
Nonce = Annotated[bytes, Meta(min_length=NONCE_BYTES, max_length=NONCE_BYTES)]
Sealed = Annotated[bytes, Meta(min_length=KEY_BYTES + TAG_BYTES, max_length=KEY_BYTES + TAG_BYTES)]


class Cost(msgspec.Struct, frozen=True):
    """How dear one guess of a passphrase is (Argon2id); about half a second on an old laptop.

    The bounds keep a tampered file from asking for more memory or time than a machine has.
    """

    memory_kib: Annotated[int, Meta(ge=8, le=1_048_576)] = 65_536
    passes: Annotated[int, Meta(ge=1, le=16)] = 4
    lanes: Annotated[int, Meta(ge=1, le=4)] = 1


class Envelope(msgspec.Struct, frozen=True, omit_defaults=True):
    """The database key, sealed by one secret; a kind that is not known here is left alone."""

    kind: Annotated[str, Meta(max_length=32)]
    salt: Salt
    nonce: Nonce
    sealed: Sealed
    officer: Annotated[str, Meta(max_length=64)] = ""
    cost: Cost | None = None


class WrongSecret(Exception):
    """The secret does not open the envelope, or the envelope was tampered with."""


def plain_passphrase(passphrase: str) -> str:
    """Return the passphrase as every keyboard and input method gives it."""
    return unicodedata.normalize("NFKC", passphrase)


def seal_by_passphrase(
    key: bytes,
    passphrase: str,
    bound_to: bytes,
    random: Callable[[int], bytes],
    cost: Cost,
    officer: str,
) -> Envelope:
    """Return the key sealed by a passphrase; it opens only where ``bound_to`` is the same."""
    salt = random(SALT_BYTES)
    secret = _argon2id(passphrase, salt, cost)
    return _seal(key, secret, Envelope(
        kind=PASSPHRASE, salt=salt, nonce=random(NONCE_BYTES), sealed=b"", officer=officer,
        cost=cost,
    ), bound_to)  # fmt: skip


def seal_by_recovery(
    key: bytes, groups: Sequence[str], bound_to: bytes, random: Callable[[int], bytes]
) -> Envelope:
    """Return the key sealed by a recovery code; it opens only where ``bound_to`` is the same."""
    salt = random(SALT_BYTES)
    envelope = Envelope(kind=RECOVERY, salt=salt, nonce=random(NONCE_BYTES), sealed=b"")
    return _seal(key, _hkdf(groups, salt), envelope, bound_to)


def open_by_passphrase(envelope: Envelope, passphrase: str, bound_to: bytes) -> bytes:
    """Return the database key; ``WrongSecret`` if the passphrase is another."""
    secret = _argon2id(passphrase, envelope.salt, envelope.cost or Cost())
    return _open(envelope, secret, bound_to)


def open_by_recovery(envelope: Envelope, groups: Sequence[str], bound_to: bytes) -> bytes:
    """Return the database key; ``WrongSecret`` if the recovery code is another."""
    return _open(envelope, _hkdf(groups, envelope.salt), bound_to)


def _argon2id(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        return Argon2id(
            salt=salt,
            length=KEY_BYTES,
            iterations=cost.passes,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
        ).derive(plain_passphrase(passphrase).encode(errors="surrogatepass"))
    except MemoryError as error:
        raise Unavailable(
            f"电脑的内存不够核对口令（需要 {cost.memory_kib // 1024} MB），数据没有改动。",
            advice="请关掉别的程序，再试一次。",
        ) from error


def _hkdf(groups: Sequence[str], salt: bytes) -> bytes:
    # A recovery code is random (118 bits), so no slow derivation is needed.
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derive = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"nutag-desk recovery 1")
    return derive.derive("".join(groups).encode())


def _seal(key: bytes, secret: bytes, envelope: Envelope, bound_to: bytes) -> Envelope:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    label = _label(envelope, bound_to)
    sealed = ChaCha20Poly1305(secret).encrypt(envelope.nonce, key, label)
    return msgspec.structs.replace(envelope, sealed=sealed)


def _open(envelope: Envelope, secret: bytes, bound_to: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    label = _label(envelope, bound_to)
    try:
        return ChaCha20Poly1305(secret).decrypt(envelope.nonce, envelope.sealed, label)
    except InvalidTag as error:
        raise WrongSecret from error


def _label(envelope: Envelope, bound_to: bytes) -> bytes:
    """Return what the seal vouches for besides the key: nothing of it can be exchanged."""
    facts = (envelope.kind, envelope.officer, envelope.salt, envelope.cost)
    return bound_to + msgspec.json.encode(facts)
