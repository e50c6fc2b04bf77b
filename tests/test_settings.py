"""What a person chose for this computer: kept whole, read with doubt."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.settings import FILE, Settings, read_settings, write_settings


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    chosen = Settings(last_folder="/数据/乌云", look="dark", text_scale=1.5, lock_minutes=30)

    write_settings(tmp_path / "new", chosen)

    assert read_settings(tmp_path / "new") == chosen
    assert [one.name for one in (tmp_path / "new").iterdir()] == [FILE]


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"look": 3}', '{"lock_minutes": "ten"}', "\udcff", "null"]
)
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_bytes(text.encode("utf-8", "surrogateescape"))

    assert read_settings(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        (Settings(look="pink"), Settings()),
        (Settings(text_scale=9.0), Settings(text_scale=2.0)),
        (Settings(text_scale=0.1), Settings(text_scale=1.0)),
        (Settings(lock_minutes=0), Settings(lock_minutes=1)),
        (Settings(lock_minutes=9999), Settings(lock_minutes=120)),
    ],
)
def test_values_out_of_bounds_come_back_in(tmp_path: Path, kept: Settings, read: Settings) -> None:
    write_settings(tmp_path, kept)

    assert read_settings(tmp_path) == read


def test_what_a_newer_program_added_is_left_out(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"look": "hc", "sound": true}', encoding="utf-8")

    assert read_settings(tmp_path) == replace(Settings(), look="hc")


def test_the_old_file_stays_when_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    write_settings(tmp_path, Settings(look="dark"))
    (tmp_path / f".{FILE}.part").mkdir()

    with pytest.raises(OSError, match="part"):
        write_settings(tmp_path, Settings(look="hc"))

    assert read_settings(tmp_path).look == "dark"
