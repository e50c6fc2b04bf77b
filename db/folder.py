"""The data folder: what lies where in it, and opening its records file."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from db import backup
from db.connection import RecordsDatabase, fetch_sql
from db.disk import flush
from db.failures import told
from db.migrations import migrate
from desktop_app.domain.errors import Refused, Unavailable

RECORDS, KEYS, BACKUPS = "records.db", "keys.json", "backups"
UNFINISHED = f"{RECORDS}.new"
PLAIN_HEADER = b"SQLite format 3\x00"


def is_data_folder(folder: Path) -> bool:
    """Say whether ``folder`` holds records."""
    return (folder / RECORDS).exists()


def is_plain(folder: Path) -> bool:
    """Say whether the records are not encrypted: so only in a training folder."""
    with (folder / RECORDS).open("rb") as file:
        return file.read(len(PLAIN_HEADER)) == PLAIN_HEADER


def make_records(
    folder: Path,
    key: bytes,
    salt: bytes,
    begin: Callable[[RecordsDatabase], object] = lambda _: None,
) -> RecordsDatabase:
    """Create the records file of a new data folder; ``Refused`` if there is one.

    ``begin`` writes what it holds from the first. The file gets its name when it is whole: a
    program killed before that leaves no records.
    """
    if is_data_folder(folder):
        raise Refused(
            "这个文件夹里已经有数据，没有改动它。",
            advice="请直接打开它，或者换一个空文件夹。",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / BACKUPS).mkdir(exist_ok=True)
        _fill(folder / UNFINISHED, key, salt, begin)
        (folder / UNFINISHED).replace(folder / RECORDS)
        flush(folder)
    except OSError as error:
        raise Unavailable(
            "数据文件夹建不起来。", advice="请检查磁盘空间和文件夹权限，或者换一个位置。"
        ) from error
    return RecordsDatabase(folder / RECORDS, key, salt)


def _fill(path: Path, key: bytes, salt: bytes, begin: Callable[[RecordsDatabase], object]) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
    database = RecordsDatabase(path, key, salt)
    try:
        with told():
            migrate(database, lambda: None)
            begin(database)
            fetch_sql(database, "PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.close_everywhere()
    flush(path)


def open_records(
    folder: Path, key: bytes, salt: bytes, now: Callable[[], datetime]
) -> RecordsDatabase:
    """Open the records file of a data folder, brought to the newest shape; hold its lock.

    What a backup left there that was cut off is removed. ``Refused`` when there are no records
    or a newer program wrote them, ``Unavailable`` when they cannot be read; nothing is changed
    then.
    """
    if not is_data_folder(folder):
        raise Refused(
            "这个文件夹里没有数据。",
            advice="请检查文件夹的位置；第一次使用请先设置（nutag init）。",
        )
    _refuse_empty(folder / RECORDS)
    database = RecordsDatabase(folder / RECORDS, key, salt)

    def copy() -> None:
        version = fetch_sql(database, "PRAGMA user_version")[0][0]
        moment = now()
        name = f"before-update-{version}-{moment:%Y%m%dT%H%M%S}{backup.ENDING}"
        backup.back_up(folder, database, folder / BACKUPS / name, moment)

    try:
        _refuse_unmade(database)
        backup.sweep(folder / BACKUPS)
        migrate(database, copy)
    except BaseException:
        database.close()
        raise
    return database


def is_behind(database: RecordsDatabase) -> bool:
    """Say whether rows wait to be looked at again by the program that came with an update."""
    return bool(fetch_sql(database, "SELECT 1 FROM behind LIMIT 1"))


def _refuse_empty(path: Path) -> None:
    # SQLite takes an empty file for a new one: records that were lost would look unmade.
    if path.stat().st_size == 0:
        raise _empty()


def _refuse_unmade(database: RecordsDatabase) -> None:
    if fetch_sql(database, "PRAGMA user_version") == [(0,)]:
        raise _empty()


def _empty() -> Unavailable:
    return Unavailable(
        "数据文件是空的，里面的记录不见了；没有改动它。",
        advice="不要删除任何文件。请从最近的备份恢复（nutag restore），再交给旗县的技术人员看。",
    )
