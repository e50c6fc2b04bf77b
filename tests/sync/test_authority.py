"""The authority: who is let in, what was in force where, and what newer authority changes."""

from typing import Any

import pytest

from db import journal
from db.journal import EDIT, feed_key
from db.rows import columns
from desktop_app.domain.records import Post
from sync.authority import Authority, affected
from sync.authority_entries import (
    CERTIFICATE,
    ERASE,
    HUB,
    NOBODY,
    REVOKE,
    SCOPE,
    Ruling,
    certificate_payload,
    erase_payload,
    read_ruling,
    revoke_payload,
    scope_payload,
)
from sync.authority_fold import Note
from tests.sync.offices import (
    COUNTY,
    DESK,
    EPOCH,
    OFFICER,
    OTHER_VILLAGE,
    PEOPLE,
    POSTS,
    ROW,
    VILLAGE,
    Keys,
    Office,
    an_office,
    digest,
    entry,
    verdict,
)


@pytest.fixture
def office() -> Office:
    return an_office(COUNTY)


# who is let in


def test_only_a_certified_desk_counts(office: Office) -> None:
    assert verdict(office.authority(), DESK) == "unknown-desk"

    office.certify(DESK, "specialist", [VILLAGE])

    assert verdict(office.authority(), DESK) == ""
    assert verdict(office.authority(), OFFICER) == "unknown-desk"


def test_a_hub_of_another_root_says_nothing_and_is_noted(office: Office) -> None:
    office.certify(DESK, "specialist", [VILLAGE])
    roots = {COUNTY: Keys("another root").public}

    found = Authority(roots).with_entries(office.place, office.entries)

    assert found.hub(COUNTY) is None
    assert found.certificate(DESK.device) is None
    assert found.notes == [Note(COUNTY, 1, "wrong-root")]
    assert verdict(found, DESK) == "unknown-desk"


def test_a_hub_that_its_root_did_not_sign_says_nothing() -> None:
    office = Office(COUNTY, Keys("root"), Keys("hub"))
    office.show(signed_by=Keys("somebody"))

    assert office.authority().notes == [Note(COUNTY, 1, "wrong-root")]
    assert office.authority().feed_key(office.place, office.entries[0]) is None


def test_a_box_key_put_in_by_somebody_else_is_noticed(office: Office) -> None:
    payload = list(office.entries[0].payload)
    payload[1] = digest("listener")
    office.entries[0] = entry(1, HUB, payload)

    assert office.authority().hub(COUNTY) is None


def test_a_hub_cannot_name_another_root_than_the_one_that_signed(office: Office) -> None:
    payload = list(office.entries[0].payload)
    payload[4] = Keys("another root").public
    office.entries[0] = entry(1, HUB, payload)

    assert office.authority().hub(COUNTY) is None


def test_a_later_card_of_the_hub_changes_its_certificate_alone(office: Office) -> None:
    office.show(tls=b"der 2")
    office.show(tls=b"der 3", signed_by=Keys("somebody"))

    found = office.authority()

    hub = found.hub(COUNTY)
    assert hub is not None
    assert (hub.tls_certificate, hub.public_key) == (b"der 2", office.hub.public)
    assert found.notes == [Note(COUNTY, 3, "wrong-root")]


def test_another_hub_cannot_show_itself_in_the_feed(office: Office) -> None:
    stranger = Office(COUNTY, office.root, Keys("second hub"))
    stranger.show()
    office.write(HUB, stranger.entries[0].payload)

    found = office.authority()

    assert found.public_key(office.hub.device) == office.hub.public
    assert found.public_key(stranger.hub.device) is None
    assert found.notes == [Note(COUNTY, 2, "malformed")]


def test_a_certificate_for_a_key_that_is_not_the_desks_is_passed_over(office: Office) -> None:
    payload = certificate_payload(
        DESK.device,
        OFFICER.public,
        DESK.box,
        user=DESK.user,
        officer="x",
        role="specialist",
        prefixes=[VILLAGE],
        sign=office.hub.sign,
    )
    office.write(CERTIFICATE, payload)

    assert office.authority().certificate(DESK.device) is None
    assert office.authority().notes == [Note(COUNTY, 2, "malformed")]


GOOD: dict[int, list[Any]] = {
    CERTIFICATE: certificate_payload(
        DESK.device,
        DESK.public,
        DESK.box,
        user=DESK.user,
        officer="x",
        role="specialist",
        prefixes=[VILLAGE],
        sign=DESK.sign,
        heads=[DESK.head(VILLAGE, 3)],
    ),
    SCOPE: scope_payload(DESK.public, "township", ["150223100"], DESK.sign),
    REVOKE: revoke_payload(DESK.device, [DESK.head(VILLAGE, 3)], "lost"),
    ERASE: erase_payload(VILLAGE, PEOPLE, ROW, "withdrawn", "苏和"),
}
SPOILED = [
    pytest.param(op, [*payload[:at], wrong, *payload[at + 1 :]], id=f"{op}-{at}-{wrong!r}")
    for op, payload in GOOD.items()
    for at in range(len(payload))
    for wrong in (None, -1, b"", "king", [["x"]])
    if not (
        wrong == "king"
        and isinstance(payload[at], str)
        and payload[at] in ("x", "lost", "withdrawn", "苏和")
    )
]


