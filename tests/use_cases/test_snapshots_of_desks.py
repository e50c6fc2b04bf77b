"""A desk of the office that begins with a snapshot is as one that took every entry."""

from dataclasses import replace
from pathlib import Path

import pytest

from db.conflict_queries import conflict_count, open_conflicts, parked, quarantined
from db.feed_store import runs_after
from db.journal import Run
from db.replay import verify
from db.rows import table_number
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Person, Training
from desktop_app.session import Session
from desktop_app.use_cases import carrying, office
from desktop_app.use_cases.upkeep import statistics
from sync.hub import Hub
from tests.older import EXCHANGING, NEWEST, program_of
from tests.sessions import VILLAGE, keep_person
from tests.sync.hostile import sql_of
from tests.sync.hubs import LocalPeer
from tests.use_cases.desks_of_office import join, meet

COUNTY = "150223"


def change(session: Session, person: Person, **facts: object) -> None:
    with session.operation("test", "改") as operation:
        operation.save(replace(session.get(Person, person.id), **facts))  # type: ignore[arg-type] # its fields


def begin(giver: Session, taker: Session) -> None:
    """Let a desk begin with what another has."""
    path = taker.folder.with_name("snapshot.nutag")
    carrying.write_snapshot(giver, path, taker.officer)
    carrying.read_packet(taker, path)


def runs(session: Session) -> list[Run]:
    """Return all that a desk itself wrote about the village."""
    own = session.store.desk.device
    heads = office.replica(session).heads([VILLAGE])
    keys = [head.key for head in heads if head.device == own]
    return [run for key in keys for run in runs_after(sql_of(session), key, 0)]


def equal(*sessions: Session) -> bool:
    found = [statistics(each).state_hash for each in sessions]
    return all(each == found[0] for each in found)


def sound(*sessions: Session) -> bool:
    return not any(verify(each.store.database).problems for each in sessions)


@pytest.fixture
def giver(hub: Hub, tmp_path: Path) -> Session:
    return join(hub, tmp_path, "乌兰", "county", COUNTY)


def newcomer(hub: Hub, giver: Session, folder: Path, version: int = NEWEST) -> Session:
    """Return a desk that is in the books and has nothing yet; the giver knows of it."""
    late = join(hub, folder, "其木格", "county", COUNTY, version=version)
    meet(hub, giver)
    return late


def test_an_edit_of_what_a_snapshot_has_long_replaced_is_a_conflict_there_as_elsewhere(
    hub: Hub, giver: Session, tmp_path: Path
) -> None:
    away = join(hub, tmp_path, "苏日娜")
    person = keep_person(away)
    meet(hub, away, giver)
    for number in range(3):
        change(giver, person, phone=f"1380000001{number}")
    late = newcomer(hub, giver, tmp_path)
    begin(giver, late)

    change(away, person, phone="13900000000", skills="放牧")
    meet(hub, away, giver, late, away)

    for desk in (away, giver, late):
        (conflict,) = open_conflicts(desk.store.database)
        assert {head.value for head in conflict.heads} == {"13800000012", "13900000000"}
        assert parked(desk.store.database) == []
        assert desk.get(Person, person.id).skills == "放牧"
    assert equal(away, giver, late)
    assert sound(away, giver, late)


def test_an_edit_of_what_a_snapshot_never_had_waits_and_then_counts(
    hub: Hub, giver: Session, tmp_path: Path
) -> None:
    first, second = join(hub, tmp_path, "苏日娜"), join(hub, tmp_path, "王海")
    person = keep_person(first)
    meet(hub, first, second, giver)
    late = newcomer(hub, giver, tmp_path)
    begin(giver, late)
    meet(hub, first, second)  # they know each other
    change(first, person, phone="13800000008")
    office.replica(second).take(runs(first))
    change(second, person, phone="13800000009")

    office.replica(late).take(runs(second))
    waiting = [each.reason for each in parked(late.store.database)]
    before = late.get(Person, person.id).phone
    office.replica(late).take(runs(first))

    assert (waiting, before) == (["waiting-base"], person.phone)
    assert parked(late.store.database) == []
    assert late.get(Person, person.id).phone == "13800000009"
    assert conflict_count(late.store.database) == 0
    meet(hub, first, second, giver, late, first)
    assert equal(first, second, giver, late)
    assert sound(late)


def test_what_was_ordered_since_a_snapshot_was_written_counts_at_once(
    hub: Hub, giver: Session, tmp_path: Path
) -> None:
    away, other = join(hub, tmp_path, "苏日娜"), join(hub, tmp_path, "王海")
    erased = keep_person(other, 1)
    meet(hub, away, other, giver)
    late = newcomer(hub, giver, tmp_path)
    stolen = keep_person(away, 2)  # the giver has it from a stick, the hub does not
    office.replica(giver).take(runs(away))
    hub.revoke(away.store.desk.device, "lost")
    hub.erase(VILLAGE, table_number(Person), erased.id.bytes, "ended", "乌兰")
    office.enrol(
        late, LocalPeer(hub, late.store.desk.device)
    )  # hears of both, as the giver did not

    begin(giver, late)

    assert {each.id for each in giver.find(Person)} == {erased.id, stolen.id}
    assert late.find(Person) == []
    assert [each.reason for each in quarantined(late.store.database)] == ["revoked"] * 2
    left = b"".join(file.read_bytes() for file in late.folder.glob("records.db*"))
    assert erased.citizen_id.encode() not in left
    meet(hub, giver)
    assert equal(giver, late)


def test_what_the_older_program_of_the_giver_did_not_know_is_known_to_the_one_that_begins(
    hub: Hub, tmp_path: Path
) -> None:
    village = join(hub, tmp_path, "苏日娜")
    person = keep_person(village, account="6217000000000000001")
    with village.operation("test", "培训") as operation:
        operation.save(Training(village_code=VILLAGE, person_id=person.id, notes="电焊"))
    meet(hub, village)
    with program_of(EXCHANGING):
        giver = join(hub, tmp_path, "乌兰", "county", COUNTY, version=EXCHANGING)
    late = join(hub, tmp_path, "其木格", "county", COUNTY)
    path = tmp_path / "snapshot.nutag"
    with program_of(EXCHANGING):
        meet(hub, giver)
        carrying.write_snapshot(giver, path, late.officer)

    carrying.read_packet(late, path)

    assert late.get(Person, person.id) == village.get(Person, person.id)
    assert late.find(Training) == village.find(Training) != []
    assert equal(late, village)
    assert sound(late)
    meet(hub, late)
    assert equal(late, village)


def test_an_older_program_does_not_begin_with_what_it_cannot_read_whole(
    hub: Hub, giver: Session, tmp_path: Path
) -> None:
    village = join(hub, tmp_path, "苏日娜")
    keep_person(village)
    meet(hub, village, giver)
    with program_of(EXCHANGING):
        late = newcomer(hub, giver, tmp_path, EXCHANGING)

    path = tmp_path / "snapshot.nutag"
    carrying.write_snapshot(giver, path, late.officer)
    with program_of(EXCHANGING):
        with pytest.raises(Refused, match="更新版本") as told:
            carrying.read_packet(late, path)
        meet(hub, late)
        assert late.find(Person) != []

    assert "网络" in told.value.advice
