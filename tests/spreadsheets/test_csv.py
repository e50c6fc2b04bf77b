"""A text file with commas is read in the encodings that offices use, and nothing else is."""

from pathlib import Path

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.spreadsheets.reader import read_sheet
from tests.spreadsheets import hostile

TEXT = '姓名,身份证号,备注\n乌云其其格,150223198503020015,"有,逗号\n两行"\n李\U00020547,1502,=1+1\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_is_read_whatever_its_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "名单.csv"
    text = TEXT if encoding != "gbk" else TEXT.replace("\U00020547", "梅")
    if separator != ",":
        text = text.replace('"有,逗号', '"有；逗号').replace(",", separator)
    path.write_bytes(text.encode(encoding))

    sheet = read_sheet(path, Progress())

    assert sheet.name == "名单"
    assert [row.number for row in sheet.rows] == [1, 2, 3]
    assert sheet.rows[1].cells[1] == "150223198503020015"
    assert "两行" in str(sheet.rows[1].cells[2])
    assert sheet.rows[2].cells[2] == "=1+1"


@pytest.mark.parametrize("name", [one for one in hostile.NOT_XLSX if one != "csv"])
def test_what_is_called_csv_and_is_none_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(hostile.NOT_XLSX[name][0])

    with pytest.raises(Refused, match="没有读入"):
        read_sheet(path, Progress())


@pytest.mark.parametrize(
    "text",
    ['姓名,身份证号\n"没有收口', "姓名,身份证号\n" + "长" * 40_000, "姓名,身份证号\n" + "a," * 300],
)
def test_a_csv_that_wants_to_hurt_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Refused, match="没有读入"):
        read_sheet(path, Progress())
