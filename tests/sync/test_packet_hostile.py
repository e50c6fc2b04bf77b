"""What is broken, forged or hostile is refused whole, and costs little."""

import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard

from sync import packet_card
from sync.packet import PacketRefused
from sync.packet_card import MAGIC, SIGNATURE, START, encode_head, wrapping_context
from sync.packet_frames import LARGEST_FRAME
from sync.packet_sealing import CHUNK, Chunks, new_hash, wrap
from tests.sync.packets import DESK, HUB, OTHER, STRANGER, Party, noise

FRAMES = [b"first frame", noise(7_500, "a"), noise(7_500, "b"), bytes(3_000)]
CODES = {"not-ours", "cut-off", "damaged", "newer-version", "unknown-suite", "too-large"}


def refusal(reader: Party, path: Path, *known: Party, revoked: tuple[bytes, ...] = ()) -> str:
    """Return the code with which a packet is refused; empty if it was taken."""
    try:
        packet = reader.open(path, *known, revoked=revoked)
    except PacketRefused as error:
        return error.code
    list(packet.frames())
    return ""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a good packet of about 16 KiB."""
    path = DESK.write(tmp_path / "good.nutag", HUB, frames=FRAMES)
    assert 14_000 < path.stat().st_size < 18_000
    return path


def test_a_packet_cut_off_at_any_byte_is_refused(path: Path) -> None:
    good = path.read_bytes()
    bad = path.with_name("bad.nutag")
    with bad.open("wb", buffering=0) as file:
        file.write(good)
        for length in range(len(good) - 1, -1, -1):
            file.truncate(length)
            code = refusal(HUB, bad, DESK)
            assert code == ("cut-off" if length else "not-ours"), length
    assert path.read_bytes() == good
    assert sorted(path.parent.iterdir()) == [bad, path]


def test_a_packet_with_any_byte_changed_is_refused(path: Path) -> None:
    good = path.read_bytes()
    bad = path.with_name("bad.nutag")
    with bad.open("wb", buffering=0) as file:
        file.write(good)
        for place, byte in enumerate(good):
            file.seek(place)
            file.write(bytes([byte ^ 1 << place % 8]))
            assert refusal(HUB, bad, DESK) in CODES, place
            file.seek(place)
            file.write(bytes([byte]))
    assert bad.read_bytes() == path.read_bytes() == good
    assert refusal(HUB, bad, DESK) == ""
    assert sorted(path.parent.iterdir()) == [bad, path]


def test_every_bit_of_the_head_counts(path: Path) -> None:
    good = path.read_bytes()
    bad = path.with_name("bad.nutag")
    with bad.open("wb", buffering=0) as file:
        file.write(good)
        for bit in range(8 * (START + _header_length(good) + SIGNATURE)):
            byte = good[bit // 8]
            file.seek(bit // 8)
            file.write(bytes([byte ^ 1 << bit % 8]))
            assert refusal(HUB, bad, DESK) in CODES, bit
            file.seek(bit // 8)
            file.write(bytes([byte]))


def test_a_byte_more_or_less_or_twice_anywhere_is_refused(path: Path) -> None:
    good = path.read_bytes()
    for place in range(0, len(good) + 1, 37):
        for changed in (
            good[:place] + b"\x00" + good[place:],
            good[:place] + good[place + 1 :] if place < len(good) else good + good,
            good[:place] + good[place : place + 16] * 2 + good[place + 16 :] + b"!",
        ):
            path.write_bytes(changed)
            assert refusal(HUB, path, DESK) in CODES, place


# who it is from, and for


def test_packets_of_the_wrong_people_are_refused_with_the_reason(tmp_path: Path) -> None:
    numbers = count()

    def written(by: Party, *to: Party) -> Path:
        return by.write(tmp_path / f"{next(numbers)}.nutag", *to, frames=FRAMES)

    for_hub = written(DESK, HUB)
    assert refusal(HUB, for_hub, DESK) == ""
    assert refusal(HUB, for_hub) == "unknown-sender"
    assert refusal(HUB, for_hub, OTHER) == "unknown-sender"
    assert refusal(HUB, for_hub, DESK, revoked=(DESK.device,)) == "revoked-sender"
    assert refusal(OTHER, for_hub, DESK) == "not-for-us"
    assert refusal(DESK, for_hub, DESK) == "own"
    assert refusal(HUB, written(STRANGER, HUB), DESK, OTHER) == "unknown-sender"
    assert refusal(HUB, written(DESK, OTHER, STRANGER), DESK) == "not-for-us"


def test_a_stranger_cannot_write_in_the_name_of_a_desk(tmp_path: Path) -> None:
    stolen_name = replace(STRANGER.card(HUB), sender=DESK.device)
    path = _forged(tmp_path, stolen_name, STRANGER, [b"frame"])

    assert refusal(HUB, path, DESK) == "unknown-sender"
    assert refusal(HUB, path, DESK, STRANGER) == "unknown-sender"


def test_a_head_signed_anew_by_a_stranger_is_refused(path: Path) -> None:
    good = path.read_bytes()
    end = START + _header_length(good)
    header = msgspec.msgpack.decode(good[START:end])
    for sender, key in ((STRANGER.device, STRANGER.public_key), (DESK.device, STRANGER.public_key)):
        header[3], header[4] = sender, key
        head = good[:START] + msgspec.msgpack.encode(header)
        path.write_bytes(head + STRANGER.signer.sign(head) + good[end + SIGNATURE :])
        assert refusal(HUB, path, DESK) == "unknown-sender"
        # Known or not, the content key is bound to who wrapped it.
        assert refusal(HUB, path, DESK, STRANGER) in {"unknown-sender", "damaged"}


def test_a_recipient_cannot_send_on_what_was_sealed_for_it(path: Path) -> None:
    """A hub that re-signs a desk's body for another reader has no key that opens there."""
    good = path.read_bytes()
    end = START + _header_length(good)
    header = msgspec.msgpack.decode(good[START:end])
    header[3], header[4] = HUB.device, HUB.public_key
    header[5] = [[OTHER.device, OTHER.box_key, header[5][0][2]]]
    head = good[:START] + msgspec.msgpack.encode(header)
    path.write_bytes(head + HUB.signer.sign(head) + good[end + SIGNATURE :])

    assert refusal(OTHER, path, HUB) == "damaged"


