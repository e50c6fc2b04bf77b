"""A file on a stick that counts only when it is whole: ``.part`` until every byte was read back."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_app.domain.errors import Refused, Unavailable

PART = ".part"
_READ = 1 << 18
_BINARY = getattr(os, "O_BINARY", 0)


class PartFile:
    """A new file beside its target, under the target's name and ``.part``.

    Raise ``OSError`` as the disk gives it; ``saying_why`` makes sentences of that.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(target.name + PART)
        self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        self._open, self._named = True, False

    def write(self, data: bytes) -> None:
        """Write all of ``data`` here."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._handle, rest) :]

    def write_first(self, data: bytes) -> None:
        """Write ``data`` over the beginning of the file, and make the disk keep all of it."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        self.write(data)
        os.fsync(self._handle)
        self.close()

    def close(self) -> None:
        """Close the file if it is open."""
        if self._open:
            self._open = False
            os.close(self._handle)

    def read_back(self) -> Iterator[bytes]:
        """Yield what is on the disk, not what memory remembers of it where that can be had."""
        handle = os.open(self.path, os.O_RDONLY | _BINARY)
        try:
            if sys.platform == "linux":
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            while data := os.read(handle, _READ):
                yield data
        finally:
            os.close(handle)

    def publish(self) -> None:
        """Give the file its name. It replaces nothing."""
        if self.target.exists():
            raise _taken(self.target)
        os.rename(self.path, self.target)  # noqa: PTH104 - as every call here, one of the disk
        self._named = True

    def remove(self) -> None:
        """Take away what was written, named or not, as far as the disk still lets us."""
        with suppress(OSError):  # the stick may be gone; the first failure is the one to tell
            self.close()
        with suppress(OSError):
            (self.target if self._named else self.path).unlink()


def check_target(target: Path, expected_bytes: int) -> None:
    """Refuse a name that is taken; ``Unavailable`` if the disk has not the bytes expected."""
    if target.exists():
        raise _taken(target)
    free = shutil.disk_usage(target.parent).free
    if free < expected_bytes:
        raise Unavailable(
            f"U 盘空间不够：这个数据包大约要 {_size(expected_bytes)}，现在只剩 {_size(free)}。",
            advice="请删除 U 盘上不用的文件，或者换一个 U 盘，再写一次。",
        )


@contextmanager
def saying_why(target: Path) -> Iterator[None]:
    """Turn what the disk says into a sentence with advice."""
    try:
        yield
    except OSError as error:
        raise _reason(error, target) from error


def unequal() -> Unavailable:
    """Return what to say when a disk gives back other bytes than it was given."""
    return Unavailable(
        "数据包写完后读出来的内容和写进去的不一样，这个 U 盘不可靠，没有写成。",
        advice="请换一个 U 盘再写；这个 U 盘可能坏了，或者标的容量是假的，不要再用来存数据。",
    )


def _reason(error: OSError, target: Path) -> Unavailable | Refused:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Unavailable(
            f"U 盘满了，数据包没有写成{_left(target)}。",
            advice="请删除 U 盘上不用的文件，或者换一个 U 盘，再写一次。",
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return Unavailable(
            "这个位置不允许写入，U 盘可能有写保护，数据包没有写成。",
            advice="请拨动 U 盘侧面的写保护开关，或者换一个 U 盘，再写一次。",
        )
    if error.errno == errno.EEXIST:
        return Refused(
            f"这里有一个上次没有写完的文件“{target.name}{PART}”，没有覆盖它。",
            advice="请确认没有别的程序正在写它，把它删除，再写一次。",
        )
    return Unavailable(
        "数据包没有写成，U 盘可能被拔出或者坏了。",
        advice="请插好 U 盘再写一次；还是这样，请换一个 U 盘。没有发出去的内容都还在这台电脑里。",
    )


def _left(target: Path) -> str:
    with suppress(OSError):
        return f"，现在只剩 {_size(shutil.disk_usage(target.parent).free)}"
    return ""


def _taken(target: Path) -> Refused:
    return Refused(
        f"这里已经有一个叫“{target.name}”的文件，没有覆盖它。",
        advice="请换一个名字，或者先确认那个文件不再需要，把它删除。",
    )


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"
