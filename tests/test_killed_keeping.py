"""A program killed while it keeps house leaves a folder that opens: as it was, or as it will be."""

import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Person
from desktop_app.use_cases.set_up import create_folder, folder_card, open_folder
from desktop_app.use_cases.upkeep import check, restore
from tests.dying_desk import FIRST, KEPT, QUICK, SECOND, WISH, make, world_of

KILLS, STEPS = 20, 4


def kill_at_some_moment(folder: Path, chance: random.Random) -> str:
    """Let a desk work until it is at some step, kill it a moment later; return what it was at."""
    command = [sys.executable, "-m", "tests.dying_desk", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        said = "".join(desk.stdout.readline() for _ in range(chance.randint(1, STEPS)))
        time.sleep(chance.choice([0, chance.uniform(0, 0.1)]))
        desk.kill()
        said += desk.stdout.read()
    return [line for line in said.splitlines(keepends=True) if line.endswith("\n")][-1].strip()


def passphrase_of(folder: Path) -> str:
    """Return the passphrase that opens the folder, whose records must be sound."""
    for passphrase in (FIRST, SECOND):
        (folder / "tries.json").unlink(missing_ok=True)
        try:
            session = open_folder(folder, passphrase, world_of(folder))
        except Refused:
            continue
        assert check(session).sound
        assert len(session.find(Person)) in {KEPT, KEPT + 1}
        session.close()
        return passphrase
    pytest.fail("neither the old passphrase nor the new one opens the folder")


def make_sure_of_new(folder: Path) -> None:
    """Open a folder that was being made, or make it again."""
    if folder_card(folder, world_of(folder).now()).there:
        session = open_folder(folder, FIRST, world_of(folder))
    else:
        session = create_folder(folder, WISH, FIRST, world_of(folder), QUICK)[0]
    assert check(session).sound
    session.close()


def test_a_kill_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    folder, chance = tmp_path / "data", random.Random(4)
    make(folder)
    backup = folder.with_name("first.nutag-backup")
    at: Counter[str] = Counter()
    for _ in range(KILLS):
        at[kill_at_some_moment(folder, chance)] += 1

        if passphrase_of(folder) == SECOND:
            world = world_of(folder)
            restore(backup, folder, world, lambda place: open_folder(place, FIRST, world_of(place))
                    ).close()  # fmt: skip
        for made in tmp_path.glob("new-*"):
            make_sure_of_new(made)
            shutil.rmtree(made)
        for left in tmp_path.glob("*-*.nutag-backup"):
            session = restore(
                left,
                tmp_path / "out",
                world_of(folder),
                lambda place: open_folder(place, SECOND, world_of(place)),
            )
            session.close()
            shutil.rmtree(tmp_path / "out")
            left.unlink()
    assert len(at) >= 3, at


@pytest.mark.parametrize("moved", range(7))
def test_a_restore_cut_off_between_two_files_is_brought_to_its_end(
    tmp_path: Path, moved: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    make(folder)
    backup = folder.with_name("first.nutag-backup")
    shutil.copy(folder / "records.db", folder / "records.db-wal")  # left by a kill, of other keys
    (folder / "tries.json").write_bytes(b"{}")
    left = moved
    real_replace = Path.replace

    def replace(path: Path, target: Path) -> Path:
        nonlocal left
        if folder == path.parent or (folder == target.parent and target.name != ".lock"):
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
        return real_replace(path, target)

    world = world_of(folder)
    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        restore(backup, folder, world, lambda place: open_folder(place, FIRST, world))
    monkeypatch.undo()

    if moved % 2:  # the window asks for the card first, a command opens at once
        assert folder_card(folder, world.now()).there
    assert passphrase_of(folder) == FIRST
    (aside,) = folder.glob("backups/before-restore-*")
    assert {path.name for path in aside.iterdir()} >= {"records.db", "keys.json"}
    assert not list(folder.glob("backups/restor*-*"))
