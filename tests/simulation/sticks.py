"""Sticks that a driver carries: written by the real packets, read, lost, torn, given to others."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.domain.errors import Refused
from sync.carrying import snapshot_frames, take_frames, take_snapshot, work_frames
from sync.invitation import realm_of
from sync.messages import encode
from sync.packet import PacketCard, PacketRefused, open_packet, read_card, write_packet
from sync.packet_frames import Frame, decode_frame, encode_frame
from tests.simulation.desks import Desk
from tests.simulation.offices import introduction

Sign = Callable[[bytes], bytes]

if TYPE_CHECKING:
    from tests.simulation.simulation import Simulation


@dataclass(frozen=True)
class Stick:
    """A packet on its way to the hub (an empty name) or to a desk."""

    path: Path
    to: str


class Drivers:
    """Everybody who carries sticks."""

    def __init__(self, world: "Simulation") -> None:
        self.world = world
        self.folder = world.folder / "sticks"
        self.folder.mkdir()
        self.sticks: list[Stick] = []
        self.written = 0

    def write_work(self, desk: Desk) -> Stick:
        """Write what a desk has no receipt for."""
        world, keys = self.world, desk.store.desk
        replica = world.replica(desk)
        shown = b""
        if replica.authority.certificate(desk.device) is None:
            world.invite(desk)
            assert desk.invitation is not None
            shown = encode(introduction(desk.invitation, desk, replica.heads()))
        hub = world.office.keys
        card = PacketCard(
            realm_of(world.office.root_public),
            "work",
            desk.device,
            keys.public_key,
            ((hub.device, hub.box_key),),
            int(desk.now().timestamp() * 1000) % (1 << 53),
            "test",
            1,
            introduction=shown,
        )
        stick = Stick(self._write(card, list(work_frames(replica)), keys.sign), "")
        self.sticks.append(stick)
        return stick

    def _write(self, card: PacketCard, frames: list[Frame], sign: Sign) -> Path:
        self.written += 1
        path = self.folder / f"{self.written}.nutag"
        encoded = [encode_frame(frame) for frame in frames]
        dice = self.world.dice
        write_packet(path, card, encoded, sign=sign, random=dice.randbytes, step=256)
        return path

    def write_snapshot(self, desk: Desk, to: Desk) -> Path:
        """Write what a desk of the office has, for another that begins."""
        keys, known = desk.store.desk, self.world.replica(desk).authority.certificate(to.device)
        assert known is not None
        card = PacketCard(
            realm_of(self.world.office.root_public),
            "snapshot",
            desk.device,
            keys.public_key,
            ((to.device, known.box_key),),
            1,
            "test",
            1,
        )
        frames = list(snapshot_frames(self.world.replica(desk)))
        return self._write(card, frames, keys.sign)

    def read_snapshot(self, desk: Desk, path: Path) -> None:
        """Begin with a snapshot."""
        replica = self.world.replica(desk)
        take_snapshot(replica, self._open_at(desk, path))
        replica.settle_scope()

    def arrive(self) -> None:
        """Let some stick come to an end: read, read and kept, lost, torn, or at another desk."""
        if not self.sticks:
            return
        dice = self.world.dice
        stick = dice.choice(self.sticks)
        fate = dice.choices(["read", "keep", "lose", "tear", "stray"], [6, 3, 1, 2, 1])[0]
        self.world.outcome.counts[f"stick {fate}"] += 1
        if fate == "stray":
            self._stray(stick)
        elif fate == "tear":
            self._tear(stick)
        elif fate == "lose":
            self.sticks.remove(stick)
        else:
            self.read(stick)
            if fate == "read":
                self.sticks.remove(stick)

    def _stray(self, stick: Stick) -> None:
        """Let a desk read what is for somebody else: it must be refused."""
        others = [desk for name, desk in self.world.desks.items() if name != stick.to]
        desk = self.world.dice.choice(others)
        if stick.to and self.world.desks[stick.to].device == desk.device:
            return  # a clone is the same desk
        try:
            self._open_at(desk, stick.path)
        except PacketRefused:
            return
        self.world.outcome.problems.append(f"{desk.name} read a packet for {stick.to or 'hub'}")

    def _tear(self, stick: Stick) -> None:
        """Cut a copy short, or turn one bit of it: nobody may take anything of it."""
        dice, data = self.world.dice, bytearray(stick.path.read_bytes())
        at = dice.randrange(len(data))
        if dice.random() < 0.5:
            del data[at:]
        else:
            data[at] ^= 1 << dice.randrange(8)
        torn = stick.path.with_suffix(".torn")
        torn.write_bytes(data)
        try:
            if stick.to:
                self._open_at(self.world.desks[stick.to], torn)
            else:
                self.world.office.hub().read_packet(torn)
        except PacketRefused:
            return
        self.world.outcome.problems.append(f"a packet torn at {at} of {len(data)} was opened")

    def read(self, stick: Stick) -> None:
        """Let a stick be read where it should be."""
        if stick.to:
            desk = self.world.desks[stick.to]
            self.world.surviving(desk, lambda: self._read_at(desk, stick.path))
        else:
            self._read_at_hub(stick.path)

    def _read_at(self, desk: Desk, path: Path) -> None:
        replica = self.world.replica(desk)
        take_frames(replica, self._open_at(desk, path))
        replica.settle_scope()

    def _open_at(self, desk: Desk, path: Path) -> list[Frame]:
        keys, authority = desk.store.desk, self.world.replica(desk).authority
        hub = self.world.office.keys
        packet = open_packet(
            path,
            box_private_key=blake2b(keys.private_key, person=b"nutag-box", digest_size=32).digest(),
            device=desk.device,
            realm=realm_of(self.world.office.root_public),
            known=lambda device: (
                hub.public_key if device == hub.device else authority.public_key(device)
            ),
        )
        return [decode_frame(frame) for frame in packet.frames()]

    def _read_at_hub(self, path: Path) -> None:
        """Take a packet at the hub, and write the reply to the same stick."""
        office = self.world.office
        card = read_card(path)
        known = office.hub().books.certificate(card.sender)
        if (known is None and not self.world.may_order()) or (known and known.revoked):
            return
        try:
            office.order(lambda hub: hub.read_packet(path))
        except Refused as told:  # what a person reads; the code, as by network, is behind it
            raise told.__cause__ or told from None
        self.written += 1
        reply = self.folder / f"{self.written}.nutag"
        office.order(lambda hub: hub.write_reply(reply, card.sender))
        names = [n for n, each in self.world.desks.items() if each.device == card.sender]
        self.sticks.append(Stick(reply, self.world.dice.choice(names)))
