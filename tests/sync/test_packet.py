"""A packet arrives as it was sent, at the one it was sent to, or not at all."""

import os
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.errors import Cancelled, Unavailable
from desktop_app.domain.progress import Progress
from sync.packet import PacketCard, PacketRefused, open_packet, read_card, write_packet
from sync.packet_refusal import SENTENCES
from sync.packet_sealing import SEALED, TAG, padded
from tests.sync.packets import DESK, HUB, OTHER, REALM, STRANGER, names, noise, write

FRAMES = [b"one", noise(5_000), noise(1 << 20), bytes(70_000)]
NAME = "NUTAG-20261125-0001.nutag"


def test_a_packet_arrives_as_it_was_sent(tmp_path: Path) -> None:
    path = DESK.write(tmp_path / NAME, HUB, OTHER, frames=FRAMES)

    for reader in (HUB, OTHER):
        packet = reader.open(path, DESK)
        assert list(packet.frames()) == FRAMES
        assert list(packet.frames()) == FRAMES
        assert packet.frame_count == len(FRAMES)
        assert packet.plain_bytes == sum(map(len, FRAMES)) + 4 * len(FRAMES)
        assert not packet.stranger
    assert names(tmp_path) == [NAME]


def test_a_packet_may_be_empty(tmp_path: Path) -> None:
    packet = HUB.open(write(tmp_path / NAME, []).path, DESK)

    assert list(packet.frames()) == []
    assert packet.frame_count == 0


def test_the_card_is_read_without_a_key(tmp_path: Path) -> None:
    path = DESK.write(tmp_path / NAME, HUB, frames=FRAMES)

    card = read_card(path)

    assert card == read_card(path, whole=False)
    assert replace(card, packet=b"") == DESK.card(HUB)
    assert len(card.packet) == 16


def test_a_bad_stick_shows_without_a_key(tmp_path: Path) -> None:
    path = DESK.write(tmp_path / NAME, HUB, frames=FRAMES)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)

    read_card(path, whole=False)
    with pytest.raises(PacketRefused, match="损坏"):
        read_card(path)


@pytest.mark.parametrize("length", [0, 1, 60_000, 65_520, 65_536, 131_072, 200_000])
def test_lengths_on_the_stick_tell_little(tmp_path: Path, length: int) -> None:
    written = write(tmp_path / NAME, [noise(length)] if length else [])

    assert written.bytes == written.path.stat().st_size
    assert written.bytes % (1 << 16) == 0
    assert written.bytes <= length + (2 << 16)
    assert HUB.open(written.path, DESK).plain_bytes == (length + 4 if length else 0)


