"""Keys of a data folder: what opens them, what does not, and what a damaged file does."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from db import keys, unlock_tries
from db.connection import RecordsDatabase, fetch_sql
from db.keys import Card, Cost, Keys
from db.keys_file import second_copy
from desktop_app.domain.errors import Refused, Unavailable
from tests.sessions import Dice

FAST = Cost(memory_kib=8, passes=1, lanes=1)
NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
GOOD, OTHER = "草原上的 seven 匹马", "grey-wolf-Onon-river"
CARD = Card(officer="苏日娜", village_codes=("150223102200",))


@pytest.fixture(name="made")
def made_keys(tmp_path: Path) -> tuple[Path, bytes, list[str]]:
    path = tmp_path / "keys.json"
    made, key, groups = keys.new_keys(GOOD, CARD, Dice(), FAST)
    keys.write_keys(path, made)
    return path, key, groups


Made = tuple[Path, bytes, list[str]]


def test_the_passphrase_and_the_recovery_code_open_the_same_key(made: Made) -> None:
    path, key, groups = made

    assert keys.unlock(path, GOOD, NOW) == key
    assert keys.unlock_with_recovery(path, groups, NOW) == key
    assert keys.read_keys(path).card == CARD
    assert len(key) == 32
    assert len(keys.read_keys(path).database_salt) == 16


def test_the_key_opens_a_real_encrypted_file_and_another_does_not(made: Made) -> None:
    path, key, _ = made
    salt = keys.read_keys(path).database_salt
    database = RecordsDatabase(path.with_name("records.db"), key, salt)
    fetch_sql(database, "CREATE TABLE thing (name TEXT)")
    database.close()

    again = RecordsDatabase(path.with_name("records.db"), keys.unlock(path, GOOD, NOW), salt)

    assert fetch_sql(again, "SELECT count(*) FROM thing") == [(0,)]
    again.close()
    assert b"SQLite" not in path.with_name("records.db").read_bytes()[:16]


def test_full_width_typing_is_the_same_passphrase(made: Made) -> None:
    path, key, _ = made

    assert keys.unlock(path, GOOD.replace("seven", "ｓｅｖｅｎ"), NOW) == key


def test_the_files_hold_no_secret_and_only_their_user_reads_them(made: Made) -> None:
    path, key, groups = made

    for copy in (path, second_copy(path)):
        content = copy.read_text(encoding="utf-8")
        assert not any(group in content for group in groups)
        assert key.hex() not in content
        assert GOOD not in content
        if sys.platform != "win32":
            assert copy.stat().st_mode & 0o777 == 0o600
    assert {each.name for each in path.parent.iterdir()} == {"keys.json", "keys.json.bak"}


def test_a_wrong_passphrase_is_refused_and_slows_down(made: Made) -> None:
    path, key, _ = made
    waits, now = [], NOW
    for _ in range(11):
        with pytest.raises(Refused, match="口令不对"):
            keys.unlock(path, OTHER, now)
        waits.append(keys.wait_seconds(path, now))
        now += timedelta(seconds=waits[-1])

    assert waits == [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert keys.unlock(path, GOOD, now) == key
    assert keys.wait_seconds(path, now) == 0


def test_too_early_even_the_right_passphrase_waits_and_is_not_counted(made: Made) -> None:
    path, key, groups = made
    wrong(path, 4)
    for _ in range(5):
        with pytest.raises(Refused, match="请 3 秒后再试"):
            keys.unlock(path, GOOD, NOW + timedelta(seconds=1))

    assert keys.unlock(path, GOOD, NOW + timedelta(seconds=4)) == key
    wrong(path, 4)
    assert keys.unlock_with_recovery(path, groups, NOW) == key
    assert keys.wait_seconds(path, NOW) == 0


def test_a_clock_set_back_waits_once_more_and_not_for_years(made: Made) -> None:
    path, key, _ = made
    wrong(path, 5)
    early = NOW - timedelta(days=4000)

    assert keys.wait_seconds(path, early) == 8
    assert keys.unlock(path, GOOD, early + timedelta(seconds=8)) == key


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"failed": -3}', b'{"at": "1999-01-01T00:00:00"}']
)
def test_a_damaged_count_of_tries_keeps_nobody_out(made: Made, content: bytes) -> None:
    path, key, _ = made
    (path.parent / unlock_tries.TRIES).write_bytes(content)

    assert keys.unlock(path, GOOD, NOW) == key


def test_a_changed_passphrase_opens_and_the_old_one_no_longer_does(made: Made) -> None:
    path, key, groups = made
    keys.change_passphrase(path, GOOD, OTHER, NOW, Dice())

    assert keys.unlock(path, OTHER, NOW) == key
    with pytest.raises(Refused, match="口令不对"):
        keys.unlock(path, GOOD, NOW)
    assert keys.unlock_with_recovery(path, groups, NOW) == key
    path.unlink()
    with pytest.raises(Refused, match="口令不对"):
        keys.unlock(path, GOOD, NOW)


def test_a_change_with_a_wrong_old_passphrase_changes_nothing(made: Made) -> None:
    path, _, _ = made
    before = path.read_bytes()

    with pytest.raises(Refused, match="口令不对"):
        keys.change_passphrase(path, OTHER, "anything at all", NOW, Dice())

    assert path.read_bytes() == before


def test_after_recovery_a_new_passphrase_opens(made: Made) -> None:
    path, key, groups = made
    wrong(path, 6)
    found = keys.unlock_with_recovery(path, groups, NOW)
    keys.reset_passphrase(path, found, OTHER, Dice())

    assert keys.unlock(path, OTHER, NOW) == key
    with pytest.raises(Refused):
        keys.unlock(path, GOOD, NOW)


def test_a_new_recovery_code_takes_the_place_of_the_old(made: Made) -> None:
    path, key, groups = made
    dice = Dice()
    dice(4000)
    new = keys.new_recovery(path, key, dice)

    assert new != groups
    assert keys.unlock_with_recovery(path, new, NOW) == key
    with pytest.raises(Refused, match="不是这份数据的恢复码"):
        keys.unlock_with_recovery(path, groups, NOW)
    assert keys.unlock(path, GOOD, NOW) == key


def test_a_mistyped_recovery_code_is_told_by_group(made: Made) -> None:
    path, _, groups = made
    wrong_group = "2345" if groups[2] != "2345" else "2346"

    with pytest.raises(Refused, match="第 3 组"):
        keys.unlock_with_recovery(path, [*groups[:2], wrong_group, *groups[3:]], NOW)


def test_a_lost_first_copy_is_made_good_from_the_second(made: Made) -> None:
    path, key, _ = made
    whole = path.read_bytes()
    path.write_bytes(b"\0" * len(whole))

    assert keys.unlock(path, GOOD, NOW) == key
    assert path.read_bytes() == whole

    second_copy(path).unlink()
    assert keys.unlock(path, GOOD, NOW) == key
    assert second_copy(path).read_bytes() == whole


def test_no_changed_byte_makes_the_right_passphrase_look_wrong(made: Made) -> None:
    path, _, _ = made
    whole, wanted = path.read_bytes(), keys.read_keys(path)
    second_copy(path).unlink()
    refused = 0
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            assert keys.read_keys(path) == wanted
        except Refused:
            refused += 1

    assert refused > len(whole) * 0.6  # the rest is indentation


def test_a_tampered_envelope_with_a_fresh_digest_does_not_open(made: Made) -> None:
    path, _, _ = made
    found = keys.read_keys(path)
    tampered = msgspec.structs.replace(found, database_salt=bytes(16))
    keys.write_keys(path, tampered)

    with pytest.raises(Refused, match="口令不对"):
        keys.unlock(path, GOOD, NOW)


@pytest.mark.parametrize(
    "cost",
    [
        Cost(memory_kib=100_000_000, passes=1),
        Cost(memory_kib=64, passes=10_000_000),
        Cost(memory_kib=64, passes=1, lanes=60_000),
        Cost(memory_kib=-1, passes=1),
    ],
)
def test_a_file_that_asks_for_too_much_is_refused(made: Made, cost: Cost) -> None:
    path, _, _ = made
    found = keys.read_keys(path)
    dear = msgspec.structs.replace(found.envelopes[0], cost=cost)
    keys.write_keys(path, msgspec.structs.replace(found, envelopes=(dear,)))

    with pytest.raises(Refused, match="已经损坏"):
        keys.unlock(path, GOOD, NOW)


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{}", b"[" * 60_000, b" " * 70_000])
def test_a_damaged_file_is_said_and_left_as_it_is(made: Made, content: bytes) -> None:
    path, _, _ = made
    forged(path, content)

    with pytest.raises(Refused, match="已经损坏") as refusal:
        keys.unlock(path, GOOD, NOW)

    assert "备份" in refusal.value.advice
    assert path.read_bytes() == content


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有密钥文件"):
        keys.unlock(tmp_path / "keys.json", GOOD, NOW)

    assert list(tmp_path.iterdir()) == []


def test_a_file_of_a_newer_program_is_refused_unchanged(made: Made) -> None:
    path, _, _ = made
    document = json.loads(path.read_bytes()) | {"format": 2, "envelopes": "another shape"}
    path.write_text(json.dumps(document))
    before = path.read_bytes()

    with pytest.raises(Refused, match="更新版本的程序"):
        keys.unlock(path, GOOD, NOW)

    assert path.read_bytes() == before


def test_an_envelope_of_an_unknown_kind_outlives_a_new_passphrase(made: Made) -> None:
    path, _, _ = made
    found: Keys = keys.read_keys(path)
    banner = msgspec.structs.replace(found.envelopes[1], kind="banner")
    keys.write_keys(path, msgspec.structs.replace(found, envelopes=(*found.envelopes, banner)))

    keys.change_passphrase(path, GOOD, OTHER, NOW, Dice())

    assert banner in keys.read_keys(path).envelopes


def test_a_write_that_cannot_be_done_leaves_the_old_passphrase(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, key, _ = made

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("db.keys_file.os.fsync", full)
        with pytest.raises(Unavailable, match="原来的口令"):
            keys.change_passphrase(path, GOOD, OTHER, NOW, Dice())

    assert keys.unlock(path, GOOD, NOW) == key
    assert not list(path.parent.glob("*.part"))


def wrong(path: Path, times: int) -> None:
    """Count wrong tries at ``NOW``."""
    for _ in range(times):
        unlock_tries.count_wrong(path.parent, NOW)


def forged(path: Path, content: bytes) -> None:
    """Put ``content`` in place of both copies."""
    for copy in (path, second_copy(path)):
        copy.write_bytes(content)
