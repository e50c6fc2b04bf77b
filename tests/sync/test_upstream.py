"""A hub and the hub above it: the same entries, passed on as they are."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from db import feed_store, journal
from db.bodies import open_body
from db.journal import FeedHead
from desktop_app.domain.errors import Refused
from sync.exchange import Peer
from sync.hub import Hub
from sync.hub_refusal import HubRefusal
from sync.messages import Hello, HelloAnswer, PullAnswer, Push, PushAnswer
from sync.upstream import Passed, join_upstream, pass_on, upstream_receipts
from tests.sessions import VILLAGE
from tests.sync.hubs import COUNTY, Author, LocalPeer, open_made_up_hub, remembered

CITY, OTHER_COUNTY, OTHER_COUNTY_VILLAGE = "1502", "150222", "150222100200"
URL = "https://10.0.0.1:8443"


@pytest.fixture
def upper(hub_store_name: str, tmp_path: Path) -> Iterator[Hub]:
    hub, store = open_made_up_hub(hub_store_name, tmp_path / "city.key", county=CITY, name="包头市")
    yield hub
    store.close()


@pytest.fixture
def lower(tmp_path: Path) -> Iterator[Hub]:
    hub, store = open_made_up_hub(str(tmp_path / "banner"), tmp_path / "banner.key")
    yield hub
    store.close()


def joined(lower: Hub, upper: Hub) -> Peer:
    peer = LocalPeer(upper, lower.books.keys.device)
    invitation = upper.invite(lower.books.keys.name, "hub", [lower.books.keys.county_code], [URL])
    join_upstream(lower.books, peer, invitation, URL)
    return peer


def bodies(hub: Hub, village: str) -> list[bytes]:
    return [
        run.body
        for head in feed_store.heads(hub.books.sql, [village])
        for run in feed_store.runs_after(hub.books.sql, head.key, 0)
    ]


def test_what_a_banner_holds_comes_to_the_city_as_it_is(lower: Hub, upper: Hub) -> None:
    one = Author(1)
    one.enrol(lower)
    one.write(600)
    lower.push(one.device, Push(one.runs()))
    peer = joined(lower, upper)

    passed = pass_on(lower.books, peer)

    assert passed == Passed(sent=602, receipts=2, same=True)
    assert bodies(upper, VILLAGE) == bodies(lower, VILLAGE)
    assert bodies(upper, COUNTY) == bodies(lower, COUNTY)
    certificate = upper.books.authority().certificate(one.device)
    assert certificate is not None
    assert certificate.county == COUNTY
    assert {receipt.seq for receipt in upstream_receipts(lower.books).values()} == {600, 2}
    assert pass_on(lower.books, peer) == Passed(same=True)


def test_only_what_is_new_is_sent(lower: Hub, upper: Hub) -> None:
    one = Author(1)
    one.enrol(lower)
    one.write(300)
    lower.push(one.device, Push(one.runs()))
    peer = joined(lower, upper)
    pass_on(lower.books, peer)
    one.write(10)
    lower.push(one.device, Push(one.runs(after=300)))

    assert pass_on(lower.books, peer) == Passed(sent=10, receipts=1, same=True)


def test_a_desk_of_the_city_reads_what_a_banner_wrote(lower: Hub, upper: Hub) -> None:
    one, office = Author(1), Author(2)
    one.enrol(lower)
    one.write(5)
    lower.push(one.device, Push(one.runs()))
    pass_on(lower.books, joined(lower, upper))
    office.enrol(upper, "county", (CITY,))

    states = {code for code, _, _ in upper.hello(office.device, office.hello(villages=())).villages}
    assert {VILLAGE, CITY} <= states
    assert COUNTY not in states
    assert [run.device for run in upper.pull(office.device, VILLAGE, 0).runs] == [one.device]


def test_a_receipt_that_the_hub_above_did_not_sign_is_not_kept(lower: Hub, upper: Hub) -> None:
    class Forger(LocalPeer):
        def push(self, message: Push) -> PushAnswer:
            answer = super().push(message)
            forged = [
                msgspec.structs.replace(each, signature=bytes(64)) for each in answer.receipts
            ]
            return PushAnswer(forged, answer.refused)

    joined(lower, upper)

    passed = pass_on(lower.books, Forger(upper, lower.books.keys.device))

    assert (passed.sent, passed.receipts) == (1, 0)
    assert upstream_receipts(lower.books) == {}


def test_an_order_to_erase_goes_up(lower: Hub, upper: Hub) -> None:
    from db import journal

    one = Author(1)
    one.enrol(lower)
    one.write(20)
    lower.push(one.device, Push(one.runs()))
    peer = joined(lower, upper)
    pass_on(lower.books, peer)
    row = journal.decode_entry(0, one.written[VILLAGE][4]).header.row

    lower.erase(VILLAGE, 2, row, "consent", "王主任")
    pass_on(lower.books, peer)

    stored = [data for body in bodies(upper, VILLAGE) for data in open_body(body)]
    assert [seq for seq, data in enumerate(stored, 1) if journal.unpack(data)[1] is None] == [5]


def test_a_hub_takes_nothing_of_another_county_from_a_lower_one(lower: Hub, upper: Hub) -> None:
    peer = joined(lower, upper)
    pass_on(lower.books, peer)
    stranger = Author(3)
    stranger.write(3, OTHER_COUNTY_VILLAGE)
    stranger.write(3)

    answer = peer.push(Push([*stranger.runs(OTHER_COUNTY_VILLAGE), *stranger.runs()]))

    assert sorted(code for _, code in answer.refused) == ["out-of-scope", "unknown-device"]


def test_a_hub_that_was_not_certified_passes_nothing_on(
    lower: Hub, upper: Hub, tmp_path: Path
) -> None:
    peer = LocalPeer(upper, lower.books.keys.device)
    with pytest.raises(Refused, match="没有上级"):
        pass_on(lower.books, peer)
    for role, prefix in (("county", COUNTY), ("hub", OTHER_COUNTY)):
        invitation = upper.invite("达茂旗", role, [prefix], [URL])
        with pytest.raises(Refused, match="不是发给这个汇集点"):
            join_upstream(lower.books, peer, invitation, URL)
    joined(lower, upper)
    upper.revoke(lower.books.keys.device, "replaced")

    with pytest.raises(HubRefusal, match="revoked"):
        pass_on(lower.books, peer)

    other, store = open_made_up_hub(
        str(tmp_path / "other"), tmp_path / "other.key", county=OTHER_COUNTY
    )
    other_peer = joined(other, upper)
    answer = other_peer.push(Push(lower.books.authority_runs()))
    assert [code for _, code in answer.refused] == ["out-of-scope"]
    store.close()


def test_a_banner_decides_nothing_about_the_desks_of_the_city(lower: Hub, upper: Hub) -> None:
    one = Author(1)
    one.enrol(upper, "county", (CITY,))
    one.enrol(lower)
    lower.revoke(one.device, "lost")
    pass_on(lower.books, joined(lower, upper))

    assert upper.known(one.device).prefixes == (CITY,)


def test_a_banner_erases_nothing_of_its_neighbour_at_the_city(lower: Hub, upper: Hub) -> None:
    one = Author(1)
    one.enrol(upper, "county", (CITY,))
    one.write(300, OTHER_COUNTY_VILLAGE)
    first = one.runs(OTHER_COUNTY_VILLAGE, last=200)
    upper.push(one.device, Push(first))
    row = journal.decode_entry(0, one.written[OTHER_COUNTY_VILLAGE][0]).header.row
    last = journal.decode_entry(0, one.written[OTHER_COUNTY_VILLAGE][299]).header.row
    for each in (row, last):
        lower.erase(VILLAGE, 2, each, "withdrawn", "苏和")
    pass_on(lower.books, joined(lower, upper))
    upper.push(one.device, Push(one.runs(OTHER_COUNTY_VILLAGE, after=200)))

    kept = [e for body in bodies(upper, OTHER_COUNTY_VILLAGE) for e in open_body(body)]
    assert kept == one.written[OTHER_COUNTY_VILLAGE]


def test_a_hub_that_was_set_back_gets_back_what_it_had_passed_on(lower: Hub, upper: Hub) -> None:
    peer = joined(lower, upper)
    set_back = remembered(lower)
    one = Author(1)
    one.enrol(lower)
    one.write(300)
    lower.push(one.device, Push(one.runs()))
    pass_on(lower.books, peer)
    before = bodies(lower, COUNTY), bodies(lower, VILLAGE)
    set_back()

    passed = pass_on(lower.books, peer)

    assert (passed.regained, passed.same, passed.refused) == (302 - 1, True, ())
    assert (bodies(lower, COUNTY), bodies(lower, VILLAGE)) == before
    assert lower.known(one.device).officer == "专员1"
    one.write(1)
    assert lower.push(one.device, Push(one.runs(after=300))).refused == []
    assert pass_on(lower.books, peer) == Passed(sent=1, receipts=1, same=True)


@pytest.mark.parametrize("length", [3, 5, 9])
def test_what_went_on_otherwise_below_is_told_and_holds_up_nothing(
    lower: Hub, upper: Hub, length: int
) -> None:
    one, two = Author(1), Author(2)
    one.enrol(lower)
    two.enrol(lower)
    peer = joined(lower, upper)
    set_back = remembered(lower)
    one.write(5)
    lower.push(one.device, Push(one.runs()))
    pass_on(lower.books, peer)
    set_back()
    one.written.clear()
    one.write(length, text="高娃")
    two.write(7)
    lower.push(one.device, Push([*one.runs(), *two.runs()]))
    above = bodies(upper, VILLAGE)

    passed = pass_on(lower.books, peer)

    assert not passed.same
    assert {(key, code) for key, code in passed.refused} == {(one.runs()[0].key, "fork")}
    assert passed.sent == 7
    assert set(above) < set(bodies(upper, VILLAGE))
    assert [head.seq for head in lower.books.heads_of(one.device)] == [length]


def test_a_hub_above_brings_nothing_of_other_counties_down(lower: Hub, upper: Hub) -> None:
    class Odd(LocalPeer):
        def hello(self, message: Hello) -> HelloAnswer:
            answer = super().hello(message)
            head = FeedHead(stranger.device, OTHER_COUNTY_VILLAGE, stranger.epoch, 3, bytes(32))
            mine = FeedHead(stranger.device, VILLAGE, stranger.epoch, 3, bytes(32))
            return msgspec.structs.replace(answer, heads=[*answer.heads, head, mine])

        def pull(self, village: str, after: int, *, own: bool = False) -> PullAnswer:
            return PullAnswer(stranger.runs(village), after + 1, False)

    stranger = Author(3)
    stranger.write(3, OTHER_COUNTY_VILLAGE)
    stranger.write(3)
    joined(lower, upper)
    one = Author(1)
    one.enrol(lower)
    one.write(2)
    lower.push(one.device, Push(one.runs()))

    passed = pass_on(lower.books, Odd(upper, lower.books.keys.device))

    assert passed.regained == 0
    assert "unknown-device" in {code for _, code in passed.refused}
    assert lower.books.heads_of(stranger.device) == []
