"""Damaged, lost and exchanged files: told in a sentence or mended, and nothing is made worse."""

import random
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import fetch_sql
from db.keys import Cost
from desktop_app.domain.errors import AppError, Refused, Unavailable
from desktop_app.domain.records import Person
from desktop_app.session import Session
from desktop_app.use_cases.history import undo
from desktop_app.use_cases.set_up import SetUp, create_folder, make_training_folder, open_folder
from desktop_app.use_cases.snapshots import close_month, snapshot_sheet
from desktop_app.use_cases.upkeep import back_up, check, restore
from desktop_app.world import World
from tests.sessions import VILLAGE, Clock, keep_person, made_up_world, open_test_session

PASSPHRASE = "三只灰鹤绕过石磨盘"
WISH = SetUp(officer="苏日娜", county_code="150223", village_codes=(VILLAGE,))
PEOPLE = 60


def make(folder: Path) -> World:
    world = made_up_world(folder.parent)
    session, _ = create_folder(folder, WISH, PASSPHRASE, world, Cost(8, 1, 1))
    for number in range(1, PEOPLE + 1):
        keep_person(session, number)
    session.close()
    return world


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path / "data")
    return tmp_path / "data"


def files(folder: Path) -> dict[str, bytes]:
    names = ("records.db", "records.db-wal", "keys.json", "keys.json.bak")
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


def opened(folder: Path) -> Session:
    return open_folder(folder, PASSPHRASE, made_up_world(folder))


def people_in(folder: Path) -> int:
    session = opened(folder)
    try:
        assert check(session).sound
        return len(session.find(Person))
    finally:
        session.close()


def flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def told_of_damage(folder: Path) -> bool:
    """Open and check; say whether a person heard of the damage in a sentence with advice."""
    session = None
    try:
        session = opened(folder)
        return not check(session).sound
    except AppError as told:
        return str(told).endswith("。") and bool(told.advice)
    finally:
        if session is not None:
            session.close()


DAMAGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "flip": flip,
    "cut": lambda data, chance: data[: chance.randrange(1, len(data))],
    "noise": lambda _, chance: chance.randbytes(5000),
    "empty": lambda _data, _chance: b"",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_records_are_told_and_never_begun_anew(
    folder: Path, damage: str, capfd: pytest.CaptureFixture[str]
) -> None:
    chance, whole = random.Random(damage), (folder / "records.db").read_bytes()
    for _ in range(12):
        damaged = DAMAGES[damage](whole, chance)
        (folder / "records.db").write_bytes(damaged)

        assert told_of_damage(folder)
        assert len((folder / "records.db").read_bytes()) == len(damaged)
        for name in ("records.db-wal", "records.db-shm"):
            (folder / name).unlink(missing_ok=True)
    assert capfd.readouterr().err == "", "people read our sentences, not the library's"


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", ["keys.json", "keys.json.bak"])
def test_one_damaged_copy_of_the_keys_is_mended(folder: Path, damage: str, name: str) -> None:
    chance, whole = random.Random(damage), (folder / name).read_bytes()
    for _ in range(40 if damage == "flip" else 3):
        (folder / name).write_bytes(DAMAGES[damage](whole, chance))

        opened(folder).close()

        others = [each for each in folder.glob("keys.json*") if each.name != name]
        for other in others:
            other.unlink()
        opened(folder).close()


def test_a_lost_copy_of_the_keys_is_mended(folder: Path) -> None:
    whole = (folder / "keys.json").read_bytes()
    (folder / "keys.json").unlink()

    assert people_in(folder) == PEOPLE
    assert (folder / "keys.json").read_bytes() == whole


def test_two_damaged_copies_are_told_and_left(folder: Path) -> None:
    for name in ("keys.json", "keys.json.bak"):
        (folder / name).write_bytes(flip((folder / name).read_bytes(), random.Random(7)))
    before = files(folder)

    with pytest.raises(Refused, match="已经损坏"):
        opened(folder)
    assert files(folder) == before