def test_other_versions_suites_and_realms_are_named(path: Path) -> None:
    good = path.read_bytes()
    for place, value, code in (
        (8, 2, "newer-version"),
        (8, 0, "not-ours"),
        (9, 0, "unknown-suite"),
        (0, 79, "not-ours"),
    ):
        path.write_bytes(good[:place] + bytes([value]) + good[place + 1 :])
        assert refusal(HUB, path, DESK) == code
    other = _forged(path.parent, DESK.card(HUB, realm=b"x" * 16), DESK, [b"frame"])
    assert refusal(HUB, other, DESK) == "other-realm"


def test_two_valid_packets_cannot_be_mixed(tmp_path: Path) -> None:
    one = DESK.write(tmp_path / "1.nutag", HUB, frames=FRAMES).read_bytes()
    two = DESK.write(tmp_path / "2.nutag", HUB, frames=FRAMES).read_bytes()
    assert len(one) == len(two)
    assert one != two
    mixed = tmp_path / "mixed.nutag"
    for place in range(1, len(one), 31):
        mixed.write_bytes(one[:place] + two[place:])
        if mixed.read_bytes() != two:  # they begin alike
            assert refusal(HUB, mixed, DESK) == "damaged", place


@pytest.mark.parametrize(
    ("field", "forge", "code"),
    [
        (0, lambda old, dice: dice[:16], "other-realm"),
        (1, lambda old, dice: dice[:16], "damaged"),
        (2, lambda old, dice: dice.hex(), "damaged"),
        (3, lambda old, dice: dice[:16], "unknown-sender"),
        (4, lambda old, dice: dice[:32], "damaged"),
        (5, lambda old, dice: [[HUB.device, HUB.box_key, dice + dice[:16]]], "damaged"),
        (5, lambda old, dice: [[HUB.device, dice[:32], dice + dice[:16]]], "damaged"),
        (5, lambda old, dice: [[dice[:16], HUB.box_key, dice + dice[:16]]], "not-for-us"),
        (10, lambda old, dice: dice[:44], "damaged"),
        (10, lambda old, dice: old[:12] + dice[:32], "damaged"),
    ],
    ids=["realm", "packet", "kind", "sender", "key", "wrapped", "box", "recipient", "sums", "hash"],
)
def test_two_hundred_forgeries_of_each_field_are_refused(
    path: Path, field: int, forge: Callable[[Any, bytes], object], code: str
) -> None:
    """The sender itself signs them: not the signature alone must hold."""
    good = path.read_bytes()
    end = START + _header_length(good)
    header = msgspec.msgpack.decode(good[START:end])
    honest = header[field]
    for number in range(200):
        header[field] = forge(honest, noise(64, f"{field} {number}"))
        packed = msgspec.msgpack.encode(header)
        head = good[:10] + struct.pack(">I", len(packed)) + packed
        path.write_bytes(head + DESK.signer.sign(head) + good[end + SIGNATURE :])
        assert refusal(HUB, path, DESK) in {code, "cut-off" if field == 10 else code}, number


