"""Sticks that are plugged in, what lies on them, and letting go of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from db.folder_places import Machine
from desktop_app.domain.errors import Unavailable
from sync.stick import (
    Drive,
    Sockets,
    eject,
    next_name,
    packets_on,
    removable_drives,
    remove_unfinished,
    unfinished_on,
)
from sync.stick_windows import Volume
from tests.sync.packets import DESK, HUB

DAY = date(2026, 11, 25)
STICK = Drive(Path("/media/wang/U盘"), "U盘", 10, 20, False, "vfat", "/dev/sdb1")


@dataclass
class Programs:
    """Programs of a made-up machine: which there are and which do their work."""

    there: tuple[str, ...]
    working: tuple[str, ...]
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def find(self, name: str) -> str | None:
        return f"/bin/{name}" if name in self.there else None

    def run(self, command: Sequence[str]) -> bool:
        self.asked.append(tuple(command))
        return Path(command[0]).name in self.working


def linux(tmp_path: Path, mounts: str, *removable: str) -> Sockets:
    """Return the sockets of a machine with these mounts."""
    for disk in ("sda1", "sdb1", "sdc1"):
        (tmp_path / disk).mkdir()
        (tmp_path / disk / "removable").write_text("1\n" if disk in removable else "0\n")
    machine = Machine(windows=False, mounts=lambda: mounts, blocks=tmp_path)
    return Sockets(machine=machine, usage=lambda path: (2_000, 500))


def test_sticks_are_listed_and_disks_of_the_machine_are_not(tmp_path: Path) -> None:
    mounts = (
        "/dev/sda1 / ext4 rw 0 0\n"
        "/dev/sda1 /home ext4 rw 0 0\n"
        "/dev/sda1 /boot/efi vfat rw 0 0\n"
        "tmpfs /mnt/memory tmpfs rw 0 0\n"
        "server:/share /mnt/share nfs rw 0 0\n"
        "/dev/sdb1 /media/wang/我的\\040U盘 vfat ro,nosuid 0 0\n"
        "/dev/sdc1 /srv/stick fuse.exfat rw 0 0\n"
    )

    drives = removable_drives(linux(tmp_path, mounts, "sdc1"))

    assert drives == [
        Drive(Path("/media/wang/我的 U盘"), "我的 U盘", 500, 2_000, True, "vfat", "/dev/sdb1"),
        Drive(Path("/srv/stick"), "stick", 500, 2_000, False, "exfat", "/dev/sdc1"),
    ]


def test_a_machine_that_runs_from_a_stick_does_not_offer_its_own_system(tmp_path: Path) -> None:
    mounts = "/dev/sdb1 / ext4 rw 0 0\n/dev/sdb1 /boot/efi vfat rw 0 0\n"

    assert removable_drives(linux(tmp_path, mounts, "sdb1")) == []


def test_a_stick_that_is_pulled_while_it_is_listed_is_left_out(tmp_path: Path) -> None:
    def gone(path: Path) -> tuple[int, int]:
        raise OSError(path)

    here = linux(tmp_path, "/dev/sdb1 /media/wang/A vfat rw 0 0\n", "sdb1")

    assert removable_drives(replace(here, usage=gone)) == []


def test_windows_lists_removable_letters_that_have_something_in_them() -> None:
    roots = {"C:": 3, "D:": 5, "E:": 2, "F:": 2, "G:": 2, "H:": 4}
    volumes = {"E:": Volume("", "FAT32", False), "G:": Volume("资料", "exFAT", True)}
    here = Sockets(
        machine=Machine(windows=True, drive_type=lambda path: roots[str(path)]),
        usage=lambda path: (2_000, 500),
        letters=lambda: [Path(root) for root in roots],
        volume=lambda path: volumes.get(str(path)),
    )

    assert removable_drives(here) == [
        Drive(Path("E:"), "U 盘 E:", 500, 2_000, False, "FAT32"),
        Drive(Path("G:"), "资料", 500, 2_000, True, "exFAT"),
    ]


def test_this_machine_can_be_asked() -> None:
    for drive in removable_drives():
        assert drive.total_bytes >= drive.free_bytes


def test_packets_are_found_by_their_cards_and_bad_ones_say_why(tmp_path: Path) -> None:
    DESK.write(tmp_path / "NUTAG-20261125-0001.nutag", HUB, frames=[b"frame"])
    DESK.write(tmp_path / "renamed.NUTAG", HUB, frames=[b"frame"])
    (tmp_path / "NUTAG-20261125-0002.nutag").write_bytes(b"something else")
    (tmp_path / "._NUTAG-20261125-0001.nutag").write_bytes(b"of a Mac")
    (tmp_path / "link.nutag").symlink_to(tmp_path / "renamed.NUTAG")
    (tmp_path / "folder.nutag").mkdir()
    (tmp_path / "NUTAG-20261125-0003.nutag.part").write_bytes(b"half")

    found = {each.path.name: each for each in packets_on(tmp_path)}

    assert list(found) == [
        "NUTAG-20261125-0001.nutag", "NUTAG-20261125-0002.nutag", "renamed.NUTAG",
    ]  # fmt: skip
    good, bad = found["renamed.NUTAG"], found["NUTAG-20261125-0002.nutag"]
    assert good.card is not None
    assert good.card.sender == DESK.device
    assert not good.problem
    assert bad.card is None
    assert bad.problem == "这个文件不是本程序的数据包。"


def test_what_was_left_half_written_is_offered_and_removed_alone(tmp_path: Path) -> None:
    whole = DESK.write(tmp_path / "NUTAG-20261125-0001.nutag", HUB, frames=[b"frame"])
    half = tmp_path / "NUTAG-20261125-0002.nutag.part"
    half.write_bytes(b"half")
    other = tmp_path / "video.mp4.part"
    other.write_bytes(b"of another program")

    assert unfinished_on(tmp_path) == [half]
    assert remove_unfinished(tmp_path) == 1
    assert sorted(tmp_path.iterdir()) == [whole, other]


def test_names_run_on_over_every_kind_of_leftover(tmp_path: Path) -> None:
    assert next_name(tmp_path, DAY).name == "NUTAG-20261125-0001.nutag"
    for name in (
        "NUTAG-20261124-0500.nutag", "NUTAG-20261125-0003.2.nutag", "nutag-20261125-0007.NUTAG",
        "NUTAG-20261125-0009.nutag.part", "NUTAG-x.nutag", "报表.xlsx",
    ):  # fmt: skip
        (tmp_path / name).write_bytes(b"")

    assert next_name(tmp_path, DAY).name == "NUTAG-20261125-0010.nutag"


def test_a_stick_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    for ask in (packets_on, unfinished_on, lambda folder: next_name(folder, DAY)):
        with pytest.raises(Unavailable, match="拔出"):
            ask(tmp_path / "gone")


def test_who_mounted_the_stick_is_asked_first_and_others_after() -> None:
    programs = Programs(("udisksctl", "gio", "umount"), ("gio",))
    here = Sockets(machine=Machine(windows=False), find=programs.find, run=programs.run)

    assert eject(STICK, here) == "“U盘”可以拔出了。"
    assert [Path(command[0]).name for command in programs.asked] == ["udisksctl", "gio"]
    assert programs.asked[0][-1] == "/dev/sdb1"
    assert programs.asked[1][-1] == "/media/wang/U盘"


@pytest.mark.parametrize("there", [(), ("umount",)])
def test_a_stick_that_will_not_go_is_told_with_the_way_by_hand(there: tuple[str, ...]) -> None:
    programs = Programs(there, ())
    here = Sockets(machine=Machine(windows=False), find=programs.find, run=programs.run)

    with pytest.raises(Unavailable, match="还不能拔出") as caught:
        eject(STICK, here)
    assert "文件管理器" in caught.value.advice


def test_windows_lets_go_by_itself_or_says_how() -> None:
    here = Sockets(machine=Machine(windows=True), let_go=lambda path: path == Path("E:"))

    assert eject(replace(STICK, path=Path("E:")), here) == "“U盘”可以拔出了。"
    with pytest.raises(Unavailable, match="还不能拔出") as caught:
        eject(replace(STICK, path=Path("F:")), here)
    assert "任务栏" in caught.value.advice
