"""Backups: made while the records are in use, read back, refused when damaged."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import backup
from db.connection import RecordsDatabase, fetch_sql
from db.folder import open_records
from desktop_app.domain.errors import Refused, Unavailable
from tests.sessions import keep_person, open_test_session

KEY = bytes(range(32))
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def make(folder: Path) -> Path:
    session = open_test_session(folder / "data", key=KEY)
    for number in range(1, 20):
        keep_person(session, number)
    target = folder / "one.nutag-backup"
    backup.back_up(folder / "data", session.store.database, target, NOW)
    return target


def test_a_backup_holds_all_records_and_no_plain_text(tmp_path: Path) -> None:
    target = make(tmp_path)
    (tmp_path / "out").mkdir()

    backup.unpack(target, tmp_path / "out")

    copy = RecordsDatabase(tmp_path / "out" / backup.RECORDS, KEY, KEY[:16])
    assert fetch_sql(copy, "SELECT count(*) FROM person") == [(19,)]
    assert backup.read_card(target).counts["person"] == 19
    assert "乌云".encode() not in target.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "one.nutag-backup", "out"]


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    target = make(tmp_path)
    data = bytearray(target.read_bytes())
    data[len(data) // 2] ^= 1
    target.write_bytes(data)
    (tmp_path / "out").mkdir()

    with pytest.raises((Refused, Unavailable)):
        backup.unpack(target, tmp_path / "out")


def test_another_file_is_no_backup(tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(b"PK\x03\x04 nothing")

    with pytest.raises(Refused, match="不是本程序的备份"):
        backup.read_card(other)


def rewritten(target: Path, changes: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> Path:
    """Write the backup again, its own checksums right, with other contents."""
    with zipfile.ZipFile(target) as file:
        contents = {name: file.read(name) for name in file.namelist()} | changes
    with zipfile.ZipFile(target, "w", how) as file:
        for name, content in contents.items():
            file.writestr(name, content)
    return target


def test_exchanged_records_are_found(tmp_path: Path) -> None:
    target = rewritten(make(tmp_path), {backup.RECORDS: bytes(8192)})
    (tmp_path / "out").mkdir()

    with pytest.raises(Refused, match="校验值"):
        backup.unpack(target, tmp_path / "out")


def test_a_backup_of_a_newer_program_is_told(tmp_path: Path) -> None:
    card = b'{"kind":"nutag-backup-2","made_at":"","records_sha256":"","counts":{}}'
    target = rewritten(make(tmp_path), {backup.CARD: card})

    with pytest.raises(Refused, match="更新版本"):
        backup.read_card(target)


def test_nothing_in_a_backup_can_swell(tmp_path: Path) -> None:
    target = rewritten(make(tmp_path), {backup.RECORDS: bytes(1 << 20)}, zipfile.ZIP_DEFLATED)

    with pytest.raises(Refused, match="不是本程序的备份"):
        backup.unpack(target, tmp_path)
    assert not (tmp_path / backup.RECORDS).exists()


@pytest.mark.parametrize("key", [b"", KEY])
def test_a_copy_that_cannot_be_read_is_no_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: bytes
) -> None:
    session = open_test_session(tmp_path / "data", key=key)
    for number in range(1, 40):
        keep_person(session, number)
    copy = backup._copy

    def damaged(database: RecordsDatabase, target: Path) -> None:
        copy(database, target)
        content = bytearray(target.read_bytes())
        content[-4096 * 5 : -4096 * 4] = bytes(4096)
        target.write_bytes(content)

    monkeypatch.setattr(backup, "_copy", damaged)

    with pytest.raises(Unavailable):
        backup.back_up(tmp_path, session.store.database, tmp_path / "one", NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("question", ["PRAGMA quick_check", "PRAGMA cipher_integrity_check"])
def test_each_check_of_the_copy_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    session = open_test_session(tmp_path / "data", key=KEY)

    def answer(database: RecordsDatabase, sql: str) -> list[tuple[object, ...]]:
        return [("damaged",)] if sql == question else fetch_sql(database, sql)

    monkeypatch.setattr(backup, "fetch_sql", answer)

    with pytest.raises(Unavailable, match="读不回来"):
        backup.back_up(tmp_path, session.store.database, tmp_path / "one", NOW)
    assert not (tmp_path / "one").exists()


def test_a_disk_that_kept_something_else_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_test_session(tmp_path / "data", key=KEY)

    def lie(path: Path) -> None:
        if path.suffix == ".part":
            rewritten(path, {backup.RECORDS: bytes(8192)})

    monkeypatch.setattr(backup, "flush", lie)

    with pytest.raises(Unavailable, match="读不回来"):
        backup.back_up(tmp_path, session.store.database, tmp_path / "one", NOW)
    assert not (tmp_path / "one").exists()


def test_what_a_killed_backup_left_is_swept_when_the_folder_is_opened(tmp_path: Path) -> None:
    session = open_test_session(tmp_path, key=KEY)
    backups = tmp_path / "backups"
    made = backups / "20261125T090000.nutag-backup"
    backup.back_up(tmp_path, session.store.database, made, NOW)
    session.close()
    kept = ["另存.nutag-backup", "说明.txt", "旧.part", "旧.records", "before-restore-20261124"]
    for name in kept[:-1]:
        (backups / name).write_bytes(made.read_bytes())
    (backups / kept[-1]).mkdir()
    (backups / kept[-1] / "x.nutag-backup.records").write_bytes(b"set aside")
    (backups / "folder.nutag-backup.part").mkdir()
    for ending in (".part", ".records", ".records-wal", ".records-shm", ".records-journal"):
        (backups / f"20261124T090000.nutag-backup{ending}").write_bytes(b"cut off")

    open_records(tmp_path, KEY, KEY[:16], lambda: NOW).close()

    left = {path.name for path in backups.iterdir()}
    assert left == {made.name, "folder.nutag-backup.part", *kept}
    assert list((backups / kept[-1]).iterdir()) != []
    assert backup.read_card(made).kind == backup.KIND


def test_a_folder_that_does_not_open_is_not_swept(tmp_path: Path) -> None:
    open_test_session(tmp_path, key=KEY).close()
    part = tmp_path / "backups" / "20261124T090000.nutag-backup.part"
    part.write_bytes(b"cut off")

    with pytest.raises((Refused, Unavailable)):
        open_records(tmp_path, bytes(32), KEY[:16], lambda: NOW)

    assert part.exists()


def test_records_without_a_place_for_backups_open(tmp_path: Path) -> None:
    open_test_session(tmp_path, key=KEY).close()
    (tmp_path / "backups").rmdir()

    open_records(tmp_path, KEY, KEY[:16], lambda: NOW).close()
