"""Joining an office, being in its books, and what that allows."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db import drafts
from db.conflict_queries import quarantined
from db.connection import RecordsDatabase
from db.feed_store import chain_at
from db.folder_lock import FolderLock
from db.receipts import Receipt, receipt_text
from db.replay import verify
from desktop_app.domain import divisions
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Person, Post
from desktop_app.session import Session
from desktop_app.use_cases import carrying, office, posts
from desktop_app.use_cases.upkeep import statistics
from sync.hub import Hub
from sync.invitation import invitation_text
from sync.replica import DeskReplica
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person
from tests.sync.hostile import sql_of
from tests.sync.hubs import (
    LocalPeer,
    open_made_up_desk,
    open_made_up_hub,
    remembered,
    world_of,
)
from tests.use_cases.desks_of_office import join, meet

COUNTY, TOWNSHIP = "150223", "150223104"


def unsent(session: Session) -> int:
    return statistics(session).unsent


def hashes(session: Session) -> dict[str, str]:
    return statistics(session).state_hash


def test_a_desk_becomes_what_its_certificate_says(hub: Hub, tmp_path: Path) -> None:
    session = join(hub, tmp_path, "萨仁", "township", TOWNSHIP)

    assert (session.officer, session.role) == ("萨仁", "township")
    under = [each.code for each in divisions.villages(COUNTY) if each.code.startswith(TOWNSHIP)]
    assert list(session.village_codes) == under
    assert len(under) > 2
    assert office.is_enrolled(session)


def test_what_was_written_before_enrolment_reaches_the_banner(hub: Hub, tmp_path: Path) -> None:
    session = open_made_up_desk(tmp_path / "a", "a")
    person = keep_person(session)
    office.accept_invitation(
        session, invitation_text(hub.invite("苏日娜", "specialist", [VILLAGE, OTHER_VILLAGE]))
    )
    office.enrol(session, LocalPeer(hub, session.store.desk.device))
    before = unsent(session)
    report = meet(hub, session)
    other = join(hub, tmp_path, "王海")
    meet(hub, other)

    assert (before, report.sent, unsent(session)) == (2, 2, 0)
    assert other.get(Person, person.id) == person
    assert hashes(session) == hashes(other)


def test_an_invitation_of_another_county_is_refused(tmp_path: Path) -> None:
    hub, store = open_made_up_hub(
        str(tmp_path / "other"), tmp_path / "r", county="150221", name="土默特右旗就业服务中心"
    )
    session = open_made_up_desk(tmp_path / "a", "a")
    text = invitation_text(hub.invite("苏日娜", "specialist", ["150221"]))

    with pytest.raises(Refused, match=r"不是.*发的"):
        office.accept_invitation(session, text)
    assert office.invitation_of(session) is None
    store.close()


def test_an_invitation_without_a_village_that_has_records_is_refused(
    hub: Hub, tmp_path: Path
) -> None:
    session = open_made_up_desk(tmp_path / "a", "a")
    keep_person(session)
    text = invitation_text(hub.invite("苏日娜", "specialist", [OTHER_VILLAGE]))

    with pytest.raises(Refused, match="不包含"):
        office.accept_invitation(session, text)


def test_a_folder_copied_back_from_yesterday_loses_nothing(hub: Hub, tmp_path: Path) -> None:
    session = join(hub, tmp_path, "苏日娜")
    keep_person(session, 1)
    meet(hub, session)
    folder = session.folder
    session.store.database.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(folder / "records.db", tmp_path / "yesterday.db")
    lost = keep_person(session, 2)
    meet(hub, session)
    session.close()
    shutil.copy(tmp_path / "yesterday.db", folder / "records.db")
    for ending in ("-wal", "-shm"):
        (folder / f"records.db{ending}").unlink(missing_ok=True)
    database = RecordsDatabase(folder / "records.db")
    restored = Session(folder, database, world_of(folder, "later"), FolderLock(folder))
    only_here = keep_person(restored, 3)
    epoch = restored.store.desk.epoch

    report = meet(hub, restored)
    witness = join(hub, tmp_path, "王海")
    meet(hub, witness)

    assert report.healed == 1
    assert restored.store.desk.epoch != epoch
    for desk in (restored, witness):
        assert desk.get(Person, lost.id) == lost
        assert desk.get(Person, only_here.id) == only_here
        assert verify(desk.store.database).problems == []
    assert hashes(restored) == hashes(witness)


def test_a_receipt_goes_with_the_branch_that_it_was_for(hub: Hub, tmp_path: Path) -> None:
    session = join(hub, tmp_path, "苏日娜")
    keep_person(session, 1)
    meet(hub, session)
    session.store.database.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = tmp_path / "copy"
    shutil.copytree(session.folder, copy)
    set_back = remembered(hub)
    for number in (2, 3):
        keep_person(session, number)
    meet(hub, session)
    set_back()
    second = Session(
        copy, RecordsDatabase(copy / "records.db"), world_of(copy, "later"), FolderLock(copy)
    )
    keep_person(second, 4)
    meet(hub, second)

    meet(hub, session)

    sql = sql_of(session)
    receipts = sql.fetch("SELECT key, seq, chain FROM receipt JOIN feed ON feed.id = receipt.feed")
    assert receipts
    assert [seq for key, seq, chain in receipts if chain_at(sql, key, seq) != chain] == []
    assert unsent(session) == 0
    assert len(session.find(Person)) == 4


def test_a_specialist_cannot_approve_a_post_once_enrolled(hub: Hub, tmp_path: Path) -> None:
    session = join(hub, tmp_path, "苏日娜")
    post = propose(session)

    with pytest.raises(Refused, match="专员的电脑不能登记批复"):
        posts.approve_post(session, post.id, session.today(), "达茂旗人社局", "1号")


def propose(session: Session) -> Post:
    return posts.propose_post(
        session,
        Post(
            village_code=VILLAGE,
            title="护林员",
            kind="forest",
            department="hrss",
            fund="employment",
            proposed_on=date(2026, 11, 20),
        ),
    )


def test_the_office_approves_and_the_village_sees_it(hub: Hub, tmp_path: Path) -> None:
    village = join(hub, tmp_path, "苏日娜")
    county = join(hub, tmp_path, "乌兰", "county", COUNTY)
    post = propose(village)
    meet(hub, village)
    meet(hub, county)

    posts.approve_post(county, post.id, county.today(), "达茂旗人社局", "达人社发1号")
    meet(hub, county)
    meet(hub, village)

    assert village.get(Post, post.id).approval_number == "达人社发1号"
    assert quarantined(village.store.database) == []


def test_an_office_does_not_approve_what_it_proposed(hub: Hub, tmp_path: Path) -> None:
    county = join(hub, tmp_path, "乌兰", "county", COUNTY)
    post = propose(county)

    with pytest.raises(Refused, match="不能是同一个人"):
        posts.approve_post(county, post.id, county.today(), "达茂旗人社局", "1号")


def test_an_approval_written_around_the_rules_counts_nowhere(hub: Hub, tmp_path: Path) -> None:
    village = join(hub, tmp_path, "苏日娜")
    county = join(hub, tmp_path, "乌兰", "county", COUNTY)
    post = propose(village)
    with village.operation("cheat", "改") as operation:
        operation.save(replace(post, approved_on=village.today(), approved_by="自己"))

    meet(hub, village)
    meet(hub, county)

    for desk in (village, county):
        assert desk.get(Post, post.id).approved_on is None
        assert [each.reason for each in quarantined(desk.store.database)] == ["role"]


def test_a_village_taken_away_stays_until_its_work_has_receipts(hub: Hub, tmp_path: Path) -> None:
    session = join(hub, tmp_path, "苏日娜")
    person = keep_person(session)
    meet(hub, session)
    keep_person(session, 2)
    hub.change_scope(session.store.desk.device, "specialist", [OTHER_VILLAGE])
    desk = office.replica(session)
    peer = LocalPeer(hub, desk.device)
    desk.take(peer.pull(COUNTY, 0).runs)

    assert office.settle_certificate(session) == [VILLAGE]
    assert session.get(Person, person.id) == person
    meet(hub, session)
    assert office.settle_certificate(session) == []
    assert session.village_codes == (OTHER_VILLAGE,)
    assert session.find(Person) == []
    witness = join(hub, tmp_path, "王海")
    meet(hub, witness)
    assert len(witness.find(Person)) == 2


def test_a_village_that_comes_back_is_as_on_a_new_desk(hub: Hub, tmp_path: Path) -> None:
    session = join(hub, tmp_path, "苏日娜")
    keep_person(session)
    meet(hub, session)
    before = hashes(session)
    device = session.store.desk.device
    hub.change_scope(device, "specialist", [OTHER_VILLAGE])
    meet(hub, session)
    meet(hub, session)
    hub.change_scope(device, "specialist", [VILLAGE, OTHER_VILLAGE])
    meet(hub, session)
    meet(hub, session)
    keep_person(session, 2)
    meet(hub, session)
    fresh = join(hub, tmp_path, "王海")
    meet(hub, fresh)

    assert before.keys() == {VILLAGE}
    assert hashes(session)[VILLAGE] == hashes(fresh)[VILLAGE]
    assert verify(session.store.database).problems == []


def test_a_packet_goes_from_desk_to_desk(hub: Hub, tmp_path: Path) -> None:
    one, two = join(hub, tmp_path, "苏日娜"), join(hub, tmp_path, "王海")
    meet(hub, one)
    person = keep_person(one)

    carrying.write_work(one, tmp_path / "a.nutag", "王海")
    report = carrying.read_packet(two, tmp_path / "a.nutag")

    assert report.received == 2
    assert two.get(Person, person.id) == person
    assert unsent(one) == 2


def test_a_new_desk_of_the_office_begins_with_a_snapshot(hub: Hub, tmp_path: Path) -> None:
    village = join(hub, tmp_path, "苏日娜")
    for number in range(1, 40):
        keep_person(village, number)
    meet(hub, village)
    first = join(hub, tmp_path, "乌兰", "county", COUNTY)
    meet(hub, first)
    second = join(hub, tmp_path, "其木格", "county", COUNTY)
    meet(hub, first)
    carrying.write_snapshot(first, tmp_path / "s.nutag", "其木格")
    before_hub = office.replica(second)
    assert isinstance(before_hub, DeskReplica)

    carrying.read_packet(second, tmp_path / "s.nutag")
    report = meet(hub, second)

    assert len(second.find(Person)) == 39
    assert (report.received, report.same) == (0, True)
    assert hashes(second) == hashes(first)
    assert verify(second.store.database).problems == []
    with pytest.raises(Refused, match="只能读入新设的办公电脑"):
        carrying.read_packet(second, tmp_path / "s.nutag")


def test_a_receipt_that_another_desk_signed_is_none(hub: Hub, tmp_path: Path) -> None:
    one, two = join(hub, tmp_path, "苏日娜"), join(hub, tmp_path, "王海")
    keep_person(one)
    head = office.replica(one).heads([VILLAGE])[0]
    desk = two.store.desk
    forged = Receipt(
        desk.device,
        head.device,
        head.village,
        head.epoch,
        head.seq,
        head.chain,
        1,
        desk.sign(receipt_text(desk.device, head, 1)),
    )

    assert office.replica(one).keep_receipts([forged]) == 0
    assert unsent(one) == 2


def test_erasing_somebody_drops_what_may_tell_of_him_and_nothing_else(
    hub: Hub, tmp_path: Path
) -> None:
    session = join(hub, tmp_path, "苏日娜")
    person = keep_person(session, 1, name="敖特根其其格")
    meet(hub, session)
    for screen, content in (
        ("columns:training:1", '{"name": "家政班"}'),
        ("columns:training:2", '{"name": "敖特根其其格家"}'),
        ("visit:1", '{"notes": "邻居说他在外地"}'),
    ):
        drafts.keep(session.store.database, screen, content, session.now())

    hub.erase(VILLAGE, 2, person.id.bytes, "withdrawn", "乌兰")
    meet(hub, session)

    assert [one.screen for one in drafts.read(session.store.database, "")] == ["columns:training:1"]


def test_an_erased_person_is_in_no_byte_of_the_desk(hub: Hub, tmp_path: Path) -> None:
    session = join(hub, tmp_path, "苏日娜")
    person = keep_person(session, 1, name="敖特根其其格", phone="13812345678")
    with session.operation("save_person", "修改敖特根其其格的资料") as operation:
        operation.save(replace(person, notes="患有慢性病"))
    meet(hub, session)

    hub.erase(VILLAGE, 2, person.id.bytes, "withdrawn", "乌兰")
    meet(hub, session)
    late = join(hub, tmp_path, "王海")
    meet(hub, late)

    for desk in (session, late):
        assert desk.find(Person) == []
        assert verify(desk.store.database).problems == []
        for file in desk.folder.glob("records.db*"):
            data = file.read_bytes()
            assert not [
                word for word in ("敖特根", "13812345678", "慢性病") if word.encode() in data
            ]
    assert hashes(session) == hashes(late)
