"""A certified desk that lies: what it writes stops nobody and gains nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from db import feed_store, journal
from db.journal import EDIT, ENTER, LEAVE, FeedHead
from db.resolution import resolve
from db.row_history import History
from db.rows import columns, table_number, to_row
from desktop_app.domain.records import (
    Disclosure,
    Household,
    Person,
    Placement,
    Post,
    Record,
)
from sync.hub import Hub
from sync.messages import Push
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE, keep_person, keep_post
from tests.sync.hostile import Rogue, meet, open_replica, reasons, sql_of
from tests.sync.hubs import open_made_up_hub

PERSON, POST = table_number(Person), table_number(Post)
NAME = columns(Person).index("name") + 1
HOUSEHOLD = columns(Person).index("household_id") + 1
APPROVED_ON = columns(Post).index("approved_on") + 1


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    made, store = open_made_up_hub(str(tmp_path / "hub"), tmp_path / "root")
    yield made
    store.close()


def test_a_payload_nested_without_end_stops_nobody(hub: Hub, tmp_path: Path) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    rogue = Rogue(7)
    rogue.enrol(hub)
    rogue.add(VILLAGE, None, raw=b"\x91" * 20_000)
    rogue.add(VILLAGE, None, raw=b"\x91" * 20_000, op=EDIT)
    hub.push(rogue.device, Push(rogue.runs()))

    meet(hub, replica)

    assert reasons(session) == ["malformed", "malformed"]
    session.close()


def test_a_header_nested_without_end_is_refused(hub: Hub) -> None:
    rogue = Rogue(7)
    rogue.enrol(hub)
    rogue.written[VILLAGE] = [journal.pack([b"\x91" * 20_000, b"s" * 16, b"p"])]

    answer = hub.push(rogue.device, Push(rogue.runs()))

    assert [code for _, code in answer.refused] == ["malformed"]


def test_after_the_latest_clock_there_is_still_a_later_change(hub: Hub, tmp_path: Path) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    other, second = open_replica(hub, tmp_path / "b", "高娃")
    person = keep_person(session, 1)
    meet(hub, replica)
    key = journal.feed_key(replica.device, VILLAGE, session.store.desk.epoch)
    head = hub.books.sql.fetch("SELECT head_seq FROM feed WHERE key = ?", (key,))[0][0]
    rogue = Rogue(7)
    rogue.enrol(hub)
    edit = [[NAME, "改", [key, head]]]
    stamps = ((1 << 63) - 1, journal.LATEST + 1, journal.LATEST)
    taken = [_is_taken(hub, rogue, edit, hlc, person.id.bytes) for hlc in stamps]
    assert taken == [False, False, True]
    meet(hub, replica, second)

    found = session.store.get(Person, person.id)
    assert found.name == "改"
    with session.operation("test", "改回") as operation:
        operation.save(replace(found, name="乌云"))
    meet(hub, replica, second)

    seen = other.store.get(Person, person.id)
    assert seen.name == "乌云"
    session.close()
    other.close()


def _is_taken(hub: Hub, rogue: Rogue, payload: object, hlc: int, row: bytes) -> bool:
    rogue.written.clear()
    rogue.add(VILLAGE, payload, op=EDIT, hlc=hlc, row=row)
    return not hub.push(rogue.device, Push(rogue.runs())).refused


def test_nobody_changes_a_row_of_another_village(hub: Hub, tmp_path: Path) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    person = keep_person(session, 1, village_code=OTHER_VILLAGE)
    meet(hub, replica)
    key = journal.feed_key(replica.device, OTHER_VILLAGE, session.store.desk.epoch)
    head = feed_store.heads(sql_of(session), [OTHER_VILLAGE])[0].seq
    rogue = Rogue(7)
    rogue.enrol(hub)  # for VILLAGE alone
    row = person.id.bytes
    rogue.add(VILLAGE, [[NAME, "骗", [key, head]]], op=EDIT, row=row)
    rogue.add(VILLAGE, [3, VILLAGE, [[NAME, [key, head]]]], op=LEAVE, row=row)
    rogue.create(Person(village_code=VILLAGE, name="骗"), row)
    whole = [row, VILLAGE, *[None] * (len(columns(Person)) - 2)]
    rogue.add(VILLAGE, [9, OTHER_VILLAGE, whole], op=ENTER, row=row)
    hub.push(rogue.device, Push(rogue.runs()))

    meet(hub, replica)

    assert session.store.get(Person, person.id) == person
    session.close()


def test_heads_shown_at_enrolment_cover_only_what_was_written_then(
    hub: Hub, tmp_path: Path
) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    post = keep_post(session, approved_on=None, approved_by="", approval_number="")
    meet(hub, replica)
    key = journal.feed_key(replica.device, VILLAGE, session.store.desk.epoch)
    rogue = Rogue(7)
    invitation = hub.invite("骗子", "specialist", (VILLAGE,))
    rogue.heads = lambda: [  # type: ignore[method-assign]
        FeedHead(rogue.device, VILLAGE, rogue.epoch, 3, bytes(32))
    ]
    hub.enrol(rogue.request(invitation))
    head = feed_store.heads(sql_of(session), [VILLAGE])[0].seq
    rogue.add(
        VILLAGE, [[APPROVED_ON, "2026-11-25", [key, head]]], op=EDIT, table=POST, row=post.id.bytes
    )
    for _ in range(4):
        rogue.create(Person(village_code=VILLAGE, name="张"), rogue.dice(16))
    hub.push(rogue.device, Push(rogue.runs()))

    meet(hub, replica)

    found = session.store.get(Post, post.id)
    assert found.approved_on is None
    assert reasons(session) == ["role"]
    session.close()


def test_a_fork_does_not_make_others_sign_what_may_not_count(hub: Hub, tmp_path: Path) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁", role="township")
    specialist, second = open_replica(hub, tmp_path / "b", "高娃")
    post = keep_post(specialist, approved_on=None, approved_by="", approval_number="")
    meet(hub, second, replica)
    key = journal.feed_key(second.device, VILLAGE, specialist.store.desk.epoch)
    head = feed_store.heads(sql_of(specialist), [VILLAGE])[0].seq
    rogue = Rogue(7)
    rogue.enrol(hub)
    meet(hub, second, replica)
    rogue.add(
        VILLAGE,
        [[APPROVED_ON, "2026-11-25", [key, head]]],
        op=EDIT,
        table=POST,
        row=post.id.bytes,
        user=session.store.desk.officer_id,
    )
    replica.take(rogue.runs())
    rogue.written.clear()
    rogue.create(Person(village_code=VILLAGE, name="张"), rogue.dice(16))
    hub.push(rogue.device, Push(rogue.runs()))

    meet(hub, replica, second, replica)

    for each in (session, specialist):
        found = each.store.get(Post, post.id)
        assert found.approved_on is None
    session.close()
    specialist.close()


def test_an_officer_does_not_approve_by_another_name(hub: Hub, tmp_path: Path) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    rogue = Rogue(7)
    rogue.enrol(hub, role="township")
    post = Post(village_code=VILLAGE, title="护林员", headcount=1)
    row = rogue.dice(16)
    seq = rogue.create(post, row, user=b"v" * 16)
    rogue.add(VILLAGE, [[APPROVED_ON, "2026-11-25", seq]], op=EDIT, table=POST, row=row)
    hub.push(rogue.device, Push(rogue.runs()))

    meet(hub, replica)

    assert reasons(session) == ["other-officer"]
    assert not session.store.find(Post)
    session.close()


def test_one_change_from_another_village_alone_does_not_count(hub: Hub, tmp_path: Path) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    person = keep_person(session, 1, village_code=OTHER_VILLAGE)
    meet(hub, replica)
    (head,) = feed_store.heads(sql_of(session), [OTHER_VILLAGE])
    rogue = Rogue(7)
    rogue.enrol(hub)  # for VILLAGE alone
    rogue.add(VILLAGE, [[NAME, "骗", [head.key, head.seq]]], op=EDIT, row=person.id.bytes)
    hub.push(rogue.device, Push(rogue.runs()))

    meet(hub, replica)

    assert session.store.get(Person, person.id) == person
    session.close()


def test_what_was_shown_at_enrolment_counts_once_all_of_it_is_here(
    hub: Hub, tmp_path: Path
) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    author = Rogue(7)
    row = author.dice(16)
    seq = author.create(Post(village_code=VILLAGE, title="护林员", headcount=1), row)
    approval = [[APPROVED_ON, "2026-11-25", seq]]
    author.add(VILLAGE, approval, op=EDIT, table=POST, row=row)
    author.create(Person(village_code=VILLAGE, name="张"), author.dice(16))
    author.enrol(hub)
    hub.push(author.device, Push(author.runs(last=2)))
    meet(hub, replica)
    assert reasons(session) == ["role"]

    hub.push(author.device, Push(author.runs()))
    meet(hub, replica)

    assert reasons(session) == []
    assert [post.approved_on for post in session.store.find(Post)] == [TODAY]
    session.close()


def test_looking_behind_values_that_wait_has_an_end() -> None:
    rogue, row, asked = Rogue(7), b"r" * 16, list[bytes]()
    seq = rogue.create(Person(village_code=VILLAGE, name="张"), row)
    for _ in range(100):
        seq = rogue.add(VILLAGE, [[HOUSEHOLD, rogue.dice(16), seq]], op=EDIT, row=row)
    entries = [journal.decode_entry(1, data) for data in rogue.written[VILLAGE]]
    place = journal.Place(rogue.device, VILLAGE, rogue.epoch)
    history = History(
        PERSON, row, {e.dot: e for e in entries}, frozenset(), lambda _: place, lambda _: None
    )

    def missing(column: int, value: object) -> bytes | None:
        asked.append(row)
        return bytes(str(value), "ascii") if column == HOUSEHOLD and value else None

    state = resolve(history, missing, len(columns(Person)))

    assert state.root == (1, 1)
    assert len(state.parked) == 100
    assert len(asked) < 1000


def test_what_waits_for_many_rows_counts_when_one_comes(hub: Hub, tmp_path: Path) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    rogue = Rogue(7)
    rogue.enrol(hub)
    row, home = rogue.dice(16), rogue.dice(16)
    seq = rogue.create(Person(village_code=VILLAGE, name="张"), row)
    for number in range(300):
        there = home if number == 0 else rogue.dice(16)
        seq = rogue.add(VILLAGE, [[HOUSEHOLD, there, seq]], op=EDIT, row=row)
    hub.push(rogue.device, Push(rogue.runs()))
    meet(hub, replica)
    rogue.create(Household(village_code=VILLAGE, number="7"), home)
    hub.push(rogue.device, Push(rogue.runs(after=300)))

    meet(hub, replica)

    assert session.store.get(Person, UUID(bytes=row)).household_id == UUID(bytes=home)
    session.close()


@pytest.mark.parametrize(
    ("record", "column", "value"),
    [
        (Person, "birth_on", "2026-W01-1"),
        (Person, "birth_on", "0001-01-01"),
        (Person, "birth_on", "9999-12-31"),
        (Person, "wanted_monthly_fen", 1 << 62),
        (Person, "wanted_monthly_fen", -(1 << 63)),
        (Disclosure, "shown_at", "2026-11-25"),
        (Disclosure, "shown_at", "2026-11-25T08:00:00+08:00"),
        (Disclosure, "shown_at", "9999-12-31T23:00:00.000+00:00"),
    ],
)
def test_a_value_that_nobody_could_reckon_with_is_set_aside(
    hub: Hub, tmp_path: Path, record: type[Record], column: str, value: object
) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    rogue = Rogue(7)
    rogue.enrol(hub)
    row = rogue.dice(16)
    values = [row, VILLAGE, *to_row(record())[2:]]
    values[columns(record).index(column)] = value
    rogue.add(VILLAGE, values, table=table_number(record), row=row)
    hub.push(rogue.device, Push(rogue.runs()))

    meet(hub, replica)

    assert reasons(session) == ["malformed"]
    session.close()


def test_no_specialist_examines_the_applicants_he_registered(hub: Hub, tmp_path: Path) -> None:
    session, replica = open_replica(hub, tmp_path / "a", "萨仁")
    office, second = open_replica(hub, tmp_path / "b", "王建国", role="township")
    rogue = Rogue(7)
    rogue.enrol(hub)
    row = rogue.dice(16)
    seq = rogue.create(Placement(village_code=VILLAGE, applied_on=TODAY), row)
    number = columns(Placement).index("checked_on") + 1
    check = [[number, "2026-11-25", seq]]
    rogue.add(VILLAGE, check, op=EDIT, table=table_number(Placement), row=row)
    hub.push(rogue.device, Push(rogue.runs()))

    meet(hub, replica, second)

    for each in (session, office):
        assert each.store.get(Placement, UUID(bytes=row)).checked_on is None
        assert reasons(each) == ["role"]
        each.close()
