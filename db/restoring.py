"""Puts a backup in place of a data folder's records so that a kill at any moment loses neither.

The backup is unpacked, opened and given its new epoch in a folder beside the records; renaming
that folder is the moment at which the restore counts. What is left then is to move files, which
whoever opens the data folder next does to the end.
"""

import shutil
from contextlib import suppress
from pathlib import Path

import msgspec

from db.disk import flush
from db.folder import BACKUPS, KEYS, RECORDS
from db.folder_lock import FolderLock
from db.keys_file import second_copy
from db.unlock_tries import TRIES
from desktop_app.domain.errors import Refused
from desktop_app.domain.system_errors import sentence_of

PLAN = "plan.json"
STAGE, READY, ASIDE = "restoring-", "restore-ready-", "before-restore-"

_OURS = (
    *(f"{RECORDS}{ending}" for ending in ("", "-wal", "-shm")),
    KEYS,
    second_copy(Path(KEYS)).name,
    TRIES,
)
_NEW = (RECORDS, f"{RECORDS}-wal", KEYS)


def new_stage(folder: Path, moment: str) -> Path:
    """Return an empty folder for the backup; what an earlier try left behind is removed.

    Hold the lock of ``folder``.
    """
    for left in folder.glob(f"{BACKUPS}/{STAGE}*"):
        shutil.rmtree(left)
    stage = folder / BACKUPS / f"{STAGE}{moment}"
    stage.mkdir(parents=True)
    return stage


def drop_stage(stage: Path) -> None:
    """Remove what was unpacked: the restore did not come about."""
    shutil.rmtree(stage, ignore_errors=True)


def put_in_place(folder: Path, stage: Path) -> Path:
    """Put the opened and closed records of ``stage`` in place; return where the old ones lie.

    Hold the lock of ``folder``.
    """
    names = [name for name in _NEW if (stage / name).exists()]
    for name in names:
        flush(stage / name)
    (stage / PLAN).write_bytes(msgspec.json.encode(names))
    flush(stage / PLAN)
    flush(stage)
    moment = stage.name.removeprefix(STAGE)
    ready = stage.with_name(f"{READY}{moment}")
    stage.replace(ready)
    flush(ready.parent)
    return _finish(folder, ready)


def finish_restoring(folder: Path) -> None:
    """Bring a restore to its end that was cut off after it counted; else do nothing."""
    waiting = sorted(folder.glob(f"{BACKUPS}/{READY}*"))
    if not waiting:
        return
    try:
        with FolderLock(folder):
            for ready in waiting:
                _finish(folder, ready)
    except OSError as error:
        raise sentence_of(error) from error


def _finish(folder: Path, ready: Path) -> Path:
    """Move the files that have not been moved yet; a name is taken out before it comes in."""
    aside = ready.with_name(f"{ASIDE}{ready.name.removeprefix(READY)}")
    aside.mkdir(exist_ok=True)
    if (ready / PLAN).exists():
        names = msgspec.json.decode((ready / PLAN).read_bytes(), type=list[str])
        for name in _OURS:
            came_in = name in names and not (ready / name).exists()
            if not came_in and (folder / name).exists():
                (folder / name).replace(aside / name)
            if name in names and not came_in:
                (ready / name).replace(folder / name)
        flush(aside)
        flush(folder)
        (ready / PLAN).unlink()
    shutil.rmtree(ready, ignore_errors=True)
    return aside


def refuse_unless_apart(source: Path, folder: Path) -> None:
    """Raise ``Refused`` where the backup is one of the files that would be moved away."""
    with suppress(OSError):
        if source.resolve().parent == folder.resolve() and source.name in _OURS:
            raise Refused(
                "这个文件不是本程序的备份，没有恢复任何内容。",
                advice="请另选一个备份文件；备份文件的名字以 .nutag-backup 结尾。",
            )
