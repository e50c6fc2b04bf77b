"""Files of older programs, full of work, take the newest shape: the journal stays as it was."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db import folder as places
from db.connection import RecordsDatabase, fetch_sql
from db.folder_lock import FolderLock
from db.merging import Authority, Merging
from db.migrations import STEPS, migrate
from db.replay import verify
from db.shape import present_shape
from desktop_app.domain.records import Person, Placement, Post, Training, Visit
from desktop_app.session import Session
from desktop_app.use_cases.history import undo
from desktop_app.use_cases.upkeep import statistics
from tests.db.two_desks import ERASED, everything, hand_over, open_desk, runs_between, sql_of, take
from tests.older import (
    ALONE,
    EXCHANGING,
    NEWEST,
    columns_of,
    new_file,
    program_of,
    shape_of,
    shape_of_file,
    step_back,
)
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE, keep_person
from tests.simulation.crashing import Crash, CrashingDatabase, Fuse

KEY = bytes(range(32))
PEOPLE = 160
"""So many that the journal of a village has sealed segments and a tail."""
JOURNAL = ("feed", "segment", "tail", "row_version", "operation")

Dump = dict[str, list[tuple[Any, ...]]]


def dump(database: RecordsDatabase, like: Dump | None = None) -> Dump:
    """Return every row of every table; of those in ``like``, only the columns they had there."""
    found: Dump = {}
    for (name,) in fetch_sql(database, "SELECT name FROM sqlite_master WHERE type = 'table'"):
        if like is None or name in like:
            width = len(like[name][0]) if like and like[name] else None
            rows = fetch_sql(database, f"SELECT * FROM {name}")  # noqa: S608 - names of ours
            found[name] = sorted((row[:width] for row in rows), key=repr)
    return found


def change(session: Session, record: Person, **facts: object) -> None:
    now = session.get(Person, record.id)
    with session.operation("test", "改") as operation:
        operation.save(replace(now, **facts))  # type: ignore[arg-type] # facts are its fields


def work(session: Session) -> list[Person]:
    """Do what people do in two villages, and return the people; one of them moved."""
    villages = (VILLAGE, OTHER_VILLAGE)
    people = [keep_person(session, n, village_code=villages[n % 5 == 0]) for n in range(PEOPLE)]
    for person in people[:20]:
        with session.operation("test", "走访") as operation:
            visit = Visit(
                village_code=person.village_code,
                household_id=person.household_id,
                person_id=person.id,
                visited_on=TODAY,
                notes=f"走访{person.name}",
            )
            operation.save(visit)
    with session.operation("test", "上岗") as operation:
        post = operation.save(Post(village_code=VILLAGE, title="护林员", headcount=3))
        operation.save(
            Placement(village_code=VILLAGE, post_id=post.id, person_id=people[1].id, notes="试用")
        )
    for person in people[:40]:
        change(session, person, skills="放牧")
    gone = session.find(Visit, village_code=VILLAGE)[0]
    with session.operation("test", "撤下") as operation:
        operation.remove(gone)
    change(session, people[2], phone="13900000000")
    undo(session)
    moved = session.get(Person, people[3].id)
    with session.operation("test", "迁移") as operation:
        operation.save(replace(moved, household_id=moved.household_id, village_code=OTHER_VILLAGE))
    return people


def opened(session: Session) -> Session:
    """Close the records of a desk and open them with the newest program."""
    session.close()
    database = places.open_records(session.folder, KEY, KEY[:16], session.world.now)
    return Session(session.folder, database, session.world, FolderLock(session.folder))


def catch_up(session: Session) -> None:
    authority = Authority(everything, lambda _village: 0, ERASED)
    with session.store.taking_in():
        Merging(sql_of(session), present_shape(), authority).catch_up()


def sound(*sessions: Session) -> bool:
    return not any(verify(each.store.database).problems for each in sessions)


def meet(one: Session, two: Session, third: Session) -> None:
    """Let ``one`` and ``two`` exchange, and ``third`` have all of it."""
    hand_over(one, two)
    hand_over(two, one)
    take(third, runs_between(two, third), one, two)


def equal(*sessions: Session) -> bool:
    """Say whether desks have the same records of both villages."""
    first, *others = (statistics(each).state_hash for each in sessions)
    return len(first) == 2 and all(each == first for each in others)


def test_columns_were_only_ever_added_at_the_end() -> None:
    for version in range(1, NEWEST):
        newer = columns_of(version + 1)
        for kind, names in columns_of(version).items():
            assert newer[kind][: len(names)] == names, kind


@pytest.fixture
def fresh(tmp_path: Path) -> Session:
    return open_desk(tmp_path / "fresh", "王海", 2, KEY)


@pytest.fixture
def other(tmp_path: Path) -> Session:
    return open_desk(tmp_path / "other", "李梅", 3, KEY)


@pytest.fixture
def alone(tmp_path: Path) -> Session:
    """Return a desk whose file is as the program without an exchange left it."""
    session = open_desk(tmp_path / "old", "苏日娜", 1, KEY, EXCHANGING)
    with program_of(EXCHANGING):
        work(session)
    step_back(session.store.database)
    return session


def test_a_desk_that_worked_alone_takes_the_newest_shape_and_then_exchanges(
    alone: Session, fresh: Session, other: Session
) -> None:
    before = dump(alone.store.database)

    alone = opened(alone)

    assert fetch_sql(alone.store.database, "PRAGMA user_version") == [(len(STEPS),)]
    assert dump(alone.store.database, before) == before
    assert all(before[name] for name in JOURNAL)
    meet(alone, fresh, other)
    person = fresh.find(Person, village_code=VILLAGE)[0]
    change(fresh, person, account="6217000000000000001")
    change(alone, person, wanted_job="护林")
    meet(alone, fresh, other)
    assert equal(alone, fresh, other)
    assert sound(alone, fresh, other)


@pytest.fixture
def exchanging(tmp_path: Path, fresh: Session) -> Session:
    """Return a desk of the first program with an exchange, which has met one of today's.

    Some of what that one wrote it knows, some of it only the newest program does.
    """
    old = open_desk(tmp_path / "old", "苏日娜", 1, KEY, EXCHANGING)
    with program_of(EXCHANGING):
        people = work(old)
    hand_over(old, fresh)
    with fresh.operation("test", "登记") as operation:
        for person in people[10:13]:
            training = Training(village_code=person.village_code, person_id=person.id, notes="电焊")
            operation.save(training)
        operation.save(replace(fresh.get(Person, people[14].id), account="6217000000000000001"))
        placement = fresh.find(Placement, person_id=people[1].id)[0]
        operation.save(replace(placement, policy_number="2026-1", notes="转正"))
    keep_person(fresh, PEOPLE + 1, account="6217000000000000002", bank="农业银行")
    change(fresh, people[15], phone="13911111111")
    with program_of(EXCHANGING):
        change(old, people[15], phone="13922222222")
        take(old, runs_between(fresh, old), fresh, shape=shape_of(EXCHANGING))
    return old


def test_a_desk_takes_the_newest_shape_between_two_exchanges(
    exchanging: Session, fresh: Session, other: Session
) -> None:
    before = dump(exchanging.store.database)

    old = opened(exchanging)

    assert dump(old.store.database, before) == before
    assert all(before[name] for name in (*JOURNAL, "conflict", "park", "ahead"))
    assert places.is_behind(old.store.database)
    catch_up(old)
    meet(old, fresh, other)
    assert equal(old, fresh, other)
    assert sound(old, fresh, other)
    assert old.find(Training) == fresh.find(Training) != []
    change(old, old.find(Person, village_code=VILLAGE)[4], bank="农业银行")
    meet(old, fresh, other)
    assert equal(old, fresh, other)


def test_before_that_it_passed_on_whole_what_it_did_not_know(
    exchanging: Session, fresh: Session, other: Session
) -> None:
    with program_of(EXCHANGING):
        assert sound(exchanging)
    take(other, runs_between(exchanging, other), exchanging, fresh)
    hand_over(exchanging, fresh)

    assert equal(other, fresh)
    assert sound(other, fresh)


@pytest.mark.parametrize("version", [ALONE, EXCHANGING])
def test_a_program_that_dies_in_the_middle_of_it_leaves_the_old_shape_or_the_new(
    tmp_path: Path, version: int
) -> None:
    session = open_desk(tmp_path / "old", "苏日娜", 1, version=EXCHANGING)
    with program_of(EXCHANGING):
        keep_person(session)
    if version == ALONE:
        step_back(session.store.database)
    before = dump(session.store.database)
    session.close()
    shapes = {at: shape_of_file(new_file(at)) for at in range(version, NEWEST + 1)}
    whole = Fuse()
    migrate(CrashingDatabase(copy_of(session, tmp_path / "whole.db"), whole), lambda: None)
    seen: set[int] = set()
    for statement in (*range(1, whole.statements, 7), whole.statements):
        path, fuse = copy_of(session, tmp_path / f"{statement}.db"), Fuse()
        fuse.light(statement, after=statement % 2 == 0 or statement == whole.statements)
        with pytest.raises(Crash):
            migrate(CrashingDatabase(path, fuse), lambda: None)
        database = RecordsDatabase(path)
        left = int(fetch_sql(database, "PRAGMA user_version")[0][0])
        assert shape_of_file(database.connection()) == shapes[left], statement
        assert dump(database, before) == before, statement
        seen.add(left)
        assert migrate(database, lambda: None) == NEWEST - left
        assert shape_of_file(database.connection()) == shapes[NEWEST]
        database.close()
    assert seen == set(range(version, NEWEST + 1))


def copy_of(session: Session, path: Path) -> Path:
    shutil.copyfile(session.folder / places.RECORDS, path)
    return path
