"""What the office orders of a hub, on both stores: invite, revoke, move, erase, see."""

import msgspec
import pytest

from db import bodies, journal
from db.journal import FeedHead
from desktop_app.domain.divisions import office_code
from desktop_app.domain.errors import Refused
from sync.hub import Hub
from sync.hub_refusal import HubRefusal
from sync.invitation import enrol_request
from sync.messages import Push
from tests.sessions import VILLAGE
from tests.sync.hubs import COUNTY, ON_BOTH_STORES, Author, enrolled

pytestmark = ON_BOTH_STORES
FAR_VILLAGE = "150223103201"


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
    assert certificate.enrolled == {(VILLAGE, one.epoch): (9, one.runs()[-1].chain)}
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
    assert {code for code, _, _ in hello.villages} == {
        VILLAGE,
        FAR_VILLAGE,
        COUNTY,
        office_code(COUNTY),
    }
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
    stored = [data for run in runs for data in bodies.open_body(run.body)]
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
        ("其木格", "specialist", [VILLAGE[:-1]]),
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