@pytest.mark.parametrize(("op", "payload"), SPOILED)
def test_a_payload_of_another_form_says_nothing(office: Office, op: int, payload: Any) -> None:
    office.certify(DESK, "specialist", [OTHER_VILLAGE])
    before = office.authority().certificate(DESK.device)
    seq = office.write(op, payload)

    found = office.authority()

    assert found.notes == [Note(COUNTY, seq, "malformed")]
    assert found.certificate(DESK.device) == before
    assert not found.erased
    assert found.head(COUNTY) == seq


@pytest.mark.parametrize(("op", "payload"), GOOD.items())
def test_a_payload_cut_or_longer_says_nothing(office: Office, op: int, payload: Any) -> None:
    office.write(op, payload[:-1])
    office.write(op, [*payload, 1])
    office.write(op, None)

    assert [note.code for note in office.authority().notes] == ["malformed"] * 3


@pytest.mark.parametrize("wrong", [{"role": "king"}, {"prefixes": [""]}, {"sign": bytes}])
def test_a_hub_cannot_build_what_nobody_would_read(wrong: dict[str, Any]) -> None:
    asked: dict[str, Any] = {
        "public_key": DESK.public,
        "role": "specialist",
        "prefixes": [VILLAGE],
        "sign": DESK.sign,
    }

    with pytest.raises(ValueError, match=r"Expected|Invalid"):
        scope_payload(**asked | wrong)


# what was in force where


def test_an_entry_is_held_against_what_its_author_knew(office: Office) -> None:
    first = office.certify(DESK, "specialist", [VILLAGE])
    moved = office.rescope(DESK, "specialist", [OTHER_VILLAGE])
    found = office.authority()

    assert verdict(found, DESK, VILLAGE, at=first) == ""
    assert verdict(found, DESK, OTHER_VILLAGE, at=first) == "out-of-scope"
    assert verdict(found, DESK, VILLAGE, at=moved) == "out-of-scope"
    assert verdict(found, DESK, OTHER_VILLAGE, at=moved) == ""
    certificate = found.certificate(DESK.device)
    assert certificate is not None
    assert certificate.prefixes == (OTHER_VILLAGE,)
    assert (certificate.since_seq, certificate.officer) == (first, "desk")


def test_what_was_written_before_enrolment_is_held_against_the_first_certificate(
    office: Office,
) -> None:
    office.certify(Keys("earlier"), "specialist", [OTHER_VILLAGE])
    office.certify(DESK, "specialist", [VILLAGE])
    office.rescope(DESK, "specialist", [OTHER_VILLAGE])
    found = office.authority()

    assert verdict(found, DESK, VILLAGE, at=0) == ""
    assert verdict(found, DESK, VILLAGE, at=1) == ""
    assert verdict(found, DESK, OTHER_VILLAGE, at=0) == "out-of-scope"


def test_a_second_certificate_changes_what_is_in_force_from_there(office: Office) -> None:
    office.certify(DESK, "specialist", [VILLAGE], [DESK.head(VILLAGE, 5)])
    again = office.certify(DESK, "township", ["150223100"], [DESK.head(VILLAGE, 9)])
    found = office.authority()

    assert verdict(found, DESK, OTHER_VILLAGE, at=again - 1) == "out-of-scope"
    assert verdict(found, DESK, OTHER_VILLAGE, at=again) == ""
    approval = [[columns(Post).index("approved_by") + 1, "旗人社局", 1]]
    assert verdict(found, DESK, seq=6, op=EDIT, table=POSTS, payload=approval) == "role"


def test_a_scope_for_a_desk_that_was_never_let_in_is_noted(office: Office) -> None:
    seq = office.rescope(DESK, "county", [COUNTY])

    assert office.authority().notes == [Note(COUNTY, seq, "unknown-desk")]
    assert verdict(office.authority(), DESK) == "unknown-desk"


# revocation


def test_a_revocation_cuts_every_feed_where_it_says(office: Office) -> None:
    office.certify(DESK, "specialist", [COUNTY])
    office.revoke(DESK, [DESK.head(VILLAGE, 7)])
    found = office.authority()

    assert verdict(found, DESK, seq=7) == ""
    assert verdict(found, DESK, seq=8) == "revoked"
    assert verdict(found, DESK, OTHER_VILLAGE, seq=1) == "revoked"
    assert verdict(found, DESK, seq=1, epoch=b"day2") == "revoked"
    certificate = found.certificate(DESK.device)
    assert certificate is not None
    assert certificate.revoked
    assert certificate.reason == "lost"
    assert found.public_key(DESK.device) == DESK.public


