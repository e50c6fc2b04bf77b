"""A hub that lies: a desk loses nothing by it, ends in time, and says what happened."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from db import bodies, feed_store, journal
from db.journal import FeedHead, Run
from db.receipts import Receipt, receipt_text
from desktop_app.domain.errors import Unavailable
from desktop_app.domain.records import Person
from desktop_app.session import Session
from sync.exchange import Report, exchange
from sync.hub import Hub
from sync.messages import Hello, HelloAnswer, PullAnswer, Push
from sync.replica import DeskReplica
from tests.sessions import VILLAGE, keep_person
from tests.sync.hostile import Rogue, meet, open_replica, sql_of
from tests.sync.hubs import LocalPeer, open_made_up_hub


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    made, store = open_made_up_hub(str(tmp_path / "hub"), tmp_path / "root")
    yield made
    store.close()


@pytest.fixture
def desk(hub: Hub, tmp_path: Path) -> Iterator[tuple[Session, DeskReplica]]:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    keep_person(session, 1)
    meet(hub, replica)
    yield session, replica
    session.close()


class LyingPeer(LocalPeer):
    """A hub that puts its lies into true answers; it gives up a desk that never ends."""

    heads: Sequence[FeedHead] = ()
    receipts: Sequence[Receipt] = ()
    pulled: PullAnswer | None = None
    left = 100

    def hello(self, message: Hello) -> HelloAnswer:
        true = super().hello(message)
        lied = {head.key for head in self.heads}
        heads = [head for head in true.heads if head.key not in lied]
        told = (true.hub, true.time_ms, False, true.villages)
        return HelloAnswer(*told, [*heads, *self.heads], [*true.receipts, *self.receipts])

    def pull(self, village: str, after: int, *, own: bool = False) -> PullAnswer:
        self.left -= 1
        assert self.left, "the desk asks for ever"
        return self.pulled or super().pull(village, after, own=own)


def lied_to(replica: DeskReplica, hub: Hub, **lies: Any) -> Report:
    peer = LyingPeer(hub, replica.device)
    for name, lie in lies.items():
        setattr(peer, name, lie)
    return exchange(replica, peer)


def other_head(replica: DeskReplica, **parts: Any) -> FeedHead:
    """Return the head of a feed as a lie: of the desk's own feed unless told otherwise."""
    own = replica.heads([VILLAGE])[0]
    fields = {name: getattr(own, name) for name in FeedHead.__struct_fields__}
    return FeedHead(**(fields | {"chain": b"x" * 32} | parts))


def signed_receipt(hub: Hub, head: FeedHead, at_ms: int) -> Receipt:
    own = hub.books.keys
    signature = own.sign(receipt_text(own.device, head, at_ms))
    place = (head.device, head.village, head.epoch)
    return Receipt(own.device, *place, head.seq, head.chain, at_ms, signature)


@pytest.mark.parametrize("pulled", [PullAnswer([], 0, True), PullAnswer([], 7, True)])
def test_a_desk_does_not_ask_for_ever(
    hub: Hub, desk: tuple[Session, DeskReplica], pulled: PullAnswer
) -> None:
    _, replica = desk
    lie = FeedHead(b"d" * 16, VILLAGE, b"ep01", 9, bytes(32))

    with pytest.raises(Unavailable, match="回答"):
        lied_to(replica, hub, heads=[lie], pulled=pulled)
    with pytest.raises(Unavailable, match="回答"):
        lied_to(replica, hub, heads=[other_head(replica)], pulled=pulled)


@pytest.mark.parametrize("place", [-1, 1 << 53, (1 << 64) - 1])
def test_a_place_that_cannot_be_is_not_kept(
    hub: Hub, desk: tuple[Session, DeskReplica], place: int
) -> None:
    _, replica = desk
    lie = FeedHead(b"d" * 16, VILLAGE, b"ep01", 9, bytes(32))

    with pytest.raises(Unavailable, match="回答"):
        lied_to(replica, hub, heads=[lie], pulled=PullAnswer([], place, False))


@pytest.mark.parametrize("seq", [-300, -1, 0, 1 << 62, (1 << 64) - 1])
def test_heads_and_receipts_of_no_place_change_nothing(
    hub: Hub, desk: tuple[Session, DeskReplica], seq: int
) -> None:
    session, replica = desk
    head = other_head(replica, seq=seq)
    receipt = signed_receipt(hub, head, 1)
    before = sql_of(session).fetch("SELECT * FROM receipt")

    lied_to(replica, hub, heads=[head], receipts=[receipt])

    assert sql_of(session).fetch("SELECT * FROM receipt") == before
    assert len(session.store.find(Person)) == 1


def test_a_receipt_of_no_time_is_not_kept(hub: Hub, desk: tuple[Session, DeskReplica]) -> None:
    session, replica = desk
    (head,) = replica.heads([VILLAGE])
    before = sql_of(session).fetch("SELECT * FROM receipt")

    assert not replica.keep_receipts([signed_receipt(hub, head, at) for at in (1 << 63, -1)])

    assert sql_of(session).fetch("SELECT * FROM receipt") == before


def forged(head: FeedHead, body: bytes) -> Run:
    return Run(head.device, head.village, head.epoch, 1, head.seq, body, head.chain, b"s" * 64)


@pytest.mark.parametrize("body", [b"", b"no zstd", bodies.pack_body([b"x", b"y"])])
def test_a_forged_branch_of_an_own_feed_is_not_taken(
    hub: Hub, desk: tuple[Session, DeskReplica], body: bytes
) -> None:
    session, replica = desk
    lie = other_head(replica)
    before, epoch = replica.heads(), session.store.desk.epoch

    report = lied_to(replica, hub, heads=[lie], pulled=PullAnswer([forged(lie, body)], 1, False))

    assert lie.key in {key for key, _ in report.refused}
    assert (replica.heads(), session.store.desk.epoch) == (before, epoch)
    assert len(session.store.find(Person)) == 1


def test_a_forged_branch_of_an_unknown_epoch_is_not_taken(
    hub: Hub, desk: tuple[Session, DeskReplica]
) -> None:
    _, replica = desk
    lie = other_head(replica, epoch=b"lied")
    before = replica.heads()

    lied_to(replica, hub, heads=[lie], pulled=PullAnswer([forged(lie, b"x")], 1, False))

    assert replica.heads() == before


def test_a_false_head_of_another_desk_leaves_its_feed_whole(
    hub: Hub, desk: tuple[Session, DeskReplica]
) -> None:
    session, replica = desk
    author = Rogue(7)
    author.enrol(hub)
    author.create(Person(village_code=VILLAGE, name="张"), author.dice(16))
    hub.push(author.device, Push(author.runs()))
    meet(hub, replica)
    (head,) = [h for h in replica.heads() if h.device == author.device]
    lie = other_head(replica, device=author.device, epoch=head.epoch, seq=head.seq)

    lied_to(replica, hub, heads=[lie], pulled=PullAnswer([], 1, False))

    (run,) = feed_store.runs_after(sql_of(session), head.key, 0)
    text = journal.checkpoint_text(run.key, run.last, run.chain)
    assert journal.signed_by(author.public_key, run.signature, text)
