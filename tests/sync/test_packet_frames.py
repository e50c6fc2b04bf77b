"""Frames of packets: what goes in comes out, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.journal import FeedHead, Run
from db.receipts import Receipt
from sync.messages import BadMessage
from sync.packet_frames import (
    LARGEST_FRAME,
    Frame,
    Opening,
    SnapshotPiece,
    decode_frame,
    encode_frame,
)

DEVICE, EPOCH, CHAIN, SIGNATURE = b"d" * 16, b"e" * 4, b"c" * 32, b"s" * 64
HEAD = FeedHead(DEVICE, "150223102200", EPOCH, 7, CHAIN)
FRAMES: list[Frame] = [
    Opening(DEVICE, [HEAD], "0.1.0", 2),
    Run(DEVICE, "150223102200", EPOCH, 1, 7, b"body", CHAIN, SIGNATURE),
    Receipt(DEVICE, DEVICE, "150223102200", EPOCH, 7, CHAIN, 1_000, SIGNATURE),
    SnapshotPiece(0, True, b"piece"),
]


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: type(frame).__name__)
def test_a_frame_comes_back_as_it_was(frame: Frame) -> None:
    assert decode_frame(encode_frame(frame)) == frame


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: type(frame).__name__)
def test_a_frame_under_another_tag_or_cut_short_is_refused(frame: Frame) -> None:
    data = encode_frame(frame)
    for tag in {0, 1, 2, 3, 4, 5, 255} - {data[0]}:
        with pytest.raises(BadMessage):
            decode_frame(bytes([tag]) + data[1:])
    for length in range(len(data)):
        with pytest.raises(BadMessage):
            decode_frame(data[:length])
    with pytest.raises(BadMessage):
        decode_frame(data + b"\x00")


def test_a_frame_larger_than_allowed_is_refused_unread() -> None:
    data = encode_frame(SnapshotPiece(0, False, bytes(LARGEST_FRAME)))

    with pytest.raises(BadMessage, match="too-large"):
        decode_frame(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_frame_or_refused(data: bytes) -> None:
    try:
        frame = decode_frame(data)
    except BadMessage:
        return
    assert decode_frame(encode_frame(frame)) == frame
