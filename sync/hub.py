"""A hub: one per banner, and one above them for a city.

It keeps what authors signed and signs for what it holds; it changes nothing and judges no
record.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from db import feed_store
from db.feeds import SCHEMA
from db.hub_keys import HubKeys
from db.journal import FeedHead, Run
from db.sql import Sql
from desktop_app.domain.errors import Refused
from desktop_app.domain.exchange_words import reason_sentence
from desktop_app.domain.progress import Progress
from sync.certificates import HUB_ROLE, Certificate
from sync.desk_journal import APP
from sync.hub_books import HubBooks, HubWorld
from sync.hub_refusal import HubRefusal
from sync.hub_serving import HubServing
from sync.hub_taking import is_own, of_desk, of_stranger, take_runs
from sync.invitation import realm_of
from sync.messages import BadMessage, EnrolRequest, decode
from sync.packet import (
    ENDING,
    Packet,
    PacketCard,
    PacketRefused,
    Written,
    open_packet,
    write_packet,
)
from sync.packet_frames import Frame, Opening, decode_frame, encode_frame

TOGETHER = 64
"""Runs of a packet that are taken in one transaction."""


@dataclass(slots=True)
class PacketTaken:
    """What reading a packet came to: who sent it, whether it was let in by it, new entries.

    ``again`` says that the same packet had been read here before.
    """

    card: PacketCard
    officer: str
    enrolled: bool = False
    again: bool = False
    entries: int = 0
    refused: dict[bytes, str] = field(default_factory=dict)


class Hub(HubServing):
    """One hub over its store; several processes may run one each over one PostgreSQL.

    Safe to use from any thread.
    """

    def __init__(self, sql: Sql, keys: HubKeys, world: HubWorld) -> None:
        super().__init__(HubBooks(sql, keys, world))

    def read_packet(self, path: Path, progress: Progress | None = None) -> PacketTaken:
        """Take in what a packet brings; a sender that shows an invitation is let in first.

        What the sender knows of this hub's own authority comes before that: a hub that was set
        back finds in it who the sender is.

        The packet is verified whole before anything is written. ``Refused`` with a sentence if
        it or its sender may not come in; reading it again changes nothing.
        """
        keys, authority = self.books.keys, self.books.authority()
        packet = open_packet(
            path,
            box_private_key=keys.box_private_key,
            device=keys.device,
            realm=realm_of(keys.root_public_key),
            known=authority.public_key,
            is_revoked=lambda device: _is_revoked(self.books.certificate(device)),
            strangers=True,
            progress=progress,
        )
        try:
            self._hear_own_words(packet)
            enrolled = self.books.certificate(packet.card.sender) is None
            if enrolled:
                self._let_in(packet.card)
            desk = self.known(packet.card.sender)
        except HubRefusal as refusal:
            raise _told(refusal.code) from refusal
        taken = PacketTaken(packet.card, desk.officer, enrolled=enrolled)
        self._take_frames(desk, map(_read_frame, packet.frames()), taken, progress or Progress())
        taken.again = not self._remember(packet.card)
        return taken

    def write_reply(self, target: Path, device: bytes, progress: Progress | None = None) -> Written:
        """Write what a desk needs to a file, or to a new file in a folder.

        That is the authority, what it lacks of its villages by the heads it last told, and a
        receipt for each of its feeds.
        """
        try:
            desk = self.known(device)
        except HubRefusal as refusal:
            raise _told(refusal.code) from refusal
        keys = self.books.keys
        card = PacketCard(
            realm=realm_of(keys.root_public_key),
            kind="reply",
            sender=keys.device,
            sender_key=keys.public_key,
            recipients=((desk.device, desk.box_key),),
            made_at_ms=self.books.now_ms(),
            app=APP,
            schema=SCHEMA,
        )
        if target.is_dir():
            name = f"{device.hex()[:8]}-{self.books.world.random(4).hex()}"
            target = target / f"reply-{name}{ENDING}"
        frames = map(encode_frame, self.reply_frames(desk))
        return write_packet(
            target,
            card,
            frames,
            sign=keys.sign,
            random=self.books.world.random,
            progress=progress,
        )

    def reply_frames(self, desk: Certificate) -> Iterator[Frame]:
        """Yield what a desk lacks, authority first, and its receipts."""
        codes = self._readable(desk)
        heads = [
            head
            for first in range(0, len(codes), TOGETHER)
            for head in feed_store.heads(self.books.sql, codes[first : first + TOGETHER])
        ]
        yield Opening(self.books.keys.device, heads, APP, SCHEMA)
        theirs = self._told_heads(desk.device)
        for head in sorted(heads, key=lambda head: len(head.village)):
            yield from self._lacking(head, theirs.get(head.key), own=head.device == desk.device)
        yield from self.books.receipts_for(desk.device)

    def _readable(self, desk: Certificate) -> list[str]:
        if desk.role == HUB_ROLE:
            return [desk.county]
        return [
            code
            for code, arrivals, _ in self.states_for(desk, ())
            if arrivals and self.reads(desk, code)
        ]

    def _lacking(
        self, head: FeedHead, other: FeedHead | None, *, own: bool = False
    ) -> Iterator[Run]:
        """Yield the runs of a feed that a desk with this head lacks; all if it has a fork.

        What a desk told of its ``own`` feed came with its entries: if it still reaches further
        than here, they were refused.
        """
        sql, seq = self.books.sql, other.seq if other else 0
        if seq > head.seq and not own:
            return
        if other and feed_store.chain_at(sql, head.key, seq) != other.chain:
            seq = 0
        yield from feed_store.runs_after(sql, head.key, seq)

    def _hear_own_words(self, packet: Packet) -> None:
        """Take the hub's own authority from the beginning of a packet, whoever brings it."""
        for frame in map(_read_frame, packet.frames()):
            if isinstance(frame, Opening):
                continue
            if not isinstance(frame, Run) or not is_own(self.books.keys, frame):
                return
            if take_runs(self.books, of_stranger, [frame]).refused:
                return

    def _let_in(self, card: PacketCard) -> None:
        if not card.introduction:
            raise PacketRefused("unknown-sender")
        try:
            request = decode(card.introduction, EnrolRequest)
        except BadMessage as error:
            raise HubRefusal("malformed") from error
        if (request.device, request.public_key) != (card.sender, card.sender_key):
            raise HubRefusal("bad-signature")
        self.enrol(request)

    def _take_frames(
        self, desk: Certificate, frames: Iterator[Frame], taken: PacketTaken, steps: Progress
    ) -> None:
        waiting: list[Run] = []
        for frame in steps.over(frames):
            if isinstance(frame, Run):
                waiting.append(frame)
            elif isinstance(frame, Opening) and frame.device == desk.device:
                self._keep_heads(frame)
            if len(waiting) >= TOGETHER:
                self._take(desk, waiting, taken)
        self._take(desk, waiting, taken)

    def _take(self, desk: Certificate, waiting: list[Run], taken: PacketTaken) -> None:
        if waiting:
            intake = take_runs(self.books, of_desk(desk), waiting)
            taken.entries += intake.entries
            taken.refused |= intake.refused
            waiting.clear()

    def _keep_heads(self, opening: Opening) -> None:
        with self.books.sql.transaction():
            self.books.sql.run(
                "INSERT INTO desk_heads (device, heads, at_ms) VALUES (?, ?, ?)"
                " ON CONFLICT (device) DO UPDATE SET heads = excluded.heads,"
                " at_ms = excluded.at_ms",
                (opening.device, msgspec.msgpack.encode(opening.heads), self.books.now_ms()),
            )

    def _told_heads(self, device: bytes) -> dict[bytes, FeedHead]:
        rows = self.books.sql.fetch("SELECT heads FROM desk_heads WHERE device = ?", (device,))
        heads = msgspec.msgpack.decode(rows[0][0], type=list[FeedHead]) if rows else []
        return {head.key: head for head in heads}

    def _remember(self, card: PacketCard) -> bool:
        """Remember a packet; say whether it was new here."""
        with self.books.sql.transaction():
            return bool(
                self.books.sql.run(
                    "INSERT INTO packet_seen (id, device, at_ms) VALUES (?, ?, ?)"
                    " ON CONFLICT DO NOTHING",
                    (card.packet, card.sender, self.books.now_ms()),
                )
            )


def _read_frame(data: bytes) -> Frame:
    try:
        return decode_frame(data)
    except BadMessage as error:
        raise PacketRefused("damaged") from error


def _is_revoked(certificate: Certificate | None) -> bool:
    return certificate is not None and certificate.revoked


def _told(code: str) -> Refused:
    what, advice = reason_sentence(code)
    return Refused(what, advice=advice)
