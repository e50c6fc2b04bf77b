"""Copies a records file while it is in use, and proves that the copy can be read."""

import os
import zipfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from db.connection import RecordsDatabase, fetch_sql
from db.failures import told
from desktop_app.domain.errors import Refused, Unavailable

RECORDS, KEYS, CARD = "records.db", "keys.json", "backup.json"
KIND = "nutag-backup-1"


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
    part = target.with_name(f"{target.name}.part")
    copy = target.with_name(f"{target.name}.records")
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
        _flush(part)
        part.replace(target)
        _flush(target.parent)
    except OSError as error:
        raise Unavailable(
            "备份没有写成，原来的数据没有改动。",
            advice="请检查目标磁盘是否还在、是否有空间，换一个位置再备份一次。",
        ) from error
    finally:
        for left in (part, copy, *_sidecars(copy)):
            left.unlink(missing_ok=True)
    return card


def read_card(backup: Path) -> Card:
    """Return what a backup says of itself; ``Refused`` if it is none or is damaged."""
    try:
        with zipfile.ZipFile(backup) as file:
            return msgspec.json.decode(file.read(CARD), type=Card)
    except (OSError, KeyError, zipfile.BadZipFile, msgspec.DecodeError) as error:
        raise Refused(
            "这个文件不是本程序的备份，或者已经损坏，没有恢复任何内容。",
            advice="请另选一个备份文件；备份文件的名字以 .nutag-backup 结尾。",
        ) from error


def unpack(backup: Path, folder: Path) -> None:
    """Put the files of a backup into ``folder``, verified; the files there must be away."""
    card = read_card(backup)
    try:
        with zipfile.ZipFile(backup) as file:
            names = {name for name in (RECORDS, KEYS) if name in file.namelist()}
            for name in names:
                with file.open(name) as source, (folder / name).open("xb") as out:
                    while block := source.read(1 << 20):
                        out.write(block)
                _flush(folder / name)
    except (OSError, zipfile.BadZipFile) as error:
        raise Unavailable(
            "备份读到一半出错，没有恢复成功。", advice="请换一个备份文件，或者换一个磁盘再试。"
        ) from error
    if _digest(folder / RECORDS) != card.records_sha256:
        raise Refused(
            "备份的内容与它的校验值不一致，文件已经损坏，没有恢复。",
            advice="请另选一个备份文件。",
        )


def _copy(database: RecordsDatabase, target: Path) -> None:
    for left in (target, *_sidecars(target)):
        left.unlink(missing_ok=True)
    copy = RecordsDatabase(target, database.key, database.salt)
    try:
        database.connection().backup(copy.connection())
    finally:
        copy.close()


def _verified(database: RecordsDatabase, path: Path) -> dict[str, int]:
    """Read the copy back whole; return its row counts, equal to the original's."""
    copy = RecordsDatabase(path, database.key, database.salt)
    try:
        if fetch_sql(copy, "PRAGMA quick_check") != [("ok",)]:
            raise Unavailable("备份写好后读不回来，已经作废。", advice="请换一个磁盘再备份一次。")
        if copy.key and fetch_sql(copy, "PRAGMA cipher_integrity_check"):
            raise Unavailable("备份写好后读不回来，已经作废。", advice="请换一个磁盘再备份一次。")
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
        name: int(fetch_sql(database, f"SELECT count(*) FROM {name}")[0][0])  # noqa: S608
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


def _flush(path: Path) -> None:
    """Make the disk keep a file or a folder's names before going on."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
