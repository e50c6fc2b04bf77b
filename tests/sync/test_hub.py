"""The hub on both stores: what it takes, what it gives, what it refuses."""

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from db import feed_store, journal
from db.hub_store import open_hub_store
from db.journal import FeedHead, digest_of, signed_by
from db.receipts import receipt_text
from desktop_app.domain.errors import Refused
from sync.exchange import enrol, exchange
from sync.hub import Hub
from sync.hub_refusal import HubRefusal
from sync.invitation import enrol_request
from sync.messages import Hello, Push
from sync.replica import DeskReplica
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person
from tests.sync.hubs import (
    COUNTY,
    PASSPHRASE,
    Author,
    LocalPeer,
    open_made_up_desk,
    open_made_up_hub,
    world_of,
)

FAR_VILLAGE = "150223103201"


@pytest.fixture
def hub(hub_store_name: str, tmp_path: Path) -> Iterator[Hub]:
    hub, store = open_made_up_hub(hub_store_name, tmp_path / "root.key")
    yield hub
    store.close()


def enrolled(hub: Hub, number: int, role: str = "specialist", *prefixes: str) -> Author:
    author = Author(number)
    author.enrol(hub, role, prefixes or (VILLAGE,))
    return author


def test_what_is_pushed_is_signed_for_and_can_be_pulled_by_others(hub: Hub) -> None:
    one, two = enrolled(hub, 1), enrolled(hub, 2)
    one.write(300)

    answer = hub.push(one.device, Push(one.runs()))

    (receipt,) = answer.receipts
    assert answer.refused == []
    assert (receipt.seq, receipt.chain) == (300, one.runs()[-1].chain)
    text = receipt_text(hub.books.keys.device, receipt.head, receipt.at_ms)
    assert signed_by(hub.books.keys.public_key, receipt.signature, text)
    pulled = hub.pull(two.device, VILLAGE, 0)
    assert [(run.first, run.last) for run in pulled.runs] == [(1, 256), (257, 300)]
    assert (pulled.next, pulled.more) == (2, False)
    assert hub.pull(one.device, VILLAGE, 0).runs == []
    assert len(hub.pull(one.device, VILLAGE, 0, own=True).runs) == 2
    assert hub.pull(two.device, VILLAGE, pulled.next).runs == []


def test_pushing_again_changes_nothing_and_is_signed_for_again(hub: Hub) -> None:
    one = enrolled(hub, 1)
    one.write(20)
    first = hub.push(one.device, Push(one.runs()))
    before = hub.books.states([VILLAGE])

    again = hub.push(one.device, Push(one.runs()))

    assert again.receipts == first.receipts
    assert hub.books.states([VILLAGE]) == before


def test_a_large_village_is_pulled_page_by_page(hub: Hub) -> None:
    one, two = enrolled(hub, 1), enrolled(hub, 2)
    one.write(1000)
    hub.push(one.device, Push(one.runs()))

    after, seen, pages, more = 0, 0, 0, True
    while more:
        page = hub.pull(two.device, VILLAGE, after, limit_bytes=1)
        assert len(page.runs) == 1
        assert page.runs[0].first == seen + 1
        seen, after, more, pages = page.runs[0].last, page.next, page.more, pages + 1

    assert (seen, pages) == (1000, 4)


def test_many_small_arrivals_of_one_segment_are_given_once_in_a_page(hub: Hub) -> None:
    one, two = enrolled(hub, 1), enrolled(hub, 2)
    for _ in range(30):
        one.write(10)
        hub.push(one.device, Push(one.runs(after=len(one.written[VILLAGE]) - 10)))

    pulled = hub.pull(two.device, VILLAGE, 0)

    spans = [(run.first, run.last) for run in pulled.runs]
    assert [first for first, _ in spans] == [1, *(last + 1 for _, last in spans[:-1])]
    assert spans[-1][1] == 300
    assert sum(len(feed_store.open_body(run.body)) for run in pulled.runs) == 300


def test_nothing_new_is_told_in_few_bytes(hub: Hub) -> None:
    one = enrolled(hub, 1)
    one.write(5)
    hub.push(one.device, Push(one.runs()))
    authority = feed_store.heads(hub.books.sql, [COUNTY])

    answer = hub.hello(one.device, one.hello(digest_of([*one.heads(), *authority])))

    assert answer.same
    assert (answer.villages, answer.heads, answer.receipts) == ([], [], [])
    assert len(msgspec.msgpack.encode(answer)) < 100


