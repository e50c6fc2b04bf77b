"""One running program per data folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from db.folder_lock import LOCK, FolderLock
from desktop_app.domain.errors import Refused, Unavailable

CHILD = """
import sys, time
from pathlib import Path
from db.folder_lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_lock_is_refused_until_the_first_is_released(tmp_path: Path) -> None:
    first = FolderLock(tmp_path)
    with pytest.raises(Refused, match="已经在另一个窗口") as refusal:
        FolderLock(tmp_path)
    assert refusal.value.advice

    first.release()
    first.release()

    with FolderLock(tmp_path):
        pass
    with FolderLock(tmp_path):
        pass


def test_a_killed_program_leaves_the_folder_free(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == b"held"
        with pytest.raises(Refused):
            FolderLock(tmp_path)

        child.kill()
        child.wait()

        FolderLock(tmp_path).release()
    assert (tmp_path / LOCK).exists()


def test_a_missing_folder_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="文件夹不在了"):
        FolderLock(tmp_path / "away")

    assert not (tmp_path / "away").exists()
