"""A folder that was put back from a copy, and sticks that were written before that."""

import shutil
from pathlib import Path

import pytest

from db.connection import RecordsDatabase
from db.folder_lock import FolderLock
from db.replay import verify
from desktop_app.domain.records import Person
from desktop_app.session import Session
from desktop_app.use_cases.carrying import read_packet, write_work
from desktop_app.use_cases.office import accept_invitation, replica
from desktop_app.use_cases.upkeep import statistics
from sync.exchange import Report, exchange
from sync.hub import Hub
from sync.invitation import invitation_text
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person
from tests.sync.hubs import LocalPeer, open_made_up_desk, world_of


def by_stick(hub: Hub, desk: Session, name: str) -> Path:
    """Take the work of a desk to the hub; return the reply, not yet read."""
    work = desk.folder.with_name(f"{name}.nutag")
    write_work(desk, work)
    hub.read_packet(work)
    return hub.write_reply(work.with_name(f"{name}-reply.nutag"), desk.store.desk.device).path


def read(desk: Session, reply: Path) -> Report:
    return read_packet(desk, reply)


def set_back(desk: Session, copy: Path) -> Session:
    """Put the copy in the place of the records; return the desk as it then is."""
    folder = desk.folder
    desk.close()
    shutil.copy(copy, folder / "records.db")
    for ending in ("-wal", "-shm"):
        (folder / f"records.db{ending}").unlink(missing_ok=True)
    database = RecordsDatabase(folder / "records.db")
    return Session(folder, database, world_of(folder, "later"), FolderLock(folder))


@pytest.mark.parametrize("written_since", [0, 1, 20])
def test_a_reply_from_before_a_folder_was_set_back_changes_nothing_and_the_next_one_mends(
    hub: Hub, tmp_path: Path, written_since: int
) -> None:
    desk = open_made_up_desk(tmp_path / "desk", "苏日娜")
    villages = [VILLAGE, OTHER_VILLAGE]
    accept_invitation(desk, invitation_text(hub.invite("苏日娜", "specialist", villages)))
    keep_person(desk, 1)
    read(desk, by_stick(hub, desk, "first"))
    desk.store.database.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(desk.folder / "records.db", tmp_path / "copy.db")
    lost = [keep_person(desk, number) for number in range(2, 6)]
    by_stick(hub, desk, "second")
    lost.append(keep_person(desk, 6))
    device = desk.store.desk.device
    exchange(replica(desk), LocalPeer(hub, device))  # the hub's reply begins after the last stick
    stale = hub.write_reply(tmp_path / "stale.nutag", device).path

    desk = set_back(desk, tmp_path / "copy.db")
    only_here = [keep_person(desk, 100 + number) for number in range(written_since)]
    before = statistics(desk).state_hash
    report = read(desk, stale)
    assert (report.healed, statistics(desk).state_hash) == (0, before)

    report = read(desk, by_stick(hub, desk, "fourth"))
    for person in (*lost, *only_here):
        assert desk.get(Person, person.id) == person
    assert report.healed == 1
    assert verify(desk.store.database).problems == []
    desk.close()
