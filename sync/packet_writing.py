"""Write packets: streamed, sealed, made to last, read back, and only then given their name."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from db.disk import flush
from db.journal import signed_by
from desktop_app.domain.progress import Progress
from sync.packet_card import (
    LARGEST_PLAIN,
    MOST_FRAMES,
    SIGNATURE,
    PacketCard,
    encode_head,
    for_piece,
    wrapping_context,
)
from sync.packet_frames import LARGEST_FRAME
from sync.packet_part import PartFile, check_target, saying_why, unequal
from sync.packet_sealing import BodyWriter, new_hash, wrap

PIECE = 2_000_000_000
"""Bytes of one file: FAT32 takes no more than 4 GB, and some sticks no more than 2."""

STEP = 1 << 16
"""Every packet is a multiple of this long, so that its length tells little."""

ENDING = ".nutag"


@dataclass(frozen=True, slots=True)
class Written:
    """The packets that were written: most often one; how long together, how many frames."""

    paths: tuple[Path, ...]
    bytes: int
    frames: int

    @property
    def path(self) -> Path:
        """Return the first of them."""
        return self.paths[0]


def write_packet(
    target: Path,
    card: PacketCard,
    frames: Iterable[bytes],
    *,
    sign: Callable[[bytes], bytes],
    random: Callable[[int], bytes],
    progress: Progress | None = None,
    expected_bytes: int = 0,
    piece_bytes: int = PIECE,
    step: int = STEP,
) -> Written:
    """Write frames as one packet, or as several that need no joining.

    A frame has at most ``packet_frames.LARGEST_FRAME`` bytes.

    ``sign`` is the sender's. A new packet ``….2.nutag`` begins where one would be larger than
    ``piece_bytes`` or than a reader takes. Either all are there, verified and named, or none:
    then ``Unavailable`` or ``Refused`` says why, and nothing was sent. ``Cancelled`` if the
    person stops it through ``progress``, which counts frames.
    """
    steps = progress or Progress()
    pieces = _Pieces(target, card, random, _room(piece_bytes, step), step)
    try:
        with saying_why(target):
            check_target(target, expected_bytes)
            for frame in frames:
                steps.check()
                pieces.put(frame)
                steps.done += 1
            return pieces.finish(sign, steps)
    except BaseException:  # also when the person stops it: nothing half may stay on a stick
        pieces.remove()
        raise


def piece_name(target: Path, part: int) -> Path:
    """Return where part ``part`` (from 1) of a packet goes."""
    return target if part == 1 else target.with_name(f"{target.stem}.{part}{target.suffix}")


def _room(piece_bytes: int, step: int) -> int:
    """Return the bytes of frames that surely fit a file; what will not compress grows by 1/64."""
    return min((piece_bytes - step - (1 << 16)) * 64 // 65, LARGEST_PLAIN)


class _Piece:
    """One file while it is written."""

    def __init__(self, target: Path, card: PacketCard, key: bytes) -> None:
        self.card = card
        self.plain = self.frames = 0
        self._wrapped = [
            wrap(key, box_key, wrapping_context(card, device, box_key))
            for device, box_key in card.recipients
        ]
        self._start = len(encode_head(card, self._wrapped, 0, bytes(32))) + SIGNATURE
        self._digest = self._head = b""
        self.file = PartFile(target)
        try:
            self.file.write(bytes(self._start))
            self._body = BodyWriter(key, card.packet, self.file.write)
        except BaseException:
            self.file.remove()
            raise

    @property
    def length(self) -> int:
        return self._start + self._body.length

    def put(self, frame: bytes) -> None:
        self._body.put(len(frame).to_bytes(4, "big") + frame)
        self.plain += len(frame) + 4
        self.frames += 1

    def end(self, step: int) -> None:
        self._body.put(bytes(4))
        self._digest = self._body.finish(self._start, step)

    def seal(self, parts: int, sign: Callable[[bytes], bytes]) -> None:
        card = for_piece(self.card, self.card.packet, self.card.part, parts)
        head = encode_head(card, self._wrapped, self._body.length, self._digest)
        signature = sign(head)
        if not signed_by(card.sender_key, signature, head):
            raise ValueError("the packet is not signed by the sender it names")
        self._head = head + signature
        self.file.write_first(self._head)

    def verify(self, steps: Progress) -> None:
        """Compare what is on the disk with what was written; the hash stands for the body."""
        digest, head, length = new_hash(), b"", 0
        for data in self.file.read_back():
            steps.check()
            missing = self._start - len(head)
            head += data[:missing]
            digest.update(data[missing:])
            length += len(data)
        if (head, length, digest.digest()) != (self._head, self.length, self._digest):
            raise unequal()


class _Pieces:
    """The files of one packet, the last of them still growing."""

    def __init__(
        self,
        target: Path,
        card: PacketCard,
        random: Callable[[int], bytes],
        room: int,
        step: int,
    ) -> None:
        self._target, self._card, self._random = target, card, random
        self._room, self._step = room, step
        self._pieces: list[_Piece] = []

    def put(self, frame: bytes) -> None:
        if not 0 < len(frame) <= LARGEST_FRAME:
            raise ValueError("a frame is empty or too large")
        if not self._pieces or self._is_full(self._pieces[-1], len(frame)):
            self._begin()
        self._pieces[-1].put(frame)

    def finish(self, sign: Callable[[bytes], bytes], steps: Progress) -> Written:
        if not self._pieces:
            self._begin()
        self._pieces[-1].end(self._step)
        for piece in self._pieces:
            piece.seal(len(self._pieces), sign)
        for piece in self._pieces:
            piece.verify(steps)
        for piece in self._pieces:
            piece.file.publish()
        flush(self._target.parent)
        return Written(
            tuple(piece.file.target for piece in self._pieces),
            sum(piece.length for piece in self._pieces),
            sum(piece.frames for piece in self._pieces),
        )

    def remove(self) -> None:
        for piece in self._pieces:
            piece.file.remove()
        with suppress(OSError):  # it may have been the folder that failed
            flush(self._target.parent)

    def _is_full(self, piece: _Piece, more: int) -> bool:
        # 8 = the length before the frame and the mark at the end
        return piece.frames >= MOST_FRAMES or piece.plain + more + 8 > self._room

    def _begin(self) -> None:
        if self._pieces:
            self._pieces[-1].end(self._step)
        part = len(self._pieces) + 1
        card = for_piece(self._card, self._random(16), part, part)
        target = piece_name(self._target, part)
        check_target(target, 0)
        self._pieces.append(_Piece(target, card, self._random(32)))
