"""Making, opening, unlocking and recovering a data folder."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from db.connection import fetch_sql
from db.keys import Cost
from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.use_cases.set_up import (
    SetUp,
    change_passphrase,
    create_folder,
    folder_card,
    make_training_folder,
    open_folder,
    open_with_recovery,
    renew_recovery,
)
from desktop_app.world import World
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person, made_up_world

PASSPHRASE, OTHER = "三只灰鹤绕过石磨盘", "七盏油灯照亮旧马车"
QUICK = Cost(8, 1, 1)
WISH = SetUp(officer="苏日娜", county_code="150223", village_codes=(VILLAGE, OTHER_VILLAGE))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return made_up_world(tmp_path)


def made(folder: Path, world: World) -> tuple[Session, list[str]]:
    return create_folder(folder, WISH, PASSPHRASE, world, QUICK)


def test_a_new_folder_opens_with_its_passphrase(tmp_path: Path, world: World) -> None:
    session, groups = made(tmp_path / "data", world)
    person = keep_person(session, 1)
    session.close()

    again = open_folder(tmp_path / "data", PASSPHRASE, world)

    assert len(groups) == 8
    assert again.officer == "苏日娜"
    assert again.village_codes == (VILLAGE, OTHER_VILLAGE)
    assert again.get(type(person), person.id) == person
    assert not again.training


def test_a_wrong_passphrase_is_refused_and_slows_down(tmp_path: Path, world: World) -> None:
    made(tmp_path / "data", world)[0].close()

    for _ in range(3):
        with pytest.raises(Refused, match="口令不对"):
            open_folder(tmp_path / "data", "不是这一句话呀", world)

    assert folder_card(tmp_path / "data", world.now()).wait_seconds > 0
    with pytest.raises(Refused, match="秒"):
        open_folder(tmp_path / "data", PASSPHRASE, world)
    world.now.pass_days(1)  # type: ignore[attr-defined]
    open_folder(tmp_path / "data", PASSPHRASE, world).close()


def test_the_recovery_code_opens_and_sets_a_new_passphrase(tmp_path: Path, world: World) -> None:
    session, groups = made(tmp_path / "data", world)
    session.close()

    open_with_recovery(tmp_path / "data", " ".join(groups).lower(), OTHER, world).close()

    open_folder(tmp_path / "data", OTHER, world).close()
    with pytest.raises(Refused, match="口令不对"):
        open_folder(tmp_path / "data", PASSPHRASE, world)


def test_a_renewed_recovery_code_takes_the_place_of_the_old(tmp_path: Path, world: World) -> None:
    session, old = made(tmp_path / "data", world)
    person = keep_person(session, 1)

    new = renew_recovery(session, PASSPHRASE)

    session.close()
    assert len(new) == 8
    assert new != old
    with pytest.raises(Refused, match="不是这份数据的恢复码"):
        open_with_recovery(tmp_path / "data", " ".join(old), OTHER, world)
    open_folder(tmp_path / "data", PASSPHRASE, world).close()
    again = open_with_recovery(tmp_path / "data", " ".join(new), OTHER, world)
    assert again.get(type(person), person.id) == person
    again.close()


def test_a_wrong_passphrase_renews_no_recovery_code(tmp_path: Path, world: World) -> None:
    session, old = made(tmp_path / "data", world)

    for _ in range(3):
        with pytest.raises(Refused, match="口令不对"):
            renew_recovery(session, "不是这一句话呀")

    with pytest.raises(Refused, match="秒"):
        renew_recovery(session, PASSPHRASE)
    session.close()
    open_with_recovery(tmp_path / "data", " ".join(old), OTHER, world).close()


def test_training_has_no_recovery_code_to_renew(tmp_path: Path, world: World) -> None:
    session = make_training_folder(tmp_path / "training", world)

    with pytest.raises(Refused, match="没有恢复码"):
        renew_recovery(session, "")

    session.close()


def test_a_changed_passphrase_counts_at_once(tmp_path: Path, world: World) -> None:
    session, _ = made(tmp_path / "data", world)

    change_passphrase(session, PASSPHRASE, OTHER)
    session.close()

    open_folder(tmp_path / "data", OTHER, world).close()


@pytest.mark.parametrize("weak", ["1234567890", "surina2026", ""])
def test_a_weak_passphrase_takes_the_place_of_none(tmp_path: Path, world: World, weak: str) -> None:
    session, groups = made(tmp_path / "data", world)

    with pytest.raises(Refused):
        change_passphrase(session, PASSPHRASE, weak)
    session.close()
    with pytest.raises(Refused):
        open_with_recovery(tmp_path / "data", " ".join(groups), weak, world)

    open_folder(tmp_path / "data", PASSPHRASE, world).close()


def test_a_weak_passphrase_makes_no_folder(tmp_path: Path, world: World) -> None:
    with pytest.raises(Refused) as refused:
        create_folder(tmp_path / "data", WISH, "surina2026", world, QUICK)

    assert refused.value.fields == ("passphrase",)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (replace(WISH, officer="  "), "officer"),
        (replace(WISH, village_codes=()), "village_codes"),
        (replace(WISH, village_codes=("150221100200",)), "village_code"),
        (replace(WISH, county_code="999999"), "village_code"),
        (replace(WISH, role="king"), "role"),
    ],
)
def test_a_wrong_wish_names_its_field(
    tmp_path: Path, world: World, wish: SetUp, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        create_folder(tmp_path / "data", wish, PASSPHRASE, world, QUICK)

    assert refused.value.fields == (field,)
    assert refused.value.advice


def test_a_folder_with_records_is_not_made_again(tmp_path: Path, world: World) -> None:
    made(tmp_path / "data", world)[0].close()
    before = sha256((tmp_path / "data" / "records.db").read_bytes()).digest()

    with pytest.raises(Refused, match="已经有数据"):
        made(tmp_path / "data", world)

    assert sha256((tmp_path / "data" / "records.db").read_bytes()).digest() == before


def test_a_set_up_that_was_cut_off_can_be_begun_again(tmp_path: Path, world: World) -> None:
    made(tmp_path / "data", world)[0].close()
    for name in ("records.db", "records.db-wal", "records.db-shm"):
        (tmp_path / "data" / name).unlink(missing_ok=True)

    session, _ = made(tmp_path / "data", world)

    assert fetch_sql(session.store.database, "SELECT count(*) FROM desk") == [(1,)]


def test_one_program_at_a_time(tmp_path: Path, world: World) -> None:
    made(tmp_path / "data", world)

    with pytest.raises(Refused, match="另一个窗口"):
        open_folder(tmp_path / "data", PASSPHRASE, world)


def test_the_training_folder_is_plain_and_says_so(tmp_path: Path, world: World) -> None:
    session = make_training_folder(tmp_path / "training", world)
    session.close()

    assert session.training
    assert folder_card(tmp_path / "training", world.now()).training
    assert (tmp_path / "training" / "records.db").read_bytes().startswith(b"SQLite format 3")


def test_made_up_people_do_not_go_into_a_real_folder(tmp_path: Path, world: World) -> None:
    made(tmp_path / "data", world)[0].close()

    with pytest.raises(Refused):
        make_training_folder(tmp_path / "data", world)
    open_folder(tmp_path / "data", PASSPHRASE, world).close()


def test_records_without_their_keys_are_told(tmp_path: Path, world: World) -> None:
    made(tmp_path / "data", world)[0].close()
    for path in (tmp_path / "data").glob("keys.json*"):
        path.unlink()

    with pytest.raises(Refused, match=r"keys\.json"):
        open_folder(tmp_path / "data", PASSPHRASE, world)
