"""Made-up desks that write packets to each other."""

from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from db.journal import device_id
from sync.packet import Kind, Packet, PacketCard, Written, open_packet, write_packet
from tests.sessions import Dice

REALM = b"r" * 16
MADE_AT = 1_764_032_400_000


@dataclass(frozen=True)
class Party:
    """Somebody with keys: made up from a name."""

    name: str
    dice: Dice = field(default_factory=Dice)

    @property
    def signer(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._secret(b"sign"))

    @property
    def public_key(self) -> bytes:
        return self.signer.public_key().public_bytes_raw()

    @property
    def device(self) -> bytes:
        return device_id(self.public_key)

    @property
    def box_private_key(self) -> bytes:
        return self._secret(b"box")

    @property
    def box_key(self) -> bytes:
        private = X25519PrivateKey.from_private_bytes(self.box_private_key)
        return private.public_key().public_bytes_raw()

    def card(
        self, *to: "Party", kind: Kind = "work", introduction: bytes = b"", realm: bytes = REALM
    ) -> PacketCard:
        """Return the card of a packet from here."""
        recipients = tuple((each.device, each.box_key) for each in to)
        return PacketCard(
            realm, kind, self.device, self.public_key, recipients, MADE_AT, "0.1.0", 2,
            introduction,
        )  # fmt: skip

    def write(self, target: Path, *to: "Party", frames: list[bytes], step: int = 1024) -> Path:
        """Write a packet, small unless told otherwise, and return its path."""
        written = write_packet(
            target, self.card(*to), frames, sign=self.signer.sign, random=self.dice, step=step
        )
        return written.path

    def open(self, path: Path, *known: "Party", revoked: tuple[bytes, ...] = ()) -> Packet:
        """Open a packet here, trusting whom the authority names."""
        keys = {each.device: each.public_key for each in known}
        return open_packet(
            path,
            box_private_key=self.box_private_key,
            device=self.device,
            realm=REALM,
            known=keys.get,
            is_revoked=lambda device: device in revoked,
        )

    def _secret(self, purpose: bytes) -> bytes:
        return blake2b(self.name.encode(), key=purpose, digest_size=32).digest()


def noise(length: int, seed: str = "noise") -> bytes:
    """Return bytes that do not compress, the same for the same seed."""
    blocks = (blake2b(f"{seed}{i}".encode()).digest() for i in range(-(-length // 64)))
    return b"".join(blocks)[:length]


DESK, HUB, OTHER, STRANGER = Party("desk"), Party("hub"), Party("other"), Party("stranger")


def write(target: Path, frames: list[bytes], **options: Any) -> Written:
    """Write a packet of the desk for the hub."""
    return write_packet(
        target, DESK.card(HUB), frames, sign=DESK.signer.sign, random=DESK.dice, **options
    )


def names(folder: Path) -> list[str]:
    """Return what lies in a folder, by name."""
    return sorted(each.name for each in folder.iterdir())