def test_a_desk_that_waits_for_receipts_gets_them_even_if_nothing_is_new(hub: Hub) -> None:
    one = enrolled(hub, 1)
    one.write(5)
    hub.push(one.device, Push(one.runs()))
    authority = feed_store.heads(hub.books.sql, [COUNTY])

    answer = hub.hello(one.device, one.hello(digest_of([*one.heads(), *authority]), unsent=5))

    assert answer.same
    assert [receipt.seq for receipt in answer.receipts] == [5]


def test_a_hello_says_where_the_villages_stand(hub: Hub) -> None:
    one = enrolled(hub, 1, "specialist", VILLAGE, OTHER_VILLAGE)
    two = enrolled(hub, 2)
    two.write(7)
    hub.push(two.device, Push(two.runs()))

    answer = hub.hello(one.device, one.hello(villages=(VILLAGE,)))

    assert not answer.same
    stands = {code: (arrivals, digest) for code, arrivals, digest in answer.villages}
    assert stands[VILLAGE] == (1, digest_of(two.heads()))
    assert stands[OTHER_VILLAGE] == (0, digest_of([]))
    assert set(stands) == {VILLAGE, OTHER_VILLAGE, COUNTY}
    assert {head.village for head in answer.heads} == {VILLAGE, COUNTY}


def refused(hub: Hub, author: Author, runs: list[journal.Run]) -> list[str]:
    return [code for _, code in hub.push(author.device, Push(runs)).refused]


def test_a_stranger_is_not_answered(hub: Hub) -> None:
    stranger = Author(9)
    stranger.write(1)

    for ask in (
        lambda: hub.hello(stranger.device, stranger.hello()),
        lambda: hub.push(stranger.device, Push(stranger.runs())),
        lambda: hub.pull(stranger.device, VILLAGE, 0),
    ):
        with pytest.raises(HubRefusal, match="unknown-device"):
            ask()
    assert hub.books.states([VILLAGE])[0][1] == 0


def test_runs_that_may_not_come_in_are_refused_with_a_code(hub: Hub) -> None:
    one, stranger = enrolled(hub, 1), Author(9)
    one.write(20)
    one.write(3, FAR_VILLAGE)
    stranger.write(3)
    (run,) = one.runs(last=10)

    assert refused(hub, one, one.runs(FAR_VILLAGE)) == ["out-of-scope"]
    assert refused(hub, one, stranger.runs()) == ["unknown-device"]
    assert refused(hub, one, one.runs(after=10)) == ["gap"]
    forged = msgspec.structs.replace(run, signature=bytes(64))
    assert refused(hub, one, [forged]) == ["bad-signature"]
    assert refused(hub, one, [msgspec.structs.replace(run, body=b"x")]) == ["malformed"]
    for village in ("15022310220x", "150223102200\x00", "１５０２２３１０２２００", ""):
        odd = msgspec.structs.replace(run, village=village)
        assert refused(hub, one, [odd]) == ["malformed"]
    assert hub.books.sql.fetch("SELECT count(*) FROM feed WHERE head_seq > 0") == [(1,)]


def test_one_bad_feed_does_not_hold_up_the_others(hub: Hub) -> None:
    one = enrolled(hub, 1, "specialist", VILLAGE, OTHER_VILLAGE)
    one.write(300)
    one.write(4, OTHER_VILLAGE)

    answer = hub.push(one.device, Push([*one.runs()[1:], *one.runs(OTHER_VILLAGE)]))

    assert [code for _, code in answer.refused] == ["gap"]
    assert [(receipt.village, receipt.seq) for receipt in answer.receipts] == [(OTHER_VILLAGE, 4)]
    first, second = one.runs()
    forged = msgspec.structs.replace(first, signature=bytes(64))
    assert refused(hub, one, [forged, first, second]) == ["bad-signature"]
    assert len(feed_store.heads(hub.books.sql, [VILLAGE])) == 0


def test_two_branches_of_one_feed_are_told_apart(hub: Hub) -> None:
    one = enrolled(hub, 1)
    one.write(10)
    hub.push(one.device, Push(one.runs()))
    copy = Author(1)
    copy.write(8, text="另一支")

    assert refused(hub, copy, copy.runs()) == ["fork"]
    copy.write(8, text="另一支")
    assert refused(hub, copy, copy.runs()) == ["fork"]


