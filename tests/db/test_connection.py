"""The records file: encrypted, with the settings that durability rests on, read back."""

import sqlite3
from pathlib import Path

import pytest

from db import connection, folder
from db.connection import RecordsDatabase, fetch_sql
from desktop_app.domain.errors import Unavailable
from tests.sessions import keep_person, open_test_session

KEY = bytes(range(32))


def test_settings_are_as_durability_needs_them(tmp_path: Path) -> None:
    database = RecordsDatabase(tmp_path / "records.db", KEY, KEY[:16])

    names = ("journal_mode", "synchronous", "foreign_keys")
    found = [fetch_sql(database, f"PRAGMA {name}")[0][0] for name in names]
    assert found == ["wal", 2, 1]
    assert fetch_sql(database, "PRAGMA cipher_salt")[0][0] == KEY[:16].hex()


def test_a_setting_that_does_not_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stubborn:
        def execute(self, sql: str) -> "Stubborn":
            return self

        def fetchone(self) -> tuple[str]:
            return ("delete",)

        def close(self) -> None:
            return None

    monkeypatch.setattr(RecordsDatabase, "_keyed", lambda _self: Stubborn())

    with pytest.raises(Unavailable, match="安全写入方式"):
        RecordsDatabase(tmp_path / "records.db", KEY, KEY[:16]).connection()


def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "OLDEST_SQLITE", (99, 0, 0))

    with pytest.raises(Unavailable, match="数据库组件太旧"):
        RecordsDatabase(tmp_path / "records.db", KEY, KEY[:16]).connection()


def test_the_file_opens_with_its_key_alone(tmp_path: Path) -> None:
    session = open_test_session(tmp_path, key=KEY)
    keep_person(session, 1)
    session.close()

    for key in (b"", bytes(32)):
        with pytest.raises(Unavailable, match="打不开"):
            folder.open_records(tmp_path, key, KEY[:16], session.world.now)
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(tmp_path / folder.RECORDS).execute("SELECT * FROM person")


def test_a_damaged_page_is_told_and_nothing_is_recreated(tmp_path: Path) -> None:
    session = open_test_session(tmp_path, key=KEY)
    for number in range(1, 200):
        keep_person(session, number)
    session.store.database.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    session.close()
    path = tmp_path / folder.RECORDS
    data = bytearray(path.read_bytes())
    data[:4096] = bytes(4096)
    path.write_bytes(data)

    with pytest.raises(Unavailable, match="打不开"):
        folder.open_records(tmp_path, KEY, KEY[:16], session.world.now)
    assert path.read_bytes() == bytes(data)