# chunks and content that an insider's own key signs


def test_chunks_cannot_be_swapped_repeated_or_left_out(tmp_path: Path) -> None:
    """Even signed anew by the sender itself, whose hash then fits."""
    content = _squeezed([noise(1 << 18, "c")])
    key, packet = b"k" * 32, b"p" * 16
    chunks = Chunks(key, packet)
    pieces = [content[i : i + CHUNK] for i in range(0, len(content), CHUNK)]
    sealed = [chunks.seal(piece, last=piece is pieces[-1]) for piece in pieces]
    assert len(sealed) > 4
    good = _signed(tmp_path, DESK, key, b"".join(sealed))
    assert refusal(HUB, good, DESK) == ""
    for order in (
        [1, 0, *range(2, len(sealed))],
        [0, 0, *range(1, len(sealed))],
        [*range(1, len(sealed))],
        [*range(len(sealed) - 1)],
        [*range(len(sealed) - 2), len(sealed) - 1],
    ):
        body = b"".join(sealed[number] for number in order)
        assert refusal(HUB, _signed(tmp_path, DESK, key, body), DESK) in {"damaged", "cut-off"}


def test_a_chunk_opens_at_its_place_in_its_packet_alone() -> None:
    key, packet = b"k" * 32, b"p" * 16

    def sealed(*, last: bool) -> bytes:
        return Chunks(key, packet).seal(b"content", last=last)

    second = Chunks(key, packet)
    second.seal(b"before", last=False)
    assert Chunks(key, packet).open(sealed(last=True), last=True) == b"content"
    for chunks, data, last in (
        (Chunks(key, packet), sealed(last=False), True),
        (Chunks(key, packet), sealed(last=True), False),
        (Chunks(key, b"q" * 16), sealed(last=True), True),
        (second, sealed(last=True), True),
    ):
        with pytest.raises(PacketRefused):
            chunks.open(data, last=last)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "damaged"),
        (b"no zstd at all", "damaged"),
        ((4).to_bytes(4, "big") + b"abc", "damaged"),
        (LARGEST_FRAME.to_bytes(4, "big") + bytes(100), "damaged"),
        ((LARGEST_FRAME + 1).to_bytes(4, "big") + bytes(LARGEST_FRAME + 2), "too-large"),
        (b"\xff\xff\xff\xff" + bytes(100), "too-large"),
    ],
    ids=["empty", "noise", "short frame", "short large frame", "large frame", "huge frame"],
)
def test_content_that_is_no_frames_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    raw = content if content.startswith(b"no") else zstandard.compress(content)
    path = _signed(tmp_path, DESK, b"k" * 32, Chunks(b"k" * 32, b"p" * 16).seal(raw, last=True))

    assert refusal(HUB, path, DESK) == code


def test_too_many_frames_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.packet_reading.MOST_FRAMES", 5)
    frames = [b"f"] * 5
    assert refusal(HUB, DESK.write(tmp_path / "5.nutag", HUB, frames=frames), DESK) == ""
    six = DESK.write(tmp_path / "6.nutag", HUB, frames=[*frames, b"f"])
    assert refusal(HUB, six, DESK) == "too-large"


