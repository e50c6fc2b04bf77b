"""A program that is killed at any moment loses nothing it said was kept, and leaves no halves."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from db.connection import RecordsDatabase, fetch_sql
from db.folder import open_records
from db.replay import verify
from tests.sessions import keep_person, made_up_world, open_test_session
from tests.working_desk import ROWS

KEY = bytes(range(32))
KILLS = 50


def kill_at_some_moment(folder: Path, seed: int, chance: random.Random) -> int:
    """Let a desk work for a moment, kill it; return the last operation it said was kept."""
    command = [sys.executable, "-m", "tests.working_desk", str(folder), KEY.hex(), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        said = desk.stdout.readline()
        time.sleep(chance.uniform(0, 0.08))
        desk.kill()
        said += desk.stdout.read()
    whole = [line for line in said.splitlines(keepends=True) if line.endswith("\n")]
    return int(whole[-1])


def halves(database: RecordsDatabase) -> list[tuple[int, int]]:
    """Return imports that were kept in part."""
    sql = (
        "SELECT batch, count(*) FROM operation WHERE batch IS NOT NULL"
        " GROUP BY batch HAVING count(*) <> ?"
    )
    return fetch_sql(database, sql, (ROWS,))


@pytest.mark.parametrize("quarter", range(4))
def test_two_hundred_kills_lose_nothing(tmp_path: Path, quarter: int) -> None:
    session = open_test_session(tmp_path, key=KEY)
    with session.store.transaction():
        for number in range(1, ROWS + 20):
            keep_person(session, number)
    session.close()
    chance = random.Random(quarter)
    world = made_up_world(tmp_path)
    done = [0]
    for kill in range(KILLS):
        kept = kill_at_some_moment(tmp_path, 1000 * quarter + kill, chance)
        database = open_records(tmp_path, KEY, KEY[:16], world.now)
        numbers = [row[0] for row in fetch_sql(database, "SELECT number FROM operation")]
        report = verify(database)
        database.close()

        assert numbers == list(range(1, len(numbers) + 1))
        assert kept in numbers
        assert halves(database) == []
        assert report.problems == []
        done.append(len(numbers))
    assert done[-1] > KILLS, "the desks did work between the kills"
