"""Migrations: one transaction each, a verified backup before, newer files refused unchanged."""

import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from db import folder as places
from db.connection import RecordsDatabase, fetch_sql
from db.migrations import STEPS, migrate, step_text
from desktop_app.domain.errors import Refused
from tests.sessions import keep_person, open_test_session

KEY = bytes(range(32))


def opened(path: Path) -> RecordsDatabase:
    return RecordsDatabase(path / places.RECORDS, KEY, KEY[:16])


def test_a_new_file_takes_every_step(tmp_path: Path) -> None:
    database = opened(tmp_path)

    assert migrate(database, lambda: None) == len(STEPS)
    assert fetch_sql(database, "PRAGMA user_version") == [(len(STEPS),)]
    assert migrate(database, lambda: None) == 0


def test_a_newer_file_is_refused_unchanged(tmp_path: Path) -> None:
    session = open_test_session(tmp_path, key=KEY)
    keep_person(session, 1)
    session.store.database.connection().execute("PRAGMA user_version = 99")
    session.close()
    before = sha256((tmp_path / places.RECORDS).read_bytes()).digest()

    with pytest.raises(Refused, match="更新版本的程序"):
        places.open_records(tmp_path, KEY, KEY[:16], session.world.now)

    assert sha256((tmp_path / places.RECORDS).read_bytes()).digest() == before


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    session = open_test_session(tmp_path, key=KEY)
    keep_person(session, 1)
    texts = {
        "0002_bad.sql": "ALTER TABLE person ADD COLUMN shoe TEXT; INSERT INTO nowhere VALUES (1);"
    }
    copies: list[int] = []

    with pytest.raises(Exception, match="nowhere"):
        migrate(
            session.store.database,
            lambda: copies.append(1),
            (*STEPS, "0002_bad.sql"),
            lambda name: texts.get(name) or step_text(name),
        )

    names = [row[1] for row in fetch_sql(session.store.database, "PRAGMA table_info(person)")]
    assert "shoe" not in names
    assert fetch_sql(session.store.database, "PRAGMA user_version") == [(len(STEPS),)]
    assert copies == [1]


def test_records_are_backed_up_before_a_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_test_session(tmp_path, key=KEY)
    keep_person(session, 1)
    session.close()
    step = "ALTER TABLE draft ADD COLUMN note TEXT;"

    def with_one_more(database: RecordsDatabase, copy: Callable[[], object]) -> int:
        steps = (*STEPS, "next.sql")
        return migrate(
            database, copy, steps, lambda name: step if name == "next.sql" else step_text(name)
        )

    monkeypatch.setattr("db.folder.migrate", with_one_more)

    database = places.open_records(tmp_path, KEY, KEY[:16], session.world.now)

    (copy,) = (tmp_path / places.BACKUPS).glob("before-update-*.nutag-backup")
    with zipfile.ZipFile(copy) as file:
        (tmp_path / "copy").mkdir()
        file.extract(places.RECORDS, tmp_path / "copy")
    assert fetch_sql(opened(tmp_path / "copy"), "SELECT count(*) FROM person") == [(1,)]
    assert fetch_sql(database, "PRAGMA user_version") == [(len(STEPS) + 1,)]