def test_a_window_larger_than_we_write_is_refused(tmp_path: Path) -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=25)
    squeeze = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    raw = squeeze.compress(b"\x00\x00\x00\x01f" + bytes(4)) + squeeze.flush()
    path = _signed(tmp_path, DESK, b"k" * 32, Chunks(b"k" * 32, b"p" * 16).seal(raw, last=True))

    assert refusal(HUB, path, DESK) == "damaged"


@pytest.mark.parametrize("hostile", ["header", "body", "bomb"])
def test_a_hostile_packet_costs_little_memory(tmp_path: Path, hostile: str) -> None:
    """Measured in a process of its own: the most that a refusal ever held."""
    path = {"header": _huge_header, "body": _huge_body, "bomb": _bomb}[hostile](tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", _READER, str(path)], capture_output=True, text=True, timeout=60,
        check=True,
    )  # fmt: skip
    code, more = done.stdout.split()
    assert code == {"header": "damaged", "body": "cut-off", "bomb": "too-large"}[hostile]
    assert int(more) < 64 << 10, "KiB"


_READER = """
import resource, sys
from pathlib import Path
from sync.packet import PacketRefused
from tests.sync.packets import DESK, HUB
small = Path(sys.argv[1]).with_name("small.nutag")
HUB.open(DESK.write(small, HUB, frames=[b"frame"]), DESK)  # what any packet needs
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    HUB.open(Path(sys.argv[1]), DESK)
except PacketRefused as error:
    print(error.code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def _huge_header(folder: Path) -> Path:
    path = folder / "header.nutag"
    with path.open("wb") as file:
        file.write(MAGIC + struct.pack(">BBI", 1, 1, 0xFFFFFFFF))
        file.truncate(1 << 32)  # sparse: it takes no room
    return path


def _huge_body(folder: Path) -> Path:
    card = replace(DESK.card(HUB), packet=b"p" * 16)
    head = encode_head(card, [bytes(80)], (1 << 64) - 1, bytes(32))
    path = folder / "body.nutag"
    path.write_bytes(head + DESK.signer.sign(head) + bytes(1 << 16))
    return path


def _bomb(folder: Path) -> Path:
    """Gigabytes of frames in a few hundred KiB."""
    frame = (1 << 20).to_bytes(4, "big") + bytes(1 << 20)
    squeeze = zstandard.ZstdCompressor(level=1).compressobj()
    content = b"".join(squeeze.compress(frame) for _ in range(1_000)) + squeeze.flush()
    chunks = Chunks(b"k" * 32, b"p" * 16)
    pieces = [content[i : i + CHUNK] for i in range(0, len(content), CHUNK)]
    body = b"".join(chunks.seal(piece, last=piece is pieces[-1]) for piece in pieces)
    return _signed(folder, DESK, b"k" * 32, body)


def _header_length(packet: bytes) -> int:
    return int(struct.unpack(">I", packet[10:14])[0])


def _squeezed(frames: list[bytes]) -> bytes:
    plain = b"".join(len(frame).to_bytes(4, "big") + frame for frame in frames)
    return zstandard.compress(plain + bytes(4))


def _forged(folder: Path, card: packet_card.PacketCard, by: Party, frames: list[bytes]) -> Path:
    """Write what ``write_packet`` would not let pass, all but honest."""
    return _sealed(
        folder, card, by, Chunks(b"k" * 32, b"p" * 16).seal(_squeezed(frames), last=True)
    )


def _signed(folder: Path, by: Party, key: bytes, body: bytes) -> Path:
    """Write a packet for the hub around a body, all else in order."""
    return _sealed(folder, by.card(HUB), by, body, key)


def _sealed(
    folder: Path, card: packet_card.PacketCard, by: Party, body: bytes, key: bytes = b"k" * 32
) -> Path:
    card = replace(card, packet=b"p" * 16)
    wrapped = [wrap(key, box, wrapping_context(card, who, box)) for who, box in card.recipients]
    digest = new_hash()
    digest.update(body)
    head = encode_head(card, wrapped, len(body), digest.digest())
    path = folder / "made.nutag"
    path.write_bytes(head + by.signer.sign(head) + body)
    return path
