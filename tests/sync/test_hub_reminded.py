"""A hub that was set back to before it let a desk in hears of it from the desk itself."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from desktop_app.session import Session
from sync.exchange import OTHER_ORDERS, enrol, exchange
from sync.hub import Hub
from sync.hub_app import HubApp, app_of
from sync.hub_refusal import HubRefusal
from sync.invitation import Invitation, enrol_request
from sync.messages import EnrolRequest, Push, encode
from sync.rates import Rates
from sync.replica import DeskReplica
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person
from tests.sync.hubs import COUNTY, Author, enrolled, open_made_up_desk, remembered
from tests.sync.lines import Line
from tests.sync.wires import Wire, ask, call, realm, signed_headers


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_made_up_desk(tmp_path / "desk", "one")
    yield session
    session.close()


def request_of(session: Session, desk: DeskReplica, invitation: Invitation) -> EnrolRequest:
    own = session.store.desk
    return enrol_request(
        invitation,
        public_key=own.public_key,
        box_key=b"b" * 32,
        user=own.officer_id,
        heads=desk.heads([VILLAGE]),
        device=own.device,
        sign=own.sign,
    )


def let_in(hub: Hub, app: HubApp, session: Session) -> DeskReplica:
    own = session.store.desk
    desk = DeskReplica(session.store, {COUNTY: hub.books.keys.root_public_key})
    invitation = hub.invite("其木格", "specialist", [VILLAGE, OTHER_VILLAGE])
    request = request_of(session, desk, invitation)
    enrol(desk, Line(hub, Wire(app)).peer(own.device, own.sign), request)
    return desk


def test_the_only_desk_it_had_let_in_meets_it_as_ever(
    app: HubApp, hub: Hub, session: Session
) -> None:
    set_back = remembered(hub)
    desk = let_in(hub, app, session)
    keep_person(session, 1)
    wire = Wire(app)
    peer = Line(hub, wire).peer(desk.device, session.store.desk.sign)
    assert exchange(desk, peer).same
    authority = hub.books.authority_runs()

    set_back()
    keep_person(session, 2)
    report = exchange(desk, peer)

    assert (report.same, report.refused) == (True, ())
    assert hub.books.authority_runs() == authority
    assert desk.digests([VILLAGE]) == {VILLAGE: hub.books.states([VILLAGE])[0][2]}
    wire.requests.clear()
    assert exchange(desk, peer).same
    assert len(wire.requests) == 1


def test_a_desk_that_was_never_let_in_stays_a_stranger(
    app: HubApp, hub: Hub, session: Session
) -> None:
    own = session.store.desk
    desk = DeskReplica(session.store, {COUNTY: hub.books.keys.root_public_key})
    wire = Wire(app)

    with pytest.raises(HubRefusal, match="unknown-device"):
        exchange(desk, Line(hub, wire).peer(own.device, own.sign))

    assert len(wire.requests) == 1


def test_a_stranger_may_bring_nothing_but_what_the_hub_signed(app: HubApp, hub: Hub) -> None:
    two, stranger = enrolled(hub, 2), Author(9)
    two.write(3)
    stranger.write(3)
    authority = hub.books.authority_runs()
    before = hub.books.states(prefixes=[COUNTY])
    forged = [msgspec.structs.replace(authority[-1], last=authority[-1].last + 1)]
    changed = [msgspec.structs.replace(authority[-1], body=b"x", signature=bytes(64))]

    def code(*runs: object) -> str:
        told = ask(app, hub, stranger, "POST", "/v1/push", encode(Push(list(runs))))  # type: ignore[arg-type]
        return "taken" if told.status == 200 else told.code

    assert code(*authority) == "taken"
    assert code(*forged) == code(*changed) == "taken"  # answered; see that nothing came of it
    assert code() == code(*stranger.runs()) == code(*two.runs()) == "unknown-device"
    assert code(*authority, *two.runs()) == code(*authority, *stranger.runs()) == "unknown-device"
    assert hub.books.states(prefixes=[COUNTY]) == before
    refused = [hub.push(stranger.device, Push(runs)).refused for runs in (forged, changed)]
    assert [[code for _, code in each] for each in refused] == [["bad-signature"]] * 2


def test_who_was_shut_out_is_not_let_in_by_what_it_remembers(app: HubApp, hub: Hub) -> None:
    two = enrolled(hub, 2)
    remembers = Push(hub.books.authority_runs())
    hub.revoke(two.device, "lost")

    assert ask(app, hub, two, "POST", "/v1/push", encode(remembers)).code == "revoked"


def test_strangers_of_one_address_may_not_come_too_often(hub: Hub) -> None:
    app = app_of(hub, Rates(unsigned_a_minute=2))
    push = encode(Push(hub.books.authority_runs()))

    told = [
        call(
            app,
            "POST",
            "/v1/push",
            push,
            signed_headers(each, realm(hub), "POST", "/v1/push", push),
        )
        for each in map(Author, range(5, 9))
    ]

    assert [each.status for each in told] == [200, 200, 429, 429]
    app.close()


@pytest.mark.parametrize("orders", [1, 4])
def test_a_desk_says_that_a_hub_gave_other_orders_after_it_was_set_back(
    app: HubApp, hub: Hub, session: Session, orders: int
) -> None:
    set_back = remembered(hub)
    desk = let_in(hub, app, session)
    peer = Line(hub, Wire(app)).peer(desk.device, session.store.desk.sign)
    enrolled(hub, 2)
    assert exchange(desk, peer).same
    authority = desk.heads([COUNTY])
    set_back()
    own = hub.invite("其木格", "specialist", [VILLAGE, OTHER_VILLAGE])
    for number in range(3, 2 + orders):
        enrolled(hub, number)
    hub.enrol(request_of(session, desk, own))

    report = exchange(desk, peer)

    assert not report.same
    assert report.refused[0] == (authority[0].key, OTHER_ORDERS)
    assert desk.heads([COUNTY]) == authority