def test_feeds_of_others_are_carried(hub: Hub) -> None:
    one, two = enrolled(hub, 1), enrolled(hub, 2)
    one.write(12)

    answer = hub.push(two.device, Push(one.runs()))

    assert [(receipt.device, receipt.seq) for receipt in answer.receipts] == [(one.device, 12)]


def test_what_is_not_a_village_of_the_desk_is_not_given(hub: Hub) -> None:
    one = enrolled(hub, 1)

    for village in (FAR_VILLAGE, "150222", "1502", "150223102"):
        with pytest.raises(HubRefusal, match="out-of-scope"):
            hub.pull(one.device, village, 0)
    for village in ("", "150223102200\x00", "x"):
        with pytest.raises(HubRefusal, match="malformed"):
            hub.pull(one.device, village, 0)
    with pytest.raises(HubRefusal, match="malformed"):
        hub.pull(one.device, VILLAGE, -1)
    authority = hub.pull(one.device, COUNTY, 0).runs
    assert [(run.device, run.last) for run in authority] == [(hub.books.keys.device, 2)]


@pytest.mark.parametrize(
    "changes",
    [
        {"protocol": 2},
        {"device": b"x" * 16},
        {"app": "a\x00"},
        {"unsent": -1},
        {"oldest_ms": 1 << 60},
        {"villages": ["15"] * 2000},
        {"villages": ["x"]},
    ],
)
def test_a_hello_out_of_shape_is_refused(hub: Hub, changes: dict[str, object]) -> None:
    one = enrolled(hub, 1)
    hello: Hello = msgspec.structs.replace(one.hello(), **changes)

    with pytest.raises(HubRefusal, match=r"malformed|too-large"):
        hub.hello(one.device, hello)


# Enrolling


def test_an_invitation_lets_one_desk_in_and_answers_it_again(hub: Hub) -> None:
    one, two = Author(1), Author(2)
    one.write(9)
    invitation = hub.invite("其木格", "specialist", [VILLAGE])

    first = hub.enrol(one.request(invitation))
    again = hub.enrol(one.request(invitation))

    assert again == first
    certificate = hub.books.authority().certificate(one.device)
    assert certificate is not None
    assert (certificate.officer, certificate.role) == ("其木格", "specialist")
    assert certificate.enrolled == {(VILLAGE, one.epoch): 9}
    with pytest.raises(HubRefusal, match="used-invitation"):
        hub.enrol(two.request(invitation))


def test_what_was_not_invited_is_not_let_in(hub: Hub) -> None:
    one, two = Author(1), Author(2)
    invitation = hub.invite("其木格", "specialist", [VILLAGE])
    request = one.request(invitation)
    replace_ = msgspec.structs.replace

    cases = {
        "unknown-invitation": one.request(replace_(invitation, id=b"0" * 16)),
        "bad-signature": one.request(replace_(invitation, token=b"0" * 16)),
    }
    for code, shown in cases.items():
        with pytest.raises(HubRefusal, match=code):
            hub.enrol(shown)
    signed_for_another = enrol_request(
        invitation, public_key=one.public_key, box_key=b"b" * 32, user=b"u" * 16, heads=[],
        device=two.device, sign=one.signer.sign,
    )  # fmt: skip
    for stolen in (
        signed_for_another,
        replace_(request, signature=bytes(64)),
        replace_(request, public_key=two.public_key),
        replace_(request, device=two.device),
        replace_(request, box_key=b"x" * 32),
        replace_(request, heads=[FeedHead(one.device, VILLAGE, b"ep01", 1, bytes(32))]),
    ):
        with pytest.raises(HubRefusal, match="bad-signature"):
            hub.enrol(stolen)
    odd = enrol_request(
        invitation, public_key=one.public_key, box_key=b"short", user=b"u" * 16, heads=[],
        device=one.device, sign=one.signer.sign,
    )  # fmt: skip
    with pytest.raises(HubRefusal, match="malformed"):
        hub.enrol(odd)
    hub.cancel_invitation(invitation.id)
    with pytest.raises(HubRefusal, match="used-invitation"):
        hub.enrol(request)
    with pytest.raises(Refused, match="作废"):
        hub.cancel_invitation(invitation.id)
    assert hub.books.authority().desks(COUNTY) == []


# The office


