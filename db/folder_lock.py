"""Keeps a second program out of a data folder; the system frees it when a program dies."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from desktop_app.domain.errors import Refused, Unavailable

LOCK = ".lock"
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EWOULDBLOCK}

# The lock sits on the open file, not on the file's being there: a killed program leaves the
# file behind and the lock free. The file is never deleted, because a program that waits on
# the deleted one would lock a file that nobody else sees.
if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """The right to be the one program that uses a data folder, from construction to release.

    ``Refused`` when another program, or another part of this one, holds it; ``Unavailable``
    when the folder is away or cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise _unusable() from error
        try:
            _take(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            if error.errno not in _TAKEN:
                raise _unusable() from error
            raise Refused(
                "这份数据已经在另一个窗口里打开着，所以没有再打开一次。",
                advice="请切换到已经打开的窗口；找不到窗口时，注销或者重新启动电脑后再打开。",
            ) from error
        self._held = True

    def release(self) -> None:
        """Let another program open the folder; again does nothing."""
        if self._held:
            self._held = False
            with suppress(OSError):
                os.close(self._descriptor)

    def __enter__(self) -> "FolderLock":
        """Return the lock, which is held."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release it."""
        self.release()


def _unusable() -> Unavailable:
    return Unavailable(
        "数据文件夹不在了，或者不允许写入，所以没有打开。",
        advice="请检查文件夹的位置和权限，磁盘是否写保护，再打开一次。",
    )
