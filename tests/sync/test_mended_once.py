"""A branch that several desks hold, and the hub does not, is written again once and not by each."""

from dataclasses import replace
from pathlib import Path

import pytest

from db import journal
from db.conflict_queries import parked
from db.feed_store import entries_between
from db.feeds import JournalReader
from db.journal import EDIT
from db.operation import versions
from db.replay import verify
from db.rows import columns
from desktop_app.domain.records import Household, Person
from desktop_app.session import Session
from sync.exchange import exchange
from sync.hub import Hub
from sync.messages import Push
from tests.sessions import OTHER_VILLAGE, VILLAGE
from tests.sync.hostile import Rogue, meet, open_replica, sql_of
from tests.sync.hubs import LocalPeer, remembered

HOUSE = bytes(15) + b"h"
ADDRESS = columns(Household).index("address") + 1
WORDS = ("东边的房子", "西边的房子", "南边的房子", "北边的房子")


def write_addresses(author: Rogue, *addresses: str) -> None:
    """Write a household, or change its address, each on top of the one before."""
    for address in addresses:
        if not author.written.get(VILLAGE):
            author.create(Household(village_code=VILLAGE, number="1", address=address), HOUSE)
        else:
            seq = len(author.written[VILLAGE])
            author.add(VILLAGE, [[ADDRESS, address, seq]], op=EDIT, table=1, row=HOUSE)


def addresses(session: Session) -> set[str]:
    """Return the addresses of the household between which a person will have to choose."""
    database = session.store.database
    heads = versions(database, Household, HOUSE).heads(ADDRESS)
    entries = [JournalReader(database).entry(dot) for dot in heads]
    return {value for entry in entries for _, value, _ in journal.writes(entry)}


def waiting(session: Session) -> list[str]:
    """Return why entries wait at a desk."""
    return [each.reason for each in parked(session.store.database)]


def times_said(session: Session, word: str) -> int:
    """Count the entries about the household that say a word, whoever wrote them."""
    sql = sql_of(session)
    feeds = sql.fetch("SELECT id, head_seq FROM feed WHERE length(village_code) = 12")
    entries = [each for feed, head in feeds for each in entries_between(sql, feed, 1, head)]
    return sum(word.encode() in each for each in entries)


@pytest.mark.parametrize("common", [0, 1])
@pytest.mark.parametrize("first_holder_has", [2, 4])
def test_what_two_desks_still_hold_of_a_lost_branch_is_written_again_once(
    hub: Hub, tmp_path: Path, common: int, first_holder_has: int
) -> None:
    desks = [open_replica(hub, tmp_path / name, name) for name in ("高娃", "萨仁")]
    (first, one), (second, two) = desks
    author = Rogue(7)
    author.enrol(hub)
    meet(hub, one, two)
    set_back = remembered(hub)
    write_addresses(author, *WORDS)
    one.take(author.runs(last=first_holder_has))
    two.take(author.runs())
    set_back()
    author.written[VILLAGE] = author.written[VILLAGE][:common]
    write_addresses(author, "新房子", "又一处")
    hub.push(author.device, Push(author.runs()))

    meet(hub, one, two, one)

    assert exchange(two, LocalPeer(hub, two.device)).same
    for word in WORDS[common:]:
        assert times_said(first, word) == times_said(second, word) == 1
    for session in (first, second):
        assert verify(session.store.database).problems == []
        if common:
            assert addresses(session) == {"又一处", WORDS[-1]}
    first.close()
    second.close()


def test_words_that_only_look_alike_push_nothing_aside(hub: Hub, tmp_path: Path) -> None:
    session, desk = open_replica(hub, tmp_path / "a", "高娃")
    author, rogue = Rogue(7), Rogue(8)
    author.enrol(hub)
    rogue.enrol(hub)
    meet(hub, desk)
    write_addresses(author, *WORDS[:2])
    desk.take(author.runs())
    _, salt, _ = journal.unpack(author.written[VILLAGE][1])
    header = journal.decode_header(journal.unpack(author.written[VILLAGE][1])[0])
    forged = journal.pack([[ADDRESS, "别的话", [author.key(VILLAGE), 1]]])
    rogue.add(VILLAGE, [], op=EDIT, table=1, row=HOUSE, hlc=header.hlc)
    head = journal.unpack(rogue.written[VILLAGE][0])[0]
    rogue.written[VILLAGE] = [journal.encode_entry(head, salt, forged)]
    hub.push(rogue.device, Push(rogue.runs()))
    author.written[VILLAGE] = author.written[VILLAGE][:1]
    write_addresses(author, "新房子")
    hub.push(author.device, Push(author.runs()))

    meet(hub, desk, desk)

    assert times_said(session, WORDS[1]) == 1
    session.close()


def test_a_record_leaves_with_one_creation_and_the_other_waits_no_more(
    hub: Hub, tmp_path: Path
) -> None:
    session, desk = open_replica(hub, tmp_path / "a", "高娃")
    other, watching = open_replica(hub, tmp_path / "b", "萨仁")
    rogue = Rogue(7)
    rogue.enrol(hub)
    with session.operation("person", "登记") as operation:
        person = operation.save(Person(village_code=VILLAGE, name="乌云"))
    meet(hub, desk)
    rogue.create(Person(village_code=VILLAGE, name="不是她"), person.id.bytes, hlc=1 << 58)
    hub.push(rogue.device, Push(rogue.runs()))
    meet(hub, desk, watching)
    assert waiting(session) == waiting(other) == ["second-creation"]

    with session.operation("move", "迁移") as operation:
        operation.save(replace(person, village_code=OTHER_VILLAGE))
    meet(hub, desk, watching)

    assert waiting(session) == waiting(other) == []
    for each in (session, other):
        assert verify(each.store.database).problems == []
        each.close()
