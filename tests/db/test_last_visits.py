"""The last visit of each household and the open promises: what triggers keep is what is so.

``household_last`` and ``person_promise`` say it from the visits themselves, at their length.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from db import leaving
from db.connection import RecordsDatabase, fetch_sql
from db.merging import Authority, Merging
from db.migrations import migrate
from db.shape import present_shape
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Person, Visit
from desktop_app.session import Session
from desktop_app.use_cases.history import undo
from tests.db.two_desks import ERASED, everything, hand_over, open_desk, sql_of
from tests.older import EXCHANGING, program_of, step_back
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE, keep_person

KEPT = (("last_visit", "household_last"), ("open_promise", "person_promise"))


def kept(database: RecordsDatabase) -> int:
    """Compare what is kept with what the visits say; return how much that is."""
    count = 0
    for table, view in KEPT:
        rows = fetch_sql(database, f"SELECT * FROM {table}")  # noqa: S608 - names of ours
        said = fetch_sql(database, f"SELECT * FROM {view}")  # noqa: S608 - names of ours
        assert sorted(rows) == sorted(said)
        count += len(rows)
    return count


def visit(chance: Random, people: list[Person]) -> Visit:
    person, day = chance.choice(people), TODAY - timedelta(days=chance.randint(0, 9))
    promised = chance.random() < 0.5
    return Visit(
        village_code=person.village_code,
        household_id=person.household_id,
        person_id=person.id,
        visited_on=day,
        promise="帮助打听招工信息" if promised else "",
        promise_due_on=day + timedelta(days=20) if promised else None,
    )


def change(session: Session, chance: Random, people: list[Person]) -> None:
    """Do one thing about visits: most often a new one."""
    there = session.find(Visit)
    what = chance.choice(("new", "new", "day", "promise", "person", "remove", "undo"))
    if what == "undo" and there:
        with suppress(Refused):  # the other desk changed the same since
            undo(session)
        return
    with session.operation("test", "走访") as operation:
        if what == "new" or not there:
            operation.save(visit(chance, people))
            return
        one, other = chance.choice(there), visit(chance, people)
        if what == "day":
            operation.save(replace(one, visited_on=other.visited_on))
        elif what == "promise":
            operation.save(replace(one, promise=other.promise, promise_due_on=other.promise_due_on))
        elif what == "person":
            same = replace(other, id=one.id, village_code=one.village_code)
            operation.save(same)
        else:
            operation.remove(one)


@pytest.mark.parametrize("seed", range(6))
def test_it_stays_true_whatever_two_desks_write_undo_and_hand_over(
    tmp_path: Path, seed: int
) -> None:
    chance = Random(seed)
    one, two = open_desk(tmp_path / "a", "苏日娜", 1), open_desk(tmp_path / "b", "王海", 2)
    people = [keep_person(one, n) for n in range(4)]
    hand_over(one, two)
    most = 0
    for _ in range(60):
        desk = chance.choice((one, two))
        change(desk, chance, people)
        most = max(most, kept(desk.store.database))
        if chance.random() < 0.2:
            giver, taker = chance.choice(((one, two), (two, one)))
            hand_over(giver, taker)
            kept(taker.store.database)
    assert most > len(people)
    one.close()
    two.close()


def test_it_goes_with_a_village_that_goes(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "a", "苏日娜", 1)
    chance = Random(1)
    for village in (VILLAGE, OTHER_VILLAGE):
        people = [keep_person(desk, n, village_code=village) for n in range(3)]
        with desk.operation("test", "走访") as operation:
            for _ in range(12):
                operation.save(visit(chance, people))
    before = kept(desk.store.database)
    with desk.store.taking_in():
        merging = Merging(
            sql_of(desk), present_shape(), Authority(everything, lambda _village: 0, ERASED)
        )
        leaving.drop_village(sql_of(desk), merging, OTHER_VILLAGE, desk.world.random)
    assert 0 < kept(desk.store.database) < before
    desk.close()


def test_a_file_of_an_older_program_has_it_after_the_update(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "a", "苏日娜", 1, version=EXCHANGING)
    with program_of(EXCHANGING):
        person = keep_person(desk, 1)
        promise = replace(visit(Random(3), [person]), promise="回访", promise_due_on=TODAY)
        with desk.operation("test", "走访") as operation:
            for day in (date(2026, 11, 1), date(2026, 11, 20)):
                operation.save(replace(promise, visited_on=day))
    step_back(desk.store.database)
    migrate(desk.store.database, lambda: None)
    assert kept(desk.store.database) == 2
    desk.close()
