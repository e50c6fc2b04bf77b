"""The sign in the corner tells the truth at all times: 已到旗县 is what was signed for, no more."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from db.connection import RecordsDatabase
from db.folder_lock import FolderLock
from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.session import Session
from desktop_app.use_cases.exchange import numbers, sign
from desktop_app.use_cases.networking import synchronise
from desktop_app.use_cases.office import accept_invitation, replica
from desktop_app.use_cases.sticks import Drive, carry_by_stick
from sync.hub import Hub
from sync.invitation import invitation_text
from sync.messages import Push, PushAnswer
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person
from tests.sync.hubs import LocalPeer, open_made_up_desk, world_of
from tests.use_cases.test_networking import URLS, Line

ARRIVED = "已到旗县"


@pytest.fixture
def desk(hub: Hub, tmp_path: Path) -> Iterator[Session]:
    """Return a desk of the office with one person, all of it receipted."""
    opened = open_made_up_desk(tmp_path / "desk", "苏日娜")
    keep_person(opened)
    invitation = hub.invite("苏日娜", "specialist", [VILLAGE, OTHER_VILLAGE], list(URLS))
    accept_invitation(opened, invitation_text(invitation))
    synchronise(opened, connect=Line(hub, *URLS))
    assert sign(opened).state == ARRIVED
    yield opened
    opened.close()


def states(desk: Session) -> tuple[str, str]:
    """Return both lines of the sign, after its numbers were added up."""
    found = numbers(desk)
    assert found.written == found.unsent + found.receipted
    now = sign(desk)
    assert (now.state == ARRIVED) == (found.unsent == 0)
    return now.state, now.since


@dataclass
class Deaf(LocalPeer):
    """A hub that takes everything in, and whose answer is lost on the way."""

    def push(self, message: Push) -> PushAnswer:
        """Take runs in; nobody hears of it."""
        super().push(message)
        raise Unavailable("连接断了。", advice="过一会儿再试。")


def test_what_was_sent_and_not_answered_has_not_arrived(hub: Hub, desk: Session) -> None:
    keep_person(desk, 2)
    assert states(desk)[0] == "已保存在本机 · 今天的未送出"
    with pytest.raises(Unavailable):
        synchronise(desk, connect=lambda *_: Deaf(hub, desk.store.desk.device), hub=URLS[0])
    assert states(desk)[1].startswith("2 条在等")

    assert synchronise(desk, connect=Line(hub, *URLS)).sent == 0  # it is there: the receipt comes

    assert states(desk) == (ARRIVED, "4 条都有回执 · 11月25日")


def test_a_stick_in_the_pocket_has_not_arrived(desk: Session, tmp_path: Path) -> None:
    keep_person(desk, 2)
    (tmp_path / "stick").mkdir()
    carried = carry_by_stick(desk, Drive(str(tmp_path / "stick"), "工作盘", 1 << 30))
    assert carried.written is not None
    assert states(desk)[0] == "已保存在本机 · 今天的未送出"


def set_back(desk: Session, copy: Path) -> Session:
    """Put a copy in place of a folder's records and open it."""
    folder = desk.folder
    desk.close()
    for ending in ("-wal", "-shm"):
        (folder / f"records.db{ending}").unlink(missing_ok=True)
    shutil.copy(copy, folder / "records.db")
    database = RecordsDatabase(folder / "records.db")
    return Session(folder, database, world_of(folder, "later"), FolderLock(folder))


def test_a_folder_set_back_counts_nothing_that_it_forgot(
    hub: Hub, desk: Session, tmp_path: Path
) -> None:
    desk.store.database.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(desk.folder / "records.db", tmp_path / "yesterday.db")
    keep_person(desk, 2)
    synchronise(desk, connect=Line(hub, *URLS))
    restored = set_back(desk, tmp_path / "yesterday.db")
    assert states(restored) == (ARRIVED, "2 条都有回执 · 11月25日")
    keep_person(restored, 3)  # in the places of what was forgotten

    there = LocalPeer(hub, restored.store.desk.device).hello(
        replica(restored).hello([VILLAGE, OTHER_VILLAGE])
    )
    assert max(receipt.seq for receipt in there.receipts) == 4
    replica(restored).keep_receipts(there.receipts)  # and cut off before anything was mended
    assert states(restored)[0] == "已保存在本机 · 今天的未送出"

    synchronise(restored, connect=Line(hub, *URLS))
    assert states(restored)[0] == ARRIVED
    assert numbers(restored).written > 4
    restored.close()


def test_a_desk_that_was_shut_out_does_not_wait_for_anything(
    hub: Hub, desk: Session, tmp_path: Path
) -> None:
    hub.revoke(desk.store.desk.device, "lost")
    with pytest.raises(Refused):
        synchronise(desk, connect=Line(hub, *URLS))
    assert states(desk)[0] == ARRIVED  # what it sent before did arrive
    keep_person(desk, 2)
    said = ("已保存在本机 · 不会再送出", "旗县停用了这台电脑 · 2 条没有送到")
    assert states(desk) == said
    assert sign(desk).tone == "bad"

    with pytest.raises(Unavailable):
        synchronise(desk, connect=Line(hub))  # no network: that is no pardon
    (tmp_path / "stick").mkdir()
    carry_by_stick(desk, Drive(str(tmp_path / "stick"), "工作盘", 1 << 30))
    assert states(desk) == said
