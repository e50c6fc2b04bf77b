"""USB sticks: which are there, which packets lie on them, and how to let go of one."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from db.folder_places import (
    NETWORK,
    STICK_PLACES,
    WINDOWS_REMOVABLE,
    Machine,
    Mount,
    is_removable,
    mounts_in,
)
from desktop_app.domain.errors import AppError, Unavailable
from sync import stick_windows
from sync.packet_card import PacketCard
from sync.packet_part import PART
from sync.packet_reading import read_card
from sync.packet_writing import ENDING
from sync.stick_windows import Volume

MOUNTED_BY_HAND = (*STICK_PLACES, Path("/mnt"))
SYSTEM_PLACES = tuple(map(Path, ("/boot", "/etc", "/home", "/opt", "/tmp", "/usr", "/var")))  # noqa: S108
"""Parts of the system itself, which may run from a stick."""

MOST_LISTED = 1_000
_NAME = re.compile(r"NUTAG-(\d{8})-(\d{4,6})\b", re.IGNORECASE)


def _run(command: Sequence[str]) -> bool:
    with suppress(subprocess.TimeoutExpired, OSError):
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)  # noqa: S603 - no shell; the program is found by its full path
        return done.returncode == 0
    return False


def _usage(path: Path) -> tuple[int, int]:
    used = shutil.disk_usage(path)
    return used.total, used.free


@dataclass(frozen=True, slots=True)
class Sockets:
    """What sticks are plugged into; tests bring their own.

    ``usage`` returns total and free bytes; ``find`` the full path of a program or ``None``;
    ``run`` whether a program did its work.
    """

    machine: Machine = field(default_factory=Machine)
    usage: Callable[[Path], tuple[int, int]] = _usage
    letters: Callable[[], list[Path]] = stick_windows.letters
    volume: Callable[[Path], Volume | None] = stick_windows.volume
    let_go: Callable[[Path], bool] = stick_windows.let_go
    find: Callable[[str], str | None] = shutil.which
    run: Callable[[Sequence[str]], bool] = _run


@dataclass(frozen=True, slots=True)
class Drive:
    """A stick, memory card or disk on a cable; ``device`` is its name under Linux."""

    path: Path
    label: str
    free_bytes: int
    total_bytes: int
    read_only: bool
    file_system: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A packet on a stick: its card, or a sentence that says why it cannot be read."""

    path: Path
    card: PacketCard | None
    problem: str = ""


def removable_drives(sockets: Sockets | None = None) -> list[Drive]:
    """Return what is plugged in and can be pulled out, in the order of the places."""
    here = sockets or Sockets()
    drives = _windows_drives(here) if here.machine.windows else _linux_drives(here)
    return sorted(drives, key=lambda drive: drive.path)


def packets_on(folder: Path) -> list[Found]:
    """Return the packets in a folder by name, as far as their cards tell.

    Bodies are not read: that takes minutes on a slow stick. ``open_packet`` reads them.
    """
    names = [path for path in _files(folder) if path.suffix.lower() == ENDING]
    return [_found(path) for path in names[:MOST_LISTED]]


def unfinished_on(folder: Path) -> list[Path]:
    """Return what is left of packets whose writing was broken off; nothing reads these."""
    return [path for path in _files(folder) if path.name.lower().endswith(ENDING + PART)]


def remove_unfinished(folder: Path) -> int:
    """Delete what is left of broken-off packets; return how many there were."""
    left = unfinished_on(folder)
    try:
        for path in left:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable(
            "没有写完的文件删不掉，U 盘可能有写保护，或者被拔出了。",
            advice="请看一看 U 盘的写保护开关，插好再试；不删也不影响读写别的数据包。",
        ) from error
    return len(left)


def next_name(folder: Path, day: date) -> Path:
    """Return a free name for a packet that says nothing but the day and a running number."""
    names = (_NAME.match(path.name) for path in _files(folder))
    used = [int(name[2]) for name in names if name and name[1] == f"{day:%Y%m%d}"]
    return folder / f"NUTAG-{day:%Y%m%d}-{max(used, default=0) + 1:04d}{ENDING}"


