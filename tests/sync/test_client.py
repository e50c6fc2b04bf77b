"""A desk reaching its hub by network: interruptions lose nothing, waiting ends."""

from itertools import islice
from pathlib import Path

import httpx
import msgspec
import pytest

from desktop_app.domain.errors import Cancelled, Unavailable
from desktop_app.domain.progress import Progress
from sync.backing_off import FIRST_SECONDS, LONGEST_SECONDS, delays
from sync.client import LARGEST_FRAME, SMALLEST_FRAME, TRIES
from sync.exchange import Report, enrol, exchange
from sync.hub import Hub
from sync.hub_app import HubApp
from sync.invitation import enrol_request
from sync.messages import MEDIA_TYPE, Push
from sync.replica import DeskReplica
from tests.sessions import OTHER_VILLAGE, VILLAGE, Dice, keep_person
from tests.sync.hubs import COUNTY, Author, open_made_up_desk
from tests.sync.lines import MUCH, Line, Rest, answering, failing, large_author
from tests.sync.wires import Wire


def test_all_four_questions_are_answered(app: HubApp, hub: Hub) -> None:
    one, two = Author(1), Author(2)
    two.enrol(hub)
    one.write(300)
    line = Line(hub, Wire(app))

    with line.of(one) as peer:
        enrolled = peer.enrol(one.request(hub.invite("其木格", "specialist", [VILLAGE])))
        hello = peer.hello(one.hello())
        pushed = peer.push(Push(one.runs()))
    with line.of(two) as peer:
        pulled = peer.pull(VILLAGE, 0)
        own = peer.pull(VILLAGE, 0, own=True)

    assert enrolled.runs == hub.books.authority_runs()
    assert hello.hub == hub.books.keys.device
    assert {receipt.seq for receipt in pushed.receipts} == {300}
    assert pulled.runs == own.runs == one.runs()
    assert line.rest.rested == 0


# Interruptions


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("error", [httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.WriteError])
def test_whatever_message_is_cut_nothing_is_lost_and_nothing_is_doubled(
    app: HubApp, hub: Hub, when: str, error: type[httpx.TransportError]
) -> None:
    author = large_author(hub)
    wire = Wire(app)
    Line(hub, wire).of(author).push(Push(author.runs()[:0]))
    whole = _pushed_without_trouble(app, hub, author)
    assert whole >= 3

    for cut in range(1, whole + 1):
        again = Author(cut + 1)
        again.enrol(hub)
        again.write(MUCH, text="敖特根" * 4)

        def trouble(number: int, place: str, cut: int = cut) -> None:
            if (number, place) == (cut, when):
                raise error("cut")

        wire = Wire(app, trouble)
        answer = Line(hub, wire).of(again).push(Push(again.runs()))

        assert answer.refused == []
        assert max(receipt.seq for receipt in answer.receipts) == MUCH
        assert [head.seq for head in hub.books.heads_of(again.device)] == [MUCH]
        assert len(wire.requests) > cut
    places = hub.books.sql.fetch("SELECT first FROM arrival GROUP BY feed, first HAVING count(*)>1")
    assert places == []


def _pushed_without_trouble(app: HubApp, hub: Hub, author: Author) -> int:
    wire = Wire(app)
    Line(hub, wire).of(author).push(Push(author.runs()))
    return len(wire.requests)


def test_frames_double_while_the_line_is_fast_and_halve_when_it_fails(
    app: HubApp, hub: Hub
) -> None:
    author = large_author(hub)
    sizes: list[int] = []
    rest = Rest()

    def trouble(number: int, place: str) -> None:
        if place == "before":
            sizes.append(peer.frame)
        if place == "after" and number == 3:
            raise httpx.ReadTimeout("slow")
        if place == "after" and number > 3:
            rest.now += 10

    peer = Line(hub, Wire(app, trouble), rest).of(author)
    peer.push(Push(author.runs()))

    assert sizes[:4] == [64 << 10, 128 << 10, 256 << 10, 128 << 10]
    assert set(sizes[4:]) <= {128 << 10}  # slow answers do not let it grow
    assert SMALLEST_FRAME <= min(sizes) <= max(sizes) <= LARGEST_FRAME


