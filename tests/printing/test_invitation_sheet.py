"""The invitation sheet: one page, the whole story, and a code that is read back off the paper."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from printing.invitation_sheet import LONGEST_CODE, ROLES, InvitationSheet, invitation_sheet
from printing.paper import Overflow

CODE = "NUTAG1Q." + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 40
SHEET = InvitationSheet(
    officer="那仁满都拉",
    role="specialist",
    villages=["查干哈达嘎查", "巴音敖包嘎查"],
    hub_name="达尔罕茂明安联合旗人力资源和社会保障局",
    code=CODE,
    file_name="那仁满都拉.nutag-invite",
    made_on=date(2026, 11, 25),
)


def words(pdf: bytes) -> str:
    return "".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


def test_it_says_for_whom_it_is_and_what_to_do() -> None:
    said = words(invitation_sheet(SHEET))

    for fact in (
        "那仁满都拉",
        "嘎查村人社服务专员",
        "查干哈达嘎查、巴音敖包嘎查",
        "达尔罕茂明安联合旗人力资源和社会保障局",
        "2026年11月25日",
        "那仁满都拉.nutag-invite",
    ):
        assert fact in said
    first, second, third = (said.index(f"{step}.{word}") for step, word in
                            ((1, "打开程序"), (2, "有网络"), (3, "看到")))  # fmt: skip
    assert first < second < third
    assert "U盘" in said[second:third]


def test_without_a_network_only_the_stick_is_spoken_of() -> None:
    said = words(invitation_sheet(replace(SHEET, by_network=False)))

    assert "2.用U盘登记" in said
    assert "有网络" not in said


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_named(role: str) -> None:
    assert ROLES[role] in words(invitation_sheet(replace(SHEET, role=role)))


def test_it_is_one_a4_page_and_the_same_every_time() -> None:
    full = replace(SHEET, villages=["示范镇查干哈达嘎查"] * 20)
    pdf = invitation_sheet(full)

    assert pdf == invitation_sheet(full)
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) == 1
    assert round(pages[0].mediabox.height * 25.4 / 72) == 297


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="needs zbarimg to read the code")
@pytest.mark.parametrize("length", [300, LONGEST_CODE])
@pytest.mark.parametrize("dots_per_inch", [150, 300])
def test_the_code_is_read_back_off_the_paper(
    tmp_path: Path, length: int, dots_per_inch: int
) -> None:
    code = (CODE * 2)[:length]
    document = pypdfium2.PdfDocument(invitation_sheet(replace(SHEET, code=code)))
    picture = tmp_path / "sheet.png"
    document[0].render(scale=dots_per_inch / 72).to_pil().save(picture)
    document.close()

    read = subprocess.run(
        ["zbarimg", "-q", "--raw", str(picture)], capture_output=True, check=True, text=True
    ).stdout

    assert read.strip() == code


@pytest.mark.parametrize("code", ["", "A" * (LONGEST_CODE + 1)])
def test_a_code_that_paper_cannot_carry_is_not_printed(code: str) -> None:
    with pytest.raises(ValueError, match="读不出来"):
        invitation_sheet(replace(SHEET, code=code))


def test_an_unknown_role_is_not_printed() -> None:
    with pytest.raises(ValueError, match="身份"):
        invitation_sheet(replace(SHEET, role="king"))


def test_more_villages_than_fit_are_said_and_not_cut() -> None:
    with pytest.raises(Overflow, match="负责嘎查村"):
        invitation_sheet(replace(SHEET, villages=["示范镇查干哈达嘎查"] * 90))
