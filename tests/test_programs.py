"""Programs that tests ask for: missing ones are named, and brought in one go."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.programs import ABSENT, find_program

SCRIPT = Path(__file__).parents[1] / "installer" / "test-programs.sh"
SHELL_TOOLS = ("sh", "tr", "cat", "tail", "rm", "chmod", "sed")


@pytest.mark.parametrize("name", ABSENT)
def test_the_program_is_here(name: str) -> None:
    """Without it some tests say nothing: never let that pass unseen."""
    if find_program(name) is None:
        if os.environ.get("CI"):
            pytest.fail(ABSENT[name])
        pytest.skip(ABSENT[name])


def bare_machine(folder: Path, user: int, fails: str = "") -> Path:
    """Make a path with nothing but a shell, ``id`` for this user, and an apt-get that notes."""
    folder.mkdir()
    for tool in SHELL_TOOLS:
        found = find_program(tool)
        assert found
        (folder / tool).symlink_to(found)
    notes = folder / "notes"
    programs = {
        "id": f"echo {user}",
        "apt-get": f'echo "$@" >>{notes}\ncase "$*" in *" {fails or "-"}") exit 100;; esac',
    }
    for name, lines in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{lines}\n")
        (folder / name).chmod(0o755)
    return notes


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    text = SCRIPT.read_text().replace('PATH="$PATH:/usr/sbin:/sbin"\n', "")
    for place in ("/usr/lib/postgresql", "/usr/lib/cups/backend"):
        text = text.replace(place, str(folder / "none"))
    text = text.replace("/usr/sbin/policy-rc.d", str(folder / "policy"))
    text = text.replace("/etc/postgresql-common/createcluster.conf", str(folder / "notes"))
    return subprocess.run(
        ["/bin/sh", "-c", text], env={"PATH": str(folder)}, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip


def test_who_may_not_install_is_given_one_line_and_goes_on(tmp_path: Path) -> None:
    notes = bare_machine(tmp_path / "bin", user=1000)
    done = run(tmp_path / "bin")
    assert done.returncode == 0
    assert not notes.exists()
    assert "sudo apt-get update && sudo apt-get install" in done.stderr
    assert "cups printer-driver-cups-pdf zbar-tools poppler-utils" in done.stderr
    assert "打印测试" in done.stderr


def test_root_gets_each_missing_package_after_one_update(tmp_path: Path) -> None:
    notes = bare_machine(tmp_path / "bin", user=0, fails="cups")
    done = run(tmp_path / "bin")
    asked = notes.read_text().splitlines()
    assert done.returncode == 0
    assert [line for line in asked if line.startswith("update")] == ["update -q"]
    assert [line.split()[-1] for line in asked[1:]] == [
        "postgresql-common", "postgresql", "cups", "printer-driver-cups-pdf", "zbar-tools",
        "poppler-utils", "exfatprogs", "exfat-fuse", "xvfb", "xdotool", "openbox",
    ]  # fmt: skip
    assert not (tmp_path / "bin" / "policy").exists(), "servers may start again"
    assert "有的程序没有装上" in done.stderr


def test_only_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    notes = bare_machine(tmp_path / "bin", user=0)
    others = ("initdb", "zbarimg", "pdftotext", "lp", "cups-pdf", "mkfs.exfat", "mount.exfat-fuse")
    for name in (*others, "Xvfb", "xdotool", "openbox"):
        (tmp_path / "bin" / name).symlink_to("/bin/true")
    run(tmp_path / "bin")
    assert notes.read_text().splitlines()[1:] == ["install -q -y --no-install-recommends cups"]
    (tmp_path / "bin" / "cupsd").symlink_to("/bin/true")
    notes.unlink()
    assert run(tmp_path / "bin").stderr == ""
    assert not notes.exists()
