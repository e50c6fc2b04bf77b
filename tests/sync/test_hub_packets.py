"""The hub and sticks: what a packet brings is taken like a push, and the reply brings it home."""

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

import msgspec
import pytest

from db import exchange_store, feed_store
from db.desk import box_key, box_private_key
from db.feeds import SCHEMA
from db.journal import Run
from db.sql import SqliteSql
from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from sync.carrying import take_frames, work_frames
from sync.exchange import exchange
from sync.hub import Hub, PacketTaken
from sync.invitation import Invitation, enrol_request
from sync.messages import Push, encode
from sync.packet import Packet, PacketCard, PacketRefused, open_packet, write_packet
from sync.packet_frames import Frame, decode_frame, encode_frame
from sync.replica import DeskReplica
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person
from tests.sync.hubs import COUNTY, ON_BOTH_STORES, Author, LocalPeer, open_made_up_desk, remembered

pytestmark = ON_BOTH_STORES


class StickDesk:
    """A real desk that meets its hub by stick alone."""

    def __init__(self, hub: Hub, folder: Path, name: str) -> None:
        self.hub, self.folder = hub, folder
        self.numbers = count(1)
        self.session: Session = open_made_up_desk(folder / name, name)
        roots = {COUNTY: hub.books.keys.root_public_key}
        self.replica = DeskReplica(self.session.store, roots)
        own = self.session.store.desk
        self.box = box_private_key(own.private_key)
        self.invitation: Invitation = hub.invite("苏日娜", "specialist", [VILLAGE, OTHER_VILLAGE])

    def request(self) -> bytes:
        own = self.session.store.desk
        return encode(
            enrol_request(
                self.invitation,
                public_key=own.public_key,
                box_key=box_key(own.private_key),
                user=own.officer_id,
                heads=self.replica.heads([VILLAGE, OTHER_VILLAGE]),
                device=own.device,
                sign=own.sign,
            )
        )

    def write(self, frames: Iterable[Frame] | None = None, introduction: bytes = b"") -> Path:
        own, keys = self.session.store.desk, self.hub.books.keys
        target = self.folder / f"work-{own.device.hex()[:6]}-{next(self.numbers)}.nutag"
        card = PacketCard(
            realm=self.invitation.realm,
            kind="work",
            sender=own.device,
            sender_key=own.public_key,
            recipients=((keys.device, keys.box_key),),
            made_at_ms=self.hub.books.now_ms(),
            app="0.1.0",
            schema=SCHEMA,
            introduction=introduction,
        )
        return write_packet(
            target,
            card,
            map(encode_frame, work_frames(self.replica) if frames is None else frames),
            sign=own.sign,
            random=self.session.world.random,
        ).path

    def open_reply(self, path: Path) -> Packet:
        return open_packet(
            path,
            box_private_key=self.box,
            device=self.replica.device,
            realm=self.invitation.realm,
            known=lambda _device: self.invitation.hub_public_key,
        )

    def read_reply(self) -> int:
        written = self.hub.write_reply(self.folder, self.replica.device)
        packet = self.open_reply(written.path)
        report = take_frames(self.replica, map(decode_frame, packet.frames()))
        assert report.refused == ()
        return report.receipts

    def unsent(self) -> int:
        own = exchange_store.own_feeds(SqliteSql(self.session.store.database), self.replica.device)
        return sum(feed.unsent for feed in own)

    def there_and_back(self) -> PacketTaken:
        taken = self.hub.read_packet(self.write(introduction=self.request()))
        self.read_reply()
        return taken


@pytest.fixture
def desk(hub: Hub, tmp_path: Path) -> Iterator[StickDesk]:
    desk = StickDesk(hub, tmp_path, "one")
    yield desk
    desk.session.close()


def test_a_desk_is_let_in_by_stick_and_keeps_what_it_wrote_before(
    hub: Hub, desk: StickDesk
) -> None:
    keep_person(desk.session, 1)

    taken = desk.there_and_back()

    assert (taken.enrolled, taken.officer, taken.refused) == (True, "苏日娜", {})
    assert taken.entries == 2
    assert desk.unsent() == 0
    certificate = desk.replica.authority.certificate(desk.replica.device)
    assert certificate is not None
    assert desk.replica.digests([VILLAGE]) == {VILLAGE: hub.books.states([VILLAGE])[0][2]}
    keep_person(desk.session, 2)
    assert desk.unsent() == 2
    assert not desk.there_and_back().enrolled
    assert desk.unsent() == 0


def test_a_packet_read_twice_changes_nothing(hub: Hub, desk: StickDesk) -> None:
    keep_person(desk.session, 1)
    path = desk.write(introduction=desk.request())
    first = hub.read_packet(path)
    states = hub.books.states(prefixes=[COUNTY])

    again = hub.read_packet(path)

    assert (first.again, again.again) == (False, True)
    assert (again.entries, again.refused, again.enrolled) == (0, {}, False)
    assert hub.books.states(prefixes=[COUNTY]) == states