def test_a_revoked_desk_is_not_answered_and_its_later_entries_come_by_others(hub: Hub) -> None:
    one, two = enrolled(hub, 1), enrolled(hub, 2)
    one.write(10)
    hub.push(one.device, Push(one.runs()))

    hub.revoke(one.device, "lost")

    one.write(5)
    with pytest.raises(HubRefusal, match="revoked"):
        hub.push(one.device, Push(one.runs()))
    assert hub.push(two.device, Push(one.runs(after=10))).receipts[0].seq == 15
    certificate = hub.books.authority().certificate(one.device)
    assert certificate is not None
    key = journal.feed_key(one.device, VILLAGE, one.epoch)
    assert certificate.last == {key: 10}
    with pytest.raises(Refused, match="已经吊销"):
        hub.revoke(one.device, "lost")
    with pytest.raises(HubRefusal, match="revoked"):
        hub.enrol(one.request(hub.invite("其木格", "specialist", [VILLAGE])))


def test_a_moved_desk_may_still_hand_in_what_it_wrote_before(hub: Hub) -> None:
    one, two = enrolled(hub, 1), enrolled(hub, 2)
    one.write(10)
    two.write(3)
    hub.push(two.device, Push(two.runs()))

    hub.change_scope(one.device, "specialist", [FAR_VILLAGE])

    hello = hub.hello(one.device, one.hello(villages=(VILLAGE, FAR_VILLAGE)))
    assert {code for code, _, _ in hello.villages} == {VILLAGE, FAR_VILLAGE, COUNTY}
    assert [head.village for head in hello.heads] == [COUNTY]
    assert hub.push(one.device, Push(one.runs())).receipts[0].seq == 10
    with pytest.raises(HubRefusal, match="out-of-scope"):
        hub.pull(one.device, VILLAGE, 0)
    assert {run.device for run in hub.pull(one.device, VILLAGE, 0, own=True).runs} == {one.device}
    assert hub.pull(one.device, FAR_VILLAGE, 0).runs == []


def test_an_erased_row_is_gone_from_the_store_and_does_not_come_back(hub: Hub) -> None:
    one, two = enrolled(hub, 1), enrolled(hub, 2)
    one.write(300)
    hub.push(one.device, Push(one.runs(last=290)))
    rows = [
        journal.decode_entry(0, one.written[VILLAGE][place - 1]).header.row
        for place in (7, 280, 295)
    ]

    assert [hub.erase(VILLAGE, 2, row, "consent", "王主任") for row in rows] == [1, 1, 0]
    hub.push(one.device, Push(one.runs(after=290)))

    runs = hub.pull(two.device, VILLAGE, 0).runs
    stored = [data for run in runs for data in feed_store.open_body(run.body)]
    gone = [seq for seq, data in enumerate(stored, 1) if journal.unpack(data)[1] is None]
    assert gone == [7, 280, 295]
    assert runs[-1].chain == one.runs()[-1].chain
    with pytest.raises(Refused, match="不归这个汇集点"):
        hub.erase("150222102200", 2, rows[0], "consent", "王主任")


def test_the_office_sees_who_has_what(hub: Hub) -> None:
    one = enrolled(hub, 1)
    invitation = hub.invite("萨仁", "township", ["150223102"])
    one.write(10)
    hub.push(one.device, Push(one.runs()))
    hub.hello(one.device, one.hello(unsent=3))

    status = hub.status()

    (desk,) = status.desks
    assert (desk.entries, desk.unsent, desk.app) == (10, 3, "0.1.0")
    assert desk.seen_ms == hub.books.now_ms()
    assert (status.feeds, status.entries, status.villages) == (2, 12, 2)
    assert {each.id: each.used_by for each in status.invitations}[invitation.id] is None


@pytest.mark.parametrize(
    ("officer", "role", "prefixes"),
    [
        ("其木格", "boss", [VILLAGE]),
        ("其木格", "specialist", []),
        ("其木格", "specialist", ["150222102200"]),
        ("其木格", "specialist", ["1502"]),
        ("其木格", "specialist", ["150223x"]),
        ("", "specialist", [VILLAGE]),
        ("其\n木格", "specialist", [VILLAGE]),
    ],
)
def test_an_invitation_must_name_somebody_for_something_here(
    hub: Hub, officer: str, role: str, prefixes: list[str]
) -> None:
    with pytest.raises(Refused) as told:
        hub.invite(officer, role, prefixes)
    assert told.value.advice


# A whole desk


