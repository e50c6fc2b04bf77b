"""Backups: made while the records are in use, read back, refused when damaged."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import backup
from db.connection import RecordsDatabase, fetch_sql
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
