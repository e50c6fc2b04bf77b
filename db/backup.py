"""Copies a records file while it is in use, and proves that the copy can be read."""

import zipfile
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO

import msgspec

from db.connection import RecordsDatabase, fetch_sql
from db.disk import flush
from db.failures import told
from desktop_app.domain.errors import Refused, Unavailable

RECORDS, KEYS, CARD = "records.db", "keys.json", "backup.json"
KIND = "nutag-backup-1"
ENDING = ".nutag-backup"
PART, COPY = ".part", ".records"
"""What stands behind the name of a backup while it is being made."""
LARGEST_CARD = 65_536

_NOT_A_BACKUP = (
    KeyError, RuntimeError, EOFError, ValueError, zipfile.BadZipFile, msgspec.DecodeError,
)  # fmt: skip
"""What reading raises where the bytes were changed or were never ours."""

_UNREADABLE, _ANOTHER_DISK = "备份写好后读不回来，已经作废。", "请换一个磁盘再备份一次。"


class Card(msgspec.Struct, frozen=True):
    """What a backup says of itself."""

    kind: str
    made_at: str
    records_sha256: str
    counts: dict[str, int]


def back_up(folder: Path, database: RecordsDatabase, target: Path, now: datetime) -> Card:
    """Write a verified backup of ``folder`` to ``target``; ``Unavailable`` if it cannot be read.

    The copy is encrypted like the records themselves; ``keys.json`` goes with it, so that the
    passphrase of today opens it.
    """
    part = target.with_name(f"{target.name}{PART}")
    copy = target.with_name(f"{target.name}{COPY}")
    try:
        with told():
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(database, copy)
            counts = _verified(database, copy)
        card = Card(KIND, now.isoformat(timespec="seconds"), _digest(copy), counts)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as file:
            file.writestr(CARD, msgspec.json.encode(card))
            file.write(copy, RECORDS)
            if (folder / KEYS).exists():
                file.write(folder / KEYS, KEYS)
        flush(part)
        _read_back(part, card)
        part.replace(target)
        flush(target.parent)
    except OSError as error:
        raise Unavailable(
            "备份没有写成，原来的数据没有改动。",
            advice="请检查目标磁盘是否还在、是否有空间，换一个位置再备份一次。",
        ) from error
    finally:
        for left in (part, copy, *_sidecars(copy)):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return card


def sweep(backups: Path) -> None:
    """Remove what backups left that were cut off; a backup that was made stays, and never fail.

    Hold the lock of the data folder: nobody may be making a backup there.
    """
    copies = (f"{COPY}{ending}" for ending in ("", "-wal", "-shm", "-journal"))
    left_behind = tuple(f"{ENDING}{ending}" for ending in (PART, *copies))
    with suppress(OSError):
        for path in backups.iterdir():
            if path.name.endswith(left_behind):
                with suppress(OSError):  # a folder of that name is not ours
                    path.unlink()


def read_card(backup: Path) -> Card:
    """Return what a backup says of itself; ``Refused`` if it is none or is damaged."""
    try:
        with zipfile.ZipFile(backup) as file:
            card = _card_in(file)
    except (*_NOT_A_BACKUP, OSError) as error:
        raise _refusal() from error
    if card.kind != KIND:
        raise Refused(
            "这个备份由更新版本的程序写成，这个版本恢复不了，没有改动任何内容。",
            advice="请安装最新版本的程序，再恢复一次。",
        )
    return card


def unpack(backup: Path, folder: Path) -> None:
    """Put the files of a backup into ``folder``, verified; the files there must be away."""
    card = read_card(backup)
    try:
        with zipfile.ZipFile(backup) as file:
            for name in (RECORDS, KEYS):
                if name in file.namelist():
                    _take_out(file, name, folder / name)
    except OSError as error:
        raise Unavailable(
            "备份读到一半出错，没有恢复成功。", advice="请换一个备份文件，或者换一个磁盘再试。"
        ) from error
    except _NOT_A_BACKUP as error:
        raise _refusal() from error
    if not (folder / RECORDS).exists() or _digest(folder / RECORDS) != card.records_sha256:
        raise Refused(
            "备份的内容与它的校验值不一致，文件已经损坏，没有恢复。",
            advice="请另选一个备份文件。",
        )


def _card_in(file: zipfile.ZipFile) -> Card:
    with _stored(file, CARD) as source:
        return msgspec.json.decode(source.read(LARGEST_CARD), type=Card)


def _take_out(file: zipfile.ZipFile, name: str, target: Path) -> None:
    with _stored(file, name) as source, target.open("xb") as out:
        while block := source.read(1 << 20):
            out.write(block)
    flush(target)


def _stored(file: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Open a file that lies in the backup as it is: nothing in it can swell."""
    if file.getinfo(name).compress_type != zipfile.ZIP_STORED:
        raise zipfile.BadZipFile(name)
    return file.open(name)


def _refusal() -> Refused:
    return Refused(
        "这个文件不是本程序的备份，或者已经损坏，没有恢复任何内容。",
        advice="请另选一个备份文件；备份文件的名字以 .nutag-backup 结尾。",
    )


def _read_back(part: Path, card: Card) -> None:
    """Prove that what lies on the disk now is what was copied."""
    digest = sha256()
    try:
        with zipfile.ZipFile(part) as file, _stored(file, RECORDS) as source:
            while block := source.read(1 << 20):
                digest.update(block)
    except _NOT_A_BACKUP as error:
        raise Unavailable(_UNREADABLE, advice=_ANOTHER_DISK) from error
    if digest.hexdigest() != card.records_sha256:
        raise Unavailable(_UNREADABLE, advice=_ANOTHER_DISK)


def _copy(database: RecordsDatabase, target: Path) -> None:
    for left in (target, *_sidecars(target)):
        left.unlink(missing_ok=True)
    copy = RecordsDatabase(target, database.key, database.salt)
    try:
        database.connection().backup(copy.connection())
    finally:
        copy.close()


def _verified(database: RecordsDatabase, path: Path) -> dict[str, int]:
    """Read the copy back whole; return its row counts."""
    copy = RecordsDatabase(path, database.key, database.salt)
    try:
        if fetch_sql(copy, "PRAGMA quick_check") != [("ok",)]:
            raise Unavailable(_UNREADABLE, advice=_ANOTHER_DISK)
        if copy.key and fetch_sql(copy, "PRAGMA cipher_integrity_check"):
            raise Unavailable(_UNREADABLE, advice=_ANOTHER_DISK)
        return counts(copy)
    finally:
        copy.close()


def counts(database: RecordsDatabase) -> dict[str, int]:
    """Return how many rows each table has."""
    tables = fetch_sql(
        database,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " ORDER BY name",
    )
    return {
        name: int(fetch_sql(database, f"SELECT count(*) FROM {name}")[0][0])  # noqa: S608 - names of ours; values are bound
        for (name,) in tables
    }


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _sidecars(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")
