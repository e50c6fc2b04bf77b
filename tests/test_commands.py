"""The command line as scripts call it: documents, sentences and exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from printing.form_names import FORMS
from tests.sessions import VILLAGE

PASSPHRASE = "三只灰鹤绕过石磨盘"


def nutag(*words: str | Path, passphrase: str | None = PASSPHRASE) -> tuple[int, str, str]:
    """Run a command; return its exit code, output and errors."""
    environment = dict(os.environ)
    environment.pop("NUTAG_PASSPHRASE", None)
    if passphrase is not None:
        environment["NUTAG_PASSPHRASE"] = passphrase
    done = subprocess.run(
        [sys.executable, "-m", "desktop_app", *map(str, words)],
        capture_output=True,
        text=True,
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def document(*words: str | Path, code: int = 0, passphrase: str = PASSPHRASE) -> Any:
    """Run a command with ``--json``; return its one document."""
    found, out, err = nutag(*words, "--json", passphrase=passphrase)
    assert found == code, out + err
    return json.loads(out)


@pytest.fixture
def training(tmp_path: Path) -> Path:
    document("demo", "--data", tmp_path / "training", "--people", "60")
    return tmp_path / "training"


def init_words(folder: Path) -> list[str | Path]:
    return ["init", "--data", folder / "d", "--county", VILLAGE[:6], "--village", VILLAGE]


def test_init_makes_an_encrypted_folder_once(tmp_path: Path) -> None:
    words = init_words(tmp_path)

    made = document(*words, "--officer", "苏日娜")
    again = document(*words, "--officer", "苏日娜", code=1)

    assert len(made["recovery_code"].split("-")) == 8
    assert "已经有数据" in again["error"]
    assert not (tmp_path / "d" / "records.db").read_bytes().startswith(b"SQLite")
    assert document("check", "--data", tmp_path / "d")["sound"]


def test_a_wrong_passphrase_is_refused(tmp_path: Path) -> None:
    words = init_words(tmp_path)
    document(*words, "--officer", "苏日娜")

    found = document("stats", "--data", tmp_path / "d", code=1, passphrase="不是这一句话呀")
    code, _, errors = nutag("stats", "--data", tmp_path / "d", passphrase=None)

    assert "口令不对" in found["error"]
    assert code == 1
    assert "NUTAG_PASSPHRASE" in errors


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["list", "cows", "--data", "x"], "可以是"),
        (["stats"], "还缺 --data"),
        (["fly"], "fly"),
        (["stats", "--data", "x", "--shoe"], "--shoe"),
        (["list", "people", "--data", "x", "--limit", "-1"], "0 到"),
        (["list", "people", "--data", "x", "--limit", "many"], "整数"),
        (["demo", "--data", "x", "--people", "99999999999999999999"], "整数"),
        (["backup", "--data"], "还缺一个值"),
    ],
)
def test_usage_errors_are_sentences_with_a_code_of_their_own(words: list[str], told: str) -> None:
    code, out, errors = nutag(*words)
    found = document(*words, code=2)

    assert code == 2
    assert out == ""
    assert told in errors.splitlines()[0]
    assert told in found["error"]
    assert found["error"].endswith("。")
    assert found["advice"].startswith("写法：nutag")


def test_a_folder_without_records_is_told(tmp_path: Path) -> None:
    for words in (["stats"], ["check"], ["backup"], ["list", "people"]):
        found = document(*words, "--data", tmp_path / "nothing", code=1)
        assert "没有数据" in found["error"]
        assert found["advice"]
    assert not (tmp_path / "nothing").exists()


def test_lists_are_masked_and_filtered(training: Path) -> None:
    people = document("list", "people", "--data", training, "--limit", "5")
    name = people["people"][0]["name"]
    same = document("list", "people", "--data", training, "--where", f"name={name}")

    assert people["total"] == 60
    assert len(people["people"]) == 5
    assert all("********" in each["citizen_id"] for each in people["people"])
    assert {each["name"] for each in same["people"]} == {name}
    assert "没有" in document("do", "fly", "--data", training, code=1)["error"]
    for wrong in ("shoe=1", "name", "birth_on=2026-02-30", "id=0", "sex=\udcff"):
        assert document("list", "people", "--data", training, "--where", wrong, code=1)["advice"]
    assert document("list", "people", "--data", training, "--where", "name=")["total"] == 0


def test_a_table_ends_with_the_whole_id(training: Path) -> None:
    person = document("list", "people", "--data", training, "--limit", "1")["people"][0]

    _, out, _ = nutag("list", "people", "--data", training, "--limit", "1")

    head, row = out.splitlines()[:2]
    assert head.endswith("编号")
    assert row.endswith(person["id"])


def test_do_describes_and_does_use_cases(training: Path) -> None:
    names = [each["name"] for each in document("do", "--list")]
    person = document("list", "people", "--data", training, "--limit", "1")["people"][0]
    changed = {"person": {"id": person["id"], "phone": "13800001111"}}

    kept = document("do", "save_person", "--data", training, "--args", json.dumps(changed))

    assert {"record_visit", "place_person", "save_enrolment", "undo"} <= set(names)
    assert kept["result"]["phone"] == "13800001111"
    where = ["--where", "phone=13800001111"]
    assert document("list", "people", "--data", training, *where)["total"] == 1
    document("do", "undo", "--data", training)
    assert document("list", "people", "--data", training, *where)["total"] == 0


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "[" * 50_000,
        '{"shoe": 1}',
        '{"person": {"shoe": 1}}',
        '{"person": 5}',
        '{"person": {"id": "x"}}',
        '{"person": {"id": 5}}',
        '{"person": {"name": "a\\u0000b"}}',
        '{"person": {"name": "\\ud800"}}',
        '{"person": {"name": "\udcff"}}',
        '{"person": {"birth_on": "2026-02-30"}}',
        '{"person": ' + "9" * 5000 + "}",
        '{"person": {"household_id": 99999999999999999999}}',
    ],
)
def test_bad_arguments_are_refused_with_advice(training: Path, text: str) -> None:
    found = document("do", "save_person", "--data", training, "--args", text, code=1)

    assert found["error"]
    assert found["advice"]


def test_a_certificate_is_printed_and_printed_again(training: Path, tmp_path: Path) -> None:
    placed = document("list", "placements", "--data", training)["placements"][0]
    out = tmp_path / "one.pdf"

    made = document(
        "print", "placement-certificate", "--data", training, "--id", placed["id"], "--out", out
    )
    paper = document("list", "papers", "--data", training)["papers"][0]
    again = tmp_path / "two.pdf"
    document(
        "print", "placement-certificate", "--data", training, "--id", paper["id"], "--out", again
    )

    assert made["number"] == paper["number"]
    assert out.read_bytes() == again.read_bytes()
    prints = document("list", "printouts", "--data", training)["printouts"]
    assert [(one["paper_id"], one["outcome"]) for one in prints] == [(paper["id"], "saved")] * 2
    assert out.read_bytes().startswith(b"%PDF")
    twice: list[str | Path] = [
        "print",
        "placement-certificate",
        "--data",
        training,
        "--id",
        paper["id"],
        "--out",
        out,
    ]
    assert "没有覆盖" in document(*twice, code=1)["error"]
    assert document(
        "print",
        "placement-certificate",
        "--data",
        training,
        "--id",
        "?",
        "--out",
        tmp_path / "3",
        code=1,
    )


def test_forms_are_printed_by_id_by_village_and_in_copies(training: Path, tmp_path: Path) -> None:
    listed = document("print", "--list")
    assert "补贴发放公示表" in listed["subsidy_notice"]
    assert set(listed) == set(FORMS)
    placed = document("list", "placements", "--data", training)["placements"]
    ids = [word for one in placed[:2] for word in ("--id", one["id"])]
    out = tmp_path / "two.pdf"

    made = document(
        "print", "post-application", "--data", training, *ids, "--copies", "3", "--out", out
    )
    register = tmp_path / "register.pdf"
    village = placed[0]["village_code"]
    document("print", "post_register", "--data", training, "--village", village, "--out", register)

    assert len(set(made["numbers"])) == 2
    assert out.read_bytes().startswith(b"%PDF")
    assert register.read_bytes().startswith(b"%PDF")
    missing = tmp_path / "no.pdf"
    found = document(
        "print", "subsidy_summary", "--data", training, "--village", village,
        "--month", "2026-10", "--out", missing, code=1,
    )  # fmt: skip
    assert "还没有关账" in found["error"]
    assert not missing.exists()
    report = tmp_path / "month.pdf"
    document("print", "month-report", "--data", training, "--month", "2026-10", "--out", report)
    assert report.read_bytes().startswith(b"%PDF")
    assert document("print", "nothing", "--data", training, "--out", missing, code=1)["advice"]


def test_backup_and_restore(training: Path, tmp_path: Path) -> None:
    before = document("stats", "--data", training)
    file = tmp_path / "copy.nutag-backup"
    document("backup", "--data", training, "--out", file)

    document("restore", file, "--data", tmp_path / "again")

    assert document("stats", "--data", tmp_path / "again") == before
    assert document("restore", training / "records.db", "--data", training, code=1)["advice"]
    assert document("stats", "--data", training) == before


@pytest.mark.parametrize("officer", ["\udcff", "甲" * 31, "苏\n日娜", "\x1b[31m"])
def test_a_name_that_the_keys_cannot_hold_makes_no_folder(tmp_path: Path, officer: str) -> None:
    found = document(*init_words(tmp_path), "--officer", officer, code=1)

    assert found["fields"] == ["officer"]
    assert not (tmp_path / "d").exists()


def test_a_file_in_place_of_a_folder_is_told(training: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    copy = tmp_path / "copy.nutag-backup"
    document("backup", "--data", training, "--out", copy)

    cases: list[tuple[list[str | Path], int]] = [
        (["stats", "--data", file], 1),
        (["stats", "--data", file / "below"], 1),
        (["backup", "--data", training, "--out", file / "below"], 3),
        (["restore", copy, "--data", file], 1),
        (["restore", tmp_path, "--data", training], 1),
        (["demo", "--data", file, "--people", "3"], 1),
        (["demo-day", "--out", file], 3),
    ]
    for words, code in cases:
        found = document(*words, code=code)
        assert found["advice"]
    assert file.read_text() == ""


def test_a_real_folder_does_not_count_a_wrong_try_for_a_demo(tmp_path: Path) -> None:
    document(*init_words(tmp_path), "--officer", "苏日娜")

    found = document("demo", "--data", tmp_path / "d", code=1)

    assert "编造" in found["error"]
    assert not (tmp_path / "d" / "tries.json").exists()


def test_made_up_and_real_records_do_not_replace_each_other(training: Path, tmp_path: Path) -> None:
    document(*init_words(tmp_path), "--officer", "苏日娜")
    for name, data in (("made-up", training), ("real", tmp_path / "d")):
        document("backup", "--data", data, "--out", tmp_path / name)

    document("restore", tmp_path / "made-up", "--data", tmp_path / "d", code=1)
    document("restore", tmp_path / "real", "--data", training, code=1)

    assert document("stats", "--data", tmp_path / "d")["counts"]["person"] == 0
    assert document("stats", "--data", training)["counts"]["person"] == 60


@pytest.mark.skipif(sys.platform != "linux", reason="other systems name folders in Unicode")
def test_a_folder_whose_name_is_no_text_is_made_and_told(tmp_path: Path) -> None:
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/\xff")

    made = document("demo", "--data", folder, "--people", "3")
    code, out, _ = nutag("stats", "--data", folder)

    assert made["people"] == 3
    assert code == 0
    assert "person" in out


@pytest.mark.skipif(sys.platform != "linux", reason="Qt aborts without a screen on Linux only")
def test_without_a_screen_the_window_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    assert "没有屏幕" in document("open", code=3)["error"]
