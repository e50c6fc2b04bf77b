"""The hub on both stores: what it takes, what it gives, what it refuses."""

import msgspec
import pytest

from db import bodies, feed_store, journal
from db.journal import digest_of, signed_by
from db.receipts import receipt_text
from desktop_app.domain.divisions import office_code
from sync.hub import Hub
from sync.hub_refusal import HubRefusal
from sync.messages import Hello, Push
from tests.sessions import OTHER_VILLAGE, VILLAGE
from tests.sync.hubs import COUNTY, ON_BOTH_STORES, Author, enrolled

pytestmark = ON_BOTH_STORES
FAR_VILLAGE = "150223103201"


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
    assert sum(len(bodies.open_body(run.body)) for run in pulled.runs) == 300


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
    assert set(stands) == {VILLAGE, OTHER_VILLAGE, COUNTY, office_code(COUNTY)}
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
