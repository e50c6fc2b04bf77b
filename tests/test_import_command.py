"""`nutag import people`, as scripts call it, on a real encrypted folder."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.rosters import number_of, plain_roster
from tests.sessions import VILLAGE
from tests.test_commands import document, init_words, nutag

OTHER = "150223102201"
A, B, C = (number_of(order) for order in (11, 22, 33))
SHAPE = {
    "file": str, "kind": str, "sheet": str, "header_row": int, "matched": list,
    "unmatched": list, "other_sheets": list, "villages": list, "counts": dict,
    "problems": list, "changes": list, "notes": list, "dry_run": bool,
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("desk")
    words = [*init_words(place), "--village", OTHER, "--officer", "苏日娜"]
    document(*words)
    return place / "d"


def roster(path: Path, *rows: tuple[str, str, str], village: str = "巴音哈拉嘎查") -> Path:
    made = plain_roster()
    for name, number, phone in rows:
        made.add(嘎查村=village, 姓名=name, 身份证号=number, 联系电话=phone)
    return made.write(path / "花名册.xlsx")


def take(folder: Path, file: Path, *words: str | Path, code: int = 0) -> Any:
    return document("import", "people", file, "--data", folder, *words, code=code)


def test_a_roster_goes_from_trial_to_import_to_nothing_left(folder: Path, tmp_path: Path) -> None:
    file = roster(tmp_path, ("乌云", A, "13800000001"), ("巴图", B[:17], ""), ("其木格", C, ""))
    errors = tmp_path / "没有导入的行.xlsx"

    trial = take(folder, file, "--dry-run")
    assert {name: type(trial[name]) for name in SHAPE} == SHAPE
    assert trial["result"] is None
    assert trial["counts"] == {"new": 2, "changed": 0, "same": 0, "refused": 1}
    assert document("list", "people", "--data", folder)["total"] == 0

    done = take(folder, file, "--errors", errors)
    assert done["result"]["new"] == 2
    assert done["problems"] == [
        {
            "sheet": "花名册",
            "row": 3,
            "column": "C列“身份证号”",
            "value": f"{B[:6]}********{B[13:17]}",
            "message": "身份证号只有 17 位。",
            "advice": "在最后补上校验码（可能是 X）。",
        }
    ]
    assert [row[3] for row in load_workbook(errors).active.values] == ["姓名", "巴图"]  # type: ignore[union-attr]

    again = take(folder, roster(tmp_path, ("乌云", A, "13800000009"), ("其木格", C, "")))
    assert again["result"]["same"] == 1
    assert again["changes"] == [
        {
            "row": 2,
            "name": "乌云",
            "changes": [{"field": "联系电话", "before": "13800000001", "after": "13800000009"}],
        }
    ]
    assert document("check", "--data", folder)["sound"]


def test_no_whole_number_is_printed(folder: Path, tmp_path: Path) -> None:
    file = roster(tmp_path, ("乌云", f" {A} ", ""), ("巴图", "15022319850302000", ""))
    for words in ([], ["--json"]):
        code, out, err = nutag("import", "people", file, "--data", folder, "--dry-run", *words)
        assert code == 0
        assert not re.search(r"\d{15}", out + err), out


def test_a_village_is_named_by_hand(folder: Path, tmp_path: Path) -> None:
    file = roster(tmp_path, ("娜仁", number_of(44), ""), village="东河组")

    before = take(folder, file, "--dry-run")
    assert before["villages"][0]["code"] == ""
    assert [one["code"] for one in before["villages"][0]["candidates"]] == [VILLAGE, OTHER]
    after = take(folder, file, "--village", f"东河组={OTHER}")
    assert after["result"]["new"] == 1
    assert document("list", "people", "--data", folder, "--where", f"village_code={OTHER}")[
        "total"
    ] == 1  # fmt: skip


@pytest.mark.parametrize("village", ["东河组", "东河组=150", "东河组=150221001200"])
def test_a_village_that_is_not_ours_is_refused(folder: Path, tmp_path: Path, village: str) -> None:
    found = take(folder, roster(tmp_path, ("乌云", A, "")), "--village", village, code=1)

    assert found["error"].endswith("。")
    assert found["advice"]


def test_what_is_no_roster_ends_with_one_and_a_sentence(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "信.xlsx"
    file.write_text("您好", encoding="utf-8")
    code, out, err = nutag("import", "people", file, "--data", folder)

    assert (code, out) == (1, "")
    assert "没有读入" in err
    assert "Traceback" not in err


def test_an_existing_list_of_problems_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    there = tmp_path / "有.xlsx"
    there.write_bytes(b"mine")
    found = take(folder, roster(tmp_path, ("乌云", A, "")), "--errors", there, code=1)

    assert "没有覆盖" in found["error"]
    assert there.read_bytes() == b"mine"
    assert json.dumps(found)
