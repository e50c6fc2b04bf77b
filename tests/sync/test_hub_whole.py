"""A hub with whole desks, after being set back, and beside another, on both stores."""

from pathlib import Path

import pytest

from sync.exchange import enrol, exchange
from sync.hub import Hub
from sync.hub_refusal import HubRefusal
from sync.invitation import enrol_request
from sync.messages import Push
from sync.replica import DeskReplica
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person
from tests.sync.hubs import (
    COUNTY,
    ON_BOTH_STORES,
    LocalPeer,
    enrolled,
    open_made_up_desk,
    open_made_up_hub,
    remembered,
)

pytestmark = ON_BOTH_STORES


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


def test_two_hubs_of_one_root_have_keys_of_their_own(hub: Hub, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    again, store = open_made_up_hub(str(other), tmp_path / "root.key", county="150222")

    assert again.books.keys.root_public_key == hub.books.keys.root_public_key
    assert again.books.keys.device != hub.books.keys.device
    store.close()