def test_a_whole_exchange_goes_on_where_it_was_cut(app: HubApp, hub: Hub, tmp_path: Path) -> None:
    other = Author(7)
    other.enrol(hub)
    other.write(300)
    hub.push(other.device, Push(other.runs()))
    session = open_made_up_desk(tmp_path / "desk", "one")
    for number in range(1, 4):
        keep_person(session, number)
    own = session.store.desk
    desk = DeskReplica(session.store, {COUNTY: hub.books.keys.root_public_key})
    request = enrol_request(
        hub.invite("其木格", "specialist", [VILLAGE, OTHER_VILLAGE]),
        public_key=own.public_key,
        box_key=b"b" * 32,
        user=own.officer_id,
        heads=desk.heads([VILLAGE]),
        device=own.device,
        sign=own.sign,
    )
    enrol(desk, Line(hub, Wire(app)).peer(own.device, own.sign), request)
    report, last = Report(), 0
    while not report.same:
        last += 1
        assert last < 30

        def trouble(number: int, when: str, last: int = last) -> None:
            if number >= last and when == "after":
                raise httpx.ReadError("cut")

        try:
            report = exchange(desk, Line(hub, Wire(app, trouble)).peer(own.device, own.sign))
        except Unavailable:
            continue

    assert last > 2
    state = hub.books.states([VILLAGE])[0]
    assert desk.digests([VILLAGE]) == {VILLAGE: state[2]}
    assert len(hub.books.heads_of(own.device)) == 1
    session.close()


# Waiting and stopping


def test_a_busy_hub_is_asked_again_and_then_left_alone(hub: Hub) -> None:
    busy = msgspec.msgpack.encode({"code": "busy"})
    line = Line(hub, answering(503, busy, content_type=MEDIA_TYPE, retry_after="20"))

    with pytest.raises(Unavailable, match="正忙") as told:
        line.of(Author(1)).hello(Author(1).hello())

    assert told.value.advice
    assert 20 * (TRIES - 1) <= line.rest.rested <= 61 * (TRIES - 1)


def test_a_hub_cannot_make_a_desk_wait_for_ever(hub: Hub) -> None:
    busy = msgspec.msgpack.encode({"code": "too-many"})
    line = Line(hub, answering(429, busy, content_type=MEDIA_TYPE, retry_after="999999999"))

    with pytest.raises(Unavailable):
        line.of(Author(1)).pull(VILLAGE, 0)

    assert line.rest.rested <= 61 * (TRIES - 1)


def test_the_person_can_stop_it_while_it_waits(hub: Hub) -> None:
    line = Line(hub, failing(httpx.ReadTimeout("slow")))
    sleep = line.rest.sleep

    def rest(seconds: float) -> None:
        sleep(seconds)
        line.progress.cancel()

    line.rest.sleep = rest  # type: ignore[method-assign] # the person presses stop meanwhile
    with pytest.raises(Cancelled):
        line.of(Author(1)).hello(Author(1).hello())
    assert line.rest.rested < 1


def test_the_person_can_stop_it_between_frames(app: HubApp, hub: Hub) -> None:
    author = large_author(hub)
    progress = Progress()

    def trouble(number: int, place: str) -> None:
        if (number, place) == (2, "after"):
            progress.cancel()

    wire = Wire(app, trouble)
    with pytest.raises(Cancelled):
        Line(hub, wire, progress=progress).of(author).push(Push(author.runs()))

    assert len(wire.requests) == 2
    assert hub.books.heads_of(author.device)[0].seq > 0


def test_waits_double_to_a_quarter_of_an_hour_and_differ_between_desks() -> None:
    low = list(islice(delays(lambda count: bytes(count)), 12))
    high = list(islice(delays(lambda count: b"\xff" * count), 12))

    assert high == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900]
    assert low == [max(FIRST_SECONDS, wait / 2) for wait in high]
    drawn = list(islice(delays(Dice()), 100))
    assert all(FIRST_SECONDS <= wait <= LONGEST_SECONDS for wait in drawn)
    assert len(set(drawn[10:])) > 80
