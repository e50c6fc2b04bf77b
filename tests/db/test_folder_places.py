"""Where a data folder may lie."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from db.folder_places import Machine, check_place, cloud_of
from desktop_app.domain.errors import Refused, Unavailable

PLENTY = 50_000_000_000


@pytest.fixture(name="machine")
def plain_machine(tmp_path: Path) -> Machine:
    return Machine(
        windows=False,
        mounts=lambda: "/dev/nvme0n1p2 / ext4 rw 0 0\n",
        blocks=tmp_path / "blocks",
        drive_type=lambda _: 3,
        free=lambda _: PLENTY,
        variables={},
    )


def test_an_empty_or_a_new_folder_is_fine_and_nothing_is_left(
    tmp_path: Path, machine: Machine
) -> None:
    folder = tmp_path / "数据"

    assert check_place(folder / "一" / "二", machine) == ""
    assert not folder.exists()
    folder.mkdir()
    assert check_place(folder, machine) == ""
    assert list(folder.iterdir()) == []


def test_this_machine_takes_its_own_folder(tmp_path: Path) -> None:
    check_place(tmp_path / "new")


@pytest.mark.parametrize(
    ("path", "cloud"),
    [
        ("/users/a/OneDrive/数据", "OneDrive"),
        ("/users/a/OneDrive - 某某旗人社局/数据", "OneDrive"),
        ("/users/a/BaiduSyncdisk/x", "百度网盘"),
        ("/users/a/百度网盘/x", "百度网盘"),
        ("/users/a/Nutstore Files/x", "坚果云"),
        ("/users/a/我的坚果云/x", "坚果云"),
        ("/users/a/WPS Cloud Files/123/x", "WPS 云盘"),
        ("/users/a/WPS云盘/x", "WPS 云盘"),
        ("/users/a/Dropbox (Personal)/x", "Dropbox"),
        ("/users/a/iCloudDrive/x", "iCloud"),
        ("/Users/a/Library/CloudStorage/x", "iCloud"),
        ("/users/a/Google Drive/x", "Google Drive"),
        ("/users/a/文档/Nutag", ""),
        ("/users/a/.local/share/nutag-desk", ""),
        ("/users/megan/boxes/onedrives/x", ""),
        ("/users/a/1150223/x", ""),
    ],
)
def test_cloud_folders_are_known_by_name(path: str, cloud: str) -> None:
    assert cloud_of(Path(path), {}) == cloud


def test_a_moved_onedrive_is_known_by_the_machine(tmp_path: Path, machine: Machine) -> None:
    moved = replace(machine, variables={"OneDrive": str(tmp_path / "work")})

    with pytest.raises(Refused, match="OneDrive 同步"):
        check_place(tmp_path / "work" / "data", moved)


def test_a_cloud_is_known_by_its_mark_and_through_a_link(tmp_path: Path, machine: Machine) -> None:
    (tmp_path / "shared" / ".stfolder").mkdir(parents=True)
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "innocent").symlink_to(tmp_path / "Dropbox")

    with pytest.raises(Refused, match="Syncthing"):
        check_place(tmp_path / "shared" / "data", machine)
    with pytest.raises(Refused, match="Dropbox"):
        check_place(tmp_path / "innocent" / "data", machine)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("/dev/sdb1 {} vfat rw 0 0", "U盘"),
        ("/dev/sdb1 {} exfat rw 0 0", "U盘"),
        ("/dev/sdc1 {} ext4 rw 0 0", "U盘"),
        ("/dev/sdd1 {} fuseblk rw 0 0", "U盘"),
        ("/dev/dm-0 {} ext4 rw 0 0", "U盘"),
        ("//server/share {} cifs rw 0 0", "网络盘"),
        ("host:/x {} nfs4 rw 0 0", "网络盘"),
    ],
)
def test_sticks_and_network_disks_are_refused(
    tmp_path: Path, machine: Machine, line: str, kind: str
) -> None:
    make_blocks(machine.blocks, tmp_path / "devices")
    point = tmp_path / "a stick"
    point.mkdir()
    mounts = machine.mounts() + line.format(str(point).replace(" ", "\\040")) + "\n"
    machine = replace(machine, mounts=lambda: mounts)

    with pytest.raises(Refused, match=kind) as refusal:
        check_place(point / "data", machine)
    assert "本机硬盘" in refusal.value.advice
    assert check_place(tmp_path / "beside", machine) == ""


@pytest.mark.parametrize(("number", "kind"), [(2, "U盘"), (4, "网络盘"), (5, "光盘")])
def test_windows_says_what_a_drive_is(
    tmp_path: Path, machine: Machine, number: int, kind: str
) -> None:
    windows = replace(machine, windows=True, drive_type=lambda _: number)

    with pytest.raises(Refused, match=kind):
        check_place(tmp_path, windows)
    assert check_place(tmp_path, replace(windows, drive_type=lambda _: 3)) == ""


def test_a_file_and_a_folder_of_other_files_are_refused(tmp_path: Path, machine: Machine) -> None:
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"x")

    with pytest.raises(Refused, match="是一个文件"):
        check_place(photo, machine)
    with pytest.raises(Refused, match="是一个文件"):
        check_place(photo / "data", machine)
    with pytest.raises(Refused, match="别的文件"):
        check_place(tmp_path, machine)


def test_a_data_folder_with_more_in_it_is_still_ours(tmp_path: Path, machine: Machine) -> None:
    for name in ("records.db", "keys.json", ".lock", "记事.txt"):
        (tmp_path / name).write_bytes(b"")

    assert check_place(tmp_path, machine) == ""


def test_a_nearly_full_disk_is_refused_and_a_fuller_one_warned_of(
    tmp_path: Path, machine: Machine
) -> None:
    with pytest.raises(Unavailable, match="只剩 150 MB"):
        check_place(tmp_path, replace(machine, free=lambda _: 150_000_000))

    assert "只剩 900 MB" in check_place(tmp_path, replace(machine, free=lambda _: 900_000_000))


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, machine: Machine) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(Unavailable, match="不允许写入"):
            check_place(tmp_path / "new", machine)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux")
def test_a_place_that_takes_no_files_is_said(machine: Machine) -> None:
    with pytest.raises(Unavailable, match="不允许写入"):
        check_place(Path("/proc/new-folder"), machine)


def make_blocks(blocks: Path, devices: Path) -> None:
    """Lay out disks as Linux does: sdb, sdc removable, sdd on USB, dm-0 on sdc."""
    blocks.mkdir()
    for disk, bus in (("sdb", "pci"), ("sdc", "pci"), ("sdd", "usb2")):
        part = devices / bus / disk / f"{disk}1"
        part.mkdir(parents=True)
        (part.parent / "removable").write_text("0\n" if disk == "sdd" else "1\n")
        (blocks / f"{disk}1").symlink_to(part)
    mapped = devices / "virtual" / "dm-0"
    (mapped / "slaves" / "sdc1").mkdir(parents=True)
    (blocks / "dm-0").symlink_to(mapped)
