"""How the body of a packet is sealed: numbered chunks, and a key wrapped for each recipient."""

from collections.abc import Callable
from hashlib import blake2b
from typing import TYPE_CHECKING

from sync.packet_refusal import PacketRefused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import Suite

CHUNK, TAG = 1 << 16, 16
SEALED = CHUNK + TAG


def new_hash() -> blake2b:
    """Return an empty hash for a body."""
    return blake2b(digest_size=32)


class Chunks:
    """Seals or opens the chunks of one body, in order and each once.

    Number, last-chunk mark and packet are bound in, so that no chunk can be left out, moved,
    repeated or taken from another packet. The key is used for this one body only.
    """

    def __init__(self, key: bytes, packet: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        self._cipher = ChaCha20Poly1305(key)
        self._packet = packet
        self._number = 0

    def seal(self, chunk: bytes, *, last: bool) -> bytes:
        """Return the next chunk sealed."""
        return self._cipher.encrypt(*self._next(chunk, last=last))

    def open(self, sealed: bytes, *, last: bool) -> bytes:
        """Return the next chunk; refuse if it is not what was sealed at this place."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(*self._next(sealed, last=last))
        except InvalidTag as error:
            raise PacketRefused("damaged") from error

    def _next(self, data: bytes, *, last: bool) -> tuple[bytes, bytes, bytes]:
        number = self._number.to_bytes(12, "big")
        self._number += 1
        return number, data, self._packet + number + bytes([last])


class BodyWriter:
    """Compresses, pads and seals what is put in, and hands it on; memory stays small.

    zstd at level 1: nearly all content is compressed already, only what repeats from frame to
    frame pays.
    """

    def __init__(self, key: bytes, packet: bytes, write: Callable[[bytes], None]) -> None:
        import zstandard

        parameters = zstandard.ZstdCompressionParameters.from_level(1, window_log=20)
        self._squeeze = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
        self._chunks = Chunks(key, packet)
        self._write = write
        self._waiting = bytearray()
        self._content = 0
        self._hash = new_hash()
        self.length = 0

    def put(self, data: bytes) -> None:
        """Add content."""
        self._take(self._squeeze.compress(data))

    def finish(self, head: int, step: int) -> bytes:
        """Pad the file, ``head`` bytes of which come before, to a multiple of ``step``.

        Return the hash of the body; ``length`` is its length.
        """
        self._take(self._squeeze.flush())
        self._waiting += bytes(padded(self._content, head, step) - self._content)
        self._seal_full()
        self._hand_on(bytes(self._waiting), last=True)
        return self._hash.digest()

    def _take(self, data: bytes) -> None:
        self._content += len(data)
        self._waiting += data
        self._seal_full()

    def _seal_full(self) -> None:
        while len(self._waiting) > CHUNK:
            self._hand_on(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def _hand_on(self, chunk: bytes, *, last: bool) -> None:
        sealed = self._chunks.seal(chunk, last=last)
        self._hash.update(sealed)
        self.length += len(sealed)
        self._write(sealed)


def padded(content: int, head: int, step: int) -> int:
    """Return how long content must be for the file to end at a multiple of ``step``."""
    whole = -(-(head + content + TAG) // step) * step
    while True:
        body = whole - head
        chunks = -(-body // SEALED)
        plain = body - chunks * TAG
        if plain >= content and plain > (chunks - 1) * CHUNK:
            return plain
        whole += step


def wrap(key: bytes, box_key: bytes, context: bytes) -> bytes:
    """Return the content key for one recipient, 80 bytes."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    return _suite().encrypt(key, X25519PublicKey.from_public_bytes(box_key), info=context)


def unwrap(wrapped: bytes, box_private_key: bytes, context: bytes) -> bytes:
    """Return the content key; refuse if it was wrapped for others, or in another packet."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private_key = X25519PrivateKey.from_private_bytes(box_private_key)
    try:
        key = _suite().decrypt(wrapped, private_key, info=context)
    except (InvalidTag, ValueError) as error:  # a point that gives no secret is a ValueError
        raise PacketRefused("damaged") from error
    if len(key) != 32:
        raise PacketRefused("damaged")
    return key


def _suite() -> "Suite":
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
