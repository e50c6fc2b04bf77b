"""A packet arrives as it was sent, at the one it was sent to, or not at all."""

from pathlib import Path

from tests.sync.packets import DESK, HUB, OTHER, noise

FRAMES = [b"one", noise(5_000), noise(1 << 20), bytes(70_000)]


def test_a_packet_arrives_as_it_was_sent(tmp_path: Path) -> None:
    path = DESK.write(tmp_path / "NUTAG-20261125-0001.nutag", HUB, OTHER, frames=FRAMES)

    for reader in (HUB, OTHER):
        packet = reader.open(path, DESK)
        assert list(packet.frames()) == FRAMES
        assert list(packet.frames()) == FRAMES
        assert packet.frame_count == len(FRAMES)
        assert packet.card.sender == DESK.device
        assert not packet.introduced
    assert [each.name for each in tmp_path.iterdir()] == ["NUTAG-20261125-0001.nutag"]
