"""Numbers of papers: checked, from a block of one's own, never twice whatever is copied back."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.desk import begin_epoch
from db.folder import open_records
from db.folder_lock import FolderLock
from desktop_app.domain.paper_number import (
    SIGNS,
    beginning,
    check_character,
    mod_37_2,
    read_number,
    written,
)
from desktop_app.domain.records import Paper
from desktop_app.session import Session
from desktop_app.use_cases.networking import synchronise
from desktop_app.use_cases.paper_numbers import keep_numbers, next_number, number_blocks
from desktop_app.world import World
from tests.sessions import TODAY, VILLAGE, made_up_world, open_test_session
from tests.sync.hubs import open_made_up_desk, open_made_up_hub
from tests.use_cases.test_networking import Line, invite

FORM, HUB = "visit_record", "https://10.1.2.3:8443"


def give(session: Session) -> str:
    """Keep a paper under the next number, as printing does, and return the number."""
    with session.operation("test", "开具") as operation:
        number = next_number(session, FORM)
        operation.save(Paper(village_code=VILLAGE, form=FORM, number=number, issued_on=TODAY))
    keep_numbers(session, [number])
    return number


def give_and_fail(session: Session) -> None:
    with session.operation("test", "开具") as operation:
        number = next_number(session, FORM)
        operation.save(Paper(village_code=VILLAGE, form=FORM, number=number, issued_on=TODAY))
        raise RuntimeError


def opened(folder: Path, world: World) -> Session:
    return Session(folder, open_records(folder, b"", b"", now=world.now), world, FolderLock(folder))


def elsewhere(world: World, home: Path) -> World:
    """Return another computer; randomness goes on, as it does between computers."""
    return replace(world, home=home)


def test_the_check_character_is_that_of_iso_7064() -> None:
    assert mod_37_2("G123489654321") == "Y"  # the known example of MOD 37-2
    number = written(beginning("文印字", 2026, "150223", "12-K7QF2MN"), 23)
    assert number == f"文印字〔2026〕第150223-12-K7QF2MN-0023-{number[-2]}号"
    parts = read_number(number)
    assert parts is not None
    assert parts.right
    assert (parts.word, parts.year, parts.county) == ("文印字", 2026, "150223")
    assert (parts.series, parts.running) == ("12-K7QF2MN", 23)


def test_every_single_slip_and_every_swap_is_found() -> None:
    plain = "2026150223" + "12K7QF2MN" + "0023"
    right = mod_37_2(plain)
    for place, sign in enumerate(plain):
        for other in SIGNS[:-1]:
            if other != sign:
                assert mod_37_2(plain[:place] + other + plain[place + 1 :]) != right
    for place in range(len(plain) - 1):
        if plain[place] != plain[place + 1]:
            swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
            assert mod_37_2(swapped) != right
    assert check_character(beginning("安证字", 2026, "150223", "12-K7QF2MN"), 23) == right


def test_a_number_given_before_there_was_a_check_character_stays_one() -> None:
    former = read_number("安证字〔2026〕第150223-8K4P-0012号")
    assert former is not None
    assert former.right
    assert (former.series, former.running, former.check) == ("8K4P", 12, "")
    for nothing in ("", "安证字", "安证字〔2026〕第150223-8K4P-号", "NUTAG2:ABC"):
        assert read_number(nothing) is None


def test_numbers_follow_each_other_and_failing_leaves_no_gap(tmp_path: Path) -> None:
    session = open_test_session(tmp_path / "data")
    first = give(session)
    with pytest.raises(RuntimeError):
        give_and_fail(session)
    assert running(give(session)) == running(first) + 1
    session.close()


def test_more_than_four_digits_go_on(tmp_path: Path) -> None:
    session = open_test_session(tmp_path / "data")
    start = read_number(next_number(session, FORM))
    assert start is not None
    with session.operation("test", "开具") as operation:
        for last in (9_998, 9_999, 10_000):
            number = written(start.beginning, last)
            operation.save(Paper(village_code=VILLAGE, form=FORM, number=number, issued_on=TODAY))
    assert running(give(session)) == 10_001
    session.close()


def test_an_old_copy_put_back_goes_on_behind_what_left_this_computer(tmp_path: Path) -> None:
    world = made_up_world(tmp_path / "home")
    open_test_session(tmp_path / "data").close()
    session = opened(tmp_path / "data", world)
    given_before = [give(session)]
    session.close()
    shutil.copytree(tmp_path / "data", tmp_path / "old")
    session = opened(tmp_path / "data", world)
    lost = [give(session), give(session)]
    session.close()
    shutil.rmtree(tmp_path / "data")
    shutil.copytree(tmp_path / "old", tmp_path / "data")
    session = opened(tmp_path / "data", world)
    after = give(session)
    assert after not in {*given_before, *lost}
    assert running(after) == running(lost[-1]) + 1
    (block,) = number_blocks(session)
    assert block.missing == tuple(lost), "the gap is told, number by number"
    assert (block.count, block.last, block.current) == (2, after, True)
    session.close()


def test_a_copy_on_another_computer_has_a_block_of_its_own(tmp_path: Path) -> None:
    world = made_up_world(tmp_path / "home")
    open_test_session(tmp_path / "data").close()
    shutil.copytree(tmp_path / "data", tmp_path / "clone")
    one = opened(tmp_path / "data", world)
    two = opened(tmp_path / "clone", elsewhere(world, tmp_path / "other home"))
    assert one.store.desk.epoch == two.store.desk.epoch
    numbers = [give(session) for session in (one, two, one, two)]
    assert len(set(numbers)) == 4
    one.close()
    two.close()


def test_void_numbers_are_told_and_stay_used(tmp_path: Path) -> None:
    session = open_test_session(tmp_path / "data")
    first, second = give(session), give(session)
    (paper,) = session.find(Paper, number=second)
    with session.operation("test", "作废") as operation:
        operation.save(replace(paper, voided_on=TODAY, void_reason="写错"))
    third = give(session)
    assert running(third) == running(first) + 2
    (block,) = number_blocks(session)
    assert (block.void, block.missing, block.last) == ((second,), (), third)
    session.close()


def test_the_office_gives_a_block_with_the_certificate(tmp_path: Path) -> None:
    hub, store = open_made_up_hub(str(tmp_path / "hub.db"), tmp_path / "root.key")
    session = open_made_up_desk(tmp_path / "data", "苏日娜")
    before = read_number(give(session))
    invite(hub, session, HUB)
    synchronise(session, connect=Line(hub, HUB))
    after = read_number(give(session))
    assert before is not None
    assert after is not None
    (card,) = hub.books.authority().desks("150223")
    assert after.series.startswith(f"{card.since_seq}-")
    assert "-" not in before.series
    assert len(before.series) == 11
    assert after.running == 1
    session.close()
    store.close()


Act = Callable[["Computers", int], None]


class Computers:
    """A desk's folder on several computers, copied, put back and restored at will."""

    def __init__(self, place: Path) -> None:
        self.place, self.world = place, made_up_world(place)
        open_test_session(place / "0").close()
        self.folders, self.stash, self.given = [0], list[int](), list[str]()

    def world_of(self, folder: int) -> World:
        return elsewhere(self.world, self.place / f"home{folder}")

    def print_one(self, which: int) -> None:
        folder = self.folders[which % len(self.folders)]
        session = opened(self.place / str(folder), self.world_of(folder))
        self.given.append(give(session))
        session.close()

    def copy_away(self, which: int) -> None:
        folder = self.folders[which % len(self.folders)]
        name = len(self.stash)
        shutil.copytree(self.place / str(folder), self.place / f"stash{name}")
        self.stash.append(name)

    def put_back(self, which: int) -> None:
        if self.stash:
            folder = self.folders[which % len(self.folders)]
            shutil.rmtree(self.place / str(folder))
            copy = self.place / f"stash{self.stash[which % len(self.stash)]}"
            shutil.copytree(copy, self.place / str(folder))

    def clone(self, which: int) -> None:
        folder = self.folders[which % len(self.folders)]
        new = len(self.folders)
        shutil.copytree(self.place / str(folder), self.place / str(new))
        self.folders.append(new)

    def restore(self, which: int) -> None:
        """Put a copy back as the program restores a backup: in a new epoch."""
        self.put_back(which)
        folder = self.folders[which % len(self.folders)]
        session = opened(self.place / str(folder), self.world_of(folder))
        begin_epoch(session.store.database, self.world.random)
        session.close()


ACTS: tuple[Act, ...] = (
    Computers.print_one,
    Computers.print_one,
    Computers.copy_away,
    Computers.put_back,
    Computers.clone,
    Computers.restore,
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5)), min_size=4, max_size=14))
def test_no_number_is_given_twice_however_folders_are_copied(
    acts: list[tuple[Act, int]],
) -> None:
    with TemporaryDirectory() as place:
        computers = Computers(Path(place))
        for act, which in acts:
            act(computers, which)
        assert len(set(computers.given)) == len(computers.given)


def running(number: str) -> int:
    found = read_number(number)
    assert found is not None
    return found.running