@pytest.mark.parametrize("names", [("keys.json",), ("keys.json", "keys.json.bak"), ("records.db",)])
def test_files_of_another_folder_are_told_and_nothing_is_overwritten(
    folder: Path, tmp_path: Path, names: tuple[str, ...]
) -> None:
    # Another desk with the same passphrase: its keys open, but not these records.
    (tmp_path / "elsewhere").mkdir()
    world = World(now=Clock(), random=random.Random(5).randbytes, home=tmp_path)
    other, _ = create_folder(tmp_path / "elsewhere", WISH, PASSPHRASE, world, Cost(8, 1, 1))
    other.close()
    mine = files(folder)
    for name in names:
        shutil.copy(tmp_path / "elsewhere" / name, folder / name)
    before = files(folder)

    with pytest.raises(Unavailable, match="打不开"):
        opened(folder)

    assert files(folder) == before, "the second copy may be the only one that opens the records"
    for name, content in mine.items():
        (folder / name).write_bytes(content)
    assert people_in(folder) == PEOPLE


def test_plain_records_do_not_take_the_place_of_encrypted_ones(
    folder: Path, tmp_path: Path
) -> None:
    make_training_folder(tmp_path / "training", made_up_world(tmp_path)).close()
    shutil.copy(tmp_path / "training" / "records.db", folder / "records.db")

    with pytest.raises(Unavailable, match="打不开"):
        opened(folder)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff" * 2000, b'{"failed":-1}', b'{"failed":1,"at":"2026-11-25"}'],
)
def test_a_damaged_count_of_tries_keeps_nobody_out(folder: Path, content: bytes) -> None:
    (folder / "tries.json").write_bytes(content)

    assert people_in(folder) == PEOPLE


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_or_whole(folder: Path, tmp_path: Path, damage: str) -> None:
    session = opened(folder)
    backup = back_up(session, tmp_path / "copy.nutag-backup")
    keep_person(session, 900)
    session.close()
    chance, whole, world = random.Random(damage), backup.read_bytes(), made_up_world(tmp_path)
    told: list[str] = []
    for _ in range(20):
        # Names and places lie at the ends of the file.
        part = chance.choice((whole[:200], whole[-400:], whole))
        changed = DAMAGES[damage](part, chance)
        backup.write_bytes(whole.replace(part, changed) if damage == "flip" else changed)
        try:
            restore(backup, folder, world, opened).close()
        except AppError as error:
            told.append(error.advice)
        else:
            assert people_in(folder) == PEOPLE, "only what says nothing of the records changed"
            break
        assert people_in(folder) == PEOPLE + 1
    assert all(told)
    assert told or damage == "flip"


def test_a_passphrase_that_does_not_open_the_backup_changes_nothing(
    folder: Path, tmp_path: Path
) -> None:
    session = opened(folder)
    backup = back_up(session, tmp_path / "copy.nutag-backup")
    keep_person(session, 900)
    session.close()
    before = files(folder)

    with pytest.raises(Refused, match="口令不对"):
        restore(
            backup,
            folder,
            made_up_world(tmp_path),
            lambda place: open_folder(place, "不是这一句话呀", made_up_world(tmp_path)),
        )

    assert files(folder) == before
    assert not list(folder.glob("backups/*")), "what was unpacked is gone"
    assert people_in(folder) == PEOPLE + 1


@pytest.mark.parametrize("years", [-2, 10])
def test_a_clock_set_wrong_keeps_the_order_of_what_was_done(folder: Path, years: int) -> None:
    world = made_up_world(folder)
    clock = world.now
    assert isinstance(clock, Clock)
    clock.moment += timedelta(days=365 * years)
    session = open_folder(folder, PASSPHRASE, world)
    last = fetch_sql(session.store.database, "SELECT max(hlc) FROM feed")[0][0]

    first, second = keep_person(session, 901), keep_person(session, 902)
    undo(session)
    hlc = fetch_sql(session.store.database, "SELECT max(hlc) FROM feed")[0][0]

    assert hlc > last or years < 0  # entries are ordered by their places, not by clocks
    assert first.id < second.id
    assert [each.name for each in session.find(Person)[-1:]] == ["乌云901"] or years < 0
    assert len(session.find(Person)) == PEOPLE + 1
    assert check(session).sound
    session.close()


def test_an_altered_month_is_not_shown(tmp_path: Path) -> None:
    session = open_test_session(tmp_path)
    keep_person(session, poverty_status="unstable")
    snapshot = close_month(session, VILLAGE)
    session.store.database.connection().execute("UPDATE snapshot SET content = '{}'")

    with pytest.raises(Refused, match="对不上"):
        snapshot_sheet(session, snapshot.id)
