"""Receipts: what a hub has signed for. Only they make 已到旗县."""

import msgspec

from db import journal
from db.journal import FeedHead


class Receipt(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A hub holds a feed, durably, whole up to ``seq``; ``at_ms`` is the hub's clock."""

    hub: bytes
    device: bytes
    village: str
    epoch: bytes
    seq: int
    chain: bytes
    at_ms: int
    signature: bytes

    @property
    def head(self) -> FeedHead:
        """Return the place the receipt is for."""
        return FeedHead(self.device, self.village, self.epoch, self.seq, self.chain)


def receipt_text(hub: bytes, head: FeedHead, at_ms: int) -> bytes:
    """Return the bytes that a hub signs."""
    return journal.pack(["rc1", hub, head.key, head.seq, head.chain, at_ms])
