"""Check, backup, restore, statistics."""

from pathlib import Path

import pytest

from db.connection import fetch_sql
from db.keys import Cost
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Person
from desktop_app.session import Session
from desktop_app.use_cases.set_up import SetUp, create_folder, open_folder
from desktop_app.use_cases.training import make_up_village
from desktop_app.use_cases.upkeep import back_up, check, restore, statistics
from desktop_app.world import World
from tests.sessions import VILLAGE, keep_person, made_up_world, open_test_session

PASSPHRASE = "三只灰鹤绕过石磨盘"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return made_up_world(tmp_path)


@pytest.fixture
def session(tmp_path: Path, world: World) -> Session:
    wish = SetUp(officer="苏日娜", county_code="150223", village_codes=(VILLAGE,))
    return create_folder(tmp_path / "data", wish, PASSPHRASE, world, Cost(8, 1, 1))[0]


def test_sound_records_pass(session: Session) -> None:
    keep_person(session, 1)

    report = check(session)

    assert report.sound
    assert report.entries == 2


def test_a_write_around_the_journal_is_told_without_names(session: Session) -> None:
    person = keep_person(session, 1)
    session.store.database.connection().execute("UPDATE person SET name = '改过'")

    report = check(session)

    assert not report.sound
    assert person.name not in "".join(report.problems)


def test_the_made_up_village_keeps_the_rules(tmp_path: Path) -> None:
    session = open_test_session(tmp_path / "training", training=True)
    make_up_village(session, 300)

    report = check(session)

    assert report.sound
    assert report.hints == []


def test_a_backup_brings_the_records_back(tmp_path: Path, world: World, session: Session) -> None:
    keep_person(session, 1)
    backup = back_up(session)
    keep_person(session, 2)
    epoch = session.store.desk.epoch
    session.close()

    again = restore(
        backup, tmp_path / "data", world, lambda folder: open_folder(folder, PASSPHRASE, world)
    )

    assert [person.name for person in again.find(Person)] == ["乌云1"]
    assert again.store.desk.epoch != epoch, "what follows is never mistaken for what was lost"
    keep_person(again, 3)
    assert fetch_sql(again.store.database, "SELECT count(*) FROM feed") == [(2,)]
    assert check(again).sound
    (aside,) = (tmp_path / "data" / "backups").glob("before-restore-*")
    assert (aside / "records.db").exists()


def test_a_damaged_backup_changes_nothing(tmp_path: Path, world: World, session: Session) -> None:
    keep_person(session, 1)
    backup = back_up(session, tmp_path / "one.nutag-backup")
    session.close()
    data = bytearray(backup.read_bytes())
    data[len(data) // 3] ^= 255
    backup.write_bytes(data)

    with pytest.raises(Exception, match="备份"):
        restore(
            backup, tmp_path / "data", world, lambda folder: open_folder(folder, PASSPHRASE, world)
        )

    again = open_folder(tmp_path / "data", PASSPHRASE, world)
    assert [person.name for person in again.find(Person)] == ["乌云1"]


def test_a_backup_does_not_write_over_a_file(tmp_path: Path, session: Session) -> None:
    target = tmp_path / "有了.nutag-backup"
    target.write_text("别的文件", encoding="utf-8")

    with pytest.raises(Refused, match="同名"):
        back_up(session, target)
    assert target.read_text(encoding="utf-8") == "别的文件"


def test_equal_records_have_equal_state_hashes(session: Session) -> None:
    keep_person(session, 1)
    first = statistics(session)
    session.store.database.connection().execute("UPDATE draft SET content = ''")

    assert statistics(session) == first
    keep_person(session, 2)
    assert statistics(session).state_hash != first.state_hash
    assert statistics(session).counts["person"] == 2