def test_the_reply_brings_what_others_wrote(hub: Hub, desk: StickDesk, tmp_path: Path) -> None:
    other = Author(7)
    other.enrol(hub)
    other.write(300)
    hub.push(other.device, Push(other.runs()))
    keep_person(desk.session, 1)
    hub.read_packet(desk.write(introduction=desk.request()))

    frames = list(hub.reply_frames(hub.known(desk.replica.device)))
    desk.read_reply()

    assert len(frames) == 1 + 1 + 2 + 1  # opening, authority, two runs, one receipt
    heads = {head.device for head in feed_store.heads(hub.books.sql, [VILLAGE])}
    assert heads == {other.device, desk.replica.device}
    assert {head.device for head in desk.replica.heads([VILLAGE])} == heads
    hub.read_packet(desk.write())
    assert len(list(hub.reply_frames(hub.known(desk.replica.device)))) == 2


def test_a_desk_set_back_to_yesterday_gets_its_own_work_by_stick(hub: Hub, desk: StickDesk) -> None:
    keep_person(desk.session, 1)
    desk.there_and_back()
    database = desk.session.store.database
    yesterday = {
        table: database.connection().execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        for table in ("feed", "segment", "tail")
    }
    keep_person(desk.session, 2)
    desk.there_and_back()
    hub_head = feed_store.heads(hub.books.sql, [VILLAGE])[0]

    connection = database.connection()
    connection.execute("PRAGMA foreign_keys = 0")
    for table, rows in yesterday.items():
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
        for row in rows:
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608

    hub.read_packet(desk.write())
    sent = [
        (frame.first, frame.last)
        for frame in hub.reply_frames(hub.known(desk.replica.device))
        if isinstance(frame, Run) and frame.village == VILLAGE
    ]
    assert sent == [(3, hub_head.seq)]


def test_what_a_desk_has_otherwise_is_sent_whole(hub: Hub) -> None:
    one = Author(1)
    one.enrol(hub)
    one.write(10)
    hub.push(one.device, Push(one.runs()))
    (head,) = feed_store.heads(hub.books.sql, [VILLAGE])
    branch = type(head)(head.device, head.village, head.epoch, 8, b"x" * 32)
    ahead = type(head)(head.device, head.village, head.epoch, 12, b"x" * 32)

    assert [(run.first, run.last) for run in hub._lacking(head, branch)] == [(1, 10)]
    assert list(hub._lacking(head, ahead)) == []
    assert list(hub._lacking(head, head)) == []


def test_a_packet_of_a_stranger_or_with_anothers_invitation_brings_nothing(
    hub: Hub, desk: StickDesk, tmp_path: Path
) -> None:
    keep_person(desk.session, 1)
    thief = StickDesk(hub, tmp_path, "two")

    with pytest.raises(PacketRefused, match="不能确认"):
        hub.read_packet(desk.write())
    with pytest.raises(Refused, match="签名"):
        hub.read_packet(thief.write(introduction=desk.request()))
    with pytest.raises(Refused, match="不完整"):
        hub.read_packet(desk.write(introduction=b"nonsense"))
    desk.there_and_back()
    thief.invitation = desk.invitation
    with pytest.raises(Refused, match="已经用过"):
        hub.read_packet(thief.write(introduction=thief.request()))
    with pytest.raises(Refused, match="不认识这台电脑"):
        hub.write_reply(tmp_path, thief.replica.device)
    hub.revoke(desk.replica.device, "lost")
    with pytest.raises(PacketRefused, match="停用"):
        hub.read_packet(desk.write())
    assert [desk.certificate.officer for desk in hub.status().desks] == ["苏日娜"]
    thief.session.close()


def test_network_and_stick_lead_to_the_same(hub: Hub, desk: StickDesk) -> None:
    keep_person(desk.session, 1)
    desk.there_and_back()
    keep_person(desk.session, 2)

    report = exchange(desk.replica, LocalPeer(hub, desk.replica.device))

    assert report.same
    assert report.receipts >= 1
    assert hub.read_packet(desk.write()).entries == 0
    assert desk.unsent() == 0


def test_a_hub_set_back_to_before_it_knew_a_desk_learns_of_it_by_stick(
    hub: Hub, desk: StickDesk
) -> None:
    set_back = remembered(hub)
    desk.there_and_back()
    authority = hub.books.authority_runs()
    keep_person(desk.session, 1)
    work = desk.write()

    set_back()
    taken = hub.read_packet(work)

    assert (taken.enrolled, taken.refused, taken.entries) == (False, {}, 2)
    assert hub.books.authority_runs() == authority
    desk.read_reply()
    assert desk.unsent() == 0


def test_a_packet_of_a_stranger_with_the_authority_is_still_that_of_a_stranger(
    hub: Hub, desk: StickDesk, tmp_path: Path
) -> None:
    other = StickDesk(hub, tmp_path, "two")
    desk.there_and_back()
    keep_person(other.session, 1)
    before = hub.books.states(prefixes=[COUNTY])
    runs = [*hub.books.authority_runs(), *other.replica.unsent_runs()]
    forged = [msgspec.structs.replace(run, signature=bytes(64)) for run in runs]

    for frames in (runs, forged, [*forged, *runs]):
        with pytest.raises(PacketRefused, match="不能确认"):
            hub.read_packet(other.write(frames))

    assert hub.books.states(prefixes=[COUNTY]) == before
    other.session.close()