def eject(drive: Drive, sockets: Sockets | None = None) -> str:
    """Make the stick keep everything and let go of it; return a sentence that it may be pulled.

    ``Unavailable`` says how to do it by hand if the system would not.
    """
    here = sockets or Sockets()
    gone = here.let_go(drive.path) if here.machine.windows else _let_go_linux(drive, here)
    if gone:
        return f"“{drive.label}”可以拔出了。"
    by_hand = (
        "请点任务栏右下角的 U 盘图标，选“弹出”"
        if here.machine.windows
        else "请在文件管理器里右击这个 U 盘，选“弹出”或者“卸载”"
    )
    raise Unavailable(
        f"“{drive.label}”还不能拔出，可能有程序正在用它。",
        advice=f"请关掉打开着 U 盘的窗口再试一次；或者{by_hand}，等提示可以移除再拔。",
    )


def _let_go_linux(drive: Drive, here: Sockets) -> bool:
    """Ask whoever mounted it first: what a desktop mounted, a plain umount may not take away."""
    if sys.platform != "win32":
        os.sync()
    ways = (
        ("udisksctl", "unmount", "--no-user-interaction", "-b", drive.device),
        ("gio", "mount", "--unmount", str(drive.path)),
        ("umount", str(drive.path)),
    )
    for name, *rest in ways:
        program = here.find(name)
        if program and here.run((program, *rest)):
            return True
    return False


def _windows_drives(here: Sockets) -> list[Drive]:
    roots = [r for r in here.letters() if here.machine.drive_type(r) == WINDOWS_REMOVABLE]
    return [drive for root in roots if (drive := _windows_drive(root, here))]


def _windows_drive(root: Path, here: Sockets) -> Drive | None:
    found = here.volume(root)
    if found is None:  # a card reader without a card
        return None
    label = found.label or f"U 盘 {str(root)[:2]}"
    return _drive(root, label, found.read_only, found.file_system, "", here)


def _linux_drives(here: Sockets) -> list[Drive]:
    # The last of equal places is the one on top.
    mounts = {mount.point: mount for mount in mounts_in(here.machine.mounts())}
    sticks = (mount for mount in mounts.values() if _is_stick(mount, here.machine.blocks))
    return [drive for mount in sticks if (drive := _linux_drive(mount, here))]


def _is_stick(mount: Mount, blocks: Path) -> bool:
    if not mount.source.startswith("/dev/") or mount.system in NETWORK:
        return False
    if mount.point == Path("/") or any(map(mount.point.is_relative_to, SYSTEM_PLACES)):
        return False
    by_hand = any(map(mount.point.is_relative_to, MOUNTED_BY_HAND))
    return by_hand or is_removable(mount.source, blocks)


def _linux_drive(mount: Mount, here: Sockets) -> Drive | None:
    read_only = "ro" in mount.options.split(",")
    system = mount.system.removeprefix("fuse.")
    return _drive(mount.point, mount.point.name, read_only, system, mount.source, here)


def _drive(
    path: Path, label: str, read_only: bool, system: str, device: str, here: Sockets
) -> Drive | None:
    try:
        total, free = here.usage(path)
    except OSError:  # pulled out since it was listed
        return None
    return Drive(path, label, free, total, read_only, system, device)


def _files(folder: Path) -> list[Path]:
    """Return the files that lie in a folder by name, without links and hidden ones."""
    try:
        paths = sorted(folder.iterdir())
        return [
            path
            for path in paths
            if not path.name.startswith(".") and not path.is_symlink() and path.is_file()
        ]
    except OSError as error:
        raise Unavailable(
            "U 盘读不出来，可能被拔出了。",
            advice="请插好 U 盘再试一次；还是这样，请换一个 U 盘。",
        ) from error


def _found(path: Path) -> Found:
    try:
        return Found(path, read_card(path, whole=False))
    except AppError as error:
        return Found(path, None, str(error))
