"""Packets: what desks and hubs carry to each other on a stick, sealed for who is to read it.

The container only; ``sync.packet_frames`` says what a frame is, ``sync.carrying`` what is done
with it. A packet is verified whole before anything of it is used, and holds no file names.
"""

from sync.packet_card import LARGEST_PLAIN, MOST_FRAMES, Kind, PacketCard
from sync.packet_part import PART
from sync.packet_reading import Packet, open_packet, read_card
from sync.packet_refusal import PacketRefused
from sync.packet_writing import ENDING, PIECE, Written, write_packet

__all__ = [
    "ENDING",
    "LARGEST_PLAIN",
    "MOST_FRAMES",
    "PART",
    "PIECE",
    "Kind",
    "Packet",
    "PacketCard",
    "PacketRefused",
    "Written",
    "open_packet",
    "read_card",
    "write_packet",
]
