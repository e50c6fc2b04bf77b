"""Read packets: verify every byte first, hand out frames after, with little memory at any size."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from db.journal import device_id
from desktop_app.domain.progress import Progress
from sync.packet_card import (
    LARGEST_PLAIN,
    MOST_FRAMES,
    SIGNATURE,
    START,
    Body,
    PacketCard,
    ReadHeader,
    decode_head,
    header_length,
    wrapping_context,
)
from sync.packet_frames import LARGEST_FRAME
from sync.packet_refusal import PacketRefused, unreadable
from sync.packet_sealing import SEALED, TAG, Chunks, new_hash, unwrap

LARGEST_WINDOW = 1 << 22
"""Bytes of memory that compressed content may ask for; we write with a quarter of it."""


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet that was verified whole: signature, recipient and every byte of its body.

    ``stranger`` says that the sender is not known: whoever asked for those judges by what is
    inside, or by an introduction, before anything else is taken.
    """

    path: Path
    card: PacketCard
    frame_count: int
    plain_bytes: int
    stranger: bool
    _key: bytes
    _body: Body

    def frames(self) -> Iterator[bytes]:
        """Yield the frames in order, as often as wanted.

        The file is read again and every chunk checked again: ``Unavailable`` if it is gone by
        now, ``PacketRefused`` if it changed. What was taken until then does no harm.
        """
        with _reading(self.path) as file:
            yield from _Content(file, self._body, self._key, self.card.packet).frames()


def open_packet(
    path: Path,
    *,
    box_private_key: bytes,
    device: bytes,
    realm: bytes,
    known: Callable[[bytes], bytes | None],
    is_revoked: Callable[[bytes], bool] = lambda device: False,
    name_of: Callable[[bytes], str] = lambda device: "",
    strangers: bool = False,
    progress: Progress | None = None,
) -> Packet:
    """Return the packet at ``path`` once all of it is verified; write nothing.

    ``known`` gives the public key of a sender by authority. With ``strangers`` (a hub) one that
    is not known passes too. ``PacketRefused`` has the code of the reason, ``Unavailable`` says
    that the disk did not give the bytes.
    """
    steps = progress or Progress()
    with _reading(path) as file:
        header = _read_header(file)
        stranger = _check_sender(header.card, device, realm, known, is_revoked, strangers)
        key = _key_for(header, device, box_private_key, name_of)
        content = _Content(file, header.body, key, header.card.packet)
        for _ in content.frames():
            steps.check()
        if content.digest() != header.body.digest:
            raise PacketRefused("damaged")
    return Packet(path, header.card, content.count, content.plain, stranger, key, header.body)


def read_card(path: Path, *, whole: bool = True) -> PacketCard:
    """Return the card of a packet without a key; its signature held.

    With ``whole`` every byte of the body is compared with the signed hash as well, which tells
    a sound stick from a bad one. Whether the sender may be trusted only ``open_packet`` says.
    """
    with _reading(path) as file:
        header = _read_header(file)
        if whole:
            digest = new_hash()
            while data := file.read(1 << 18):
                digest.update(data)
            if digest.digest() != header.body.digest:
                raise PacketRefused("damaged")
    return header.card


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    """Open a file that is one: no device, no pipe that never answers."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if path.is_dir():
            raise PacketRefused("not-ours")
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise PacketRefused("not-ours")
            yield file
    except OSError as error:
        raise unreadable(error) from error


def _read_header(file: BinaryIO) -> ReadHeader:
    start = file.read(START)
    length = header_length(start)
    header, signature = file.read(length), file.read(SIGNATURE)
    if len(signature) < SIGNATURE:
        raise PacketRefused("cut-off")
    return decode_head(start + header, signature, os.fstat(file.fileno()).st_size)


def _check_sender(
    card: PacketCard,
    device: bytes,
    realm: bytes,
    known: Callable[[bytes], bytes | None],
    is_revoked: Callable[[bytes], bool],
    strangers: bool,
) -> bool:
    """Refuse a sender that is not who the authority says; say whether it is not known at all."""
    if card.realm != realm:
        raise PacketRefused("other-realm")
    if card.sender == device:
        raise PacketRefused("own")
    if device_id(card.sender_key) != card.sender:
        raise PacketRefused("unknown-sender")
    if is_revoked(card.sender):
        raise PacketRefused("revoked-sender")
    public_key = known(card.sender)
    if public_key is None and strangers:
        return True
    if public_key != card.sender_key:
        raise PacketRefused("unknown-sender")
    return False


def _key_for(
    header: ReadHeader, device: bytes, box_private_key: bytes, name_of: Callable[[bytes], str]
) -> bytes:
    row = header.wrapped.get(device)
    if row is None:
        names = (name_of(who) for who, _ in header.card.recipients)
        raise PacketRefused("not-for-us", recipients="、".join(filter(None, names)))
    box_key, wrapped = row
    context = wrapping_context(header.card, device, box_key)
    return unwrap(wrapped, box_private_key, context)


class _Chunks:
    """The opened chunks of a body, for a decompressor that asks for the next when it needs it."""

    def __init__(self, file: BinaryIO, body: Body, key: bytes, packet: bytes) -> None:
        file.seek(body.start)
        self._file, self._left = file, body.length
        self._chunks = Chunks(key, packet)
        self.hash = new_hash()

    def read(self, size: int) -> bytes:
        """Return the next chunk, which is never more than ``size``; empty at the end."""
        if not self._left:
            return b""
        sealed = self._file.read(min(SEALED, self._left))
        self._left -= len(sealed)
        if len(sealed) < TAG or (self._left and len(sealed) < SEALED):
            raise PacketRefused("cut-off")
        self.hash.update(sealed)
        return self._chunks.open(sealed, last=not self._left)


class _Content:
    """The frames of a body; ``count`` and ``plain`` (bytes) grow as they are read."""

    def __init__(self, file: BinaryIO, body: Body, key: bytes, packet: bytes) -> None:
        import zstandard

        self._chunks = _Chunks(file, body, key, packet)
        source = cast("IO[bytes]", self._chunks)  # all it asks of a file is to be read
        squeezed = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW)
        self._stream = squeezed.stream_reader(source, read_size=SEALED)
        self.count = self.plain = 0

    def frames(self) -> Iterator[bytes]:
        """Yield every frame, then read what is left so that the whole body is checked."""
        while length := int.from_bytes(self._take(4), "big"):
            if length > LARGEST_FRAME:
                raise PacketRefused("too-large")
            self.count += 1
            self.plain += length + 4
            if self.count > MOST_FRAMES or self.plain > LARGEST_PLAIN:
                raise PacketRefused("too-large")
            yield self._take(length)
        while self._chunks.read(SEALED):
            pass

    def digest(self) -> bytes:
        """Return the hash of the body as read so far."""
        return self._chunks.hash.digest()

    def _take(self, length: int) -> bytes:
        """Return exactly that many bytes of content."""
        import zstandard

        parts = bytearray()
        try:
            while len(parts) < length and (data := self._stream.read(length - len(parts))):
                parts += data
        except zstandard.ZstdError as error:
            raise PacketRefused("damaged") from error
        if len(parts) < length:
            raise PacketRefused("damaged")
        return bytes(parts)