def test_of_two_revocations_each_takes_away(office: Office) -> None:
    office.certify(DESK, "specialist", [COUNTY])
    office.revoke(DESK, [DESK.head(VILLAGE, 7), DESK.head(OTHER_VILLAGE, 4)])
    office.revoke(DESK, [DESK.head(VILLAGE, 9)])
    found = office.authority()

    assert verdict(found, DESK, seq=7) == ""
    assert verdict(found, DESK, seq=8) == "revoked"
    assert verdict(found, DESK, OTHER_VILLAGE, seq=1) == "revoked"


def test_a_revoked_desk_stays_out_though_it_is_certified_again(office: Office) -> None:
    office.revoke(DESK)
    again = office.certify(DESK, "specialist", [VILLAGE])
    office.rescope(DESK, "specialist", [COUNTY])

    assert verdict(office.authority(), DESK, at=again) == "revoked"


# erasure


def test_erase_orders_are_listed_for_this_county_alone(office: Office) -> None:
    office.erase(VILLAGE, PEOPLE, ROW)
    seq = office.erase("150224100001", PEOPLE, digest("foreign row")[:16])
    found = office.authority()

    assert found.erasures == [(VILLAGE, PEOPLE, ROW)]
    assert found.erased == {(PEOPLE, ROW)}
    assert found.is_erased(PEOPLE, ROW)
    assert not found.is_erased(POSTS, ROW)
    assert found.notes == [Note(COUNTY, seq, "out-of-scope")]


# folding


def test_entries_one_by_one_come_to_the_same_as_all_at_once(office: Office) -> None:
    office.certify(DESK, "specialist", [VILLAGE])
    office.rescope(DESK, "township", [COUNTY])
    office.erase(VILLAGE, PEOPLE, ROW)
    office.revoke(DESK)
    slowly = Authority.empty(office.roots)
    for one in office.entries:
        slowly = slowly.with_entry(office.place, one)

    assert slowly.county(COUNTY) == office.authority().county(COUNTY)
    assert slowly.erased == office.authority().erased
    again = slowly.with_entries(office.place, office.entries)
    assert again.county(COUNTY) == slowly.county(COUNTY)


def test_an_authority_is_a_value(office: Office) -> None:
    before = office.authority()
    office.certify(DESK, "specialist", [VILLAGE])
    after = before.with_entries(office.place, office.entries)

    assert before.head(COUNTY) == 1
    assert before.desks(COUNTY) == []
    assert [desk.device for desk in after.desks(COUNTY)] == [DESK.device]


def test_a_gap_and_a_second_feed_are_not_folded(office: Office) -> None:
    office.certify(DESK, "specialist", [VILLAGE])

    with pytest.raises(ValueError, match="missing"):
        Authority(office.roots).with_entries(office.place, office.entries[1:])
    with pytest.raises(ValueError, match="another"):
        office.authority().with_entries(Keys("x").place(COUNTY), [])


def test_one_more_entry_reads_one_more_entry(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        office.certify(Keys(f"desk {number}"), "specialist", [VILLAGE])
    before = office.authority()
    office.certify(DESK, "specialist", [VILLAGE])
    read: list[int] = []

    def counted(op: int, payload: Any) -> Ruling | None:
        read.append(op)
        return read_ruling(op, payload)

    monkeypatch.setattr("sync.authority_fold.read_ruling", counted)

    before.with_entries(office.place, office.entries)

    assert read == [HUB, CERTIFICATE]  # the hub's card, to trust it again; and the new one


# what newer authority changes


def test_letting_in_and_revoking_change_verdicts_and_moving_does_not(office: Office) -> None:
    empty = Authority(office.roots)
    office.certify(DESK, "specialist", [VILLAGE])
    office.certify(OFFICER, "county", [COUNTY])
    let_in = office.authority()
    office.rescope(DESK, "specialist", [OTHER_VILLAGE])
    office.erase(VILLAGE, PEOPLE, ROW)
    moved = office.authority()
    office.revoke(DESK)

    assert set(affected(empty, let_in)) == {DESK.device, OFFICER.device}
    assert affected(let_in, moved) == []
    assert affected(moved, office.authority()) == [DESK.device]
    assert affected(moved, moved) == []


def test_the_feed_of_a_revocation_is_named_as_the_journal_names_it(office: Office) -> None:
    office.certify(DESK, "specialist", [VILLAGE])
    office.revoke(DESK, [DESK.head(VILLAGE, 2)])

    found = office.authority().certificate(DESK.device)

    assert found is not None
    assert found.last == {feed_key(DESK.device, VILLAGE, EPOCH): 2}


def test_authority_entries_are_told_from_entries_about_rows() -> None:
    office_ops = {HUB, CERTIFICATE, SCOPE, REVOKE, ERASE}
    row_ops = {journal.CREATE, journal.EDIT, journal.SETTLE, journal.REMOVE, journal.LEAVE}

    assert office_ops == set(range(16, 21))
    assert not office_ops & (row_ops | {journal.ENTER})
    assert len(NOBODY) == 16
