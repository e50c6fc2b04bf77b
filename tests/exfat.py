"""Sticks as they are bought: exFAT images, mounted as the system mounts a stick.

That takes root, a loop device and FUSE; a machine without them leaves these tests out in words.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.programs import find_program

ABSENT = (
    "这台机器不能挂载 exFAT 映像（要 root、回环设备、exfat-fuse 和 mkfs.exfat），真U盘测试没有运行"
)


@dataclass
class ExfatStick:
    """A stick of some megabytes; ``place`` is where it is seen while it is plugged in."""

    image: Path
    place: Path
    megabytes: int = 4
    device: str = field(default="", init=False)

    def format(self) -> None:
        """Make an empty file system."""
        with self.image.open("wb") as file:
            file.truncate(self.megabytes << 20)
        _run("mkfs.exfat", self.image)

    def plug_in(self, *, read_only: bool = False) -> Path:
        """Mount it; return where."""
        self.place.mkdir(exist_ok=True)
        self.device = _run("losetup", "-f", "--show", self.image).strip()
        try:
            _run("mount.exfat-fuse", "-o", "ro" if read_only else "rw", self.device, self.place)
        except subprocess.CalledProcessError:
            self.pull_out()
            raise
        return self.place

    def pull_out(self) -> None:
        """Take it out, if it is in."""
        if self.place.is_mount():
            _run("umount", self.place)
        if self.device:
            _run("losetup", "-d", self.device)
            self.device = ""


def _run(program: str, *arguments: str | Path) -> str:
    found = find_program(program)
    if found is None:
        raise FileNotFoundError(program)
    done = subprocess.run(
        [found, *map(str, arguments)], check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout


@pytest.fixture
def exfat_stick(tmp_path: Path) -> Iterator[ExfatStick]:
    """Return a formatted stick that is not plugged in."""
    stick = ExfatStick(tmp_path / "stick.img", tmp_path / "plugged")
    try:
        stick.format()
        stick.plug_in()
        stick.pull_out()
    except (FileNotFoundError, PermissionError, subprocess.CalledProcessError):
        pytest.skip(ABSENT)
    yield stick
    stick.pull_out()