def test_every_padding_ends_at_a_step_with_a_last_chunk_that_is_not_empty() -> None:
    for head in (400, 65_000):
        for content in (*range(0, 200_000, 509), SEALED - TAG, SEALED, 2 * SEALED - head):
            plain = padded(content, head, 1 << 16)
            chunks = -(-plain // (SEALED - TAG))
            assert plain >= content
            assert (head + plain + chunks * TAG) % (1 << 16) == 0


def test_nothing_inside_shows_outside(tmp_path: Path) -> None:
    secret = "王小明150223199001011234".encode()
    data = write(tmp_path / NAME, [secret, secret * 50]).path.read_bytes()

    assert secret not in data
    assert "王小明".encode() not in data
    assert b"150223" not in data


def test_a_hub_alone_opens_what_a_stranger_wrote(tmp_path: Path) -> None:
    honest = STRANGER.card(HUB, kind="enrol", introduction=b"an invitation")

    def opened(name: str, card: PacketCard, *, strangers: bool) -> bool:
        path = tmp_path / name
        write_packet(path, card, [b"frame"], sign=STRANGER.signer.sign, random=STRANGER.dice)
        return open_packet(
            path,
            box_private_key=HUB.box_private_key,
            device=HUB.device,
            realm=REALM,
            known=lambda device: None,
            strangers=strangers,
        ).stranger

    assert opened("1.nutag", honest, strangers=True)
    for name, card, strangers in (
        ("2.nutag", honest, False),
        ("4.nutag", replace(honest, sender=OTHER.device), True),
    ):
        with pytest.raises(PacketRefused, match="不能确认"):
            opened(name, card, strangers=strangers)


def test_a_packet_for_others_says_for_whom(tmp_path: Path) -> None:
    path = DESK.write(tmp_path / NAME, HUB, OTHER, frames=FRAMES)
    known = {HUB.device: "旗县区", OTHER.device: "李四的电脑"}

    with pytest.raises(PacketRefused, match="是给旗县区、李四的电脑的，") as caught:
        open_packet(
            path,
            box_private_key=STRANGER.box_private_key,
            device=STRANGER.device,
            realm=REALM,
            known={DESK.device: DESK.public_key}.get,
            name_of=lambda device: known[device],
        )
    assert caught.value.code == "not-for-us"


def test_every_reason_is_a_whole_sentence_with_advice() -> None:
    for code in SENTENCES:
        error = PacketRefused(code)
        assert str(error).endswith("。")
        assert error.advice.endswith("。")


# pieces


def test_a_large_packet_is_several_that_need_no_joining(tmp_path: Path) -> None:
    frames = [noise(50_000, str(number)) for number in range(20)]

    written = write(tmp_path / NAME, frames, piece_bytes=400_000)

    assert [path.name for path in written.paths] == [
        NAME, "NUTAG-20261125-0001.2.nutag", "NUTAG-20261125-0001.3.nutag",
        "NUTAG-20261125-0001.4.nutag",
    ]  # fmt: skip
    assert names(tmp_path) == sorted(path.name for path in written.paths)
    assert all(path.stat().st_size <= 400_000 for path in written.paths)
    packets = [HUB.open(path, DESK) for path in written.paths]
    assert [frame for packet in packets for frame in packet.frames()] == frames
    assert [(packet.card.part, packet.card.parts) for packet in packets] == [
        (1, 4), (2, 4), (3, 4), (4, 4),
    ]  # fmt: skip
    assert len({packet.card.packet for packet in packets}) == 4
    assert (written.frames, written.bytes) == (20, sum(p.stat().st_size for p in written.paths))


def test_a_packet_is_divided_before_a_reader_would_refuse_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("writing", "reading"):
        monkeypatch.setattr(f"sync.packet_{module}.MOST_FRAMES", 7)
        monkeypatch.setattr(f"sync.packet_{module}.LARGEST_PLAIN", 100)
    for frames in ([b"f"] * 20, [bytes(40)] * 6):
        target = tmp_path / f"{len(frames)}.nutag"
        written = write(target, frames)
        packets = [HUB.open(path, DESK) for path in written.paths]
        assert [frame for packet in packets for frame in packet.frames()] == frames
        assert len(packets) == 3


# what goes wrong while it is read


def test_what_is_no_file_is_refused_and_does_not_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/null"), Path("/dev/zero")):
        with pytest.raises(PacketRefused, match="不是本程序的数据包"):
            read_card(path)
    with pytest.raises(Unavailable, match="找不到"):
        read_card(tmp_path / "gone")


def test_a_stick_pulled_out_after_it_was_verified_is_a_sentence(tmp_path: Path) -> None:
    packet = HUB.open(DESK.write(tmp_path / NAME, HUB, frames=FRAMES), DESK)
    frames = packet.frames()
    packet.path.unlink()
    with pytest.raises(Unavailable, match="找不到"):
        list(frames)


def test_a_packet_changed_after_it_was_verified_gives_nothing_false(tmp_path: Path) -> None:
    packet = HUB.open(DESK.write(tmp_path / NAME, HUB, frames=FRAMES), DESK)
    data = bytearray(packet.path.read_bytes())
    data[600_000] ^= 1
    packet.path.write_bytes(data)
    given: list[bytes] = []
    with pytest.raises(PacketRefused, match="损坏"):
        given.extend(packet.frames())
    assert given == FRAMES[: len(given)]


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    path = DESK.write(tmp_path / NAME, HUB, frames=FRAMES)
    progress = Progress()
    progress.cancel()

    with pytest.raises(Cancelled):
        open_packet(
            path, box_private_key=HUB.box_private_key, device=HUB.device, realm=REALM,
            known={DESK.device: DESK.public_key}.get, progress=progress,
        )  # fmt: skip


def test_memory_stays_small_at_any_size(tmp_path: Path) -> None:
    block = noise(1 << 20)

    def most(work: Callable[[], Any]) -> int:
        tracemalloc.start()
        try:
            work()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert most(lambda: write(tmp_path / NAME, [block] * 40)) < 8 << 20
    assert (tmp_path / NAME).stat().st_size > 30 << 20
    assert most(lambda: [None for _ in HUB.open(tmp_path / NAME, DESK).frames()]) < 8 << 20
