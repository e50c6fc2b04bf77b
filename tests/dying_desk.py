"""A desk that makes folders, changes its passphrase, backs up and restores until it is killed.

Run as ``python -m tests.dying_desk FOLDER``; says each thing before it begins.
"""

import os
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from db.keys import Cost
from desktop_app.use_cases.set_up import SetUp, change_passphrase, create_folder, open_folder
from desktop_app.use_cases.upkeep import back_up, restore
from desktop_app.world import World
from tests.sessions import VILLAGE, keep_person

FIRST, SECOND = "三只灰鹤绕过石磨盘", "七盏油灯照亮旧马车"
WISH = SetUp(officer="苏日娜", county_code="150223", village_codes=(VILLAGE,))
QUICK = Cost(8, 1, 1)
KEPT = 20
"""People in a backup."""


def make(folder: Path) -> None:
    """Make a data folder with people in it and a backup beside it."""
    world = world_of(folder)
    session, _ = create_folder(folder, WISH, FIRST, world, QUICK)
    for number in range(1, KEPT + 1):
        keep_person(session, number)
    back_up(session, folder.with_name("first.nutag-backup"))
    session.close()


def world_of(folder: Path) -> World:
    """Return a world with a real clock."""
    return World(now=lambda: datetime.now(UTC), random=os.urandom, home=folder)


def main() -> None:
    """Work for ever."""
    folder = Path(sys.argv[1])
    world = world_of(folder)
    backup = folder.with_name("first.nutag-backup")
    for number in count(1):
        say("create")
        create_folder(folder.with_name(f"new-{os.getpid()}-{number}"), WISH, FIRST, world, QUICK)
        session = open_folder(folder, FIRST, world)
        say("change")
        change_passphrase(session, FIRST, SECOND)
        say("back up")
        back_up(session, folder.with_name(f"{os.getpid()}-{number}.nutag-backup"))
        keep_person(session, 100 + number)
        session.close()
        say("restore")
        restore(backup, folder, world, lambda place: open_folder(place, FIRST, world)).close()


def say(words: str) -> None:
    """Tell what comes next."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
