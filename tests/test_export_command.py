"""`nutag export`, as scripts call it, on a real encrypted folder."""

from io import BytesIO
from pathlib import Path
from typing import Any

import msoffcrypto
import pytest
from openpyxl import Workbook, load_workbook

from tests.rosters import number_of, plain_roster
from tests.test_commands import document, init_words

LETTERS = "其木格苏日娜巴图朝鲁琴高娃哈斯额尔德尼萨仁花草青红"
PEOPLE = len(LETTERS)
PASSWORD = "三只白羊 慢慢过河"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a desk with more people than may go out whole in an open file."""
    place = tmp_path_factory.mktemp("desk")
    document(*init_words(place), "--officer", "苏日娜")
    made = plain_roster()
    for order, letter in enumerate(LETTERS, start=1):
        made.add(嘎查村="巴音哈拉嘎查", 姓名=f"乌云{letter}", 身份证号=number_of(order))
    document("import", "people", made.write(place / "a.xlsx"), "--data", place / "d")
    return place / "d"


def write(folder: Path, out: Path, *words: str | Path, code: int = 0) -> Any:
    return document("export", "people", "--data", folder, "--out", out, *words, code=code)


def test_a_register_goes_to_excel(folder: Path, tmp_path: Path) -> None:
    done = write(folder, tmp_path / "a.xlsx", "--aliases", "--paper", "A3")
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]

    assert (done["rows"], done["whole"], done["sealed"]) == (PEOPLE, 0, False)
    assert sheet.max_row == 4 + PEOPLE
    assert write(folder, tmp_path / "b.xlsx", "--text", "乌云红")["rows"] == 1
    assert write(folder, tmp_path / "c.xlsx", "--where", "sex=1", "--layout", "F6")["rows"] > 0
    assert "同名" in write(folder, tmp_path / "a.xlsx", code=1)["error"]


def test_whole_numbers_go_out_sealed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.xlsx"
    assert "还没有写事由" in write(folder, out, "--whole", code=1)["error"]
    assert (
        "还没有写口令" in write(folder, out, "--whole", "--reason", "报旗县审核", code=1)["error"]
    )
    monkeypatch.setenv("NUTAG_FILE_PASSPHRASE", PASSWORD)
    done = write(folder, out, "--whole", "--reason", "报旗县审核", "--seal")

    assert (done["whole"], done["sealed"]) == (PEOPLE, True)
    plain = BytesIO()
    with out.open("rb") as source:
        file = msoffcrypto.OfficeFile(source)
        file.load_key(password=PASSWORD, verify_password=True)
        file.decrypt(plain)
    assert number_of(1) in {row[3].value for row in load_workbook(plain).worksheets[0].rows}
    assert document("list", "disclosures", "--data", folder)["total"] == PEOPLE


def test_an_offices_blank_sheet_is_filled(folder: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["姓名", "联系电话", "身份证号"])
    book.save(tmp_path / "空表.xlsx")
    done = write(folder, tmp_path / "a.xlsx", "--template", tmp_path / "空表.xlsx")

    assert (done["rows"], done["found"]) == (PEOPLE, ["姓名", "联系电话", "身份证号"])


def test_what_there_is_to_export_is_listed() -> None:
    listed = document("export", "--list")

    assert {"people", "visits", "posts", "watch-results"} <= set(listed["kinds"])
    assert list(listed["layouts"]) == ["F6", "F7", "F12", "F15", "F16"]
    assert "还缺" in document("export", "people", code=1)["error"]
