"""Sticks that a driver carries: written by the real packets, read, lost, torn, given to others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from db.journal import Run
from db.receipts import Receipt
from sync.carrying import take_frames, work_frames
from sync.invitation import realm_of
from sync.messages import EnrolRequest, Push, decode, encode
from sync.packet import PacketCard, PacketRefused, open_packet, write_packet
from sync.packet_frames import Frame, Opening, decode_frame, encode_frame
from tests.simulation.desks import COUNTY, Desk
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

    def write_work(self, desk: Desk) -> None:
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
        self._write(card, list(work_frames(replica)), keys.sign, "")

    def _write(self, card: PacketCard, frames: list[Frame], sign: Sign, to: str) -> None:
        self.written += 1
        path = self.folder / f"{self.written}.nutag"
        encoded = [encode_frame(frame) for frame in frames]
        dice = self.world.dice
        write_packet(path, card, encoded, sign=sign, random=dice.randbytes, step=256)
        self.sticks.append(Stick(path, to))

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
            self._read(stick)
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
                self._open_at_hub(torn)
        except PacketRefused:
            return
        self.world.outcome.problems.append(f"a packet torn at {at} of {len(data)} was opened")

    def _read(self, stick: Stick) -> None:
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

    def _open_at_hub(self, path: Path) -> tuple[PacketCard, list[Frame]]:
        keys = self.world.office.keys
        authority = self.world.office.hub().books.authority()
        packet = open_packet(
            path,
            box_private_key=keys.box_private_key,
            device=keys.device,
            realm=realm_of(keys.root_public_key),
            known=authority.public_key,
            introductions=True,
        )
        return packet.card, [decode_frame(frame) for frame in packet.frames()]

    def _read_at_hub(self, path: Path) -> None:
        """Take a packet at the hub, and write the reply to the same stick."""
        office = self.world.office
        try:
            card, frames = self._open_at_hub(path)
        except PacketRefused as refused:
            if refused.code == "unknown-sender" and self.world.hub_set_back:
                return
            raise
        if card.introduction and office.hub().books.authority().certificate(card.sender) is None:
            if not self.world.may_order():
                return
            request = decode(card.introduction, EnrolRequest)
            office.order(lambda hub: hub.enrol(request))
        desk = office.hub().books.authority().certificate(card.sender)
        if desk is None or desk.revoked:
            return
        runs = [frame for frame in frames if isinstance(frame, Run)]
        answer = office.order(lambda hub: hub.push(card.sender, Push(runs)))
        opening = next(frame for frame in frames if isinstance(frame, Opening))
        self._reply(card, opening, answer.receipts)

    def _reply(self, card: PacketCard, opening: Opening, receipts: Sequence[Receipt]) -> None:
        office = self.world.office
        hub, keys = office.hub(), office.keys
        desk = hub.books.authority().certificate(card.sender)
        assert desk is not None
        here = {head.key: head for head in opening.heads}
        heads = [
            head
            for head in office.heads()
            if head.village == COUNTY or head.village.startswith(desk.prefixes)
        ]
        frames: list[Frame] = [Opening(keys.device, heads, "hub", 1), *hub.books.authority_runs()]
        for head in heads:
            if head.village == COUNTY:
                continue
            known = here.get(head.key)
            own = head.device == card.sender
            same = known is not None and office.chain_at(head.key, known.seq) == known.chain
            frames += office.runs(head.key, known.seq if known and same and not own else 0)
        names = [n for n, each in self.world.desks.items() if each.device == card.sender]
        reply = PacketCard(
            card.realm,
            "reply",
            keys.device,
            keys.public_key,
            ((desk.device, desk.box_key),),
            1,
            "test",
            1,
        )
        self._write(reply, [*frames, *receipts], keys.sign, self.world.dice.choice(names))