def test_a_desk_and_a_hub_come_to_the_same(hub: Hub, tmp_path: Path) -> None:
    roots = {COUNTY: hub.books.keys.root_public_key}
    sessions = [open_made_up_desk(tmp_path / name, name) for name in ("one", "two")]
    desks = [DeskReplica(session.store, roots) for session in sessions]
    for number, (session, desk) in enumerate(zip(sessions, desks, strict=True), 1):
        keep_person(session, number)
        invitation = hub.invite("其木格", "specialist", [VILLAGE, OTHER_VILLAGE])
        own = session.store.desk
        request = enrol_request(
            invitation, public_key=own.public_key, box_key=b"b" * 32, user=own.officer_id,
            heads=desk.heads([VILLAGE]), device=own.device,
            sign=own.sign,
        )  # fmt: skip
        enrol(desk, LocalPeer(hub, own.device), request)

    for desk in (*desks, *desks):
        report = exchange(desk, LocalPeer(hub, desk.device))
        assert report.refused == ()
        assert report.same

    digests = [desk.digests([VILLAGE]) for desk in desks]
    assert digests[0] == digests[1] == {VILLAGE: hub.books.states([VILLAGE])[0][2]}
    for session in sessions:
        session.close()


def test_a_hub_that_was_set_back_gets_everything_again(hub: Hub, tmp_path: Path) -> None:
    one = enrolled(hub, 1)
    set_back = remembered(hub)
    one.write(300)
    two = enrolled(hub, 2)
    hub.push(one.device, Push(one.runs()))
    authority = hub.books.authority_runs()

    set_back()

    with pytest.raises(HubRefusal, match="unknown-device"):
        hub.hello(two.device, two.hello())
    answer = hub.push(one.device, Push([*authority, *one.runs()]))
    assert answer.refused == []
    assert hub.hello(two.device, two.hello()).heads
    assert [run.last for run in hub.pull(two.device, VILLAGE, 0).runs] == [256, 300]


def remembered(hub: Hub) -> Callable[[], None]:
    """Remember what a hub has now; return what sets it back to that."""
    tables = ("feed", "segment", "tail", "village", "arrival")
    rows = {table: hub.books.sql.fetch(f"SELECT * FROM {table}") for table in tables}  # noqa: S608

    def set_back() -> None:
        with hub.books.sql.transaction():
            for table in tables:
                hub.books.sql.run(f"DELETE FROM {table}")  # noqa: S608
                for row in rows[table]:
                    marks = ", ".join("?" * len(row))
                    hub.books.sql.run(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608

    return set_back


# Several processes on one PostgreSQL


def _work(store: str, home: Path, number: int, rounds: int) -> None:
    opened = open_hub_store(store, PASSPHRASE)
    hub = Hub(opened.sql, opened.keys, world_of(home, f"process {number}"))
    author = Author(number)
    for _ in range(rounds):
        author.write(3)
        author.write(2, OTHER_VILLAGE)
        runs = [
            *author.runs(OTHER_VILLAGE, len(author.written[OTHER_VILLAGE]) - 2),
            *author.runs(VILLAGE, len(author.written[VILLAGE]) - 3),
        ]
        answer = hub.push(author.device, Push(runs if number % 2 else runs[::-1]))
        if answer.refused or len(answer.receipts) != 2:
            raise AssertionError(answer.refused)
        hub.invite(f"专员{number}", "specialist", [VILLAGE])
    opened.close()


def test_several_processes_on_one_store_lose_and_double_nothing(
    postgres_url: str, tmp_path: Path
) -> None:
    hub, store = open_made_up_hub(postgres_url, tmp_path / "root.key")
    workers, rounds = 3, 12
    for number in range(1, workers + 1):
        enrolled(hub, number, "specialist", VILLAGE, OTHER_VILLAGE)

    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=_work, args=(postgres_url, tmp_path, number, rounds))
        for number in range(1, workers + 1)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)

    assert [process.exitcode for process in processes] == [0] * workers
    for village, entries in ((VILLAGE, 3), (OTHER_VILLAGE, 2)):
        rows = hub.books.sql.fetch(
            "SELECT number, first, last FROM arrival WHERE village = ? ORDER BY number",
            (village,),
        )
        assert [row[0] for row in rows] == list(range(1, workers * rounds + 1))
        heads = feed_store.heads(hub.books.sql, [village])
        assert sorted(head.seq for head in heads) == [entries * rounds] * workers
        assert hub.books.states([village]) == [(village, workers * rounds, digest_of(heads))]
    store.close()


def test_keys_of_the_office_are_not_those_of_another(hub: Hub, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    again, store = open_made_up_hub(str(other), tmp_path / "root.key", county="150222")

    assert again.books.keys.root_public_key == hub.books.keys.root_public_key
    assert replace(again.books.keys, name="").device == again.books.keys.device
    store.close()
