"""Where a data folder may lie: on a disk inside this machine, and with nobody copying it.

A cloud drive copies a database in the middle of a write and puts the villagers on a server;
a USB stick is lost, and answers "written" before it has written.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from db.folder import BACKUPS, KEYS, RECORDS, UNFINISHED
from db.folder_lock import LOCK
from db.keys_file import second_copy
from desktop_app.domain.errors import Refused, Unavailable

NEEDED, COMFORTABLE = 200_000_000, 1_000_000_000
"""Free bytes: below the first no folder is opened, below the second the person is told."""

CLOUD_FOLDERS = {
    "OneDrive": ("onedrive", "skydrive"),
    "百度网盘": (
        "baidusyncdisk", "baidunetdisk", "baidunetdiskworkspace", "百度网盘", "百度云",
        "百度云同步盘",
    ),
    "坚果云": ("nutstore", "nutstore files", "我的坚果云", "坚果云"),
    "WPS 云盘": (
        "wps cloud files", "wpsdrive", "wps云盘", "wps网盘", "wps云文档", "kingsoftcloud",
    ),
    "微云": ("weiyun", "微云", "腾讯微云", "微云同步助手"),
    "阿里云盘": ("adrive", "阿里云盘"),
    "天翼云盘": ("天翼云盘", "ecloud"),
    "移动云盘": ("mcloud", "和彩云", "移动云盘", "中国移动云盘"),
    "360 云盘": ("360云盘", "360安全云盘", "360yunpan"),
    "115 网盘": ("115网盘",),
    "Dropbox": ("dropbox",),
    "iCloud": ("icloud", "iclouddrive", "icloud drive", "mobile documents", "cloudstorage"),
    "Google Drive": ("google drive", "googledrive", "google 云端硬盘", "drivefs"),
    "Nextcloud": ("nextcloud",),
    "ownCloud": ("owncloud",),
    "Seafile": ("seafile",),
    "MEGA": ("megasync",),
    "Syncthing": ("syncthing",),
}  # fmt: skip
CLOUD_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".tmp.drivedownload": "Google Drive",
    ".owncloudsync.log": "ownCloud",
    ".sync_journal.db": "ownCloud",
}
CLOUD_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
AFTER_NAME = (" ", "-", "(", "（", "_", ".")

NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "davfs", "fuse.sshfs",
           "fuse.rclone", "fuse.davfs", "fuse.davfs2"}  # fmt: skip
STICK_SYSTEMS = {"vfat", "exfat", "msdos", "fuseblk.exfat"}
STICK_PLACES = (Path("/media"), Path("/run/media"))
WINDOWS_REMOVABLE, WINDOWS_NETWORK, WINDOWS_DISC = 2, 4, 5


class Mount(NamedTuple):
    """A disk and where it hangs in the tree, as Linux lists it."""

    source: str
    point: Path
    system: str
    options: str


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _drive_type(path: Path) -> int:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(path.anchor))
    return 0


@dataclass(frozen=True, slots=True)
class Machine:
    """The disks of a machine; tests bring their own."""

    windows: bool = sys.platform == "win32"
    mounts: Callable[[], str] = _mounts
    blocks: Path = Path("/sys/class/block")
    drive_type: Callable[[Path], int] = _drive_type
    free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free
    variables: Mapping[str, str] = field(default_factory=lambda: os.environ)


def check_place(folder: Path, machine: Machine | None = None) -> str:
    """Return a warning about the place of a data folder, or an empty text; write nothing.

    ``Refused`` in a cloud folder, on removable or network disks, on a file, among other
    people's files; ``Unavailable`` when it cannot be written or the disk is nearly full.
    """
    try:
        return _check(folder.expanduser().resolve(), machine or Machine())
    except (OSError, RuntimeError) as error:  # no right to look, or a ring of links
        raise _unwritable() from error


def _check(place: Path, machine: Machine) -> str:
    _refuse_cloud(place, machine)
    there = next(each for each in (place, *place.parents) if each.exists())
    if not there.is_dir():
        raise Refused(
            f"「{there.name}」是一个文件，不是文件夹。",
            advice="请选一个空文件夹，或者换一个名字。",
            fields=("folder",),
        )
    _refuse_disk(there, machine)
    _refuse_other_files(place)
    _try_to_write(there)
    return _room(there, machine)


def cloud_of(folder: Path, variables: Mapping[str, str]) -> str:
    """Return the name of the cloud drive that copies ``folder`` away, or an empty text."""
    roots = [Path(root).resolve() for name in CLOUD_VARIABLES if (root := variables.get(name))]
    if any(folder.is_relative_to(root) for root in roots):
        return "OneDrive"
    named = (_cloud_named(part.casefold()) for part in folder.parts)
    marked = (_cloud_marked(parent) for parent in (folder, *folder.parents))
    return next(filter(None, (*named, *marked)), "")


def _cloud_named(name: str) -> str:
    found = (cloud for cloud, words in CLOUD_FOLDERS.items() if any(_named(name, w) for w in words))
    return next(found, "")


def _cloud_marked(parent: Path) -> str:
    if parent == Path.home():  # Dropbox keeps its settings there under the name of its mark
        return ""
    return next((cloud for mark, cloud in CLOUD_MARKS.items() if (parent / mark).exists()), "")


def _named(name: str, word: str) -> bool:
    if name == word:
        return True
    return len(word) > 4 and name.startswith(word) and name[len(word)] in AFTER_NAME


def _refuse_cloud(place: Path, machine: Machine) -> None:
    cloud = cloud_of(place, machine.variables)
    if cloud:
        raise Refused(
            f"这个文件夹由 {cloud} 同步，群众的信息会传到网上，数据也容易被同步弄坏，所以不能用。",
            advice="请换一个不同步的文件夹，例如程序建议的位置。",
            fields=("folder",),
        )


def _refuse_disk(there: Path, machine: Machine) -> None:
    kind = _windows_disk(there, machine) if machine.windows else _linux_disk(there, machine)
    if kind:
        raise Refused(
            f"这个文件夹在{kind}上，容易丢失，断电时保不住刚保存的内容，所以不能用。",
            advice="请换到本机硬盘上的文件夹；U盘只用来放备份。",
            fields=("folder",),
        )


def _windows_disk(there: Path, machine: Machine) -> str:
    kinds = {WINDOWS_REMOVABLE: "U盘或者存储卡", WINDOWS_NETWORK: "网络盘", WINDOWS_DISC: "光盘"}
    return kinds.get(machine.drive_type(there), "")


def _linux_disk(there: Path, machine: Machine) -> str:
    mount = _mount_of(there, machine.mounts())
    if mount.system in NETWORK:
        return "网络盘"
    stick = mount.system in STICK_SYSTEMS or any(map(mount.point.is_relative_to, STICK_PLACES))
    if stick or is_removable(mount.source, machine.blocks):
        return "U盘或者移动硬盘"
    return ""


def _mount_of(there: Path, mounts: str) -> Mount:
    """Return the disk that holds ``there``."""
    found = Mount("", Path("/"), "", "")
    for mount in mounts_in(mounts):
        # The last of equal places is the one on top.
        if there.is_relative_to(mount.point) and len(mount.point.parts) >= len(found.point.parts):
            found = mount
    return found


def mounts_in(text: str) -> list[Mount]:
    """Return the disks that ``/proc/mounts`` names, in its order."""
    lines = (line.split(" ") for line in text.splitlines())
    return [
        Mount(_unescaped(words[0]), Path(_unescaped(words[1])), words[2], "".join(words[3:4]))
        for words in lines
        if len(words) >= 3
    ]


def _unescaped(word: str) -> str:
    for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        word = word.replace(code, letter)
    return word


def is_removable(source: str, blocks: Path) -> bool:
    """Say whether a disk such as ``/dev/sdb1`` can be pulled out."""
    return _is_removable(Path(source).resolve().name, blocks)


def _is_removable(device: str, blocks: Path) -> bool:
    block = blocks / device
    if not device or not block.exists():
        return False
    lower = block / "slaves"  # an encrypted or joined disk stands on others
    if lower.is_dir() and any(_is_removable(each.name, blocks) for each in lower.iterdir()):
        return True
    real = block.resolve()
    if any(part.startswith("usb") for part in real.parts):
        return True
    flags = (real / "removable", real.parent / "removable")  # a partition asks its disk
    return any(flag.is_file() and flag.read_text().strip() == "1" for flag in flags)


def _refuse_other_files(place: Path) -> None:
    if not place.is_dir():
        return
    keys = (KEYS, second_copy(Path(KEYS)).name)
    # What a program killed while it made the folder leaves there is no one's file.
    names = {each.name for each in place.iterdir()} - {LOCK, BACKUPS, *(f"{k}.part" for k in keys)}
    ours = {RECORDS, UNFINISHED, *keys}
    if names and not names & ours:
        raise Refused(
            "这个文件夹里有别的文件，数据不能和它们混放。",
            advice="请选一个空文件夹，或者在里面新建一个。",
            fields=("folder",),
        )


def _try_to_write(there: Path) -> None:
    with tempfile.TemporaryFile(dir=there) as file:
        file.write(b"0")
        file.flush()


def _unwritable() -> Unavailable:
    return Unavailable(
        "这个文件夹不允许写入，或者磁盘已满。",
        advice="请检查文件夹的权限和磁盘空间，磁盘是否写保护，或者换一个位置。",
    )


def _room(there: Path, machine: Machine) -> str:
    free = machine.free(there)
    if free < NEEDED:
        raise Unavailable(
            f"磁盘只剩 {free // 1_000_000} MB，不够安全地保存数据。",
            advice="请删除不用的文件，至少腾出 200 MB，最好 1 GB。",
        )
    if free < COMFORTABLE:
        return f"磁盘只剩 {free // 1_000_000} MB，请尽快删除不用的文件，最好腾出 1 GB。"
    return ""
